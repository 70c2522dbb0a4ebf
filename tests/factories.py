"""Contacts, groups, segments and users to test with. What these make went through the ledger, but asked nobody's permission."""

from collections.abc import Iterable
from typing import Any, Final

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Expression, F, Func, Max, Value
from django.db.models.fields import BigIntegerField, TextField
from django.db.models.functions import Cast, LPad

from postkring.accounts.models import Role, User
from postkring.accounts.permissions import Permission
from postkring.classifications.counters import recount
from postkring.classifications.mailing_groups import MAILING_GROUPS, MailingGroup
from postkring.classifications.spec import Spec
from postkring.contacts.actions.create import insert_contact, new_contact
from postkring.contacts.actions.values import surroundings
from postkring.contacts.folding import derive
from postkring.contacts.models import Contact, ContactQuerySet, ContactType
from postkring.contacts.stamps import touch
from postkring.criteria.expressions import quoted
from postkring.criteria.selections import selection_of
from postkring.interactions.models import InteractionLogEntry
from postkring.kit.sql import columns_of, insert_from
from postkring.kit.text import fold
from postkring.ledger.acts import act
from postkring.saved_views.models import PinnedView, SavedView
from postkring.segments.actions.steps import insert_lines, record_step
from postkring.segments.models import Segment, StepAction
from postkring.setup.numbering import draw_number
from postkring.setup.queries import marketing_setup

CITIES: Final = ("Herentals", "Luik", "Köln", "Saint-Étienne", "Sankt Vith", "Gent", "Ieper")
SEED: Final = 100  # many_contacts() makes this many one by one and copies them
PERSONS: Final = 4  # per company


def make_contact(**overrides: Any) -> Contact:
    """A contact from field values named as in the catalogue; `company` may be given as a contact. Without more, a company."""
    company = overrides.pop("company", None)
    if company is not None:
        overrides["company_number"] = company.number
    with act("test.contact", by=None, permission=Permission.EDIT_CONTACTS) as writer:
        contact = new_contact({"name": "Papierhandel Aerts", **overrides}, surroundings())
        insert_contact(writer, contact)
        writer.say(lambda: "contact made")
    return Contact.objects.get(pk=contact.pk)


def make_company(**overrides: Any) -> Contact:
    return make_contact(**{"type": ContactType.COMPANY, "name": "Drukkerij Claes"} | overrides)


def make_person(**overrides: Any) -> Contact:
    return make_contact(**{"type": ContactType.PERSON, "name": "An Peeters"} | overrides)


def make_group(code: str = "VERHUIZING", description: str = "", members: Iterable[Contact] = ()) -> MailingGroup:
    group: MailingGroup = make_code(MAILING_GROUPS, code, description, members)
    return group


def make_code(spec: Spec, code: str = "BOUW", description: str = "", members: Iterable[Contact] = ()) -> Any:
    with act("test.group", by=None, permission=Permission.EDIT_CONTACTS) as writer:
        group = spec.row(code=code, code_folded=fold(code), description=description)
        writer.insert(group)
        contacts = Contact.objects.filter(pk__in=[member.pk for member in members])
        pair = (Value(group.pk, output_field=BigIntegerField()), F("pk"))
        if writer.begin(contacts, into=spec.link, pair=pair):
            recount(spec.codes().filter(pk=group.pk))
        writer.say(lambda: "group made")
    return spec.codes().get(pk=group.pk)


def make_segment(description: str = "", *, number: str = "", contacts: Iterable[Contact] = (), **overrides: Any) -> Segment:
    """A segment; with contacts it has one step, which added them by their numbers."""
    chosen = list(contacts)
    with act("test.segment", by=None, permission=Permission.EDIT_SEGMENTS) as writer:
        series = marketing_setup().segment_series
        drawn = number or draw_number(series, taken=Segment.objects.all())
        segment = Segment(**{"number": drawn, "description": description, "date": "2026-02-01", "number_series": series} | overrides)
        writer.insert(segment)
        writer.say(lambda: "segment made")
    if chosen:
        segment.refresh_from_db()
        with act("test.lines", by=None, permission=Permission.EDIT_SEGMENTS) as writer:
            selection = selection_of([("number", "|".join(quoted(contact.number) for contact in chosen))])
            added = insert_lines(writer, segment, Contact.objects.filter(pk__in=[contact.pk for contact in chosen]))
            record_step(writer, segment, StepAction.ADD, selection, added=added)
            writer.say(lambda: "lines made")
    return Segment.objects.get(pk=segment.pk)


