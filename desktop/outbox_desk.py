"""What this computer keeps for one clerk, as the screens use it; without an outbox there is nothing."""

from typing import TYPE_CHECKING, Any

from desktop.operations.command import Command
from desktop.operations.outcome import Outcome
from desktop.sop.refusals import Refused

if TYPE_CHECKING:
    from desktop.outbox.box import Wish
    from desktop.outgoing import Flushed
    from desktop.seat import Seat


class OutboxDesk:
    """Half-typed forms, and wishes that wait for the server or were refused by it."""

    def __init__(self, seat: "Seat") -> None:
        self._seat = seat

    def keep_drafts(self, values: dict[str, Any]) -> None:
        """Half-typed forms by name, sealed on this computer; ``None`` forgets one. :raises OSError:"""
        if self._seat.box is not None:
            self._seat.box.keep_drafts(values)

    def drafts(self, prefix: str) -> dict[str, Any]:
        """The half-typed forms whose names begin so."""
        return self._seat.box.drafts(prefix) if self._seat.box is not None else {}

    def kept(self) -> "tuple[Wish, ...]":
        """What waits for the server, or was refused by it."""
        return self._seat.box.wishes() if self._seat.box is not None else ()

    def old_boxes(self) -> int:
        """Outboxes of this clerk that an earlier password sealed."""
        return len(self._seat.boxes.old_boxes(self._seat.staff.username)) if self._seat.boxes is not None else 0

    def open_old(self, old_password: str) -> int:
        """Take in what they hold; gives how many wishes came. :raises Refused: when the password opens none."""
        before, boxes = self.old_boxes(), self._seat.boxes
        came = boxes.take_in_old(self._seat.staff.username, old_password) if boxes is not None else 0
        if before and self.old_boxes() == before:
            raise Refused("wrong_password", "Kata sandi lama itu tidak membuka kotaknya. Periksa, lalu coba lagi.")
        return came

    def send(self) -> "Flushed | None":
        """Send what waits and try again what was refused; ``None`` without an outbox."""
        if self._seat.outgoing is None:
            return None
        self._seat.outgoing.retry_refused()
        return self._seat.outgoing.flush_all()

    def correct(self, wish: "Wish", command: Command) -> Outcome:
        """What the clerk made of a kept one. :raises Refused: kept again with its sentence."""
        if self._seat.outgoing is None:
            return self._seat.send(command)
        return self._seat.outgoing.correct(wish, command)

    def drop(self, wish: "Wish") -> None:
        """Thrown away by the clerk. :raises Refused: when it was sent meanwhile."""
        if self._seat.outgoing is not None:
            self._seat.outgoing.drop(wish)
        elif self._seat.box is not None:
            self._seat.box.sent(wish.id)
