"""The desk: all that a screen may use of the office (read, run, work, go, say), bound to that one screen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from desktop import log
from desktop.ui.faces import Face, face_of
from desktop.ui.refresh import Bus
from desktop.ui.tasks import Cancelled, Job, Lane, Owner, Tasks

Action = tuple[str, Callable[[], Any]]


class Staff(Protocol):
    """Who sits at the desk (a row of ``db.queries``)."""

    @property
    def id(self) -> int: ...
    @property
    def username(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def position(self) -> str: ...
    @property
    def roles(self) -> frozenset[str]: ...
    @property
    def office_id(self) -> int: ...
    @property
    def office_name(self) -> str: ...
    @property
    def office_kind(self) -> str: ...


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A plain ``Staff`` for the gallery and for tests of the kit."""

    id: int
    username: str
    name: str
    position: str
    roles: frozenset[str]
    office_id: int
    office_name: str
    office_kind: str


class Office(Protocol):
    """What stands behind the desk. ``run`` and ``read`` never on the GUI thread."""

    procedure: Any

    def run(self, command: Any) -> Any: ...
    def read(self, query: Callable[..., Any], *args: Any, **kw: Any) -> Any: ...
    def now(self) -> datetime: ...


class Shell(Protocol):
    """What the window around the screens offers."""

    def go(self, code: str, key: Any = None) -> None: ...
    def back(self) -> None: ...
    def toast(self, sentence: str, kind: str = "info") -> None: ...
    def crash(self, error: BaseException) -> None: ...


class Looks(Protocol):
    """Where looks are remembered until they are written; any thread may call it."""

    def note(self, kind: str, **about: Any) -> None: ...


@dataclass(slots=True)
class Session:
    """One signed-in clerk: shared by the desks of all screens. ``viewed(person_id, why)`` journals an opened NIK at
    once, ``looks`` remembers other looks; ``reveal_reasons`` are the reasons chosen in this session, for each person."""

    staff: Staff
    office: Office
    tasks: Tasks
    bus: Bus
    shell: Shell
    viewed: Callable[[int, str], None] | None = None
    looks: Looks | None = None
    reveal_reasons: dict[int | None, str] = field(default_factory=dict)


