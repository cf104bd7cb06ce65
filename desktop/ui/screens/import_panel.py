"""The right side of the import: the problem in hand with its remedy, how the file was understood, the last files."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.ui.widgets import Caption, Card, Facts, Muted, Strong, plain, set_tone
from desktop.ui.widgets.scroll import scrolled

if TYPE_CHECKING:
    from desktop.spreadsheets.reading import Reading
    from desktop.ui.screens.import_lines import Line

FIELDS = {
    "no": "nomor urut (tidak disimpan)",
    "name": "nama dan alias",
    "alias": "alias",
    "sex": "jenis kelamin",
    "birth_place": "tempat lahir",
    "birth": "tanggal lahir atau umur",
    "category": "kategori PPKS",
    "found_place": "tempat ditemukan",
    "found_at": "waktu ditemukan",
    "condition": "kondisi",
    "nik": "NIK menurut pengakuan",
    "belongings": "barang bawaan",
    "note": "catatan",
}
WHY = {
    "jumlah": "baris jumlah",
    "bukan_data": "bukan data orang",
    "judul_ulang": "judul yang diulang",
    "sudah_masuk": "sudah masuk sebelumnya",
}
STEPS = (
    "1. Pilih atau seret berkas Excel dari lapangan, apa adanya.",
    "2. Baca hasil ujinya: berapa yang bisa masuk, apa yang salah dan cara membetulkannya.",
    "3. Masukkan baris yang baik. Baris lain tinggal di berkas balasan untuk pengirim.",
)


class ImportPanel(Card):
    """Everything scrolls inside."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Hasil uji berkas")
        self.box.setContentsMargins(1, 1, 1, 1)
        scroll, self._inner = scrolled("Hasil uji berkas")
        self._inner.setSpacing(6)
        self.add(scroll, 1)
        self._problem_box()
        self._steps = self._group("Cara kerja", *(Muted(text) for text in STEPS))
        self._about_facts, self._map_facts = Facts(), Facts()
        self._about = self._group("Berkas ini dibaca sebagai", self._about_facts)
        self._map = self._group("Kolom yang dikenali dan isinya di Padan", self._map_facts)
        self._last_facts = Facts()
        self._last = self._group("Impor terakhir kantor ini", self._last_facts)
        self._inner.addStretch(1)
        self.show_line(None)
        self.set_last(())
        self._about.hide()

    def _problem_box(self) -> None:
        self._box = QFrame()
        self._box.setObjectName("box")
        inner = QVBoxLayout(self._box)
        inner.setContentsMargins(12, 9, 12, 10)
        inner.setSpacing(3)
        self._where, self._what, self._remedy = Caption(), Strong(wrap=True), plain(wrap=True)
        for part in (self._where, self._what, self._remedy):
            inner.addWidget(part)
        self._inner.addWidget(self._box)

    def _group(self, title: str, *parts: QWidget) -> QWidget:
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 6, 0, 4)
        box.setSpacing(5)
        box.addWidget(Caption(title))
        for part in parts:
            box.addWidget(part)
        self._inner.addWidget(holder)
        return holder

    def show_line(self, line: "Line | None") -> None:
        """The line with the cursor, whole, with what to do."""
        self._box.setVisible(line is not None)
        if line is None:
            return
        tone = {"error": "bad", "warning": "warn", "good": "ok"}[line.kind]
        self._where.set(line.place)
        self._what.setText(line.value if line.kind == "good" else line.sentence)
        self._remedy.setText(line.sentence if line.kind == "good" else line.remedy)
        self._remedy.setVisible(bool(self._remedy.text()))
        set_tone(self._what, tone)
        set_tone(self._box, tone)

    def said(self) -> str:
        """The line shown, in one text; empty without one."""
        if self._box.isHidden():
            return ""
        return f"{self._where.accessibleName()}: {self._what.text()} {self._remedy.text()}".strip()

    def set_last(self, facts: Sequence[tuple[str, str]]) -> None:
        """The last files that came in: (when, what)."""
        self._last_facts.set_facts(facts)
        self._last.setVisible(bool(facts))

    def show_layout(self, code: str) -> None:
        """Before any file: the headings that are known."""
        from desktop.spreadsheets.registry import layout_by_code

        known = [column for column in layout_by_code(code).columns if column.field in FIELDS]
        self._map_facts.set_facts(
            [(c.heading, f"{FIELDS[c.field]}{', wajib ada' if c.required else ''}") for c in known]
        )

    def show_trial(self, reading: "Reading") -> None:
        """How the file was understood."""
        from desktop.spreadsheets.registry import layout_by_code

        self._steps.hide()
        people = sum(line.why != "sudah_masuk" for line in reading.skipped)
        about = [
            ("Bentuk", layout_by_code(reading.layout).title),
            ("Lembar", f"{reading.sheet}, judul kolom di baris {reading.header_row}"),
        ]
        if people:
            about.append(("Dilewati", _skipped(reading)))
        if reading.already_in:
            about.append(("Sudah masuk", f"{reading.already_in} baris, ditandai pada berkas balasan dulu"))
        self._about_facts.set_facts(about)
        mapped = [(theirs, FIELDS.get(ours, ours)) for theirs, ours in reading.mapping.items()]
        self._map_facts.set_facts([*mapped, *((heading, "tidak dipakai") for heading in reading.unmapped)])
        self._about.show()


def _skipped(reading: "Reading") -> str:
    kinds: dict[str, list[int]] = {}
    for line in reading.skipped:
        if line.why != "sudah_masuk":
            kinds.setdefault(WHY.get(line.why, "bukan data orang"), []).append(line.row)
    return "; ".join(f"{word}: baris {', '.join(map(str, rows))}" for word, rows in kinds.items())
