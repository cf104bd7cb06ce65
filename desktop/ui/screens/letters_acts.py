"""What is done with an issued letter: printed, saved, sent, signed electronically, declared void."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from db.queries.letter_status import LetterStatus
from db.queries.letters import LetterRow
from db.queries.mail import mail_of_letter
from db.queries.trail import TrailRow
from desktop.operations.outcome import Outcome
from desktop.operations.void_letter import VoidLetter
from desktop.sop.letter_files import file_name, refuse_too_large_signed
from desktop.sop.letters import letter_kind, void_name
from desktop.sop.refusals import Refused
from desktop.ui.screens.asking import OneQuestion
from desktop.ui.screens.base import Screen
from desktop.ui.screens.letter_issuing import signers_today
from desktop.ui.screens.letter_signed import ask_signed
from desktop.ui.screens.letter_trail import LetterTrailSheet
from desktop.ui.screens.letters_sheets import CertificateSheet, VoidSheet
from desktop.ui.screens.person_card import open_letter
from desktop.ui.tasks import Job
from desktop.ui.widgets.files import PDF, ask_file, ask_place, with_ending
from desktop.ui.widgets.letter_sheet import current_pdf
from desktop.ui.widgets.letter_wish import SignerChoice
from desktop.ui.widgets.more_sheet import Choice, Group, MoreSheet
from desktop.ui.widgets.paper_view import paper_of

MONTH = "ba_rekonsiliasi"
ELSEWHERE = "Surat ini diterbitkan kantor lain. Hanya kantor penerbitnya yang dapat melakukannya."


def ask_pdf(parent: QWidget) -> str:
    """Which PDF to take in; empty when the clerk changed their mind."""
    return ask_file(parent, "Pilih PDF yang sudah ditandatangani", PDF)


class LetterActs(OneQuestion):
    """``choose`` and ``choose_pdf`` stand for the file dialogs; ``ended`` reads the register again."""

    def __init__(self, screen: Screen, ended: Callable[[], None]) -> None:
        self._screen, self._desk, self._ended = screen, screen.desk, ended
        self.choose: Callable[[QWidget, str], str] = ask_place
        self.choose_pdf: Callable[[QWidget], str] = ask_pdf

    # the menu
    def more(self, row: LetterRow, status: LetterStatus | None) -> None:
        """All that is not done every day."""
        self.ask(lambda: self._open(MoreSheet(self._screen._host(), f"Surat {row.number}", self._groups(row, status))))

    def _open(self, sheet: MoreSheet) -> MoreSheet:
        opened: MoreSheet = self._screen._open(sheet)
        return opened

    def _groups(self, row: LetterRow, status: LetterStatus | None) -> tuple[Group, ...]:
        mine = row.office_id == self._desk.staff.office_id
        archived = status is not None and status.archived
        no_copy = "" if archived else "Surat ini tidak melalui paraf, jadi tidak ada salinan arsipnya."
        unsigned = self._why_unsigned(row)
        return (
            Group(
                "Berkas",
                (
                    Choice("Kirim…", partial(self.send, row), "" if mine else ELSEWHERE),
                    Choice("Simpan salinan…", partial(self.save, row), key="Ctrl+S"),
                    Choice("Riwayat surat…", partial(self.trail, row)),
                    Choice(
                        "Salinan arsip dengan paraf…", partial(self.save_archive, row), no_copy if mine else ELSEWHERE
                    ),
                ),
            ),
            Group(
                "Tanda tangan elektronik",
                (
                    Choice("Simpan PDF untuk TTE…", partial(self.save_unsigned, row), unsigned),
                    Choice("Ambil PDF yang sudah ditandatangani…", partial(self.take_signed, row), unsigned),
                    Choice("Tanda tangani dengan sertifikat kantor…", partial(self.sign_here, row), unsigned),
                ),
            ),
            Group(
                "Tanda tangan basah",
                (Choice("Simpan pindaian yang ditandatangani…", partial(self.keep_scan, row), unsigned),),
            ),
            Group("Pembatalan", (Choice("Batalkan surat…", partial(self.void, row), self._why_no_void(row)),)),
        )

    def _why_unsigned(self, row: LetterRow) -> str:
        if row.office_id != self._desk.staff.office_id:
            return ELSEWHERE
        if row.voided:
            return "Surat ini sudah dibatalkan, jadi tidak ditandatangani lagi."
        words = {
            "tte": "Surat ini sudah bertanda tangan elektronik.",
            "basah": "Pindaian bertanda tangannya sudah ada.",
        }
        return words.get(row.signed, "")

    def _why_no_void(self, row: LetterRow) -> str:
        if row.office_id != self._desk.staff.office_id:
            return ELSEWHERE
        if row.voided:
            return "Surat ini sudah dibatalkan."
        if not letter_kind(row.code).head.numbered:
            return "Lampiran ini mengikuti surat bernomor sama. Batalkan surat itu."
        return ""

    # paper and files
    def print_out(self, row: LetterRow) -> None:
        """The letter as it counts now, to a printer."""
        from desktop.ui.widgets.print_sheet import print_pdf

        def fetch(_job: Job) -> tuple[str, bytes, str]:
            number, pdf = current_pdf(self._desk.office, row.id)
            return number, pdf, paper_of(pdf)

        def show(found: tuple[str, bytes, str]) -> None:
            number, pdf, paper = found
            title = f"BATAL Surat {number}" if row.voided else f"Surat {number}"
            print_pdf(self._screen, title=title, pdf=pdf, paper=paper, kind="surat", letter_id=row.id)

        self._desk.work(fetch, then=show)

    def save(self, row: LetterRow) -> None:
        """A copy of the letter as it counts now: the signed file when there is one."""
        name = file_name(row.number, row.voided)
        self._save(row, name, lambda: current_pdf(self._desk.office, row.id)[1], "Salinan surat")

    def save_archive(self, row: LetterRow) -> None:
        """The copy with the table of paraf."""

        def fetch() -> bytes:
            found: bytes | None = self._desk.office.paper.archive_copy(row.id)
            if found is None:
                raise Refused("no_archive", "Salinan arsip surat ini belum ada. Buka suratnya dulu.")
            return found

        name = f"ARSIP-{file_name(row.number)}"
        self._save(row, void_name(name) if row.voided else name, fetch, "Salinan arsip")

    def save_unsigned(self, row: LetterRow) -> None:
        """The frozen file for the application that signs."""

        def fetch() -> bytes:
            pdf: bytes = self._desk.office.paper.unsigned(row.id)[1]
            return pdf

        said = "Tanda tangani berkasnya, lalu ambil kembali dari Lainnya. PDF untuk TTE"
        self._save(row, f"UNTUK-TTE-{file_name(row.number)}", fetch, said, noted=True)

    def _save(self, row: LetterRow, name: str, fetch: Callable[[], bytes], what: str, *, noted: bool = False) -> None:
        """``noted``: who fetches it journals the copy already."""
        chosen = self.choose(self._screen, name)
        if not chosen:
            return
        out = with_ending(chosen, ".pdf")

        def write(_job: Job) -> None:
            from desktop.spreadsheets.files import write_atomically

            content = fetch()
            if not noted:
                self._desk.office.paper.kept_copy(row.id, out.name)
            write_atomically(out, content)

        self._desk.work(write, then=lambda _: self._desk.say(f"{what} disimpan di {out}", "ok"))

    def trail(self, row: LetterRow) -> None:
        """Who issued, read, copied, printed, sent or voided it; the asking itself is the newest line."""

        def show(lines: Sequence[TrailRow]) -> None:
            self.ask(lambda: self._screen._open(LetterTrailSheet(self._screen, row.number, lines)))

        self._desk.work(lambda _job: self._desk.office.paper.trail(row.id), then=show)

    def send(self, row: LetterRow) -> None:
        """By e-mail, fax, hand or post, from its line in the agenda book."""
        from desktop.ui.widgets.send_sheet import send_letter

        def go_on(line: Any) -> None:
            if line is None:
                words = "Surat ini tidak punya baris di buku agenda. Kirim surat yang diikutinya."
                self._desk.say(words, "info")
            else:
                send_letter(self._screen, line.id, self._ended)

        self._desk.read(mail_of_letter, self._desk.staff.office_id, row.id, then=go_on)

    # signatures
    def take_signed(self, row: LetterRow) -> None:
        """The file that came back, kept byte for byte."""
        chosen = self.choose_pdf(self._screen)
        if chosen:
            self.take_signed_file(row, Path(chosen))

    def take_signed_file(self, row: LetterRow, path: Path) -> None:
        """The same for a path (for tests)."""

        def take(_job: Job) -> Outcome:
            refuse_too_large_signed(path.stat().st_size)  # before a byte is read
            outcome: Outcome = self._desk.office.paper.attach_signed(row.id, path.read_bytes())
            return outcome

        self._desk.work(take, then=self._signed)

    def keep_scan(self, row: LetterRow) -> None:
        """The scan of the paper that was signed by hand."""
        ask_signed(self._screen, row.id, self._ended, self.choose_pdf)

    def sign_here(self, row: LetterRow) -> None:
        """With the office's own PKCS#12 file."""

        def made() -> CertificateSheet:
            sheet: CertificateSheet = self._screen._open(CertificateSheet(self._screen, row, self._signed))
            return sheet

        self.ask(made)

    def _signed(self, outcome: Outcome) -> None:
        self._desk.session.bus.publish(outcome.topics, outcome.done, outcome.changes)
        self._desk.say(outcome.sentence, "ok")
        self._ended()

    # void
    def void(self, row: LetterRow) -> None:
        """Number and line stay; a new letter may take its place."""
        office, today = self._desk.staff.office_id, self._desk.now().date()
        self._desk.read(signers_today, office, today, then=partial(self._ask_void, row))

    def _ask_void(self, row: LetterRow, signers: tuple[SignerChoice, ...]) -> None:
        command = VoidLetter(letter_id=row.id, reason="")

        def agreed(reason: str, instead: bool, signer_id: int | None) -> None:
            wanted = replace(command, reason=reason, replace=instead, signer_id=signer_id)
            self._desk.run(wanted, then=self._voided, failed=lambda _error: self._ended(), quiet=True)

        def made() -> VoidSheet:
            sheet: VoidSheet = self._screen._open(
                VoidSheet(self._screen._host(), row.number, signers, agreed, month=row.code == MONTH)
            )
            return sheet

        self.ask(made)

    def _voided(self, outcome: Outcome) -> None:
        letters = outcome.data.get("letters") or []
        acts = [("Buka penggantinya", partial(open_letter, self._screen, letters[0]))] if letters else []
        self._desk.say(outcome.sentence, "ok", acts)
        self._ended()
