"""Konsep surat: letters on their way up before they are issued; who must initial reads, initials or sends back (C3)."""

from collections.abc import Sequence
from typing import Any

from db.queries.draft_pending import DraftFile, draft_file, waits_for
from db.queries.drafts import DraftRow, drafts_of_office
from desktop.operations.issue import Wish
from desktop.sop.letters import letter_kind
from desktop.sop.procedure import load_procedure
from desktop.ui.format import moment
from desktop.ui.screens import drafts_words as words
from desktop.ui.screens.base import Screen
from desktop.ui.screens.drafts_acts import DraftActs
from desktop.ui.screens.drafts_panel import DraftPanel
from desktop.ui.screens.drafts_paper import DraftPaper
from desktop.ui.screens.person_card import LETTERS, local, open_letter
from desktop.ui.widgets import Column, Figure, ListCard, Segment
from desktop.ui.widgets.letter_sheet import preview_letters

PRIMARY = {
    "paraf": "Paraf",
    "terbit": "Terbitkan surat",
    "lagi": "Perbaiki dan ajukan lagi",
    "buka": "Buka surat",
    "": "Paraf",
}


class Drafts(Screen):
    """Left the drafts and where the chosen one stands, right its pages. One primary, whatever one's turn is."""

    code, title, icon, help_code = "konsep", "Konsep surat", "file-pen", "konsep"
    topics = frozenset({"draft", "letter", "application", "person", "office"})

    def build(self) -> None:
        self.files: dict[int, DraftFile] = {}
        self._wanted: int | None = None
        self._mode = ""
        self._first = True
        column = self.add_column(56)
        self.drafts = self._list()
        self.drafts.filter.setMinimumWidth(84)
        column.addWidget(self.drafts, 47)
        self.panel = DraftPanel(self)
        column.addWidget(self.panel, 53)
        self.paper = DraftPaper(self.desk, self._names)
        self.body.addWidget(self.paper, 44)
        self.acts = DraftActs(self, self._title, self.load)
        self.drafts.current_changed.connect(self.show_draft)
        self.drafts.checked_changed.connect(lambda _rows: self._show_acts())
        self.drafts.segment_changed.connect(lambda _code: self.show_draft(self.drafts.current()))
        self.drafts.opened.connect(self.read_large)
        bar = self.action_bar
        bar.add("batal", "Batalkan konsep", key="B", on=lambda: self._act("batal"))
        bar.add("kembali", "Kembalikan", key="K", kind="danger", on=lambda: self._act("kembali"))
        bar.add("utama", "Paraf", key="Ctrl+Enter", kind="primary", on=lambda: self._act(self._mode))
        self.setFocusProxy(self.drafts)

    def _list(self) -> ListCard:
        me = self.desk.staff
        return ListCard(
            "Konsep surat",
            (
                Column("Surat", self._title, stretch=1, tip=self._title),
                Column("Orang", lambda row: row.people or "", width=52, kind="number", align="right", gives=1),
                Column(
                    "Diajukan", lambda row: moment(local(self.desk, row.created_at)), width=106, kind="muted", gives=2
                ),
                Column(
                    "Keadaan",
                    lambda row: words.chip(row, me.id)[0],
                    width=158,
                    kind="chip",
                    tone=lambda row: words.chip(row, me.id)[1],
                ),
            ),
            key=lambda row: row.id,
            checkable=True,
            can_check=lambda row: words.why_no_paraf(row, me),
            segments=(
                Segment("semua", "Semua"),
                Segment("saya", "Menunggu saya", lambda row: waits_for(row, me.id)),
                Segment("jalan", "Berjalan", lambda row: row.state not in words.ENDED),
                Segment("selesai", "Selesai", lambda row: row.state in words.ENDED),
            ),
            empty="Belum ada konsep. Konsep muncul di sini kalau surat kantor ini perlu diparaf sebelum terbit.",
            empty_action=("Ke Beranda", lambda: self.desk.go("beranda")),
            filter_hint="Saring",
            unit="konsep",
        )

    def _title(self, row: DraftRow) -> str:
        return words.short_title(load_procedure(row.procedure), row)

    def _names(self, row: DraftRow) -> Sequence[str]:
        codes = words.letters_of(load_procedure(row.procedure), row)
        return [LETTERS.get(code, letter_kind(code).title) for code in codes]

    def leave_for_ever(self) -> None:
        self.paper.leave()
        super().leave_for_ever()

    # reading
    def load(self, key: Any = None) -> None:
        self._wanted = key if isinstance(key, int) else self._wanted
        self.desk.read(drafts_of_office, self.desk.staff.office_id, then=self.fill)

    def fill(self, rows: tuple[DraftRow, ...]) -> None:
        """The drafts; at first those that wait for this person."""
        me = self.desk.staff.id
        self.files.clear()
        self.drafts.set_rows(words.waiting_first(rows, me))
        mine = sum(1 for row in rows if waits_for(row, me))
        if rows and self._wanted is None:
            self._choose_segment(bool(mine))
        wanted, self._wanted = self._wanted, None
        if wanted is not None and not self.drafts.select(wanted):
            self.drafts.segments.choose("semua")
            self.drafts.select(wanted)
        going = sum(1 for row in rows if row.state not in words.ENDED)
        self.header.set_line("Paraf berjenjang sebelum surat terbit", self.desk.staff.office_name)
        self.header.set_figures(
            Figure(mine, "menunggu saya", "warn" if mine else "plain"), Figure(going, "masih berjalan")
        )
        self.show_draft(self.drafts.current())

    def _choose_segment(self, mine: bool) -> None:
        """At first what waits for this person; when nothing does any more, everything."""
        if self._first and mine:
            self.drafts.segments.choose("saya")
        elif not mine and self.drafts.segments.current() == "saya":
            self.drafts.segments.choose("semua")
        self._first = False

    def show_draft(self, row: DraftRow | None) -> None:
        """Where the chosen draft stands, and its pages."""
        file = self.files.get(row.id) if row is not None else None
        if row is not None and file is None:
            self.desk.read(draft_file, row.id, then=self._file_read, slot="konsep")
        self._draw(row, file)

    def _file_read(self, file: DraftFile) -> None:
        self.files[file.draft_id] = file
        row = self.drafts.current()
        if row is not None and row.id == file.draft_id:
            self._draw(row, file)

    def _draw(self, row: DraftRow | None, file: DraftFile | None) -> None:
        self.paper.show_draft(row, file)
        self._show_acts()
        self.panel.show_draft(row, file)

    # what may be done
    def _rights(self, row: DraftRow | None) -> words.Rights:
        if row is None:
            return words.Rights()
        return words.rights(self.desk.staff, load_procedure(row.procedure), row, self.files.get(row.id))

    def _show_acts(self) -> None:
        row, ticked = self.drafts.current(), self.drafts.checked()
        may = self._rights(row)
        bar = self.action_bar
        self._mode = self._mode_of(row, may)
        label = f"Paraf ({len(ticked)})" if len(ticked) > 1 else PRIMARY[self._mode]
        why = words.why_no_paraf(row, self.desk.staff) if row is not None else "Pilih satu konsep dulu."
        bar.set_state("utama", bool(self._mode), why, label)
        bar.set_state(
            "kembali",
            may.back,
            why or "Konsep ini bukan giliran Anda.",
            "Tarik untuk diperbaiki" if may.own else "Kembalikan",
        )
        bar.set_state("batal", may.call_off, "Hanya pembuat dan pemarafnya yang membatalkan konsep.")
        bar.set_visible("kembali", row is not None and row.state in ("diajukan", "siap"))
        bar.set_visible("batal", row is not None and row.state not in words.ENDED)
        if len(ticked) > 1:
            bar.set_summary(f"{len(ticked)} konsep dipilih", f"{sum(one.people for one in ticked)} orang")
        elif row is not None:
            bar.set_summary(self._title(row), words.about(row))
        else:
            bar.set_summary("", "")

    def _mode_of(self, row: DraftRow | None, may: words.Rights) -> str:
        if self.drafts.checked() or may.paraf:
            return "paraf"
        if row is None:
            return ""
        if row.state == "terbit":
            return "buka"
        return "terbit" if may.issue else "lagi" if may.mend else ""

    def _act(self, what: str) -> None:
        """Whatever this person's turn is: paraf, issue, hand in again, look at the letter; or back, or off."""
        row = self.drafts.current()
        file = self.files.get(row.id) if row is not None else None
        if what == "paraf":
            self.acts.give(self.drafts.checked() or (row,))
        elif row is None:
            return
        elif what == "kembali":
            self.acts.send_back(row, self._rights(row).own)
        elif what == "batal":
            self.acts.call_off(row)
        elif what == "lagi":
            self.acts.mend(row)
        elif what == "terbit" and file is not None:
            self.acts.issue(row, file)
        elif what == "buka" and file is not None and file.letters:
            open_letter(self, file.letters[0].id)

    def read_large(self, row: DraftRow) -> None:
        """The letters of a draft at full size over the window."""
        file = self.files.get(row.id)
        if file is None or row.state == "dibatalkan":
            return
        if file.letters:
            open_letter(self, file.letters[0].id)
            return
        wish = Wish(note=row.note, signer_id=row.signer_id, counterpart_number=row.counterpart_number, draft_id=row.id)
        preview_letters(self, row.action, [case_id for case_id, _seen in file.cases], wish, self._names(row))
