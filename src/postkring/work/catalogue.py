"""The kinds of work, each once: who may ask for it, what it is called, and the act behind it, called as every door calls it.

Arguments are data, checked by the acts when they run: what was true when the work was planned may be so no more.
"""

from typing import Final

from django.utils.translation import npgettext, pgettext

from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.accounts.undoing import undo_large_act
from postkring.classifications.access import group_to_assign, group_to_change
from postkring.classifications.actions import empty_and_delete_group
from postkring.classifications.catalogue import spec_named
from postkring.classifications.emptying import EMPTYING, empty_and_delete_in_steps
from postkring.classifications.mailing_groups import MAILING_GROUPS
from postkring.classifications.members import CHANGING_MEMBERS, Mode, change_members, change_members_in_steps
from postkring.classifications.queries import assignments_in
from postkring.classifications.several import CHANGING_GROUPS, SELECTED, change_groups, change_groups_in_steps
from postkring.classifications.spec import Spec
from postkring.contacts.actions import delete_contacts
from postkring.contacts.actions.change_all import (
    CHANGING_ALL,
    EXCLUSION,
    change_for_all,
    change_in_steps,
    exclusion_of,
    read_change,
)
from postkring.contacts.actions.delete import DELETING, delete_in_steps
from postkring.contacts.catalogue import BY_NAME
from postkring.contacts.models import ContactQuerySet
from postkring.criteria.selections import contacts, read_stored
from postkring.imports.access import import_to_load
from postkring.imports.actions import Choices, check_file, load, save_profile
from postkring.imports.checking import check
from postkring.imports.models import FileImport, FileRow, Stage
from postkring.imports.steps import take_back
from postkring.imports.storing import discard, kept
from postkring.kit.errors import NotFound
from postkring.kit.text import grouped
from postkring.ledger.expectations import outcome_changed
from postkring.ledger.models import ChangeSet
from postkring.ledger.undo_in_steps import stop, under_way
from postkring.ledger.watch import expect, wrote
from postkring.work.kinds import Arguments, Kind, Result, long_kind, reported
from postkring.work.queries import is_long
from postkring.work.segments import SEGMENT_KINDS


def _chosen(arguments: Arguments) -> ContactQuerySet:
    return contacts(read_stored(arguments["selection"]))


def _spec(arguments: Arguments) -> Spec:
    """Work that was planned before there were others is on mailing groups."""
    return spec_named(arguments.get("table", MAILING_GROUPS.name))


def _group(arguments: Arguments, by: User) -> Result:
    group, mode = group_to_assign(arguments["code"], _spec(arguments), by=by), Mode(arguments["mode"])
    if is_long(arguments["rows"]):
        return Result(change_members_in_steps(_chosen(arguments), group, mode, expected=arguments["expected"], by=by))
    return Result(change_members(_chosen(arguments), group, mode, expected=arguments["expected"], by=by).change_set)


def _group_title(arguments: Arguments) -> str:
    spec = _spec(arguments)
    if spec is not MAILING_GROUPS:
        said = npgettext("task.code", "%(kind)s %(code)s: %(count)s contact", "%(kind)s %(code)s: %(count)s contacts", arguments["rows"])
        return said % {"kind": spec.label, "code": arguments["code"], "count": grouped(arguments["rows"])}
    said = npgettext(
        "task.group", "Mailing Group %(code)s: %(count)s contact", "Mailing Group %(code)s: %(count)s contacts", arguments["rows"]
    )
    return said % {"code": arguments["code"], "count": grouped(arguments["rows"])}


def _groups(arguments: Arguments, by: User) -> Result:
    spec = _spec(arguments)
    into, out_of = ([group_to_assign(code, spec, by=by) for code in arguments[name]] for name in ("into", "out_of"))
    change = change_groups_in_steps if is_long(arguments["rows"]) else change_groups
    return Result(change(_chosen(arguments), spec=spec, into=into, out_of=out_of, expected=arguments["expected"], by=by))


def _groups_title(arguments: Arguments) -> str:
    spec, number = _spec(arguments), arguments["expected"][SELECTED]
    if spec is not MAILING_GROUPS:
        said = npgettext("task.codes", "%(page)s of %(count)s contact", "%(page)s of %(count)s contacts", number)
        return said % {"page": spec.plural, "count": grouped(number)}
    return npgettext("task.groups", "Mailing groups of %(count)s contact", "Mailing groups of %(count)s contacts", number) % {
        "count": grouped(number)
    }


def _empty(arguments: Arguments, by: User) -> Result:
    group = group_to_change(arguments["code"], _spec(arguments), by=by)
    if is_long(arguments["rows"]):
        return Result(empty_and_delete_in_steps(group, expected=arguments["rows"], by=by))
    if assignments_in(group).count() != arguments["rows"]:
        raise outcome_changed()
    return Result(empty_and_delete_group(group, by=by))


def _empty_title(arguments: Arguments) -> str:
    spec = _spec(arguments)
    if spec is not MAILING_GROUPS:
        said = npgettext(
            "task.empty_code",
            "%(kind)s %(code)s: take it from %(count)s contact and delete it",
            "%(kind)s %(code)s: take it from %(count)s contacts and delete it",
            arguments["rows"],
        )
        return said % {"kind": spec.label, "code": arguments["code"], "count": grouped(arguments["rows"])}
    said = npgettext(
        "task.empty",
        "Mailing Group %(code)s: take %(count)s contact out and delete it",
        "Mailing Group %(code)s: take %(count)s contacts out and delete it",
        arguments["rows"],
    )
    return said % {"code": arguments["code"], "count": grouped(arguments["rows"])}


