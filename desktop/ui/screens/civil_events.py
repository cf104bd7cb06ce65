"""Dukcapil (steps 1 and 4): records deaths and moves, follows each until BPJS answered, takes back what was wrong."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.queries.civil_events import EventRow, civil_events
from db.queries.list_runs import EVENT_LISTS
from db.queries.members import known_by_nik
from desktop.operations.move import Move
from desktop.operations.outcome import Outcome
from desktop.operations.record_events import RecordEvents
from desktop.operations.revoke_event import RevokeEvent
from desktop.sop.kis import SEGMENTS
from desktop.ui.format import day, masked_nik, moment
from desktop.ui.screens.asking import OneQuestion
from desktop.ui.screens.base import Screen
from desktop.ui.screens.civil_file import CivilFile
from desktop.ui.screens.civil_form import CivilForm
from desktop.ui.screens.civil_sources import show_sources
from desktop.ui.screens.civil_words import WHY_REVOKED, event_line, kind_word, kis_short, loop_facts, running, state_of
from desktop.ui.screens.list_out import ask_list
from desktop.ui.screens.moving import Act, action_of, tell
from desktop.ui.screens.person_card import local
from desktop.ui.screens.undo_sheet import offer_undo
from desktop.ui.widgets import Column, Facts, Figure, ListCard, Panel, Segment
from desktop.ui.widgets.files import ask_file, open_with_system

RESULT, AGAIN = "hasil_bpjs", "peristiwa_dicatat"
More = Callable[[Outcome], Sequence[Act]]
STRAIGHT, REPORTED, APPLIED = "cabut_peristiwa", "cabut_laporan", "cabut_terapan"
NOBODY = "Belum ada kematian atau pindah yang dicatat. Catat yang pertama di sebelah kanan."


class CivilEvents(OneQuestion, Screen):
    """Left: every event with how far it is. Right: the form, and beneath it the chosen one."""

    code, title, icon, help_code = "kematian_pindah", "Kematian & pindah", "file-text", "terpadu-1"
    topics = frozenset({"civil_event", "application", "membership"})

    def build(self) -> None:
        self._wanted: int | None = None
        self.people = self.add_list(self._list())
        side = self.add_panel(QWidget())
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        self.form, self.panel = CivilForm(), Panel("Peristiwa yang dipilih")
        self.choose: Callable[[QWidget], str] = ask_file
        self.viewer: Callable[[Path], bool] = open_with_system
        self.file = CivilFile(self)
        self.watch_nik(self.panel.nik)
        column.addWidget(self.form)
        column.addWidget(self.panel, 1)
        self.form.asked.connect(self._ask_member)
        self.form.entered.connect(self.record)
        self.people.current_changed.connect(self.show_event)
        self.people.opened.connect(lambda row: self.desk.go("orang", row.person_id))
        self.action_bar.add("berkas", "Baca berkas SIAK…", key="Ctrl+I", on=self.choose_file)
        self.action_bar.add("ekspor", "Ekspor…", key="Ctrl+E", on=lambda: ask_list(self, "kematian"))
        self.action_bar.add("batal", "Batalkan impor…", on=lambda: offer_undo(self, EVENT_LISTS, self.load))
        self.action_bar.add("cabut", "Cabut", key="K", kind="danger", on=self.revoke)
        self.action_bar.add("lagi", "Kirim lagi", key="U", on=lambda: self._move("catat_peristiwa", AGAIN))
        self.action_bar.add("terima", "Terima semua hasil", key="T", on=self.receive)
        self.action_bar.add("catat", "Catat dan kirim", key="Ctrl+Enter", kind="primary", on=self.record)

    def _list(self) -> ListCard:
        return ListCard(
            "Kematian dan pindah",
            (
                Column("Nama", lambda row: row.label, stretch=1, kind="strong", sort=lambda row: row.label),
                Column("NIK", lambda row: masked_nik(row.nik), width=158, kind="mono"),
                Column("Peristiwa", lambda row: f"{kind_word(row.kind)} {row.event_date:%d-%m-%y}", width=140),
                Column("KIS", lambda row: kis_short(row.segment), width=74),
                Column(
                    "Keadaan",
                    lambda row: state_of(row)[0],
                    width=156,
                    kind="chip",
                    tone=lambda row: state_of(row)[1],
                ),
            ),
            key=lambda row: row.id,
            segments=(
                Segment("semua", "Semua"),
                Segment("berjalan", "Berjalan", running),
                Segment("hasil", "Ada hasil", lambda row: row.status == RESULT),
                Segment("cabut", "Dicabut", lambda row: row.revoked_at is not None),
            ),
            empty=NOBODY,
            unit="peristiwa",
        )

    def load(self, key: Any = None) -> None:
        self._wanted = key if isinstance(key, int) else self._wanted
        self.desk.read(civil_events, then=self.fill)
        if isinstance(key, (str, Path)):
            self.file.read(Path(key))

    def fill(self, rows: tuple[EventRow, ...]) -> None:
        """Show the list; the chosen one stays chosen."""
        self.people.set_rows(rows)
        wanted, self._wanted = self._wanted, None
        row = next((row for row in rows if row.application_id == wanted), None) if wanted is not None else None
        if row is not None:
            self.people.select(row.id)
        self.help_code = "terpadu-1"  # type: ignore[misc]
        if any(row.status == RESULT for row in rows):
            self.help_code = "terpadu-4"  # type: ignore[misc]
        open_ones = [row for row in rows if running(row)]
        ready = sum(1 for row in rows if row.status == RESULT)
        back = sum(1 for row in rows if row.status == AGAIN)
        self.header.set_line("Langkah 1 dan 4 dari 4", "catat, lalu ikuti sampai BPJS menjawab")
        self.header.set_figures(
            Figure(len(open_ones), "berjalan"),
            Figure(back, "dikembalikan", "warn" if back else "plain"),
            Figure(ready, "ada hasil BPJS", "ok" if ready else "plain"),
        )
        why = "" if ready else "Belum ada hasil dari BPJS. Yang baru muncul di sini dengan sendirinya."
        self.action_bar.set_state("terima", not why, why, label=f"Terima {ready} hasil" if ready else "Terima hasil")
        self.show_event(self.people.current())

    def _ask_member(self, nik: str) -> None:
        self.desk.read(known_by_nik, [nik], SEGMENTS, then=lambda found: self._member(nik, found), slot="peserta")

    def _member(self, nik: str, found: Any) -> None:
        self.form.show_member(found.get(nik), known=nik in found)

    # the chosen one
    def show_event(self, row: EventRow | None) -> None:
        """Panel and buttons of the current event."""
        self._show_acts(row)
        if row is None:
            self.panel.clear("Pilih satu peristiwa untuk melihat tindak lanjutnya." if self.people.rows() else NOBODY)
            return
        self.desk.look("lihat_orang", person_id=row.person_id, application_id=row.application_id)
        when = f"dicatat {row.clerk}, {moment(local(self.desk, row.recorded_at))}"
        self.panel.set_person(row.label, when, nik=row.nik, person_id=row.person_id)
        if row.status == AGAIN:
            self.panel.set_obstacle("Dikembalikan Dinas Kesehatan", f"{row.reason}. Cabut, atau kirim lagi.", "warn")
        elif row.status == RESULT:
            self.panel.set_obstacle("Sudah dijawab BPJS", "Tekan T untuk menerima semua hasil.", "ok")
        self.panel.add_section("Tindak lanjut", Facts(loop_facts(row)))
        case = row.application_id
        show_sources(self.desk, self.panel, case, lambda: getattr(self.people.current(), "application_id", None))

    def _show_acts(self, row: EventRow | None) -> None:
        self.action_bar.set_summary(row.label if row else "", event_line(row.kind, row.event_date, "") if row else "")
        why = "Pilih dulu satu peristiwa." if row is None else "Peristiwa ini sudah dicabut." if row.revoked_at else ""
        if not why and row is not None and row.origin_office_id not in (None, self.desk.staff.office_id):
            why = "Peristiwa ini dicatat kantor lain. Minta kantor itu mencabutnya."
        reported = row is not None and row.status in action_of(REPORTED).sources
        applied = row is not None and row.status == AGAIN and row.stopped_on is not None
        label = action_of(REPORTED if reported else APPLIED if applied else STRAIGHT).label
        self.action_bar.set_state("cabut", not why, why, label=label)
        self.action_bar.set_visible("lagi", row is not None and row.status == AGAIN)

    # doing
    def is_dirty(self) -> bool:
        return self.form.is_dirty()

    def record(self) -> None:
        """What is typed, at once: it stands at Dinas Kesehatan and Dinas Sosial with the answer."""
        event = self.form.typed()
        if event is not None:
            self.run_record(RecordEvents(events=(event,)), typed=True)

    def run_record(self, command: RecordEvents, *, typed: bool = False, more: More = lambda _outcome: ()) -> None:
        """Carry out, and say who stays behind; ``typed``: the form is free again; ``more`` are the ways on from there."""

        def done(outcome: Outcome) -> None:
            tell(self.desk, outcome, more(outcome))
            if typed:
                self.form.clear()
                self.form.nik.setFocus()
            self.load()

        self.desk.run(command, then=done, quiet=True)

    def choose_file(self) -> None:
        """A list of SIAK instead of typing one by one."""
        path = self.choose(self)
        if path:
            self.file.read(Path(path))

    def revoke(self) -> None:
        """Why, then it is taken back; BPJS is told when it was reported already."""
        row = self.people.current()
        if row is None:
            return
        case = (row.application_id, row.version or 0) if row.application_id is not None else None
        draft = RevokeEvent(event_id=row.id, case=case, reason="")
        note = "Sudah dihentikan BPJS: BPJS diminta memulihkan kepesertaannya." if row.stopped_on else ""
        title = f"Cabut {kind_word(row.kind).lower()} {row.label}?"
        self.ask(
            lambda: self.ask_reason(
                title, WHY_REVOKED, "Cabut", lambda why: self._run(replace(draft, reason=why)), note
            )
        )

    def receive(self) -> None:
        """Everything BPJS answered is closed together."""
        rows = [row for row in self.people.rows() if row.status == RESULT]
        stopped = sum(1 for row in rows if row.stopped_on and not row.revoked_at)
        command = _command("terima_hasil", rows)
        facts = [
            ("Dihentikan BPJS", f"{stopped} peserta"),
            ("Dipulihkan atau batal", f"{len(rows) - stopped} peserta"),
            ("Sejak", ", ".join(sorted({day(row.stopped_on) for row in rows if row.stopped_on})) or "–"),
        ]
        label = action_of("terima_hasil").label
        self.ask(lambda: self.confirm(f"{label}: {len(rows)} peserta?", facts, label, lambda: self._run(command)))

    def _move(self, action: str, status: str) -> None:
        row = self.people.current()
        if row is not None and row.status == status:
            self._run(_command(action, [row]))

    def _run(self, command: Any) -> None:
        self.desk.run(command, then=lambda _outcome: self.load(), failed=lambda _error: self.load())


def _command(action: str, rows: Sequence[EventRow]) -> Move:
    cases = tuple((row.application_id, row.version) for row in rows if row.application_id and row.version)
    return Move(procedure="terpadu", action=action, cases=cases)
