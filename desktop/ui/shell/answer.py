"""What a question to the office (sign-in, unlock, first start) comes back with."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """``ok``, or a sentence why not; ``wait_seconds`` > 0 while the account is locked."""

    ok: bool
    sentence: str = ""
    wait_seconds: int = 0


Reply = Callable[[Answer], None]
