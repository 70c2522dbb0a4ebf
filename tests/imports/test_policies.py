"""What a file may do to a contact that is there: skip, fill, update; nothing is emptied, privacy only gets stricter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkring.accounts.models import Role, User
from postkring.accounts.undoing import undo_act
from postkring.classifications.queries import codes_by_contact
from postkring.contacts.actions import change_contact, create_contact, delete_contacts
from postkring.contacts.models import Contact
from postkring.imports.actions import load
from postkring.imports.models import Outcome, Policy
from postkring.ledger.models import ChangeSet
from postkring.setup.models import MarketingSetup
from tests.factories import make_company, make_group, make_person, make_user
from tests.imports.files import CREATE, FILL, UPDATE, checked, loaded, outcomes
from tests.snapshots import everything, snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

FLAGS = ("exclude_from_segment", "minor", "privacy_blocked")


def flags(number: str) -> tuple[bool, ...]:
    contact = Contact.objects.get(number=number)
    return tuple(getattr(contact, name) for name in FLAGS)


def test_skip_leaves_everything_as_it_is(editor: User) -> None:
    contact = make_company(city="Gent")
    before = snapshot()
    change_set = loaded(f"number;city;phone;mailing_groups\n{contact.number};Luik;02 1;MOVE\n", editor, new_codes=CREATE)
    assert snapshot() == before
    assert change_set.counts == {"added": 0, "changed": 0, "memberships": 0, "groups": 0, "refused": 0}


def test_fill_sets_what_is_blank_and_nothing_else(editor: User) -> None:
    contact = make_person(first_name="An", surname="Peeters", city="Gent")
    make_group("MOVE")
    text = f"number;first_name;surname;city;phone;mailing_groups\n{contact.number};Els;Maes;Luik;02 1;MOVE\n"
    file = checked(text, editor, policy=FILL)
    assert Outcome.objects.get(file=file).changes == [["phone", "", "02 1"]]
    loaded(text, editor, policy=FILL)
    contact.refresh_from_db()
    assert (contact.name, contact.city, contact.phone) == ("An Peeters", "Gent", "02 1")
    assert codes_by_contact([contact.pk]) == {contact.pk: ["MOVE"]}


def test_a_row_whose_text_turns_the_sentence_around_is_refused(editor: User) -> None:
    file = checked("name;type;city\nClaes \u202eVN;Company;Gent\nשלום;Company;Gent\n", editor)
    said = list(Outcome.objects.filter(file=file).exclude(reason="").values_list("row", "reason"))
    assert [row for row, _ in said] == [2]
    assert "holds a sign that cannot be stored" in said[0][1]


@pytest.mark.parametrize("policy", [FILL, UPDATE])
def test_an_empty_cell_never_empties(editor: User, policy: str) -> None:
    contact = make_person(first_name="An", middle_name="Maria", surname="Peeters", city="Gent", phone="02 1", email="an@a.example")
    before = snapshot()
    loaded(f"number;type;name;first_name;middle_name;surname;city;phone;email\n{contact.number};;;An;;Peeters;;;\n", editor, policy=policy)
    assert snapshot() == before


def test_a_name_without_the_part_says_that_there_is_none(editor: User) -> None:
    contact = make_person(first_name="An", middle_name="De", surname="Meester")
    loaded(f"number;name;first_name;middle_name;surname\n{contact.number};An De Meester;An;;De Meester\n", editor, policy=UPDATE)
    contact.refresh_from_db()
    assert (contact.name, contact.first_name, contact.middle_name, contact.surname) == ("An De Meester", "An", "", "De Meester")


def test_a_value_that_the_card_refuses_is_refused_with_its_sentence_and_nothing_changes(editor: User) -> None:
    contact = make_company(city="Gent")
    text = f"number;city;phone;vat_number\n{contact.number};Luik;0470 abc;\n;Luik;;\n{contact.number};;;\n"
    file = checked(text, editor, policy=UPDATE)
    assert outcomes(file) == [
        (2, "refused", "A phone number holds no letters; “a” is one."),
        (3, "refused", "Fill in Name."),
        (4, "unchanged", ""),  # row 2 is not held against it
    ]
    before = snapshot()
    loaded(text, editor, policy=UPDATE)
    assert snapshot() == before


def test_the_number_of_a_deleted_contact_is_not_given_again(editor: User) -> None:
    delete_contacts(Contact.objects.filter(pk=make_company(number="K1").pk), by=editor)
    file = checked("number;name\nK1;Aerts\n", editor)
    assert outcomes(file) == [(2, "refused", "Number K1 was that of a record that was deleted, and is not given again.")]


def test_who_is_meant_must_be_one(editor: User) -> None:
    for number in ("K1", "K2"):
        make_company(number=number, email="info@aerts.example")
    file = checked("type;name;email\nCompany;Aerts;info@aerts.example\n", editor, match=["email"], policy=UPDATE)
    assert outcomes(file) == [(2, "refused", "Several contacts have this Email: K1, K2.")]


def test_a_person_is_no_company_of_the_same_address(editor: User) -> None:
    make_company(email="info@aerts.example")
    file = checked("first_name;surname;email\nAn;Aerts;info@aerts.example\n", editor, match=["email"], policy=UPDATE)
    assert outcomes(file) == [(2, "new", "")]


def test_languages_and_countries_are_read_by_name_and_by_old_codes(editor: User) -> None:
    loaded("name;language;country\nA;NLB;Belgique\nB;français;Deutschland\nC;DEU;FR\n", editor)
    found = {contact.name: (contact.language_id, contact.country_id) for contact in Contact.objects.all()}
    assert found == {"A": ("nl-BE", "BE"), "B": ("fr", "DE"), "C": ("de", "FR")}


@pytest.mark.parametrize("word", ["misschien", "2", "on?"])
def test_a_flag_that_nobody_can_read_is_refused(editor: User, word: str) -> None:
    file = checked(f"name;privacy_blocked\nAerts;{word}\n", editor)
    assert outcomes(file) == [(2, "refused", f"“{word}” is neither yes nor no. Write true or false.")]


@given(
    before=st.tuples(st.booleans(), st.booleans(), st.booleans()),
    cells=st.tuples(*[st.sampled_from(["", "true", "false", "ja", "nee", "0", "1", "oui", "nein"])] * 3),
    policy=st.sampled_from([Policy.SKIP, Policy.FILL, Policy.UPDATE]),
    fresh=st.booleans(),
)
def test_law_a_file_and_its_undo_only_make_privacy_stricter(
    before: tuple[bool, bool, bool], cells: tuple[str, str, str], policy: str, fresh: bool
) -> None:
    by = User.objects.filter(username="law").first() or make_user(Role.ADMINISTRATOR, username="law")
    number = f"L{ChangeSet.objects.count()}X"
    if not fresh:
        make_person(number=number, **{name: True for name, value in zip(FLAGS, before, strict=True) if value})
    were = flags(number) if not fresh else (False, False, False)
    header = ";".join(("number", "type", "name", "phone", *FLAGS))
    change_set = loaded(f"{header}\n{number};Person;An Peeters;02 1;{';'.join(cells)}\n", by, policy=policy)
    now = flags(number)
    assert all(after >= was for was, after in zip(were, now, strict=True))
    if ChangeSet.objects.filter(pk=change_set.pk).exists() and change_set.tables:
        undo_act(change_set, by=by)
    if Contact.objects.filter(number=number).exists():
        assert flags(number) == now


def test_undo_of_a_file_that_made_privacy_stricter_reports_it_and_leaves_it(editor: User) -> None:
    contact = make_person(first_name="An", surname="Peeters", phone="02 1")
    change_set = loaded(f"number;phone;privacy_blocked\n{contact.number};02 2;true\n", editor, policy=UPDATE)
    report = undo_act(change_set, by=editor)
    contact.refresh_from_db()
    assert (contact.phone, contact.privacy_blocked) == ("02 1", True)
    assert [(left.what, left.why) for left in report.not_undone] == [
        (str(contact), "What a file made stricter about privacy stays so. The rest went back, unless it was changed again since.")
    ]
    assert (report.undone, report.left) == (0, 1)  # a row of which a part is left is counted once


def test_what_a_file_made_stricter_keeps_the_contact_when_an_earlier_act_is_taken_back(editor: User) -> None:
    contact = create_contact({"type": "Person", "name": "An Peeters"}, by=editor)
    created = ChangeSet.objects.latest("number")
    change_set = loaded(f"number;phone;privacy_blocked\n{contact.number};02 2;true\n", editor, policy=UPDATE)
    undo_act(change_set, by=editor)
    report = undo_act(created, by=editor)
    assert [left.why for left in report.not_undone] == ["It was changed again since."]
    assert Contact.objects.get().privacy_blocked


def test_each_contact_of_a_file_is_reported_once_by_its_undo(editor: User) -> None:
    stricter, later, both, back = (make_person(number=f"A{place}", phone="02 1") for place in range(4))
    rows = [f"{each.number};02 2;Gent;{blocked}" for each, blocked in ((stricter, True), (later, False), (both, True), (back, False))]
    change_set = loaded("number;phone;city;privacy_blocked\n" + "\n".join(rows) + "\n", editor, policy=UPDATE)
    for each in (later, both):
        change_contact(each, {"phone": "02 3"}, by=editor)
    report = undo_act(change_set, by=editor)
    assert (report.undone, report.left) == (1, 3)
    assert sorted((left.what[:2], left.why) for left in report.not_undone) == [
        ("A0", "What a file made stricter about privacy stays so. The rest went back, unless it was changed again since."),
        ("A1", "Part of it was changed again since; the rest went back."),
        ("A2", "What a file made stricter about privacy stays so. The rest went back, unless it was changed again since."),
    ]


def test_undo_of_a_file_that_made_somebody_a_minor_is_not_refused_as_a_whole(editor: User) -> None:
    contact = make_person(first_name="An", surname="Peeters")
    change_set = loaded(f"number;phone;minor\n{contact.number};02 2;true\n", editor, policy=UPDATE)
    undo_act(change_set, by=editor)
    contact.refresh_from_db()
    assert (contact.phone, contact.minor, contact.privacy_blocked) == ("", True, True)


def test_only_who_may_change_contacts_may_load(reader: User) -> None:
    before = everything()
    with pytest.raises(Exception, match="permission"):
        loaded("name\nAerts\n", reader)
    assert everything() == before


ROW = st.fixed_dictionaries(
    {
        "number": st.sampled_from(["", "K1", "K2", "K3"]),
        "type": st.sampled_from(["", "Person", "Company"]),
        "name": st.sampled_from([" ", "An Peeters", "Drukkerij Claes", "Jan van der Smit"]),
        "company_name": st.sampled_from(["", "Drukkerij Claes", "Nieuw Bedrijf"]),
        "city": st.sampled_from(["", "Gent", "Luik"]),
        "email": st.sampled_from(["", "an@a.example", "geen"]),
        "mailing_groups": st.sampled_from(["", "MOVE", "MOVE|GIFT", "TWAALFLETTER"]),
        "industry_groups": st.sampled_from(["", "BOUW"]),
        "job_responsibilities": st.sampled_from(["", "BOUW|MOVE"]),
    }
)


@given(rows=st.lists(ROW, min_size=1, max_size=6), policy=st.sampled_from([Policy.SKIP, Policy.FILL, Policy.UPDATE]))
def test_law_what_is_shown_happens_and_one_undo_restores(rows: list[dict[str, str]], policy: str) -> None:
    by = User.objects.filter(username="law").first() or make_user(Role.ADMINISTRATOR, username="law")
    if not Contact.objects.exists():
        company = make_company(number="K1", city="Gent")
        make_person(number="K2", company=company)
    text = "\n".join([";".join(rows[0]), *(";".join(row.values()) for row in rows), "K9;Company;Vaste Rij;;;;;;"]) + "\n"
    before = snapshot()
    file = checked(text, by, policy=policy, new_codes=CREATE, match=["email"])
    assert snapshot() == before
    contacts = Contact.objects.count()
    change_set = loaded(text, by, policy=policy, new_codes=CREATE, match=["email"])
    assert Contact.objects.count() - contacts == file.counts.get("new", 0)
    assert change_set.counts["memberships"] == file.counts["memberships"]
    again = checked(text, by, policy=policy, new_codes=CREATE, match=["email"])
    assert again.counts.get("changed", 0) == 0
    if change_set.tables:
        assert undo_act(change_set, by=by).left == 0
    assert snapshot() == before


def test_a_person_who_goes_to_another_company_of_the_same_name_shows_both_numbers(editor: User) -> None:
    first, second = make_company(number="C1", name="Claes"), make_company(number="C2", name="Claes")
    an = make_person(first_name="An", surname="Peeters", company=first)
    file = checked(f"number;type;company_number\n{an.number};Person;C2\n", editor, policy=UPDATE)
    assert Outcome.objects.get(file=file).changes == [["company_number", "C1", "C2"]]
    load(file, token=file.token, by=editor)
    an.refresh_from_db()
    assert an.company == second


def test_a_person_who_gets_a_company_that_has_no_number_yet_shows_none(editor: User) -> None:
    an = make_person(first_name="An", surname="Peeters", company=make_company(number="C1", name="Claes"))
    file = checked(f"number;type;company_name\n{an.number};Person;Aerts\n", editor, policy=UPDATE)
    assert Outcome.objects.get(file=file, contact_key=an.pk).changes == [["company_number", "C1", ""], ["company_name", "Claes", "Aerts"]]


def test_rows_that_would_need_a_number_are_refused_without_a_series(editor: User) -> None:
    MarketingSetup.objects.update(contact_series=None)
    an = make_person(number="P1", first_name="An", surname="Peeters")
    said = "No number series is set up for this. Choose one under Setup, or type a number."
    rows = (";Company;Aerts;", "K1;Company;Maes;", "K2;Person;Jan Maes;Drukkerij", "P1;Person;;Drukkerij", "K3;Person;Els Maes;Maes")
    text = "\n".join(("number;type;name;company_name", *rows, ""))
    file = checked(text, editor, policy=UPDATE)
    assert outcomes(file) == [(2, "refused", said), (3, "new", ""), (4, "refused", said), (5, "refused", said), (6, "new", "")]
    load(file, token=file.token, by=editor)
    assert set(Contact.objects.values_list("number", flat=True)) == {an.number, "K1", "K3"}
