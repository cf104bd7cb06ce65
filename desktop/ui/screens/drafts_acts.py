"""What is done with drafts: several paraf one after the other, handing in again, issuing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from db.queries.draft_pending import DraftFile
from db.queries.drafts import DraftRow
from db.queries.reconciliations import MonthRow, month_by_id
from desktop.operations.close_month import CloseMonth
from desktop.operations.command import Command
from desktop.operations.initial_draft import InitialDraft, ReturnDraft
from desktop.operations.issue import Wish
from desktop.operations.move import Move
from desktop.operations.outcome import Outcome
from desktop.operations.submit_draft import CancelDraft, ResubmitDraft
from desktop.sop.segments import label
from desktop.ui.desk import Desk
from desktop.ui.faces import face_of
from desktop.ui.screens.asking import OneQuestion
from desktop.ui.screens.base import Screen
from desktop.ui.screens.drafts_words import about
from desktop.ui.screens.letter_issuing import signers_today
from desktop.ui.screens.moving import action_of
from desktop.ui.screens.person_card import open_letter
from desktop.ui.widgets import Facts, Sheet
from desktop.ui.widgets.letter_wish import SignerChoice, WishFields

BACK_REASONS = (
    "Isi surat belum sesuai: ",
    "Nama dalam lampiran belum lengkap atau belum benar",
    "Penanda tangan belum tepat",
)
OWN_REASONS = ("Data orangnya berubah", "Penanda tangan berganti")
OFF_REASONS = ("Surat ini tidak jadi diterbitkan", "Orangnya dimohonkan dengan surat lain")
CLOSE_MONTH = "tutup_bulan"
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Left:
    """A draft that stayed behind, for «Lihat alasan»."""

    label: str
    sentence: str


class Initialling:
    """Gives the paraf for several drafts in turn; who is refused stays behind with the sentence, the rest goes on.

    The commands are made when the question opens, so that a double click is the same request.
    """

    def __init__(self, desk: Desk, name: Callable[[DraftRow], str], ended: Callable[[], None]) -> None:
        self._desk, self._name, self._ended = desk, name, ended
        self._waiting: list[tuple[DraftRow, InitialDraft]] = []
        self._done: list[Outcome] = []
        self._left: list[Left] = []

    def commands(self, rows: Sequence[DraftRow]) -> tuple[tuple[DraftRow, InitialDraft], ...]:
        """One for each draft, as the clerk sees it now."""
        return tuple((row, InitialDraft(draft_id=row.id, version=row.version)) for row in rows)

    def start(self, commands: Sequence[tuple[DraftRow, InitialDraft]]) -> None:
        """Carry them out."""
        if self._waiting:
            return
        self._waiting, self._done, self._left = list(commands), [], []
        self._next()

    def _next(self) -> None:
        if not self._waiting:
            self._say()
            return
        row, command = self._waiting[0]

        def went(outcome: Outcome) -> None:
            self._done.append(outcome)
            self._go_on()

        def refused(error: BaseException) -> None:
            self._left.append(Left(self._name(row), face_of(error).sentence))
            self._go_on()

        self._desk.run(command, then=went, failed=refused, quiet=True)

    def _go_on(self) -> None:
        self._waiting.pop(0)
        self._next()

    def _say(self) -> None:
        done, left = self._done, tuple(self._left)
        why = [("Lihat alasan", lambda: self._desk.detailed.emit("Yang belum diparaf", left))] if left else []
        if len(done) == 1 and not left:
            self._desk.say(done[0].sentence, "ok")
        elif not done and len(left) == 1:
            self._desk.say(left[0].sentence, "bad")
        elif not done:
            self._desk.say(f"Tidak ada yang diparaf dari {len(left)} konsep: lihat alasan.", "bad", why)
        else:
            rest = f", {len(left)} belum: lihat alasan" if left else ""
            self._desk.say(f"{len(done)} konsep diparaf{rest}.", "warn" if left else "ok", why)
        self._ended()


class DraftActs(OneQuestion):
    """The questions of the screen and what follows from them. ``ended`` reads the drafts again.

    Each command is made when its question opens: a double click is the same request.
    """

    def __init__(self, screen: Screen, name: Callable[[DraftRow], str], ended: Callable[[], None]) -> None:
        self._screen, self._desk = screen, screen.desk
        self._name, self._ended = name, ended
        self._paraf = Initialling(screen.desk, name, ended)

    def _run(self, command: Command) -> None:
        self._desk.run(command, then=lambda _outcome: self._ended(), failed=lambda _error: self._ended())

    def give(self, rows: Sequence[DraftRow]) -> None:
        """One's paraf on these drafts."""
        commands = self._paraf.commands(rows)
        facts = [(self._name(row), f"{about(row)}, dibuat {row.created_by_name}") for row in rows[:SHOWN]]
        if len(rows) > SHOWN:
            facts.append(("", f"dan {len(rows) - SHOWN} konsep lainnya"))
        title = f"Paraf {len(rows)} konsep?" if len(rows) > 1 else "Paraf konsep ini?"
        note = "Paraf Anda tercatat dengan nama, jabatan dan waktunya. Konsep langsung berpindah ke meja berikutnya."
        self.ask(lambda: self._screen.confirm(title, facts, "Paraf", lambda: self._paraf.start(commands), note=note))

    def issue(self, row: DraftRow, file: DraftFile) -> None:
        """The letters of an approved draft: exactly its people, as they were when it was handed in."""
        if row.action == CLOSE_MONTH and row.month_id is not None:
            self._desk.read(month_by_id, row.month_id, then=partial(self._close_month, row))
            return
        command = Move(
            procedure=row.procedure,
            action=row.action,
            cases=file.cases,
            note=row.note,
            signer_id=row.signer_id,
            counterpart_number=row.counterpart_number,
            draft_id=row.id,
        )
        facts = [
            ("Surat", self._name(row)),
            ("Orang", f"{row.people} orang"),
            ("Tindakan", action_of(row.action).label),
        ]
        note = "Nomor surat diambil sekarang. Orangnya langsung berpindah ke meja berikutnya."
        run = partial(self._desk.run, command, then=self._issued, failed=lambda _error: self._ended(), quiet=True)
        self.ask(lambda: self._screen.confirm("Terbitkan surat ini?", facts, "Terbitkan", run, note=note))

    def _close_month(self, row: DraftRow, month: MonthRow | None) -> None:
        """The Berita Acara of a month: issuing it closes the month."""
        if month is None:
            return
        command = CloseMonth(reconciliation_id=month.id, version=month.version, draft_id=row.id)
        facts = [
            ("Surat", self._name(row)),
            ("Segmen", label(row.segment)),
            ("Tindakan", action_of(row.action).label),
        ]
        note = "Nomor surat diambil sekarang, dan bulannya tidak berubah lagi."
        run = partial(self._desk.run, command, then=self._issued, failed=lambda _error: self._ended(), quiet=True)
        self.ask(lambda: self._screen.confirm("Terbitkan Berita Acara ini?", facts, "Terbitkan", run, note=note))

    def _issued(self, outcome: Outcome) -> None:
        letters = outcome.data.get("letters") or []
        labels = ("Buka surat", "Buka lampirannya")
        acts = [(label, partial(open_letter, self._screen, one)) for label, one in zip(labels, letters, strict=False)]
        self._desk.say(outcome.sentence, "ok", acts)
        self._ended()

    def mend(self, row: DraftRow) -> None:
        """Hand a draft in again that came back, with another note or signer."""
        office, today = self._desk.staff.office_id, self._desk.now().date()
        self._desk.read(signers_today, office, today, then=partial(self._ask_again, row))

    def _ask_again(self, row: DraftRow, signers: Sequence[SignerChoice]) -> None:
        known = any(one.id == row.signer_id for one in signers)
        former = () if known else (SignerChoice(row.signer_id, "Penanda tangan semula, tidak berwenang lagi"),)
        wish = Wish(note=row.note, signer_id=row.signer_id)
        fields = WishFields((*signers, *former), "", wish, unfolded=True)
        command = ResubmitDraft(draft_id=row.id, version=row.version)

        def run() -> None:
            if self.question is not None and not self.question.isHidden():
                self.question.cancel()
                chosen = fields.wish()
                self._run(replace(command, note=chosen.note, signer_id=chosen.signer_id))

        def make() -> Sheet:
            sheet = self._screen.sheet("Perbaiki dan ajukan lagi", fields, "Ajukan lagi", run)
            why = [
                ("Dikembalikan karena", f"“{row.reason}”"),
                ("Data orang", "diperbaiki di mejanya masing-masing; di sini terbaca yang terbaru"),
            ]
            sheet.box.insertWidget(1, Facts(why))
            return sheet

        self.ask(make)

    def send_back(self, row: DraftRow, own: bool) -> None:
        """Back to the maker with a reason; the maker may take the own draft back."""
        command = ReturnDraft(draft_id=row.id, version=row.version, reason="")
        title = "Tarik konsep ini untuk diperbaiki" if own else f"Kembalikan konsep kepada {row.created_by_name}"
        self._ask_why(title, OWN_REASONS if own else BACK_REASONS, "Tarik" if own else "Kembalikan", command)

    def call_off(self, row: DraftRow) -> None:
        """The letter will not be issued; its people are free again."""
        command = CancelDraft(draft_id=row.id, version=row.version, reason="")
        whom = "Berita Acara bulan ini" if row.month_id is not None else f"{row.people} orang dalam konsep ini"
        note = f"{whom} dapat diajukan lagi dari mejanya."
        self._ask_why("Batalkan konsep ini", OFF_REASONS, "Batalkan konsep", command, note)

    def _ask_why(
        self, title: str, choices: Sequence[str], label: str, command: ReturnDraft | CancelDraft, note: str = ""
    ) -> None:
        def agreed(reason: str) -> None:
            self._run(replace(command, reason=reason))

        self.ask(lambda: self._screen.ask_reason(title, choices, label, agreed, note))
