"""Opens the office: puts house, program and window together."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.house import House
from desktop.settings import data_folder

if TYPE_CHECKING:
    from desktop.instance import Instance
    from desktop.last_run import Witness

LOGS = "catatan"


def sign_in_window(
    url: str = "", *, practice: bool = False, folder: Path | None = None, once: tuple[str, Any] = ("", ())
) -> tuple[Any, Any]:
    """(application, window) with the first page in it, not yet shown. No database is opened. ``once`` is a sentence for
    that page and its buttons."""
    from desktop.ui.program import Program, application

    app = application(sys.argv[:1])
    program = Program(House(url, practice=practice, folder=folder), once)
    program.front()
    # The window must keep its program alive.
    program.window.program = program  # type: ignore[attr-defined]
    return app, program.window


def open_window(url: str = "", *, practice: bool = False, user: str = "") -> int:
    """Show the office until its window is closed; gives the exit status. Where a window of this office is open already,
    that one comes to the front and this start is over."""
    from desktop import instance

    place = instance.place_of(url, practice=practice)
    try:
        mine = instance.claim(place)
        if mine is None and instance.hand_over(place, {"user": user}):
            return 0
    except OSError:  # a folder that cannot be written: the office itself will say so
        mine = None
    return _run(mine, place.stem, url, practice, user)


def _run(mine: "Instance | None", name: str, url: str, practice: bool, user: str) -> int:
    from desktop import log
    from desktop.last_run import ENDED

    logs = data_folder() / LOGS
    log.begin(logs)
    log.note("mulai", _about(name))
    once: tuple[str, Any] = ("", ())
    if mine is not None and mine.abrupt:
        log.note("mulai", "yang sebelumnya berhenti mendadak")
        once = ENDED, [("Buka folder catatan", lambda: _show_folder(logs))]
    witness = _witness(logs, name) if mine is not None else None
    app, window = sign_in_window(url, practice=practice, once=once)
    from desktop.ui.summons import listen
    from desktop.ui.unforeseen import Unforeseen

    unforeseen = Unforeseen(window)
    window.show()
    if user:
        window.heed({"user": user})
    if mine is not None:
        listen(app, window.program, mine)
    status: int = app.exec()
    unforeseen.leave()
    if witness is not None:
        witness.leave()
    log.note("selesai", f"status {status}")
    log.end()
    return status


def _witness(logs: Path, name: str) -> "Witness | None":
    from desktop.last_run import Witness

    try:
        return Witness(logs, name)
    except OSError:
        return None


def _about(name: str) -> str:
    """What a reader of the log must know: no name of a person, a server or a computer."""
    import platform

    from desktop.version import VERSION

    bundled = "terpasang" if getattr(sys, "frozen", False) else "dari sumber"
    return f"Padan {VERSION} {bundled}, {platform.platform()}, Python {platform.python_version()}, {name}"


def _show_folder(folder: Path) -> None:
    from desktop.ui.folders import show_folder

    show_folder(str(folder))
