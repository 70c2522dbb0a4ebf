"""What a new value of one field does to a contact in memory (3.2, 3.5 to 3.7). Nothing here writes to the database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import pgettext

from postkring.contacts import checks, names
from postkring.contacts.catalogue import BY_NAME, ContactField, Kind
from postkring.contacts.companies import company_by_number, company_by_text, held, refuse_person
from postkring.contacts.followers import followers
from postkring.contacts.inheritance import ADDRESS, take_over
from postkring.contacts.models import LENGTHS, Contact, ContactType
from postkring.kit.codes import normal_code
from postkring.kit.errors import NotAcceptable, Refused
from postkring.kit.refusals import unknown
from postkring.kit.text import clean_line, grouped, short_line
from postkring.setup.models import CorrespondenceType, MarketingSetup
from postkring.setup.numbering import typed_number

NAME_PARTS = names.NAME_PARTS


@dataclass(frozen=True)
class Surroundings:
    """What the rules need to know beside the contact itself: the fields that the act fills, and whether there was consent before it."""

    setup: MarketingSetup
    home_country: str
    filled: frozenset[str] = frozenset()
    had_consent: bool = False
    # How a code is looked up: whoever applies the rules to many contacts at once remembers what was found.
    reference: "Callable[[ContactField, str], str | None]" = field(default_factory=lambda: referred_code)


def apply(contact: Contact, name: str, value: Any, around: Surroundings) -> None:
    """Sets one field by its rules. Raises a DomainError that names the field; the contact may then be half changed."""
    field = BY_NAME[name]
    if field.only and contact.type != field.only and value not in ("", None, False):
        _refuse_for_type(contact, field, value)
    clean, setter = cleaned(contact, field, value, around), _SETTERS.get(name)
    if setter:
        setter(contact, name, clean, around)
    else:
        setattr(contact, field.column, clean)


def _refuse_for_type(contact: Contact, field: ContactField, value: Any) -> None:
    if field.kind is Kind.COMPANY:
        own = contact.number if field.name == "company_number" else contact.name
        if value == own:
            return
        raise Refused(pgettext("msg.company_of_company", "Only a person can belong to a company."), field=field.name)
    raise NotAcceptable(
        pgettext("msg.not_for_type", "%(field)s does not exist for a contact of type %(type)s.")
        % {"field": field.label, "type": ContactType(contact.type).label},
        field=field.name,
    )


def cleaned(contact: Contact, field: ContactField, value: Any, around: Surroundings) -> Any:
    """The value as it is stored. Raises a DomainError that names the field."""
    check = _CHECKS.get(field.name)
    return check(contact, field, value, around) if check else _text(field, str(value or ""))


def _text(field: ContactField, text: str) -> str:
    return short_line(text, field=field.name, label=field.label, longest=field.length or LENGTHS["company_name"])


def referred_code(field: ContactField, text: str) -> str | None:
    """R-1009: the code must exist. Case and blanks around it do not matter."""
    code = clean_line(text, field=field.name)
    if not code or field.refers_to is None:
        return None
    named = Q(code__iexact=code) | Q(code=normal_code(code))  # SQLite knows the case of a to z only
    found = field.refers_to._default_manager.filter(named).values_list("code", flat=True).first()
    if found is None:
        raise unknown(code, field.label, field=field.name)
    return str(found)


def _choice(field: ContactField, value: str) -> str:
    known = ContactType.values if field.name == "type" else ["", *CorrespondenceType.values]
    if value not in known:
        raise NotAcceptable(
            pgettext("msg.choice_unknown", "“%(value)s” is not a value of %(field)s.") % {"value": value, "field": field.label},
            field=field.name,
        )
    return value


def _set_number(contact: Contact, name: str, value: str, around: Surroundings) -> None:
    if value and normal_code(value) != contact.number:
        contact.number = typed_number(value, around.setup.contact_series, taken=Contact.objects.exclude(pk=contact.pk))
        contact.number_series = None  # R-1204
    elif not value and contact.number:
        raise NotAcceptable(pgettext("msg.required", "Fill in %(field)s.") % {"field": BY_NAME["number"].label}, field="number")


def _set_type(contact: Contact, name: str, value: str, around: Surroundings) -> None:
    if value == contact.type:
        return
    if contact.pk:
        _refuse_type_change(contact, value)
    contact.type = value
    if contact.is_company:
        _become_company(contact, around)
    else:
        _become_person(contact, around)


def _refuse_type_change(contact: Contact, value: str) -> None:
    """R-3402, R-3403; whatever else hangs on the type refuses through its follower."""
    if value == ContactType.COMPANY and contact.organizational_level_id:
        raise Refused(
            pgettext("msg.type_level", "%(name)s has an organizational level and cannot become a company.") % {"name": contact.name},
            field="type",
        )
    if value == ContactType.PERSON:
        refuse_persons(contact)
        if contact.vat_number:
            raise Refused(
                pgettext("msg.type_vat", "%(name)s has a VAT number and cannot become a person.") % {"name": contact.name}, field="type"
            )
    for follower in followers():
        follower.refuse_type_change(contact)


def refuse_persons(contact: Contact) -> None:
    persons = Contact.objects.filter(company=contact.pk).exclude(pk=contact.pk).count()
    if persons:
        raise Refused(
            pgettext("msg.type_persons", "%(name)s has persons (%(count)s) and cannot become a person.")
            % {"name": contact.name, "count": grouped(persons)},
            field="type",
        )


def _become_company(contact: Contact, around: Surroundings) -> None:
    for part in (*NAME_PARTS, "job_title"):
        setattr(contact, part, "")
    contact.company_id, contact.company_name = contact.pk, contact.name
    contact.salutation_id = around.setup.default_company_salutation_id


def _become_person(contact: Contact, around: Surroundings) -> None:
    contact.company_id, contact.company_name = None, ""
    contact.salutation_id = around.setup.default_person_salutation_id
    _split_name(contact)


def _set_name(contact: Contact, name: str, value: str, around: Surroundings) -> None:
    if not value:
        raise NotAcceptable(pgettext("msg.required", "Fill in %(field)s.") % {"field": BY_NAME["name"].label}, field="name")
    rename(contact, " ".join(value.split()) if contact.is_person else value)
    if contact.is_person:
        _split_name(contact)


def rename(contact: Contact, new: str) -> None:
    """Search Name follows as long as the user has not typed another (R-3106); a company's name is its company name (R-3104)."""
    if not contact.search_name or contact.search_name == search_name(contact.name):
        contact.search_name = search_name(new)
    contact.name = new
    if contact.is_company:
        contact.company_name = new


