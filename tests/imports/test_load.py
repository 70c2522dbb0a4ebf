"""From a file to contacts and back: what a load writes, and that one undo takes exactly that away again."""

import pytest
from django.utils import timezone

from postkring.accounts.models import User
from postkring.accounts.undoing import undo_act
from postkring.classifications.actions import add_to_group
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.classifications.queries import assignments_of
from postkring.contacts.actions import change_contact
from postkring.contacts.models import Contact, ContactStamp
from postkring.imports.actions import load
from postkring.imports.models import FileImport, Outcome, Stage
from postkring.imports.queries import with_origin
from postkring.kit.errors import Changed, Refused
from postkring.ledger.models import ChangeSet
from tests.contacts.derived import stale
from tests.factories import make_company, make_group, make_person, make_segment
from tests.imports.files import CREATE, UPDATE, checked, loaded, outcomes
from tests.people import client_of
from tests.snapshots import everything, snapshot
from tests.web.asking import get, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

FILE = """type;name;first_name;surname;company_name;address;post_code;city;country;phone;email;mailing_groups
Person;;An;De Meester;Drukkerij Claes;"Kouter 12
bus 4";9000;Gent;België;09 225 11 22;an@claes.example;MOVE|GIFT
Person;Jan Peeters;;;Drukkerij Claes;;2200;Herentals;;;jan@claes.example;MOVE
Company;Papierhandel Aerts;;;;;;;;;;X-CARD
Person;Piet Aerts;;;Papierhandel Aerts;;;;;;geen;MOVE
"""


def test_a_file_becomes_contacts_groups_and_memberships_as_one_act(editor: User) -> None:
    change_set = loaded(FILE, editor, match=["email"], new_codes=CREATE)
    assert change_set.sentence == "relaties.csv loaded: 4 added, 0 changed, 1 refused"
    assert change_set.counts == {"added": 4, "changed": 0, "memberships": 4, "groups": 3, "refused": 1}
    contacts = Contact.objects.order_by("name")
    assert [(each.number, each.name, each.company_name, each.city) for each in contacts] == [
        ("CT000003", "An De Meester", "Drukkerij Claes", "Gent"),
        ("CT000002", "Drukkerij Claes", "Drukkerij Claes", ""),
        ("CT000004", "Jan Peeters", "Drukkerij Claes", "Herentals"),
        ("CT000001", "Papierhandel Aerts", "Papierhandel Aerts", ""),
    ]
    an = Contact.objects.get(name="An De Meester")
    assert (an.first_name, an.middle_name, an.surname) == ("An", "", "De Meester")
    assert (an.address, an.address_2, an.post_code, an.country_id, an.phone) == ("Kouter 12", "bus 4", "9000", "BE", "09 225 11 22")
    assert an.company == Contact.objects.get(name="Drukkerij Claes")
    assert all(company.company == company for company in Contact.objects.companies())
    assert set(ContactStamp.objects.values_list("change_set", flat=True)) == {change_set.number}
    assert list(MailingGroup.objects.values_list("code", "contact_count")) == [("GIFT", 1), ("MOVE", 2), ("XCARD", 1)]


def test_what_is_worked_out_is_as_on_the_card(editor: User) -> None:
    loaded(FILE, editor, match=["email"], new_codes=CREATE)
    assert stale() == []


def test_no_sign_of_a_name_is_taken_for_the_number_that_is_drawn(editor: User) -> None:
    loaded("name\nHuis \ue000 Aerts\n", editor)
    contact = Contact.objects.get()
    assert contact.name == "Huis \ue000 Aerts"
    assert contact.search_own.split("\n")[:2] == [contact.number.lower(), "huis \ue000 aerts"]
    assert stale() == []


def test_one_undo_takes_everything_away_again(editor: User) -> None:
    before = snapshot()
    change_set = loaded(FILE, editor, match=["email"], new_codes=CREATE)
    report = undo_act(change_set, by=editor)
    assert (report.undone, report.left) == (11, 0)
    assert snapshot() == before


def test_undo_of_the_undo_loads_it_again(editor: User) -> None:
    change_set = loaded(FILE, editor, match=["email"], new_codes=CREATE)
    after = snapshot()
    undone = undo_act(change_set, by=editor).change_set
    assert undone is not None
    undo_act(undone, by=editor)
    assert snapshot() == after


def test_the_same_file_again_finds_nothing_to_do(editor: User) -> None:
    loaded(FILE, editor, match=["email", "name"], new_codes=CREATE)
    again = checked(FILE, editor, match=["email", "name"], new_codes=CREATE, policy=UPDATE)
    assert again.counts == {"unchanged": 3, "refused": 1, "memberships": 0}
    assert again.codes == {"new": {}, "left_out": {}}
    before = snapshot()
    load(again, token=again.token, by=editor)
    assert snapshot() == before


