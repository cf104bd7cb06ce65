"""Python's collector of cycles, on the GUI thread alone.

Python collects in whichever thread happens to allocate. In a worker that meets a Qt connection in a cycle, Qt's lock is
taken and Python's wanted, while the GUI thread has Python's and wants Qt's: the window stands still for ever.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 250
OLDEST_AFTER = 100  # of its younger neighbour; the oldest costs a tenth of a second, and nobody waits for its memory


class Rubbish(QObject):
    """Collects while it lives, in place of Python; ``leave`` gives the work back. Several take turns."""

    _living = 0

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        Rubbish._living += 1
        gc.disable()
        self._beat = QTimer(self)
        self._beat.timeout.connect(self._look)
        self._beat.start(EVERY_MS)

    def _look(self) -> None:
        young, middle, old = gc.get_count()
        most, some, _few = gc.get_threshold()
        if old > OLDEST_AFTER:
            gc.collect(2)
        elif middle > some:
            gc.collect(1)
        elif young > most:
            gc.collect(0)

    def leave(self) -> None:
        """The threads have ended."""
        if self._beat.isActive():
            self._beat.stop()
            Rubbish._living -= 1
            if Rubbish._living == 0:
                gc.enable()
