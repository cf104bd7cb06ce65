"""Half-typed people of the first desk, kept sealed on this computer while they are typed (K3): a power cut costs a second."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer

from desktop.ui.desk import Desk

PREFIX = "penjangkauan:"
PHOTO = "penjangkauan-foto:"
PAUSE_MS = 700
Texts = dict[str, str]


class Draft:
    """What was half typed for one case (0: a new person), with the request it would have been sent as."""

    def __init__(self, texts: Texts, request: str, photo: bytes | None = None) -> None:
        self.texts, self.request, self.photo = texts, request, photo


def typed(state: Mapping[str, Any], clean: Mapping[str, Any]) -> dict[str, str]:
    """The fields whose words differ from those that are stored; a photo is kept apart."""
    return {name: text for name, text in state.items() if name != "photo" and text != clean.get(name)}


class DraftKeeper(QObject):
    """``now()`` gives case id → draft of everything half typed; what changed is written a moment after typing pauses."""

    def __init__(self, desk: Desk, now: Callable[[], Mapping[int, Draft]], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._now = desk, now
        self._names: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.write)

    def touched(self) -> None:
        """Something was typed. The first stroke starts the clock, later ones do not put it off."""
        if not self._timer.isActive():
            self._timer.start()

    def write(self) -> None:
        """Keep everything half typed now, forget what is not any more."""
        self._timer.stop()
        values: dict[str, Any] = {}
        for case, draft in self._now().items():
            values[f"{PREFIX}{case}"] = {"texts": draft.texts, "request": draft.request}
            if draft.photo is not None:
                values[f"{PHOTO}{case}"] = b64encode(draft.photo).decode()
        gone = dict.fromkeys(self._names - values.keys())
        self._names = set(values)
        if values or gone:
            self._desk.aside(lambda seat: seat.outbox.keep_drafts(values | gone))

    def read(self, then: Callable[[dict[int, Draft]], None]) -> None:
        """What an earlier session left half typed."""

        def arrived(stored: Mapping[str, Any]) -> None:
            self._names |= stored.keys()
            found = {name.removeprefix(PREFIX): one for name, one in stored.items() if name.startswith(PREFIX)}
            drafts = {}
            for case, one in found.items():
                photo = stored.get(f"{PHOTO}{case}")
                drafts[int(case)] = Draft(one["texts"], one["request"], b64decode(photo) if photo else None)
            then(drafts)

        self._desk.aside(lambda seat: seat.outbox.drafts("penjangkauan"), arrived)
