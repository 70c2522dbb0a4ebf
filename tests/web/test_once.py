import pytest
from django import forms
from django.core.cache import cache

from postkring.accounts.models import User
from postkring.web.once import OnceForm, sending

pytestmark = pytest.mark.django_db


class NoteForm(OnceForm):
    text = forms.CharField(required=False)


def sent(**values: str) -> NoteForm:
    form = NoteForm(values)
    assert form.is_valid()
    return form


def first(form: NoteForm, by: User) -> bool:
    with sending(form, by=by) as is_first:
        return is_first


def test_each_form_that_is_handed_out_carries_another_token() -> None:
    assert NoteForm().initial["once"] != NoteForm().initial["once"]


def test_one_form_counts_once(editor: User) -> None:
    assert [first(sent(once="a", text="x"), editor) for _ in range(3)] == [True, False, False]


def test_another_content_user_or_token_is_another_sending(editor: User, marketer: User) -> None:
    assert [first(sent(once="b", text="x"), editor), first(sent(once="b", text="y"), editor)] == [True, True]
    assert [first(sent(once="b", text="x"), marketer), first(sent(once="c", text="x"), editor)] == [True, True]


def test_without_a_token_every_sending_counts(editor: User) -> None:
    assert [first(sent(text="x"), editor) for _ in range(2)] == [True, True]


def test_a_sending_that_failed_may_be_sent_again(editor: User) -> None:
    with pytest.raises(ValueError, match="broken"), sending(sent(once="d"), by=editor):
        raise ValueError("broken")
    assert first(sent(once="d"), editor)


@pytest.fixture(autouse=True)
def _forgotten() -> None:
    cache.clear()
