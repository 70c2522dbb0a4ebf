"""Numbers of contacts: drawn, typed, skipped, never twice (1.3, 1.4, D14)."""

from threading import Barrier

import pytest

from postkring.accounts.models import User
from postkring.accounts.undoing import undo_act
from postkring.contacts.access import contact_to_read
from postkring.contacts.actions import change_contact, create_contact, delete_contacts
from postkring.contacts.models import Contact
from postkring.kit.errors import AlreadyExists, NotAcceptable, NotFound, Refused
from postkring.ledger.models import ChangeSet
from postkring.setup.models import MarketingSetup, NumberSeries
from tests.factories import make_company, make_person, make_user
from tests.snapshots import everything
from tests.together import at_once

pytestmark = pytest.mark.usefixtures("english")


def last_number() -> str:
    return NumberSeries.objects.get(code="CONT").last_number_used


@pytest.mark.django_db
def test_the_first_number_is_the_starting_number_and_then_it_goes_up(editor: User) -> None:
    drawn = [create_contact({"name": "Aerts"}, by=editor) for _ in range(3)]
    assert [contact.number for contact in drawn] == ["CT000001", "CT000002", "CT000003"]
    assert {contact.number_series_id for contact in drawn} == {"CONT"}
    assert last_number() == "CT000003"


@pytest.mark.django_db
def test_numbers_in_use_are_skipped(editor: User) -> None:
    for number in ("CT000001", "ct000003", "CT000004"):
        create_contact({"name": "Aerts", "number": number}, by=editor)
    drawn = [create_contact({"name": "Aerts"}, by=editor).number for _ in range(3)]
    assert drawn == ["CT000002", "CT000005", "CT000006"]


@pytest.mark.django_db
def test_a_typed_number_is_stored_in_capitals_and_belongs_to_no_series(editor: User) -> None:
    contact = create_contact({"name": "Aerts", "number": " ct0(0012) "}, by=editor)
    assert (contact.number, last_number()) == ("CT0(0012)", "")
    assert contact.number_series is None
    assert contact_to_read("ct0(0012)", by=editor) == contact


@pytest.mark.django_db
def test_a_typed_number_that_is_taken_is_refused(editor: User) -> None:
    create_contact({"name": "Aerts", "number": "A1"}, by=editor)
    before = everything()
    with pytest.raises(AlreadyExists, match=r"^Number A1 is in use already\.$") as refusal:
        create_contact({"name": "Claes", "number": "a1"}, by=editor)
    assert refusal.value.field == "number"
    assert everything() == before


@pytest.mark.django_db
def test_typing_is_refused_where_the_series_gives_all_numbers(editor: User) -> None:
    contact = create_contact({"name": "Aerts"}, by=editor)
    NumberSeries.objects.filter(code="CONT").update(manual_numbers=False)
    before = everything()
    with pytest.raises(Refused, match="Numbers of series CONT cannot be typed") as refusal:
        create_contact({"name": "Claes", "number": "A1"}, by=editor)
    assert refusal.value.field == "number"
    with pytest.raises(Refused, match="Numbers of series CONT cannot be typed"):
        change_contact(contact, {"number": "A1"}, by=editor)
    change_contact(contact, {"number": contact.number.lower()}, by=editor)
    assert everything() == before


@pytest.mark.django_db
def test_without_a_series_a_number_must_be_typed(editor: User) -> None:
    MarketingSetup.objects.update(contact_series=None)
    before = everything()
    with pytest.raises(Refused, match="No number series is set up"):
        create_contact({"name": "Aerts"}, by=editor)
    assert everything() == before
    assert create_contact({"name": "Aerts", "number": "A1"}, by=editor).number == "A1"


@pytest.mark.django_db
@pytest.mark.parametrize(("last", "message"), [("9" * 20, "longer than 20 characters"), ("ABC", "holds no digit")])
def test_a_series_that_is_full_or_cannot_count_is_refused(editor: User, last: str, message: str) -> None:
    NumberSeries.objects.filter(code="CONT").update(last_number_used=last)
    before = everything()
    with pytest.raises(NotAcceptable, match=message):
        create_contact({"name": "Aerts"}, by=editor)
    assert everything() == before
    assert last_number() == last


@pytest.mark.django_db
def test_the_increment_of_the_series_counts(editor: User) -> None:
    NumberSeries.objects.filter(code="CONT").update(starting_number="R-0010-B", increment=10)
    assert [create_contact({"name": "Aerts"}, by=editor).number for _ in range(2)] == ["R-0010-B", "R-0020-B"]


