"""The right side of lists: what the file would do, how it was understood, and the last imports."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from db.queries.list_runs import ListRun
from desktop.sop.reconciling import month_of, say_month
from desktop.sop.segments import label
from desktop.ui.format import moment, number
from desktop.ui.screens.import_lines import Line
from desktop.ui.widgets import Caption, Card, Facts, Muted, Strong, plain, set_tone
from desktop.ui.widgets.scroll import scrolled

if TYPE_CHECKING:
    from desktop.operations.list_trial import Trial

TAKEN = {
    "masuk": "masuk",
    "orang_baru": "orang yang belum dikenal",
    "berubah": "data penduduk berubah",
    "dilengkapi": "isian yang tadinya kosong",
    "kk": "nomor KK baru",
    "berakhir": "kepesertaan berakhir",
    "sudah": "sudah ada, tetap",
    "ganda": "ganda di berkas ini",
    "tanpa_nomor": "menunggu nomor peserta",
    "segmen_lain": "masih berlaku di segmen lain",
    "nomor_orang": "nomor milik orang lain",
    "nomor_beda": "nomor lain untuk orang ini",
}
FIELDS = {
    "number": "nomor peserta",
    "family_number": "nomor keluarga peserta",
    "nik": "NIK",
    "kk": "nomor KK",
    "name": "nama",
    "sex": "jenis kelamin",
    "birth_date": "tanggal lahir",
    "birth_place": "tempat lahir",
    "address": "alamat",
    "rt": "RT, di dalam alamat",
    "rw": "RW, di dalam alamat",
    "hamlet": "dusun, di dalam alamat",
    "kelurahan": "kelurahan atau desa",
    "kecamatan": "kecamatan",
    "relation": "hubungan keluarga",
    "marital": "status kawin",
    "facility_code": "kode faskes",
    "facility": "faskes tingkat pertama",
    "segment": "segmen menurut berkas",
    "segment_code": "kode segmen menurut berkas",
    "status": "status peserta",
    "period": "bulan tagihan",
    "month": "bulan",
    "year": "tahun",
    "amount": "rupiah",
    "document": "nomor dokumen",
    "event_date": "tanggal kejadian",
    "destination": "alamat tujuan",
    "id_dtks": "nomor DTKS",
    "note": "keterangan",
    "mutation": "jenis mutasi",
    "effective_date": "berlaku mulai",
    "phone": "telepon",
}
"""Our field → what a clerk calls it."""
STEPS = (
    "1. Pilih berkas apa adanya: Excel, CSV, atau ZIP berisi CSV. Jenisnya dikenali dari judul kolom.",
    "2. Sebut bulan dan segmennya. Setiap perubahan diuji ulang.",
    "3. Baca apa yang akan terjadi, lalu masukkan. Seluruh impor dapat dibatalkan.",
)


class ListPanel(Card):
    """Everything scrolls inside."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Apa yang akan terjadi")
        self.box.setContentsMargins(1, 1, 1, 1)
        scroll, self._inner = scrolled("Apa yang akan terjadi")
        self._inner.setSpacing(6)
        self.add(scroll, 1)
        self._line_box()
        self._steps = self._group("Cara kerja", *(Muted(text) for text in STEPS))
        self._taken_facts, self._map_facts, self._last_facts = Facts(), Facts(), Facts()
        self._taken = self._group("Bila dimasukkan", self._taken_facts)
        self._map = self._group("Kolom yang dikenali dan isinya di Padan", self._map_facts)
        self._last = self._group("Impor terakhir kantor ini", self._last_facts)
        self._inner.addStretch(1)
        self._told: list[tuple[str, str]] = []
        self._mapped: list[tuple[str, str]] = []
        self.show_line(None)
        for part in (self._taken, self._map, self._last):
            part.hide()

    def _line_box(self) -> None:
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
        for part in (Caption(title), *parts):
            box.addWidget(part)
        self._inner.addWidget(holder)
        return holder

    def show_line(self, line: "Line | None") -> None:
        """The problem with the cursor, whole, with what to do."""
        self._box.setVisible(line is not None)
        if line is None:
            return
        self._where.set(line.place)
        self._what.setText(line.sentence)
        self._remedy.setText(line.remedy)
        self._remedy.setVisible(bool(line.remedy))
        tone = {"error": "bad", "warning": "warn", "good": "ok"}[line.kind]
        set_tone(self._what, tone)
        set_tone(self._box, tone)

    def said(self) -> dict[str, str]:
        """What the file would do, by label."""
        return dict(self._told)

    def mapped(self) -> list[tuple[str, str]]:
        """(their heading, what it is to us)."""
        return self._mapped

    def show_trial(self, trial: "Trial") -> None:
        """Counts of the trial, and how the columns were understood."""
        self._steps.hide()
        taken: dict[str, Any] = trial.outcome.data.get("taken", {})
        told = [(TAKEN[name], number(count)) for name, count in taken.items() if name in TAKEN and count]
        told.append(("dikembalikan", number(trial.rejected)))
        self._told = told
        self._taken_facts.set_facts(told)
        self._mapped = mapped = [(theirs, FIELDS.get(ours, "dipakai")) for theirs, ours in trial.mapping.items()]
        self._map_facts.set_facts([*mapped, *((heading, "tidak dipakai") for heading in trial.unmapped)])
        self._taken.show()
        self._map.show()

    def set_last(self, runs: Sequence[ListRun], here: tzinfo | None) -> None:
        """The last imports, newest first."""
        self._last_facts.set_facts([(moment(run.at.astimezone(here)), _words(run)) for run in runs[:6]])
        self._last.setVisible(bool(runs))


def _words(run: ListRun) -> str:
    about = f"{label(run.segment or '')}, {say_month(month_of(run.period))}: " if run.period else ""
    end = "dibatalkan" if run.undone_at else f"{number(run.accepted)} baris, {number(run.rejected)} dikembalikan"
    return f"{run.file_name} · {about}{end}"
