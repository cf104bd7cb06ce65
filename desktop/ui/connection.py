"""What the window says about the server: there, away since when, how old what is shown is, back again (J7)."""

from datetime import datetime
from typing import Any

from desktop.ui.format import clock

AWAY = (
    "Server tidak terjangkau. Layar menunjukkan data per pukul {at}. Orang baru dan perbaikan isian tersimpan di "
    "komputer ini; pekerjaan lain menunggu."
)
BACK = "Server kembali. Semua data sedang disegarkan."


class Connection:
    """``window`` shows the light and the notes. Each loss and each return is said once."""

    def __init__(self, window: Any) -> None:
        self._window = window
        self._last: datetime | None = None
        self.away = False

    def begin(self, now: datetime, *, away: bool) -> None:
        """Somebody signed in; ``away``: without the server."""
        self._last, self.away = None if away else now, False
        if away:
            self.lost()

    def told(self, word: str, tone: str, now: datetime) -> bool:
        """What the line to the database says (``Hearing.light``); True when the server is back."""
        if tone == "ok":
            return self.reached(now)
        if tone == "bad":
            self.lost()
        elif not self.away:
            self._window.set_connection(word, tone)
        return False

    def reached(self, now: datetime) -> bool:
        """The server answered; True when it had been away."""
        back, self.away = self.away, False
        self._last = now
        self._window.set_connection("Tersambung", "ok")
        if back:
            self._window.toast(BACK, "ok")
        return back

    def lost(self) -> None:
        """The server did not answer."""
        at = clock(self._last) if self._last is not None else "–"
        self._window.set_connection(f"Terputus · data per {at}", "bad")
        if not self.away:
            self.away = True
            self._window.toast(AWAY.format(at=at), "bad")

    @staticmethod
    def caught_up(sent: Any) -> tuple[str, str]:
        """(sentence, kind) when the outbox was sent."""
        words = [f"{sent.sent} isian dari komputer ini sudah terkirim."] if sent.sent else []
        if sent.refused:
            words.append(f"{sent.refused} isian perlu dilihat: buka Kotak keluar.")
        words += [sent.halt] if sent.halt else []
        return " ".join(words), "warn" if sent.refused or sent.halt else "ok"