@pytest.mark.django_db
def test_a_number_is_never_given_out_again(editor: User) -> None:
    create_contact({"name": "Aerts"}, by=editor)
    undo_act(ChangeSet.objects.get(), by=editor)
    assert not Contact.objects.exists()
    assert create_contact({"name": "Claes"}, by=editor).number == "CT000002"
    delete_contacts(Contact.objects.all(), by=editor)
    assert create_contact({"name": "Claes"}, by=editor).number == "CT000003"


@pytest.mark.django_db
def test_a_typed_number_of_a_contact_that_was_deleted_is_neither_drawn_nor_typed_again(editor: User) -> None:
    gone = create_contact({"name": "Aerts", "number": "CT000001"}, by=editor)
    create_contact({"name": "Aerts", "number": "CT000002"}, by=editor)
    deleting = delete_contacts(Contact.objects.filter(pk=gone.pk), by=editor)
    assert deleting is not None
    assert create_contact({"name": "Claes"}, by=editor).number == "CT000003"
    before = everything()
    with pytest.raises(AlreadyExists, match="Number CT000001 was that of a record that was deleted") as refusal:
        create_contact({"name": "Claes", "number": "ct000001"}, by=editor)
    assert refusal.value.field == "number"
    assert everything() == before
    report = undo_act(deleting, by=editor)
    assert (report.undone, report.left) == (1, 0)
    assert Contact.objects.get(number="CT000001").pk == gone.pk
    assert create_contact({"name": "Claes"}, by=editor).number == "CT000004"


@pytest.mark.django_db
def test_who_came_back_may_give_the_number_up_and_take_it_again(editor: User) -> None:
    contact = create_contact({"name": "Aerts", "number": "A1"}, by=editor)
    made = ChangeSet.objects.latest("number")
    for _ in range(2):
        undo_act(ChangeSet.objects.latest("number"), by=editor)
    assert made.standing() == ChangeSet.objects.latest("number")
    for number in ("B2", "A1"):
        assert change_contact(contact, {"number": number}, by=editor).number == number


@pytest.mark.django_db
def test_another_number_is_carried_to_whatever_refers_to_the_contact(editor: User) -> None:
    company = make_company()
    person = make_person(company=company)
    change_contact(company, {"number": "k9"}, by=editor)
    person.refresh_from_db()
    assert person.company is not None
    assert person.company.number == "K9"
    with pytest.raises(NotFound):
        contact_to_read("CT000001", by=editor)


@pytest.mark.django_db
def test_a_number_cannot_be_taken_away(editor: User) -> None:
    company = make_company()
    before = everything()
    with pytest.raises(NotAcceptable, match="Fill in No"):
        change_contact(company, {"number": " "}, by=editor)
    assert everything() == before


@pytest.mark.usefixtures("own_database")
def test_two_who_draw_at_once_never_get_the_same_number() -> None:
    user = make_user()

    def draw_some() -> list[str]:
        return [create_contact({"name": "Aerts"}, by=user).number for _ in range(5)]

    drawn = [number for some in at_once(*[draw_some] * 4) for number in some]
    assert sorted(drawn) == [f"CT{number:06}" for number in range(1, 21)]
    assert sorted(Contact.objects.values_list("number", flat=True)) == sorted(drawn)
    assert last_number() == "CT000020"


@pytest.mark.usefixtures("own_database")
def test_of_two_who_type_the_same_number_at_once_one_is_refused() -> None:
    user = make_user()
    both = Barrier(2)

    def type_it() -> str:
        both.wait()
        return create_contact({"name": "Aerts", "number": "A1"}, by=user).number

    for outcome in (at_once(type_it, type_it), at_once(type_it, type_it)):
        refused = [each for each in outcome if isinstance(each, AlreadyExists)]
        assert len(refused) + outcome.count("A1") == 2
    assert Contact.objects.get().number == "A1"


@pytest.mark.usefixtures("own_database")
def test_a_number_typed_while_it_is_drawn_is_refused_or_skipped() -> None:
    user = make_user()
    both = Barrier(2)

    def create(**values: str) -> str:
        both.wait()
        return create_contact({"name": "Aerts", **values}, by=user).number

    typed, drawn = at_once(lambda: create(number="CT000001"), create)
    if isinstance(typed, AlreadyExists):
        assert drawn == "CT000001"
    else:
        assert (typed, drawn) == ("CT000001", "CT000002")
