"""postkring import: a file of contacts, with the difference it makes on the terminal.

Exit status 0: every row was taken; 3: some rows were refused, and stand beside the file as FILE.quarantine.xlsx; 1: nothing was taken.
"""

import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from postkring.accounts.models import User
from postkring.contacts.catalogue import BY_NAME
from postkring.imports.actions import Choices, check_file, load, profile_named
from postkring.imports.models import FileImport, NewCodes, Outcome, State
from postkring.imports.quarantine import write_quarantine
from postkring.kit.errors import NotFound, Refused
from postkring.ledger.models import ChangeSet
from postkring.operations.schema import bring_up_to_date
from postkring.work.actions import plan
from postkring.work.models import State as TaskState
from postkring.work.queries import is_long
from postkring.work.running import advance

ALL_TAKEN, NOTHING_TAKEN, SOME_REFUSED = 0, 1, 3
SHOWN: Final = 20
_TAKEN: Final = (State.NEW, State.CHANGED, State.UNCHANGED, State.SKIPPED)


def run(options: Namespace) -> int:
    bring_up_to_date()
    user = User.objects.filter(username=options.user, is_active=True).first()
    if user is None:
        raise NotFound(f"There is no active user {options.user}: postkring user list shows everybody.")
    path = Path(options.file)
    with path.open("rb") as content:
        file = check_file(content, path.name, _choices(options), by=user)
    print("\n".join(difference(file)))
    status = outcome(file)
    if status != NOTHING_TAKEN and not options.dry_run:
        print(_load(file, user).sentence)
        file.refresh_from_db()  # while a large file is loaded, others may change what it would write
        status = outcome(file)
    if file.counts.get(State.REFUSED):
        _quarantine(file, path)
    return status


def _load(file: FileImport, user: User) -> ChangeSet:
    """A large file as a task: killed in the middle of its steps, a worker goes on with it."""
    rows = sum(file.counts.get(state, 0) for state in (State.NEW, State.CHANGED))
    if not is_long(rows):
        return load(file, token=file.token, by=user)
    arguments = {"file": file.pk, "token": file.token, "name": file.file_name, "rows": rows}
    work = plan("import", arguments, total=rows + file.counts.get("memberships", 0), by=user)
    while work.is_open:
        advance(work.pk)
        work.refresh_from_db()
        time.sleep(0.1)  # where a worker was faster, it is waited for
    if work.state != TaskState.DONE or work.change_set is None:
        raise Refused(work.said or str(work.get_state_display()))
    return work.change_set


def outcome(file: FileImport) -> int:
    if not file.counts.get(State.REFUSED):
        return ALL_TAKEN
    return SOME_REFUSED if any(file.counts.get(state) for state in _TAKEN) else NOTHING_TAKEN


def difference(file: FileImport) -> Iterator[str]:
    counts = file.counts
    ignored = [name for name, target in zip(file.header, file.mapping, strict=True) if not target and name]
    if ignored:
        yield f"Columns that are not loaded: {', '.join(ignored)}"
    proposed = f", of which {counts['proposed']} companies that only their persons name" if counts.get("proposed") else ""
    yield f"New: {counts.get(State.NEW, 0)}{proposed}"
    yield f"Changed: {counts.get(State.CHANGED, 0)}"
    yield f"Unchanged: {counts.get(State.UNCHANGED, 0)}"
    yield f"Left as they are: {counts.get(State.SKIPPED, 0)}"
    yield f"Put into groups: {counts.get('memberships', 0)}"
    yield f"Refused: {counts.get(State.REFUSED, 0)}"
    for spec, codes in file.new_codes_by_spec:
        for code, facts in codes.items():
            yield f"  {spec.label} {code} would be created, for {facts['contacts']} contacts"
    yield from _rows(file)


def _rows(file: FileImport) -> Iterator[str]:
    outcomes = Outcome.objects.filter(file=file).order_by("position")
    for each in outcomes.filter(state=State.CHANGED)[:SHOWN]:
        changes = "; ".join(f"{BY_NAME[name].label}: {_shown(old)} → {_shown(new)}" for name, old, new in each.changes or ())
        codes = "".join(f" +{code}" for _, codes in each.codes_by_spec for code in codes)
        yield f"  row {each.row}, {each.number} {each.name}: {changes}{codes}"
    for each in outcomes.filter(state=State.REFUSED)[:SHOWN]:
        yield f"  row {each.row}, {each.name or '?'}: {each.reason}"


def _shown(value: object) -> str:
    return "“”" if value in ("", None) else str(value)


def _choices(options: Namespace) -> Choices:
    return Choices(
        match=[way.strip() for way in options.match.split(",") if way.strip()] if options.match else None,
        policy=options.policy,
        new_codes=NewCodes.CREATE if options.create_codes else None,
        profile=profile_named(options.profile) if options.profile else None,
    )


def _quarantine(file: FileImport, path: Path) -> None:
    """Beside the file: FILE.quarantine.xlsx."""
    target = path.with_name(f"{path.name}.quarantine.xlsx")
    with target.open("wb") as into:
        count = write_quarantine(file, into)
    print(f"{count} refused: they stand in {target}, with the reason.", file=sys.stderr)
