"""The sheets of copies: what opens the copy that is to be rehearsed, and the birth of a new backup key."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QPushButton

from desktop.backup.folder import CopyFile
from desktop.backup.keys import Opener, read_key
from desktop.operations.save_backup_plan import SaveBackupPlan
from desktop.sop.refusals import Refused
from desktop.ui.screens.base import Screen
from desktop.ui.tasks import Job
from desktop.ui.widgets.files import ask_file, ask_place
from desktop.ui.widgets.form_sheet import FormSheet

KEY_FILES = "Berkas kunci (*.txt);;Semua berkas (*)"
CHECK_NOTE = (
    "Cadangan dibuka seluruhnya di tempat sementara, dihitung, lalu tempat itu dihapus. "
    "Kuncinya dipakai untuk pemeriksaan ini saja dan tidak disimpan."
)
NEW_KEY = (
    ("Belahan tersegel", "dipakai komputer ini untuk menyegel cadangan; tidak dapat membukanya"),
    ("Belahan rahasia", "ditulis ke satu berkas untuk kepala kantor; satu-satunya yang membuka"),
    ("Cadangan lama", "tetap dibuka dengan kunci lama; simpan kunci lama"),
)
NEW_KEY_NOTE = "Pilih USB sebagai tempat berkasnya. Cetak dua lembar, lalu simpan di dua tempat terkunci."


class CheckSheet(FormSheet):
    """The key's letters, or its file, or the passphrase: whichever this copy asks for."""

    def __init__(self, screen: Screen, row: CopyFile) -> None:
        self._row = row
        self._with_words = "frasa sandi" in row.opens_with and len(row.opens_with) == 1
        super().__init__(screen, f"Periksa {row.path.name}", "Periksa", CHECK_NOTE, width=640)

    def build(self) -> None:
        if self._with_words:
            self.form.text("words", "Frasa sandi cadangan", required=True, secret=True)
            return
        names = ", ".join(name for name in self._row.opens_with if name != "frasa sandi")
        self.form.area("key", f"Huruf kunci cadangan {names}", required=True, lines=3, hint="14 kelompok, 4 huruf")
        choose = QPushButton("Ambil dari berkas kunci…")
        choose.setAccessibleName("Ambil dari berkas kunci")
        choose.clicked.connect(self.choose)
        self.form.add_widget(choose)

    def choose(self) -> None:
        """The key file, usually on a stick."""
        chosen = ask_file(self, "Pilih berkas kunci cadangan", KEY_FILES)
        if not chosen:
            return
        try:
            with Path(chosen).open("rb") as file:
                text = file.read(4000).decode(errors="replace")
        except OSError:
            self.say("Berkas kunci itu tidak dapat dibaca. Pasang lagi USB-nya, atau ketik huruf kuncinya.")
            return
        self.form.set_values({"key": text[:1000]})
        self.say("")

    def save(self) -> None:
        try:
            opener = self._opener()
        except Refused as refused:
            self.say(refused.sentence)
            return
        self.cancel()
        rehearse(self._screen, self._row, opener)

    def _opener(self) -> Opener:
        typed = self.form.values()
        if not self._with_words:
            return Opener(private=read_key(typed["key"]).private)
        if not typed["words"]:
            raise Refused("no_words", "Frasa sandi belum diketik. Ketik, lalu periksa.")
        return Opener(passphrase=typed["words"])


def rehearse(screen: Screen, row: CopyFile, opener: Opener) -> None:
    """Open the copy in the long lane; the answer is a sentence."""

    def work(job: Job) -> Any:
        return screen.desk.office.backups.check(row.path, opener, job.report)

    def told(opened: Any) -> None:
        if opened.breaks:
            words = f"Cadangan dapat dibuka, tetapi jurnalnya rusak di {len(opened.breaks)} rantai. Jalankan verify."
            screen.desk.say(words, "bad")
            return
        from desktop.ui.screens.backups_words import content_of

        screen.desk.say(f"Cadangan utuh: dibuka seluruhnya dan dihitung, {content_of(row)}. Jurnal tidak putus.", "ok")

    screen.desk.work(work, then=told)


def ask_new_key(screen: Screen, plan: Any) -> None:
    """One confirmation, a place on a stick, then the office seals with the new key."""
    screen.confirm("Buat kunci cadangan?", NEW_KEY, "Pilih tempat…", lambda: _make_key(screen, plan), note=NEW_KEY_NOTE)


def _make_key(screen: Screen, plan: Any) -> None:
    chosen = ask_place(screen, "kunci-cadangan-padan.txt", KEY_FILES)
    if not chosen:
        return
    desk, place = screen.desk, Path(chosen)

    def keep(key: Any) -> None:
        command = SaveBackupPlan(hour=plan.hour, daily=plan.daily, monthly=plan.monthly, public_key=key.public.hex())
        words = f"Kunci {key.key_id} ada di {place}. Cetak dua lembar, simpan terkunci, lalu hapus berkas itu dari komputer."
        desk.run(command, then=lambda _outcome: desk.say(words, "ok"), quiet=True)

    desk.work(lambda _job: desk.office.backups.new_key(place), then=keep)
