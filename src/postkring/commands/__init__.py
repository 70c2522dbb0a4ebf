"""The terminal door: the `postkring` command. arguments.py says what may be typed; each command has its module."""

import os
import sys
from collections.abc import Sequence

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import Error
from django.utils import translation
from django.utils.module_loading import import_string

from postkring.commands import arguments
from postkring.kit.errors import DomainError
from postkring.ledger.doors import COMMAND, through


def main(typed: Sequence[str] | None = None) -> int:
    options = arguments.parse(typed)
    os.umask(0o077)  # the home folder holds names and addresses: it is for whoever runs Postkring alone
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "postkring.settings.base")
    try:
        django.setup()
        # The modules of the commands need Django set up, so they are known here by name only.
        with through(COMMAND), translation.override("en"):
            status: int = import_string(options.run)(options)
            return status
    except KeyboardInterrupt:
        return 130
    except (DomainError, Error, ImproperlyConfigured, OSError) as error:
        print(sentence(error), file=sys.stderr)
        return 1


def sentence(error: Exception) -> str:
    """What went wrong, on one line, for whoever sits at the terminal."""
    match error:
        case DomainError():
            return error.message
        case OSError(filename=str() as name):
            return f"{name} cannot be used ({error.strerror}): look whom it belongs to, and whether the disk is full."
        case Error():
            return f"The database refuses: {first_line(error)}"
    return first_line(error)


def first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
