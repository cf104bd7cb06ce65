"""A form over the screen: a refusal is said on the sheet itself and everything typed stays."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from desktop.ui.faces import face_of
from desktop.ui.widgets.form import Form
from desktop.ui.widgets.labels import Muted, plain
from desktop.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from desktop.ui.screens.base import Screen

WIDTH = 560


class FormSheet(Sheet):
    """Subclasses write ``build`` (fields of ``form``) and ``save``, which calls ``run`` with a command.

    ``request`` is made with the sheet, so that a double click is the same request.
    """

    def __init__(self, screen: "Screen", title: str, label: str, note: str = "", width: int = WIDTH) -> None:
        from desktop.operations.command import new_request

        super().__init__(screen._host(), title, width)
        self._screen, self.desk = screen, screen.desk
        self.request = new_request()
        self._running = False
        self.form = Form()
        self.trouble = plain(part="error", wrap=True)
        self.build()
        if note:
            self.box.addWidget(Muted(note))
        self.box.addWidget(self.form)
        self.box.addWidget(self.trouble)
        self.trouble.hide()
        self.add_buttons(label, self.save)

    def build(self) -> None:
        """Add the fields."""

    def save(self) -> None:
        """Check what is typed, then ``run``."""

    def run(self, command: Any, then: Callable[[Any], None] | None = None) -> None:
        """Carry the command out; the sheet goes when it succeeded."""

        def done(outcome: Any) -> None:
            self._running = False
            self.cancel()
            if then:
                then(outcome)

        if not self._running:
            self._running = True
            self.say("")
            self.desk.run(command, then=done, failed=self._refused)

    def say(self, sentence: str) -> None:
        """Why it could not be done, above the buttons; empty takes it away."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def _refused(self, error: BaseException) -> None:
        self._running = False
        self.say(face_of(error).sentence)

    def open(self, focus: QWidget | None = None) -> None:
        """With the cursor in the first field."""
        first = next(iter(self.form.values()), "")
        super().open(focus or (self.form.control(first) if first else None))
