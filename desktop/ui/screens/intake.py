"""Penjangkauan: people found on the street are recorded one after the other and handed over to a panti (step 1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout

from db.queries.cases import CaseRow, cases_by_id, queue
from db.queries.offices import OfficeRow, offices
from db.queries.person import photo
from desktop.operations.attach_photo import AttachPhoto
from desktop.operations.command import new_request
from desktop.operations.edit_case import EditCase
from desktop.operations.intake import Newcomer, RecordIntake
from desktop.operations.outcome import Outcome
from desktop.operations.send_to_panti import SendToPanti
from desktop.sop.refusals import Refused
from desktop.ui.format import clock_left, duration, left_tone
from desktop.ui.screens import intake_words as words
from desktop.ui.screens.base import Screen
from desktop.ui.screens.intake_form import LABELS, IntakeForm
from desktop.ui.screens.moving import action_of, move_command, procedure_of, reasons, seen, step_line
from desktop.ui.tasks import Job
from desktop.ui.widgets import Card, Chip, Column, Figure, ListCard, Segment, plain
from desktop.ui.widgets.form import Wheelless
from desktop.ui.widgets.letter_sheet import show_letter

ACTION = "serahkan"
MOST = 500


@dataclass(frozen=True, slots=True)
class Found:
    """One person of the list: the case, why it cannot be handed over yet, and the words of its chip."""

    case: CaseRow
    code: str
    obstacle: str

    @property
    def id(self) -> int:
        """The case."""
        return self.case.id

    @property
    def chip(self) -> tuple[str, str]:
        """(word, tone)."""
        if self.obstacle:
            return words.SHORT.get(self.code, "Belum bisa"), "bad"
        return ("Dikembalikan", "warn") if self.case.reason else ("Siap", "ok")


class Intake(Screen):
    """The list of those not handed over yet at the left, the form of one person at the right."""

    code, title, icon, help_code = "penjangkauan", "Penjangkauan", "footprints", "wbs-1"
    topics = frozenset({"application", "person"})

    def build(self) -> None:
        self._editing: CaseRow | None = None
        self._drafts: dict[int, Any] = {}
        self._new: set[int] = set()
        self._kept = ("", "")
        self._photo: bytes | None = None
        self._stored_photo: bytes | None = None
        self._photo_job: Job | None = None
        self._save_after_photo = False
        self._filling = False
        self._request = new_request()
        self._offices: tuple[OfficeRow, ...] = ()
        self.people = self.add_list(self._list(), 55)
        self.people.add(self._destination())
        self.add_list(self._form(), 45)
        self._listen_to_parts()
        bar = self.action_bar
        bar.add("baru", "Orang baru", "Ctrl+N", on=self.start_new)
        bar.add("simpan", "Simpan dan berikutnya", "Ctrl+S", on=self.save)
        bar.add(ACTION, action_of(self.desk, ACTION).label, "Ctrl+Enter", "primary", self.hand_over)
        self.header.set_line(step_line(self.desk, 1), self.desk.staff.office_name, "satu berkas untuk satu serah terima")
        self._show_mode()
        self._summarise()

    def _list(self) -> ListCard:
        return ListCard(
            "Orang yang dijangkau",
            (
                Column("Nama atau alias", self._name, stretch=1, tip=self._name),
                Column("JK · umur", lambda row: words.about(row.case, self.desk.now().date()), width=76, kind="mono"),
                Column("Kategori", lambda row: row.case.category or "–", width=104, tip=lambda row: row.case.category),
                Column("Tempat", lambda row: row.case.found_place or "–", width=96, tip=lambda r: r.case.found_place),
                Column("Waktu", lambda row: words.found_when(row.case, self.desk.now()), width=92, kind="muted"),
                Column(
                    "Keadaan",
                    lambda row: row.chip[0],
                    width=112,
                    kind="chip",
                    tone=lambda row: row.chip[1],
                    tip=lambda row: row.obstacle or row.case.reason,
                ),
            ),
            key=lambda row: row.id,
            checkable=True,
            can_check=lambda row: row.obstacle,
            segments=(
                Segment("semua", "Semua"),
                Segment("siap", "Siap", lambda row: not row.obstacle),
                Segment("lihat", "Perlu dilihat", lambda row: bool(row.obstacle or row.case.reason)),
            ),
            empty="Belum ada orang yang dicatat. Isi formulir di kanan, atau ambil dari daftar Excel.",
            empty_action=("Impor daftar", lambda: self.desk.go("impor")),
            filter_hint="Saring",
        )

    def _destination(self) -> QHBoxLayout:
        self.panti = QComboBox()
        self.panti.setPlaceholderText("Pilih panti yang menerima")
        self.panti.setAccessibleName("Panti tujuan")
        self.panti.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.panti.installEventFilter(Wheelless(self))
        label = plain("Panti tujuan", "label")
        label.setBuddy(self.panti)
        row = QHBoxLayout()
        row.setContentsMargins(14, 6, 14, 6)
        row.setSpacing(12)
        row.addWidget(label)
        row.addWidget(self.panti, 1)
        return row

    def _form(self) -> Card:
        card = Card()
        card.box.setContentsMargins(1, 12, 1, 1)
        self.form = IntakeForm(self.desk.now)
        self.who, self.mode = plain(part="panel-title"), Chip()
        self.who.setMinimumWidth(1)
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 16, 0)
        head.addWidget(self.who, 1)
        head.addWidget(self.mode)
        self.obstacle = plain(wrap=True)
        self.obstacle.setContentsMargins(16, 0, 16, 0)
        card.add(head)
        card.add(self.obstacle)
        card.add(self.form, 1)
        return card

    def _listen_to_parts(self) -> None:
        self.people.current_changed.connect(self._chosen)
        self.people.list.clicked.connect(lambda _index: self._chosen(self.people.current()))
        self.people.opened.connect(self._opened)
        self.people.checked_changed.connect(lambda _rows: self._summarise())
        self.panti.currentIndexChanged.connect(lambda _at: self._summarise())
        self.form.changed.connect(self._show_mode)
        self.form.photo_given.connect(self._take_photo)

    @staticmethod
    def _name(row: Found) -> str:
        case = row.case
        return f"{case.name} ({case.alias})" if case.name and case.alias else case.label

    # reading
    def load(self, key: Any = None) -> None:
        office, status = self.desk.staff.office_id, procedure_of(self.desk).initial
        self.desk.read(queue, office, [status], limit=MOST, then=lambda rows: self.fill(rows, key))
        self.desk.read(offices, then=self._fill_offices)

    def fill(self, cases: Sequence[CaseRow], key: Any = None) -> None:
        """Sent back first, then the newest; ticks stay, and who was just recorded is ticked."""
        first = not self.people.rows() and not self._new and key is None
        verdicts = reasons(self.desk, ACTION, [words.bound_for(case, None) for case in cases])
        rows = [
            Found(case, reason.code if reason else "", reason.sentence if reason else "")
            for case in sorted(cases, key=lambda case: (not case.reason, -case.id))
            for reason in (verdicts[case.id],)
        ]
        ticked = {row.id for row in self.people.checked()} | self._new
        self._new.clear()
        self._filling = True
        self.people.set_rows(rows)
        self.people.set_checked([row.id for row in rows if row.id in ticked and not row.obstacle])
        self._point_at(self._editing.id if self._editing else None)
        self._filling = False
        self.form.set_places([self._kept[0], *(row.case.found_place for row in rows)] if self._kept[0] else self._places())
        self._follow(rows)
        self._head(rows)
        self._summarise()
        if key is not None:
            self.people.select(key)
        elif first and self.window().focusWidget() in (None, self, self.people.list, self.people.filter):
            self.form.go_to("name" if self.form.text("found_place") else "found_place")

    def _places(self) -> list[str]:
        return [row.case.found_place for row in self.people.rows() if row.case.found_place]

    def _fill_offices(self, rows: Sequence[OfficeRow]) -> None:
        self._offices = tuple(row for row in rows if row.kind == "panti" and row.active)
        before = self.panti.currentData() or next(
            (row.case.panti_office_id for row in self.people.rows() if row.case.panti_office_id), None
        )
        if before is None and len(self._offices) == 1:
            before = self._offices[0].id
        self.panti.blockSignals(True)
        self.panti.clear()
        for row in self._offices:
            self.panti.addItem(row.name, row.id)
        self.panti.setCurrentIndex(self.panti.findData(before))
        self.panti.blockSignals(False)
        self._summarise()

    def _follow(self, rows: Sequence[Found]) -> None:
        """The person in the form changed or left at another desk: typed words stay, untouched ones follow."""
        now = self._editing
        if now is None:
            return
        fresh = next((row.case for row in rows if row.id == now.id), None)
        if fresh is None and not self.form.is_dirty():
            self.start_new()
        elif fresh is not None and fresh.version != now.version and not self.form.is_dirty():
            self._show_case(fresh)

    def _heard(self, topics: frozenset[str], ids: tuple[int, ...]) -> None:
        """The list may follow other desks at any time: what is typed lies in the form beside it."""
        if not topics & self.topics and "*" not in topics:
            return
        if not self.isVisible():
            self._stale = True
            return
        self._soon.start()
        if self._editing is not None and self._editing.id in ids and self.form.is_dirty():
            self.desk.say("Orang ini baru diubah di meja lain. Yang Anda ketik tetap ada; simpan untuk membandingkan.")

    def _head(self, rows: Sequence[Found]) -> None:
        now = self.desk.now()
        due = min((row.case.step_due for row in rows if row.case.step_due), default=None)
        blocked = sum(bool(row.obstacle) for row in rows)
        baku = procedure_of(self.desk).step(1).standard_seconds(max(len(rows), 1)) / 60
        figures = [
            Figure(len(rows), "belum diserahkan"),
            Figure(len(rows) - blocked, "siap", "ok"),
            Figure(blocked, "perlu dilengkapi", "bad" if blocked else "plain"),
        ]
        if due is not None:
            figures.append(Figure(clock_left(due, now), f"waktu baku {duration(baku)}", left_tone(due, now)))
        self.header.set_figures(*figures)

    def _summarise(self) -> None:
        ready, every = self.people.checked(), self.people.rows()
        left = sum(bool(row.obstacle) for row in every)
        self.action_bar.set_summary(
            f"{len(ready)} orang dicentang",
            f"ke {self.panti.currentText()}" if ready and self.panti.currentData() else "",
            f"{left} belum lengkap" if left else "",
        )
        why = "" if ready else "Centang sedikitnya satu orang yang siap (Spasi di daftar)."
        if ready and self.panti.currentData() is None:
            why = "Pilih panti tujuan di bawah daftar."
        label = action_of(self.desk, ACTION).label
        self.action_bar.set_state(ACTION, not why, why, f"{label} ({len(ready)})" if ready else label)

    # the form
    def _point_at(self, key: int | None) -> None:
        if key is None or not self.people.select(key):
            self.people.list.setCurrentIndex(QModelIndex())
            self.people.list.clearSelection()

    def _chosen(self, row: Found | None) -> None:
        if not self._filling and row is not None and (self._editing is None or self._editing.id != row.id):
            self.edit(row.case)

    def _opened(self, row: Found) -> None:
        self._chosen(row)
        self.form.go_to("name")

    def _put_away(self) -> None:
        """What is half typed is kept until this person is shown again."""
        key = self._editing.id if self._editing else 0
        if self.form.is_dirty():
            self._drafts[key] = self.form.snapshot()
        else:
            self._drafts.pop(key, None)
        if not self._editing:
            self._kept = (self.form.text("found_place"), self.form.text("found_at"))
        self._drop_photo()

    def edit(self, case: CaseRow) -> None:
        """Load somebody of the list."""
        self._put_away()
        self._show_case(case)
        kept = self._drafts.pop(case.id, None)
        if kept is not None:
            self.form.back_to(kept)
            if self.form.photo_changed():
                self._take_photo(self.form.photo.data())
        self._show_mode()

    def _show_case(self, case: CaseRow) -> None:
        self._editing, self._request = case, new_request()
        self._stored_photo = None
        self.form.show_row(case, None)
        if case.photo_id is not None:
            self.desk.read(photo, case.person_id, then=lambda data: self._show_photo(case.id, data), slot="foto")
        self._show_mode()

    def _show_photo(self, case_id: int, data: bytes | None) -> None:
        if self._editing is not None and self._editing.id == case_id and not self.form.photo_changed():
            self._stored_photo = data
            self.form.show_photo(data)

    def start_new(self) -> None:
        """The next person; place and time stay."""
        self._put_away()
        self._next_person()
        kept = self._drafts.pop(0, None)
        if kept is not None:
            self.form.back_to(kept)
            self._take_photo(self.form.photo.data())
        self._show_mode()

    def _next_person(self) -> None:
        self._editing, self._stored_photo, self._request = None, None, new_request()
        self._drop_photo()
        self.form.begin(*self._kept)
        self._filling = True
        self._point_at(None)
        self._filling = False
        self.form.go_to("name" if self._kept[0] else "found_place")
        self._show_mode()

    def _show_mode(self) -> None:
        case = self._editing
        self.who.setText(case.label if case else "Orang baru")
        dirty = self.form.is_dirty()
        self.mode.set("belum disimpan" if dirty else "tersimpan" if case else "", "warn" if dirty else "plain")
        self.mode.setVisible(bool(self.mode.text()))
        self._show_obstacle(case)
        if "baru" in self.action_bar._acts:
            self.action_bar.set_visible("baru", case is not None)
