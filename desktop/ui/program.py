"""The program around the window: first start or sign-in, the desks, news from other desks, the lock, the way out."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from desktop.paths import RESOURCES
from desktop.settings import desk_setting, write_desk
from desktop.ui import fonts, translate
from desktop.ui.connection import Connection
from desktop.ui.desk import Session
from desktop.ui.faces import face_of
from desktop.ui.format import keep_calendar
from desktop.ui.refresh import EVERYTHING, Bus
from desktop.ui.shell.answer import Answer, Reply
from desktop.ui.shell.signin import PracticePerson
from desktop.ui.shell.window import Window
from desktop.ui.tasks import Job, Lane, Tasks
from desktop.ui.theme import Choice, theme

NEWS_EVERY_MS = 2000
UNKNOWN = -1  # signed in without the server: which news is the newest is not known yet
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
        self._news = 0
        self._asking = self._catching = False
        self.connection = Connection(self.window)
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
        self._sign_out()
        if self.house.is_new():
            self.window.show_wizard(self._first_start)
            return
        people = [PracticePerson(c.username, c.name, c.position, c.office) for c in self.house.colleagues()]
        pick = self._pick if people else None
        self.window.show_sign_in(self._sign_in, self.house.title, people, pick)

    def _sign_out(self) -> None:
        """Let go what the clerk holds, behind everything that was asked for before."""
        seat, self.seat = self.seat, None
        if seat is not None:
            self._start("write", lambda: self.house.sign_out(seat), lambda _nothing: None)

    def _first_start(self, choice: Any, reply: Reply) -> None:
        def make() -> None:
            self.house.first_start(
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

        def made(_nothing: Any) -> None:
            reply(Answer(True))
            self.front()

        self._ask(make, made, reply, lane="write")

    def _sign_in(self, username: str, password: str, reply: Reply) -> None:
        enter = lambda seat: self._enter(seat, reply)  # noqa: E731
        self._ask(lambda: self.house.sign_in(username, password), enter, reply, lane="write")

    def _pick(self, username: str, reply: Reply) -> None:
        enter = lambda seat: self._enter(seat, reply)  # noqa: E731
        self._ask(lambda: self.house.sign_in_practice(username), enter, reply, lane="write")

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
        if seat.old_boxes():
            self.window.toast(
                "Kotak keluar lama Anda masih terkunci. Buka layar Kotak keluar dan tulis kata sandi lama.", "warn"
            )
        self._asking = False
        self.connection.begin(seat.now())
        self._start("read", seat.newest, self._begin_news, lambda _error: self._begin_news(UNKNOWN))
        self._start("read", seat.calendar, keep_calendar)
        self.count()

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
        if newest == UNKNOWN and self.seat is not None:
            self.connection.lost()

    def ask_news(self) -> None:
        """Look for changes of other desks; never two questions at once, however slow the network is."""
        if self.seat is None or self._asking:
            return
        self._asking = True
        seat, number = self.seat, self._news
        if number == UNKNOWN:
            self._start("read", seat.newest, self._first_reached, self._unreached)
        else:
            self._start("read", lambda: seat.news(number), self._told, self._unreached)

    def _first_reached(self, newest: int) -> None:
        """Signed in without the server, and now it is there."""
        self._news, self._asking = newest, False
        self._reached()

    def _told(self, news: Any) -> None:
        self._asking = False
        self._reached()
        if news.newest != self._news:
            self._news = news.newest
            self.bus.publish(news.topics, news.ids)
            if "office" in news.topics and self.seat is not None:
                self._start("read", self.seat.calendar, keep_calendar)

    def _unreached(self, _error: BaseException) -> None:
        self._asking = False
        if self.seat is not None:
            self.connection.lost()

    def _reached(self) -> None:
        if self.seat is None:
            return
        back = self.connection.reached(self.seat.now())
        if back:
            self.bus.publish(EVERYTHING)
        box = self.seat.box
        if back or (box is not None and box.counts()[0]):
            self._catch_up()

    def _catch_up(self) -> None:
        """Send what this computer kept; one at a time."""
        if self._catching:
            return
        self._catching, seat = True, self.seat

        def failed(_error: BaseException) -> None:
            self._catching = False

        def done(sent: Any) -> None:
            self._catching = False
            if sent is not None and (sent.sent or sent.refused):
                self.bus.publish({"outbox", *sent.topics}, sent.done)
                self.window.toast(*self.connection.caught_up(sent))

        self._start("write", lambda: self.house.catch_up(seat), done, failed)

    def count(self) -> None:
        """The numbers in the rail; without the server the outbox alone is counted, the others stay."""
        if self.seat is not None:
            seat = self.seat
            self._count_kept()
            self._start("read", seat.counts, self._counted)

    def _count_kept(self) -> None:
        if self.seat.box is not None:
            self.window.set_counts({"kotak_keluar": sum(self.seat.box.counts())})

    def _counted(self, by_status: Any) -> None:
        from desktop.ui.screens.registry import SCREENS

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
        self._sign_out()
        self.tasks.close()
        self.house.close()
