"""The program around the window: first start or sign-in, the desks, news from other desks, the lock, the way out."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from desktop import log
from desktop.paths import RESOURCES
from desktop.settings import desk_setting, idle_minutes, write_desk
from desktop.ui import fonts, translate
from desktop.ui.coming_back import ComingBack
from desktop.ui.connection import Connection
from desktop.ui.daily_backup import DailyBackup
from desktop.ui.desk import Session
from desktop.ui.faces import face_of
from desktop.ui.folders import show_folder
from desktop.ui.format import keep_calendar
from desktop.ui.hearing import Hearing
from desktop.ui.key_front import KeyFront
from desktop.ui.refresh import Bus, concerns
from desktop.ui.shell.answer import Answer, Reply
from desktop.ui.shell.signin import PracticePerson
from desktop.ui.shell.window import Window
from desktop.ui.tasks import Job, Lane, Tasks
from desktop.ui.theme import Choice, theme

MAIL_EVERY_MS = 60_000
LOOKS_EVERY_MS = 2000
AFTERWARDS_MS = 150  # the screen in front reads first: numbers and notes around it can wait that long
UNKNOWN = -1  # signed in without the server: what is the newest is not known yet
Seated = tuple[Any, int, int]  # the seat, the newest change and the newest list when it was taken
CHOICES: dict[str, Choice] = {"light": "light", "dark": "dark"}


def application(arguments: list[str]) -> QApplication:
    """The one ``QApplication``, dressed: font, colours, Indonesian words on Qt's own buttons."""
    app = QApplication.instance()
    app = app if isinstance(app, QApplication) else QApplication(arguments)
    app.setApplicationName("Padan")
    fonts.load(app)
    translate.install(app)
    theme().apply(app, CHOICES.get(desk_setting("theme"), "system"))
    icon = RESOURCES / "padan.svg"
    if icon.exists():
        app.setWindowIcon(QIcon(str(icon)))
    return app


