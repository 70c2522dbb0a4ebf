"""What an administrator sets up once: the organisation, numbering, defaults, and the small tables that contacts refer to."""

from typing import ClassVar, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from postkring.kit.codes import CODE_LENGTH, NUMBER_LENGTH
from postkring.kit.fields import BytewiseField, NewGuid, lengths
from postkring.ledger.declarations import Ledgered


class CorrespondenceType(models.TextChoices):
    HARD_COPY = "Hard Copy", pgettext_lazy("option.hard_copy", "Hard Copy")
    EMAIL = "Email", pgettext_lazy("option.email", "Email")


class Coded(models.Model):
    """A code and what it stands for. Other tables refer to the code itself, so that lists need no join."""

    guid = models.UUIDField(unique=True, editable=False, db_default=NewGuid())
    code = BytewiseField(max_length=NUMBER_LENGTH, unique=True)
    description = models.CharField(max_length=100, blank=True, default="")

    ledger: ClassVar = Ledgered(order=2, title=("code", "description"))

    class Meta:
        abstract = True
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.code


class Salesperson(Coded):
    name = models.CharField(max_length=100, blank=True, default="")
    email = models.CharField(max_length=80, blank=True, default="")
    privacy_blocked = models.BooleanField(default=False)

    ledger: ClassVar = Ledgered(order=2, title=("code", "name"))

    class Meta(Coded.Meta):
        constraints = lengths("salesperson", code=NUMBER_LENGTH, description=100, name=100, email=80)


class Territory(Coded):
    ledger: ClassVar = Coded.ledger

    class Meta(Coded.Meta):
        constraints = lengths("territory", code=NUMBER_LENGTH, description=100)


class Country(Coded):
    """ISO 3166, two letters; names are shown in the user's language by Babel."""

    ledger: ClassVar = Coded.ledger

    class Meta(Coded.Meta):
        constraints = lengths("country", code=10, description=100)


class Language(Coded):
    """ISO 639-1, a region allowed: nl, nl-BE."""

    ledger: ClassVar = Coded.ledger

    class Meta(Coded.Meta):
        constraints = lengths("language", code=10, description=100)


class Salutation(Coded):
    ledger: ClassVar = Coded.ledger

    class Meta(Coded.Meta):
        constraints = lengths("salutation", code=CODE_LENGTH, description=100)


class OrganizationalLevel(Coded):
    ledger: ClassVar = Coded.ledger

    class Meta(Coded.Meta):
        constraints = lengths("organizational_level", code=CODE_LENGTH, description=100)


class NumberSeries(Coded):
    """How records get their numbers (D14). `last_number_used` only ever goes on: no undo takes it back."""

    starting_number = models.CharField(max_length=NUMBER_LENGTH)
    last_number_used = models.CharField(max_length=NUMBER_LENGTH, blank=True, default="")
    increment = models.PositiveIntegerField(default=1)
    manual_numbers = models.BooleanField(default=True)

    ledger: ClassVar = Coded.ledger

    class Meta(Coded.Meta):
        constraints: ClassVar = [
            *lengths("number_series", code=NUMBER_LENGTH, description=100, starting_number=NUMBER_LENGTH, last_number_used=NUMBER_LENGTH),
            models.CheckConstraint(condition=Q(increment__gte=1), name="number_series_increment_positive"),
        ]


Code = TypeVar("Code", bound=Coded)


def reference(to: type[Code]) -> "models.ForeignKey[Code | None, Code | None]":
    """A foreign key to a code: the code itself stands in the column. Lists sort by it, so it says for itself when it wants an index."""
    return models.ForeignKey(to, to_field="code", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)


class UserSetup(models.Model):
    """The one salesperson that a user is tied to. Who is tied to none has no row."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    salesperson = models.ForeignKey(Salesperson, to_field="code", on_delete=models.PROTECT, related_name="+", db_index=False)

    ledger: ClassVar = Ledgered(order=4, title=("user_id",))

    class Meta:
        verbose_name = pgettext_lazy("page.user_setup", "User Setup")

    def __str__(self) -> str:
        return f"{self.user_id} {self.salesperson_id}"


class PostCode(models.Model):
    """Which place a post code is of (R-3110). One code may cover several places, and a place may have several codes.

    `municipality` is filled where it has another name than the place: addresses are written with either.
    """

    code = BytewiseField(max_length=20)
    city = models.CharField(max_length=100)
    city_folded = BytewiseField(max_length=400, editable=False)
    municipality = models.CharField(max_length=100, blank=True, default="")
    county = models.CharField(max_length=100, blank=True, default="")
    country = reference(Country)

    ledger: ClassVar = Ledgered(order=3, title=("code", "city"))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["country", "code", "city"], name="post_code_once"),
            *lengths("post_code", code=20, city=100, city_folded=400, municipality=100, county=100),
        ]
        indexes: ClassVar = [models.Index(fields=["country", "city_folded"], name="post_code_by_city")]

    def __str__(self) -> str:
        return f"{self.code} {self.city}"


class Organisation(models.Model):
    """The organisation that works here; one row. Its country is the country an address without one is in."""

    guid = models.UUIDField(unique=True, editable=False, db_default=NewGuid())
    name = models.CharField(max_length=100, blank=True, default="")
    country = reference(Country)

    ledger: ClassVar = Ledgered(order=3, title=("name",))

    class Meta:
        constraints: ClassVar = [
            *lengths("organisation", name=100),
            models.CheckConstraint(condition=Q(pk=1), name="organisation_once"),
        ]

    def __str__(self) -> str:
        return self.name


class MarketingSetup(models.Model):
    """One row (3.4): where numbers come from, what a person takes over from a company, what a new contact begins with."""

    contact_series = reference(NumberSeries)
    segment_series = reference(NumberSeries)
    inherit_salesperson = models.BooleanField(default=True)
    inherit_territory = models.BooleanField(default=True)
    inherit_country = models.BooleanField(default=True)
    inherit_language = models.BooleanField(default=True)
    inherit_address = models.BooleanField(default=True)
    inherit_communication = models.BooleanField(default=True)
    default_salesperson = reference(Salesperson)
    default_territory = reference(Territory)
    default_country = reference(Country)
    default_language = reference(Language)
    default_correspondence_type = models.CharField(max_length=20, blank=True, default="", choices=CorrespondenceType.choices)
    default_company_salutation = reference(Salutation)
    default_person_salutation = reference(Salutation)

    ledger: ClassVar = Ledgered(order=3, title=())

    class Meta:
        verbose_name = pgettext_lazy("page.marketing_setup", "Marketing Setup")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(pk=1), name="marketing_setup_once"),
            models.CheckConstraint(
                condition=Q(default_correspondence_type__in=["", *CorrespondenceType.values]), name="marketing_setup_correspondence_known"
            ),
        ]

    def __str__(self) -> str:
        return str(pgettext_lazy("page.marketing_setup", "Marketing Setup"))