def make_user(role: str = Role.EDITOR, **overrides: Any) -> User:
    """A user named as the role unless said otherwise, whose password is the role twice."""
    user = User(**{"username": role, "role": role} | overrides)
    user.set_password(f"{role}-{role}")
    user.save()
    return user


def make_view(name: str = "Gentenaars", owner: User | None = None, *, pinned: bool = False, **query: str) -> SavedView:
    """A view of the list of contacts unless `list_name` says otherwise; shared without an owner. A pin is the owner's, or somebody's."""
    with act("test.view", by=owner, permission=Permission.READ) as writer:
        list_name = query.pop("list_name", "contacts")
        view = SavedView(list_name=list_name, name=name, name_folded=fold(name), owner=owner, shelf=owner.pk if owner else 0, query=query)
        writer.insert(view)
        if pinned:
            writer.insert(PinnedView(view=view, user=owner or make_user(username=f"pins{view.pk}")))
        writer.say(lambda: "view made")
    return view


def make_entry(contact: Contact, **overrides: Any) -> InteractionLogEntry:
    """An entry of the log of interactions, as logging a segment leaves it."""
    with act("test.entry", by=None, permission=Permission.EDIT_SEGMENTS) as writer:
        company = contact.company_id
        values = {"date": "2026-02-01", "description": "Uitnodiging", "template_code": "UITNOD", "segment_number": "SM00001"}
        named = {"contact_number": contact.number, "company_id": company, "salesperson_code": "JR", "logged_by": writer.change_set}
        entry = InteractionLogEntry(contact=contact, **{**values, **named, **overrides})
        writer.insert(entry)
        writer.say(lambda: "entry made")
    return entry


def many_contacts(number: int) -> ContactQuerySet:
    """So many contacts, companies with their persons, as one act: a few are made, the others copied by the database."""
    first = (Contact.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    with act("test.many", by=None, permission=Permission.EDIT_CONTACTS) as writer:
        home = surroundings().home_country
        Contact.objects.bulk_create(_seeded(first, place, home) for place in range(min(number, SEED)))
        there = min(number, SEED)
        while there < number:
            _copy(Contact.objects.filter(pk__gte=first, pk__lt=first + min(there, number - there)), there)
            there += min(there, number - there)
        made = Contact.objects.filter(pk__gte=first, pk__lt=first + number)
        writer.record_inserted(made)
        touch(writer, made)
        writer.say(lambda: "contacts made")
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Contact]):
            cursor.execute(statement)
    return made.order_by("pk")


def _seeded(first: int, place: int, home_country: str) -> Contact:
    key, company = first + place, first + place - place % (PERSONS + 1)
    company_name = f"Firma {company:07}"
    name = company_name if key == company else f"An Peeters {key:07}"
    contact = Contact(
        pk=key,
        number=f"M{key:07}",
        type=ContactType.COMPANY if key == company else ContactType.PERSON,
        name=name,
        search_name=name.upper(),
        first_name="" if key == company else "An",
        middle_name="" if key == company else "Peeters",
        surname="" if key == company else f"{key:07}",
        company_id=company,
        company_name=company_name,
        city=CITIES[place % len(CITIES)],
        post_code=str(2000 + place),
        country_id="BE",
        language_id=("nl", "fr", "de")[place % 3],
        email=f"post{key:07}@aerts.example" if place % 3 else "",
    )
    derive(contact, home_country=home_country)
    return contact


def _copy(rows: ContactQuerySet, by: int) -> None:
    """Copies rows under keys that are higher by so much; whatever text names a key names the copy's afterwards."""
    values: dict[str, Any] = {f"copied_{column}": F(column) for column in columns_of(Contact, leave=("guid",))}
    values |= {f"copied_{column}": F(column) + by for column in ("id", "company_id")}
    for column in ("number", "name", "search_name", "surname", "email", "email_folded", "sort_name", "search_own"):
        values[f"copied_{column}"] = _renamed(column, "id", by)
    for column in ("company_name", "sort_company_name", "search_company"):
        values[f"copied_{column}"] = _renamed(column, "company_id", by)
    columns = [name.removeprefix("copied_") for name in values]
    insert_from(rows.order_by("pk").annotate(**values).values_list(*values), into=Contact, columns=columns)


def _renamed(column: str, key: str, by: int) -> Expression:
    return Func(F(column), _digits(F(key)), _digits(F(key) + by), function="REPLACE", output_field=TextField())


def _digits(key: Any) -> Expression:
    return LPad(Cast(key, TextField()), 7, Value("0"))
