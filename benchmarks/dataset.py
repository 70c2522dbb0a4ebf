"""Contacts and memberships to measure with, written set-based: a tenth companies, nine tenths persons, two groups each."""

from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from postkring.accounts.models import Role, User
from postkring.classifications.counters import recount
from postkring.classifications.mailing_groups import MailingGroup
from postkring.contacts.folding import derive
from postkring.contacts.models import Contact
from postkring.kit.text import fold
from postkring.ledger.models import ChangeSet

GROUPS = 100
BATCH = 10_000
_FIRST = [
    "An",
    "Tom",
    "Marie",
    "Luc",
    "Sofie",
    "Jan",
    "Els",
    "Koen",
    "Nathalie",
    "Pierre",
    "Julie",
    "Marc",
    "Ines",
    "Dirk",
    "Emma",
    "Hugo",
    "Lotte",
    "Karim",
    "Jürgen",
    "Zoë",
    "Łukasz",
    "Françoise",
]
_LAST = (
    "Claes",
    "Peeters",
    "Janssens",
    "Dubois",
    "Lambert",
    "Maes",
    "Jacobs",
    "Mertens",
    "Willems",
    "Goossens",
    "Wouters",
    "Leroy",
    "Schmitz",
    "Smith",
    "Demir",
    "Verhoeven",
)
_PLACES = [
    ("9000", "Gent"),
    ("1000", "Brussel"),
    ("2000", "Antwerpen"),
    ("3000", "Leuven"),
    ("4000", "Liège"),
    ("8000", "Brugge"),
    ("4700", "Eupen"),
]


def fill(number: int) -> User:
    """Fills an empty database with `number` contacts and twice as many memberships. Gives the user who works with them."""
    user = User.objects.create_user("bench", password=None, role=Role.ADMINISTRATOR)
    change_set = ChangeSet.objects.create(
        verb="bench", permission="administer", by=user, door="command", at=datetime.now(UTC), sentences={"en": "Filled for measuring"}
    )
    for start in range(0, number, BATCH):
        Contact.objects.bulk_create([_contact(place) for place in range(start, min(start + BATCH, number))], batch_size=BATCH)
    Contact.objects.companies().update(company_id=F("pk"))
    _stamps(change_set)
    _memberships(change_set)
    _analyze()
    return user


def _contact(place: int) -> Contact:
    post_code, city = _PLACES[place % len(_PLACES)]
    is_company = place % 10 == 0
    first, last = _FIRST[place % len(_FIRST)], _LAST[(place // 7) % len(_LAST)]
    name = f"{last} {city} {place} NV" if is_company else f"{first} {last} {place}"
    contact = Contact(
        number=f"CT{place + 1:07}",
        type="Company" if is_company else "Person",
        name=name,
        first_name="" if is_company else first,
        surname="" if is_company else f"{last} {place}",
        search_name=name.upper(),
        company_name=name if is_company else "",
        address=f"Kerkstraat {place % 300}",
        post_code=post_code,
        city=city,
        country_id="BE" if place % 5 else "NL",
        language_id="nl" if place % 3 else "fr",
        phone=f"09 {place % 1000:03} {place % 100:02} {place % 97:02}",
        email=f"{fold(first)}.{fold(last)}{place}@example.com" if place % 4 else "",
        vat_number=f"BE0{400_000_000 + place}" if is_company else "",
        correspondence_type="Email" if place % 4 else "Hard Copy",
    )
    derive(contact, home_country="BE")
    return contact


def _stamps(change_set: ChangeSet) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO contacts_contactstamp (contact_id, change_set_id, at) SELECT id, %s, %s FROM contacts_contact",
            [change_set.pk, _instant(change_set)],
        )


def _memberships(change_set: ChangeSet) -> None:
    groups = [MailingGroup(code=f"GROUP{place}", code_folded=f"group{place}", description=f"Group {place}") for place in range(GROUPS)]
    MailingGroup.objects.bulk_create(groups)
    first = MailingGroup.objects.order_by("pk").values_list("pk", flat=True)[0]
    at = _instant(change_set)
    with connection.cursor() as cursor:
        for turn in ("id % 7", "7 + (id * 13) % 93"):
            cursor.execute(
                "INSERT INTO classifications_contactmailinggroup (contact_id, mailing_group_id, begun_by_id, begun_at, added_by_id, since) "
                f"SELECT id, %s + {turn.replace('%', '%%')}, %s, %s, %s, %s FROM contacts_contact",
                [first, change_set.pk, at, change_set.pk, at],
            )
    with transaction.atomic():
        recount(MailingGroup.objects.all())


def _instant(change_set: ChangeSet) -> Any:
    return connection.ops.adapt_datetimefield_value(change_set.at)


def _analyze() -> None:
    """As an installation has it: PostgreSQL counts its tables by itself, and nothing ever does so on SQLite (kit/sql/transactions.py)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
