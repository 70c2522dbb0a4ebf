"""The salesperson as a criterion: a code, or %me for the one that whoever asks is tied to."""

from typing import Final

from django.utils.translation import pgettext

from postkring.accounts.asking import whoever_asks
from postkring.criteria.columns import ReferenceCriterion
from postkring.criteria.errors import FilterError
from postkring.criteria.expressions import Node, operands, quoted
from postkring.kit.errors import DoesNotExist
from postkring.setup.tied_users import salesperson_of

ME: Final = "%me"


class SalespersonCriterion(ReferenceCriterion):
    def parse(self, raw: str) -> Node:
        """The tree with the code in the place of %me."""
        return super().parse(self.settled(raw))

    def settled(self, raw: str) -> str:
        """Raises DoesNotExist for who is tied to no salesperson: that is neither nobody nor everybody."""
        if ME not in raw.lower():
            return raw
        try:
            mine = [each for each in operands(self.read(raw)) if not each.quoted and each.text.strip().lower() == ME]
        except FilterError:
            return raw  # to be refused by whoever reads it next, with examples
        for operand in sorted(mine, key=lambda each: each.start, reverse=True):
            raw = f"{raw[: operand.start]}{quoted(_own_code(operand.start + 1))}{raw[operand.end :]}"
        return raw


def _own_code(position: int) -> str:
    user = whoever_asks()
    own = salesperson_of(user) if user else None
    if own is None:
        said = pgettext("msg.me_without_salesperson", "You are tied to no salesperson, so %(token)s means nobody. Ask an administrator.")
        raise DoesNotExist(said % {"token": ME}, value=ME, position=position)
    return own.code
