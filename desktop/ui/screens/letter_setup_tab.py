"""What the four tabs of Tata surat have in common: shown for an office, typed in, taken back, stored."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.screens.letter_setup_reading import Setup

if TYPE_CHECKING:
    from desktop.ui.screens.letter_setup import LetterSetup


class Tab(QWidget):
    """A tab fills itself from a ``Setup``; what is half typed in it can be put aside and taken up again."""

    changed = Signal()
    code = ""
    label = ""
    in_parts = False  # stored by several commands: each part is clean by itself when it is stored

    def __init__(self, screen: "LetterSetup") -> None:
        super().__init__()
        self.page = screen
        self.setup: Setup | None = None
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(14)

    def show_setup(self, setup: Setup) -> None:
        """Fill with what is stored."""
        self.setup = setup

    def renew(self, setup: Setup) -> None:
        """Newer stored values beneath what is half typed: it stays, and is stored against them."""
        self.setup = setup

    def is_dirty(self) -> bool:
        """Something would be lost."""
        return False

    def typed(self) -> Any:
        """What is half typed, to be put aside while another office is looked at."""
        return None

    def resume(self, typed: Any) -> None:
        """Take up what was put aside."""

    def save(self) -> None:
        """Store it; a refusal leaves everything as typed."""

    def new(self) -> None:
        """Begin a new entry, where a tab has any."""

    def adding(self) -> bool:
        """Is a new entry begun, typed already or not."""
        return False

    def drop_new(self) -> None:
        """The new entry is not wanted after all."""

    def why_not(self) -> str:
        """Why there is nothing to store; empty when there is."""
        return "" if self.is_dirty() else "Belum ada yang diubah."

    def leave(self) -> None:
        """The screen goes."""
