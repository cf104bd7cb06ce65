"""A list of BPJS that is much shorter than such lists were: it comes in only when the clerk says that it is whole."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.ui.format import number
from desktop.ui.widgets.sheet import ConfirmSheet

TITLE = "Berkas ini jauh lebih pendek dari biasanya"
NOTE = "Berkas yang terpotong, atau hanya berisi baris yang dibetulkan, membuat peserta lain tampak tidak ditagih."


class FewerSheet(ConfirmSheet):
    """``fewer``: ``lines``, ``expected`` and ``what``; the yes button waits for the tick."""

    def __init__(self, host: QWidget, fewer: Mapping[str, Any], yes: Callable[[], None]) -> None:
        facts = (("Baris berkas ini", number(fewer["lines"])), (f"Menurut {fewer['what']}", number(fewer["expected"])))
        super().__init__(host, TITLE, facts, "Masukkan", yes, danger=True, note=NOTE)
        self.whole = QCheckBox("Berkas ini utuh, jumlah barisnya memang sekian")
        self.whole.toggled.connect(self._ticked)
        self.box.insertWidget(self.box.count() - 1, self.whole)
        self._ticked(False)

    def open(self, focus: QWidget | None = None) -> None:
        """With the cursor in the tick."""
        super().open(focus or self.whole)

    def _ticked(self, yes: bool) -> None:
        assert self._yes is not None  # noqa: S101
        self._yes.setEnabled(yes)
        self._yes.setAccessibleDescription("" if yes else "Centang dulu bahwa berkasnya utuh.")
