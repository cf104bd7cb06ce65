"""The right side of lists: what the file would do, how it was understood, and the last imports."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

from db.queries.list_runs import ListRun
from desktop.sop.reconciling import month_of, say_month
from desktop.sop.segments import label
from desktop.ui.format import moment, number
from desktop.ui.screens.field_words import FIELDS
from desktop.ui.screens.import_lines import LINE_TONES, Line
from desktop.ui.widgets import Facts, Muted
from desktop.ui.widgets.side_panel import SidePanel

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
    "dihentikan": "sudah dihentikan, ditanyakan dulu",
    "wilayah_lain": "NIK terbitan wilayah lain: periksa daftarnya",
    "bukan_warga": "meninggal atau pindah menurut Dukcapil",
    "mutasi_lain": "jenis mutasi belum dikenal",
    "tak_berlaku": "tidak sedang berlaku di segmen ini",
    "program_lain": "untuk program lain",
    "gugur": "meninggal atau pindah menurut Dukcapil",
    "peserta": "iurannya sudah dibayar anggaran",
}
STEPS = (
    "1. Pilih berkas apa adanya: Excel, CSV, atau ZIP berisi CSV. Jenisnya dikenali dari judul kolom.",
    "2. Sebut bulan dan segmennya. Setiap perubahan diuji ulang.",
    "3. Baca apa yang akan terjadi, lalu masukkan. Seluruh impor dapat dibatalkan.",
)


class ListPanel(SidePanel):
    """The problem in hand, and what the whole file would do."""

    def __init__(self) -> None:
        super().__init__("Apa yang akan terjadi")
        self._steps = self.group("Cara kerja", *(Muted(text) for text in STEPS))
        self._taken_facts, self._map_facts, self._last_facts = Facts(), Facts(), Facts()
        self._taken = self.group("Bila dimasukkan", self._taken_facts)
        self._map = self.group("Kolom yang dikenali dan isinya di Padan", self._map_facts)
        self._last = self.group("Impor terakhir kantor ini", self._last_facts)
        self.close_up()
        self._told: list[tuple[str, str]] = []
        self._mapped: list[tuple[str, str]] = []
        self.show_line(None)
        for part in (self._taken, self._map, self._last):
            part.hide()

    def show_line(self, line: "Line | None") -> None:
        """The problem with the cursor, whole, with what to do."""
        self.hand.setVisible(line is not None)
        if line is not None:
            self.put_in_hand(line.place, line.sentence, line.remedy, LINE_TONES[line.kind])

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
        if trial.replaces:
            told.append(("menggantikan", f"{trial.replaces['file_name']}, {number(trial.replaces['accepted'])} baris"))
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