def test_checking_writes_nothing_but_staging(editor: User) -> None:
    before = everything()
    checked(FILE, editor, new_codes=CREATE)
    assert everything() == before


def test_values_of_contacts_that_are_there_change_and_come_back(editor: User) -> None:
    company = make_company(name="Drukkerij Claes", phone="02 100 00 00")
    an = make_person(first_name="An", surname="Peeters", company=company, city="Gent", post_code="9000")
    group = make_group("MOVE", members=[an])
    before = snapshot()
    text = f"number;phone;city;mailing_groups\n{company.number};02 200 00 00;;GIFT\n{an.number};;Aalst;MOVE|GIFT\n"
    file = checked(text, editor, policy=UPDATE, new_codes=CREATE)
    changes = {each.number: each.changes for each in Outcome.objects.filter(file=file)}
    assert changes == {
        company.number: [["phone", "02 100 00 00", "02 200 00 00"]],
        an.number: [["city", "Gent", "Aalst"], ["phone", "02 100 00 00", "02 200 00 00"]],
    }
    change_set = load(file, token=file.token, by=editor)
    an.refresh_from_db()
    assert (an.city, an.phone, an.post_code) == ("Aalst", "02 200 00 00", "9000")
    assert stale() == []
    assert ContactMailingGroup.objects.filter(ended_at__isnull=True).count() == 3
    group.refresh_from_db()
    assert group.contact_count == 1
    assert undo_act(change_set, by=editor).left == 0
    assert snapshot() == before


def test_a_person_who_is_not_in_the_file_follows_the_company(editor: User) -> None:
    company = make_company(name="Drukkerij Claes", phone="02 100 00 00")
    an = make_person(first_name="An", surname="Peeters", company=company)
    loaded(f"number;name;phone\n{company.number};Drukkerij Claes en Zonen;02 200 00 00\n", editor, policy=UPDATE)
    an.refresh_from_db()
    assert (an.company_name, an.phone) == ("Drukkerij Claes en Zonen", "02 200 00 00")
    assert stale() == []


def test_a_number_that_is_given_is_kept_and_belongs_to_no_series(editor: User) -> None:
    loaded("number;name\nKL-77;Papierhandel Aerts\n", editor)
    contact = Contact.objects.get()
    assert (contact.number, contact.number_series) == ("KL-77", None)
    assert stale() == []


def test_numbers_that_are_taken_are_passed_over(editor: User) -> None:
    loaded("number;name\nCT000002;Papierhandel Aerts\n;Drukkerij Claes\n;Bakkerij Maes\n", editor)
    assert sorted(Contact.objects.values_list("name", "number")) == [
        ("Bakkerij Maes", "CT000003"),
        ("Drukkerij Claes", "CT000001"),
        ("Papierhandel Aerts", "CT000002"),
    ]


def test_only_what_was_shown_is_loaded(editor: User) -> None:
    file = checked("number;name\nCT000077;Papierhandel Aerts\n", editor)
    make_company(number="CT000077", name="Iemand anders")
    before = everything()
    with pytest.raises(Changed):
        load(file, token=file.token, by=editor)
    assert everything() == before
    assert outcomes(file) == [(2, "skipped", "")]  # the new difference stands there, to be looked at
    load(file, token=file.token, by=editor)
    assert Contact.objects.get().name == "Iemand anders"


def test_a_change_that_does_not_matter_does_not_hinder(editor: User) -> None:
    file = checked("number;name\nCT000077;Papierhandel Aerts\n", editor)
    make_group("KERST")
    load(file, token=file.token, by=editor)
    assert Contact.objects.get().number == "CT000077"


def test_a_token_of_another_difference_loads_nothing(editor: User) -> None:
    file = checked("name\nPapierhandel Aerts\n", editor)
    before = everything()
    with pytest.raises(Changed):
        load(file, token="0" * 64, by=editor)
    assert everything() == before


def test_a_file_is_loaded_once(editor: User) -> None:
    file = checked("name\nPapierhandel Aerts\n", editor)
    load(file, token=file.token, by=editor)
    before = everything()
    with pytest.raises(Refused, match="loaded already"):
        load(file, token=file.token, by=editor)
    assert everything() == before
    stored = FileImport.objects.get(pk=file.pk)
    assert (stored.stage, stored.change_set) == (Stage.LOADED, ChangeSet.objects.get(verb="contact.import"))


