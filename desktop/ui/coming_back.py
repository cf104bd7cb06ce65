"""When the server is there (again): who signed in without it is looked at, what this computer kept is sent (J7, N14)."""

from typing import Any

from desktop.ui.faces import face_of
from desktop.ui.refresh import EVERYTHING


class ComingBack:
    """Works for the ``program`` around it; one catching up at a time. ``blind``: signed in without the server, nothing on
    the screen was read from it yet."""

    def __init__(self, program: Any) -> None:
        self._program = program
        self._catching = False
        self._halt = ""
        self.blind = False

    def lit(self, word: str, tone: str) -> None:
        """The one light: what the line to the database says decides whether this desk works without the server."""
        program = self._program
        seat = program.seat
        if seat is None:
            return
        back = program.connection.told(word, tone, seat.now())
        if program.connection.away and seat.outgoing is not None:
            seat.outgoing.away()
        if back or (tone == "ok" and (self.blind or (seat.box is not None and seat.box.counts()[0]))):
            self._catch_up(seat)

    def _catch_up(self, seat: Any) -> None:
        if self._catching:
            return
        self._catching = True

        def failed(error: BaseException) -> None:
            self._catching = False
            if seat is self._program.seat:
                self._tell(error)

        def done(sent: Any) -> None:
            self._catching = False
            if self.blind and seat is self._program.seat:
                self._sees(seat)
            news = sent is not None and (sent.sent or sent.refused or sent.halt not in {"", self._halt})
            self._halt = sent.halt if sent is not None else ""
            if news:
                self._program.bus.publish({"outbox", *sent.topics}, sent.done)
                self._program.window.toast(*self._program.connection.caught_up(sent))

        self._program.start("write", lambda: self._program.house.catch_up(seat), done, failed)

    def _tell(self, error: BaseException) -> None:
        """The world comes and goes; a refusal and our own bug are told. Who was let in without the server and is refused
        by it goes back to the door."""
        face = face_of(error)
        if face.kind == "bug":
            self._program.window.crash(error)
        elif face.kind == "refused" and self.blind:
            username = self._program.seat.staff.username
            self._program.front()
            self._program.window.say_on_sign_in(username, face.sentence)
        elif face.kind == "refused":
            self._program.window.toast(face.sentence, "bad")

    def _sees(self, seat: Any) -> None:
        self.blind = False
        self._program.bus.publish(EVERYTHING)

        def begin(newest_list: int) -> None:
            if seat is self._program.seat:
                self._program.arrivals.begin(seat, newest_list)

        self._program.start("read", seat.newest_list, begin)

    def spend(self) -> None:
        """Numbers were given to new people: ask for more before they run out, while nobody waits for it."""
        seat = self._program.seat
        if seat is not None and seat.outgoing is not None and not seat.outgoing.is_away() and seat.outgoing.is_low():
            self._program.start("quiet", seat.outgoing.stock_up, lambda _nothing: None)
