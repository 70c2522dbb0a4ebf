import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from postkring.kit.errors import FieldErrors, NotAcceptable, Refused
from postkring.web.forms import Choice, Line, Lookup, PlainForm


class CodeForm(PlainForm):
    code = Line(label="Code", limit=11, help_text="At most 11")
    group = Line(label="Group", required=False, widget=Lookup("/groups"))
    agree = forms.BooleanField(label="Agree", required=False)


def draw(template: str, **values: object) -> str:
    return " ".join(Template(template).render(Context(values)).split())


def test_a_limited_field_counts_and_never_cuts() -> None:
    drawn = draw("{% field form.code %}", form=CodeForm({"code": "VERHUIZINGEN"}))
    assert "maxlength" not in drawn
    assert 'class="field-counter field-counter-over" id="CodeForm_code_counter"' in drawn
    assert ">12/11</span>" in drawn
    assert 'value="VERHUIZINGEN"' in drawn


def test_hint_counter_and_refusal_are_tied_to_the_field() -> None:
    form = CodeForm({"code": ""})
    assert not form.is_valid()
    drawn = draw("{% field form.code %}", form=form)
    assert 'aria-describedby="CodeForm_code_helptext CodeForm_code_error CodeForm_code_counter"' in drawn
    assert all(f'id="CodeForm_code_{part}"' in drawn for part in ("helptext", "error", "counter"))
    assert 'aria-invalid="true"' in drawn
    assert "autofocus" in drawn


def test_a_missing_value_is_named_in_the_language_of_the_user() -> None:
    with translation.override("nl"):
        form = CodeForm({})
        assert form.errors == {"code": ["Vul Code in."]}


def test_what_an_act_refuses_stands_beside_its_field_or_above_the_form() -> None:
    form = CodeForm({"code": "A B"})
    assert form.is_valid()
    form.refuse(NotAcceptable("A blank.", field="code"))
    form.refuse(Refused("Not now.", field="elsewhere"))
    assert form.errors == {"code": ["A blank."], "__all__": ["Not now."]}


def test_several_refusals_find_their_fields() -> None:
    form = CodeForm({"code": "A"})
    assert form.is_valid()
    form.refuse(FieldErrors([NotAcceptable("One.", field="code"), NotAcceptable("Two.", field="group")]))
    assert form.errors == {"code": ["One."], "group": ["Two."]}


def test_the_summary_links_to_each_refused_field() -> None:
    form = CodeForm({"code": ""})
    drawn = draw("{% form_errors form %}", form=form)
    assert 'role="alert"' in drawn
    assert '<a href="#CodeForm_code">' in drawn
    assert draw("{% form_errors form %}", form=CodeForm()) == ""


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
def test_text_that_no_database_stores_is_refused(text: str) -> None:
    form = CodeForm({"code": text})
    assert not form.is_valid()


def test_typed_blanks_reach_the_act() -> None:
    form = CodeForm({"code": "  A B "})
    assert form.is_valid()
    assert form.cleaned_data["code"] == "  A B "


def test_a_lookup_is_a_text_field_that_says_where_it_asks() -> None:
    drawn = draw("{% field form.group %}", form=CodeForm({"group": "VER"}))
    assert 'data-lookup="/groups"' in drawn
    assert 'type="text" name="group" value="VER"' in drawn
    assert "data-lookup-submits" not in drawn


def test_choices_of_a_lookup_are_escaped() -> None:
    drawn = draw("{% include 'components/lookup_options.html' %}", choices=[Choice('"><script>', note="<b>", also="create=1")])
    assert "<script>" not in drawn
    assert "<b>" not in drawn
    assert 'data-also="create=1"' in drawn


def test_a_checkbox_has_its_label_beside_it() -> None:
    assert '<label for="CodeForm_agree">Agree</label>' in draw("{% field form.agree %}", form=CodeForm())


@pytest.mark.parametrize(
    ("field", "typed", "shown"),
    [
        (Line(limit=11, is_code=True), " straße ", "7/11"),
        (Line(limit=11, is_code=True), "cafe\u0301", "4/11"),
        (Line(limit=11), " straße ", "6/11"),
        (Line(limit=2048), "x" * 3000, "3,000/2,048"),
    ],
)
def test_the_counter_counts_what_would_be_stored(field: Line, typed: str, shown: str) -> None:
    class OneField(PlainForm):
        one = field

    with translation.override("en"):
        assert f">{shown}</span>" in draw("{% field form.one %}", form=OneField({"one": typed}))
