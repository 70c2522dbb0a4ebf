"""Companies and persons (3.1). What a change of one column does to others stands in rules.py, the acts in actions/."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from postkring.kit.codes import NUMBER_LENGTH
from postkring.kit.fields import BytewiseField, NewGuid, lengths
from postkring.ledger.declarations import Ledgered
from postkring.ledger.models import ChangeSet
from postkring.setup.models import (
    CorrespondenceType,
    Country,
    Language,
    NumberSeries,
    OrganizationalLevel,
    Salesperson,
    Salutation,
    Territory,
    reference,
)

FOLDED_LENGTH = 400

LENGTHS = {
    "number": NUMBER_LENGTH,
    "name": 100,
    "name_2": 50,
    "first_name": 100,
    "middle_name": 100,
    "surname": 100,
    "initials": 30,
    "job_title": 100,
    "company_name": 100,
    "search_name": 100,
    "address": 100,
    "address_2": 50,
    "post_code": 20,
    "city": 100,
    "county": 100,
    "phone": 30,
    "mobile": 30,
    "email": 80,
    "email_2": 80,
    "website": 255,
    "vat_number": 20,
    "registration_number": 20,
    "external_id": 20,
}
_FOLDED = ("sort_name", "sort_company_name", "city_folded", "post_code_folded", "email_folded", "address_folded")


class ContactType(models.TextChoices):
    COMPANY = "Company", pgettext_lazy("option.company", "Company")
    PERSON = "Person", pgettext_lazy("option.person", "Person")


class ContactQuerySet(models.QuerySet["Contact"]):
    def companies(self) -> "ContactQuerySet":
        return self.filter(type=ContactType.COMPANY)

    def persons(self) -> "ContactQuerySet":
        return self.filter(type=ContactType.PERSON)


def _text(name: str, **more: Any) -> "models.CharField[str, str]":
    return models.CharField(max_length=LENGTHS[name], blank=True, default="", **more)


def _folded() -> BytewiseField:
    return BytewiseField(max_length=FOLDED_LENGTH, blank=True, default="", editable=False)


class Contact(models.Model):
    guid = models.UUIDField(unique=True, editable=False, db_default=NewGuid())
    number = BytewiseField(max_length=NUMBER_LENGTH, unique=True)
    number_series = reference(NumberSeries)
    type = models.CharField(max_length=10, choices=ContactType.choices, default=ContactType.COMPANY)
    name = _text("name")
    name_2 = _text("name_2")
    first_name = _text("first_name")
    middle_name = _text("middle_name")
    surname = _text("surname")
    initials = _text("initials")
    job_title = _text("job_title")
    salutation = reference(Salutation)
    # A company is its own company, so that "everybody of this company" is one condition.
    company = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="members")
    company_name = _text("company_name")
    address = _text("address")
    address_2 = _text("address_2")
    post_code = _text("post_code")
    city = _text("city")
    county = _text("county")
    country = reference(Country)
    phone = _text("phone")
    mobile = _text("mobile")
    email = _text("email")
    email_2 = _text("email_2")
    website = _text("website")
    search_name = _text("search_name")
    language = reference(Language)
    correspondence_type = models.CharField(max_length=20, blank=True, default="", choices=CorrespondenceType.choices)
    salesperson = reference(Salesperson)
    territory = reference(Territory)
    organizational_level = reference(OrganizationalLevel)
    vat_number = _text("vat_number")
    registration_number = _text("registration_number")
    external_id = _text("external_id")
    exclude_from_segment = models.BooleanField(default=False)
    minor = models.BooleanField(default=False)
    parental_consent = models.BooleanField(default=False)
    privacy_blocked = models.BooleanField(default=False)

    # Worked out by folding.derive() on every path that writes.
    sort_name = _folded()
    sort_company_name = _folded()
    city_folded = _folded()
    post_code_folded = _folded()
    email_folded = _folded()
    address_folded = _folded()
    search_own = models.TextField(blank=True, default="", editable=False)
    search_company = models.TextField(blank=True, default="", editable=False)
    phone_e164 = models.CharField(max_length=20, blank=True, default="", editable=False)
    mobile_e164 = models.CharField(max_length=20, blank=True, default="", editable=False)

    objects = ContactQuerySet.as_manager()
    ledger: ClassVar = Ledgered(
        order=10,
        title=("number", "name"),
        subject="id",
        number="number",
        settling="postkring.contacts.undoing.ContactSettling",
        leaving="postkring.contacts.followers.take_along",
        unfit="postkring.contacts.obstacles.unfit",
        opposite="postkring.contacts.undoing.needed_to_unblock",
        afterwards="postkring.contacts.undoing.after_undo",
        keeping="postkring.contacts.obstacles.stays_strict",
        in_steps=1_000,
    )

    class Meta:
        verbose_name = pgettext_lazy("page.contact", "Contact")
        constraints: ClassVar = [
            *lengths("contact", **LENGTHS),
            *lengths("contact", **dict.fromkeys(_FOLDED, FOLDED_LENGTH)),
            models.CheckConstraint(condition=Q(type__in=ContactType.values), name="contact_type_known"),
            models.CheckConstraint(
                condition=Q(correspondence_type__in=["", *CorrespondenceType.values]), name="contact_correspondence_known"
            ),
            models.CheckConstraint(condition=~Q(number=""), name="contact_number_given"),
            models.CheckConstraint(condition=~Q(name=""), name="contact_name_given"),
            # R-3505: a minor without consent is never unblocked, whatever door the write came through.
            models.CheckConstraint(
                condition=Q(minor=False) | Q(parental_consent=True) | Q(privacy_blocked=True), name="contact_minor_blocked"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["sort_name", "id"], name="contact_by_name"),
            models.Index(fields=["sort_company_name", "id"], name="contact_by_company_name"),
            models.Index(fields=["city_folded", "id"], name="contact_by_city"),
            models.Index(fields=["post_code_folded", "id"], name="contact_by_post_code"),
            models.Index(fields=["email_folded", "id"], name="contact_by_email"),
            models.Index(fields=["country", "sort_name", "id"], name="contact_by_country"),
            # A card looks for others with its VAT number (R-3115).
            models.Index(fields=["vat_number"], name="contact_by_vat_number", condition=~Q(vat_number="")),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def is_company(self) -> bool:
        return self.type == ContactType.COMPANY

    @property
    def is_person(self) -> bool:
        return self.type == ContactType.PERSON


class ContactStamp(models.Model):
    """When a contact was last changed and by which act: what Last Modified shows and what the ETag is made of."""

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, primary_key=True, related_name="stamp")
    change_set = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at", "contact"], name="contact_stamp_by_instant")]

    def __str__(self) -> str:
        return f"{self.contact_id} {self.at}"
