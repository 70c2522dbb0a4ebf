"""Column types that both databases keep alike."""

import uuid

import pytest

from postkring.kit.fields import lengths
from postkring.setup.models import Territory

pytestmark = pytest.mark.django_db


def test_codes_are_ordered_and_compared_by_their_bytes_in_every_locale() -> None:
    codes = ["a", "B", "b", "É", "e", "Z", "10", "2", "_", "-", " "]
    Territory.objects.bulk_create(Territory(code=code) for code in codes)
    assert list(Territory.objects.order_by("code").values_list("code", flat=True)) == sorted(codes, key=str.encode)
    assert set(Territory.objects.filter(code__gte="Z", code__lt="b").values_list("code", flat=True)) == {"Z", "_", "a"}
    assert not Territory.objects.filter(code="z").exists()


def test_the_database_makes_a_guid_for_rows_that_have_none() -> None:
    given = uuid.uuid4()
    Territory.objects.bulk_create([Territory(code="A"), Territory(code="B"), Territory(code="C", guid=given)])
    guids = dict(Territory.objects.values_list("code", "guid"))
    assert all(isinstance(guid, uuid.UUID) for guid in guids.values())
    assert len(set(guids.values())) == 3
    assert guids["C"] == given


def test_each_column_has_a_check_of_its_own() -> None:
    names = [check.name for check in lengths("territory", code=20, description=100)]
    assert names == ["territory_code_length", "territory_description_length"]
