"""Finding the company that a user means (R-3305)."""

from django.db.models import Q
from django.utils.translation import pgettext

from postkring.contacts.models import Contact, ContactQuerySet
from postkring.contacts.queries import holding
from postkring.kit.codes import normal_code
from postkring.kit.errors import DoesNotExist, DomainError, Refused
from postkring.kit.refusals import unknown
from postkring.kit.text import fold, is_storable


def company_by_number(number: str) -> Contact:
    found = Contact.objects.filter(number=normal_code(number)).first() if is_storable(number) else None
    if found is None:
        raise unknown_company(number, field="company_number")
    refuse_person(found)
    return found


def refuse_person(contact: Contact) -> None:
    """Nobody belongs to a person."""
    if contact.is_person:
        raise person_as_company(contact.number)


def person_as_company(number: str, *, field: str = "company_number") -> Refused:
    return Refused(pgettext("msg.not_a_company", "%(number)s is a person; choose a company.") % {"number": number}, field=field)


def company_by_text(text: str, *, but: Contact | None = None) -> Contact:
    """The company meant by a typed text: its number, its name, the beginning of either, or the only one that holds the text.

    Raises DoesNotExist when there is none, Refused when it is the number of a person, or several hold the text and none begins with it.
    """
    if not is_storable(text):
        raise unknown_company(text)
    companies = Contact.objects.companies().order_by("sort_name", "pk")
    if but is not None and but.pk:
        companies = companies.exclude(pk=but.pk)
    wanted = fold(text).strip()
    exact = companies.filter(number=normal_code(text)).first() or companies.filter(sort_name=wanted).first()
    if exact:
        return exact
    if not wanted:  # marks alone: everything would begin with it
        raise unknown_company(text)
    beginning = companies.filter(Q(sort_name__startswith=wanted) | Q(number__istartswith=text.strip())).first()
    return beginning or _only_one(companies, text)


def held(company: Contact) -> Contact:
    """The company as it is now, kept from being renamed or deleted until a person that is being linked to it is stored."""
    locked = Contact.objects.companies().select_for_update(no_key=True).filter(pk=company.pk).first()
    if locked is None:
        raise unknown_company(company.name)
    return locked


def _only_one(companies: ContactQuerySet, text: str) -> Contact:
    found = list(holding(companies, text)[:2])
    if len(found) == 1:
        return found[0]
    if not found:
        raise _nobody_meant(text)
    raise Refused(
        pgettext("msg.several_companies", "Several companies match “%(value)s”. Choose one from the list.") % {"value": text},
        field="company_name",
    )


def _nobody_meant(text: str) -> DomainError:
    """The number of a person is one of a contact that exists."""
    person = Contact.objects.persons().filter(number=normal_code(text)).values_list("number", flat=True).first()
    return person_as_company(person, field="company_name") if person else unknown_company(text)


def unknown_company(text: str, *, field: str = "company_name") -> DoesNotExist:
    return unknown(text, pgettext("page.contacts", "Contacts"), field=field)
