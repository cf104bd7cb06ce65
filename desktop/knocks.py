"""Wrong passwords at a closed office: the file cannot be asked yet, so the pause that grows is kept here.

It protects the desk against a colleague who guesses, as the database does once the office is open. Against somebody who
carries the file away only the price of one guess helps (Argon2id in the key slots).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class Knocks:
    """Failures since this program began, unknown user names among them: they must sound alike."""

    clock: Callable[[], datetime]
    _failed: dict[str, list[datetime]] = field(default_factory=dict)

    def check(self, username: str) -> None:
        """:raises Refused: ``locked`` while the pause of this user name lasts."""
        from desktop.operations.sign_in import locked, pause_after

        failed = self._failed.get(username, [])
        pause = pause_after(len(failed))
        if pause is not None and failed[-1] + pause > self.clock():
            raise locked(failed[-1] + pause - self.clock())

    def failed(self, username: str) -> None:
        """One more. :raises Refused: ``locked`` when it was one too many."""
        self._failed.setdefault(username, []).append(self.clock())
        self.check(username)

    def take(self) -> dict[str, list[datetime]]:
        """User name → moments, for the journal of the office that opened at last; forgotten here."""
        taken, self._failed = self._failed, {}
        return taken
