"""Periksa surat: is this file, or the code printed on this paper, a letter of ours, and does it still count (C5, L9)?"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QWidget

from db.queries.letter_signer import letter_signer
from desktop.sop.letter_files import refuse_too_large
from desktop.sop.letters import letter_kind
from desktop.ui.format import day
from desktop.ui.screens.base import Screen
from desktop.ui.tasks import Job
from desktop.ui.widgets import Caption, Card, Chip, EmptyState, Facts, IconLabel, Muted, Page, plain, set_tone
from desktop.ui.widgets.file_well import FileWell
from desktop.ui.widgets.files import PDF, ask_file
from desktop.ui.widgets.paper_view import PaperView, pages_of

WIDE = 640
LONGEST_CODE = 60
WORDS = {
    "asli": ("SAH", "ok", "circle-check"),
    "ditandatangani": ("SAH", "ok", "circle-check"),
    "arsip": ("SAH, SALINAN ARSIP", "ok", "circle-check"),
    "dibatalkan": ("DIBATALKAN", "bad", "circle-x"),
    "berubah": ("BERUBAH", "bad", "circle-x"),
    "kode": ("KODE BELUM LENGKAP", "warn", "circle-help"),
    "bukan": ("BUKAN SURAT PADAN INI", "bad", "circle-x"),
}
NO_TTE = "tanpa TTE"
WET = "tanpa TTE (tanda tangan basah)"


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at (a file's name, or a code with ``code``), the verdict about it (``desktop.letter_checks``),
    who signs the letter, and our pages of it."""

    what: str
    code: bool
    verdict: Any
    signer: str
    pages: tuple[Page, ...]


def ask_pdf(parent: QWidget) -> str:
    """Which PDF to check; empty when the clerk changed their mind."""
    return ask_file(parent, "Pilih berkas yang diperiksa", PDF)


