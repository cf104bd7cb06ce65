"""Whoever starts Padan again is heard by the window that is open."""

from typing import Any

from PySide6.QtCore import QTimer


def listen(app: Any, program: Any, mine: Any) -> None:
    """``mine`` (``desktop.instance.Instance``) listens from the first idle moment until the window closes: whoever starts
    Padan while it closes opens a new one. A session of the computer that ends is no sudden end either."""
    program.leaving.connect(mine.close)
    app.commitDataRequest.connect(lambda _manager: mine.close())
    QTimer.singleShot(0, lambda: mine.serve(program.summoned.emit))
