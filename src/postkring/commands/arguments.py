"""What may be typed after `postkring`. Needs no Django, so that --help answers at once."""

import argparse
from collections.abc import Sequence
from typing import Any, Final, NoReturn

LONGEST_VALIDITY: Final = 36_500  # days of a token


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(1, f"{self.prog}: {message}; {self.prog} --help says more.\n")


def parse(typed: Sequence[str] | None = None) -> argparse.Namespace:
    return parser().parse_args(typed)


def parser() -> Parser:
    postkring = Parser(prog="postkring", description="Contacts, mailing groups and segments for an office that mails.")
    commands = postkring.add_subparsers(metavar="COMMAND", required=True)
    _add_serve(commands)
    _add_worker(commands)
    _add_user(commands)
    _add_token(commands)
    _add_export(commands)
    _add_import(commands)
    _add_check(commands)
    return postkring


def _add_serve(commands: Any) -> None:
    serve = commands.add_parser("serve", help="serve Postkring to browsers")
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen at (default: this machine only)")
    serve.add_argument("--port", type=_port, default=8000, metavar="N", help="the port to listen at (default: 8000)")
    serve.add_argument("--demo", action="store_true", help="load the demo organisation into an empty database")
    serve.add_argument("--no-worker", action="store_true", help="start no background worker: postkring worker runs one elsewhere")
    serve.set_defaults(run="postkring.commands.serve.run")


def _add_worker(commands: Any) -> None:
    worker = commands.add_parser("worker", help="one more background worker, for acts on many; any number may run")
    worker.add_argument("--stop-with", type=int, metavar="PROCESS", help=argparse.SUPPRESS)  # the supervisor that started it
    worker.set_defaults(run="postkring.commands.worker.run")


def _add_user(commands: Any) -> None:
    acts = commands.add_parser("user", help="who may sign in").add_subparsers(metavar="ACT", required=True)
    add = acts.add_parser("add", help="let somebody sign in")
    add.add_argument("name", metavar="NAME", help="the name to sign in with")
    add.add_argument("--role", required=True, metavar="ROLE", help="administrator, marketer, editor or reader")
    add.add_argument("--password-stdin", action="store_true", help="read the password from standard input instead of making one")
    add.set_defaults(run="postkring.commands.user.add")
    acts.add_parser("list", help="everybody, with role and state").set_defaults(run="postkring.commands.user.show")
    disable = acts.add_parser("disable", help="let somebody sign in no longer")
    disable.add_argument("name", metavar="NAME")
    disable.set_defaults(run="postkring.commands.user.disable")


def _add_token(commands: Any) -> None:
    acts = commands.add_parser("token", help="what programs sign in with").add_subparsers(metavar="ACT", required=True)
    add = acts.add_parser("add", help="make an API token of a user; it alone goes to standard output, this once")
    add.add_argument("user", metavar="USER", help="the user in whose name it acts")
    add.add_argument("--name", default="terminal", metavar="TEXT", help="what it is for (default: terminal)")
    add.add_argument("--role", default="", metavar="ROLE", help="what it may at most, as the role of a user (default: that of the user)")
    add.add_argument("--days", type=_days, default=365, metavar="N", help="for how many days it is valid (default: 365; 0: no end)")
    add.set_defaults(run="postkring.commands.token.add")
    show = acts.add_parser("list", help="every token that was not revoked: number, user, role, name, beginning, validity, last use")
    show.add_argument("user", metavar="USER", nargs="?", help="of this user only")
    show.set_defaults(run="postkring.commands.token.show")
    revoke = acts.add_parser("revoke", help="have a token open nothing any more")
    revoke.add_argument("number", metavar="NUMBER", type=_number, help="its number, as postkring token list shows it")
    revoke.set_defaults(run="postkring.commands.token.revoke")


def _add_export(commands: Any) -> None:
    what = commands.add_parser("export", help="contacts into a file").add_subparsers(metavar="WHAT", required=True)
    contacts = what.add_parser("contacts", help="all contacts, with their mailing groups")
    contacts.add_argument("file", metavar="FILE", help="the file to write; .csv, .xlsx or .vcf by the ending of its name")
    contacts.set_defaults(run="postkring.commands.export.contacts")


def _add_import(commands: Any) -> None:
    load = commands.add_parser("import", help="load contacts from a .csv, .xlsx or .vcf file")
    load.add_argument("file", metavar="FILE")
    load.add_argument("--as", dest="user", required=True, metavar="USER", help="the user in whose name it is loaded")
    load.add_argument("--profile", metavar="P", help="columns and choices that were kept under this name")
    load.add_argument(
        "--match", metavar="COLUMNS", help="what tells that a contact is there already, in this order: number,email,name+post_code …"
    )
    load.add_argument(
        "--policy", choices=("skip", "fill", "update"), help="what becomes of contacts that are there already (default: skip)"
    )
    load.add_argument("--create-codes", action="store_true", help="create mailing groups that do not exist yet")
    load.add_argument("--dry-run", action="store_true", help="say what would be loaded, and load nothing")
    load.set_defaults(run="postkring.commands.loading.run")


def _add_check(commands: Any) -> None:
    check = commands.add_parser("check", help="is this installation sound? One line for each fact")
    check.add_argument("--counters", action="store_true", help="also compare every mailing group's counter with a count")
    check.set_defaults(run="postkring.commands.check.run")


def _port(text: str) -> int:
    if text.isascii() and text.isdecimal() and 0 < int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not “{text}”")


def _days(text: str) -> int:
    if text.isascii() and text.isdecimal() and int(text) <= LONGEST_VALIDITY:
        return int(text)
    raise argparse.ArgumentTypeError(f"a number of days is one from 0 to {LONGEST_VALIDITY}, not “{text}”")


def _number(text: str) -> int:
    if text.isascii() and text.isdecimal():
        return int(text)
    raise argparse.ArgumentTypeError(f"a token has a number, not “{text}”")
