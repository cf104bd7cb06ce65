"""The outbox of one clerk on one computer: wishes that wait for the server, lent numbers, half-typed forms (N14, K3)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import RLock
from typing import Any, Literal

import msgspec

from desktop.operations.command import Command
from desktop.operations.edit_case import EditCase
from desktop.operations.intake import Leased, RecordIntake
from desktop.outbox.sealed_file import SealedFile
from desktop.outbox.wishes import command_of, label_of, plain, registrations_of
from desktop.sop.refusals import Difference, Refused
from desktop.sop.typed import typed

State = Literal["menunggu", "ditolak"]
WISH, LEASE, DRAFT, ABOUT = "wish:", "lease:", "draft:", "about:"


@dataclass(frozen=True, slots=True)
class Wish:
    """Something typed that the server has not acknowledged. ``ditolak``: it answered no, with a sentence. ``tried``: the
    server may have it, for it was on its way and no answer came."""

    command: Command
    typed_at: datetime
    label: str
    registrations: tuple[str, ...] = ()
    state: State = "menunggu"
    code: str = ""
    sentence: str = ""
    differences: tuple[Difference, ...] = ()
    tried: bool = False

    @property
    def id(self) -> str:
        """The request id: made when it was typed."""
        return self.command.request


@dataclass(frozen=True, slots=True)
class Lease:
    """A block of numbers of one year; ``next`` was not given to anybody yet."""

    id: int
    year: str
    first: int
    last: int
    next: int

    @property
    def left(self) -> int:
        """How many are left."""
        return self.last - self.next + 1


class Outbox:
    """Every change is on the disk when the method returns. :raises OSError: when it could not be; nothing changed."""

    def __init__(self, path: Path, password: str) -> None:
        """:raises WrongKey: :raises AlreadyOpen: :raises OSError:"""
        self._file = SealedFile(path, password)
        self._mutex = RLock()

    @property
    def mark(self) -> str:
        """The name under which this desk leases numbers."""
        return self._file.mark

    @property
    def damaged(self) -> Path | None:
        """Where a damaged file was kept aside."""
        return self._file.damaged

    # wishes
    def wishes(self) -> tuple[Wish, ...]:
        """All, in the order they were typed."""
        return tuple(_wish(value) for _, value in self._file.items(WISH))

    def find(self, request: str) -> Wish | None:
        """The one of this request as it stands now; ``None`` when it is not here (any more)."""
        stored = self._file.get(WISH + request)
        return _wish(stored) if stored is not None else None

    def waiting(self) -> tuple[Wish, ...]:
        """Those to be sent."""
        return tuple(wish for wish in self.wishes() if wish.state == "menunggu")

    def counts(self) -> tuple[int, int]:
        """(waiting, refused)."""
        states = [value["state"] for _, value in self._file.items(WISH)]
        return states.count("menunggu"), states.count("ditolak")

    def add(self, command: Command, typed_at: datetime, *, tried: bool = False) -> Wish:
        """Keep a command before it is sent; the same request is kept once, as it was first kept. ``tried``: it is sent
        right now.

        An intake gets numbers of the lease, when there are enough; a correction starts from what earlier ones that
        still wait will have stored.
        """
        with self._mutex:
            stored = self._file.get(WISH + command.request)
            if stored is not None:
                return _wish(stored)
            changes: dict[str, Any] = {}
            year = ""
            if isinstance(command, RecordIntake) and command.lease is None:
                command, year, changes = self._numbered(replace(command, typed_at=typed_at))
            elif isinstance(command, EditCase):
                command = self._after_earlier(command)
            made = Wish(command, typed_at, label_of(command), registrations_of(command, year), tried=tried)
            self._file.put(changes | {WISH + command.request: _plain(made)})
            return made

    def set_tried(self, wish: Wish, tried: bool) -> None:
        """Said before it is sent; taken back when it surely did not arrive."""
        self._file.put({WISH + wish.id: _plain(replace(wish, tried=tried))})

    def sent(self, request: str) -> None:
        """The server has it."""
        self._file.put({WISH + request: None})

    def withdrawn(self, wish: Wish) -> None:
        """Refused while the clerk still has it on the form: it is no wish any more, and its numbers are free again."""
        with self._mutex:
            changes: dict[str, Any] = {WISH + wish.id: None}
            lease = wish.command.lease if isinstance(wish.command, RecordIntake) else None
            block = self._file.get(f"{LEASE}{lease.lease_id}") if lease else None
            if lease and block and block["next"] == lease.numbers[-1] + 1:
                changes[f"{LEASE}{lease.lease_id}"] = block | {"next": lease.numbers[0]}
            self._file.put(changes)

    def refused(self, wish: Wish, refusal: Refused, *, tried: bool = False) -> Wish:
        """The server said no: kept, with its sentence and the fields that clash. ``tried``: it may have it even so."""
        wish = replace(wish, tried=tried)
        marked = replace(wish, state="ditolak", code=refusal.code, sentence=refusal.sentence)
        marked = replace(marked, differences=refusal.differences)
        self._file.put({WISH + wish.id: _plain(marked)})
        return marked

    def corrected(self, wish: Wish, command: Command) -> Wish:
        """What the clerk made of it takes its place: another request, to be sent again, with the same numbers unless it was
        refused for them (``no_lease``)."""
        if wish.code == "no_lease" and isinstance(command, RecordIntake):
            command, wish = replace(command, lease=None), replace(wish, registrations=())
        made = replace(wish, command=command, label=label_of(command), state="menunggu", code="", sentence="")
        made = replace(made, differences=(), tried=wish.tried and command.request == wish.id)
        gone = {WISH + wish.id: None} if made.id != wish.id else {}
        self._file.put(gone | {WISH + made.id: _plain(made)})
        return made

    # numbers
    def leases(self) -> tuple[Lease, ...]:
        """Blocks that this desk has."""
        return tuple(msgspec.convert(value, typed(Lease)) for _, value in self._file.items(LEASE))

    def keep_lease(self, lease: Lease) -> None:
        """A new block."""
        self._file.put({f"{LEASE}{lease.id}": msgspec.to_builtins(lease)})

    def drop_lease(self, lease_id: int) -> None:
        """Given back, or used up."""
        self._file.put({f"{LEASE}{lease_id}": None})

    def _numbered(self, command: RecordIntake) -> tuple[RecordIntake, str, dict[str, Any]]:
        people, year = len(command.people), f"{command.typed_at:%Y}" if command.typed_at else ""
        block = next((one for one in self.leases() if one.left >= people and one.year == year), None)
        if block is None or not people:
            return command, "", {}
        numbers = tuple(range(block.next, block.next + people))
        given = replace(block, next=block.next + people)
        leased = Leased(lease_id=block.id, desk=self.mark, numbers=numbers)
        return replace(command, lease=leased), block.year, {f"{LEASE}{block.id}": msgspec.to_builtins(given)}

    def _after_earlier(self, command: EditCase) -> EditCase:
        before = dict(command.before)
        for wish in self.waiting():
            earlier = wish.command
            if isinstance(earlier, EditCase) and earlier.application_id == command.application_id:
                changed = {name: value for name, value in earlier.after.items() if value != earlier.before.get(name)}
                before |= {name: value for name, value in changed.items() if name in before}
        return replace(command, before=before)

    # half-typed forms and who this is
    def draft(self, name: str) -> Any:
        """What was half typed under this name, ``None`` when nothing is."""
        return self._file.get(DRAFT + name)

    def drafts(self, prefix: str) -> dict[str, Any]:
        """Everything half typed under names that begin so."""
        return {name.removeprefix(DRAFT): value for name, value in self._file.items(DRAFT + prefix)}

    def keep_drafts(self, values: dict[str, Any]) -> None:
        """Half-typed forms by name, as plain values; ``None`` forgets one. What is already kept is not written again."""
        fresh = {DRAFT + name: value for name, value in values.items() if self._file.get(DRAFT + name) != value}
        if fresh:
            self._file.put(fresh)

    def about(self, name: str) -> Any:
        """A fact about the clerk, for signing in without the server."""
        return self._file.get(ABOUT + name)

    def keep_about(self, name: str, value: Any) -> None:
        """Keep it."""
        if self._file.get(ABOUT + name) != value:
            self._file.put({ABOUT + name: value})

    def take_in(self, other: "Outbox") -> int:
        """What another box of this clerk holds; gives how many wishes came. Its numbers stay behind: they were lent under
        its mark, not this one's."""
        found = [one for prefix in (WISH, DRAFT) for one in other._file.items(prefix)]
        self._file.put({name: value for name, value in found if self._file.get(name) is None})
        return sum(name.startswith(WISH) for name, _ in found)

    def opens_with(self, password: str) -> bool:
        """Whether this is the password of the box."""
        return self._file.opens_with(password)

    def change_password(self, password: str) -> None:
        """From now on the box opens with this one."""
        self._file.change_password(password)

    def close(self) -> None:
        """Closed for this sign-in."""
        self._file.close()


def _plain(wish: Wish) -> dict[str, Any]:
    values = {
        name: getattr(wish, name)
        for name in ("typed_at", "label", "registrations", "state", "code", "sentence", "tried")
    }
    stored: dict[str, Any] = msgspec.to_builtins(values)
    differences = msgspec.to_builtins([asdict(one) for one in wish.differences])
    return stored | {"command": plain(wish.command), "differences": differences}


def _wish(value: dict[str, Any]) -> Wish:
    differences: Sequence[Difference] = msgspec.convert(value["differences"], typed(tuple[Difference, ...]))
    return Wish(
        command_of(value["command"]),
        datetime.fromisoformat(value["typed_at"]),
        value["label"],
        tuple(value["registrations"]),
        value["state"],
        value["code"],
        value["sentence"],
        tuple(differences),
        # Kept by a version that did not say: it may have been sent.
        value.get("tried", True),
    )
