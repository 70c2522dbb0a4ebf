"""Acts on groups and segments by a selection: the numbers beforehand, the act, what makes it refuse; why; undo."""

from typing import Any

import pytest
import time_machine

from postkring.accounts.models import User
from postkring.classifications.actions import take_out_of_group
from postkring.classifications.mailing_groups import ContactMailingGroup, MailingGroup
from postkring.contacts.models import Contact
from postkring.ledger.models import ChangeSet
from postkring.saved_views.models import SavedView
from postkring.segments.models import Segment, SegmentLine, SegmentStep
from tests.api.conftest import ROOT, Api, bearer, refusal, target
from tests.factories import make_company, make_entry, make_group, make_person, make_segment, make_view

pytestmark = pytest.mark.django_db

EVERYBODY = {"version": 1, "all": True}


def chosen(**filters: str) -> dict[str, Any]:
    return {"version": 1, "criteria": [{"key": key, "filter": text} for key, text in filters.items()]}


@pytest.fixture
def office(db: None) -> list[Contact]:
    return [
        make_company(number="C1", name="Claes", city="Gent"),
        make_company(number="C2", name="Aerts", city="Gent", exclude_from_segment=True),
        make_person(number="P1", name="An Peeters", city="Gent", privacy_blocked=True, exclude_from_segment=True),
        make_person(number="P2", name="Bart Maes", city="Luik"),
    ]


def numbers(answer: Any) -> list[int]:
    assert answer.status_code == 200, answer.content
    data = answer.json()
    assert data["matched"] == data["added"] + data["removed"] + data["unchanged"] + sum(data["leftOut"].values())
    return [data["added"], data["removed"], data["unchanged"]]


def members(code: str = "GENT") -> list[str]:
    rows = ContactMailingGroup.objects.filter(ended_at=None, mailing_group__code=code)
    return sorted(rows.values_list("contact__number", flat=True))


def test_a_selection_is_put_into_a_group_after_a_look_at_it(office: list[Contact], api: Api) -> None:
    group = make_group("GENT", members=office[:1])
    address = f"mailingGroups({group.guid})/addContacts"
    asked = {"selection": chosen(city="Gent")}
    acts = ChangeSet.objects.count()
    seen = api.post(address, {**asked, "preview": True})
    assert numbers(seen) == [2, 0, 1]
    assert (seen.json()["changeSet"], seen.json()["preview"], ChangeSet.objects.count()) == (None, True, acts)
    assert [each["number"] for each in seen.json()["sample"]] == ["C2", "P1"]
    assert seen.json()["sentence"] == "City is Gent"
    assert members() == ["C1"]
    done = api.post(address, {**asked, "confirm": seen.json()["token"]})
    assert numbers(done) == [2, 0, 1]
    assert (done.json()["preview"], done.json()["token"]) == (False, None)
    assert done.json()["changeSet"] == ChangeSet.objects.order_by("-number")[0].number
    assert members() == ["C1", "C2", "P1"]
    assert api.values("changeSets?$orderby=number desc&$top=1", "door") == ["api"]


def test_taking_out_and_making_equal(office: list[Contact], api: Api) -> None:
    group = make_group("GENT", members=[office[0], office[3]])
    address = f"companies({api.values('companies', 'id')[0]})/mailingGroups({group.guid})"
    assert numbers(api.post(f"{address}/removeContacts", {"selection": chosen(city="Gent"), "preview": True})) == [0, 1, 2]
    assert numbers(api.post(f"{address}/Microsoft.NAV.replaceContacts", {"selection": chosen(city="Gent")})) == [2, 1, 1]
    assert members() == ["C1", "C2", "P1"]
    assert numbers(api.post(f"{address}/removeContacts", {"selection": EVERYBODY})) == [0, 3, 1]
    assert members() == []
    nothing = api.post(f"{address}/removeContacts", {"selection": EVERYBODY})
    assert (numbers(nothing), nothing.json()["changeSet"]) == ([0, 0, 4], None)


