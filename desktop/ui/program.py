"""The program around the window: first start or sign-in, the desks, news from other desks, the lock, the way out."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from desktop.paths import RESOURCES
from desktop.settings import desk_setting, write_desk
from desktop.ui import fonts, translate
from desktop.ui.desk import Session
from desktop.ui.faces import face_of
from desktop.ui.format import keep_calendar
from desktop.ui.key_front import KeyFront
from desktop.ui.refresh import Bus
from desktop.ui.shell.answer import Answer, Reply
from desktop.ui.shell.signin import PracticePerson
from desktop.ui.shell.window import Window
from desktop.ui.tasks import Job, Lane, Tasks
from desktop.ui.theme import Choice, theme

NEWS_EVERY_MS = 2000
CHOICES: dict[str, Choice] = {"light": "light", "dark": "dark"}


def application(arguments: list[str]) -> QApplication:
    """The one ``QApplication``, dressed: font, colours, Indonesian words on Qt's own buttons."""
    app = QApplication.instance()
    app = app if isinstance(app, QApplication) else QApplication(arguments)
    app.setApplicationName("Padan")
    fonts.load(app)
    translate.install(app)
    theme().apply(app, CHOICES.get(desk_setting("theme"), "system"))
    icon = RESOURCES / "icons" / "padan.svg"
    if icon.exists():
        app.setWindowIcon(QIcon(str(icon)))
    return app


class Program(QObject):
    """``house`` is what stands behind (``desktop.house.House``); the window speaks to it through threads only."""

    def __init__(self, house: Any) -> None:
        super().__init__()
        self.house = house
        self.window = Window()
        self.tasks = Tasks()
        self.bus = Bus()
        self.seat: Any = None
        self.keys = KeyFront(self)
        self._news = 0
        self._asking = False
        self._pulse = QTimer(self)
        self._pulse.setInterval(NEWS_EVERY_MS)
        self._pulse.timeout.connect(self.ask_news)
        self.bus.changed.connect(lambda _topics, _ids: self.count())
        self.window.signed_out.connect(self.front)
        self.window.closing.connect(self.leave)
        self.window.appearance_chosen.connect(lambda choice: write_desk(theme=choice))

    def front(self) -> None:
        """The page in front of the office: first start, else sign-in."""
        self._pulse.stop()
        self.seat = None
        # Behind what was asked for last, before the next sign-in: one lane keeps the order.
        self._start("write", self.house.leave_desk, lambda _nothing: None)
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

    def _sign_in(self, username: str, password: str, reply: Reply) -> None:
        def entered(seat: Any) -> None:
            if self.house.may_seal(seat):
                reply(Answer(True))
                self.keys.offer_sealing(username, password, lambda: self._enter(seat, lambda _answer: None))
            else:
                self._enter(seat, reply)

        self._ask(lambda: self.house.sign_in(username, password), entered, reply, lane="write")

    def _pick(self, username: str, reply: Reply) -> None:
        self._ask(lambda: self.house.sign_in_practice(username), lambda seat: self._enter(seat, reply), reply)

    def _enter(self, seat: Any, reply: Reply) -> None:
        reply(Answer(True))
        self.seat = seat
        seat.office.database.forbid_this_thread()
        session = Session(seat.staff, seat, self.tasks, self.bus, self.window, self._viewed)
        stage = self.window.open_office(
            session,
            practice=self.house.practice,
            unlock=self._unlock,
            idle_minutes=float(desk_setting("idle_minutes")),
            first="akun" if seat.staff.must_change else "",
        )
        stage.topbar.search.provider = self._search
        if seat.staff.must_change:
            self.window.toast(
                "Kata sandi Anda baru diatur administrator. Ganti dulu dengan milik Anda sendiri.", "warn"
            )
        self._asking = False
        self._start("read", seat.newest, self._begin_news)
        self._start("read", seat.calendar, keep_calendar)
        if "admin" in seat.staff.roles:
            self._start("read", seat.has_recovery, self._remind)
        self.count()

    def _remind(self, has_recovery: bool) -> None:
        if not has_recovery:
            words = "Belum ada yang menyatakan kunci pemulihan tersimpan. Buat yang baru di Akun saya."
            self.window.toast(words, "warn")

    def _unlock(self, password: str, reply: Reply) -> None:
        username = self.seat.staff.username
        self._ask(lambda: self.house.sign_in(username, password), lambda _seat: reply(Answer(True)), reply)

    def _search(self, text: str, deliver: Callable[[Any], None]) -> None:
        from desktop.ui.searching import search

        self._start("read", lambda: search(self.seat, text), deliver)

    def _viewed(self, person_id: int, what: str) -> None:
        from desktop.operations.note_access import NoteAccess

        command = NoteAccess(kind="buka_nik", person_id=person_id, purpose=what)
        self._start("write", lambda: self.seat.run(command), lambda _outcome: None)

    # news from other desks
    def _begin_news(self, newest: int) -> None:
        self._news = newest
        self._pulse.start()

    def ask_news(self) -> None:
        """Look for changes of other desks; never two questions at once, however slow the network is."""
        if self.seat is None or self._asking:
            return
        self._asking = True
        seat = self.seat
        self._start("read", lambda: seat.news(self._news), self._told, self._unreached)

    def _told(self, news: Any) -> None:
        self._asking = False
        self.window.set_connection("Tersambung", "ok")
        if news.newest != self._news:
            self._news = news.newest
            self.bus.publish(news.topics, news.ids)
            if "office" in news.topics and self.seat is not None:
                self._start("read", self.seat.calendar, keep_calendar)

    def _unreached(self, _error: BaseException) -> None:
        self._asking = False
        self.window.set_connection("Terputus", "bad")

    def count(self) -> None:
        """The numbers in the rail."""
        if self.seat is not None:
            seat = self.seat
            self._start("read", seat.counts, self._counted)

    def _counted(self, by_status: Any) -> None:
        from desktop.ui.screens.registry import SCREENS

        if self.seat is not None:
            counted = {entry.code: (*entry.queue, entry.tally) for entry in SCREENS if entry.queue or entry.tally}
            self.window.set_counts(
                {code: sum(by_status.get(name, 0) for name in names) for code, names in counted.items()}
            )

    # threads
    def _ask(self, work: Callable[[], Any], then: Callable[[Any], None], reply: Reply, lane: Lane = "read") -> None:
        def trouble(error: BaseException) -> None:
            face = face_of(error)
            reply(Answer(False, face.sentence, int(getattr(error, "wait_seconds", 0))))
            if face.kind == "bug":
                self.window.crash(error)

        self._start(lane, work, then, trouble)

    def _start(
        self,
        lane: Lane,
        work: Callable[[], Any],
        then: Callable[[Any], None],
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        self.tasks.start(Job(lambda _job: work(), then, failed or (lambda _error: None), lane=lane))

    def leave(self) -> None:
        """The window closes: finish what was asked for, then give the connections back."""
        self._pulse.stop()
        self.seat = None
        self.tasks.close()
        self.house.close()
