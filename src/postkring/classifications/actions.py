"""Acts on the codes of a classification: making, renaming and deleting them, and putting contacts in and out (2.1 to 2.4)."""

from dataclasses import dataclass

from django.db.models import F, Value
from django.db.models.fields import BigIntegerField
from django.utils.translation import npgettext, pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.classifications.catalogue import spec_of
from postkring.classifications.counters import recount
from postkring.classifications.fitting import refuse_wrong_type, refuse_wrong_types
from postkring.classifications.follower import keep_codes
from postkring.classifications.holders import Mention, holders
from postkring.classifications.mailing_groups import MAILING_GROUPS
from postkring.classifications.pair import Classification
from postkring.classifications.queries import assignments_in
from postkring.classifications.spec import Spec
from postkring.contacts.models import Contact, ContactQuerySet
from postkring.contacts.stamps import touch
from postkring.kit.codes import clean_code
from postkring.kit.errors import NotFound, Refused
from postkring.kit.refusals import taken
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


def create_group(code: str, description: str = "", *, spec: Spec = MAILING_GROUPS, by: User) -> Classification:
    require(by, spec.edit_codes)
    with act(spec.verb("create"), by=by, permission=spec.edit_codes) as writer:
        group = spec.row(code=clean_code(code), description=_clean_description(description))
        group.code_folded = fold(group.code)
        _refuse_taken(group)
        writer.insert(group)
        writer.count(added=1)
        writer.say(lambda: spec.say("created", code=group.code))
    return group


def describe_group(group: Classification, description: str, *, by: User) -> Classification:
    spec = spec_of(group)
    require(by, spec.edit_codes)
    with act(spec.verb("change"), by=by, permission=spec.edit_codes) as writer:
        stored = locked(group)
        with writer.updating(spec.codes().filter(pk=stored.pk), ["description"]):
            stored.description = _clean_description(description)
            stored.save(update_fields=["description"])
        writer.count(changed=1)
        writer.say(lambda: spec.say("described", code=stored.code))
    return stored


def rename_mentions(group: Classification, *, by: User) -> list[Mention]:
    """Every saved selection that names the group: what a rename will change beside the memberships."""
    return [mention for holder in holders() for mention in holder.mentions(spec_of(group).key, group.code, by=by)]


def code_for(group: Classification, new_code: str) -> str:
    """The code as rename_group would store it. Raises what that would raise, so that nothing is promised that another group prevents."""
    code = clean_code(new_code)
    _refuse_taken(spec_of(group).row(pk=group.pk, code=code, code_folded=fold(code)))
    return code


def rename_group(group: Classification, new_code: str, *, description: str | None = None, by: User) -> Classification:
    """Gives the group another code: members stay (R-2006: they are not touched), selections that name it follow.

    A description that is given changes along, in the same act.
    """
    spec, code = spec_of(group), clean_code(new_code)
    require(by, spec.edit_codes)
    with act(spec.verb("rename"), by=by, permission=spec.edit_codes) as writer:
        stored = locked(group)
        old = stored.code
        columns = ["code", "code_folded", *(["description"] if description is not None else [])]
        with writer.updating(spec.codes().filter(pk=stored.pk), columns):
            stored.code, stored.code_folded = code, fold(code)
            stored.description = stored.description if description is None else _clean_description(description)
            _refuse_taken(stored)
            stored.save(update_fields=columns)
        if old != code:
            writer.count(changed=1, selections=sum(holder.rename(writer, spec.key, old, code) for holder in holders()))
        writer.say(lambda: spec.say("renamed", old=old, new=code))
    return stored


def delete_group(group: Classification, *, by: User) -> ChangeSet:
    """R-2003: refused while anybody is in it."""
    spec = spec_of(group)
    require(by, spec.edit_codes)
    with act(spec.verb("delete"), by=by, permission=spec.edit_codes) as writer:
        stored = locked(group)
        delete_empty(writer, stored)
        writer.say(lambda: spec.say("deleted", code=stored.code))
    return writer.change_set


def empty_and_delete_group(group: Classification, *, by: User) -> ChangeSet:
    """Takes everybody out and deletes the group: one act, undone as one."""
    spec = spec_of(group)
    require(by, spec.edit_codes)
    with act(spec.verb("empty_and_delete"), by=by, permission=spec.edit_codes) as writer:
        stored = locked(group)
        removed = take_out(writer, stored, Contact.objects.all())
        _delete(writer, stored)
        writer.count(removed=removed)
        writer.say(lambda: spec.say("emptied", count=removed, code=stored.code))
    return writer.change_set


