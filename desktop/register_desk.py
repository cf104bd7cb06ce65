"""Large lists at one clerk's desk: read, tried, brought in, taken back, and what was learnt about somebody's headings."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.queries.import_files import known_mapping, question_lines
from db.queries.reconciliations import MonthRow
from db.registry.members import QUESTIONS
from desktop.lists_out import write_out
from desktop.operations.asked_changes import PROPOSED_FOR
from desktop.operations.import_list import EVIDENCE, MEMBERS, MUTATIONS, PROPOSALS, REGISTER, ImportList, TrialDone
from desktop.operations.list_questions import MOST_SHOWN
from desktop.operations.list_trial import Answers, Trial, forms_of
from desktop.operations.note_access import NoteAccess
from desktop.operations.outcome import Outcome
from desktop.operations.remember_mapping import RememberMapping
from desktop.operations.undo_import import UndoImport
from desktop.sop.lists_out import MEMBERS as MEMBERS_OUT
from desktop.sop.lists_out import Wish
from desktop.sop.mutations import REMEMBERED
from desktop.sop.refusals import Refused

if TYPE_CHECKING:
    from desktop.audit_pack import Pack
    from desktop.seat import Seat
    from desktop.spreadsheets.lists import ListFile, NeedsMapping
    from desktop.spreadsheets.reading import Problem

Tell = Callable[[int, int], None]
"""Hears (lines done, lines expected); may raise to stop."""
DATED = frozenset((*MEMBERS, *EVIDENCE, *MUTATIONS, *PROPOSALS))
"""Layouts that speak of a month and of a segment."""
IMPORTED = (*MEMBERS, *EVIDENCE, *MUTATIONS, *PROPOSALS, *REGISTER)
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class RegisterDesk:
    """``Seat.register``. Nothing here may run on the GUI thread."""

    seat: "Seat"

    def open(self, path: Path, answers: Answers) -> "ListFile":
        """The file, recognised. :raises OtherList: for one that comes in elsewhere; else as ``recognise``."""
        from desktop.spreadsheets.list_proposals import OtherList

        opened = self.recognise(path, answers)
        if opened.layout not in IMPORTED:
            raise OtherList(path.name, opened.layout, opened.title)
        return opened

    def recognise(self, path: Path, answers: Answers) -> "ListFile":
        """The file as a list of any kind. :raises UnreadableFile: :raises NeedsAnswer: :raises NeedsMapping: for headings
        that nobody explained yet; what this office once confirmed is used again."""
        from desktop.spreadsheets.lists import NeedsMapping, open_list
        from desktop.spreadsheets.registry import layouts

        forms = forms_of((form.code for form in layouts()), self.seat.staff.roles)
        order = {"date_order": answers.date_order, "today": self.seat.now().date(), "forms": forms}
        try:
            return open_list(path, layout=answers.layout, mapping=answers.mapping, **order)
        except NeedsMapping as needs:
            known = self.seat.read(known_mapping, self.seat.staff.office_id, needs.mapping_key)
            if answers.mapping is not None or known is None or answers.layout not in (None, known.layout):
                raise
            opened = open_list(path, layout=known.layout, mapping=known.mapping, **order)
            opened.known = known.mapping
            return opened

    def columns(self, path: Path, layout: str, confirmed: Mapping[str, str] | None = None) -> "NeedsMapping":
        """What the columns of a file mean in this kind of list, for a clerk to say: as we propose, or as ``confirmed``
        before. :raises UnreadableFile:"""
        from desktop.spreadsheets.lists import columns_of

        needs = columns_of(path, layout, today=self.seat.now().date())
        return needs if confirmed is None else needs.confirmed(confirmed)

    def try_out(self, path: Path, answers: Answers, tell: Tell = lambda _done, _whole: None) -> Trial:
        """Everything is done and taken back, so that the counts are the very ones. :raises Refused: and as ``open``."""
        opened = self.open(path, answers)
        last: list[ListFile] = [opened]
        command = self._command(path, answers, opened, tell, last, trial=True)
        try:
            outcome = self.seat.run(command)
        except TrialDone as done:
            outcome = done.outcome
        read, tally = last[-1], last[-1].tally
        return Trial(
            path=path,
            answers=answers,
            layout=opened.layout,
            title=opened.title,
            sheet=opened.sheet,
            header_row=opened.header_row,
            mapping=opened.mapping,
            unmapped=opened.unmapped,
            total=tally.total or outcome.data.get("total", 0),
            accepted=tally.accepted,
            rejected=tally.rejected,
            problems=(*read.problems, *_questions(opened, outcome)),
            problem_counts=dict(read.problem_counts),
            outcome=outcome,
            file_sha256=command.file_sha256,
            known=opened.known,
            signature=opened.mapping_key,
        )

    def bring_in(
        self,
        trial: Trial,
        tell: Tell = lambda _done, _whole: None,
        *,
        seen: bool = True,
        ending: int | None = None,
        fewer: bool = False,
    ) -> Outcome:
        """What was tried, for good; twice is once. Whoever did not see how many memberships end (``seen``) says how many
        are expected, or brings in only what ends few. ``fewer``: a list of BPJS is whole, though it is short. :raises
        Refused: also when file or register are others now."""
        opened = self.open(trial.path, trial.answers)
        last: list[ListFile] = [opened]
        options = {"request": trial.request, "ending": trial.ending if seen else ending, "fewer": fewer}
        command = self._command(trial.path, trial.answers, opened, tell, last, **options)
        if command.file_sha256 != trial.file_sha256:
            raise Refused("file_changed", "Berkas ini berubah sejak diuji. Uji lagi, lalu masukkan.")
        return self.seat.run(command)

    def take_back(self, run_id: int, reason: str) -> Outcome:
        """A whole import. :raises Refused: with what stands upon it."""
        return self.seat.run(UndoImport(run_id=run_id, reason=reason))

    def remember(self, signature: str, layout: str, mapping: Mapping[str, str]) -> None:
        """What a clerk confirmed about headings; asked no more in this office."""
        self.seat.run(RememberMapping(signature=signature, layout=layout, mapping=dict(mapping)))

    def explain_mutations(self, answers: Mapping[str, str]) -> None:
        """What a kind of change of e-Dabu means here (``mulai`` or ``berakhir``), beside what was explained before."""
        known = self.seat.read(known_mapping, self.seat.staff.office_id, REMEMBERED)
        self.remember(REMEMBERED, MUTATIONS[0], {**(known.mapping if known else {}), **answers})

    def write_return(self, trial: Trial, out: Path, *, entered: bool, recipient: str = "") -> int:
        """What did not come in for its sender, coloured, remarked and journalled; gives how many lines were refused.
        ``entered``: the file came in, and ``trial.outcome`` is of that. :raises Refused: for a file that is another one
        since. :raises CannotWrite:"""
        from desktop.spreadsheets.list_returns import write_list_return
        from desktop.spreadsheets.taken import Taken

        if sha256_of(trial.path) != trial.file_sha256:
            raise Refused("file_changed", "Berkas ini berubah sejak diuji. Uji lagi, lalu simpan berkas balasannya.")
        purpose, asked = "Berkas balasan daftar yang diimpor", trial.questions
        if entered:
            asked = self.seat.read(question_lines, trial.outcome.data["run"], tuple(QUESTIONS))
        count = trial.rejected + len(asked)
        self.seat.run(NoteAccess(kind="ekspor", purpose=purpose, recipient=recipient, count=count))
        return write_list_return(
            trial.path,
            out,
            today=self.seat.now().date(),
            layout=trial.layout,
            mapping=trial.answers.mapping or trial.known,
            date_order=trial.answers.date_order,
            entered=entered,
            waiting={(sheet, row): QUESTIONS[code] for sheet, row, code in asked},
            taken=Taken(self.seat.taken(), recipient, purpose),
        )

    def write_month(self, month: MonthRow, folder: Path, recipient: str = "") -> dict[str, Path]:
        """The workbooks of a month, and the Berita Acara of a closed one; gives name → file. :raises CannotWrite:"""
        from desktop.month_books import file_name, write_books
        from desktop.month_papers import month_pdf
        from desktop.spreadsheets.files import write_atomically

        written = write_books(self.seat, month, folder, recipient=recipient)
        if month.facts:
            written["berita_acara"] = folder / file_name("ba-rekonsiliasi", month, ".pdf")
            write_atomically(written["berita_acara"], month_pdf(self.seat, month))
        return written

    def write_audit(
        self, month: MonthRow, into: Path, recipient: str, tell: Tell = lambda _done, _whole: None
    ) -> "Pack":
        """The audit replay pack of a closed month. :raises Refused: :raises CannotWrite: see ``audit_pack``."""
        from desktop.audit_pack import write_pack

        return write_pack(self.seat, month, into, recipient, tell)

    def export_members(
        self, out: Path, segment: str, day: date, layout: str, recipient: str, tell: Tell = lambda _done, _whole: None
    ) -> int:
        """The members of a segment on a day in a layout the offices exchange; journalled before the file exists, with
        its purpose and recipient. Gives how many. :raises Refused: :raises CannotWrite:"""
        return self.export(Wish(MEMBERS_OUT.code, layout, segment, day=day), out, recipient, tell)

    def export(self, wish: Wish, out: Path, recipient: str, tell: Tell = lambda _done, _whole: None) -> int:
        """Any list in a layout the offices exchange (``lists_out.write_out``). :raises Refused: :raises CannotWrite:"""
        return write_out(self.seat, wish, out, recipient, tell)

    def _command(
        self, path: Path, answers: Answers, opened: "ListFile", tell: Tell, last: "list[ListFile]", **more: Any
    ) -> ImportList:
        """``last`` holds the opened file; each further sending of the command opens it anew."""
        unread = [opened]

        def source() -> "ListFile":
            if not unread:
                last.append(self.open(path, answers))
                return last[-1]
            return unread.pop()

        dated = opened.layout in DATED
        return ImportList(
            layout=opened.layout,
            file_name=path.name,
            file_sha256=sha256_of(path),
            source=source,
            period=answers.period if dated else "",
            segment=PROPOSED_FOR if opened.layout in PROPOSALS else answers.segment if dated else "",
            full=answers.full and opened.layout in MEMBERS,
            tell=lambda lines: tell(lines, opened.expected_rows),
            **more,
        )


def _questions(opened: "ListFile", outcome: Outcome) -> Iterator["Problem"]:
    """Lines that wait for an answer, as problems of their whole line: said where all others are."""
    from desktop.spreadsheets.reading import Problem

    name = next((name for name in ("nik", "number") if name in opened.columns), "")
    heading = next((theirs for theirs, ours in opened.mapping.items() if ours == name), "")
    for sheet, row, code in outcome.data.get("questions", ())[:MOST_SHOWN]:
        what, _, remedy = QUESTIONS[code].partition(". ")
        place = (sheet, row, opened.columns.get(name, "A"), heading, name, "seluruh baris")
        yield Problem(*place, code, "warning", f"{what}." if remedy else what, remedy)


def sha256_of(path: Path) -> str:
    """The fingerprint of a file's bytes, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_BLOCK):
            digest.update(piece)
    return digest.hexdigest()
