"""Acts on mailing groups: making, renaming and deleting them, and putting contacts in and out (2.1, 2.2)."""

from dataclasses import dataclass

from django.db.models import F, Value
from django.db.models.fields import BigIntegerField
from django.utils.translation import npgettext, pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.classifications.counters import recount
from postkring.classifications.follower import keep_codes
from postkring.classifications.holders import CRITERION, Mention, holders
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.classifications.queries import assignments_in
from postkring.contacts.models import Contact, ContactQuerySet
from postkring.contacts.stamps import touch
from postkring.kit.codes import clean_code
from postkring.kit.errors import AlreadyExists, NotFound, Refused
from postkring.kit.text import fold, grouped, short_line
from postkring.ledger.acts import Writer, act
from postkring.ledger.models import ChangeSet

DESCRIPTION_LENGTH = 100


@dataclass(frozen=True)
class Outcome:
    """What an act on members did. `change_set` is None when there was nothing to do."""

    changed: int
    unchanged: int
    change_set: ChangeSet | None


def create_group(code: str, description: str = "", *, by: User) -> MailingGroup:
    require(by, Permission.EDIT_CONTACTS)
    with act("mailing_group.create", by=by, permission=Permission.EDIT_CONTACTS) as writer:
        group = MailingGroup(code=clean_code(code), description=_clean_description(description))
        group.code_folded = fold(group.code)
        _refuse_taken(group)
        writer.insert(group)
        writer.count(added=1)
        writer.say(lambda: pgettext("ledger.group_created", "Mailing group %(code)s created") % {"code": group.code})
    return group


def describe_group(group: MailingGroup, description: str, *, by: User) -> MailingGroup:
    require(by, Permission.EDIT_CONTACTS)
    with act("mailing_group.change", by=by, permission=Permission.EDIT_CONTACTS) as writer:
        stored = locked(group)
        with writer.updating(MailingGroup.objects.filter(pk=stored.pk), ["description"]):
            stored.description = _clean_description(description)
            stored.save(update_fields=["description"])
        writer.count(changed=1)
        writer.say(lambda: pgettext("ledger.group_described", "Mailing group %(code)s: description changed") % {"code": stored.code})
    return stored


def rename_mentions(group: MailingGroup, *, by: User) -> list[Mention]:
    """Every saved selection that names the group: what a rename will change beside the memberships."""
    return [mention for holder in holders() for mention in holder.mentions(CRITERION, group.code, by=by)]


def code_for(group: MailingGroup, new_code: str) -> str:
    """The code as rename_group would store it. Raises what that would raise, so that nothing is promised that another group prevents."""
    code = clean_code(new_code)
    _refuse_taken(MailingGroup(pk=group.pk, code=code, code_folded=fold(code)))
    return code


def rename_group(group: MailingGroup, new_code: str, *, description: str | None = None, by: User) -> MailingGroup:
    """Gives the group another code: members stay (R-2006: they are not touched), selections that name it follow.

    A description that is given changes along, in the same act.
    """
    require(by, Permission.EDIT_CONTACTS)
    code = clean_code(new_code)
    with act("mailing_group.rename", by=by, permission=Permission.EDIT_CONTACTS) as writer:
        stored = locked(group)
        old = stored.code
        columns = ["code", "code_folded", *(["description"] if description is not None else [])]
        with writer.updating(MailingGroup.objects.filter(pk=stored.pk), columns):
            stored.code, stored.code_folded = code, fold(code)
            stored.description = stored.description if description is None else _clean_description(description)
            _refuse_taken(stored)
            stored.save(update_fields=columns)
        if old != code:
            writer.count(changed=1, selections=sum(holder.rename(writer, CRITERION, old, code) for holder in holders()))
        writer.say(lambda: pgettext("ledger.group_renamed", "Mailing group %(old)s became %(new)s") % {"old": old, "new": code})
    return stored


def delete_group(group: MailingGroup, *, by: User) -> ChangeSet:
    """R-2003: refused while anybody is in it."""
    require(by, Permission.EDIT_CONTACTS)
    with act("mailing_group.delete", by=by, permission=Permission.EDIT_CONTACTS) as writer:
        stored = locked(group)
        delete_empty(writer, stored)
        writer.say(lambda: pgettext("ledger.group_deleted", "Mailing group %(code)s deleted") % {"code": stored.code})
    return writer.change_set


def empty_and_delete_group(group: MailingGroup, *, by: User) -> ChangeSet:
    """Takes everybody out and deletes the group: one act, undone as one."""
    require(by, Permission.EDIT_CONTACTS)
    with act("mailing_group.empty_and_delete", by=by, permission=Permission.EDIT_CONTACTS) as writer:
        stored = locked(group)
        removed = take_out(writer, stored, Contact.objects.all())
        _delete(writer, stored)
        writer.count(removed=removed)
        writer.say(lambda: said_emptied(removed, stored.code))
    return writer.change_set


def add_to_group(contacts: ContactQuerySet, group: MailingGroup, *, by: User) -> Outcome:
    """Puts contacts into a group. Who is in it already stays as they are: doing it twice changes nothing (R-2101)."""
    require(by, Permission.EDIT_CONTACTS)
    with act("mailing_group.add", by=by, permission=Permission.EDIT_CONTACTS) as writer:
        stored = locked(group)
        asked = contacts.order_by().count()
        added = put_in(writer, stored, contacts)
        if added:
            recount(MailingGroup.objects.filter(pk=stored.pk))
        writer.count(added=added, unchanged=asked - added)
        names = _names(contacts, added)
        writer.say(lambda: said_added(names, added, stored.code))
    return Outcome(added, asked - added, writer.change_set if added else None)


