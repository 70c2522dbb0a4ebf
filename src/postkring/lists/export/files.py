"""One file out: which format, which columns, for whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO, Any, Final

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from postkring.classifications.mailing_groups import MailingGroup
from postkring.consent.eligibility import eligible
from postkring.contacts.models import ContactQuerySet
from postkring.kit.sheets.csv_writing import separator_of, write_csv
from postkring.kit.sheets.vcf_writing import write_vcf
from postkring.kit.sheets.writing import Row
from postkring.kit.sheets.xlsx_writing import write_xlsx
from postkring.lists.export.cards import contact_cards
from postkring.lists.export.columns import OWN, ExportColumn, with_mailing
from postkring.lists.export.contacts import CHUNK, contact_rows
from postkring.outputs.recipient import Sender
from postkring.setup.queries import marketing_setup, organisation


class Format(models.TextChoices):
    XLSX = "xlsx", pgettext_lazy("export.xlsx", "Excel (.xlsx)")
    CSV = "csv", pgettext_lazy("export.csv", "CSV (.csv)")
    VCF = "vcf", pgettext_lazy("export.vcf", "vCard 4.0 (.vcf)")
    VCF_3 = "vcf3", pgettext_lazy("export.vcf3", "vCard 3.0 (.vcf), for Outlook and Apple")

    @property
    def ending(self) -> str:
        return "vcf" if self in CARDS else self.value


CARDS: Final = {Format.VCF: "4.0", Format.VCF_3: "3.0"}
TABLES: Final = (Format.XLSX, Format.CSV)


@dataclass(frozen=True)
class FileOptions:
    """`title` names the sheet of a workbook; `language` decides what separates the cells of a CSV file.

    With `captions` the header has the words of the screen, else our own names.
    """

    format: Format
    title: str
    language: str
    columns: Sequence[ExportColumn] = OWN
    captions: bool = False
    for_mailing: bool = False


def write_contacts(file: IO[bytes], contacts: ContactQuerySet, options: FileOptions) -> int:
    """Writes the contacts in the order of the queryset and returns how many. For mailing, nobody who may not be reached."""
    if options.for_mailing:
        contacts = eligible(contacts)
    if options.format in CARDS:
        return write_vcf(file, contact_cards(contacts, sender=sender()), version=CARDS[options.format])
    columns = with_mailing(options.columns) if options.for_mailing else list(options.columns)
    header = [str(column.label) if options.captions else column.name for column in columns]
    return write_table(file, header, contact_rows(contacts, columns, sender=sender()), options)


def write_groups(file: IO[bytes], groups: "models.QuerySet[MailingGroup]", options: FileOptions) -> int:
    rows = groups.values_list("code", "description", "contact_count").iterator(chunk_size=CHUNK)
    return write_table(file, ["code", "description", "number_of_contacts"], rows, options)


def write_segments(file: IO[bytes], segments: "models.QuerySet[Any]", options: FileOptions) -> int:
    """The segments of `for_listing`, which counts their lines."""
    rows = segments.values_list("number", "description", "date", "line_count").iterator(chunk_size=CHUNK)
    return write_table(file, ["number", "description", "date", "number_of_lines"], rows, options)


def sender() -> Sender:
    """Whose post it is: the country of the organisation, and the language that its contacts have unless another is known."""
    language = marketing_setup().default_language_id or settings.LANGUAGE_CODE
    return Sender(organisation().country_id or "", language)


def write_table(file: IO[bytes], header: Sequence[str], rows: Iterable[Row], options: FileOptions) -> int:
    """Writes rows that are made elsewhere, and returns how many."""
    if options.format is Format.CSV:
        return write_csv(file, header, rows, separator=separator_of(options.language))
    return write_xlsx(file, header, rows, title=options.title)
