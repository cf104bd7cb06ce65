"""Formulir: the texts of a letter that are changed most, for people who would rather not type between brackets."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.ui.widgets import Form, Muted, Sheet
from desktop.ui.widgets.scroll import scrolled

if TYPE_CHECKING:
    from desktop.ui.screens.template_editor import TemplateEditor

WIDTH = 760
LONGEST = 4000
LINE = 18  # px
LABELS = {
    "head.subject": "Hal",
    "head.urgency": "Sifat",
    "head.attachment": "Lampiran",
    "head.lines": "Judul, satu baris setiap baris",
    "copies": "Tembusan, satu baris setiap penerima",
}
SHORT = ("head.urgency", "head.attachment")
NOTE = "Isian seperti {panti} diganti Padan saat surat terbit; **kata** dicetak tebal."


def open_form(screen: "TemplateEditor") -> None:
    """Lay the form of the letter on show over the window; it needs a text that can be read."""
    from tomllib import TOMLDecodeError

    from desktop.documents.template_values import plain_values

    text = screen.text
    if text is None:
        return
    try:
        values = plain_values(text.typed)
    except (TOMLDecodeError, RecursionError):
        said = text.problem.sentence if text.problem else "Susunan TOML keliru."
        screen.desk.say(f"Betulkan dulu di penyunting. {said}", "warn")
        return
    screen._open(FormSheet(screen, values))


class FormSheet(Sheet):
    """Ctrl+Enter writes what was changed into the wording, as one step that Ctrl+Z takes back."""

    def __init__(self, screen: "TemplateEditor", values: dict[str, Any]) -> None:
        host = screen._host()
        super().__init__(host, "Formulir surat", min(WIDTH, max(host.width() - 60, 420)))
        self._screen = screen
        self._given = {key: _lines(value) for key, value in values.items()}
        self.form = Form()
        paragraphs = 0
        for key, shown in self._given.items():
            if key in SHORT:
                if key == SHORT[0]:
                    self.form.pair()
                self.form.text(key, LABELS[key], longest=120)
                continue
            if key not in LABELS:
                paragraphs += 1
            rows = max(2, min(5, 1 + len(shown) // 85 + shown.count("\n")))
            edit = self.form.area(key, LABELS.get(key, f"Paragraf {paragraphs}"), longest=LONGEST, lines=rows)
            # The style sheet's own least height would let the scroll area press every field flat.
            edit.setStyleSheet(f"min-height: {rows * LINE}px;")
        self.form.set_values(self._given)
        self.box.addWidget(Muted(NOTE))
        area, box = scrolled("Formulir surat", (0, 0, 8, 0))
        box.addWidget(self.form)
        box.addStretch(1)
        area.setMinimumHeight(max(host.height() - 250, 200))
        self.box.addWidget(area, 1)
        self.add_buttons("Pakai", self.take)

    def open(self, focus: QWidget | None = None) -> None:
        super().open(focus or self.form.control(next(iter(self._given))))

    def take(self) -> None:
        """Only what was changed; what only a person should change is named and left."""
        from desktop.documents.template_values import replaced

        text = self._screen.text
        if self.isHidden() or text is None:
            return
        toml, left = text.typed, False
        for key, now in self.form.values().items():
            if now != self._given[key].strip():
                listed = key in ("copies", "head.lines")
                one = [line.strip() for line in now.split("\n") if line.strip()] if listed else " ".join(now.split())
                new = replaced(toml, key, one)
                if new is None:
                    left = True
                    self.form.set_error(key, "Bagian ini ditulis khusus di templat. Ubah langsung di penyunting.")
                else:
                    toml = new
        if left:
            return
        self.cancel()
        if toml != text.typed:
            self._screen.pane.replace_all(toml)
        self._screen.pane.edit.setFocus(Qt.FocusReason.OtherFocusReason)


def _lines(value: Any) -> str:
    return "\n".join(value) if isinstance(value, list) else str(value)
