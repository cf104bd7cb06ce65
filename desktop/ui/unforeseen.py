"""What nobody foresaw ends in the log and, where a window is, in the crash dialog: exceptions of Qt slots, of threads, of
the interpreter's own corners; Qt's own warnings end in the log."""

import sys
import threading
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, Qt, QtMsgType, Signal, qInstallMessageHandler

from desktop import log
from desktop.bugs import bug_details

QUIET = ("propagateSizeHints", "does not support raise()")  # said by Qt where there is no screen
KINDS = {QtMsgType.QtWarningMsg: "peringatan", QtMsgType.QtCriticalMsg: "gawat", QtMsgType.QtFatalMsg: "fatal"}


class Unforeseen(QObject):
    """Takes over the hooks of Python and Qt until ``leave``; ``window.crash`` is called on the GUI thread."""

    _met = Signal(object)

    def __init__(self, window: Any) -> None:
        super().__init__()
        self._met.connect(window.crash, Qt.ConnectionType.QueuedConnection)
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        # A slot that raises ends in sys.excepthook.
        sys.excepthook = self._raised
        threading.excepthook = lambda args: self._raised(args.exc_type, args.exc_value, args.exc_traceback)
        sys.unraisablehook = lambda args: self._note(args.exc_value)
        self._messages = qInstallMessageHandler(self._said)

    def leave(self) -> None:
        """Everything as it was before."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        qInstallMessageHandler(self._messages)

    def _raised(
        self, kind: type[BaseException], error: BaseException | None, _trace: TracebackType | None = None
    ) -> None:
        if error is None or issubclass(kind, KeyboardInterrupt | SystemExit):
            return
        self._note(error)
        self._met.emit(error)

    @staticmethod
    def _note(error: BaseException | None) -> None:
        if error is not None:
            log.bug(error)
            _aloud(bug_details(error))

    @staticmethod
    def _said(kind: QtMsgType, context: Any, message: str) -> None:
        if kind in KINDS and not any(word in message for word in QUIET):
            log.note("qt", f"{KINDS[kind]} {context.category or ''}: {log.scrubbed(message)}")
            _aloud(message)


def _aloud(text: str) -> None:
    """To the terminal, where there is one."""
    if sys.stderr is not None:
        sys.stderr.write(f"{text}\n")