def test_without_a_preview_it_is_done_at_once(office: list[Contact], api: Api) -> None:
    group = make_group("GENT")
    assert numbers(api.post(f"mailingGroups({group.guid})/addContacts", {"selection": EVERYBODY, "confirm": None})) == [4, 0, 0]
    assert len(members()) == 4


def test_another_outcome_than_the_one_confirmed_does_nothing(office: list[Contact], api: Api) -> None:
    group = make_group("GENT")
    address, asked = f"mailingGroups({group.guid})/addContacts", {"selection": chosen(city="Gent")}
    token = api.post(address, {**asked, "preview": True}).json()["token"]
    make_company(number="C3", city="Gent")
    acts = ChangeSet.objects.count()
    answer = api.post(address, {**asked, "confirm": token})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "Request_PreviewChanged")
    assert (answer.json()["added"], answer.json()["preview"], ChangeSet.objects.count()) == (4, True, acts)
    assert members() == []
    assert numbers(api.post(address, {**asked, "confirm": answer.json()["token"]})) == [4, 0, 0]


def test_as_many_but_others_is_another_outcome(office: list[Contact], api: Api) -> None:
    group = make_group("GENT")
    address, asked = f"mailingGroups({group.guid})/addContacts", {"selection": chosen(city="Luik")}
    token = api.post(address, {**asked, "preview": True}).json()["token"]
    Contact.objects.filter(number="P2").update(city="Gent", city_folded="gent")
    Contact.objects.filter(number="C1").update(city="Luik", city_folded="luik")
    answer = api.post(address, {**asked, "confirm": token})
    assert (answer.status_code, [each["number"] for each in answer.json()["sample"]]) == (409, ["C1"])
    assert members() == []


def test_going_back_is_confirmed_for_the_step_that_was_seen(office: list[Contact], api: Api) -> None:
    segment = make_segment(contacts=office[:1])
    address = f"segments({segment.guid})/goBack"
    token = api.post(address, {"preview": True}).json()["token"]
    api.post(f"segments({segment.guid})/addContacts", {"selection": chosen(city="Luik")})
    answer = api.post(address, {"confirm": token})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "Request_PreviewChanged")
    assert SegmentLine.objects.count() == 2


def test_how_an_address_is_written_does_not_matter_to_a_token(office: list[Contact], api: Api) -> None:
    group = make_group("GENT")
    asked = {"selection": chosen(city="Gent")}
    token = api.post(f"mailingGroups({group.guid})/addContacts", {**asked, "preview": True}).json()["token"]
    company = api.values("companies", "id")[0]
    address = f"companies({company})/mailingGroups({str(group.guid).upper()})/Microsoft.NAV.addContacts"
    assert numbers(api.post(address, {**asked, "confirm": token})) == [3, 0, 0]


def test_an_act_without_parameters_may_be_asked_for_without_a_body(office: list[Contact], api: Api) -> None:
    segment = make_segment(contacts=office[:1])
    done = api.client.generic("POST", f"{ROOT}segments({segment.guid})/goBack")
    assert numbers(done) == [0, 1, 0]
    assert api.client.generic("POST", f"{ROOT}changeSets({done.json()['changeSet']})/undo").status_code == 200


