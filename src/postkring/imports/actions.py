"""The acts of an import that a door calls: check what was chosen, load what was shown, keep a mapping for the next time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.imports.checking import Progress, check
from postkring.imports.columns import is_target, named
from postkring.imports.generations import READ, begin, held
from postkring.imports.load import load
from postkring.imports.matching import checked_ways
from postkring.imports.models import PROFILE_NAME_LENGTH, FileImport, ImportProfile, NewCodes, Policy
from postkring.imports.reading import open_import, stage_rows, use_profile
from postkring.imports.storing import discard_old
from postkring.kit.errors import DoesNotExist, NotAcceptable
from postkring.kit.text import fold, short_line
from postkring.ledger.acts import act

__all__ = ["Choices", "check_file", "load", "profile_named", "read_again", "save_profile"]


@dataclass(frozen=True)
class Choices:
    """How a file is taken. None keeps what the profile, or else the recognition, says."""

    mapping: Sequence[str] | None = None
    match: Sequence[str] | None = None
    policy: str | None = None
    new_codes: str | None = None
    profile: ImportProfile | None = None
    encoding: str = ""
    delimiter: str = ""


def check_file(
    content: BinaryIO, name: str, choices: Choices, *, into: FileImport | None = None, progress: Progress | None = None, by: User
) -> FileImport:
    """Reads a file into staging and works out its difference. `into` is an import that is read anew, with other choices."""
    require(by, Permission.EDIT_CONTACTS)
    file, sheet = open_import(content, name, encoding=choices.encoding, delimiter=choices.delimiter, by=by)
    if choices.profile:
        use_profile(file, choices.profile)
    _choose(file, choices)
    if into is None:
        discard_old()
    with transaction.atomic():
        if into is None:
            file.save()
        else:
            _take_place(file, into)
        begin(file)
    stage_rows(file, sheet)
    check(file, progress=progress)
    return file


def read_again(content: BinaryIO, file: FileImport, *, encoding: str, delimiter: str, by: User) -> None:
    """Another character set or delimiter: the columns are recognised anew, and what was checked before counts no more."""
    again, _ = open_import(content, file.file_name, encoding=encoding, delimiter=delimiter, by=by)
    with transaction.atomic():
        stored = held(file)
        stored.header, stored.mapping, stored.encoding, stored.delimiter = again.header, again.mapping, again.encoding, again.delimiter
        begin(stored, also=("header", "mapping", "encoding", "delimiter"))


def profile_named(name: str) -> ImportProfile:
    found = ImportProfile.objects.filter(name_folded=fold(name.strip())).first()
    if found is None:
        raise DoesNotExist(pgettext("msg.profile_unknown", "There is no import profile “%(name)s”.") % {"name": name}, field="profile")
    return found


def save_profile(name: str, file: FileImport, *, by: User) -> ImportProfile:
    """Keeps the columns and choices of an import under a name, in the place of what the name stood for."""
    require(by, Permission.EDIT_CONTACTS)
    label = pgettext("field.profile", "Profile")
    name = short_line(name, field="profile", label=label, longest=PROFILE_NAME_LENGTH)
    if not fold(name):
        raise NotAcceptable(pgettext("msg.required", "Fill in %(field)s.") % {"field": label}, field="profile")
    columns = dict(zip(named(file.header), file.mapping, strict=True))
    values = {"name": name, "columns": columns, "match": file.match, "policy": file.policy, "new_codes": file.new_codes}
    with act("import.profile", by=by, permission=Permission.EDIT_CONTACTS) as writer:
        found = ImportProfile.objects.select_for_update().filter(name_folded=fold(name))
        if found.exists():
            with writer.updating(found, list(values)):
                found.update(**values)
        else:
            writer.insert(ImportProfile(name_folded=fold(name), **values))
        writer.say(lambda: pgettext("ledger.profile_saved", "Import profile %(name)s saved") % {"name": name})
    return profile_named(name)


def _choose(file: FileImport, choices: Choices) -> None:
    if choices.mapping is not None:
        file.mapping = [target if is_target(target) else "" for target in choices.mapping]
    if choices.match is not None:
        file.match = choices.match
    file.match = checked_ways(file.match)
    file.policy = _known(choices.policy or file.policy, Policy)
    file.new_codes = _known(choices.new_codes or file.new_codes, NewCodes)


def _known(value: str, choices: "type[Policy] | type[NewCodes]") -> str:
    if value not in choices.values:
        raise NotAcceptable(
            pgettext("msg.policy_unknown", "“%(value)s” is not one of %(choices)s.")
            % {"value": value, "choices": ", ".join(str(each) for each in choices.values)},
            field="policy",
        )
    return value


def _take_place(file: FileImport, into: FileImport) -> None:
    """The file as it was read now in the place of the import, of which nothing is written but what reading says."""
    stored = held(into)
    file.pk, file.stored = stored.pk, stored.stored
    file.save(update_fields=READ)
