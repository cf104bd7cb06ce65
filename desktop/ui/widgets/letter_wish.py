"""The confirmation of a move that issues letters: its facts, and only what there is to choose about the letters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from desktop.operations.issue import Wish
from desktop.ui.widgets.form import Form
from desktop.ui.widgets.sheet import ConfirmSheet

WIDTH = 540
ROOM = 430  # px of a closed choice of signers
LONGEST_NUMBER = 80
LONGEST_NOTE = 600


@dataclass(frozen=True, slots=True)
class SignerChoice:
    """Somebody who may sign today; ``id`` is ``None`` for who signs when nobody is chosen."""

    id: int | None
    label: str


def choose_signer(form: Form, signers: Sequence[SignerChoice], label: str) -> QComboBox:
    """A choice ``signer_id``; a name that is too long ends in … and stands whole in the tooltip."""
    combo = form.choice("signer_id", label, [(one.id, one.label) for one in signers])
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(20)
    metrics = combo.fontMetrics()
    for at, one in enumerate(signers):
        combo.setItemText(at, metrics.elidedText(one.label, Qt.TextElideMode.ElideRight, ROOM))
        combo.setItemData(at, one.label, Qt.ItemDataRole.ToolTipRole)
    return combo


class WishFields(Form):
    """Who signs (when several may), the other party's number (when the letter has one), a note for the letter.

    The note stays folded away until it is wanted: most letters have none.
    """

    def __init__(self, signers: Sequence[SignerChoice], counterpart: str, wish: Wish, unfolded: bool = False) -> None:
        super().__init__()
        self._several = len(signers) > 1
        if self._several:
            choose_signer(self, signers, "Penanda tangan")
        if counterpart:
            self.text("counterpart_number", counterpart, hint="Boleh dikosongkan.", longest=LONGEST_NUMBER)
        self.unfold = QPushButton("Tulis keterangan dalam surat")
        self.unfold.setProperty("kind", "link")
        self.unfold.setAccessibleName("Tulis keterangan dalam surat")
        self.unfold.clicked.connect(lambda: self._show_note(True))
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.unfold)
        row.addStretch(1)
        self._link = QWidget()
        self._link.setLayout(row)
        self.add_widget(self._link)
        self._note = self.area("note", "Keterangan dalam surat", longest=LONGEST_NOTE, lines=2)
        self.set_values({"signer_id": wish.signer_id, "counterpart_number": wish.counterpart_number, "note": wish.note})
        self._show_note(unfolded or bool(wish.note), focus=False)

    def wish(self, draft_id: int | None = None) -> Wish:
        """What is chosen now."""
        given = self.values()
        return Wish(
            note=given["note"],
            signer_id=given.get("signer_id"),
            counterpart_number=given.get("counterpart_number", ""),
            draft_id=draft_id,
        )

    def _show_note(self, shown: bool, focus: bool = True) -> None:
        self._link.setVisible(not shown)
        holder = self._note.parentWidget()
        if holder is not None:
            holder.setVisible(shown)
        if shown and focus:
            self._note.setFocus(Qt.FocusReason.OtherFocusReason)


class WishSheet(ConfirmSheet):
    """One confirmation; Ctrl+P shows the letters as they would be issued with what is chosen here."""

    def __init__(
        self,
        host: QWidget,
        title: str,
        facts: Sequence[tuple[str, str]],
        label: str,
        yes: Callable[[], None],
        fields: WishFields,
        preview: Callable[[], None],
        note: str = "",
    ) -> None:
        super().__init__(host, title, facts, label, yes, note=note)
        self.card.setFixedWidth(WIDTH)
        self.fields = fields
        self._preview = preview
        self.box.insertWidget(self.box.count() - 1, fields)
        self.look = QPushButton("Pratinjau   Ctrl+P")
        self.look.setAccessibleName("Pratinjau surat")
        self.look.clicked.connect(preview)
        row = self.box.itemAt(self.box.count() - 1).layout()
        if isinstance(row, QHBoxLayout):
            row.insertWidget(0, self.look)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_P and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._preview()
        else:
            super().keyPressEvent(event)