def test_a_token_confirms_only_what_it_was_made_for(office: list[Contact], api: Api) -> None:
    group, other = make_group("GENT"), make_group("LUIK")
    asked = {"selection": chosen(city="Gent")}
    token = api.post(f"mailingGroups({group.guid})/addContacts", {**asked, "preview": True}).json()["token"]
    for address, body in (
        (f"mailingGroups({other.guid})/addContacts", asked),
        (f"mailingGroups({group.guid})/replaceContacts", asked),
        (f"mailingGroups({group.guid})/addContacts", {"selection": chosen(city="Luik")}),
    ):
        refusal(api.post(address, {**body, "confirm": token}), 400, "BadRequest_InvalidRequest")
    refusal(api.post(f"mailingGroups({group.guid})/addContacts", {**asked, "confirm": "x"}), 400, "BadRequest_InvalidRequest")
    assert members() == members("LUIK") == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "BadRequest_RequiredParamNotProvided"),
        ({"selection": {}}, "BadRequest_InvalidRequest"),
        ({"selection": {"version": 2, "all": True}}, "BadRequest_InvalidRequest"),
        ({"selection": {"version": True, "all": True}}, "BadRequest_InvalidRequest"),
        ({"selection": {"version": 1, "all": False}}, "BadRequest_InvalidRequest"),
        ({"selection": {"version": 1, "criteria": []}}, "BadRequest_InvalidRequest"),
        ({"selection": {"version": 1, "all": True, "criteria": [{"key": "city", "filter": "Gent"}]}}, "BadRequest_InvalidRequest"),
        ({"selection": chosen(town="Gent")}, "BadRequest_InvalidRequest"),
        ({"selection": chosen(city="")}, "Application_FilterErrorException"),
        ({"selection": chosen(city="A...B")}, "Application_FilterErrorException"),
        ({"selection": chosen(mailingGroup="NONE")}, "Internal_InvalidTableRelation"),
        ({"selection": chosen(city="Gent"), "options": {}}, "BadRequest_InvalidRequest"),
        ({"selection": chosen(city="Gent"), "other": 1}, "BadRequest_InvalidRequest"),
        ({"selection": "city=Gent"}, "Application_EvaluateException"),
        ({"selection": chosen(city="Gent"), "preview": "true"}, "Application_EvaluateException"),
        ({"selection": chosen(city="Gent"), "confirm": 5}, "Application_EvaluateException"),
    ],
)
def test_a_body_that_is_refused_does_nothing(office: list[Contact], api: Api, body: Any, code: str) -> None:
    group = make_group("GENT")
    acts = ChangeSet.objects.count()
    for act in ("addContacts", "removeContacts", "replaceContacts"):
        refusal(api.post(f"mailingGroups({group.guid})/{act}", body), 400, code)
    assert ChangeSet.objects.count() == acts


def test_a_selection_is_added_to_a_segment(office: list[Contact], api: Api) -> None:
    segment = make_segment(contacts=office[:1])
    address = f"segments({segment.guid})/addContacts"
    asked = {"selection": EVERYBODY, "options": {"expandCompanies": False, "ignoreExclusion": False}}
    seen = api.post(address, {**asked, "preview": True})
    assert numbers(seen) == [1, 0, 1]
    assert seen.json()["leftOut"] == {"excluded": 1, "privacyBlocked": 1}
    assert (seen.json()["numberOfLines"], seen.json()["matched"]) == (1, 4)
    done = api.post(address, {**asked, "confirm": seen.json()["token"]}).json()
    assert (done["added"], done["numberOfLines"]) == (1, 2)
    assert [each["number"] for each in done["sample"]] == ["P2"]
    assert sorted(api.values(f"segments({segment.guid})/segmentLines", "contactNumber")) == ["C1", "P2"]
    nobody = api.post(address, asked).json()
    assert (nobody["added"], SegmentStep.objects.filter(segment=segment).count()) == (0, 3)  # the step stands there all the same


def test_options_that_are_none_are_refused(office: list[Contact], api: Api) -> None:
    segment = make_segment()
    asked = {"selection": EVERYBODY}
    strange = {"addContacts": "entireCompanies", "reduceContacts": "expandCompanies", "refineContacts": "ignoreExclusion"}
    for act, name in strange.items():
        address = f"segments({segment.guid})/{act}"
        refusal(api.post(address, {**asked, "options": {name: False}}), 400, "BadRequest_InvalidRequest")
        refusal(api.post(address, {**asked, "options": []}), 400, "Application_EvaluateException")
    refusal(
        api.post(f"segments({segment.guid})/addContacts", {**asked, "options": {"expandCompanies": "no"}}),
        400,
        "Application_EvaluateException",
    )
    refusal(api.post(f"segments({segment.guid})/refineContacts", {}), 400, "BadRequest_RequiredParamNotProvided")
    assert not SegmentStep.objects.exists()


