"""Every column of every table in the ledger goes into an image and comes out of it unchanged, whatever stands in it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final

import pytest
from django.db import models

from postkring.accounts.models import ApiToken, Role
from postkring.classifications.industry_groups import INDUSTRY_GROUPS, IndustryGroup
from postkring.classifications.job_responsibilities import JOB_RESPONSIBILITIES, JobResponsibility
from postkring.classifications.mailing_groups import MailingGroup
from postkring.contacts.models import Contact, ContactStamp
from postkring.imports.models import ImportProfile
from postkring.interactions.models import InteractionLogEntry
from postkring.kit.sql import columns_of
from postkring.ledger.acts import act
from postkring.ledger.declarations import label_of
from postkring.ledger.models import ChangeSet
from postkring.ledger.undo import undo
from postkring.saved_views.models import PinnedView, SavedView
from postkring.segments.models import LoggedSegment, SavedAction, SavedCriteria, Segment, SegmentLine, SegmentStep, StepAction
from postkring.setup.models import Coded, Salesperson, UserSetup
from tests.factories import make_code, make_company, make_group, make_segment, make_user, make_view
from tests.ledger.test_declarations import LEDGERED

pytestmark = pytest.mark.django_db

# One value of each kind per column and turn.
TEXTS: Final = ("", 'O\'Brien "&" Zn \\ %s {0} $.a', "null", "Zoë 日本 🎁 \u202e", "0", "regel\n\ttab", "é" * 400, "<b>1</b>")
NUMBERS: Final = (2, 2_147_483_647, 1)
INSTANTS: Final = (datetime(2026, 2, 1, 12, 0, 0, 1, tzinfo=UTC), datetime(1999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC))
DATES: Final = (date(2026, 2, 28), date(1, 1, 1), date(9999, 12, 31))
JSONS: Final[tuple[Any, ...]] = ({"é'\"": [None, 1.5, ""]}, None, [], "text", {"a": {"b": "\\u0041 \n"}})


def saved_criteria() -> SavedCriteria:
    return SavedCriteria.objects.create(code="NIEUW", code_folded="nieuw", saved_by=make_user(Role.READER))


def salespeople() -> list[Salesperson]:
    return [Salesperson.objects.create(code=code) for code in ("JR", "MK")]


def last_act() -> ChangeSet:
    return ChangeSet.objects.latest("number")


MAKERS: Final[dict[type[models.Model], Callable[[], Any]]] = {
    ApiToken: lambda: ApiToken.objects.create(owner=make_user(Role.READER), name="Excel", role=Role.READER, digest="0" * 64, hint="pk_0"),
    Contact: make_company,
    MailingGroup: make_group,
    IndustryGroup: lambda: make_code(INDUSTRY_GROUPS),
    JobResponsibility: lambda: make_code(JOB_RESPONSIBILITIES),
    ImportProfile: lambda: ImportProfile.objects.create(name="Leden", name_folded="leden"),
    Segment: make_segment,
    SegmentStep: lambda: make_segment(contacts=[make_company()]),
    SegmentLine: lambda: make_segment(contacts=[make_company()]),
    SavedCriteria: saved_criteria,
    SavedAction: lambda: SavedAction.objects.create(saved=saved_criteria(), action_number=1, action=StepAction.ADD, selection={}),
    LoggedSegment: lambda: LoggedSegment.objects.create(segment=make_segment(), description="x", date=DATES[0], logged_by=last_act()),
    InteractionLogEntry: lambda: InteractionLogEntry.objects.create(contact=make_company(), date=DATES[0], logged_by=last_act()),
    UserSetup: lambda: UserSetup.objects.create(user=make_user(Role.READER), salesperson=salespeople()[1]),
    SavedView: make_view,
    PinnedView: lambda: make_view(pinned=True),
}
# Bound by rules, or what the row belongs to.
KEPT: Final = {
    *("id", "guid", "minor", "parental_consent"),
    *("segment_id", "contact_id", "company_id", "change_set_id", "added_by_id"),
    *("owner_id", "shelf", "user_id", "view_id"),
    *("saved_by_id", "saved_id", "logged_by_id"),
}
GIVEN: Final = {"code", "code_folded", "number", "name", "username", "description"}  # never empty in one of the tables


def stored(model: type[models.Model]) -> models.QuerySet[Any, Any]:
    """One row of the table, with nothing that refers to it."""
    if model in MAKERS:
        MAKERS[model]()
    elif issubclass(model, Coded):
        model._default_manager.create(code="NIEUW")
    elif not model._default_manager.exists():
        make_user(Role.READER)
    rows = model._base_manager.filter(pk=model._base_manager.latest("pk").pk)
    if model is Contact:
        ContactStamp.objects.all().delete()
    return rows


def awkward(model: type[models.Model], turn: int) -> dict[str, Any]:
    fields = [field for field in model._meta.concrete_fields if field.attname not in KEPT]
    return {field.attname: value(field, turn + place) for place, field in enumerate(fields)}


def value(field: "models.Field[Any, Any]", turn: int) -> Any:
    if isinstance(field, models.ForeignKey):
        return referred(field, turn)
    if field.choices:
        options = [key for key, _ in field.flatchoices]
        return options[turn % len(options)]
    if isinstance(field, models.BooleanField):
        return bool(turn % 2)
    if isinstance(field, models.JSONField):
        return models.Value(JSONS[turn % len(JSONS)], output_field=field)
    if isinstance(field, models.DateTimeField):
        return None if field.null and turn % 3 == 2 else INSTANTS[turn % 2]
    if isinstance(field, models.DateField):
        return DATES[turn % 3]
    if isinstance(field, models.IntegerField):
        return NUMBERS[turn % 3]
    length = 10 if field.name in ("code", "number") else field.max_length
    text = TEXTS[turn % len(TEXTS)][:length]
    return "X" if not text and field.name in GIVEN else text


def referred(field: "models.ForeignKey[Any, Any]", turn: int) -> Any:
    keys = list(field.related_model._base_manager.order_by("pk").values_list(field.target_field.attname, flat=True)[:2])
    if field.null:
        return keys[0] if keys and not turn % 2 else None
    return keys[turn % len(keys)] if keys else None


def put_there_and_back(rows: models.QuerySet[Any, Any], model: type[models.Model], turn: int) -> None:
    before = rows.values().get()
    columns = [name for name in columns_of(model) if name not in KEPT]
    if not columns:
        return  # such a row comes and goes
    with act("test", by=None, permission="read") as writer:
        with writer.updating(rows, columns):
            rows.update(**awkward(model, turn))
        writer.say(lambda: "changed")
    after = rows.values().get()
    assert after != before
    for expected in (before, after):
        report = undo(ChangeSet.objects.latest("number"), by=None)
        assert (report.undone, report.left) == (1, 0)
        assert rows.values().get() == expected


@pytest.mark.parametrize("model", LEDGERED, ids=label_of)
def test_a_row_with_anything_in_it_is_changed_and_deleted_and_comes_back_to_the_letter(
    model: type[models.Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Such values break the rules by which some columns are worked out of others afterwards.
    monkeypatch.setattr(model, "ledger", replace(vars(model)["ledger"], afterwards="", guard="", hold="", unfit="", settling=""))
    rows = stored(model)
    for turn in range(4):
        put_there_and_back(rows, model, turn)
        before = rows.values().get()
        with act("test", by=None, permission="read") as writer:
            assert writer.delete(rows) == 1
            writer.say(lambda: "deleted")
        assert not rows.exists()
        assert (report := undo(writer.change_set, by=None)).undone == 1, report.not_undone
        assert rows.values().get() == before
        ContactStamp.objects.all().delete()


def test_the_values_reach_every_column_that_is_not_kept_for_a_reason() -> None:
    reached = {name for model in LEDGERED for name in awkward(model, 0)}
    columns = {name for model in LEDGERED for name in columns_of(model)}
    assert columns - reached == KEPT
