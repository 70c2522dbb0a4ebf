"""Taking acts on contacts back when others have worked on them since: whatever comes back keeps to the rules of contacts."""

from typing import Any

import pytest
from django.db import transaction

from postkring.accounts.models import Role, User
from postkring.accounts.permissions import Permission
from postkring.accounts.undoing import undo_act
from postkring.contacts.actions import change_contact, delete_contacts
from postkring.contacts.models import Contact, ContactStamp
from postkring.contacts.obstacles import unfit
from postkring.ledger.acts import act
from postkring.ledger.models import ChangeSet, Image
from postkring.ledger.undo import UndoReport
from postkring.segments.actions import remove_line
from postkring.setup.models import OrganizationalLevel
from tests.contacts.derived import stale
from tests.factories import make_company, make_person, make_segment, make_user, many_contacts
from tests.queries import FEW, MANY, queries_of
from tests.snapshots import everything, snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


IN_SEGMENT = "It came into a segment since; while it stands there, its company does not change."
COMPANY_IS_PERSON = "Its company is a person by now."
MINOR = "A minor without parental consent stays blocked for privacy."


def named(company: str) -> dict[str, str]:
    """What a person holds of the name of its company."""
    return {"company_name": company, "sort_company_name": company.lower(), "search_company": company.lower()}


class Acts:
    """Does acts on contacts and takes them back."""

    def __init__(self, by: User) -> None:
        self.by = by

    def change(self, contact: Contact, **values: Any) -> ChangeSet:
        change_contact(contact, values, by=self.by)
        return ChangeSet.objects.latest("number")

    def delete(self, contact: Contact) -> ChangeSet:
        change_set = delete_contacts(Contact.objects.filter(pk=contact.pk), by=self.by)
        assert change_set is not None
        return change_set

    def undo(self, change_set: ChangeSet) -> UndoReport:
        report = undo_act(change_set, by=self.by)
        assert stale() == []
        return report

    def leave(self, change_set: ChangeSet, *left: tuple[str, str]) -> None:
        """Nothing of the act goes back, and the report says of which contact and why."""
        before = everything()
        report = self.undo(change_set)
        assert [(each.what, each.why) for each in report.not_undone] == list(left)
        assert (report.undone, report.left, report.change_set) == (0, len(left), None)
        assert everything() == before


@pytest.fixture
def acts(editor: User) -> Acts:
    return Acts(editor)


def fresh(contact: Contact) -> Contact:
    return Contact.objects.get(pk=contact.pk)


@pytest.mark.parametrize(
    "values",
    [
        {"name": "Ander"},
        {"city": "Nergens", "phone": "014 25 36 47", "email": "a@x.example"},
        {"country": "NL", "language": "fr"},
        {"number": "Z9", "search_name": "zoek"},
        {"minor": True, "exclude_from_segment": True},
        {"type": "Person"},
    ],
)
def test_undo_restores_exactly_and_redo_does_it_again(acts: Acts, values: dict[str, Any]) -> None:
    company = make_company(name="Claes", post_code="2200", city="Herentals", phone="1")
    before = snapshot()
    change_set = acts.change(company, **values)
    changed = snapshot()
    report = acts.undo(change_set)
    assert (report.left, snapshot()) == (0, before)
    assert report.change_set is not None
    assert ContactStamp.objects.get(contact=company).change_set == report.change_set
    acts.undo(report.change_set)
    assert snapshot() == changed


def test_other_fields_that_changed_since_stay_and_are_no_obstacle(acts: Acts) -> None:
    company = make_company(name="Claes", city="Nergens")
    name = acts.change(company, name="Drukkerij")
    acts.change(company, city="Elders", phone="014 25 36 47")
    report = acts.undo(name)
    assert (report.undone, report.left) == (1, 0)
    company = fresh(company)
    assert (company.name, company.sort_name, company.city) == ("Claes", "claes", "Elders")
    assert company.search_own == "ct000001\nclaes\nclaes\nelders\n014253647\n+3214253647"


