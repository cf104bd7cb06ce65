"""Penjangkauan: people found on the street are recorded one after the other and handed over to a panti (step 1)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent

from db.queries.cases import CaseRow, queue
from db.queries.offices import OfficeRow, offices
from desktop.operations.outcome import Outcome
from desktop.operations.send_to_panti import SendToPanti
from desktop.ui.screens import intake_words as words
from desktop.ui.screens.base import Screen
from desktop.ui.screens.intake_person import PersonCard
from desktop.ui.screens.letter_issuing import DRAFTED, Issuing
from desktop.ui.screens.moving import Act, action_of, move_command, procedure_of, seen, step_line, tell
from desktop.ui.screens.panti_choice import PantiChoice
from desktop.ui.screens.person_card import clock_figure
from desktop.ui.widgets import Column, Figure, ListCard, Segment
from desktop.ui.widgets.letter_sheet import show_letter

ACTION, DROP = "serahkan", "batal_catat"
WHY_DROPPED = ("Tercatat dua kali", "Orang yang keliru", "Berkas impor yang keliru")
MOST = 500


@dataclass(frozen=True, slots=True)
class Found:
    """One person of the list: the case, and why it cannot be handed over yet."""

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
            return words.SHORT.get(self.code, "Belum bisa"), "info" if self.code == DRAFTED else "bad"
        return ("Dikembalikan", "warn") if self.case.reason else ("Siap", "ok")


class Intake(Screen):
    """The list of those not handed over yet at the left, the form of one person at the right."""

    code, title, icon, help_code = "penjangkauan", "Penjangkauan", "footprints", "wbs-1"
    topics = frozenset({"application", "person", "draft", "signer", "paraf_rule"})

    def build(self) -> None:
        self._new: set[int] = set()
        self._filling = False
        self._fresh = True
        self.people = self.add_list(self._list(), 57)
        self.panti = PantiChoice("Pilih panti yang menerima")
        self.people.add(self.panti.line(14, 6))
        self.person = self.add_list(PersonCard(self.desk, self.panti.currentData, self.ask_fields), 43)
        ticked = lambda: [row.case for row in self.people.checked()]  # noqa: E731
        self.issuing = Issuing(self, ACTION, ticked, self.panti.currentData)
        self.form = self.person.form
        bar = self.action_bar
        bar.add("baru", "Orang baru", "Ctrl+N", on=self.start_new)
        bar.add("batal", "Batalkan…", kind="danger", on=self.drop)
        bar.add("simpan", "Simpan dan berikutnya", "Ctrl+S", on=self.person.save)
        self.issuing.add_to(bar)
        bar.add(ACTION, action_of(ACTION).label, "Ctrl+Enter", "primary", self.hand_over)
        self.header.set_line(step_line(procedure_of(self.desk), 1), self.desk.staff.office_name)
        self.people.current_changed.connect(self._chosen)
        self.people.list.clicked.connect(lambda _index: self._chosen(self.people.current()))
        self.people.opened.connect(self._opened)
        self.people.checked_changed.connect(lambda _rows: self._summarise())
        self.panti.currentIndexChanged.connect(lambda _at: self._summarise())
        self.person.turned.connect(self._turned)
        self.person.recorded.connect(self._new.add)
        self._turned()
        self._summarise()

    def _list(self) -> ListCard:
        return ListCard(
            "Orang yang dijangkau",
            (
                Column("Nama / alias", self._name, stretch=1, tip=self._name),
                Column("JK · umur", lambda row: words.about(row.case, self.desk.now().date()), width=76, kind="mono"),
                Column("Kategori", lambda row: row.case.category or "–", width=104, tip=lambda row: row.case.category),
                Column("Tempat", lambda row: row.case.found_place or "–", width=96, tip=lambda r: r.case.found_place),
                Column(
                    "Waktu",
                    lambda row: words.found_day(row.case, self.desk.now()),
                    width=58,
                    kind="muted",
                    tip=lambda row: words.found_when(row.case, self.desk.now()),
                ),
                Column(
                    "Keadaan",
                    lambda row: row.chip[0],
                    width=106,
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
            empty="Tidak ada orang yang menunggu diserahkan. Isi formulir di kanan, atau ambil dari daftar Excel.",
            empty_action=("Impor daftar", lambda: self.desk.go("impor")),
            filter_hint="Saring",
        )

    @staticmethod
    def _name(row: Found) -> str:
        case = row.case
        return f"{case.name} ({case.alias})" if case.name and case.alias else case.label

    def is_dirty(self) -> bool:
        return self.person.is_dirty()

    # reading
    def load(self, key: Any = None) -> None:
        office, status = self.desk.staff.office_id, procedure_of(self.desk).initial

        def ask(connection: Any) -> tuple[CaseRow, ...]:
            self.issuing.read(connection)
            return queue(connection, office, [status], limit=MOST)

        self.desk.read(ask, then=lambda rows: self.fill(rows, key), slot="daftar")
        self.desk.read(offices, then=self._fill_offices)

    def fill(self, cases: Sequence[CaseRow], key: Any = None) -> None:
        """Sent back first, then the newest; ticks stay, and who was just recorded is ticked."""
        verdicts = self.issuing.reasons([words.bound_for(case, None) for case in cases])
        ordered = sorted(cases, key=lambda case: (not case.reason, -case.id))
        rows = [
            Found(case, why.code if why else "", why.sentence if why else "")
            for case, why in ((case, verdicts[case.id]) for case in ordered)
        ]
        ticked = {row.id for row in self.people.checked()} | self._new
        self._new.clear()
        self._filling = True
        self.people.set_rows(rows)
        self.people.set_checked([row.id for row in rows if row.id in ticked and not row.obstacle])
        self._point_at(self.person.editing)
        self._filling = False
        self.form.set_places(place for place in (self.person.kept[0], *(row.found_place for row in ordered)) if place)
        self.person.follow(cases)
        self._figures(rows)
        self._turned()
        self._summarise()
        self._first_focus(key)

    def _first_focus(self, key: Any) -> None:
        """The screen opens ready for typing, or on the person somebody asked for."""
        first, self._fresh = self._fresh, False
        if key is not None:
            self.people.select(key)
        elif first and not self.form.is_dirty():
            self.form.go_to("found_place")

    def _fill_offices(self, rows: Sequence[OfficeRow]) -> None:
        used = (row.case.panti_office_id for row in self.people.rows() if row.case.panti_office_id)
        self.panti.fill(rows, next(used, None))
        self._summarise()

    def _heard(self, topics: frozenset[str], ids: tuple[int, ...]) -> None:
        """The list may follow other desks at any time: what is typed lies in the form beside it."""
        if not (topics & self.topics or "*" in topics):
            return
        if not self.isVisible():
            self._stale = True
            return
        self._soon.start()
        now = self.person.editing
        if now is not None and now.id in ids and self.form.is_dirty():
            self.desk.say("Orang ini baru diubah di meja lain. Yang Anda ketik tetap ada; simpan untuk membandingkan.")

    def _figures(self, rows: Sequence[Found]) -> None:
        blocked = sum(bool(row.obstacle) for row in rows)
        due = min((row.case.step_due for row in rows if row.case.step_due), default=None)
        figures = [
            Figure(len(rows), "belum diserahkan"),
            Figure(len(rows) - blocked, "siap", "ok"),
            Figure(blocked, "perlu dilengkapi", "bad" if blocked else "plain"),
        ]
        if due is not None:
            figures.append(clock_figure(self.desk, due, procedure_of(self.desk).step(1), len(rows)))
        self.header.set_figures(*figures)

    def _summarise(self) -> None:
        ready, left = self.people.checked(), sum(bool(row.obstacle) for row in self.people.rows())
        known = self.panti.currentData() is not None
        stop = self.issuing.first_stop() if ready else ""
        self.action_bar.set_summary(f"{len(ready)} orang dicentang", f"{left} belum lengkap" if left else "", stop)
        why = "" if ready else "Centang sedikitnya satu orang yang siap (Spasi di daftar)."
        if ready and not known:
            why = "Pilih panti tujuan di bawah daftar."
        label = self.issuing.label(action_of(ACTION).label)
        self.action_bar.set_state(ACTION, not why, why, f"{label} ({len(ready)})" if ready else label)
        self.issuing.allow(self.action_bar, not why, why)

    # the person in hand
    def start_new(self) -> None:
        """Leave the list, go on with somebody new."""
        self.person.start_new()
        self._filling = True
        self._point_at(None)
        self._filling = False

    def on_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape and self.person.editing is not None:
            self.start_new()
            return True
        return False

    def _chosen(self, row: Found | None) -> None:
        now = self.person.editing
        if not self._filling and row is not None and (now is None or now.id != row.id):
            self.person.edit(row.case)

    def _opened(self, row: Found) -> None:
        self._chosen(row)
        self.form.go_to("name")

    def _point_at(self, case: CaseRow | None) -> None:
        if case is None or not self.people.select(case.id):
            self.people.list.setCurrentIndex(QModelIndex())
            self.people.list.clearSelection()

    def _turned(self) -> None:
        now = self.person.editing
        for name in ("baru", "batal"):
            self.action_bar.set_visible(name, now is not None)
        row = next((row for row in self.people.rows() if now is not None and row.id == now.id), None)
        if row is None:
            self.person.set_obstacle("")
        elif row.case.reason:
            self.person.set_obstacle(f"Dikembalikan panti: {row.case.reason} Perbaiki, lalu serahkan lagi.", "warn")
        else:
            self.person.set_obstacle(row.obstacle, "bad")

    def drop(self) -> None:
        """The person in hand is taken off the list, with a reason; nothing is erased."""
        case = self.person.editing
        if case is None:
            return
        label = action_of(DROP).label

        def dropped(_outcome: Outcome) -> None:
            self.start_new()
            self.load()

        self.ask_reason(
            f"{label} {case.label}?",
            WHY_DROPPED,
            label,
            lambda why: self.desk.run(move_command(self.desk, DROP, [case], why), then=dropped),
            "Orangnya keluar dari daftar ini; datanya tetap tersimpan bersama jejaknya.",
        )

    # handing over
    def hand_over(self) -> None:
        """One confirmation; both commands are made now, so that a double click is the same request."""
        rows = [row.case for row in self.people.checked()]
        panti: int = self.panti.currentData()
        elsewhere = [case for case in rows if case.panti_office_id != panti]
        send = SendToPanti(cases=seen(elsewhere), panti_office_id=panti) if elsewhere else None
        bound = {case.id for case in elsewhere}
        # naming the panti is a change of its own: these cases are one version further when they move
        moved = move_command(self.desk, ACTION, [replace(c, version=c.version + (c.id in bound)) for c in rows])
        left = len(self.people.rows()) - len(rows)
        facts = [
            ("Orang", _names(rows)),
            ("Panti tujuan", self.panti.currentText()),
            ("Surat", "Berita Acara Serah Terima, nomornya diambil saat terbit"),
        ]
        if left:
            facts.append(("Tidak ikut", f"{left} orang lain di daftar ini"))
        note = "Isian yang belum disimpan di formulir tidak ikut." if self.is_dirty() else ""
        title = f"{self.issuing.label('Serahkan')}: {len(rows)} orang ke panti?"
        self.issuing.confirm(moved, title, facts, "Serahkan", lambda command: self._send(send, command), note)

    def _send(self, send: SendToPanti | None, moved: Any) -> None:
        def onward(_outcome: Outcome | None = None) -> None:
            self.desk.run(moved, then=self._handed_over, quiet=True)

        if send is None:
            onward()
        else:
            self.desk.run(send, then=onward, quiet=True)

    def _handed_over(self, outcome: Outcome) -> None:
        letters = outcome.data.get("letters") or []
        actions: list[Act] = self.issuing.done(outcome)
        if letters:
            actions.append(("Buka berita acara", lambda: show_letter(self, letters[0])))
        tell(self.desk, outcome, actions)


def _names(rows: Sequence[CaseRow], most: int = 4) -> str:
    named = ", ".join(row.label for row in rows[:most])
    return f"{named}, dan {len(rows) - most} lainnya" if len(rows) > most else named