class Program(QObject):
    """``house`` is what stands behind (``desktop.house.House``); the window speaks to it through threads only. ``once``:
    a sentence for the first page alone, and its buttons."""

    summoned = Signal(object)  # the words of a second start, from any thread
    leaving = Signal()

    def __init__(self, house: Any, once: tuple[str, Sequence[Any]] = ("", ())) -> None:
        super().__init__()
        self.house = house
        self._once = once
        self.window = Window()
        self.tasks = Tasks()
        self.bus = Bus()
        self.seat: Any = None
        self.connection = Connection(self.window)
        self.coming = ComingBack(self)
        self.keys = KeyFront(self)
        self.daily_backup = DailyBackup(self.tasks, self.window.toast)
        self._counting = self._count_again = False
        self._count_soon = QTimer(self)
        self._count_soon.setSingleShot(True)
        self._count_soon.setInterval(AFTERWARDS_MS)
        self._count_soon.timeout.connect(self.count)
        self.hearing = Hearing(self.bus, self.tasks.idle)
        self.arrivals: Any = None
        self.hearing.light.connect(self.coming.lit)
        self.hearing.arrived.connect(self._arrived)
        self._mail = QTimer(self)
        self._mail.setInterval(MAIL_EVERY_MS)
        self._mail.timeout.connect(self.mail_arrivals)
        self._looks_beat = QTimer(self)
        self._looks_beat.setInterval(LOOKS_EVERY_MS)
        self._looks_beat.timeout.connect(self.keep_looks)
        self.bus.changed.connect(self._changed)
        self.summoned.connect(self.window.heed, Qt.ConnectionType.QueuedConnection)
        self.tasks.bug.connect(self._bug)
        self.window.signed_out.connect(self.front)
        self.window.closing.connect(self.leave)
        self.window.appearance_chosen.connect(lambda choice: write_desk(theme=choice))

    def front(self) -> None:
        """The page in front of the office: first start, else sign-in."""
        self.daily_backup.stop()
        self._keep_all()
        self._leave_desk()
        # Behind what was asked for last, before the next sign-in: one lane keeps the order.
        self.start("write", self.house.leave_desk, lambda _nothing: None)
        (once, actions), self._once = self._once, ("", ())
        notices = [sentence for sentence in (once, *self.house.notices()) if sentence]
        if notices:
            self.window.say_in_front("\n".join(notices), actions)
        if self.house.is_new():
            self.window.show_wizard(self._first_start)
            return
        people = [PracticePerson(c.username, c.name, c.position, c.office) for c in self.house.colleagues()]
        pick = self._pick if people else None
        forgotten = self.keys.forgotten if self.house.is_sealed() else None
        self.window.show_sign_in(self._sign_in, self.house.title, people, pick, forgotten)

    def _first_start(self, choice: Any, reply: Reply) -> None:
        def make() -> str:
            key: str = self.house.first_start(
                choice.kind,
                office_name=choice.office_name,
                office_kind=choice.office_kind,
                region=choice.region,
                name=choice.name,
                position=choice.position,
                nip=choice.nip,
                username=choice.username,
                password=choice.password,
                url=choice.url,
            )
            return key

        def made(key: str) -> None:
            reply(Answer(True))
            if key:
                self.keys.show_keys(choice.username, choice.password, key)
            else:
                self.front()

        self._ask(make, made, reply, lane="write")

    def _sign_in(self, username: str, password: str, reply: Reply, code: str = "") -> None:
        def entered(seated: Seated) -> None:
            if self.house.may_seal(seated[0]):
                reply(Answer(True))
                self.keys.offer_sealing(username, password, lambda: self._enter(lambda _answer: None, seated))
            else:
                self._enter(reply, seated)

        self._ask(lambda: _seated(self.house.sign_in(username, password, code)), entered, reply, lane="write")

    def _pick(self, username: str, reply: Reply) -> None:
        self._ask(
            lambda: _seated(self.house.sign_in_practice(username)), partial(self._enter, reply), reply, lane="write"
        )

    def _enter(self, reply: Reply, seated: Seated) -> None:
        from desktop.ui.arrivals import Arrivals

        seat, newest, newest_list = seated
        reply(Answer(True))
        self.seat = seat
        seat.office.database.forbid_this_thread()
        session = Session(seat.staff, seat, self.tasks, self.bus, self.window, self._viewed, seat.looks)
        self._looks_beat.start()
        lacks_factor = seat.staff.totp_required and not seat.staff.totp
        from desktop.ui.screens.registry import SCREENS

        stage = self.window.open_office(
            session,
            entries=[entry for entry in SCREENS if seat.served or not entry.served],
            practice=self.house.practice,
            unlock=self._unlock,
            idle_minutes=idle_minutes(),
            first="akun" if seat.staff.must_change or lacks_factor else "",
        )
        stage.topbar.search.provider = self._search
        if seat.staff.must_change:
            self.window.toast(
                "Kata sandi Anda baru diatur administrator. Ganti dulu dengan milik Anda sendiri.", "warn"
            )
        self.start("disk", seat.outbox.old_boxes, self._tell_old_boxes)
        if lacks_factor:
            self.window.toast("Peran Anda wajib memakai autentikator. Pasang dulu di halaman ini.", "warn")
        self.arrivals = self.arrivals or Arrivals(self.window, self.start)
        self.coming.blind = newest == UNKNOWN
        if not self.coming.blind:
            self.arrivals.begin(seat, newest_list)
        self.connection.begin(seat.now(), away=self.coming.blind)
        self.hearing.begin(seat, newest)
        self._mail.start()
        self.start("read", seat.calendar, keep_calendar)
        self.start("quiet", seat.updates.note, lambda _nothing: None)
        self.start("quiet", seat.updates.news, lambda news: self.window.toast(news, "info") if news else None)
        if "admin" in seat.staff.roles:
            self.start("read", seat.has_recovery, self._remind)
        self.count()
        self.daily_backup.begin(seat)

    def _remind(self, has_recovery: bool) -> None:
        if not has_recovery:
            words = "Belum ada yang menyatakan kunci pemulihan tersimpan. Buat yang baru di Akun saya."
            self.window.toast(words, "warn")

    def _unlock(self, password: str, reply: Reply) -> None:
        username = self.seat.staff.username
        self._ask(lambda: self.house.unlock(username, password), lambda _nothing: reply(Answer(True)), reply)

    def _tell_old_boxes(self, locked: int) -> None:
        if locked:
            sentence = "Kotak keluar lama Anda masih terkunci. Buka layar Kotak keluar dan tulis kata sandi lama."
            self.window.toast(sentence, "warn")

    def _search(self, text: str, deliver: Callable[[Any], None]) -> None:
        from desktop.ui.searching import search

        seat = self.seat
        self.start("read", lambda: search(seat, text, seat.looks), deliver)

    def _viewed(self, person_id: int, what: str) -> None:
        from desktop.operations.note_access import NoteAccess

        command, seat = NoteAccess(kind="buka_nik", person_id=person_id, purpose=what), self.seat
        self.start("write", lambda: seat.run(command), lambda _outcome: None)

    def keep_looks(self) -> None:
        """Hand what was looked at to the writer lane; nobody waits for it, and trouble is tried again later."""
        seat = self.seat
        if seat is not None and seat.looks.ready():
            self.start("write", seat.looks.keep, lambda _count: None)

    def _keep_all(self) -> None:
        """Whoever leaves leaves nothing unwritten and holds nothing: the writer lane ends what it was given."""
        seat, self.seat = self.seat, None
        self._looks_beat.stop()
        if seat is not None:
            self.start("write", lambda: seat.looks.keep(all_of_it=True), lambda _count: None)
            self.start("write", lambda: self.house.sign_out(seat), lambda _nothing: None)

    # news from other desks
    def _changed(self, topics: frozenset[str], _ids: tuple[int, ...]) -> None:
        self._count_soon.start()
        if concerns(topics, frozenset({"application"})):
            self.coming.spend()
        if concerns(topics, frozenset({"office"})) and self.seat is not None:
            self.start("read", self.seat.calendar, keep_calendar)

    def _arrived(self, topics: frozenset[str]) -> None:
        if self.arrivals is not None:
            QTimer.singleShot(AFTERWARDS_MS, partial(self.arrivals.look, topics))

    def count(self) -> None:
        """The numbers in the rail; asked once however much happens meanwhile, and once more afterwards. Without the server
        the outbox alone is counted, the others stay."""
        if self.seat is None:
            return
        self._count_kept()
        if self._counting:
            self._count_again = True
            return
        self._counting = True
        self.start("read", self.seat.counts, self._counted, lambda _error: self._count_ended())

    def _count_ended(self) -> None:
        self._counting = False
        if self._count_again:
            self._count_again = False
            self.count()

    def mail_arrivals(self) -> None:
        """Let offices that asked for it know by e-mail what waits for them. The practice office has nobody to write to."""
        if self.seat is not None and not self.house.practice:
            self.start("quiet", self.seat.mail_arrivals, lambda _number: None)

    def _count_kept(self) -> None:
        if self.seat.box is not None:
            self.window.set_counts({"kotak_keluar": sum(self.seat.box.counts())})

    def _counted(self, by_status: Any) -> None:
        from desktop.ui.screens.registry import SCREENS

        self._count_ended()
        if self.seat is not None:
            self._count_kept()
            counted = {entry.code: (*entry.queue, entry.tally) for entry in SCREENS if entry.queue or entry.tally}
            self.window.set_counts(
                {code: sum(by_status.get(name, 0) for name in names) for code, names in counted.items()}
            )

    # threads
    def _ask(self, work: Callable[[], Any], then: Callable[[Any], None], reply: Reply, lane: Lane = "read") -> None:
        def trouble(error: BaseException) -> None:
            face = face_of(error)
            if face.kind == "world":
                log.trouble(error, face.code)
            wanted = getattr(error, "code", "") == "code_needed"
            folder = getattr(error, "folder", "")
            if folder:
                self.window.say_in_front(face.sentence, [("Buka folder", lambda: show_folder(folder))])
            reply(Answer(False, face.sentence, int(getattr(error, "wait_seconds", 0)), wanted))
            if face.kind == "bug":
                self.window.crash(error)

        self.start(lane, work, then, trouble)

    def start(
        self,
        lane: Lane,
        work: Callable[[], Any],
        then: Callable[[Any], None],
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        self.tasks.start(Job(lambda _job: work(), then, failed or (lambda _error: None), lane=lane))

    def _leave_desk(self, patience: float = 0.0) -> None:
        self._mail.stop()
        self._count_soon.stop()
        self.hearing.end(patience)
        if self.arrivals is not None:
            self.arrivals.end()
        self.seat = None
        self._counting = self._count_again = False

    def _bug(self, error: BaseException) -> None:
        """With the office open the window itself hears of it."""
        if self.window.stage is None:
            self.window.crash(error)

    def leave(self) -> None:
        """The window closes: finish what was asked for, then give the connections back."""
        self.leaving.emit()
        self.daily_backup.stop()
        self._keep_all()
        self._leave_desk(patience=2.0)
        # What may wait lies on the disk already: nobody watches a window die while threads call a server that is away.
        self.tasks.close(2.0 if self.connection.away else 10.0)
        self.house.close()


def _seated(seat: Any) -> Seated:
    """Read before the first screen asks for anything: whatever happens afterwards is news. The server may be away."""
    try:
        return seat, seat.newest(), seat.newest_list()
    except Exception as error:
        if getattr(error, "code", "") != "db-unreachable":
            raise
        return seat, UNKNOWN, 0
