"""The fields of a contact, declared once: forms, criteria, files and programs read them from here.

The order is the order in which several changes of one act apply, so that inheritance and name parts work out alike everywhere.
"""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.translation import pgettext_lazy

from postkring.contacts.models import LENGTHS, ContactType
from postkring.kit.text import Words
from postkring.setup.models import Country, Language, OrganizationalLevel, Salesperson, Salutation, Territory


class Kind(Enum):
    NUMBER = "number"
    TEXT = "text"
    PHONE = "phone"
    EMAIL = "email"
    CHOICE = "choice"
    REFERENCE = "reference"
    COMPANY = "company"
    FLAG = "flag"


@dataclass(frozen=True)
class ContactField:
    """`name` is the column, `key` the name programs use; `only` the type that has the field, or None for both."""

    name: str
    key: str
    kind: Kind
    label: Words
    length: int = 0
    only: ContactType | None = None
    refers_to: type[models.Model] | None = None

    @cached_property
    def column(self) -> str:
        return f"{self.name}_id" if self.refers_to else self.name

    @cached_property
    def folded(self) -> str:
        """The column beside it that holds the same text folded, "" without one."""
        return _FOLDED.get(self.name, "")


_FOLDED = {
    "name": "sort_name",
    "company_name": "sort_company_name",
    "city": "city_folded",
    "post_code": "post_code_folded",
    "email": "email_folded",
    "address": "address_folded",
}


def _field(name: str, key: str, kind: Kind, label: Words, **more: Any) -> ContactField:
    return ContactField(name, key, kind, label, length=LENGTHS.get(name, 0), **more)


PERSON, COMPANY = ContactType.PERSON, ContactType.COMPANY

FIELDS: tuple[ContactField, ...] = (
    _field("number", "number", Kind.NUMBER, pgettext_lazy("field.no", "No.")),
    _field("type", "type", Kind.CHOICE, pgettext_lazy("field.type", "Type")),
    _field("name", "displayName", Kind.TEXT, pgettext_lazy("field.name", "Name")),
    _field("name_2", "name2", Kind.TEXT, pgettext_lazy("field.name_2", "Name 2")),
    _field("first_name", "firstName", Kind.TEXT, pgettext_lazy("field.first_name", "First Name"), only=PERSON),
    _field("middle_name", "middleName", Kind.TEXT, pgettext_lazy("field.middle_name", "Middle Name"), only=PERSON),
    _field("surname", "surname", Kind.TEXT, pgettext_lazy("field.surname", "Surname"), only=PERSON),
    _field("initials", "initials", Kind.TEXT, pgettext_lazy("field.initials", "Initials"), only=PERSON),
    _field("job_title", "jobTitle", Kind.TEXT, pgettext_lazy("field.job_title", "Job Title"), only=PERSON),
    _field("salutation", "salutationCode", Kind.REFERENCE, pgettext_lazy("field.salutation_code", "Salutation Code"), refers_to=Salutation),
    _field("company_number", "companyNumber", Kind.COMPANY, pgettext_lazy("field.company_no", "Company No."), only=PERSON),
    _field("company_name", "companyName", Kind.COMPANY, pgettext_lazy("field.company_name", "Company Name"), only=PERSON),
    _field("address", "addressLine1", Kind.TEXT, pgettext_lazy("field.address", "Address")),
    _field("address_2", "addressLine2", Kind.TEXT, pgettext_lazy("field.address_2", "Address 2")),
    # Before what it empties (R-3111), so that a place given with it stays.
    _field("country", "country", Kind.REFERENCE, pgettext_lazy("field.country_region_code", "Country/Region Code"), refers_to=Country),
    _field("post_code", "postalCode", Kind.TEXT, pgettext_lazy("field.post_code", "Post Code")),
    _field("city", "city", Kind.TEXT, pgettext_lazy("field.city", "City")),
    _field("county", "state", Kind.TEXT, pgettext_lazy("field.county", "County")),
    _field("phone", "phoneNumber", Kind.PHONE, pgettext_lazy("field.phone_no", "Phone No.")),
    _field("mobile", "mobilePhoneNumber", Kind.PHONE, pgettext_lazy("field.mobile_phone_no", "Mobile Phone No.")),
    _field("email", "email", Kind.EMAIL, pgettext_lazy("field.email", "Email")),
    _field("email_2", "email2", Kind.EMAIL, pgettext_lazy("field.email_2", "Email 2")),
    _field("website", "website", Kind.TEXT, pgettext_lazy("field.home_page", "Website")),
    _field("search_name", "searchName", Kind.TEXT, pgettext_lazy("field.search_name", "Search Name")),
    _field("language", "languageCode", Kind.REFERENCE, pgettext_lazy("field.language_code", "Language Code"), refers_to=Language),
    _field("correspondence_type", "correspondenceType", Kind.CHOICE, pgettext_lazy("field.correspondence_type", "Correspondence Type")),
    _field(
        "salesperson", "salespersonCode", Kind.REFERENCE, pgettext_lazy("field.salesperson_code", "Salesperson Code"), refers_to=Salesperson
    ),
    _field("territory", "territoryCode", Kind.REFERENCE, pgettext_lazy("field.territory_code", "Territory Code"), refers_to=Territory),
    _field(
        "organizational_level",
        "organizationalLevelCode",
        Kind.REFERENCE,
        pgettext_lazy("field.organizational_level_code", "Organizational Level Code"),
        only=PERSON,
        refers_to=OrganizationalLevel,
    ),
    _field(
        "vat_number", "taxRegistrationNumber", Kind.TEXT, pgettext_lazy("field.vat_registration_no", "VAT Registration No."), only=COMPANY
    ),
    _field("registration_number", "registrationNumber", Kind.TEXT, pgettext_lazy("field.enterprise_no", "Enterprise No."), only=COMPANY),
    _field("external_id", "externalId", Kind.TEXT, pgettext_lazy("field.external_id", "External ID")),
    _field("exclude_from_segment", "excludeFromSegment", Kind.FLAG, pgettext_lazy("field.exclude_from_segment", "Exclude from Segment")),
    _field("minor", "minor", Kind.FLAG, pgettext_lazy("field.minor", "Minor")),
    _field("parental_consent", "parentalConsentReceived", Kind.FLAG, pgettext_lazy("field.parental_consent", "Parental Consent Received")),
    _field("privacy_blocked", "privacyBlocked", Kind.FLAG, pgettext_lazy("field.privacy_blocked", "Privacy Blocked")),
)

BY_NAME = {field.name: field for field in FIELDS}
BY_KEY = {field.key: field for field in FIELDS}
