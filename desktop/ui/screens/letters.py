"""Surat: the register of letters this office wrote or received, each shown exactly as it was issued."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.queries.letters import LetterRow, letter_by_hash, letter_file, letters_of_office, sheet_by_hash
from desktop.sop.letters import letter_kind
from desktop.ui.format import day, short_day
from desktop.ui.screens.base import Screen
from desktop.ui.screens.home_facts import short_office
from desktop.ui.screens.person_card import LETTERS
from desktop.ui.widgets import (
    Card,
    Column,
    EmptyState,
    Facts,
    Figure,
    ListCard,
    Muted,
    Page,
    PdfPreview,
    Segment,
    Strong,
)
from desktop.ui.widgets.files import PDF, ask_file, ask_place, with_ending
from desktop.ui.widgets.letter_sheet import file_name, show_letter

LARGEST = 25 * 1024 * 1024
PREVIEW_DPI = 80


def read_pages(connection: Any, letter_id: int) -> tuple[int, tuple[Page, ...] | None]:
    """(letter, its pages as pictures); ``None`` while the bytes are not frozen yet. For a reader thread."""
    from desktop.documents.preview import page_images

    found = letter_file(connection, letter_id)
    if found is None or found[1] is None:
        return letter_id, None
    return letter_id, tuple(Page(*page) for page in page_images(found[1], PREVIEW_DPI))


def find_by_hash(connection: Any, sha256: str) -> tuple[LetterRow | None, int | None]:
    """The letter, or the sheet of cards, with exactly these bytes."""
    return letter_by_hash(connection, sha256), sheet_by_hash(connection, sha256)


def short_hash(sha256: str | None) -> str:
    """The first twelve signs of a fingerprint in groups of four, enough to compare by eye."""
    return " ".join(sha256[at : at + 4].upper() for at in (0, 4, 8)) if sha256 else "belum dibekukan"


def kind_title(code: str) -> str:
    """What a letter is called."""
    return letter_kind(code).title


def ask_pdf(parent: QWidget) -> str:
    """Which PDF to check; empty when the clerk changed their mind."""
    return ask_file(parent, "Pilih berkas yang diperiksa", PDF)


class Letters(Screen):
    """List left, the frozen paper right. ``choose`` and ``choose_pdf`` stand for the file dialogs."""

    code, title, icon, help_code = "surat", "Surat", "file-text", "surat"
    topics = frozenset({"letter", "application"})

    def build(self) -> None:
        self.wanted: int | None = None
        self.choose: Callable[[QWidget, str], str] = ask_place
        self.choose_pdf: Callable[[QWidget], str] = ask_pdf
        mine = self.desk.staff.office_id
        self.letters = self.add_list(
            ListCard(
                "Daftar surat",
                key=lambda row: row.id,
                columns=(
                    Column("Nomor", lambda row: row.number, width=206, tip=lambda row: row.number),
                    Column(
                        "Surat",
                        lambda row: LETTERS.get(row.code, kind_title(row.code)),
                        stretch=1,
                        tip=lambda row: kind_title(row.code),
                    ),
                    Column("Tanggal", lambda row: short_day(row.issued_on), width=58, kind="muted"),
                    Column("Arah", self._way, width=158, kind="muted", tip=self._way),
                    Column("Orang", lambda row: row.people, width=52, kind="number", align="right"),
                ),
                segments=(
                    Segment("semua", "Semua"),
                    Segment("keluar", "Keluar", lambda row: row.office_id == mine),
                    Segment("masuk", "Masuk", lambda row: row.office_id != mine),
                ),
                empty="Belum ada surat. Surat terbit sendiri saat sebuah daftar dikirim ke meja berikutnya.",
                empty_action=("Ke Beranda", lambda: self.desk.go("beranda")),
                unit="surat",
            )
        )
        self.add_panel(self._paper())
        self.letters.current_changed.connect(self.show_row)
        self.letters.opened.connect(lambda row: self.open_letter())
        bar = self.action_bar
        bar.add("periksa", "Periksa berkas…", key="Ctrl+O", on=self.check)
        bar.add("simpan", "Simpan…", key="Ctrl+S", on=self.save)
        bar.add("buka", "Buka", key="Ctrl+Enter", kind="primary", on=self.open_letter)

    def _way(self, row: LetterRow) -> str:
        if row.office_id == self.desk.staff.office_id:
            return f"ke {short_office(row.to_office)}"
        return f"dari {short_office(row.office_name)}"

    def _paper(self) -> Card:
        card = Card()
        card.setAccessibleName("Surat yang dipilih")
        self.kind, self.facts = Strong(wrap=True), Facts()
        self.preview = PdfPreview("Pratinjau surat")
        self.hint = Muted("Menyiapkan pratinjau…")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.none = EmptyState("Pilih satu surat untuk melihat isinya.", icon="file-text")
        self.paper = QWidget()
        box = QVBoxLayout(self.paper)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        for part in (self.kind, self.facts, self.hint):
            box.addWidget(part)
        box.addWidget(self.preview, 1)
        card.add(self.none, 1)
        card.add(self.paper, 1)
        self.paper.hide()
        return card

    def load(self, key: Any = None) -> None:
        self.wanted = int(key) if key is not None else None
        self.desk.read(letters_of_office, self.desk.staff.office_id, then=self.fill)

    def fill(self, rows: tuple[LetterRow, ...]) -> None:
        """The register; a letter that was asked for by its id is selected, also one of other offices."""
        self.letters.set_rows(rows)
        mine = sum(1 for row in rows if row.office_id == self.desk.staff.office_id)
        self.header.set_line("Register surat", self.desk.staff.office_name)
        self.header.set_figures(Figure(mine, "surat keluar"), Figure(len(rows) - mine, "surat masuk"))
        if self.wanted is not None and not self.letters.select(self.wanted):
            self.desk.say("Surat itu bukan dari atau untuk kantor Anda, jadi tidak ada dalam register ini.", "info")
        self.wanted = None
        self.show_row(self.letters.current())

    def show_row(self, row: LetterRow | None) -> None:
        """The chosen letter: what it is, its fingerprint, its pages."""
        self.none.setVisible(row is None)
        self.paper.setVisible(row is not None)
        for code in ("simpan", "buka"):
            self.action_bar.set_state(code, row is not None, "Pilih satu surat dulu.")
        if row is None:
            self.action_bar.set_summary("", "Belum ada surat yang dipilih")
            return
        self.action_bar.set_summary(row.number, f"{row.people} orang")
        self.kind.setText(kind_title(row.code))
        self.facts.set_facts(
            [
                ("Nomor", row.number),
                ("Tanggal", day(row.issued_on)),
                ("Dari", row.office_name),
                ("Kepada", row.to_office),
                ("Sidik jari", short_hash(row.sha256)),
            ]
        )
        self.facts.setToolTip(f"SHA-256 {row.sha256}" if row.sha256 else "")
        self.preview.set_pages(())
        self.hint.show()
        self.desk.read(read_pages, row.id, then=self._show_pages)

    def _show_pages(self, found: tuple[int, tuple[Page, ...] | None]) -> None:
        row = self.letters.current()
        if row is None or row.id != found[0]:
            return
        self.hint.setVisible(found[1] is None)
        self.hint.setText("Berkas surat ini belum dibekukan. Tekan Buka untuk membuatnya sekarang.")
        if found[1] is not None:
            self.hint.setText("Menyiapkan pratinjau…")
            self.preview.set_pages(found[1])

    def open_letter(self) -> None:
        """The letter at full size over the window."""
        row = self.letters.current()
        if row is not None:
            show_letter(self, row.id)

    def save(self) -> None:
        """A copy of the frozen bytes."""
        row = self.letters.current()
        chosen = self.choose(self, file_name(row.number)) if row is not None else ""
        if not chosen:
            return
        out = with_ending(chosen, ".pdf")

        def write(_job: Any) -> None:
            from desktop.spreadsheets.files import write_atomically

            write_atomically(out, self.desk.office.letter_pdf(row.id)[1])

        self.desk.work(write, then=lambda _: self.desk.say(f"Salinan surat disimpan di {out}", "ok"))

    def check(self) -> None:
        """Is a PDF from elsewhere exactly a letter that was issued?"""
        chosen = self.choose_pdf(self)
        if chosen:
            self.check_file(Path(chosen))

    def check_file(self, path: Path) -> None:
        """Fingerprint of a file against the register."""

        def fingerprint(_job: Any) -> str:
            if path.stat().st_size > LARGEST:
                return ""
            return hashlib.sha256(path.read_bytes()).hexdigest()

        def ask(sha256: str) -> None:
            if not sha256:
                self._unknown(path)
            else:
                self.desk.read(find_by_hash, sha256, then=lambda found: self._say_checked(path, found))

        self.desk.work(fingerprint, then=ask)

    def _say_checked(self, path: Path, found: tuple[LetterRow | None, int | None]) -> None:
        row, sheet = found
        if row is not None:
            words = (
                f"ASLI. “{path.name}” sama persis dengan {kind_title(row.code)} nomor {row.number}, "
                f"{day(row.issued_on)}, dari {row.office_name}."
            )
            shown = any(one.id == row.id for one in self.letters.rows())
            self.desk.say(words, "ok", [("Lihat", lambda: self.show_for(row.id))] if shown else [])
        elif sheet is not None:
            self.desk.say(f"ASLI. “{path.name}” sama persis dengan lembar kartu nomor {sheet} yang dibuat Padan.", "ok")
        else:
            self._unknown(path)

    def _unknown(self, path: Path) -> None:
        self.desk.say(
            f"TIDAK DIKENAL. “{path.name}” tidak sama dengan surat mana pun yang terbit di sini: isinya berubah, "
            "hasil pindai, atau dari kantor lain. Minta berkas aslinya.",
            "bad",
        )