def search_name(name: str) -> str:
    return name.upper()[: LENGTHS["search_name"]]


def _split_name(contact: Contact) -> None:
    _set_parts(contact, names.divided(contact.name))


def _set_parts(contact: Contact, parts: names.Parts) -> None:
    for part, value in parts.items():
        setattr(contact, part, value)


def compose_name(contact: Contact, given: Sequence[str]) -> None:
    """R-3103: a person's name is its parts, when all that were given are there. Nothing is cut: too long a name is refused."""
    if contact.is_company:
        return
    _set_parts(contact, names.without_repetition(_parts(contact), given))
    label, field, composed = BY_NAME["name"].label, given[0], composed_name(contact)
    if not composed:
        raise NotAcceptable(pgettext("msg.required", "Fill in %(field)s.") % {"field": label}, field=field)
    rename(contact, short_line(composed, field=field, label=label, longest=LENGTHS["name"]))


def composed_name(contact: Contact) -> str:
    return names.composed(_parts(contact))


def _parts(contact: Contact) -> names.Parts:
    return {part: getattr(contact, part) for part in NAME_PARTS}


def _set_company_number(contact: Contact, name: str, value: str, around: Surroundings) -> None:
    own = not contact.pk and normal_code(value) == contact.number  # R-3205: as files of companies and persons say it
    if contact.is_person:
        company = company_by_number(value) if value and not own else None
        if company == contact:  # stored as a company, that is being made a person
            refuse_person(contact)
        _link(contact, company, around)


