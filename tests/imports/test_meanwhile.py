"""What others write between two steps of a file: between the first one and the second one, where nothing else is said."""

import io
from typing import Any

import pytest
from django.db.models import Count, F

from postkring.accounts.models import User
from postkring.accounts.undoing import undo_act
from postkring.classifications.actions import add_to_group, rename_group
from postkring.classifications.mailing_groups import MailingGroup
from postkring.contacts.actions import change_contact, delete_contacts
from postkring.contacts.models import Contact
from postkring.imports import meanwhile, steps
from postkring.imports.actions import load
from postkring.imports.models import FileImport, Outcome
from postkring.imports.quarantine import write_quarantine
from postkring.kit.errors import NotPermitted, Refused
from postkring.ledger.models import ChangeSet, State
from postkring.setup.models import Salesperson
from tests.contacts.derived import stale
from tests.factories import make_company, make_group, make_person, make_user
from tests.imports.files import CREATE, UPDATE, checked, outcomes
from tests.imports.stepping import TEXT, between, stopped_before

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "in_steps_of_two_rows")]


def loaded_meanwhile(editor: User, text: str, **choices: Any) -> tuple[ChangeSet, list[tuple[int, str, str]]]:
    file = checked(text, editor, **choices)
    change_set = load(file, token=file.token, by=editor)
    stored = FileImport.objects.get(pk=file.pk)
    states = dict(Outcome.objects.filter(file=file).values_list("state").annotate(number=Count("*")))
    assert {state: number for state, number in stored.counts.items() if number and state in states} == states
    assert stale() == []
    return change_set, [each for each in outcomes(file) if each[1] == "refused"]