def test_options_bring_in_companies_and_those_who_are_excluded(api: Api) -> None:
    company = make_company(number="C1")
    make_person(number="P1", company=company, exclude_from_segment=True)
    segment = make_segment()
    address, asked = f"segments({segment.guid})/addContacts", {"selection": chosen(number="P1")}
    seen = api.post(address, {**asked, "options": {"allowRelatedCompanies": True}, "preview": True}).json()
    assert (seen["matched"], seen["added"], seen["leftOut"]["excluded"]) == (2, 1, 1)
    assert seen["sentence"].endswith(" · Allow Related Companies")
    done = api.post(address, {**asked, "options": {"expandCompanies": True, "ignoreExclusion": True}}).json()
    assert (done["matched"], done["added"], done["numberOfLines"]) == (2, 2, 2)
    step = api.values(f"segments({segment.guid})/segmentCriteria", "options")
    assert step == [{"expandCompanies": True, "allowRelatedCompanies": False, "ignoreExclusion": True}]


def test_a_preview_for_other_options_confirms_nothing(office: list[Contact], api: Api) -> None:
    address = f"segments({make_segment().guid})/addContacts"
    seen = api.post(address, {"selection": EVERYBODY, "preview": True}).json()
    asked = {"selection": EVERYBODY, "options": {"ignoreExclusion": True}, "confirm": seen["token"]}
    refusal(api.post(address, asked), 400, "BadRequest_InvalidRequest")
    assert not SegmentLine.objects.exists()


@pytest.mark.parametrize(("act", "left"), [("reduceContacts", ["P2"]), ("refineContacts", ["C1"])])
def test_a_segment_is_reduced_and_refined(office: list[Contact], api: Api, act: str, left: list[str]) -> None:
    """Counts as decisions.md, API 9 says: matched are the lines before, unchanged those that stay."""
    segment = make_segment(contacts=[office[0], office[3]])
    address, asked = f"segments({segment.guid})/{act}", {"selection": chosen(number="C1|ZZZ*")}
    seen = api.post(address, {**asked, "preview": True})
    assert (numbers(seen), seen.json()["matched"], seen.json()["numberOfLines"]) == ([0, 1, 1], 2, 2)
    assert api.values(f"segments({segment.guid})/segmentLines", "contactNumber") == ["P2", "C1"]
    done = api.post(address, {**asked, "confirm": seen.json()["token"]}).json()
    assert (done["removed"], done["numberOfLines"], len(done["sample"])) == (1, 1, 1)
    assert api.values(f"segments({segment.guid})/segmentLines", "contactNumber") == left
    assert api.values(f"segments({segment.guid})/segmentCriteria", "action")[-1] == f"{act[:6].title()} Contacts"
    assert api.post(f"segments({segment.guid})/goBack", {}).json()["numberOfLines"] == 2
    assert api.values(f"segments({segment.guid})/segmentLines", "contactNumber") == ["P2", "C1"]


def test_a_segment_that_changed_since_is_not_reduced(office: list[Contact], api: Api) -> None:
    segment = make_segment(contacts=[office[0]])
    address, asked = f"segments({segment.guid})/reduceContacts", {"selection": EVERYBODY}
    seen = api.post(address, {**asked, "preview": True}).json()
    api.post("segmentLines", {"segmentNumber": segment.number, "contactNumber": "P2"})
    answer = api.post(address, {**asked, "confirm": seen["token"]})
    refusal(answer, 409, "Request_PreviewChanged")
    assert answer.json()["removed"] == 2
    assert segment.lines.count() == 2


