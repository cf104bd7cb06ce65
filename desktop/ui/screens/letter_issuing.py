"""What every desk that issues letters shares: who may sign, whose paraf comes first, the preview, the confirmation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from db.queries.cases import CaseRow
from db.queries.draft_pending import PendingCase, pending_cases
from db.queries.drafts import ParafRule, codes_needing_paraf, paraf_rules
from db.queries.offices import office_by_id
from db.queries.signers import SignerRow, signers_on
from desktop.operations.issue import Wish
from desktop.operations.move import Move
from desktop.operations.outcome import Outcome
from desktop.operations.signers import signer_facts
from desktop.operations.submit_draft import SubmitDraft
from desktop.sop.letters import letter_kind
from desktop.sop.refusals import Reason
from desktop.ui.screens.base import Screen
from desktop.ui.screens.moving import action_of, reasons
from desktop.ui.screens.person_card import LETTERS
from desktop.ui.widgets.letter_sheet import preview_letters
from desktop.ui.widgets.letter_wish import SignerChoice, WishFields, WishSheet
from desktop.ui.widgets.sheet import Sheet

# Letters of which the other party keeps a number of its own.
COUNTERPARTS = {"bast": "Nomor BA pihak kedua"}
SUBMIT = "Ajukan konsep"
DRAFTED = "drafted"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the office asks of one action's letters today: who may sign (the default first), whose paraf comes first
    in order, and which cases already go round in a draft."""

    signers: tuple[SignerChoice, ...] = ()
    paraf: tuple[ParafRule, ...] = ()
    needed: bool = False
    pending: tuple[PendingCase, ...] = ()


def read_terms(connection: Any, office_id: int, letters: Sequence[str], today: Any) -> Terms:
    """For a reader thread."""
    needing = codes_needing_paraf(connection, office_id) & set(letters)
    rules = [one for one in paraf_rules(connection, office_id) if one.code in needing]
    return Terms(
        signers_today(connection, office_id, today),
        _in_turn(sorted(rules, key=lambda rule: (rule.seq, letters.index(rule.code)))),
        bool(needing),
        pending_cases(connection, office_id),
    )


def _in_turn(rules: Sequence[ParafRule]) -> tuple[ParafRule, ...]:
    """Everybody once, as ``SubmitDraft`` asks them."""
    found: dict[int, ParafRule] = {}
    for one in rules:
        found.setdefault(one.staff_id, one)
    return tuple(found.values())


def signers_today(connection: Any, office_id: int, today: Any) -> tuple[SignerChoice, ...]:
    """Who may sign: first who signs when nobody is chosen (the acting official, else the head), then the others."""
    rows = signers_on(connection, office_id, today)
    office = office_by_id(connection, office_id)
    acting = [row for row in rows if row.capacity in ("plh", "plt")]
    first: list[SignerChoice] = []
    if acting:
        first, rows = [SignerChoice(None, signer_words(acting[0]))], tuple(row for row in rows if row != acting[0])
    elif office is not None and office.head_name:
        first = [SignerChoice(None, f"{office.head_position}: {office.head_name}")]
        rows = tuple(row for row in rows if (row.capacity, row.name) != ("definitif", office.head_name))
    return (*first, *(SignerChoice(row.id, signer_words(row)) for row in rows))


def signer_words(row: SignerRow) -> str:
    """«Plh. Kepala Dinas Sosial: Rudi Hartono»."""
    facts = signer_facts(row)
    behalf = f"{facts['on_behalf']}, " if facts["on_behalf"] else ""
    return f"{behalf}{facts['position']}: {row.name}"


