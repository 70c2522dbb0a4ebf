import pytest

from postkring.operations.schema import bring_up_to_date, foreign_steps, missing_steps


@pytest.mark.django_db
def test_nothing_is_missing_after_every_migration() -> None:
    assert missing_steps() == set()
    assert foreign_steps() == set()
    assert bring_up_to_date() is False
