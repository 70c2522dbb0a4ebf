"""What an administrator sets up. Changing it never changes existing contacts (R-3253)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import pgettext

from postkring.accounts.access import require
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.kit.codes import clean_number, next_number
from postkring.kit.errors import NotAcceptable, NotFound
from postkring.kit.refusals import unknown
from postkring.kit.text import is_storable, short_line
from postkring.ledger.acts import act
from postkring.setup.models import Country, MarketingSetup, NumberSeries, Organisation
from postkring.setup.numbering import is_beyond

TEXT_LENGTH = 100
INHERITED = (
    "inherit_salesperson",
    "inherit_territory",
    "inherit_country",
    "inherit_language",
    "inherit_address",
    "inherit_communication",
)
LARGEST_INCREMENT = 10_000


@dataclass(frozen=True)
class SeriesValues:
    description: str
    starting_number: str
    increment: int
    manual_numbers: bool


def change_series(series: NumberSeries, values: SeriesValues, *, by: User) -> NumberSeries:
    """Changes a series (D14). The last number used stays: a number is never handed out twice.

    Once numbers were handed out, a new starting number is one that the series can still come to (R-1111).
    """
    require(by, Permission.ADMINISTER)
    with act("setup.number_series", by=by, permission=Permission.ADMINISTER) as writer:
        row = NumberSeries.objects.filter(pk=series.pk)
        stored = row.select_for_update().first()
        if stored is None:
            raise NotFound(pgettext("msg.record_gone", "This record no longer exists."), code=series.code)
        starting_number = _starting_number(values.starting_number)
        if starting_number != stored.starting_number:
            _refuse_start_without_effect(starting_number, stored.last_number_used)
        with writer.updating(row, ["description", "starting_number", "increment", "manual_numbers"]):
            row.update(
                description=short_line(
                    values.description, field="description", label=pgettext("field.description", "Description"), longest=TEXT_LENGTH
                ),
                starting_number=starting_number,
                increment=_increment(values.increment),
                manual_numbers=values.manual_numbers,
            )
        writer.count(changed=1)
        writer.say(lambda: pgettext("ledger.series_changed", "Number series %(code)s changed") % {"code": stored.code})
    return stored


def change_organisation(*, name: str, country: str, by: User) -> None:
    require(by, Permission.ADMINISTER)
    with act("setup.organisation", by=by, permission=Permission.ADMINISTER) as writer:
        row = Organisation.objects.filter(pk=1)
        with writer.updating(row, ["name", "country"]):
            row.update(
                name=short_line(name, field="name", label=pgettext("field.name", "Name"), longest=TEXT_LENGTH), country=_country(country)
            )
        writer.count(changed=1)
        writer.say(lambda: pgettext("ledger.organisation_changed", "The organisation’s own details changed"))


def change_inheritance(inherited: frozenset[str], *, by: User) -> None:
    """`inherited` names the flags of INHERITED that are to be on; the others go off."""
    require(by, Permission.ADMINISTER)
    unknown = inherited - set(INHERITED)
    if unknown:
        raise KeyError(", ".join(sorted(unknown)))
    with act("setup.inheritance", by=by, permission=Permission.ADMINISTER) as writer:
        row = MarketingSetup.objects.filter(pk=1)
        with writer.updating(row, list(INHERITED)):
            row.update(**{flag: flag in inherited for flag in INHERITED})
        writer.count(changed=1)
        writer.say(lambda: pgettext("ledger.inheritance_changed", "What persons take over from their company changed"))


def change_marketing_setup(values: Mapping[str, Any], *, by: User) -> None:
    """Changes columns of the set-up, by name: flags, one of the correspondence types, and codes of what it refers to ("" for none)."""
    require(by, Permission.ADMINISTER)
    with act("setup.marketing", by=by, permission=Permission.ADMINISTER) as writer:
        row = MarketingSetup.objects.filter(pk=1)
        columns = {name: _of_the_setup(name, value) for name, value in values.items()}
        with writer.updating(row, list(columns)):
            row.update(**columns)
        writer.count(changed=1)
        writer.say(lambda: pgettext("ledger.marketing_setup_changed", "The marketing set-up changed"))


def _of_the_setup(name: str, value: Any) -> Any:
    known: Any = MarketingSetup._meta.get_field(name).related_model
    if known is None:
        return value
    if not value.strip() and not name.endswith("_series"):
        return None
    found = known._default_manager.filter(code=value.strip().upper()).first() if is_storable(value) else None
    if found is None:
        raise unknown(value, pgettext("page.marketing_setup", "Marketing Setup"), field=name)
    return found


def _starting_number(text: str) -> str:
    """R-1104: it must hold a digit to count up."""
    number = clean_number(text, field="starting_number")
    if not number:
        raise NotAcceptable(
            pgettext("msg.required", "Fill in %(field)s.") % {"field": pgettext("field.starting_no", "Starting No.")},
            field="starting_number",
        )
    next_number(number, 1)
    return number


def _refuse_start_without_effect(start: str, last: str) -> None:
    if not is_beyond(start, last):
        raise NotAcceptable(
            pgettext(
                "msg.start_without_effect",
                "Numbers up to %(last)s were handed out already. Begin with a number after it that is written in the same way.",
            )
            % {"last": last},
            field="starting_number",
            last=last,
        )


def _increment(number: int) -> int:
    if not 1 <= number <= LARGEST_INCREMENT:
        raise NotAcceptable(
            pgettext("msg.increment_range", "The increment is a whole number from 1 to %(max)s.") % {"max": LARGEST_INCREMENT},
            field="increment",
        )
    return number


def _country(code: str) -> Country | None:
    found = Country.objects.filter(code=code.strip().upper()).first() if is_storable(code) else None
    if code.strip() and found is None:
        raise unknown(code, pgettext("page.countries", "Countries/Regions"), field="country")
    return found