def take_out_of_group(contacts: ContactQuerySet, group: MailingGroup, *, by: User) -> Outcome:
    """Takes contacts out of a group; who is not in it is left alone (R-2107)."""
    require(by, Permission.EDIT_CONTACTS)
    with act("mailing_group.remove", by=by, permission=Permission.EDIT_CONTACTS) as writer:
        stored = locked(group)
        asked = contacts.order_by().count()
        names = _names(contacts, asked)
        removed = take_out(writer, stored, contacts)
        if removed:
            recount(MailingGroup.objects.filter(pk=stored.pk))
        writer.count(removed=removed, unchanged=asked - removed)
        writer.say(lambda: said_removed(names, removed, stored.code))
    return Outcome(removed, asked - removed, writer.change_set if removed else None)


def put_in(writer: Writer, group: MailingGroup, contacts: ContactQuerySet) -> int:
    pair = (Value(group.pk, output_field=BigIntegerField()), F("pk"))
    added = writer.begin(contacts, into=ContactMailingGroup, pair=pair)
    if added:
        begun = ContactMailingGroup.objects.filter(writer.begun(ContactMailingGroup))
        touch(writer, Contact.objects.filter(pk__in=begun.values("contact")))
    return added


def take_out(writer: Writer, group: MailingGroup, contacts: ContactQuerySet) -> int:
    removed = writer.end(assignments_in(group).filter(contact__in=contacts.order_by().values("pk")))
    if removed:
        ended = ContactMailingGroup.objects.filter(writer.ended(ContactMailingGroup))
        touch(writer, Contact.objects.filter(pk__in=ended.values("contact")))
    return removed


def delete_empty(writer: Writer, group: MailingGroup) -> None:
    """Raises Refused while anybody is in it."""
    in_use = assignments_in(group).count()
    if in_use:
        raise _still_in_use(group, in_use)
    _delete(writer, group)


def _delete(writer: Writer, group: MailingGroup) -> None:
    leaving = MailingGroup.objects.filter(pk=group.pk)
    keep_codes(writer, leaving)
    writer.delete(leaving)
    writer.count(deleted=1)


def locked(group: MailingGroup) -> MailingGroup:
    stored = MailingGroup.objects.select_for_update().filter(pk=group.pk).first()
    if stored is None:
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."), code=group.code)
    return stored


def _clean_description(text: str) -> str:
    return short_line(text, field="description", label=pgettext("field.description", "Description"), longest=DESCRIPTION_LENGTH)


def _refuse_taken(group: MailingGroup) -> None:
    """R-1005; D1: codes that differ in accents only would be one code to every filter."""
    other = MailingGroup.objects.exclude(pk=group.pk).filter(code_folded=group.code_folded).first()
    if other is None:
        return
    if other.code == group.code:
        message = pgettext("msg.code_exists", "Code %(code)s is already used by “%(description)s”.")
        if not other.description:
            message = pgettext("msg.code_exists_undescribed", "Code %(code)s already exists.")
        raise AlreadyExists(message % {"code": other.code, "description": other.description}, field="code", other=other.code)
    message = pgettext("msg.code_same_folded", "%(code)s is too much like %(other)s: accents do not make codes different.")
    raise AlreadyExists(message % {"code": group.code, "other": other.code}, field="code", other=other.code)


def _still_in_use(group: MailingGroup, count: int) -> Refused:
    message = npgettext(
        "msg.group_in_use",
        "Mailing group %(code)s is still assigned to %(count)s contact and cannot be deleted.",
        "Mailing group %(code)s is still assigned to %(count)s contacts and cannot be deleted.",
        count,
    )
    return Refused(message % {"code": group.code, "count": grouped(count)}, in_use=count, group=group.code)


def said_emptied(removed: int, code: str) -> str:
    said = npgettext(
        "ledger.group_emptied_and_deleted",
        "%(count)s contact taken out of mailing group %(code)s, and the group deleted",
        "%(count)s contacts taken out of mailing group %(code)s, and the group deleted",
        removed,
    )
    return said % {"count": grouped(removed), "code": code}


def _names(contacts: ContactQuerySet, number: int) -> str:
    """The contact by name when the act is about one; otherwise the sentence says how many."""
    if number != 1:
        return ""
    return " ".join(contacts.order_by("pk").values_list("number", "name")[0]) if contacts.count() == 1 else ""


def said_added(name: str, count: int, code: str) -> str:
    if name:
        return pgettext("ledger.group_added_one", "%(name)s added to %(group)s") % {"name": name, "group": code}
    message = npgettext("msg.group_added", "%(count)s contact added to %(group)s", "%(count)s contacts added to %(group)s", count)
    return message % {"count": grouped(count), "group": code}


def said_removed(name: str, count: int, code: str) -> str:
    if name:
        return pgettext("ledger.group_removed_one", "%(name)s taken out of %(group)s") % {"name": name, "group": code}
    message = npgettext("msg.group_removed", "%(count)s contact taken out of %(group)s", "%(count)s contacts taken out of %(group)s", count)
    return message % {"count": grouped(count), "group": code}
