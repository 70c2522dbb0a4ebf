"""postkring serve: prepares what is missing, serves, and says last where and how to sign in."""

import os
import sys
from argparse import Namespace
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Final

from postkring.accounts.models import User
from postkring.operations import configuration, schema, server, static_files, supervisor
from postkring.operations.demo import demo_is_there, demo_user, load_demo, password_file

_WORKER: Final = (sys.executable, "-P", "-m", "postkring.commands", "worker", "--stop-with")


def run(options: Namespace) -> int:
    place = server.Place(options.host, options.port)
    configuration.refuse_dead_paths()
    server.refuse_busy(place)
    prepare(with_demo=options.demo)
    sign_in = how_to_sign_in()
    with nullcontext() if options.no_worker else supervisor.supervised(_WORKER):
        server.serve(place, partial(announce, place.address, sign_in))
    return 0


def prepare(*, with_demo: bool) -> None:
    if schema.missing_steps():
        print("Bringing the database up to date", flush=True)
        schema.bring_up_to_date()
    if static_files.collect():
        print("Collected the style sheets and scripts", flush=True)
    if with_demo and load_demo():
        print("Loaded the demo organisation", flush=True)


def how_to_sign_in() -> str:
    demonstrator = demo_user()
    if demonstrator and demo_is_there():
        return f"Sign in with one click on the sign-in page, or as {demonstrator.username} with the password {_password_of(demonstrator)}"
    if demonstrator and User.objects.count() == 1:
        return f"Sign in as {demonstrator.username} with the password {_password_of(demonstrator)}"
    if not User.objects.exists():
        return f"Nobody can sign in yet. Make the first user in another terminal: {_myself()} user add NAME --role administrator"
    return "Sign in with your user name."


def _password_of(demonstrator: User) -> str:
    """The one that was made up, for as long as nobody has set another one."""
    try:
        password = password_file().read_text(encoding="ascii").strip()
    except FileNotFoundError:
        password = ""
    return password if demonstrator.check_password(password) else "you gave it"


def announce(address: str, sign_in: str) -> None:
    print(f"Postkring answers at {address}\n{sign_in}", flush=True)


def _myself() -> str:
    """How this very program was called, as it can be typed again in the same folder."""
    program = Path(sys.argv[0])
    return os.path.relpath(program) if program.is_absolute() and program.is_relative_to(Path.cwd()) else str(program)