def test_undo_leaves_alone_what_was_changed_since(editor: User) -> None:
    change_set = loaded("name\nPapierhandel Aerts\nDrukkerij Claes\n", editor)
    number = Contact.objects.get(name="Drukkerij Claes").number
    loaded(f"number;phone\n{number};02 200 00 00\n", editor, policy=UPDATE)
    report = undo_act(change_set, by=editor)
    assert [left.what for left in report.not_undone] == [f"{number} Drukkerij Claes"]
    assert list(Contact.objects.values_list("name", flat=True)) == ["Drukkerij Claes"]


def test_the_page_of_a_group_says_from_which_row_its_members_came(editor: User) -> None:
    loaded(FILE, editor, match=["email"], new_codes=CREATE)
    address = "/mailing-groups/GIFT/"
    assert "relaties.csv, row 2" in text_of(get(client_of(editor), address))
    today = timezone.localdate().isoformat()
    assert "relaties.csv, row 2" in text_of(get(client_of(editor), f"{address}?on={today}"))


def test_a_membership_says_from_which_row_of_which_file_it_came(editor: User) -> None:
    loaded(FILE, editor, match=["email"], new_codes=CREATE)
    an = Contact.objects.get(name="An De Meester")
    found = [vars(each) for each in with_origin(assignments_of(an))]
    assert [(each["origin_file"], each["origin_row"]) for each in found] == [("relaties.csv", 2), ("relaties.csv", 2)]
    add_to_group(Contact.objects.filter(pk=an.pk), make_group("KERST"), by=editor)
    kerst = with_origin(assignments_of(an)).get(mailing_group__code="KERST")
    assert (vars(kerst)["origin_file"], vars(kerst)["origin_row"]) == (None, None)


def test_a_company_that_a_file_renames_and_its_new_person_go_back_together_and_come_again(editor: User) -> None:
    make_person(number="P-1", first_name="Jan", surname="Maes", company=make_company(number="KL-1", name="Claes"))
    before = snapshot()
    text = "type;number;name;company_name\nCompany;KL-1;Aerts;\nPerson;P-2;An Peeters;Aerts\n"
    change_set = loaded(text, editor, match=["number"], policy=UPDATE)
    after = snapshot()
    report = undo_act(change_set, by=editor)
    assert (report.undone, report.left) == (2 + 1, 0)  # the company with the name of its person, and who was new
    assert snapshot() == before
    assert report.change_set is not None
    assert undo_act(report.change_set, by=editor).left == 0
    assert snapshot() == after


def test_a_person_that_a_file_made_a_company_with_persons_is_a_person_again_when_they_go_too(editor: User) -> None:
    make_person(number="KL-2", first_name="An", surname="Maes")
    before = snapshot()
    text = "type;number;name;company_name\nCompany;KL-2;Aerts;\nPerson;P-3;Piet Claes;Aerts\n"
    change_set = loaded(text, editor, match=["number"], policy=UPDATE)
    report = undo_act(change_set, by=editor)
    assert (report.left, snapshot()) == (0, before)
    assert report.change_set is not None
    undo_act(report.change_set, by=editor)
    change_contact(Contact.objects.get(number="P-3"), {"phone": "02 100 00 00"}, by=editor)
    kept = snapshot()
    report = undo_act(change_set, by=editor)  # that person stays, and would belong to a person
    assert [(each.what, each.why) for each in report.not_undone] == [
        ("KL-2 Aerts", "It has persons by now and cannot become a person."),
        ("P-3 Piet Claes", "It was changed again since."),
    ]
    assert snapshot() == kept


def test_a_person_who_came_into_a_segment_since_keeps_its_company_and_the_rest_of_the_file_goes_back(editor: User) -> None:
    left, joined = make_company(name="Aerts"), make_company(name="Claes")
    make_person(number="P-1", first_name="An", surname="Maes", company=left)
    make_person(number="P-2", first_name="Bo", surname="Smit", company=left)
    text = "type;number;name;company_name\nPerson;P-1;An Maes;Claes\nPerson;P-2;Bo Smit;Claes\nCompany;K-9;Nieuw;\n"
    change_set = loaded(text, editor, match=["number"], policy=UPDATE)
    assert set(Contact.objects.persons().values_list("company", flat=True)) == {joined.pk}
    make_segment(contacts=[Contact.objects.get(number="P-1")])
    report = undo_act(change_set, by=editor)
    assert [(each.what, each.why) for each in report.not_undone] == [
        ("P-1 An Maes", "It came into a segment since; while it stands there, its company does not change."),
    ]
    assert (report.undone, report.left) == (2, 1)
    assert dict(Contact.objects.persons().values_list("number", "company")) == {"P-1": joined.pk, "P-2": left.pk}
    assert not Contact.objects.filter(number="K-9").exists()
