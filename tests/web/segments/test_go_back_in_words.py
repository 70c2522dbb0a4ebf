"""The question before a step is taken back is a sentence in every language."""

import pytest
from django.utils import translation
from django.utils.translation import pgettext


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "\u00a0» du 27/11/2026\u00a0?"), ("de", "“ vom 27.11.2026,"), ("nl", "” van 27/11/2026,")]
)
def test_the_date_of_the_step_follows_the_right_word(language: str, said: str) -> None:
    with translation.override(language):
        sentence = pgettext(
            "msg.go_back_confirm", "Undo the last step, “%(action)s” of %(time)s? Contacts in the segment: from %(now)s to %(then)s."
        )
    day = "27.11.2026" if language == "de" else "27/11/2026"
    assert said in sentence % {"action": "X", "time": day, "now": 2, "then": 1}
