"""Every `make` target, `postkring` command and setting that a document names exists, and the README names every one of them."""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from postkring.commands.arguments import parser
from postkring.settings.environment import KNOWN

ROOT: Final = Path(__file__).resolve().parent.parent

MAKE: Final = re.compile(r"(?:^|`|\$ )make ([a-z][a-z-]*)", re.MULTILINE)
COMMAND: Final = re.compile(r"(?:^|`|\$ |bin/)postkring ([a-z]+(?: [a-z]+)?)", re.MULTILINE)
SETTING: Final = re.compile(r"\bPOSTKRING_[A-Z_]+\b")


def main() -> int:
    faults = [*unknown(), *unsaid()]
    print("\n".join(faults))
    return 1 if faults else 0


def unknown() -> Iterator[str]:
    targets, commands = make_targets(), command_names()
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("src/postkring/manual/**/*.md")]:
        text = path.read_text(encoding="utf-8")
        named = {
            "make target": set(MAKE.findall(text)) - targets,
            "command": {name for name in COMMAND.findall(text) if not {name, name.split()[0]} & commands},
            "setting": set(SETTING.findall(text)) - KNOWN,
        }
        for kind, names in named.items():
            yield from (f"{path.relative_to(ROOT)}: there is no {kind} {name}" for name in sorted(names))


def unsaid() -> Iterator[str]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in sorted({f"postkring {name}" for name in command_names()} | KNOWN):
        if name not in text:
            yield f"README.md does not name {name}"


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def command_names() -> set[str]:
    """`serve`, `user add` and so on, as the parser has them."""
    return {" ".join(words) for words in _paths(parser())}


def _paths(level: argparse.ArgumentParser) -> Iterator[list[str]]:
    choices = [action.choices for action in level._actions if isinstance(action, argparse._SubParsersAction)]
    if not choices:
        yield []
    for name, below in choices[0].items() if choices else ():
        yield from ([name, *rest] for rest in _paths(below))


if __name__ == "__main__":
    sys.exit(main())
