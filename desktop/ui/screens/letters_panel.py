"""The chosen letter at the right of Surat: what it is, whether it is signed or void, its fingerprint, its pages."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.queries.letter_status import LetterStatus, letter_files, letter_status
from db.queries.letters import LetterRow
from desktop.sop.letters import letter_kind
from desktop.ui.desk import Desk
from desktop.ui.format import day, moment
from desktop.ui.screens.person_card import local
from desktop.ui.widgets import Card, Chip, EmptyState, Facts, Muted, Page, Strong
from desktop.ui.widgets.paper_view import PaperView

PREVIEW_DPI = 80


def short_hash(sha256: str | None) -> str:
    """The first twelve signs of a fingerprint in groups of four, enough to compare by eye."""
    return " ".join(sha256[at : at + 4].upper() for at in (0, 4, 8)) if sha256 else "belum dibekukan"


def kind_title(code: str) -> str:
    """What a letter is called."""
    return letter_kind(code).title


def mark(row: LetterRow) -> tuple[str, str]:
    """(word, tone) of the chip: whether the letter counts, and whether it is signed electronically."""
    if row.voided:
        return "Batal", "bad"
    words = {"tte": ("TTE", "ok"), "basah": ("Ditandatangani", "ok")}
    return words.get(row.signed, ("Tanpa TTE", "plain"))


def short_mark(row: LetterRow) -> str:
    """The same word for a list, where having no TTE is the ordinary thing and says nothing."""
    return "TTD" if row.signed == "basah" and not row.voided else mark(row)[0] if row.voided or row.signed else ""


def read_letter(connection: Any, letter_id: int) -> tuple[LetterStatus | None, tuple[Page, ...] | None]:
    """(what became of a letter, its pages as it counts now); ``None`` while the bytes are not frozen yet. For a
    reader thread."""
    from desktop.documents.preview import page_images

    status, files = letter_status(connection, letter_id), letter_files(connection, letter_id)
    pdf = files.signed or files.pdf
    return status, None if pdf is None else tuple(Page(*page) for page in page_images(pdf, PREVIEW_DPI))


def signing_words(desk: Desk, status: LetterStatus) -> str:
    """«TTE oleh Rudi, 23 Nov 10.14, penerbit …» or that there is none."""
    if status.signed_sha256 is None:
        return "tanpa TTE (tanda tangan basah)"
    if status.signed_kind == "basah":
        on = f" {day(status.signed_at.date())}" if status.signed_at else ""
        return f"basah oleh {status.signer_name}{on}, pindaiannya tersimpan"
    when = f", {moment(local(desk, status.signed_at))}" if status.signed_at else ""
    issuer = f", penerbit {status.issuer}" if status.issuer else ""
    return f"TTE oleh {status.signer_name}{when}{issuer}"


class LetterPanel(Card):
    """``show_letter`` first says what the list knows; ``show_more`` follows when it was read."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setAccessibleName("Surat yang dipilih")
        self.kind, self.facts, self.chip = Strong(wrap=True), Facts(), Chip()
        self.preview = PaperView("Pratinjau surat")
        self.hint = Muted("Menyiapkan pratinjau…")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.none = EmptyState("Pilih satu surat untuk melihat isinya.", icon="file-text")
        self.paper = QWidget()
        box = QVBoxLayout(self.paper)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(self.kind, 1)
        head.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(head)
        box.addWidget(self.facts)
        box.addWidget(self.hint)
        box.addWidget(self.preview, 1)
        self.add(self.none, 1)
        self.add(self.paper, 1)
        self.paper.hide()

    def show_letter(self, row: LetterRow | None) -> None:
        """What the register says; the pages are asked for."""
        self.none.setVisible(row is None)
        self.paper.setVisible(row is not None)
        if row is None:
            return
        self.kind.setText(kind_title(row.code))
        self.chip.set(*mark(row))
        self._write(row, None)
        self.preview.set_pages(())
        self.hint.setText("Menyiapkan pratinjau…")
        self.hint.show()

    def show_more(self, row: LetterRow, status: LetterStatus | None, pages: tuple[Page, ...] | None) -> None:
        """Signature, why it is void, and the pages."""
        self._write(row, status)
        self.hint.setVisible(pages is None)
        self.hint.setText("Berkas surat ini belum dibekukan. Tekan Buka untuk membuatnya sekarang.")
        if pages is not None:
            self.preview.set_pages(pages)

    def _write(self, row: LetterRow, status: LetterStatus | None) -> None:
        facts = [
            ("Nomor", row.number),
            ("Tanggal", day(row.issued_on)),
            ("Dari", row.office_name),
            ("Kepada", row.to_office),
        ]
        if status is not None and status.void_reason is not None:
            facts.append(("Dibatalkan", status.void_reason))
            facts.append(("Pengganti", status.replaced_number or "tidak ada"))
        if status is not None:
            facts.append(("Tanda tangan", signing_words(self._desk, status)))
        facts.append(("Sidik jari", short_hash(row.sha256)))
        self.facts.set_facts(facts)
        self.facts.setToolTip(f"SHA-256 {row.sha256}" if row.sha256 else "")