class VerdictCard(Card):
    """The verdict large, in words and colour; beneath it the facts of the letter."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Hasil pemeriksaan")
        self._icon, self.word = IconLabel("circle-help", "muted", 28), plain(wrap=True)
        self.word.setStyleSheet("font-size: 26px; font-weight: 600;")
        self.tte = Chip()
        self.sentence, self.facts = plain(wrap=True), Facts()
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self.word, 1)
        self.add(row)
        self.add(self.tte)
        self.add(self.sentence)
        self.add(self.facts)
        self.box.addStretch(1)
        self.clear()

    def clear(self) -> None:
        """Nothing was checked yet."""
        self._say("Belum ada yang diperiksa", "muted", "circle-help")
        self.sentence.setText("Pindai kode QR pada surat, ketik kodenya, atau pilih berkas PDF-nya.")
        self.tte.hide()
        self.facts.set_facts(())

    def show_verdict(self, checked: Checked) -> None:
        """The answer."""
        verdict = checked.verdict
        word, tone, icon = WORDS[verdict.kind]
        self._say("SURATNYA SAH" if checked.code and verdict.valid else word, tone, icon)
        self.sentence.setText(verdict.sentence)
        letter = verdict.letter
        altered = verdict.kind == "berubah"
        self.tte.setVisible(letter is not None and not altered)
        signed = verdict.kind == "ditandatangani" or (verdict.tte != NO_TTE)
        self.tte.set("Bertanda tangan elektronik (TTE)" if signed else WET, "ok" if signed else "plain")
        facts = [("Diperiksa", checked.what)]
        if letter is not None:
            facts += [
                ("Surat", letter_kind(letter.code).title),
                ("Nomor", letter.number),
                ("Tanggal", day(letter.issued_on)),
                ("Dari", letter.office_name),
                ("Kepada", letter.to_office),
                ("Penanda tangan", checked.signer),
            ]
            if not altered:
                facts.append(("Tanda tangan", verdict.tte if signed else WET))
        self.facts.set_facts(facts)

    def _say(self, word: str, tone: str, icon: str) -> None:
        self.word.setText(word)
        self.word.setAccessibleName(f"Hasil pemeriksaan: {word}")
        self._icon.set(icon, tone)
        set_tone(self.word, tone)


class LetterCheck(Screen):
    """Left what is asked and the verdict, right the letter as it is kept. ``FileWell.ask`` stands for the dialog."""

    code, title, icon, help_code = "periksa", "Periksa surat", "scan-search", "periksa-surat"

    def build(self) -> None:
        column = self.add_column(44)
        asked = Card()
        asked.setAccessibleName("Yang diperiksa")
        asked.add(Caption("Kode QR pada surat"))
        self.token = QLineEdit()
        self.token.setAccessibleName("Kode QR surat")
        self.token.setPlaceholderText("Pindai, atau ketik PADAN:… lalu Enter")
        self.token.setMaxLength(LONGEST_CODE)
        self.token.setProperty("big", True)
        self.token.returnPressed.connect(self.check_token)
        asked.add(self.token)
        asked.add(Caption("atau berkas PDF"))
        self.well = FileWell("Jatuhkan PDF di sini")
        self.well.ask = ask_pdf
        self.well.taken.connect(lambda path: self.check_file(Path(path)))
        asked.add(self.well)
        column.addWidget(asked)
        self.result = VerdictCard()
        column.addWidget(self.result, 1)
        self.body.addWidget(self._paper(), 56)
        self.action_bar.add("kembali", "Ke daftar surat", key="Ctrl+Enter", on=lambda: self.desk.go("surat"))
        self.action_bar.add("berkas", "Pilih berkas…", key="Ctrl+O", kind="primary", on=self.well.choose)
        self.header.set_line("Mencocokkan kertas atau berkas dengan surat yang terbit di Padan")
        self.setFocusProxy(self.token)

    def _paper(self) -> Card:
        card = Card()
        card.setAccessibleName("Surat yang tersimpan")
        card.add(Caption("Surat yang tersimpan"))
        self.view, self.none = PaperView("Surat yang tersimpan"), EmptyState("", icon="file-text")
        self.pages = QStackedWidget()
        self.pages.addWidget(self.none)
        self.pages.addWidget(self.view)
        card.add(self.pages, 1)
        self.compare = Muted("Kode hanya menunjuk suratnya: cocokkan kata demi kata dengan kertas di tangan Anda.")
        self.compare.setAlignment(Qt.AlignmentFlag.AlignCenter)
        card.add(self.compare)
        self._show_pages((), "Surat yang dikenali ditampilkan di sini, untuk dicocokkan.")
        return card

    def load(self, key: Any = None) -> None:
        self.token.setFocus()

    def check_token(self) -> None:
        """What a scanner or a person typed."""
        text = self.token.text().strip()
        if not text:
            return
        self.token.selectAll()

        def look(job: Job) -> Checked:
            return self._checked(job, text, True, self.desk.office.paper.verify_token(text))

        self._start(look)

    def check_file(self, path: Path) -> None:
        """A file, refused by its size before it is read."""
        self.well.show_file(path.name)

        def look(job: Job) -> Checked:
            refuse_too_large(path.stat().st_size)
            job.report(0, 1, "Memeriksa berkas")
            return self._checked(job, path.name, False, self.desk.office.paper.verify_bytes(path.read_bytes()))

        self._start(look)

    def _checked(self, job: Job, what: str, code: bool, verdict: Any) -> Checked:
        signer = self.desk.office.read(letter_signer, verdict.letter.id) if verdict.letter is not None else ""
        pages = () if verdict.pdf is None else pages_of(job, verdict.pdf, WIDE)
        return Checked(what, code, verdict, signer, pages)

    def _start(self, look: Any) -> None:
        """What stood there is no answer to the new question."""
        self.result.clear()
        self._show_pages((), "Sedang diperiksa…")
        self.message_bar.hide()
        self.desk.work(look, then=self.show_checked, failed=lambda _error: self._show_pages((), "Belum diperiksa."))

    def show_checked(self, checked: Checked) -> None:
        """The verdict and, for who wrote or received it, the letter."""
        self.result.show_verdict(checked)
        if checked.verdict.letter is None:
            unread = checked.verdict.kind == "kode"
            self._show_pages((), "Belum ada surat yang dicari." if unread else "Tidak ada surat yang cocok.")
        else:
            self._show_pages(checked.pages, "Isi surat hanya ditampilkan kepada kantor pengirim dan penerimanya.")
            self.compare.setVisible(bool(checked.pages) and checked.code)

    def _show_pages(self, pages: tuple[Page, ...], otherwise: str) -> None:
        self.view.set_pages(pages)
        self.none.set(otherwise)
        self.compare.hide()
        self.pages.setCurrentWidget(self.view if pages else self.none)
