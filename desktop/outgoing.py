"""Commands that go through the outbox: kept on this computer first, sent, and only then let go (N14, J7)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from threading import RLock

from db.queries.staff import StaffRow
from desktop.operations.command import Command
from desktop.operations.lease_numbers import EndLease, LeaseNumbers
from desktop.operations.outcome import Outcome
from desktop.operations.take import ReleaseMine
from desktop.outbox.box import Lease, Outbox, Wish
from desktop.outbox.wishes import may_wait
from desktop.settings import SETTINGS, number_setting
from desktop.sop.refusals import Refused
from desktop.world import WorldTrouble

Send = Callable[[Command], Outcome]
# Trouble that sending again does not mend: told like a refusal.
NEVER = frozenset({"db-guard", "db-double", "db-unfit"})
DEFAULT_BLOCK = int(SETTINGS["lease_size"].default)


@dataclass(frozen=True, slots=True)
class Flushed:
    """What became of the outbox: ``sent`` arrived, ``refused`` need a look, ``left`` still wait for the server."""

    sent: int
    refused: int
    left: int
    done: tuple[int, ...] = ()
    topics: frozenset[str] = frozenset()


class Outgoing:
    """One clerk's outbox and the way to the server. Runs in the writer thread; nothing here touches the screen."""

    def __init__(self, box: Outbox, staff: StaffRow, send: Send, now: Callable[[], datetime]) -> None:
        self.box, self.staff = box, staff
        self._send, self._now = send, now
        self._mutex = RLock()

    def takes(self, command: Command) -> bool:
        """Whether this command may wait here."""
        return may_wait(command)

    def run(self, command: Command) -> Outcome:
        """Send it now when nothing waits before it; a server that is away keeps it here, and the outcome says so.

        :raises Refused: as the server said; it is on the clerk's form and not kept.
        """
        with self._mutex:
            wish = self.box.add(command, self._now())
            earlier = [one for one in self.box.waiting() if one.id != wish.id]
            if earlier and self.flush_all(until=wish.id).left:
                return _kept(wish, None)
            try:
                outcome = self._send(wish.command)
            except Refused:
                self.box.withdrawn(wish)
                raise
            except WorldTrouble as trouble:
                if trouble.code in NEVER:
                    self.box.withdrawn(wish)
                    raise
                return _kept(wish, trouble)
            given = tuple(outcome.data.get("registrations", ()))
            if given and given != wish.registrations:
                # Carried out under this request before, with the numbers of then: those of now were never told to anybody.
                self.box.withdrawn(wish)
            else:
                self.box.sent(wish.id)
            return replace(outcome, sentence=f"{outcome.sentence} Nomor: {', '.join(given)}.") if given else outcome

    def flush_all(self, until: str = "") -> Flushed:
        """Send what waits, in the order it was typed. A refusal is kept with its sentence and stops nobody else;
        a server that is away stops everything."""
        arrived: list[Outcome] = []
        refused = 0
        with self._mutex:
            for wish in self.box.waiting():
                if wish.id == until:
                    break
                try:
                    outcome = self._try(wish)
                except WorldTrouble:
                    break
                if outcome is None:
                    refused += 1
                else:
                    arrived.append(outcome)
            left = sum(wish.id != until for wish in self.box.waiting())
        done = tuple(one for outcome in arrived for one in outcome.done)
        return Flushed(len(arrived), refused, left, done, frozenset[str]().union(*(one.topics for one in arrived)))

    def _try(self, wish: Wish) -> Outcome | None:
        """Send one that waited; ``None`` when it was refused. :raises WorldTrouble: the server is away."""
        try:
            outcome = self._send(wish.command)
        except Refused as refusal:
            self.box.refused(wish, refusal)
            return None
        except WorldTrouble as trouble:
            if trouble.code not in NEVER:
                raise
            self.box.refused(wish, Refused(trouble.code, trouble.sentence))
            return None
        except Exception:
            # Our own bug: the crash dialog tells it, and it must not stand in the way of everything typed after it.
            self.box.refused(wish, Refused("bug", "Program gagal mengirim isian ini. Periksa isinya, lalu kirim lagi."))
            raise
        self.box.sent(wish.id)
        return outcome

    def retry_refused(self) -> None:
        """What was refused waits again: what stood in its way may be gone."""
        for wish in self.box.wishes():
            if wish.state == "ditolak":
                self.box.corrected(wish, wish.command)

    def correct(self, wish: Wish, command: Command) -> Outcome:
        """Send what the clerk made of a kept one. :raises Refused: it is kept with the new sentence, too."""
        with self._mutex:
            made = self.box.corrected(wish, command)
            try:
                outcome = self._send(made.command)
            except Refused as refusal:
                self.box.refused(made, refusal)
                raise
            except WorldTrouble as trouble:
                return _kept(made, trouble)
            self.box.sent(made.id)
            return outcome

    # numbers
    def stock_up(self, size: int = DEFAULT_BLOCK) -> None:
        """Have enough numbers for a day without network. A server that is away, or says no, changes nothing."""
        if "satpol_pp" not in self.staff.roles:
            return
        year = f"{self._now():%Y}"
        with self._mutex:
            if sum(one.left for one in self.box.leases() if one.year == year) > size // 2:
                return
            try:
                data = self._send(LeaseNumbers(desk=self.box.mark, count=size)).data
            except (Refused, WorldTrouble):
                return
            first, last = data["first"], data["last"]
            self.box.keep_lease(Lease(data["lease"], data["year"], first, last, first))

    def leave(self) -> None:
        """Signing out: send what waits, let go what is taken, give numbers back when nothing needs them any more."""
        with self._mutex:
            try:
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
    away = trouble is None or trouble.code == "db-unreachable"
    why = "Server tidak terjangkau." if away else "Server belum dapat menyimpan."
    sentence = f"{why} {what} tersimpan di komputer ini dan dikirim sendiri begitu server kembali."
    return Outcome(sentence, topics=frozenset({"outbox"}), data={"kept": wish.id})


def block_size(stored: dict[str, str]) -> int:
    """How many numbers a desk is lent at a time, from the office's settings."""
    return number_setting(stored, "lease_size", least=2, most=200)
