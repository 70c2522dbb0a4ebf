"""What can be done with one record, or asked of it, beside reading and writing: an act is posted, a function is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from postkring.accounts.models import User
from postkring.api.edm import EntitySet


@dataclass(frozen=True)
class Asking:
    """One call: `key` is that of the row, `parameters` what stands between the parentheses behind the name of a function.

    `question` names record and operation, however the address was written; `made` answers a record that was made, by
    its set and its key.
    """

    request: HttpRequest
    key: int
    parameters: str
    by: User
    question: str
    made: Callable[[EntitySet, int], HttpResponse]


@dataclass(frozen=True)
class Bound:
    """`takes` are the members of the body, or of a function the names in its parentheses. `answer` names the form of what it answers.

    `makes`: it answers the new record that it made.
    """

    run: Callable[[Asking], HttpResponse]
    takes: Mapping[str, type]
    answer: str
    is_function: bool = False
    makes: bool = False

    @property
    def method(self) -> str:
        return "GET" if self.is_function else "POST"
