"""Opens the office: puts house, program and window together."""

import sys
from pathlib import Path
from typing import Any

from desktop.house import House


def sign_in_window(url: str = "", *, practice: bool = False, folder: Path | None = None) -> tuple[Any, Any]:
    """(application, window) with the first page in it, not yet shown. No database is opened."""
    from desktop.ui.program import Program, application

    app = application(sys.argv[:1])
    program = Program(House(url, practice=practice, folder=folder))
    program.front()
    # The window must keep its program alive.
    program.window.program = program  # type: ignore[attr-defined]
    return app, program.window


def open_window(url: str = "", *, practice: bool = False) -> int:
    """Show the office until its window is closed; gives the exit status."""
    app, window = sign_in_window(url, practice=practice)
    window.show()
    status: int = app.exec()
    return status
