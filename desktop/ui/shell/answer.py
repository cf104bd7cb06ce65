"""What a question to the office (sign-in, unlock, first start) comes back with."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """``ok``, or a sentence why not; ``wait_seconds`` > 0 while the account is locked; ``code_wanted``: the password was
    right, and the authenticator's code is still missing."""

    ok: bool
    sentence: str = ""
    wait_seconds: int = 0
    code_wanted: bool = False


Reply = Callable[[Answer], None]