def test_go_back_takes_the_last_step_back(office: list[Contact], api: Api) -> None:
    segment = make_segment(contacts=[office[0], office[3]])
    address = f"segments({segment.guid})/goBack"
    seen = api.post(address, {"preview": True})
    assert (numbers(seen), len(seen.json()["sample"]), seen.json()["numberOfLines"]) == ([0, 2, 0], 2, 2)
    done = api.post(address, {})
    assert (numbers(done), done.json()["numberOfLines"]) == ([0, 2, 0], 0)
    assert done.json()["changeSet"] is not None
    refusal(api.post(address, {}), 400, "Application_DialogException")
    refusal(api.post(address, {"selection": EVERYBODY}), 400, "BadRequest_InvalidRequest")


def test_a_group_is_given_to_everybody_on_the_lines(office: list[Contact], api: Api) -> None:
    segment = make_segment(contacts=[office[0], office[3]])
    make_group("GENT", members=[office[0], office[1]])
    address = f"segments({segment.guid})/applyMailingGroup"
    assert numbers(api.post(address, {"mailingGroupCode": "gent", "preview": True})) == [1, 0, 1]
    assert numbers(api.post(address, {"mailingGroupCode": "GENT"})) == [1, 0, 1]
    assert members() == ["C1", "C2", "P2"]
    assert numbers(api.post(address, {"mailingGroupCode": "GENT", "replace": True})) == [0, 1, 2]
    assert members() == ["C1", "P2"]
    answer = api.post(address, {"mailingGroupCode": "NONE"})
    refusal(answer, 400, "Internal_InvalidTableRelation")
    assert target(answer) == "mailingGroupCode"
    refusal(api.post(address, {}), 400, "BadRequest_RequiredParamNotProvided")


def test_why_somebody_was_chosen(office: list[Contact], api: Api) -> None:
    segment = make_segment()
    api.post(f"segments({segment.guid})/addContacts", {"selection": chosen(city="Luik", type="Person")})
    api.post(f"segments({segment.guid})/addContacts", {"selection": EVERYBODY})
    there = api.get(f"segments({segment.guid})/why(contactNumber='P2')").json()
    assert (there["contactName"], there["lineNumber"], there["leftOut"]) == ("Bart Maes", 10_000, "")
    assert [[step["added"], step["removed"], [each["holds"] for each in step["criteria"]]] for step in there["steps"]] == [
        [True, False, [True, True]],
        [False, False, []],
    ]
    blocked = api.get(f"segments({segment.guid})/why(contactNumber='P1')").json()
    assert (blocked["lineNumber"], blocked["leftOut"]) == (None, "privacyBlocked")
    assert blocked["steps"][0]["criteria"][0] == {"key": "city", "sentence": "City is Luik", "holds": False, "seen": "Gent"}
    api.refused(f"segments({segment.guid})/why(contactNumber='NONE')", 400, "Internal_InvalidTableRelation")
    make_company(number="C(1)", name="Haakjes")
    assert api.get(f"segments({segment.guid})/why(contactNumber='C(1)')").json()["contactName"] == "Haakjes"
    for parameters in ("", "()", "(contactNumber=P1)", "(number='P1')"):
        assert api.get(f"segments({segment.guid})/why{parameters}").status_code == 400


def test_why_names_the_colleague_who_brought_somebody_in(api: Api) -> None:
    company = make_company(number="C1")
    make_person(number="P1", name="An", company=company)
    make_person(number="P2", name="Bo", company=company)
    segment = make_segment()
    api.post(f"segments({segment.guid})/addContacts", {"selection": chosen(number="P1"), "options": {"expandCompanies": True}})
    api.post(f"segments({segment.guid})/addContacts", {"selection": chosen(number="P1"), "options": {"allowRelatedCompanies": True}})
    through = {
        number: [step["through"] for step in api.get(f"segments({segment.guid})/why(contactNumber='{number}')").json()["steps"]]
        for number in ("C1", "P1", "P2")
    }
    assert through == {"C1": ["P1", "P1"], "P1": [None, None], "P2": ["P1", None]}