def test_the_same_field_changed_since_is_reported_and_left(acts: Acts) -> None:
    company = make_company(name="Claes", city="Nergens", phone="1")
    both = acts.change(company, city="Elders", phone="2")
    acts.change(company, city="Ergens")
    report = acts.undo(both)
    partly = "Part of it was changed again since; the rest went back."
    assert [(each.what, each.why) for each in report.not_undone] == [("CT000001 Claes", partly)]
    company = fresh(company)
    assert (company.city, company.city_folded, company.phone) == ("Ergens", "ergens", "1")


def test_a_part_of_the_name_goes_back_under_a_name_that_changed_since(acts: Acts) -> None:
    person = make_person(name="Jan Smit")
    first = acts.change(person, first_name="Piet")
    acts.change(person, surname="Boer")
    acts.undo(first)
    person = fresh(person)
    assert (person.first_name, person.surname, person.name, person.search_name) == ("Jan", "Boer", "Jan Boer", "JAN BOER")


def test_who_came_to_a_company_since_has_its_old_name_again(acts: Acts) -> None:
    company = make_company(name="Claes")
    there = make_person(name="An", company=company)
    renaming = acts.change(company, name="Drukkerij")
    since = make_person(name="Bo", company=fresh(company))
    report = acts.undo(renaming)
    assert {fresh(person).company_name for person in (there, since)} == {"Claes"}
    assert {fresh(person).search_company for person in (there, since)} == {"claes"}
    assert report.change_set is not None
    acts.undo(report.change_set)
    assert {fresh(person).company_name for person in (there, since)} == {"Drukkerij"}


def test_names_changed_part_by_part_go_back_part_by_part(acts: Acts) -> None:
    person = make_person(name="Jan Smit")
    first = acts.change(person, first_name="Piet")
    second = acts.change(person, surname="Bos")
    for change_set, name in ((first, "Jan Bos"), (second, "Jan Smit")):
        report = acts.undo(change_set)
        assert (report.undone, report.left) == (1, 0)
        assert (fresh(person).name, fresh(person).search_name) == (name, name.upper())


def test_an_undo_that_settled_a_name_is_undone_to_the_letter(acts: Acts) -> None:
    person = make_person(name="Jan Smit")
    first = acts.change(person, first_name="Piet")
    acts.change(person, surname="Bos")
    before = snapshot()
    undoing = acts.undo(first).change_set
    assert undoing is not None
    between = snapshot()
    for expected in (before, between, before):
        report = acts.undo(ChangeSet.objects.latest("number"))
        assert (report.undone, report.left, snapshot()) == (1, 0, expected)


def test_a_search_name_typed_since_stays_and_is_reported(acts: Acts) -> None:
    person = make_person(name="Jan Smit")
    typed = acts.change(person, search_name="EERST")
    acts.change(person, search_name="LATER")
    report = acts.undo(typed)
    assert (report.undone, report.left, fresh(person).search_name) == (0, 1, "LATER")


def test_who_came_since_is_written_with_an_image_and_a_stamp(acts: Acts) -> None:
    company = make_company(name="Oud")
    renaming = acts.change(company, name="Nieuw")
    there = acts.undo(renaming).change_set
    assert there is not None
    since = make_person(name="Bo", company=fresh(company))
    again = acts.undo(there)
    assert (fresh(since).company_name, fresh(since).stamp.change_set) == ("Nieuw", again.change_set)
    image = Image.objects.get(change_set=again.change_set, object_id=since.pk)
    assert ((image.before or {})["company_name"], (image.after or {})["company_name"]) == ("Oud", "Nieuw")
    assert (again.undone, again.left) == (2, 0)


def test_what_the_act_did_not_change_is_no_leftover(acts: Acts) -> None:
    company = make_company(name="Claes", phone="1")
    person = make_person(name="An", company=company, phone="014 25 36 47")
    acts.change(person, phone="014 25 36 48")
    moved = acts.change(company, name="Anders", phone="2")
    acts.change(person, phone="014 25 36 49")
    report = acts.undo(moved)
    assert (report.undone, report.left) == (2, 0)
    assert (fresh(person).phone, fresh(person).company_name) == ("014 25 36 49", "Claes")


