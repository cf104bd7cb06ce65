"""Where the chosen draft stands: what it waits for, the trail of paraf, what it became, whom it is about."""

from db.queries.draft_pending import DraftFile, waits_for
from db.queries.drafts import DraftRow
from desktop.sop.procedure import load_procedure
from desktop.sop.reconciling import month_of, say_month
from desktop.sop.segments import label
from desktop.ui.format import moment
from desktop.ui.screens import drafts_words as words
from desktop.ui.screens.base import Screen
from desktop.ui.screens.person_card import full_name, letter_links, local
from desktop.ui.widgets import Facts, Panel

NAMED = 12


class DraftPanel(Panel):
    """The panel of a letter: no face, no NIK."""

    def __init__(self, screen: Screen) -> None:
        super().__init__("Konsep yang dipilih")
        self._screen, self._desk = screen, screen.desk
        self._face.hide()
        self.nik.hide()

    def show_draft(self, row: DraftRow | None, file: DraftFile | None) -> None:
        """``file`` follows when it is read."""
        if row is None:
            self.clear("Pilih satu konsep untuk melihat sampai di mana parafnya.")
            return
        desk = self._desk
        made = f"{words.about(row)} · dibuat {row.created_by_name}, {moment(local(desk, row.created_at))}"
        self.set_person(words.short_title(load_procedure(row.procedure), row), made)
        self.set_obstacle(*words.obstacle(row, waits_for(row, desk.staff.id)))
        if file is None:
            return
        self.set_checks(words.trail(desk, row, file), "Paraf")
        before = words.earlier_rounds(desk, row, file)
        if before:
            self.add_section("Putaran sebelumnya", Facts(before))
        if file.letters:
            links = [(one.id, one.code, one.number) for one in file.letters]
            self.add_section("Surat", letter_links(self._screen, links))
        self.add_section("Isi", Facts(_facts(row, file)))


def _facts(row: DraftRow, file: DraftFile) -> list[tuple[str, str]]:
    names = ", ".join(full_name(one) for one in file.people[:NAMED])
    more = len(file.people) - NAMED
    facts = [("Orang", f"{names}, dan {more} lainnya" if more > 0 else names)]
    if row.month_id is not None:
        facts = [("Bulan", say_month(month_of(row.period))), ("Segmen", label(row.segment))]
    if row.counterpart_number:
        facts.append(("Nomor pihak kedua", row.counterpart_number))
    if row.note:
        facts.append(("Keterangan", row.note))
    return facts
