"""What a person takes over from its company: when it is linked, and when the company changes later (3.6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from postkring.contacts.folding import search_company
from postkring.contacts.models import Contact
from postkring.setup.models import MarketingSetup

ADDRESS = ("address", "address_2", "post_code", "city", "county")
COMPARED = ("address", "address_2", "post_code", "city")  # R-3311: county and country do not count
COMMUNICATION = ("phone", "mobile", "email", "website")
# A person who takes a column over takes what is worked out from that column alone along with it.
TWINS = {"address": "address_folded", "post_code": "post_code_folded", "city": "city_folded", "email": "email_folded"}
# What is worked out from these depends on the person's other columns too.
OF_SEVERAL = ("search_own", "phone_e164", "mobile_e164")
_IN_SEVERAL = frozenset({"post_code", "city", "country_id", "phone", "mobile", "email"})
ALWAYS = {
    "salesperson_id": "inherit_salesperson",
    "territory_id": "inherit_territory",
    "country_id": "inherit_country",
    "language_id": "inherit_language",
}


@dataclass(frozen=True)
class Former:
    """The values a company had before it was changed."""

    values: dict[str, object]

    @classmethod
    def of(cls, company: Contact) -> "Former":
        columns = (*ALWAYS, *ADDRESS, *COMMUNICATION, "name")
        return cls({column: getattr(company, column) for column in columns})

    def changed(self, company: Contact) -> set[str]:
        return {column for column, value in self.values.items() if getattr(company, column) != value}


def take_over(person: Contact, company: Contact, former: Contact | None, setup: MarketingSetup, *, has_own_address: bool = False) -> None:
    """At linking (R-3304): codes always; the address as one block when the person has none of its own; the rest field by field.

    `has_own_address`: the act that links gives the person one, which would be mixed with the company's.
    """
    for column, flag in ALWAYS.items():
        if getattr(setup, flag) and getattr(person, column) != (value := getattr(company, column)):
            setattr(person, column, value)
    if setup.inherit_address and not has_own_address and (_no_address(person) or (former and _same_address(person, former))):
        _copy(person, company, ADDRESS)
    if setup.inherit_communication:
        for column in COMMUNICATION:
            own = getattr(person, column)
            if not own or (former and own == getattr(former, column)):
                setattr(person, column, getattr(company, column))
        if former and person.correspondence_type == former.correspondence_type:
            person.correspondence_type = company.correspondence_type


@dataclass(frozen=True)
class Following:
    """What persons take over from a changed company together: those who still have the values `was`, and the values they get."""

    was: dict[str, Any]
    values: dict[str, Any]

    @property
    def who(self) -> Q:
        return Q(**self.was)

    @property
    def in_several(self) -> bool:
        return not _IN_SEVERAL.isdisjoint(self.values)


def following(company: Contact, former: Former, setup: MarketingSetup) -> list[Following]:
    """After a change of the company (R-3311 to R-3313): a person follows where it still has the company's former value.

    No one of them changes what another one looks at, so they may be written one after the other.
    """
    changed = former.changed(company)
    found = [_following(former, company, [column]) for column, flag in ALWAYS.items() if column in changed and getattr(setup, flag)]
    if setup.inherit_address and (parts := [column for column in ADDRESS if column in changed]):
        found.append(_following(former, company, parts, same=COMPARED))
    if setup.inherit_communication:
        found += [_following(former, company, [column]) for column in COMMUNICATION if column in changed]
    if "name" in changed:
        name = {"company_name": company.name, "sort_company_name": company.sort_name, "search_company": search_company(company.name)}
        found.append(Following({"company_id": company.pk}, name))
    return found


def _following(former: Former, company: Contact, columns: Sequence[str], *, same: Sequence[str] = ()) -> Following:
    taken = [*columns, *(TWINS[column] for column in columns if column in TWINS)]
    was = {column: former.values[column] for column in same or columns}
    return Following(was, {column: getattr(company, column) for column in taken})


def follow(person: Contact, company: Contact, former: Former, setup: MarketingSetup) -> None:
    """The same for one person in memory, where nothing is written yet."""
    for each in following(company, former, setup):
        if all(getattr(person, column) == value for column, value in each.was.items()):
            for column, value in each.values.items():
                setattr(person, column, value)


def persons_following(company: Contact, followings: Sequence[Following]) -> Q:
    """The condition for persons of the company who take anything over."""
    who = Q(pk__in=[])
    for each in followings:
        who |= each.who
    return Q(company=company.pk) & ~Q(pk=company.pk) & who


def _no_address(person: Contact) -> bool:
    return not any(getattr(person, column) for column in ADDRESS)


def _same_address(person: Contact, company: Contact) -> bool:
    return all(getattr(person, column) == getattr(company, column) for column in COMPARED)


def _copy(person: Contact, company: Contact, columns: tuple[str, ...]) -> None:
    for column in columns:
        setattr(person, column, getattr(company, column))