def _field(arguments: Arguments, by: User) -> Result:
    change = read_change(arguments["field"], arguments["value"])
    if is_long(arguments["rows"]):
        return Result(change_in_steps(_chosen(arguments), change, expected=arguments["expected"], by=by))
    return Result(change_for_all(_chosen(arguments), change, expected=arguments["expected"], by=by))


def _field_title(arguments: Arguments) -> str:
    rows = arguments["rows"]
    if arguments["field"] == EXCLUSION:
        return exclusion_of(rows, excluded=arguments["value"] == "yes")
    said = npgettext("task.field", "%(field)s of %(count)s contact", "%(field)s of %(count)s contacts", rows)
    return said % {"field": BY_NAME[arguments["field"]].label, "count": grouped(rows)}


def _delete(arguments: Arguments, by: User) -> Result:
    delete = delete_in_steps if is_long(arguments["rows"]) else delete_contacts
    return Result(delete(_chosen(arguments), expected=arguments["expected"], by=by))


def _delete_title(arguments: Arguments) -> str:
    rows = arguments["rows"]
    return npgettext("task.delete", "Delete %(count)s contact", "Delete %(count)s contacts", rows) % {"count": grouped(rows)}


def _import(arguments: Arguments, by: User) -> Result:
    file = import_to_load(arguments["file"], by=by)
    if file.stage == Stage.MAPPING and not file.token:  # a worker ended while it was checking anew what others had overtaken
        check(file, progress=lambda _: wrote(0))
    change_set = load(file, token=arguments["token"], by=by)
    discard(file)
    return Result(change_set)


def _import_begun(arguments: Arguments) -> ChangeSet | None:
    file = FileImport.objects.select_related("change_set").filter(pk=arguments["file"], stage=Stage.LOADING).first()
    return file.change_set if file else None


def _import_back(arguments: Arguments, by: User) -> Result:
    """Also by whom the right was taken from meanwhile: nothing stays half loaded."""
    file = FileImport.objects.filter(pk=arguments["file"]).first()
    report = take_back(file, by=by) if file else None
    return reported(report) if report else Result()


def _import_title(arguments: Arguments) -> str:
    said = npgettext("task.import", "Load %(file)s: %(count)s row", "Load %(file)s: %(count)s rows", arguments["rows"])
    return said % {"file": arguments["name"], "count": grouped(arguments["rows"])}


def _check(arguments: Arguments, by: User) -> Result:
    file = import_to_load(arguments["file"], by=by)

    def progress(rows: int) -> None:
        expect(FileRow.objects.filter(file=file).count())
        wrote(rows)

    with kept(file) as content:
        checked = check_file(content, file.file_name, Choices(**arguments["choices"]), into=file, progress=progress, by=by)
    if arguments["profile"]:
        save_profile(arguments["profile"], checked, by=by)
    return Result()


def _check_title(arguments: Arguments) -> str:
    return pgettext("task.check", "Check %(file)s") % {"file": arguments["name"]}


def _undo(arguments: Arguments, by: User) -> Result:
    return reported(undo_large_act(_to_undo(arguments), by=by))


def _to_undo(arguments: Arguments) -> ChangeSet:
    change_set = ChangeSet.objects.filter(number=arguments["number"]).first()
    if change_set is None:
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."))
    return change_set


def _undo_begun(arguments: Arguments) -> ChangeSet | None:
    change_set = ChangeSet.objects.filter(number=arguments["number"]).first()
    return under_way(change_set) if change_set else None


def _undo_stopped(arguments: Arguments, by: User) -> Result:
    report = stop(_to_undo(arguments))
    return reported(report) if report else Result()


def _undo_title(arguments: Arguments) -> str:
    """The act's own sentence, kept beside its number: a list of such work asks for no acts."""
    return pgettext("task.undo", "Undo: %(sentence)s") % {"sentence": ChangeSet(sentences=arguments["sentences"]).sentence}


KINDS: Final[dict[str, Kind]] = {
    "group": long_kind(Permission.EDIT_CONTACTS, _group_title, _group, CHANGING_MEMBERS),
    "groups": long_kind(Permission.EDIT_CONTACTS, _groups_title, _groups, CHANGING_GROUPS),
    "empty": long_kind(Permission.EDIT_CONTACTS, _empty_title, _empty, EMPTYING),
    **SEGMENT_KINDS,
    "field": long_kind(Permission.EDIT_CONTACTS, _field_title, _field, CHANGING_ALL),
    "delete": long_kind(Permission.EDIT_CONTACTS, _delete_title, _delete, DELETING),
    "import": Kind(Permission.EDIT_CONTACTS, _import_title, _import, begun=_import_begun, take_back=_import_back),
    "check": Kind(Permission.EDIT_CONTACTS, _check_title, _check, is_act=False),
    "undo": Kind(Permission.EDIT_CONTACTS, _undo_title, _undo, begun=_undo_begun, take_back=_undo_stopped, goes_to_its_end=True),
}
