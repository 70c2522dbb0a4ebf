"""Whatever an address holds, in whatever country: few lines, none of them empty, and nothing lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkring.outputs.address_block import address_block
from postkring.outputs.country_rules import RULES
from postkring.outputs.recipient import Address, Recipient, Sender

WORD = st.text("abcdeéüßñ", min_size=1, max_size=6)
MAYBE = st.one_of(st.just(""), WORD)
COUNTRIES = st.sampled_from([*RULES, "ES", "QX", ""])
ADDRESSES = st.builds(Address, WORD, MAYBE, MAYBE, WORD, st.just(""), COUNTRIES)
RECIPIENTS = st.builds(Recipient, name=WORD, name_2=MAYBE, company=MAYBE, company_2=st.just(""), address=ADDRESSES)


@pytest.mark.parametrize("most", [5, 6, 8])
@given(recipient=RECIPIENTS, home=COUNTRIES)
def test_an_address_block_is_whole(most: int, recipient: Recipient, home: str) -> None:
    lines = address_block(recipient, Sender(home, "nl"), most=most)
    assert 0 < len(lines) <= most
    assert all(line == line.strip() != "" for line in lines)
    said = " ".join(lines).upper()
    address = recipient.address
    for text in (recipient.company, recipient.name, recipient.name_2, address.street, address.street_2, address.post_code, address.city):
        assert text.upper() in said
