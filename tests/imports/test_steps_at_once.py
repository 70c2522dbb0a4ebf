"""Several who load in steps at once, and that it comes to the same as in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count
from hypothesis import given
from hypothesis import strategies as st

from postkring.accounts.models import Role
from postkring.accounts.undoing import undo_act
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.classifications.queries import counter_differences
from postkring.contacts.models import Contact, ContactStamp
from postkring.imports.actions import load
from postkring.imports.models import FileImport
from postkring.ledger.models import ChangeSet, Image
from postkring.ledger.standing import standing
from postkring.setup.models import NumberSeries
from tests.factories import make_company, make_group, make_person, make_user
from tests.imports.files import CREATE, UPDATE, checked, loaded
from tests.imports.stepping import ROWS, TEXT
from tests.snapshots import snapshot
from tests.together import at_once


@pytest.mark.usefixtures("own_database", "in_steps_of_two_rows")
def test_two_files_at_once_are_loaded_once_each() -> None:
    people = [make_user(Role.MARKETER, username=name) for name in ("an", "jan")]
    make_group("MOVE")
    before = snapshot()
    texts = ["name;mailing_groups\n" + "".join(f"{who.username} {n};MOVE\n" for n in range(9)) for who in people]
    files = [checked(text, who) for text, who in zip(texts, people, strict=True)]
    acts = at_once(*(lambda file=file: load(file, token=file.token, by=file.by) for file in files))
    assert [act.counts for act in acts] == [{"added": 9, "changed": 0, "memberships": 9, "groups": 0, "refused": 0}] * 2
    assert len(set(Contact.objects.values_list("number", flat=True))) == Contact.objects.count() == 18
    assert not counter_differences().exists()
    assert ContactMailingGroup.objects.filter(standing()).count() == 18
    for act in acts:
        assert undo_act(act, by=act.by).left == 0
    assert snapshot() == before


@pytest.mark.usefixtures("own_database", "in_steps_of_two_rows")
def test_two_who_load_one_file_at_once_do_so_together() -> None:
    file = checked(TEXT, make_user(Role.MARKETER, username="an"), match=["email"], new_codes=CREATE)
    results = at_once(*[lambda: load(FileImport.objects.get(pk=file.pk), token=file.token, by=file.by)] * 2)
    assert [result.number for result in results if isinstance(result, ChangeSet)]
    assert ChangeSet.objects.get(verb="contact.import").counts["added"] == Contact.objects.count() == 10


# A file as offices have them: companies and persons, of which some are there, in any order.
NUMBERS = st.sampled_from(["KL-1", "KL-2", "KL-3", "KL-4", ""])
LINES = st.tuples(
    st.sampled_from(["Company", "Person"]),
    NUMBERS,
    st.sampled_from(["Aerts", "Claes", "Maes"]),
    st.sampled_from(["", "Aerts", "Claes", "Drukkerij Nieuw"]),
    st.sampled_from(["", "02 200 00 00"]),
    st.sampled_from(["", "MOVE", "MOVE|GIFT"]),
)


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def without_keys(image: Image, number: dict[int, str]) -> tuple[Any, ...]:
    sides = ({**side, "company_id": number.get(side.get("company_id", 0))} for side in (image.before or {}, image.after or {}))
    return number.get(image.object_id, ""), *(sorted(side.items()) for side in sides)


def what_is_there(change_set: ChangeSet) -> tuple[Any, ...]:
    """Without keys, which PostgreSQL never hands out twice."""
    number = {contact.pk: contact.number for contact in Contact.objects.all()}
    left_out = ("id", "guid", "company_id")
    contacts = [
        {name: value for name, value in row.items() if name not in left_out} | {"company": number.get(row["company_id"])}
        for row in Contact.objects.order_by("number").values()
    ]
    pairs = ContactMailingGroup.objects.filter(standing()).values_list("mailing_group__code", "contact__number")
    images = Image.objects.filter(change_set=change_set).order_by("label", "kind")
    return (
        contacts,
        sorted(pairs),
        sorted(MailingGroup.objects.values_list("code", "contact_count")),
        sorted(number[key] for key in ContactStamp.objects.filter(change_set=change_set).values_list("contact_id", flat=True)),
        list(images.values_list("label", "kind").annotate(number=Count("*"))),
        sorted(str(without_keys(image, number)) for image in images.filter(kind=Image.UPDATED)),
        change_set.counts,
        change_set.sentences,
        change_set.tables,
        list(NumberSeries.objects.order_by("code").values_list("last_number_used", flat=True)),
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("in_steps_of_two_rows")
@given(st.lists(LINES, min_size=1, max_size=9))
def test_in_steps_a_file_becomes_what_it_becomes_in_one_transaction(lines: list[tuple[str, ...]]) -> None:
    head = "type;number;{};company_name;phone;mailing_groups\n".format("surname")
    text = head + "".join(";".join(line) + "\n" for line in lines)
    text = text.replace("surname", "name", 1)
    with taken_back():
        user = make_user()
        company = make_company(number="KL-1", name="Claes", phone="02 100 00 00")
        make_person(number="KL-2", first_name="An", surname="Maes", company=company)
        before = snapshot()
        results = []
        for rows_at_once in (1_000, ROWS):
            with taken_back():
                with pytest.MonkeyPatch.context() as patched:
                    patched.setattr("django.conf.settings.TASK_ROWS", rows_at_once)
                    change_set = loaded(text, user, match=["number", "name"], new_codes=CREATE, policy=UPDATE)
                results.append(what_is_there(change_set))
                if change_set.tables:
                    assert undo_act(change_set, by=user).left == 0
                assert snapshot() == before
        assert results[0] == results[1]