def test_why_when_a_code_is_gone(office: list[Contact], api: Api) -> None:
    segment, group = make_segment(), make_group("GENT", members=office[:1])
    api.post(f"segments({segment.guid})/addContacts", {"selection": chosen(mailingGroup="GENT", city="Gent")})
    ContactMailingGroup.objects.all().delete()
    MailingGroup.objects.filter(pk=group.pk).delete()
    (step,) = api.get(f"segments({segment.guid})/why(contactNumber='C1')").json()["steps"]
    assert [each["holds"] for each in step["criteria"]] == [None, True]


def test_an_act_is_undone_by_its_number(office: list[Contact], api: Api) -> None:
    group = make_group("GENT")
    act = api.post(f"mailingGroups({group.guid})/addContacts", {"selection": EVERYBODY}).json()["changeSet"]
    undone = api.post(f"changeSets({act})/undo", {})
    assert (undone.status_code, undone.json()["undone"], undone.json()["notUndone"]) == (200, 4, [])
    assert members() == []
    assert api.get(f"changeSets({act})").json()["undoneBy"] == undone.json()["changeSet"]
    refusal(api.post(f"changeSets({act})/undo", {}), 400, "Application_DialogException")
    refusal(api.post(f"changeSets({act})/undo", {"all": True}), 400, "BadRequest_InvalidRequest")
    refusal(api.post("changeSets(999999999)/undo", {}), 404, "Internal_RecordNotFound")


def test_what_was_changed_since_is_not_undone_and_said(api: Api) -> None:
    person = make_person(city="Gent")
    api.patch(f"contacts({person.guid})", {"city": "Luik"})
    act = api.values("changeSets?$orderby=number desc&$top=1", "number")[0]
    api.patch(f"contacts({person.guid})", {"city": "Aken"})
    answer = api.post(f"changeSets({act})/undo", {}).json()
    assert (answer["changeSet"], answer["undone"]) == (None, 0)
    (left,) = answer["notUndone"]
    assert person.number in left["what"]
    assert left["why"]


@pytest.mark.parametrize("act", ["addContacts", "removeContacts", "replaceContacts"])
def test_acts_on_what_is_not_there(api: Api, act: str) -> None:
    nobody = "00000000-0000-0000-0000-000000000000"
    refusal(api.post(f"mailingGroups({nobody})/{act}", {"selection": EVERYBODY}), 404, "Internal_RecordNotFound")
    answer = api.get(f"mailingGroups({nobody})/{act}")
    refusal(answer, 405, "BadRequest_MethodNotAllowed")
    assert answer["Allow"] == "POST"
    refusal(api.post(f"contacts({nobody})/{act}", {"selection": EVERYBODY}), 404, "BadRequest_NotFound")
    refusal(api.post(f"mailingGroups/{act}", {"selection": EVERYBODY}), 404, "BadRequest_NotFound")


def test_acts_are_refused_to_who_may_not(reader: User, editor: User, marketer: User, administrator: User) -> None:
    person = make_person()
    group, segment = make_group("GENT"), make_segment(contacts=[person])
    act = bearer(administrator).patch(f"contacts({person.guid})", {"city": "Gent"})
    assert act.status_code == 200
    number = ChangeSet.objects.order_by("-number")[0].number
    on_groups = [f"mailingGroups({group.guid})/{act}" for act in ("addContacts", "removeContacts", "replaceContacts")]
    on_segments = [f"segments({segment.guid})/{act}" for act in ("addContacts", "goBack")]
    bodies: dict[str, Any] = {"goBack": {}, "undo": {}, "applyMailingGroup": {"mailingGroupCode": "GENT"}}
    acts = ChangeSet.objects.count()
    for user, refused in (
        (reader, [*on_groups, *on_segments, f"segments({segment.guid})/applyMailingGroup", f"changeSets({number})/undo"]),
        (editor, [*on_segments, f"changeSets({number})/undo"]),
        (marketer, [f"changeSets({number})/undo"]),
    ):
        for address in refused:
            body = bodies.get(address.rpartition("/")[2], {"selection": EVERYBODY})
            refusal(bearer(user).post(address, body), 403, "Authorization_NoPermission")
            if not address.endswith("undo"):
                refusal(bearer(user).post(address, {**body, "preview": True}), 403, "Authorization_NoPermission")
    assert (ChangeSet.objects.count(), Segment.objects.count()) == (acts, 1)