class Issuing:
    """``cases`` gives the people of the letters; ``panti`` the panti chosen on the screen, where one is chosen there.

    ``read`` runs in the reader's thread with the desk's own question and swaps ``terms`` whole.
    """

    def __init__(
        self,
        screen: Screen,
        action: str,
        cases: Callable[[], Sequence[CaseRow]],
        panti: Callable[[], int | None] = lambda: None,
    ) -> None:
        self.screen, self.action = screen, action
        self._cases, self._panti = cases, panti
        self.letters = action_of(action).letters if action else ()
        self.terms = Terms()
        self.wish = Wish()
        self._sheet: WishSheet | None = None

    # what is known
    def read(self, connection: Any) -> None:
        """Who signs, whose paraf, which cases go round; nothing for a move without letters."""
        desk = self.screen.desk
        if self.letters:
            self.terms = read_terms(connection, desk.staff.office_id, self.letters, desk.now().date())

    def reasons(self, rows: Sequence[CaseRow]) -> dict[int, Reason | None]:
        """Why a person may not go on now: what the procedure says, and that his or her letter is being approved."""
        found = reasons(self.screen.desk, self.action, rows)
        going = {one.application_id: one for one in self.terms.pending if one.action == self.action}
        for row in rows:
            if row.id in going and found.get(row.id) is None:
                found[row.id] = Reason(DRAFTED, _going_words(going[row.id]))
        return found

    def drafted(self, case_id: int) -> bool:
        """Whether the letter about this case is being approved."""
        return any(one.application_id == case_id and one.action == self.action for one in self.terms.pending)

    def label(self, own: str) -> str:
        """The primary's words: the move itself, or the draft that must come first."""
        return SUBMIT if self.terms.needed else own

    def first_stop(self) -> str:
        """«ke Sekretaris dulu» when paraf come first."""
        return f"ke {self.terms.paraf[0].position} dulu" if self.terms.needed and self.terms.paraf else ""

    # preview
    def add_to(self, bar: Any) -> None:
        """The button, for a move with letters."""
        if self.letters:
            bar.add("pratinjau", "Pratinjau", key="Ctrl+P", on=self.preview)

    def allow(self, bar: Any, anybody: bool, why: str) -> None:
        """Nobody chosen, nothing to look at."""
        if self.letters:
            bar.set_state("pratinjau", anybody, why)

    def preview(self) -> None:
        """The letters as they would be issued now, marked as a draft; takes no number."""
        wish = self._sheet.fields.wish() if self._sheet is not None else self.wish
        ids, panti = [row.id for row in self._cases()], self._panti()
        names = [LETTERS.get(code, letter_kind(code).title) for code in self.letters]
        preview_letters(self.screen, self.action, ids, wish, names, panti)

    # the question
    def confirm(
        self,
        command: Move,
        title: str,
        facts: Sequence[tuple[str, str]],
        label: str,
        run: Callable[[Any], None],
        note: str = "",
    ) -> Sheet:
        """Ask once. ``run`` gets the move with what was chosen, or the draft that goes up first."""
        if not self.letters:
            return self.screen.confirm(title, facts, label, lambda: run(command), note=note)
        counterpart = next((words for code, words in COUNTERPARTS.items() if code in self.letters), "")
        fields = WishFields(self.terms.signers, counterpart, self.wish)
        needed, paraf = self.terms.needed, self.terms.paraf

        def agreed() -> None:
            self.wish = fields.wish()
            run(self._submission(command) if needed else self._move(command))

        if needed:
            way = ", lalu ".join(f"{one.position} ({one.staff_name})" for one in paraf)
            facts = [*facts, ("Diparaf dulu oleh", way)]
            note = f"Nomor surat baru diambil setelah semua paraf ada dan surat diterbitkan. {note}".strip()
        sheet = WishSheet(
            self.screen._host(), title, facts, SUBMIT if needed else label, agreed, fields, self.preview, note
        )
        self._sheet = sheet
        sheet.closed.connect(self._closed)
        opened: Sheet = self.screen._open(sheet)
        return opened

    def _closed(self) -> None:
        if self._sheet is not None:
            self.wish, self._sheet = self._sheet.fields.wish(), None

    def _move(self, command: Move) -> Move:
        wish = self.wish
        return replace(command, note=wish.note, signer_id=wish.signer_id, counterpart_number=wish.counterpart_number)

    def _submission(self, command: Move) -> SubmitDraft:
        wish = self.wish
        return SubmitDraft(
            request=command.request,
            procedure=command.procedure,
            action=command.action,
            cases=command.cases,
            note=wish.note,
            signer_id=wish.signer_id,
            counterpart_number=wish.counterpart_number,
        )

    def done(self, outcome: Outcome) -> list[tuple[str, Callable[[], Any]]]:
        """After it was carried out: nothing is kept for the next letter; the way to a draft that was submitted."""
        self.wish = Wish()
        draft = outcome.data.get("draft")
        return [("Lihat konsep", lambda: self.screen.desk.go("konsep", draft))] if draft else []


def _going_words(one: PendingCase) -> str:
    if one.state == "dikembalikan":
        return "Konsep suratnya dikembalikan. Perbaiki, lalu ajukan lagi di Konsep surat."
    return "Suratnya sudah diajukan sebagai konsep. Lihat sampai di mana di Konsep surat."