def test_a_change_that_was_left_still_stands_in_the_way_of_its_row_s_making(acts: Acts) -> None:
    company = make_company(name="Claes", city="Nergens", phone="1")
    made = ChangeSet.objects.latest("number")
    both = acts.change(company, city="Elders", phone="2")
    later = acts.change(company, city="Ergens")
    acts.undo(both)
    acts.undo(later)
    assert (fresh(company).city, fresh(company).phone) == ("Elders", "1")
    report = undo_act(made, by=make_user(Role.ADMINISTRATOR, username="an"))
    assert (report.undone, report.left, fresh(company).city) == (0, 1, "Elders")


def test_a_deleted_person_comes_back_with_the_company_s_name_of_now(acts: Acts) -> None:
    company = make_company(name="Claes")
    person = make_person(name="An", company=company)
    deleting = acts.delete(person)
    acts.change(company, name="Drukkerij")
    acts.undo(deleting)
    assert (fresh(person).company_name, fresh(person).search_company) == ("Drukkerij", "drukkerij")


def test_a_person_does_not_go_back_to_a_company_that_is_gone(acts: Acts) -> None:
    company = make_company(name="Claes")
    person = make_person(name="An", company=company)
    leaving = acts.change(person, company_number="")
    acts.delete(company)
    report = acts.undo(leaving)
    assert (report.undone, report.left) == (0, 1)
    assert (fresh(person).company_id, fresh(person).company_name) == (None, "")


def test_a_person_does_not_go_back_to_a_company_that_became_a_person(acts: Acts) -> None:
    company = make_company(name="Claes")
    left, deleted = make_person(name="An", company=company), make_person(name="Bo", company=company)
    leaving, deleting = acts.change(left, company_number=""), acts.delete(deleted)
    acts.change(company, type="Person")
    acts.leave(leaving, ("CT000002 An", COMPANY_IS_PERSON))
    acts.leave(deleting, ("CT000003 Bo", COMPANY_IS_PERSON))


def test_a_person_who_came_into_a_segment_since_keeps_its_company(acts: Acts) -> None:
    person = make_person(name="An")
    linking = acts.change(person, company_number=make_company().number)
    make_segment(contacts=[person])
    acts.leave(linking, ("CT000001 An", IN_SEGMENT))


def test_a_line_that_was_taken_away_and_came_back_since_has_come_since(acts: Acts, marketer: User) -> None:
    person = make_person(name="An")
    segment = make_segment(contacts=[person])
    remove_line(segment, person.number, by=marketer)
    removed = ChangeSet.objects.latest("number")
    linking = acts.change(person, company_number=make_company().number)
    undo_act(removed, by=marketer)
    acts.leave(linking, ("CT000001 An", IN_SEGMENT))


def test_one_contact_that_stays_does_not_keep_the_others_from_going_back(acts: Acts) -> None:
    """Each rule holds back whom it is about, whatever else the act did."""
    left, joined = make_company(name="Oud"), make_company(name="Nieuw")
    chosen, other = make_person(name="An", company=left), make_person(name="Bo", company=left)
    with act("test.change", by=acts.by, permission=Permission.EDIT_CONTACTS) as writer:
        rows = Contact.objects.filter(pk__in=[chosen.pk, other.pk])
        with writer.updating(rows, ["company_id", "company_name", "sort_company_name", "search_company", "correspondence_type"]):
            rows.update(company=joined, correspondence_type="Email", **named("Nieuw"))
        writer.say(lambda: "moved")
    make_segment(contacts=[chosen])
    report = acts.undo(writer.change_set)
    assert [(each.what, each.why) for each in report.not_undone] == [("CT000003 An", IN_SEGMENT)]
    assert (report.undone, report.left) == (1, 1)
    assert [(fresh(each).company, fresh(each).correspondence_type) for each in (chosen, other)] == [(joined, "Email"), (left, "")]
    assert report.change_set is not None
    acts.undo(report.change_set)  # done again for the one that had gone back
    assert [fresh(each).company for each in (chosen, other)] == [joined, joined]


