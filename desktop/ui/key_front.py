"""What the program does in front of an encrypted office: keys shown once, a forgotten password, an old office encrypted."""

from collections.abc import Callable
from typing import Any, Protocol

from desktop.ui.faces import face_of
from desktop.ui.shell.answer import Answer, Reply
from desktop.ui.shell.recover_page import Recovery
from desktop.ui.shell.window import Window
from desktop.ui.tasks import Job, Tasks


class Host(Protocol):
    """The program, as far as these pages need it."""

    house: Any
    window: Window
    tasks: Tasks

    def front(self) -> None: ...


class KeyFront:
    """One for a program. Everything slow goes through the single writer thread."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def show_keys(self, username: str, password: str, key: str, passwords: Any = ()) -> None:
        """The page with the recovery key; then the sign-in page."""

        def saved(reply: Reply) -> None:
            def done(_nothing: Any) -> None:
                reply(Answer(True))
                self._host.front()

            self._ask(lambda _job: self._host.house.recovery_saved(username, password), done, reply)

        self._host.window.show_keys(key, passwords, saved)

    def forgotten(self) -> None:
        """The page for a forgotten password."""

        def recover(typed: Recovery, reply: Reply) -> None:
            def done(username: str) -> None:
                reply(Answer(True))
                self._host.front()
                self._host.window.say_on_sign_in(username, "Kata sandi baru sudah dipasang. Silakan masuk.")

            house = self._host.house
            self._ask(lambda _job: house.recover(typed.recovery_key, typed.username, typed.password), done, reply)

        self._host.window.show_recover(recover, self._host.front)

    def offer_sealing(self, username: str, password: str, later: Callable[[], None]) -> None:
        """The page that encrypts an office of an older version; ``later`` opens the desk."""

        def seal(report: Callable[[int, int, str], None], reply: Reply) -> None:
            def done(made: Any) -> None:
                reply(Answer(True))
                self.show_keys(username, password, made.recovery_key, made.passwords)

            self._ask(lambda job: self._host.house.seal(username, password, job.report), done, reply, report)

        self._host.window.show_seal(seal, later)

    def _ask(
        self,
        work: Callable[[Job], Any],
        then: Callable[[Any], None],
        reply: Reply,
        progress: Callable[[int, int, str], None] | None = None,
    ) -> None:
        def trouble(error: BaseException) -> None:
            face = face_of(error)
            reply(Answer(False, face.sentence, int(getattr(error, "wait_seconds", 0))))
            if face.kind == "bug":
                self._host.window.crash(error)

        self._host.tasks.start(Job(work, then, trouble, progress, lane="write"))
