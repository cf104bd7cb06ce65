"""Riwayat: every wording an office ever saved, side by side with what is typed now; any of them can be taken up again."""

import difflib
from datetime import tzinfo
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QScrollBar, QVBoxLayout, QWidget

from desktop.ui.format import moment
from desktop.ui.screens.template_editor_pane import Text
from desktop.ui.widgets import Caption, EmptyState, Muted, Sheet
from desktop.ui.widgets.code_edit import CodeDocument, CodeEdit
from desktop.ui.widgets.side_list import WIDTH as SIDE_WIDTH
from desktop.ui.widgets.side_list import SideLine, SideList

if TYPE_CHECKING:
    from desktop.ui.screens.template_editor import TemplateEditor

WIDTH = 1100
Version = tuple[str, str, str]  # title, line beneath, text


def open_history(screen: "TemplateEditor") -> None:
    """Lay the history of the letter on show over the window."""
    text = screen.text
    if text is not None:
        screen._open(HistorySheet(screen, text))


def versions(text: Text, zone: tzinfo | None) -> tuple[Version, ...]:
    """Newest first; the program's own wording is the last."""
    ours = text.opened.ours
    found = [
        (
            f"{moment(row.created_at.astimezone(zone))} · {row.staff_name}",
            row.note or ("templat kantor" if row.toml else "kembali ke templat bawaan"),
            row.toml or ours,
        )
        for row in text.opened.history
    ]
    return (*found, ("Templat bawaan", "yang datang bersama Padan", ours))


def differing_lines(old: str, new: str) -> tuple[set[int], set[int]]:
    """Numbers of the lines that are only in the old text, and only in the new one."""
    before, after = old.splitlines(), new.splitlines()
    left: set[int] = set()
    right: set[int] = set()
    for what, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what != "equal":
            left.update(range(a + 1, b + 1))
            right.update(range(c + 1, d + 1))
    return left, right


class HistorySheet(Sheet):
    """Ctrl+Enter takes the chosen wording into the editor, where Ctrl+Z takes it out again."""

    def __init__(self, screen: "TemplateEditor", text: Text) -> None:
        host = screen._host()
        super().__init__(host, f"Riwayat {text.opened.title}", min(WIDTH, max(host.width() - 60, 600)))
        self._screen, self._text = screen, text
        self.box.addWidget(Muted("Pilih sebuah templat lama. Baris yang berbeda dari isi penyunting diberi warna."))
        row = QHBoxLayout()
        row.setSpacing(12)
        self._versions = versions(text, screen.desk.now().tzinfo)
        self.list = SideList("Templat yang pernah disimpan")
        self.list.setFixedWidth(SIDE_WIDTH)
        self.list.set_lines(SideLine(at, *one[:2]) for at, one in enumerate(self._versions))
        self.old, self.new = CodeEdit("Templat yang dipilih", read_only=True), CodeEdit("Isi sekarang", read_only=True)
        self._side_by_side()
        row.addWidget(self.list)
        row.addWidget(self._column("Yang dipilih", self.old), 1)
        row.addWidget(self._column("Isi penyunting sekarang", self.new), 1)
        holder = QWidget()
        holder.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        holder.setMinimumHeight(max(host.height() - 260, 240))
        self.box.addWidget(holder, 1)
        if not text.opened.history:
            self.box.addWidget(EmptyState("Kantor ini belum pernah menyimpan templat sendiri untuk surat ini."))
        self._take = self.add_buttons("Muat ke penyunting", self.take, no="Tutup")
        self.list.chosen.connect(lambda _key: self._show())
        self.list.itemActivated.connect(lambda _item: self.take())
        self._show()

    def open(self, focus: QWidget | None = None) -> None:
        super().open(focus or self.list)

    def take(self) -> None:
        """Into the editor, as one step that can be undone. Enter in the list and Ctrl+Enter may both arrive here."""
        if self.isHidden():
            return
        toml = self._chosen()
        self.cancel()
        self._screen.pane.replace_all(toml)
        self._screen.desk.say("Templat lama dimuat ke penyunting. Ctrl+Z mengembalikan, Ctrl+S menyimpan.", "info")

    def _chosen(self) -> str:
        return self._versions[self.list.key() or 0][2]

    def _show(self) -> None:
        old, new = self._chosen(), self._text.typed
        left, right = differing_lines(old, new)
        self.old.show_document(CodeDocument(old))
        self.new.show_document(CodeDocument(new))
        self.old.tint(dict.fromkeys(left, "bad"))
        self.new.tint(dict.fromkeys(right, "ok"))
        first = min(left or right, default=1)
        self.old.go_to(first)
        self.new.go_to(min(right or left, default=1))
        self._take.setEnabled(old != new)
        self._take.setAccessibleDescription("" if old != new else "Sama dengan isi penyunting.")

    def _side_by_side(self) -> None:
        """Both texts scroll together, each in proportion to its length."""

        def follow(leader: QScrollBar, other: QScrollBar) -> None:
            most = leader.maximum()
            if most and not other.isSliderDown():
                other.blockSignals(True)
                other.setValue(round(other.maximum() * leader.value() / most))
                other.blockSignals(False)

        left, right = self.old.verticalScrollBar(), self.new.verticalScrollBar()
        left.valueChanged.connect(lambda _value: follow(left, right))
        right.valueChanged.connect(lambda _value: follow(right, left))

    @staticmethod
    def _column(name: str, edit: CodeEdit) -> QWidget:
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(Caption(name))
        box.addWidget(edit, 1)
        return holder
