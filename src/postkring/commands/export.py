"""postkring export: everything into a file. It stands there whole, or as it stood before."""

from argparse import Namespace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from django.conf import settings

from postkring.contacts.models import Contact
from postkring.kit.errors import Refused
from postkring.lists.export.files import FileOptions, Format, write_contacts
from postkring.operations.schema import bring_up_to_date

FORMATS: Final = {".csv": Format.CSV, ".xlsx": Format.XLSX, ".vcf": Format.VCF}


def contacts(options: Namespace) -> int:
    path = Path(options.file)
    chosen = format_of(path)
    bring_up_to_date()
    # Beside its place, so that putting it there is one step.
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            file_options = FileOptions(chosen, title="Contacts", language=settings.LANGUAGE_CODE)
            count = write_contacts(file, Contact.objects.order_by("sort_name", "pk"), file_options)
            file.flush()
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
    print(f"Exported {count} contacts to {path}")
    return 0


def format_of(path: Path) -> Format:
    """Raises Refused for an ending that says nothing."""
    if path.suffix.lower() not in FORMATS:
        raise Refused(f"The name of the file says its format: it ends in .csv, .xlsx or .vcf, which “{path.name}” does not.")
    if not path.parent.is_dir():
        raise Refused(f"There is no folder {path.parent}.")
    return FORMATS[path.suffix.lower()]