def test_a_contact_that_somebody_changed_is_left_as_it_is(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    contacts = [make_company(name=f"Firma {n}", phone="02 100 00 00") for n in range(5)]
    text = "number;phone\n" + "".join(f"{each.number};02 200 00 00\n" for each in contacts)
    between(monkeypatch, lambda: change_contact(contacts[3], {"city": "Gent"}, by=make_user(username="jan")))
    change_set, refused = loaded_meanwhile(editor, text, policy=UPDATE)
    assert refused == [(5, "refused", "Somebody changed this contact after the file was checked. Load the row again.")]
    assert change_set.sentence == "relaties.csv loaded: 0 added, 4 changed, 1 refused, of which 1 changed meanwhile"
    assert [each.phone for each in Contact.objects.order_by("pk")].count("02 200 00 00") == 4
    undo_act(change_set, by=editor)
    assert set(Contact.objects.values_list("phone", flat=True)) == {"02 100 00 00"}
    assert Contact.objects.get(pk=contacts[3].pk).city == "Gent"


def test_a_contact_that_somebody_deleted_stays_away(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    contacts = [make_company(name=f"Firma {n}") for n in range(4)]
    text = "number;phone\n" + "".join(f"{each.number};02 200 00 00\n" for each in contacts)
    between(monkeypatch, lambda: delete_contacts(Contact.objects.filter(pk=contacts[2].pk), by=make_user(username="jan")))
    _, refused = loaded_meanwhile(editor, text, policy=UPDATE)
    assert [row for row, *_ in refused] == [4]
    assert not Contact.objects.filter(pk=contacts[2].pk).exists()


def test_a_contact_that_was_changed_before_the_load_began_as_well(editor: User) -> None:
    contacts = [make_company(name=f"Firma {n}") for n in range(4)]
    text = "number;phone\n" + "".join(f"{each.number};02 200 00 00\n" for each in contacts)
    file = checked(text, editor, policy=UPDATE)
    change_contact(contacts[0], {"city": "Gent"}, by=make_user(username="jan"))
    change_set = load(file, token=file.token, by=editor)
    assert (change_set.counts["changed"], change_set.counts["meanwhile"]) == (3, 1)


def test_a_number_that_was_given_away(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    between(monkeypatch, lambda: make_company(number="KL-3"))
    _, refused = loaded_meanwhile(editor, "number;name\n" + "".join(f"KL-{n};Firma {n}\n" for n in range(4)))
    assert refused == [(5, "refused", "The number was given away after the file was checked.")]
    assert Contact.objects.count() == 4


def test_somebody_who_was_added_by_hand(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    between(monkeypatch, lambda: make_person(first_name="An", surname="Peeters", email="AN6@claes.example"))
    _, refused = loaded_meanwhile(editor, TEXT, match=["email"], new_codes=CREATE)
    reason = "Somebody added or changed a contact that fits this row after the file was checked."
    assert refused == [(8, "refused", reason)]


def test_the_company_of_persons(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def change() -> None:
        change_contact(Contact.objects.get(name="Drukkerij Claes"), {"phone": "02 100 00 00"}, by=make_user(username="jan"))

    between(monkeypatch, change, before_step=3)
    _, refused = loaded_meanwhile(editor, TEXT, match=["email"], new_codes=CREATE)
    assert [row for row, *_ in refused] == [6, 9]


def test_a_company_that_is_refused_takes_its_persons_along(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "type;number;name;first_name;surname;company_name\n" + "".join(f"Company;KL-{n};Firma {n};;;\n" for n in range(4))
    text += "".join(f"Person;;;Jan;Maes {n};Firma {n}\n" for n in range(4))
    between(monkeypatch, lambda: make_company(number="KL-3"))
    _, refused = loaded_meanwhile(editor, text)
    assert [row for row, *_ in refused] == [5, 9]
    assert set(Contact.objects.persons().values_list("company__name", flat=True)) == {"Firma 0", "Firma 1", "Firma 2"}


def test_a_company_that_only_persons_name_was_made_by_hand(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    between(monkeypatch, lambda: make_company(name="papierhandel aerts"))
    _, refused = loaded_meanwhile(editor, TEXT, match=["email"], new_codes=CREATE)
    assert [row for row, *_ in refused] == [4, 7]
    assert Contact.objects.filter(sort_name="papierhandel aerts").count() == 1
    assert write_quarantine(FileImport.objects.get(), io.BytesIO()) == 2  # each row once, though the company was refused too


def test_a_group_that_was_renamed(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    groups = [make_group("MOVE"), make_group("GIFT")]
    text = "name;mailing_groups\n" + "".join(f"Firma {n};{groups[n % 2].code}\n" for n in range(6))
    between(monkeypatch, lambda: rename_group(groups[0], "KERST", by=make_user(username="jan")))
    _, refused = loaded_meanwhile(editor, text)
    assert [row for row, *_ in refused] == [4, 6]
    assert sorted(MailingGroup.objects.values_list("code", "contact_count")) == [("GIFT", 3), ("KERST", 1)]


def test_a_group_that_was_to_be_created_is_there(editor: User) -> None:
    file = checked("name;mailing_groups\nAerts;MOVE\nMaes;GIFT\nClaes;MOVE\n", editor, new_codes=CREATE)
    make_group("MOVE")
    change_set = load(file, token=file.token, by=editor)
    assert [(row, state) for row, state, _ in outcomes(file)] == [(2, "refused"), (3, "new"), (4, "refused")]
    assert change_set.counts["groups"] == 1


def test_a_code_of_the_setup_that_was_deleted(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    Salesperson.objects.create(code="AN", name="An")
    text = "name;salesperson\n" + "".join(f"Firma {n};{'AN' if n % 2 else ''}\n" for n in range(5))

    def delete() -> None:
        Contact.objects.filter(salesperson__code="AN").update(salesperson=None, search_own="")
        Salesperson.objects.all().delete()
        ChangeSet.objects.create(verb="setup.salesperson", at=file.at, tables={"setup.salesperson": []})

    file = checked(text, editor)
    between(monkeypatch, delete)
    load(file, token=file.token, by=editor)
    assert [(row, reason) for row, state, reason in outcomes(file) if state == "refused"] == [
        (5, "A code of this row was deleted after the file was checked.")
    ]


def test_what_others_put_into_groups_counts_with_it(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    other = make_company()

    def put_in() -> None:
        add_to_group(Contact.objects.filter(pk=other.pk), MailingGroup.objects.get(code="MOVE"), by=make_user(username="jan"))

    between(monkeypatch, put_in)
    loaded_meanwhile(editor, TEXT, match=["email"], new_codes=CREATE)
    assert MailingGroup.objects.get(code="MOVE").contact_count == 9


def test_what_was_loaded_and_changed_since_a_cancel_leaves_alone(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    file = checked("name\n" + "".join(f"Firma {n}\n" for n in range(6)), editor)
    stopped_before(monkeypatch, file, 3)
    change_contact(Contact.objects.get(name="Firma 1"), {"city": "Gent"}, by=make_user(username="jan"))
    report = steps.take_back(file, by=editor)
    assert report is not None
    assert [each.why for each in report.not_undone] == ["It was changed again since."]
    assert list(Contact.objects.values_list("name", flat=True)) == ["Firma 1"]


def test_a_busy_office_does_not_hinder_it(editor: User) -> None:
    file = checked(TEXT, editor, match=["email"], new_codes=CREATE)
    make_company(name="Iemand anders")
    change_set = load(file, token=file.token, by=editor)
    assert (change_set.counts["added"], change_set.counts["refused"]) == (10, 0)


def test_another_setup_makes_another_difference(editor: User) -> None:
    file = checked("name\n" + "".join(f"Firma {n}\n" for n in range(6)), editor)
    ChangeSet.objects.create(verb="setup.changed", at=file.at, tables={"setup.marketingsetup": []})
    token = file.token
    change_set = load(file, token=token, by=editor)  # checked anew, it is the same
    assert file.basis > 0
    assert change_set.counts["added"] == 6


def test_a_small_file_is_loaded_while_a_large_one_is(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    large = checked(TEXT, editor, match=["email"], new_codes=CREATE)
    small = checked("name\nBakkerij Maes\n", editor, name="klein.csv")
    stopped_before(monkeypatch, large, 3)
    change_set = load(small, token=small.token, by=editor)
    assert (change_set.state, change_set.counts["added"]) == (State.DONE, 1)
    late = checked("type;email;city\nPerson;an0@claes.example;Gent\n", editor, name="laat.csv", match=["email"], policy=UPDATE)
    assert late.counts["changed"] == 1
    change_set = load(late, token=late.token, by=editor)  # what the large one has written may be taken back yet
    assert (change_set.counts["changed"], change_set.counts["meanwhile"]) == (0, 1)


def test_a_company_to_which_somebody_added_a_person_is_left_with_all_its_persons(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    companies = [make_company(name=f"Firma {n}") for n in range(5)]
    text = "number;name\n" + "".join(f"{each.number};Nieuw {n}\n" for n, each in enumerate(companies))
    between(monkeypatch, lambda: make_person(first_name="An", surname="Peeters", company=companies[3]))
    _, refused = loaded_meanwhile(editor, text, policy=UPDATE)
    assert [(row, reason.partition(" after")[0]) for row, _, reason in refused] == [
        (5, "Somebody added or changed a person of this company")
    ]
    assert Contact.objects.get(surname="Peeters").company_name == Contact.objects.get(pk=companies[3].pk).name == "Firma 3"


def test_from_whom_the_right_is_taken_no_further_step_is_written(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    file = checked(TEXT, editor, match=["email"], new_codes=CREATE)
    begun = between(monkeypatch, lambda: User.objects.filter(pk=editor.pk).update(is_active=False), before_step=3)
    with pytest.raises(NotPermitted):
        load(file, token=file.token, by=editor)
    assert len(begun) == 3
    steps.take_back(file, by=editor)
    assert not Contact.objects.exists()


def test_an_act_that_ends_late_has_all_of_it_taken_back(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """It began before the check and was not seen by it: as if its change set had been there all the while."""
    file = checked(TEXT, editor, match=["email"], new_codes=CREATE)
    between(monkeypatch, lambda: FileImport.objects.update(basis_count=F("basis_count") - 1), before_step=3)
    with pytest.raises(Refused, match="Contacts have changed since"):
        load(file, token=file.token, by=editor)
    steps.take_back(file, by=editor)
    assert not Contact.objects.exists()


def test_as_long_as_nobody_does_anything_no_step_asks_what_they_did(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[None] = []
    monkeypatch.setattr(meanwhile, "_refuse_groups", lambda stretch: asked.append(None))
    begun = between(monkeypatch, lambda: None)
    loaded_meanwhile(editor, TEXT, new_codes=CREATE)
    assert (len(begun) > 4, asked) == (True, [])


def test_from_what_somebody_does_on_every_step_asks(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[None] = []
    group = make_group("OTHER")
    monkeypatch.setattr(meanwhile, "_refuse_groups", lambda stretch: asked.append(None))
    begun = between(monkeypatch, lambda: rename_group(group, "ANOTHER", by=make_user(username="jan")), before_step=3)
    loaded_meanwhile(editor, TEXT, new_codes=CREATE)
    assert len(asked) == len(begun) - 2
