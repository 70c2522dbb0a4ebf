"""Loading the demo organisation into an empty database."""

import csv
import json
import os
import secrets
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F, Value
from django.db.models.fields import BigIntegerField
from django.utils.translation import pgettext

from postkring.accounts.actions import add_user
from postkring.accounts.models import Role, User
from postkring.accounts.permissions import Permission
from postkring.classifications.catalogue import CLASSIFICATIONS, spec_of
from postkring.classifications.counters import recount
from postkring.classifications.pair import Classification
from postkring.classifications.spec import Spec
from postkring.contacts.actions.create import insert_contact, new_contact
from postkring.contacts.actions.values import surroundings
from postkring.contacts.models import Contact, ContactType
from postkring.contacts.rules import NAME_PARTS
from postkring.kit.text import fold
from postkring.ledger.acts import Writer, act
from postkring.ledger.doors import DEMO, through
from postkring.ledger.models import ChangeSet
from postkring.operations.demo.segments import make_segments
from postkring.setup.models import Organisation

VERB = "demo.load"
USER_NAME = "demo"
_FLAGS = ("exclude_from_segment", "privacy_blocked", "minor")


def password_file() -> Path:
    return Path(settings.HOME) / "demo_password"


def demo_user() -> User | None:
    """The administrator of the demo organisation, as long as there is one who may sign in."""
    if not ChangeSet.objects.filter(verb=VERB).exists():
        return None
    return User.objects.filter(username=USER_NAME, is_active=True).first()


def organisation_facts() -> dict[str, str]:
    facts: dict[str, str] = json.loads(_data("organisation.json"))
    return facts


def load_demo() -> bool:
    """Loads the demo and makes its administrator. False, and nothing done, where there are users or contacts already."""
    if User.objects.exists() or Contact.objects.exists():
        return False
    password = secrets.token_urlsafe(12)
    with transaction.atomic():
        user = add_user(USER_NAME, role=Role.ADMINISTRATOR, password=password, by=None)
        with through(DEMO):
            _load(user)
            make_segments(by=user)
        _keep_password(password)
    return True


def _load(user: User) -> None:
    with act(VERB, by=user, permission=Permission.ADMINISTER) as writer:
        name = _name_organisation(writer)
        groups = {spec.names: _load_codes(writer, spec) for spec in _classifications()}
        members = _load_contacts(writer)
        for (column, code), contacts in members.items():
            pair = (Value(groups[column][code].pk, output_field=BigIntegerField()), F("pk"))
            writer.begin(Contact.objects.filter(pk__in=contacts), into=spec_of(groups[column][code]).link, pair=pair)
        for spec in _classifications():
            recount(spec.codes())
        writer.say(lambda: pgettext("ledger.demo_loaded", "Demo organisation %(name)s loaded") % {"name": name})


def _name_organisation(writer: Writer) -> str:
    facts = organisation_facts()
    row = Organisation.objects.filter(pk=1)
    with writer.updating(row, ["name", "country"]):
        row.update(name=facts["name"], country=facts["country"])
    return facts["name"]


def _classifications() -> list[Spec]:
    """Those of which the demo has codes."""
    return [spec for spec in CLASSIFICATIONS if _file(f"{spec.names}.csv").is_file()]


def _load_codes(writer: Writer, spec: Spec) -> dict[str, Classification]:
    groups = {}
    for row in _rows(f"{spec.names}.csv"):
        group = spec.row(code=row["code"], code_folded=fold(row["code"]), description=row["description"])
        writer.insert(group)
        groups[group.code] = group
    writer.count(**{spec.counted: len(groups)})
    return groups


def _load_contacts(writer: Writer) -> dict[tuple[str, str], list[int]]:
    """Gives for each code, by the column that it stands in, the keys of the contacts that are to have it."""
    around, columns = surroundings(), [spec.names for spec in _classifications()]
    members: dict[tuple[str, str], list[int]] = {}
    numbers: dict[str, str] = {}
    for row in _rows("contacts.csv"):
        contact = new_contact(_values(row, numbers), around)
        insert_contact(writer, contact)
        if contact.type == ContactType.COMPANY:
            numbers[contact.name] = contact.number
        for column in columns:
            for code in filter(None, row[column].split("|")):
                members.setdefault((column, code), []).append(contact.pk)
        writer.count(added=1)
    return members


def _values(row: dict[str, str], numbers: dict[str, str]) -> dict[str, object]:
    """What the file says; a person's address that is left open is the company's."""
    apart = (*_FLAGS, *(spec.names for spec in CLASSIFICATIONS), "company_name")
    values: dict[str, object] = {name: text for name, text in row.items() if text and name not in apart}
    if row["surname"]:
        # A part that is left out would be the one that the name was split into: "Caroline De Meester" has no middle name.
        values |= {part: row[part] for part in NAME_PARTS}
    values |= {flag: True for flag in _FLAGS if row[flag] == "true"}
    if row["company_name"]:
        values["company_number"] = numbers[row["company_name"]]
    return values


def _rows(name: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(_data(name).splitlines())


def _data(name: str) -> str:
    return _file(name).read_text(encoding="utf-8")


def _file(name: str) -> Traversable:
    return files("postkring.operations.demo").joinpath(name)


def _keep_password(password: str) -> None:
    """For whoever runs the program, and nobody else: never into a file that was there, which others may be able to read."""
    password_file().unlink(missing_ok=True)
    descriptor = os.open(password_file(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(password + "\n")