def test_who_stood_in_a_segment_before_the_act_has_its_company_again(acts: Acts) -> None:
    """As it is when the demo organisation is removed, which takes a company away from persons on a line."""
    person = make_person(name="An", company=make_company(name="Oud"))
    make_segment(contacts=[person])
    before = snapshot()
    with act("test.change", by=acts.by, permission=Permission.EDIT_CONTACTS) as writer:
        rows = Contact.objects.filter(pk=person.pk)
        with writer.updating(rows, ["company_id", "company_name", "sort_company_name", "search_company"]):
            rows.update(company=None, **named(""))
        writer.say(lambda: "freed")
    freed = snapshot()
    for change_set, expected in ((writer.change_set, before), (None, freed), (None, before)):
        report = acts.undo(change_set or ChangeSet.objects.latest("number"))
        assert (report.undone, report.left, snapshot()) == (1, 0, expected)


def test_consent_stays_as_long_as_the_block_is_lifted(acts: Acts) -> None:
    person = make_person(name="Lotte", minor=True)
    consent = acts.change(person, parental_consent=True)
    lifting = acts.change(person, privacy_blocked=False)
    acts.leave(consent, ("CT000001 Lotte", MINOR))
    acts.undo(lifting)
    acts.undo(consent)
    person = fresh(person)
    assert (person.minor, person.parental_consent, person.privacy_blocked) == (True, False, True)


def test_a_minor_who_is_none_any_more_does_not_become_one_unblocked(acts: Acts) -> None:
    person = make_person(name="Lotte", minor=True)
    grown = acts.change(person, minor=False)
    acts.change(person, privacy_blocked=False)
    acts.leave(grown, ("CT000001 Lotte", MINOR))


def test_a_type_goes_back_only_while_nothing_else_has_changed(acts: Acts) -> None:
    OrganizationalLevel.objects.create(code="CEO")
    company = make_company(name="Jan Boer")
    turning = acts.change(company, type="Person")
    since = acts.change(company, organizational_level="CEO")
    acts.leave(turning, ("CT000001 Jan Boer", "It was changed again since."))
    acts.undo(since)
    acts.undo(turning)
    assert (fresh(company).type, fresh(company).company_id, fresh(company).first_name) == ("Company", company.pk, "")


def test_a_company_that_has_persons_by_now_does_not_become_a_person_again(acts: Acts) -> None:
    contact = make_person(name="Jan Boer")
    turning = acts.change(contact, type="Company")
    make_person(name="An", company=fresh(contact))
    acts.leave(turning, ("CT000001 Jan Boer", "It has persons by now and cannot become a person."))


def test_what_goes_back_on_a_company_that_was_a_person_is_no_part_of_a_name(acts: Acts) -> None:
    contact = make_person(name="Jan Boer")
    shorter = acts.change(contact, first_name="")
    acts.change(contact, type="Company")
    acts.undo(shorter)
    contact = fresh(contact)
    assert (contact.name, contact.company_name, contact.first_name, contact.surname) == ("Jan Boer", "Jan Boer", "", "")


def test_the_queries_of_an_undo_do_not_grow_with_the_contacts_whose_rules_it_keeps(administrator: User) -> None:
    others = [make_company(number=f"C{place}") for place in range(2)]

    def of(number: int, **columns: Any) -> int:
        with transaction.atomic():
            rows = Contact.objects.filter(pk__in=[each.pk for each in many_persons(number, others[0])])
            with act("test.change", by=administrator, permission=Permission.EDIT_CONTACTS) as writer:
                with writer.updating(rows, list(columns)):
                    rows.update(**columns)
                writer.say(lambda: "changed")
            change_set = ChangeSet.objects.latest("number")
            images = Image.objects.filter(change_set=change_set)
            queries = queries_of(lambda: [images.filter(rule).count() for rule, _ in unfit(change_set, change_set, Image.UPDATED)])
            transaction.set_rollback(True)
        return queries

    for columns in ({"privacy_blocked": True}, {"company_id": others[1].pk}, {"type": "Company"}):
        assert of(FEW, **columns) == of(MANY // 5, **columns) <= 10


def many_persons(number: int, company: Contact) -> list[Contact]:
    persons = list(many_contacts(number))
    Contact.objects.filter(pk__in=[each.pk for each in persons]).update(type="Person", company=company, vat_number="")
    return persons
