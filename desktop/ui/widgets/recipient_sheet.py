"""For whom a list leaves the office: one line before every export, asked on every screen by the same sheet."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QWidget

from desktop.sop.taking import who_gets_it
from desktop.ui.widgets.labels import Caption, Muted, plain
from desktop.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from desktop.ui.screens.base import Screen

LONGEST = 120
DAYS = 60  # whose exports are remembered: those of this clerk, as the journal has them
MISSING = "Tulis untuk siapa dan keperluannya, misalnya: Dinas Sosial, rapat bulanan."
NOTE = "Tercatat di jurnal, dan tertulis di berkasnya bersama nama Anda."


def ask_recipient(
    screen: "Screen", title: str, purpose: str, then: Callable[[str], None], *, personal: bool = True
) -> None:
    """Lay the sheet over the window, once; ``then(recipient)`` when the clerk agreed. What was typed before for the same
    ``purpose`` (how the journal's reason begins) is offered. Without ``personal`` data the line may stay empty."""
    from db.queries.recipients import last_recipients
    from desktop.operations.journal import look_chain
    from desktop.operations.note_access import NOWHERE

    desk, today = screen.desk, screen.desk.now().date()
    chains = [look_chain(desk.staff.id, today - timedelta(days=back)) for back in range(DAYS)]

    def show(last: Sequence[str]) -> None:
        if not any(one.isVisible() for one in screen.window().findChildren(RecipientSheet)):
            screen._open(RecipientSheet(screen._host(), title, last, then, personal))

    desk.read(last_recipients, chains, purpose, NOWHERE, then=show, slot="penerima")


class RecipientSheet(Sheet):
    """Typed, or chosen with the arrows from the last ones; Enter accepts, Esc leaves everything as it is."""

    def __init__(
        self, host: QWidget, title: str, last: Sequence[str], then: Callable[[str], None], personal: bool = True
    ) -> None:
        super().__init__(host, title)
        self._then, self._personal = then, personal
        self.text = QLineEdit()
        self.text.setMaxLength(LONGEST)
        self.text.setAccessibleName("Untuk siapa / keperluan")
        self.text.setPlaceholderText("Misalnya: Dinas Sosial, rapat bulanan")
        self.text.textEdited.connect(self._typed)
        self.box.addWidget(Caption("Untuk siapa / keperluan" + ("" if personal else " (boleh kosong)")))
        self.box.addWidget(self.text)
        self.choices = QButtonGroup(self)
        for recipient in last:
            radio = QRadioButton(recipient.replace("&", "&&"))
            radio.setAccessibleName(recipient)
            radio.clicked.connect(lambda _=False, words=recipient: self.text.setText(words))
            radio.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # the arrows choose from the line itself
            self.choices.addButton(radio)
            self.box.addWidget(radio)
        self.trouble = plain(part="error", wrap=True)
        self.trouble.hide()
        self.box.addWidget(self.trouble)
        self.box.addWidget(Muted(NOTE))
        self.add_buttons("Lanjut", self._agreed).setText("Lanjut   Enter")

    def open(self, focus: QWidget | None = None) -> None:
        super().open(focus or self.text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, typing = event.key(), self.focusWidget() is self.text or self.text.hasFocus()
        if typing and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif typing and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirm()
        else:
            super().keyPressEvent(event)

    def _step(self, way: int) -> None:
        buttons = self.choices.buttons()
        if buttons:
            now = self.choices.checkedButton()
            at = buttons.index(now) + way if now in buttons else 0 if way > 0 else len(buttons) - 1
            buttons[at % len(buttons)].click()

    def _typed(self) -> None:
        self.trouble.hide()
        chosen = self.choices.checkedButton()
        if chosen is not None:
            self.choices.setExclusive(False)
            chosen.setChecked(False)
            self.choices.setExclusive(True)

    def _agreed(self) -> None:
        typed = " ".join(self.text.text().split())
        recipient = who_gets_it(typed)
        if not recipient and (self._personal or typed):
            self.trouble.setText(MISSING)
            self.trouble.show()
            self.text.setFocus()
        elif not self.isHidden():
            self.cancel()
            self._then(recipient)
