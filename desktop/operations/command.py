"""The base of all commands, and the table from a command to the function that carries it out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

from desktop.operations.outcome import Outcome

if TYPE_CHECKING:
    from desktop.operations.work import Work


def new_request() -> str:
    """A request id: made when a dialog opens, so that a double click is the same request."""
    return uuid4().hex


@dataclass(frozen=True, kw_only=True)
class Command:
    """A wish of a clerk. The same ``request`` is carried out once, however often it is sent.

    ``before_totp``: also for who must have an authenticator and has none yet.
    """

    before_totp = False
    request: str = field(default_factory=new_request)


C = TypeVar("C", bound=Command)
Handler = Callable[["Work", Any], Outcome]
HANDLERS: dict[type[Command], Handler] = {}


def operation(command: type[C]) -> Callable[[Callable[["Work", C], Outcome]], Callable[["Work", C], Outcome]]:
    """Mark the function that carries out ``command``; one command, one function."""

    def register(function: Callable[["Work", C], Outcome]) -> Callable[["Work", C], Outcome]:
        HANDLERS[command] = function
        return function

    return register
