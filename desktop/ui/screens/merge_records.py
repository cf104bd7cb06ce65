"""Gabungkan catatan: two records of one person side by side, value by value; ``key`` is (kept, merged)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from db.queries.merges import Side, side_of
from desktop.operations.merge_people import MergePeople
from desktop.sop.one_person import CHOICE_LABELS, CHOICES, say_niks
from desktop.sop.procedure import load_procedure
from desktop.sop.segments import label as segment_label
from desktop.ui.format import day, masked_nik, sex_word
from desktop.ui.screens.base import Screen
from desktop.ui.screens.merge_table import Line, MergeTable
from desktop.ui.screens.source_words import say_source
from desktop.ui.widgets import Card, EmptyState, Facts, Figure, Form
from desktop.ui.widgets.labels import Muted, Strong
from desktop.ui.widgets.scroll import scrolled

NOTHING_CHOSEN = "Belum ada dua catatan yang dipilih. Pilih satu pasangan di Catatan ganda."
GONE = "Salah satu catatan sudah digabung, atau tidak ada di wilayah kerja Anda. Pilih pasangan lain di Catatan ganda."
REASONS = ["Orang yang sama, NIK salah ketik", "Orang yang sama, tercatat dua kali", "Dahulu dicatat tanpa NIK"]
NUMBERED = "NIK ikut catatan yang dipertahankan. Panah atau 1 dan 2 memilih nilai yang berlaku."


@dataclass(frozen=True, slots=True)
class Pair:
    """Both records, read at one moment."""

    kept: Side
    merged: Side


def read_pair(connection: Any, kept: int, merged: int) -> Pair | None:
    """``None`` when one of them is not there (any more)."""
    sides = side_of(connection, kept), side_of(connection, merged)
    return None if sides[0] is None or sides[1] is None else Pair(sides[0], sides[1])


class MergeRecords(Screen):
    """Left: the fields, and the membership that goes on when two run. Right: what hangs on each record."""

    code, title, icon, help_code = "gabung", "Gabungkan catatan", "users", "ganda"
    topics = frozenset({"person", "membership", "application"})

    def build(self) -> None:
        self.pair: Pair | None = None
        self._ids: tuple[int, int] | None = None
        self._request: MergePeople | None = None
        self.empty = EmptyState(NOTHING_CHOSEN, ("Ke Catatan ganda", lambda: self.desk.go("ganda")), icon="users")
        self.body.addWidget(self.empty, 1)
        self.left = Card()
        self.left.setAccessibleName("Kedua catatan")
        area, column = scrolled("Isian kedua catatan", (0, 0, 8, 0))
        self.table = MergeTable()
        column.addWidget(self.table)
        column.addWidget(Muted(NUMBERED, wrap=True))
        column.addWidget(self._two_running())
        column.addStretch(1)
        self.left.add(area)
        self.right = Card()
        self.right.setAccessibleName("Yang ikut pindah")
        side, self._hanging = scrolled("Yang ada pada kedua catatan", (0, 0, 8, 0))
        self.right.add(side)
        self.add_list(self.left, 62)
        self.add_panel(self.right, 38)
        bar = self.action_bar
        bar.add("kembali", "Catatan ganda", "Ctrl+B", on=lambda: self.desk.go("ganda"))
        bar.add("tukar", "Tukar", "Ctrl+T", on=self.swap)
        bar.add("gabung", "Gabungkan…", "Ctrl+Enter", "primary", self.ask)
        self._show(False)

    def _two_running(self) -> QWidget:
        self.running = Card("Dua kepesertaan masih berlaku")
        self.running.add(
            Muted("Satu orang hanya satu kepesertaan: yang lain berakhir dengan alasan «ganda».", wrap=True)
        )
        self.form = Form()
        self.form.pair(2)
        self.form.choice("stays", "Yang tetap berlaku", [], required=True)
        self.form.date("effective", "Yang lain berakhir sejak", required=True, hint="Hari pertama tidak berlaku lagi.")
        self.running.add(self.form)
        return self.running

    def _show(self, on: bool) -> None:
        for part in (self.left, self.right):
            part.setVisible(on)
        self.empty.setVisible(not on)
        for code in ("tukar", "gabung"):
            self.action_bar.set_state(code, on, NOTHING_CHOSEN)

    def on_key(self, event: QKeyEvent) -> bool:
        return self.table.key(event.key())

    def load(self, key: Any = None) -> None:
        if key is not None:
            self._ids = (int(key[0]), int(key[1]))
        if self._ids is None:
            self._show(False)
        else:
            self.desk.read(read_pair, *self._ids, then=self.fill)

    def swap(self) -> None:
        """The other one is kept."""
        if self._ids is not None:
            self._ids = (self._ids[1], self._ids[0])
            self.load()

    def fill(self, pair: Pair | None) -> None:
        """Both sides; a record without NIK is not proposed as the one that is kept."""
        if pair is not None and not pair.kept.values["nik"] and pair.merged.values["nik"] and self.pair is None:
            pair = Pair(pair.merged, pair.kept)
            self._ids = (pair.kept.id, pair.merged.id)
        self.pair = pair
        self._show(pair is not None)
        if pair is None:
            self.empty.set(GONE, ("Ke Catatan ganda", lambda: self.desk.go("ganda")))
            return
        for side in (pair.kept, pair.merged):
            self.desk.look("lihat_orang", person_id=side.id)
        heads = [f"{word} · {side.values['registration']}" for word, side in _sides(pair)]
        self.table.set_lines(heads[0], heads[1], _lines(pair, self.desk.now()))
        self._show_running(pair)
        self._show_hanging(pair)
        words, _tone = say_niks(pair.kept.values["nik"], pair.merged.values["nik"])
        self.header.set_line("Catatan kiri dipertahankan, yang kanan digabung ke dalamnya", words)
        running = len(pair.kept.running) + len(pair.merged.running)
        self.header.set_figures(Figure(running, "kepesertaan berlaku", "warn" if running > 1 else "plain"))
        first = self.table.first()
        if first is not None:
            first.setFocus()

    def _show_running(self, pair: Pair) -> None:
        running = (*pair.kept.running, *pair.merged.running)
        self.running.setVisible(len(running) > 1)
        control: Any = self.form.control("stays")
        control.clear()
        for one in running:
            control.addItem(f"{segment_label(one.segment)}  ·  nomor …{one.participant_number[-4:]}", one.id)
        if len(running) > 1:
            today = self.desk.now().date()
            begun = max(one.valid_from for one in running)
            effective = max(begun, _next_month(today))
            self.form.set_values({"stays": running[0].id, "effective": effective})

    def _show_hanging(self, pair: Pair) -> None:
        while (item := self._hanging.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for word, side in _sides(pair):
            self._hanging.addWidget(Strong(f"{word}: {side.values['name'] or side.values['registration']}", wrap=True))
            self._hanging.addWidget(Facts(_hangs(side)))
            self._hanging.addSpacing(8)
        self._hanging.addWidget(Muted("Semua yang ada pada catatan kanan pindah ke catatan kiri.", wrap=True))
        self._hanging.addStretch(1)

    def ask(self) -> None:
        """Why they are one person, then they are merged."""
        if self.pair is None:
            return
        command = self._command(self.pair)
        if command is None:
            return
        kept, merged = (side.values["registration"] for _word, side in _sides(self.pair))
        note = f"{merged} tidak tampak lagi di daftar; halamannya menunjuk ke {kept}. Dapat dibatalkan."

        def run(reason: str) -> None:
            self.desk.run(replace(command, reason=reason), then=self._merged)

        self.ask_reason(f"Gabungkan {merged} ke {kept}?", REASONS, "Gabungkan", run, note)

    def _command(self, pair: Pair) -> MergePeople | None:
        typed = self.form.values() if self.running.isVisibleTo(self) else {}
        missing = {"effective": "Isi sejak kapan yang lain berakhir."} if typed and not typed["effective"] else {}
        if not self.form.set_errors(missing):
            return None
        return MergePeople(
            kept_id=pair.kept.id,
            merged_id=pair.merged.id,
            reason="",
            seen=(pair.kept.values["version"], pair.merged.values["version"]),
            take=self.table.taken(),
            stays=typed.get("stays"),
            effective=typed.get("effective"),
        )

    def _merged(self, outcome: Any) -> None:
        self._ids = self.pair = None
        self._show(False)
        self.empty.set(NOTHING_CHOSEN, ("Ke Catatan ganda", lambda: self.desk.go("ganda")))
        self.desk.toast(outcome.sentence, "ok")
        self.desk.go("orang", outcome.data["kept"])


def _sides(pair: Pair) -> tuple[tuple[str, Side], tuple[str, Side]]:
    return ("Dipertahankan", pair.kept), ("Digabung", pair.merged)


def _lines(pair: Pair, now: datetime) -> list[Line]:
    kept, merged = pair.kept, pair.merged
    zone = now.tzinfo
    lines = [
        Line("nik", "NIK", masked_nik(kept.values["nik"]), masked_nik(merged.values["nik"]), choose=False),
    ]
    for name, columns in CHOICES.items():
        ours, theirs = (_said(side, columns) for side in (kept, merged))
        lines.append(
            Line(
                name,
                CHOICE_LABELS[name],
                ours,
                theirs,
                say_source(kept.sources.get(columns[0]), zone),
                say_source(merged.sources.get(columns[0]), zone),
                choose=ours != theirs,
                other=not ours and bool(theirs),
            )
        )
    return lines


def _said(side: Side, columns: tuple[str, ...]) -> str:
    values = side.values
    if columns[0] == "sex":
        return sex_word(values["sex"] or "")
    if columns[0] == "birth_date":
        born: date | None = values["birth_date"]
        return "" if born is None else f"sekitar {born.year}" if values["birth_estimated"] else day(born)
    return ", ".join(str(values[name]) for name in columns if values[name])


def _hangs(side: Side) -> list[tuple[str, str]]:
    facts = [("Keadaan", side.gone.capitalize())] if side.gone else []
    for one in side.memberships:
        until = f"sampai {one.valid_to:%d-%m-%Y}" if one.valid_to else "masih berlaku"
        words = f"{segment_label(one.segment)} …{one.participant_number[-4:]}, sejak {one.valid_from:%d-%m-%Y}, {until}"
        facts.append(("Kepesertaan", words))
    for case in side.cases:
        procedure = load_procedure(case.procedure)
        facts.append(("Permohonan", f"{procedure.title}: {procedure.status(case.status).label}"))
    facts += [("Surat", ", ".join(side.letters[:6])), ("Kartu", f"{side.cards} dibuat" if side.cards else "")]
    facts.append(("Nomor KK", ", ".join(masked_nik(kk) for kk in side.families)))
    found = [(label, value) for label, value in facts if value]
    return found or [("", "Belum ada kepesertaan, permohonan, surat, atau kartu.")]


def _next_month(today: date) -> date:
    return date(today.year + today.month // 12, today.month % 12 + 1, 1)
