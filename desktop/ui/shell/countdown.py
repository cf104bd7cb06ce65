"""A refused password: the sentence, and how long to wait while the account is locked."""

from PySide6.QtCore import QElapsedTimer, QTimer, Signal
from PySide6.QtWidgets import QLabel

from desktop.ui.shell.answer import Answer
from desktop.ui.widgets.labels import set_tone


class Refusal(QLabel):
    """Shows the sentence of an ``Answer``; counts down to ``over`` when there is something to wait for."""

    over = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setProperty("part", "strong")
        self._sentence = ""
        self._until = 0
        self._clock = QElapsedTimer()
        self._tick = QTimer(self)
        self._tick.setInterval(500)
        self._tick.timeout.connect(self._write)
        self.hide()

    def say(self, answer: Answer) -> None:
        """Show why not."""
        self._sentence, self._until = answer.sentence, answer.wait_seconds
        self._clock.start()
        set_tone(self, "bad")
        self.show()
        self._tick.start() if self._until else self._tick.stop()
        self._write()

    def clear(self) -> None:
        """Nothing to say."""
        self._tick.stop()
        self._until = 0
        self.hide()

    def left(self) -> int:
        """Seconds still to wait."""
        return max(0, self._until - self._clock.elapsed() // 1000) if self._until else 0

    def _write(self) -> None:
        left = self.left()
        if self._until and not left:
            self.clear()
            self.over.emit()
            return
        wait = f" Coba lagi dalam {left // 60}:{left % 60:02d}." if left else ""
        self.setText(self._sentence + wait)
        self.setAccessibleName(self.text())
