"""A letter that was signed by hand comes back as a scan; a Berita Acara with the other side's number and day."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from db.queries.month_letters import Signing, signing_of
from desktop.operations.outcome import Outcome
from desktop.sop.letter_files import refuse_too_large_signed, signers_in
from desktop.ui.screens.base import Screen
from desktop.ui.tasks import Job
from desktop.ui.widgets.file_well import FileWell
from desktop.ui.widgets.files import SCANS, ask_file
from desktop.ui.widgets.form_sheet import FormSheet


def ask_scan(parent: QWidget) -> str:
    """Which scan; empty when the clerk changed their mind."""
    return ask_file(parent, "Pilih pindaian surat yang ditandatangani", SCANS)


def ask_signed(
    screen: Screen, letter_id: int, done: Callable[[], None], ask: Callable[[QWidget], str] = ask_scan
) -> None:
    """Read what stands under the letter, then ask for its scan. ``ask`` stands for the file dialog."""

    def show(found: Signing | None) -> None:
        if found is not None:
            screen._open(SignedSheet(screen, found, done, ask))

    screen.desk.read(signing_of, letter_id, then=show, slot="tanda tangan")


class SignedSheet(FormSheet):
    """The file, the day, who signed; who signs is read from the letter and may be put right."""

    def __init__(
        self, screen: Screen, signing: Signing, done: Callable[[], None], ask: Callable[[QWidget], str]
    ) -> None:
        self._signing, self._done, self._ask = signing, done, ask
        self._path: Path | None = None
        what = "Kertas yang ditandatangani kedua pihak" if signing.both else "Kertas yang ditandatangani"
        note = f"{what} dipindai menjadi PDF, atau difoto, dan disimpan di samping suratnya. Isinya tidak dibaca."
        super().__init__(screen, f"Surat {signing.number} yang ditandatangani", "Simpan", note)

    def build(self) -> None:
        self.well = FileWell("Jatuhkan pindaian atau fotonya di sini")
        self.well.ask = self._ask
        self.well.taken.connect(self.take)
        form, today = self.form, self.desk.now().date()
        form.add("file", "Pindaian", self.well, required=True)
        form.pair(2 if self._signing.both else 1)
        form.date("signed_on", "Tanggal ditandatangani", required=True, value=today)
        if self._signing.both:
            form.date("dated", "Tanggal Berita Acara pihak BPJS", required=True, value=self._signing.partner_dated)
            form.text("number", "Nomor Berita Acara pihak BPJS", required=True, longest=100)
            form.set_values({"number": self._signing.partner_number})
        form.text("signers", "Penanda tangan", required=True, longest=200)
        form.set_values({"signers": signers_in(self._signing.facts)})

    def take(self, path: str) -> None:
        """The scan in hand."""
        self._path = Path(path)
        self.well.show_file(self._path.name)
        self.form.set_error("file", "")

    def open(self, focus: QWidget | None = None) -> None:
        super().open(focus or self.well._button)

    def save(self) -> None:
        """Off the GUI thread; the sheet goes when it succeeded, and a refusal is said on it."""
        said, path = self.form.values(), self._path
        errors = {"file": "" if path else "Pilih pindaiannya dulu."}
        errors |= {name: "" if said[name] else sentence for name, sentence in self._needed().items()}
        if not self.form.set_errors(errors) or path is None or self._running:
            return
        self._running = True
        paper, letter_id = self.desk.office.paper, self._signing.letter_id
        more = {"number": said["number"], "dated": said["dated"]} if self._signing.both else {}

        def work(_job: Job) -> Outcome:
            refuse_too_large_signed(path.stat().st_size)  # before a byte is read
            outcome: Outcome = paper.attach_scan(
                letter_id, path.read_bytes(), signed_on=said["signed_on"], signers=said["signers"], **more
            )
            return outcome

        self.desk.work(work, then=self._kept, failed=self._refused)

    def _needed(self) -> dict[str, str]:
        needed = {"signed_on": "Isi tanggalnya.", "signers": "Isi siapa yang menandatangani."}
        if self._signing.both:
            needed |= {
                "number": "Isi nomor Berita Acara pihak BPJS seperti tertulis di kertasnya.",
                "dated": "Isi tanggal Berita Acara pihak BPJS.",
            }
        return needed

    def _kept(self, outcome: Outcome) -> None:
        self._running = False
        self.cancel()
        self.desk.session.bus.publish(outcome.topics, outcome.done, outcome.changes)
        self.desk.say(outcome.sentence, "ok")
        self._done()
