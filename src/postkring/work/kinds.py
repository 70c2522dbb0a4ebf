"""What a kind of work is: who may ask for it, what it is called, the act behind it, and of one in steps how it goes on or back."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final, TypeAlias

from postkring.accounts.long_acts import go_on_by
from postkring.accounts.models import User
from postkring.accounts.permissions import Permission
from postkring.ledger.long_acts import LongAct, take_back
from postkring.ledger.models import ChangeSet, State
from postkring.ledger.undo import UndoReport

Arguments: TypeAlias = Mapping[str, Any]
ACT: Final = "act"  # among the arguments of work that has begun an act in steps: its number


@dataclass(frozen=True)
class Result:
    """`report` names what an undo left alone, and why."""

    change_set: ChangeSet | None = None
    report: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Kind:
    needs: Permission
    title: Callable[[Arguments], str]
    run: Callable[[Arguments, User], Result]
    is_act: bool = True  # it is done when its change set is there
    # Of an act in several transactions: the one that is under way, and taking back what it has written.
    begun: Callable[[Arguments], ChangeSet | None] = lambda _: None
    take_back: Callable[[Arguments, User], Result] = lambda *_: Result()
    goes_to_its_end: bool = False  # what it has begun is not cancelled; `take_back` leaves the rest of what cannot come to its end


def _begun(arguments: Arguments) -> ChangeSet | None:
    """The act in steps that the work has begun and not ended."""
    return ChangeSet.objects.filter(number=arguments.get(ACT, 0), state__in=(State.RUNNING, State.CANCELLING)).first()


def long_kind(needs: Permission, title: Callable[[Arguments], str], run: Callable[[Arguments, User], Result], long: LongAct) -> Kind:
    """An act that goes in steps where it is about many rows: what it has begun is gone on with, or taken back."""

    def go_on(arguments: Arguments, by: User) -> Result:
        act = _begun(arguments)
        return Result(go_on_by(long, act, by=by)) if act else run(arguments, by)

    def back(arguments: Arguments, by: User) -> Result:
        """Also by whom the right was taken from meanwhile: nothing stays half done."""
        act = _begun(arguments)
        return reported(take_back(long, act, by=by)) if act else Result()

    return Kind(needs, title, go_on, begun=_begun, take_back=back)


def reported(report: UndoReport) -> Result:
    return Result(report.change_set, [asdict(each) for each in report.not_undone])