def add_to_group(contacts: ContactQuerySet, group: Classification, *, by: User) -> Outcome:
    """Puts contacts into a group. Who is in it already stays as they are: doing it twice changes nothing (R-2101).

    Raises Refused for the whole when one of them is of a type that may not hold the code (R-2201, R-2301).
    """
    require(by, Permission.EDIT_CONTACTS)
    spec = spec_of(group)
    with act(spec.verb("add"), by=by, permission=Permission.EDIT_CONTACTS) as writer:
        stored = locked(group)
        refuse_wrong_type(spec, contacts)
        asked = contacts.order_by().count()
        added = put_in(writer, stored, contacts)
        if added:
            recount(spec.codes().filter(pk=stored.pk))
        writer.count(added=added, unchanged=asked - added)
        names = _names(contacts, added)
        writer.say(lambda: said_added(names, added, stored.code))
    return Outcome(added, asked - added, writer.change_set if added else None)


def take_out_of_group(contacts: ContactQuerySet, group: Classification, *, by: User) -> Outcome:
    """Takes contacts out of a group; who is not in it is left alone (R-2107)."""
    require(by, Permission.EDIT_CONTACTS)
    spec = spec_of(group)
    with act(spec.verb("remove"), by=by, permission=Permission.EDIT_CONTACTS) as writer:
        stored = locked(group)
        asked = contacts.order_by().count()
        names = _names(contacts, asked)
        removed = take_out(writer, stored, contacts)
        if removed:
            recount(spec.codes().filter(pk=stored.pk))
        writer.count(removed=removed, unchanged=asked - removed)
        writer.say(lambda: said_removed(names, removed, stored.code))
    return Outcome(removed, asked - removed, writer.change_set if removed else None)


def put_in(writer: Writer, group: Classification, contacts: ContactQuerySet) -> int:
    """Who is of a type that may not hold the code is left out. Raises Changed when somebody has become of that type meanwhile."""
    spec = spec_of(group)
    pair = (Value(group.pk, output_field=BigIntegerField()), F("pk"))
    added = writer.begin(contacts.filter(spec.fits()), into=spec.link, pair=pair)
    if added:
        begun = spec.links().filter(writer.begun(spec.link))
        refuse_wrong_types(spec, begun)
        touch(writer, Contact.objects.filter(pk__in=begun.values("contact")))
    return added


def take_out(writer: Writer, group: Classification, contacts: ContactQuerySet) -> int:
    spec = spec_of(group)
    removed = writer.end(assignments_in(group).filter(contact__in=contacts.order_by().values("pk")))
    if removed:
        ended = spec.links().filter(writer.ended(spec.link))
        touch(writer, Contact.objects.filter(pk__in=ended.values("contact")))
    return removed


def delete_empty(writer: Writer, group: Classification) -> None:
    """Raises Refused while anybody is in it."""
    in_use = assignments_in(group).count()
    if in_use:
        raise _still_in_use(group, in_use)
    _delete(writer, group)


def _delete(writer: Writer, group: Classification) -> None:
    leaving = spec_of(group).codes().filter(pk=group.pk)
    keep_codes(writer, leaving)
    writer.delete(leaving)
    writer.count(deleted=1)


def locked(group: Classification) -> Classification:
    stored: Classification | None = spec_of(group).codes().select_for_update().filter(pk=group.pk).first()
    if stored is None:
        raise NotFound(pgettext("msg.record_gone", "This record no longer exists."), code=group.code)
    return stored


def _clean_description(text: str) -> str:
    return short_line(text, field="description", label=pgettext("field.description", "Description"), longest=DESCRIPTION_LENGTH)


def _refuse_taken(group: Classification) -> None:
    other = spec_of(group).codes().exclude(pk=group.pk).filter(code_folded=group.code_folded).first()
    if other is not None:
        raise taken(group.code, other=other.code, description=other.description)


def _still_in_use(group: Classification, count: int) -> Refused:
    return Refused(spec_of(group).say("in_use", code=group.code, count=count), in_use=count, group=group.code)


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