class Desk(QObject):
    """One screen's way to the office. Answers come on the GUI thread, and only while the screen is there."""

    busy = Signal(bool)  # a command of this screen is under way
    reading = Signal(bool)
    said = Signal(str, str, object)  # sentence, kind, actions
    working = Signal(object)  # Job in the long lane, or None when it ended
    progressed = Signal(int, int, str)
    detailed = Signal(str, object)  # title, rows with .label and .sentence

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.staff = session.staff
        self.office: Any = session.office  # a Seat may offer more than the protocol asks
        self._owner = Owner()
        self._reads = 0
        self._runs = 0

    def now(self) -> datetime:
        """The office's clock: an aware moment in the office's own zone."""
        return self.office.now()

    def read(
        self,
        query: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], Any],
        failed: Callable[[BaseException], Any] | None = None,
        slot: str | None = None,
        **kw: Any,
    ) -> Job:
        """``office.read(query, *args, **kw)`` in the reader pool; ``then(answer)`` on the GUI thread.

        Asked again with the same ``slot`` (default: the name of the query) the older answer is dropped.
        """

        def again() -> None:
            self.read(query, *args, then=then, failed=failed, slot=slot, **kw)

        def ended() -> None:
            self._count_reads(-1)

        self._count_reads(1)
        name = slot or getattr(query, "__qualname__", repr(query))
        return self._start("read", lambda _job: self.office.read(query, *args, **kw), then, failed, again, name, ended)

    def run(
        self,
        command: Any,
        then: Callable[[Any], Any] | None = None,
        failed: Callable[[BaseException], Any] | None = None,
        quiet: bool = False,
    ) -> None:
        """One command in the single writer thread.

        The outcome's sentence appears in the message bar (unless ``quiet``), other screens hear its topics, then
        ``then(outcome)``. A refusal or the world's trouble is said in the message bar, then ``failed(error)``.
        """

        def done(outcome: Any) -> None:
            self._end_run()
            self.session.bus.publish(outcome.topics, outcome.done, outcome.changes)
            if not self._owner.alive:
                self.session.shell.toast(outcome.sentence, "ok")
                return
            if not quiet:
                self._say_outcome(outcome)
            if then:
                then(outcome)

        def trouble(error: BaseException) -> None:
            self._end_run()
            self._show(error, lambda: self.run(command, then, failed, quiet))
            if failed and self._owner.alive:
                failed(error)

        self._runs += 1
        self.busy.emit(True)
        self.session.tasks.start(Job(lambda _job: self.office.run(command), done, trouble, lane="write"))

    def work(
        self,
        function: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], Any] | None = None,
        failed: Callable[[BaseException], Any] | None = None,
        progress: Callable[[int, int, str], None] | None = None,
        lane: Lane = "long",
    ) -> Job:
        """``function(job, *args)`` in the long lane (PDF, spreadsheets, files), with progress and *Batalkan*."""

        def again() -> None:
            self.work(function, *args, then=then, failed=failed, progress=progress, lane=lane)

        job = self._start(lane, lambda job: function(job, *args), then, failed, again, None, self._end_work)
        job.progress = progress or self.progressed.emit
        self.working.emit(job)
        return job

    def aside(self, work: Callable[[Any], Any], then: Callable[[Any], Any] | None = None) -> None:
        """``work(office)`` for this computer's own disk (outbox, half-typed forms): never waits for the server."""

        def trouble(error: BaseException) -> None:
            self._show(error, lambda: self.aside(work, then))

        job = Job(lambda _job: work(self.office), then, trouble, lane="disk", owner=self._owner)
        self.session.tasks.start(job)

    def go(self, code: str, key: Any = None) -> None:
        """Show another screen; ``key`` is handed to its ``load``."""
        self.session.shell.go(code, key)

    def back(self) -> None:
        """To the screen before this one."""
        self.session.shell.back()

    def say(self, sentence: str, kind: str = "info", actions: Sequence[Action] = ()) -> None:
        """A sentence in this screen's message bar: kind info, ok, warn or bad; actions become buttons."""
        self.said.emit(sentence, kind, tuple(actions))

    def toast(self, sentence: str, kind: str = "info") -> None:
        """A passing note at the bottom right, kept in the list behind the bell."""
        self.session.shell.toast(sentence, kind)

    def view_journal(self, person_id: int, what: str = "nik") -> None:
        """A hidden value was looked at, and why: let the office journal it."""
        if self.session.viewed:
            self.session.viewed(person_id, what)

    def look(self, kind: str, **about: Any) -> None:
        """Something about a person is on the screen: remembered for the journal, written later, never waited for.
        ``kind`` and ``about`` as in ``LookBook.note``."""
        if self.session.looks is not None:
            self.session.looks.note(kind, **about)

    def reveal_reason(self, person_id: int | None) -> str:
        """Why this clerk opens this person's NIK, as chosen in this session; empty until then."""
        return self.session.reveal_reasons.get(person_id, "")

    def is_open(self) -> bool:
        """Whether the screen is still there."""
        return self._owner.alive

    def close(self) -> None:
        """The screen goes: nothing is delivered to it any more."""
        self._owner.leave()

    def _start(
        self,
        lane: Lane,
        work: Callable[[Job], Any],
        then: Callable[[Any], Any] | None,
        failed: Callable[[BaseException], Any] | None,
        again: Callable[[], None],
        slot: str | None,
        ended: Callable[[], None],
    ) -> Job:
        def trouble(error: BaseException) -> None:
            self._show(error, again)
            if failed:
                failed(error)

        return self.session.tasks.start(Job(work, then, trouble, None, ended, lane, self._owner, slot))

    def _end_work(self) -> None:
        if self._owner.alive:
            self.working.emit(None)

    def _end_run(self) -> None:
        self._runs -= 1
        if self._owner.alive and self._runs == 0:
            self.busy.emit(False)

    def _count_reads(self, step: int) -> None:
        self._reads += step
        if self._owner.alive:
            self.reading.emit(self._reads > 0)

    def _say_outcome(self, outcome: Any) -> None:
        rows = tuple(outcome.refused)
        if rows:
            self.say(outcome.sentence, "warn", [("Lihat alasan", lambda: self.detailed.emit("Yang belum", rows))])
        else:  # what is kept on this computer is safe, but not where it belongs
            self.say(outcome.sentence, "warn" if outcome.data.get("kept") else "ok")

    def _show(self, error: BaseException, again: Callable[[], None]) -> None:
        if isinstance(error, Cancelled):
            self.say("Dibatalkan. Tidak ada yang berubah.", "info")
            return
        face = face_of(error)
        if face.kind == "world":
            log.trouble(error, face.code)
        if face.kind == "bug":
            self.session.shell.crash(error)
        elif not self._owner.alive:
            self.session.shell.toast(face.sentence, "bad")
        else:
            self.say(face.sentence, "bad", self._ways_on(face, again))

    def _ways_on(self, face: Face, again: Callable[[], None]) -> list[Action]:
        if face.retry:
            return [("Coba lagi", again)]
        rows = tuple(face.rows) or tuple(_in_words(one) for one in face.differences)
        return [("Lihat alasan", lambda: self.detailed.emit("Mengapa ditolak", rows))] if rows else []


@dataclass(frozen=True, slots=True)
class _Told:
    label: str
    sentence: str


def _in_words(difference: Any) -> _Told:
    return _Told(difference.label, f"Sekarang tersimpan “{difference.theirs}”, Anda menulis “{difference.yours}”.")
