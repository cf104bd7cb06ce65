"""Two questions about an issued letter: with which certificate it is signed, and why it is void."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from db.queries.letters import LetterRow
from desktop.operations.outcome import Outcome
from desktop.sop.refusals import Refused
from desktop.ui.faces import face_of
from desktop.ui.screens.base import Screen
from desktop.ui.tasks import Job
from desktop.ui.widgets import Form, Muted, ReasonSheet, Sheet
from desktop.ui.widgets.file_well import FileWell
from desktop.ui.widgets.files import ask_file
from desktop.ui.widgets.letter_wish import SignerChoice, choose_signer

SECRETS = "Sertifikat (*.p12 *.pfx);;Semua berkas (*)"
LARGEST_SECRET = 1024 * 1024
VOID_REASONS = (
    "Salah nama dalam lampiran",
    "Salah tujuan",
    "Penanda tangan tidak berwenang",
    "Terbit dua kali untuk orang yang sama",
)

MONTH_REASONS = ("Angka yang disepakati keliru", "Penanda tangan tidak berwenang", "BPJS meminta perubahan")


def ask_secret(parent: QWidget) -> str:
    """Which certificate; empty when the clerk changed their mind."""
    return ask_file(parent, "Pilih sertifikat kantor", SECRETS)


class CertificateSheet(Sheet):
    """A PKCS#12 file and its password. A wrong one is said here and the file stays chosen; neither is ever kept."""

    def __init__(self, screen: Screen, row: LetterRow, done: Callable[[Outcome], None]) -> None:
        super().__init__(screen._host(), f"Tanda tangani surat {row.number}", 520)
        self._screen, self._row, self._done = screen, row, done
        self._path: Path | None = None
        self._running = False
        said = "Tanda tangan dibuat di komputer ini dengan sertifikat (.p12) kantor. Berkas dan kata sandinya tidak disimpan."
        self.box.addWidget(Muted(said))
        self.form = Form()
        self.well = FileWell("Jatuhkan sertifikat .p12 di sini")
        self.well.ask = ask_secret
        self.well.taken.connect(self.take)
        self.form.add("file", "Sertifikat", self.well, required=True)
        self.password = self.form.text("password", "Kata sandi sertifikat", required=True, secret=True)
        self.box.addWidget(self.form)
        self.add_buttons("Tanda tangani", self.sign)

    def take(self, path: str) -> None:
        """The file in hand."""
        self._path = Path(path)
        self.well.show_file(self._path.name)
        self.form.set_error("file", "")
        self.password.setFocus()

    def open(self, focus: QWidget | None = None) -> None:
        super().open(focus or self.well._button)

    def sign(self) -> None:
        """Off the GUI thread; the sheet goes when it succeeded."""
        path, password = self._path, self.form.values()["password"]
        errors = {
            "file": "" if path else "Pilih berkas sertifikatnya dulu.",
            "password": "" if password else "Ketik kata sandi sertifikat.",
        }
        if not self.form.set_errors(errors) or path is None or self._running:
            return
        self._running = True
        desk, letter_id = self._screen.desk, self._row.id

        def work(_job: Job) -> Outcome:
            if path.stat().st_size > LARGEST_SECRET:
                raise Refused("not_pkcs12", "Berkas itu terlalu besar untuk sebuah sertifikat. Pilih .p12 atau .pfx.")
            outcome: Outcome = desk.office.paper.sign_local(letter_id, path.read_bytes(), password)
            return outcome

        desk.work(work, then=self._succeeded, failed=self._failed)

    def _succeeded(self, outcome: Outcome) -> None:
        self.password.clear()
        self.cancel()
        self._done(outcome)

    def _failed(self, error: BaseException) -> None:
        self._running = False
        face = face_of(error)
        where = "password" if "password" in face.code else "file"
        if not self.isHidden() and face.kind != "bug":
            self.form.set_errors({where: face.sentence})
            self.password.selectAll()


class VoidSheet(ReasonSheet):
    """Why, and whether a new letter about the same people is issued now; who signs it, when several may. A Berita Acara
    of a ``month`` is replaced by closing that month anew."""

    def __init__(
        self,
        host: QWidget,
        number: str,
        signers: Sequence[SignerChoice],
        agreed: Callable[[str, bool, int | None], None],
        month: bool = False,
    ) -> None:
        self.form = Form()
        self.replace = self.form.check("replace", "Terbitkan surat pengganti sekarang, dengan nomor baru")
        if month:
            self.form.hide()
        if len(signers) > 1:
            holder = choose_signer(self.form, signers, "Penanda tangan pengganti").parentWidget()
            if holder is not None:
                holder.hide()
                self.replace.toggled.connect(holder.setVisible)
        note = "Surat yang sudah terbit tidak dihapus: nomor dan barisnya tetap di buku agenda, dengan alasan ini. "
        note += (
            "Bulannya terbuka lagi dengan semua keputusannya; menutupnya lagi menerbitkan penggantinya."
            if month
            else "Orangnya tetap di meja tempat mereka sekarang."
        )

        def then(reason: str) -> None:
            given = self.form.values()
            agreed(reason, bool(given["replace"]), given.get("signer_id") if given["replace"] else None)

        reasons = MONTH_REASONS if month else VOID_REASONS
        super().__init__(host, f"Batalkan surat {number}", reasons, "Batalkan surat", then, note)
        self.text.setPlaceholderText("Alasan, yang dibaca siapa pun yang memeriksa surat ini nanti")
        self.box.insertWidget(self.box.count() - 2, self.form)
        QWidget.setTabOrder(self.text, self.replace)  # as they stand, not as they were made
        if len(signers) > 1:
            QWidget.setTabOrder(self.replace, self.form.control("signer_id"))
