"""Which acts stand: an act that was undone, done again, and so on stands when its chain of undos is even."""

from collections import defaultdict
from collections.abc import Iterable

from postkring.ledger.models import ChangeSet


def chains(change_sets: Iterable[ChangeSet]) -> dict[int, list[ChangeSet]]:
    """By the number of each act the undos that followed on it: its own, the one of that, and so on. One query for all of them."""
    firsts = {each.number: each.first_id or each.number for each in change_sets}
    undos = defaultdict(list)
    for undo in ChangeSet.objects.filter(first__in=set(firsts.values())).defer("sentences").order_by("number"):
        undos[undo.first_id].append(undo)
    return {number: [undo for undo in undos[first] if undo.number > number] for number, first in firsts.items()}


def stands(chain: list[ChangeSet]) -> bool:
    return len(chain) % 2 == 0


def is_left_in_part(chain: list[ChangeSet]) -> bool:
    """Whether an undo in the chain left rows as the act had made them. A later undo takes back what was done again, and not those."""
    return any(undo.takes_back and undo.counts.get("left") for undo in chain)


def taken_back(act: ChangeSet, chain: list[ChangeSet]) -> ChangeSet:
    """What an undo of an act that stands takes back: the act, or what did it again last."""
    return chain[-1] if chain else act
