"""The right side of the import: the problem in hand with its remedy, how the file was understood, the last files."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.ui.screens.import_lines import LINE_TONES
from desktop.ui.widgets import Facts, Muted
from desktop.ui.widgets.side_panel import SidePanel

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


class ImportPanel(SidePanel):
    """What became of each line, with its remedy."""

    def __init__(self) -> None:
        super().__init__("Hasil uji berkas")
        self._steps = self.group("Cara kerja", *(Muted(text) for text in STEPS))
        self._about_facts, self._map_facts = Facts(), Facts()
        self._about = self.group("Berkas ini dibaca sebagai", self._about_facts)
        self._map = self.group("Kolom yang dikenali dan isinya di Padan", self._map_facts)
        self._last_facts = Facts()
        self._last = self.group("Impor terakhir kantor ini", self._last_facts)
        self.close_up()
        self.show_line(None)
        self.set_last(())
        self._about.hide()

    def show_line(self, line: "Line | None") -> None:
        """The line with the cursor, whole, with what to do."""
        self.hand.setVisible(line is not None)
        if line is not None:
            good = line.kind == "good"
            words = (line.value, line.sentence) if good else (line.sentence, line.remedy)
            self.put_in_hand(line.place, *words, LINE_TONES[line.kind])

    def said(self) -> str:
        """The line shown, in one text; empty without one."""
        if self.hand.isHidden():
            return ""
        return f"{self.where.accessibleName()}: {self.what.text()} {self.more.text()}".strip()

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
