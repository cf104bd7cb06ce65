"""The mail server of one office, set by the administrator and tried before it is saved. The password is not kept."""

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from db.queries.offices import OfficeRow
from desktop.operations.save_mail_server import LONGEST_WAIT, SaveMailServer
from desktop.sop.mail import SECURITIES, MailServer, server_problems
from desktop.ui.screens.base import Screen
from desktop.ui.tasks import Job
from desktop.ui.widgets import Muted, set_tone
from desktop.ui.widgets.form_sheet import FormSheet

NOTE = "Surat kantor ini dikirim lewat server ini. Kosongkan nama server bila kantor tidak mengirim surel dari Padan."
PLAIN = "Tanpa enkripsi, isi surat dan kata sandi dapat dibaca siapa pun di jaringan. Pakai hanya di jaringan sendiri."
TRYING = "Menghubungi server…"


def ask_mail_server(screen: Screen, office: OfficeRow) -> None:
    """Read what is stored off the GUI thread, then lay the sheet."""

    def read(_job: Job) -> Any:
        post = screen.desk.office.post
        return post.settings(office.id), post.arrival_minutes(office.id)

    screen.desk.work(read, then=lambda stored: screen._open(MailServerSheet(screen, office, *stored)))


class MailServerSheet(FormSheet):
    """Ctrl+Enter saves; *Coba sambungan* goes to the server and back without sending anything."""

    def __init__(self, screen: Screen, office: OfficeRow, server: MailServer, arrival_minutes: int) -> None:
        self.office, self._server, self._minutes = office, server, arrival_minutes
        super().__init__(screen, f"Server surel {office.name}", "Simpan", NOTE, width=600)
        row = self.box.itemAt(self.box.count() - 1).layout()
        self.try_button = QPushButton("Coba sambungan")
        self.try_button.setAccessibleName("Coba sambungan")
        self.try_button.clicked.connect(self.try_out)
        if isinstance(row, QHBoxLayout):
            row.insertWidget(0, self.try_button)

    def build(self) -> None:
        form, server = self.form, self._server
        form.pair()
        form.text("host", "Nama server", hint="Misalnya smtp.instansi.go.id", longest=200)
        form.number("port", "Port", lowest=1, highest=65535)
        security = form.choice("security", "Keamanan sambungan", tuple(SECURITIES.items()))
        self.warning = Muted(PLAIN)
        set_tone(self.warning, "warn")
        form.add_widget(self.warning)
        form.pair()
        form.text("user", "Nama pengguna", hint="Kosongkan bila server tidak meminta login", longest=200)
        form.text("sender", "Alamat pengirim", hint="Misalnya tu@instansi.go.id", longest=254)
        form.text(
            "password", "Kata sandi untuk mencoba", hint="Tidak disimpan; petugas mengetiknya sendiri.", secret=True
        )
        form.number(
            "arrival",
            "Kabari surel setelah (menit)",
            hint="Bila daftar masuk belum diambil siapa pun. Isi 0 bila tidak perlu.",
            lowest=0,
            highest=LONGEST_WAIT,
        )
        form.set_values({"arrival": self._minutes})
        form.set_values({name: getattr(server, name) for name in ("host", "port", "security", "user", "sender")})
        security.currentIndexChanged.connect(lambda _at: self._warn())
        self._warn()

    def _warn(self) -> None:
        self.warning.setVisible(self.form.values()["security"] == "none")

    def server(self) -> MailServer:
        """As typed."""
        typed = self.form.values()
        return MailServer(typed["host"], typed["port"], typed["security"], typed["user"], typed["sender"])

    def save(self) -> None:
        server = self.server()
        if self.form.set_errors(server_problems(server) if server.host else {}):
            minutes = self.form.values()["arrival"]
            self.run(
                SaveMailServer(request=self.request, office_id=self.office.id, server=server, arrival_minutes=minutes)
            )

    def try_out(self) -> None:
        """Reach the server with what is typed, nothing saved."""
        server, password = self.server(), self.form.values()["password"]
        errors = server_problems(server)
        if server.user and not password:
            errors["password"] = "Ketik kata sandi surel kantor untuk mencoba."  # noqa: S105 a sentence
        if not self.form.set_errors(errors):
            return
        self._tell(TRYING, "plain")
        self.try_button.setEnabled(False)

        def knock(_job: Job) -> str:
            sentence: str = self.desk.office.post.try_server(server, password)
            return sentence

        self.desk.work(knock, then=lambda words: self._tried(words, "ok"), failed=self._refused)

    def _tried(self, sentence: str, tone: str) -> None:
        if not self.isHidden():
            self._tell(sentence, tone)
            self.try_button.setEnabled(True)

    def _tell(self, sentence: str, tone: str) -> None:
        self.say(sentence)
        set_tone(self.trouble, tone)

    def _refused(self, error: BaseException) -> None:
        if not self.isHidden():
            super()._refused(error)
            set_tone(self.trouble, "bad")
            self.try_button.setEnabled(True)
