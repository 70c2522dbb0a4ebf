"""The latest acts on one contact: the fields that each changed, the groups it put the contact into or took it out of, and its undo."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import pgettext

from postkring.accounts.models import User
from postkring.accounts.reading import changes_to_read, names_read
from postkring.accounts.undoing import may_take_back
from postkring.classifications.catalogue import CLASSIFICATIONS
from postkring.classifications.queries import history_of
from postkring.classifications.spec import Spec
from postkring.contacts.models import Contact
from postkring.ledger.declarations import label_of
from postkring.ledger.models import ChangeSet, Image, State
from postkring.ledger.obstacles import titles
from postkring.lists.changes import about
from postkring.web.changes.acts import undo_url
from postkring.web.changes.listed_changes import state_of
from postkring.web.changes.standing import chains, stands, taken_back
from postkring.web.changes.values import CONTACT, Difference, companies_in, differences
from postkring.web.contacts.card import stamp_of

ACTS_SHOWN: Final = 10
# What a line says of an act, and what tells who may take it back.
_READ: Final = ("permission", "at", "counts", "sentences", "tables", "first", "takes_back", "state")
_NOT_TOUCHED: Final = frozenset({"unchanged", "privacy_blocked", "excluded", "left", "refused", "minors", "unfit"})


@dataclass(frozen=True)
class Act:
    """One line of the history, as the log shows it.

    `undo_url` and `ask_url` are empty where the user may not undo it, or it does not stand. An act that touched more than this
    contact is asked about first: the page that asks says how much it is.
    """

    title: str
    by: str
    at: datetime
    url: str
    state: str
    is_undone: bool
    undo_url: str
    ask_url: str
    undo_label: str
    differences: tuple[Difference, ...]
    groups_in: str
    groups_out: str


def history_of_card(contact: Contact, *, user: User) -> dict[str, Any]:
    return {"stamp": stamp_of(contact), "last_acts": last_acts(contact, user=user), "all_acts_url": all_acts_url(contact)}


def last_acts(contact: Contact, *, user: User) -> list[Act]:
    """The latest acts on the contact, on its groups and on its lines, newest first."""
    acts = changes_to_read(by=user).filter(about(frozenset({contact.pk})))
    found = list(acts.select_related("by").only(*_READ, *names_read("by")).order_by("-number")[:ACTS_SHOWN])
    numbers = [each.number for each in found]
    chain, changed = chains(found), _changed(contact, numbers)
    began, ended = _groups(contact, found)
    return [
        Act(
            title=each.sentence,
            by=str(each.by or ""),
            at=each.at,
            url=reverse("change", args=[each.number]),
            state=state_of(each, chain[each.number]),
            is_undone=not stands(chain[each.number]),
            **_undoing(contact, each, chain[each.number], user),
            differences=changed.get(each.number, ()),
            groups_in=", ".join(began.get(each.number, ())),
            groups_out=", ".join(ended.get(each.number, ())),
        )
        for each in found
    ]


def all_acts_url(contact: Contact) -> str:
    return reverse("changes", query={"contact": contact.number})


def _undoing(contact: Contact, act: ChangeSet, chain: list[ChangeSet], user: User) -> dict[str, str]:
    may = stands(chain) and act.state == State.DONE and may_take_back(act, taken_back(act, chain), by=user)
    rows = sum(count for name, count in act.counts.items() if name not in _NOT_TOUCHED)
    card = reverse("contact", args=[contact.number])
    return {
        "undo_url": undo_url(act) if may and rows <= 1 else "",
        "ask_url": reverse("change_undo", args=[act.number], query={"next": card}) if may and rows > 1 else "",
        "undo_label": pgettext("a11y.undo_act", "Undo: %(sentence)s") % {"sentence": act.sentence},
    }


def _changed(contact: Contact, numbers: Collection[int]) -> dict[int, tuple[Difference, ...]]:
    written = Image.objects.filter(label=CONTACT, object_id=contact.pk, kind=Image.UPDATED, change_set__in=numbers)
    images = list(written)
    companies = titles(CONTACT, companies_in(images))
    return {image.change_set_id: tuple(differences(image, companies)) for image in images}


def _groups(contact: Contact, acts: Collection[ChangeSet]) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """The codes that each act gave to the contact, and those that it took from it."""
    began: dict[int, list[str]] = defaultdict(list)
    ended: dict[int, list[str]] = defaultdict(list)
    numbers, written = {each.number for each in acts}, {label for each in acts for label in each.tables}
    for spec in CLASSIFICATIONS:
        if label_of(spec.link) not in written:
            continue
        # Those that stand before those that ended, each from the latest on.
        every = sorted(history_of(contact, spec).values_list("begun_by", "ended_by", spec.name, "code"), key=lambda row: row[1] is not None)
        rows = [row for row in every if not {row[0], row[1]}.isdisjoint(numbers)]
        codes = _codes(spec, {group for _, _, group, _ in rows}) if rows else {}
        for begun_by, ended_by, group, last_code in rows:
            code = codes.get(group) or last_code
            began[begun_by].append(code)
            if ended_by:
                ended[ended_by].append(code)
    return dict(began), dict(ended)


def _codes(spec: Spec, groups: Collection[int]) -> dict[int, str]:
    return dict(spec.codes().filter(pk__in=groups).order_by().values_list("pk", "code"))
