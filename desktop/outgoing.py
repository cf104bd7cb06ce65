"""Commands that go through the outbox: kept on this computer first, sent, and only then let go (N14, J7)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import RLock

from db.queries.staff import StaffRow
from desktop.operations.command import Command
from desktop.operations.intake import RecordIntake
from desktop.operations.lease_numbers import EndLease, LeaseNumbers
from desktop.operations.outcome import Outcome
from desktop.operations.take import ReleaseMine
from desktop.outbox.box import Lease, Outbox, Wish
from desktop.outbox.wishes import changes_of, may_wait
from desktop.settings import SETTINGS, number_setting
from desktop.sop.refusals import Refused
from desktop.world import WorldTrouble

Send = Callable[[Command], Outcome]
# Trouble that passes by itself, and trouble with this desk's way to the server; all other is told like a refusal.
WAIT = frozenset({"db-unreachable", "db-busy", "db-disk_full"})
STOP = frozenset({"db-refused", "db-untrusted"})
PATIENCE = timedelta(seconds=30)
PIECES = 5  # blocks asked for at a time
DEFAULT_BLOCK = int(SETTINGS["lease_size"].default)


@dataclass(frozen=True, slots=True)
class Flushed:
    """What became of the outbox: ``sent`` arrived, ``refused`` need a look, ``left`` still wait for the server, because of
    ``trouble``."""

    sent: int
    refused: int
    left: int
    done: tuple[int, ...] = ()
    topics: frozenset[str] = frozenset()
    trouble: WorldTrouble | None = None

    @property
    def halt(self) -> str:
        """The sentence of trouble that waiting alone does not end; empty without it."""
        return self.trouble.sentence if self.trouble is not None and self.trouble.code in STOP else ""


class Outgoing:
    """One clerk's outbox and the way to the server. Runs off the GUI thread; nothing here touches the screen."""

    def __init__(self, box: Outbox, staff: StaffRow, send: Send, now: Callable[[], datetime]) -> None:
        self.box, self.staff = box, staff
        self._send, self._now = send, now
        self._mutex = RLock()
        self._away_at: datetime | None = None
        self._size = DEFAULT_BLOCK

    def away(self) -> None:
        """The server was just found away: for ``PATIENCE``, or until the outbox is sent, nobody waits for it again."""
        self._away_at = self._now()

    def is_away(self) -> bool:
        """Whether the server was found away a moment ago."""
        at = self._away_at  # another thread may forget it meanwhile
        return at is not None and abs(self._now() - at) < PATIENCE

    def takes(self, command: Command) -> bool:
        """Whether this command may wait here."""
        return may_wait(command)

    def run(self, command: Command) -> Outcome:
        """Send it now when nothing waits before it; a server that is away keeps it here, and the outcome says so.

        :raises Refused: as the server said; it is on the clerk's form and not kept.
        """
        with self._mutex:
            known = self.box.find(command.request)
            earlier = any(one.id != command.request for one in self.box.waiting())
            resting = self.is_away()
            wish = self.box.add(command, self._now(), tried=not (earlier or resting))
            if resting:
                return _kept(wish, None)
            try:
                told = self.flush_all(until=wish.id) if earlier else None
                if told is not None and told.left:
                    return _kept(wish, told.trouble)
                outcome = self._carry(wish, known is not None and known.tried)
            except Refused:
                self.box.withdrawn(wish)
                raise
            except WorldTrouble as trouble:
                if trouble.code in WAIT | STOP or trouble.unsure:
                    return _kept(wish, trouble)
                self.box.withdrawn(wish)
                raise
            except Exception:
                # Our own bug, told by the crash dialog: the words are on the form, and what is typed there next counts.
                self.box.withdrawn(wish)
                raise
            given = tuple(outcome.data.get("registrations", ()))
            if given and given != wish.registrations:
                # Carried out under this request before, with the numbers of then: those of now were never told to anybody.
                self.box.withdrawn(wish)
            else:
                self.box.sent(wish.id)
            return replace(outcome, sentence=f"{outcome.sentence} Nomor: {', '.join(given)}.") if given else outcome

    def _carry(self, wish: Wish, tried: bool) -> Outcome:
        """Send one; ``tried`` was it before. The box says that it is on its way for as long as it may have arrived."""
        if not wish.tried:
            self.box.set_tried(wish, True)
        try:
            return self._send(wish.command)
        except Refused as refusal:
            lease = wish.command.lease if isinstance(wish.command, RecordIntake) else None
            if refusal.code == "no_lease" and lease is not None:
                self.box.drop_lease(lease.lease_id)
            raise
        except WorldTrouble as trouble:
            if trouble.code == "db-unreachable":
                self.away()
            if not (tried or trouble.unsure):
                self.box.set_tried(wish, False)
            raise

    def flush_all(self, until: str = "") -> Flushed:
        """Send what waits, in the order it was typed. A refusal is kept with its sentence and stops nobody else;
        a server that is away, or does not let this desk in, stops everything."""
        arrived: list[Outcome] = []
        refused = 0
        halted: WorldTrouble | None = None
        self._away_at = None
        for listed in self.box.waiting():
            if listed.id == until:
                break
            # Let go between two: what the clerk throws away meanwhile is not sent.
            with self._mutex:
                wish = self.box.find(listed.id)
                if wish is None or wish.state != "menunggu":
                    continue
                try:
                    outcome = self._try(wish)
                except WorldTrouble as trouble:
                    halted = trouble
                    break
            if outcome is None:
                refused += 1
            else:
                arrived.append(outcome)
        left = sum(wish.id != until for wish in self.box.waiting())
        done = tuple(one for outcome in arrived for one in outcome.done)
        topics = frozenset[str]().union(*(one.topics for one in arrived))
        return Flushed(len(arrived), refused, left, done, topics, halted)

    def _try(self, wish: Wish) -> Outcome | None:
        """Send one that waited; ``None`` when it was refused. :raises WorldTrouble: of ``WAIT`` or ``STOP``."""
        try:
            outcome = self._carry(wish, wish.tried)
        except Refused as refusal:
            self.box.refused(wish, refusal)
            return None
        except WorldTrouble as trouble:
            if trouble.code in WAIT | STOP:
                raise
            self.box.refused(wish, Refused(trouble.code, trouble.sentence), tried=wish.tried or trouble.unsure)
            return None
        except Exception:
            # Our own bug: the crash dialog tells it, and it must not stand in the way of everything typed after it.
            self.box.refused(wish, Refused("bug", "Program gagal mengirim isian ini. Periksa isinya, lalu kirim lagi."))
            raise
        self.box.sent(wish.id)
        return outcome

    def retry_refused(self) -> None:
        """What was refused waits again: what stood in its way may be gone."""
        with self._mutex:
            for wish in self.box.wishes():
                if wish.state == "ditolak":
                    self.box.corrected(wish, wish.command)

    def drop(self, wish: Wish) -> None:
        """Throw one away. :raises Refused: when it was sent before the clerk said so."""
        with self._mutex:
            self._still_here(wish)
            self.box.sent(wish.id)

    def _still_here(self, wish: Wish) -> Wish:
        now = self.box.find(wish.id)
        if now is None:
            raise Refused("already_sent", "Isian ini sudah terkirim ke server. Buka kasusnya, lalu perbaiki di sana.")
        return now

    def correct(self, wish: Wish, command: Command) -> Outcome:
        """Send what the clerk made of a kept one. What the server may already have is sent as it was first: under another
        request it would come a second time. Had it arrived, a new person is corrected on the case.

        :raises Refused: it is kept with the new sentence, too; ``already_sent``; ``maybe_sent`` while the server is away.
        """
        with self._mutex:
            now = self._still_here(wish)
            if now.tried:
                arrived = self._first_as_it_was(now)
                if arrived is not None:
                    return self._correct_case(now, command, arrived)
                now = self._still_here(wish)
            made = self.box.corrected(now, command)
            if self.is_away():
                return _kept(made, None)
            try:
                outcome = self._carry(made, False)
            except Refused as refusal:
                self.box.refused(made, refusal)
                raise
            except WorldTrouble as trouble:
                return _kept(made, trouble)
            self.box.sent(made.id)
            return outcome

    def _first_as_it_was(self, wish: Wish) -> Outcome | None:
        try:
            if not self.is_away():
                return self._try(wish)
        except WorldTrouble:
            pass
        why = "Isian ini mungkin sudah sampai di server. Tunggu server terjangkau, lalu simpan sekali lagi."
        raise Refused("maybe_sent", why)

    def _correct_case(self, wish: Wish, command: Command, arrived: Outcome) -> Outcome:
        changes = changes_of(wish.command, command, arrived.done)
        if changes is None:
            self._still_here(wish)
        for change in changes or ():
            self.box.add(change, self._now())
        told = self.flush_all()
        mended = "perbaikannya perlu dilihat" if told.refused else "perbaikannya menunggu server" if told.left else ""
        mended = mended or "sudah diperbaiki"
        topics = arrived.topics | told.topics | {"outbox"}
        return replace(arrived, sentence=f"{wish.label} sudah tercatat sebelumnya dan {mended}.", topics=topics)

    # numbers
    def is_low(self) -> bool:
        """Whether half of the numbers for a day without network, or more, are spent."""
        year = f"{self._now():%Y}"
        left = sum(one.left for one in self.box.leases() if one.year == year)
        return "satpol_pp" in self.staff.roles and left <= self._size // 2

    def stock_up(self, size: int = 0) -> None:
        """Have enough numbers for a day without network (``size``; 0: as many as the last time). A server that is away, or
        says no, changes nothing. What others gave back comes first, in pieces: several times, if need be."""
        self._size = size or self._size
        for _ in range(PIECES):
            with self._mutex:
                if self.is_away() or not self.is_low():
                    return
                try:
                    data = self._send(LeaseNumbers(desk=self.box.mark, count=self._size)).data
                except Refused:
                    return
                except WorldTrouble as trouble:
                    if trouble.code == "db-unreachable":
                        self.away()
                    return
                first, last = data["first"], data["last"]
                self.box.keep_lease(Lease(data["lease"], data["year"], first, last, first))

    def leave(self) -> None:
        """Signing out: send what waits, let go what is taken, give numbers back when nothing needs them any more. Nobody
        waits here for a server that was just found away."""
        with self._mutex:
            try:
                if self.is_away():
                    return
                if self.flush_all().left:
                    return
                self._send(ReleaseMine())
                if not self.box.wishes():
                    for lease in self.box.leases():
                        self._end(lease)
            except (Refused, WorldTrouble):
                return

    def _end(self, lease: Lease) -> None:
        try:
            self._send(EndLease(lease_id=lease.id, desk=self.box.mark, unused_from=lease.next))
        except Refused as refusal:
            if refusal.code != "no_lease":
                raise
        self.box.drop_lease(lease.id)


def _kept(wish: Wish, trouble: WorldTrouble | None) -> Outcome:
    what = ", ".join(wish.registrations) or wish.label
    if trouble is not None and trouble.code in STOP:
        sentence = f"{trouble.sentence} {what} tersimpan di komputer ini."
        return Outcome(sentence, topics=frozenset({"outbox"}), data={"kept": wish.id})
    away = trouble is None or trouble.code == "db-unreachable"
    why = "Server tidak terjangkau." if away else "Server belum dapat menyimpan."
    sentence = f"{why} {what} tersimpan di komputer ini dan dikirim sendiri begitu server kembali."
    return Outcome(sentence, topics=frozenset({"outbox"}), data={"kept": wish.id})


def block_size(stored: dict[str, str]) -> int:
    """How many numbers a desk is lent at a time, from the office's settings."""
    return number_setting(stored, "lease_size", least=2, most=200)