def test_a_selection_may_ask_about_a_day_an_interaction_and_a_view(office: list[Contact], api: Api, administrator: User) -> None:
    with time_machine.travel("2025-11-30T23:30:00Z", tick=False):  # the first of December in Brussels
        make_group("GESCHENK", members=office[:1])
    with time_machine.travel("2025-12-02T12:00:00Z", tick=False):
        take_out_of_group(Contact.objects.all(), MailingGroup.objects.get(), by=administrator)
    make_entry(office[3])
    make_view("Luik", city="Luik")
    address = f"segments({make_segment().guid})/addContacts"
    then = {"code": "GESCHENK", "asOf": "2025-12-01"}
    asked = [{"key": "mailingGroup", "filter": then}, {"key": "interaction", "filter": {"date": "2026-02-01"}}]
    asked.append({"key": "savedView", "filter": "Luik"})
    added = [api.post(address, {"selection": {"version": 1, "criteria": [each]}}) for each in asked]
    assert [numbers(answer) for answer in added] == [[1, 0, 0], [1, 0, 0], [0, 0, 1]]
    assert [answer.json()["sentence"] for answer in added] == [
        "in mailing group GESCHENK on 01/12/2025",
        "with an interaction (Date is 01/02/2026)",
        "in view “Luik”",
    ]
    stored = [step["criteria"][0]["filter"] for step in api.values("segmentCriteria", "selection")]
    assert stored == [then, {"date": "2026-02-01"}, str(SavedView.objects.get().pk)]
    why = api.get(f"segments({Segment.objects.get().guid})/why(contactNumber='C1')").json()
    assert [(each["criteria"][0]["holds"], each["criteria"][0]["seen"]) for each in why["steps"]] == [
        (True, "GESCHENK"),
        (False, ""),
        (False, None),
    ]


@pytest.mark.parametrize(
    ("key", "filter_", "told"),
    [
        ("mailingGroup", {"code": "GESCHENK", "asOf": "gisteren"}, ("Application_FilterErrorException", "mailingGroup.asOf")),
        ("mailingGroup", {"code": "WEG", "asOf": "t"}, ("Internal_InvalidTableRelation", "mailingGroup")),
        ("mailingGroup", {"code": "GESCHENK", "on": "t"}, ("BadRequest_InvalidRequest", "mailingGroup")),
        ("interaction", {"template": "UITNOD"}, ("BadRequest_InvalidRequest", "interaction")),
        ("interaction", {"templateCode": "UITNOD"}, ("Internal_InvalidTableRelation", "interaction.templateCode")),
        ("savedView", "Geheim", ("Internal_InvalidTableRelation", None)),
        ("savedView", {"name": "Geheim"}, ("BadRequest_InvalidRequest", None)),
    ],
)
def test_what_they_cannot_mean_is_refused_and_nothing_is_done(
    api: Api, reader: User, key: str, filter_: Any, told: tuple[str, str | None]
) -> None:
    make_group("GESCHENK")
    make_view("Geheim", owner=reader, city="Gent")
    segment = make_segment()
    answer = api.post(f"segments({segment.guid})/addContacts", {"selection": {"version": 1, "criteria": [{"key": key, "filter": filter_}]}})
    refusal(answer, 400, told[0])
    assert answer.json()["error"].get("target") == told[1]
    assert not segment.steps.exists()
