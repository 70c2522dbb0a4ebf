"""Whether an act can be taken back now: it has ended, it stands, nobody else is at it, and no guard says no."""

from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import pgettext

from postkring.kit.errors import Refused
from postkring.ledger.declarations import Ledgered, declaration
from postkring.ledger.models import ChangeSet, State


def unfinished() -> "QuerySet[ChangeSet]":
    """The acts in several transactions, undos as well, that have begun and not ended."""
    return ChangeSet.objects.filter(state__in=(State.RUNNING, State.CANCELLING))


def refuse_unfinished(change_set: ChangeSet) -> None:
    """Of an act in several transactions nothing is taken back before its end, other than by cancelling it."""
    if change_set.state in (State.RUNNING, State.CANCELLING):
        raise Refused(pgettext("msg.act_under_way", "This is still under way. Wait until it has ended, or cancel it."))
    if change_set.state == State.CANCELLED:
        raise Refused(pgettext("msg.undone_already", "This was undone already."))


def refuse_being_undone(change_set: ChangeSet) -> None:
    """What is being taken back, or done again, nobody else takes back."""
    last = change_set.last()
    if last.undoes_id and last.state == State.RUNNING:
        raise Refused(pgettext("msg.being_undone", "This is being undone. Wait until that has ended."))


def held(change_set: ChangeSet) -> ChangeSet:
    """The change set to take back, held so that a second undo of it waits and is refused."""
    ChangeSet.objects.select_for_update().get(pk=change_set.original().pk)
    refuse_being_undone(change_set)
    stands = change_set.standing()
    if stands is None:
        raise Refused(pgettext("msg.undone_already", "This was undone already."))
    return stands


def ask_guards(change_set: ChangeSet) -> None:
    for declared in sorted(map(declaration, change_set.tables), key=lambda declared: declared.order):
        if isinstance(declared, Ledgered) and declared.guard:
            import_string(declared.guard)(change_set)


def hold_rows(change_set: ChangeSet) -> None:
    """What tables say that nobody else may change while the act is being taken back is held from now on, or is refused."""
    declared = [each for each in map(declaration, change_set.tables) if isinstance(each, Ledgered)]
    for path in dict.fromkeys(each.hold for each in sorted(declared, key=lambda each: each.order) if each.hold):
        import_string(path)(change_set)


def undone(change_set: ChangeSet) -> str:
    """The sentence of what took an act back."""
    sentence = change_set.original().sentence
    if change_set.takes_back:
        return pgettext("ledger.redo", "Done again: %(sentence)s") % {"sentence": sentence}
    return pgettext("ledger.undo", "Undone: %(sentence)s") % {"sentence": sentence}