def _set_company_name(contact: Contact, name: str, value: str, around: Surroundings) -> None:
    if contact.is_person and value != contact.company_name:
        _link(contact, company_by_text(value, but=contact) if value else None, around)


def _link(contact: Contact, company: Contact | None, around: Surroundings) -> None:
    """Sets a person's company and takes over what the set-up says (R-3302 to R-3304)."""
    if (company.pk if company else None) == contact.company_id:
        return
    if contact.pk:
        for follower in followers():
            follower.refuse_company_change(contact)
    former, company = contact.company, held(company) if company else None
    contact.company = company
    contact.company_name = company.name if company else ""
    if company:
        take_over(contact, company, former, around.setup, has_own_address=not around.filled.isdisjoint(ADDRESS))


def _set_country(contact: Contact, name: str, value: Any, around: Surroundings) -> None:
    """R-3111: another country makes post code, city and county wrong; filling an empty one does not."""
    if contact.country_id and value != contact.country_id:
        contact.post_code = contact.city = contact.county = ""
    contact.country_id = value


def _set_minor(contact: Contact, name: str, value: bool, around: Surroundings) -> None:
    contact.minor = value
    if value:
        contact.privacy_blocked = True  # R-3502
    else:
        contact.parental_consent = False


def _set_parental_consent(contact: Contact, name: str, value: bool, around: Surroundings) -> None:
    if value == contact.parental_consent:
        return
    if not contact.minor:
        raise NotAcceptable(
            pgettext("msg.consent_minor_only", "Parental consent can be recorded for a minor only."), field="parental_consent"
        )  # R-3503
    contact.parental_consent = value
    contact.privacy_blocked = True  # R-3504: lifting the block stays an act of its own


def _set_privacy_blocked(contact: Contact, name: str, value: bool, around: Surroundings) -> None:
    if not value:
        refuse_unblocking(contact, had_consent=around.had_consent)
    contact.privacy_blocked = value


def refuse_unblocking(contact: Contact, *, had_consent: bool = True) -> None:
    """R-3505; and consent that comes in the same act is no ground for it yet (R-3504)."""
    if contact.minor and not (contact.parental_consent and had_consent):
        raise Refused(
            pgettext("msg.minor_consent", "Record the parental consent first; then the privacy block of %(name)s can be lifted.")
            % {"name": contact.name},
            field="privacy_blocked",
        )


_BY_KIND: dict[Kind, Callable[[Contact, ContactField, Any, Surroundings], Any]] = {
    Kind.FLAG: lambda contact, field, value, around: bool(value),
    Kind.REFERENCE: lambda contact, field, value, around: around.reference(field, str(value or "")),
    Kind.CHOICE: lambda contact, field, value, around: _choice(field, str(value or "").strip()),
    Kind.PHONE: lambda contact, field, value, around: checks.phone(_text(field, str(value or "")), field=field.name),
}
# Fields that are more than a line of text. Capitals are made before they are counted: ß becomes SS.
_CHECKS: dict[str, Callable[[Contact, ContactField, Any, Surroundings], Any]] = {
    **{name: _BY_KIND[field.kind] for name, field in BY_NAME.items() if field.kind in _BY_KIND},
    "email": lambda contact, field, value, around: checks.emails(_text(field, str(value or "")), field=field.name),
    "email_2": lambda contact, field, value, around: checks.email(_text(field, str(value or "")), field=field.name),
    "search_name": lambda contact, field, value, around: _text(field, str(value or "").upper()),
    "vat_number": lambda contact, field, value, around: checks.vat_number(
        _text(field, str(value or "").upper()), country=contact.country_id or around.home_country, field=field.name
    ),
}

_SETTERS: dict[str, Callable[[Contact, str, Any, Surroundings], None]] = {
    "number": _set_number,
    "type": _set_type,
    "name": _set_name,
    "company_number": _set_company_number,
    "company_name": _set_company_name,
    "country": _set_country,
    "minor": _set_minor,
    "parental_consent": _set_parental_consent,
    "privacy_blocked": _set_privacy_blocked,
}
