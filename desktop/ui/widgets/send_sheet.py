"""Sending one outgoing letter: by e-mail from here, or by fax, hand or post with its proof written down."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.operations.dispatch import RecordDispatch
from desktop.operations.mail_lines import LONGEST
from desktop.sop.mail import address_problem
from desktop.ui.faces import face_of
from desktop.ui.format import moment
from desktop.ui.tasks import Cancelled, Job
from desktop.ui.widgets.field import KeyChoice
from desktop.ui.widgets.form import Form
from desktop.ui.widgets.form_sheet import FormSheet
from desktop.ui.widgets.labels import Muted, plain, set_tone

if TYPE_CHECKING:
    from desktop.ui.screens.base import Screen

WIDTH = 640
WAYS = (("surel", "Surel"), ("antar", "Antar"), ("pos", "Pos"), ("faks", "Faks"))
ADDRESS = {"surel": "Alamat surel", "faks": "Nomor faks", "antar": "Alamat", "pos": "Alamat"}
KEPT = "Diingat sampai Anda keluar dari Padan; tidak disimpan di mana pun."
TONES = {"terkirim": "ok", "gagal": "bad", "mengirim": "warn"}


@dataclass(frozen=True, slots=True)
class Sending:
    """What a clerk typed; kept so that a second try begins where the first one ended. The password is not kept."""

    way: str
    recipient: str
    address: str
    subject: str
    body: str
    receipt: str = ""


def send_letter(
    screen: "Screen", mail_id: int, then: Callable[[], None] | None = None, typed: Sending | None = None
) -> None:
    """Read what is known about the line off the GUI thread, then ask how it goes."""

    def prepare(_job: Job) -> Any:
        return screen.desk.office.post.draft(mail_id)

    def ask(draft: Any) -> None:
        screen._open(SendSheet(screen, draft, then or (lambda: None), typed))

    screen.desk.work(prepare, then=ask)


class SendSheet(FormSheet):
    """The first letter of a way chooses it; the fields beneath follow. E-mail leaves the sheet and goes on under the
    header with progress and *Batalkan*; the others are recorded at once."""

    def __init__(self, screen: "Screen", draft: Any, then: Callable[[], None], typed: Sending | None = None) -> None:
        self.draft, self._then = draft, then
        self.way = KeyChoice(WAYS)
        self.way.setAccessibleName("Cara kirim")
        self._addresses = {"surel": draft.email, "faks": draft.fax, "antar": draft.place, "pos": draft.place}
        self._shown = ""
        super().__init__(screen, f"Kirim surat {draft.number}", "Kirim", width=WIDTH)
        self._fill(typed)
        self.way.changed.connect(self.show_way)

    def build(self) -> None:
        form = self.form
        self.before = plain(wrap=True)
        set_tone(self.before, "warn")
        form.add_widget(self.before)
        form.add("way", "Cara kirim", self.way)
        form.pair()
        form.text("recipient", "Kepada", required=True, longest=LONGEST["recipient"][1])
        self.address = form.text("address", "Alamat", longest=LONGEST["address"][1])
        self._title = self.address.parentWidget().layout().itemAt(0).widget()  # type: ignore[union-attr]
        self.mail = QWidget()
        inner = QVBoxLayout(self.mail)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        self.text, self.attached = Form(), Muted()
        self.text.text("subject", "Perihal surel", required=True, longest=200)
        self.text.area("body", "Isi surel", longest=5000, lines=9)
        self.password = self.text.text(
            "password", "Kata sandi surel kantor", required=True, hint=KEPT, secret=True, longest=200
        )
        inner.addWidget(self.text)
        inner.addWidget(self.attached)
        form.add_widget(self.mail)
        self.other = Form()
        self.other.text("receipt", "Nomor bukti", hint="Nomor resi atau laporan faks, boleh menyusul", longest=120)
        form.add_widget(self.other)
        self.why_not = plain(wrap=True)
        set_tone(self.why_not, "warn")
        form.add_widget(self.why_not)

    def _fill(self, typed: Sending | None) -> None:
        draft = self.draft
        start = typed or Sending("antar" if draft.problem else "surel", draft.recipient, "", draft.subject, draft.body)
        if typed:
            self._addresses[typed.way] = typed.address
        self.form.set_values({"recipient": start.recipient})
        self.form.control("recipient").setCursorPosition(0)  # type: ignore[attr-defined]
        self.text.set_values({"subject": start.subject, "body": start.body})
        self.other.set_values({"receipt": start.receipt})
        kind = "sudah ditandatangani" if draft.signed else "berkas beku"
        size = f"{max(draft.size / 1000, 1):,.0f} KB".replace(",", ".")
        self.attached.setText(f"Lampiran: {draft.file_name}, {size}, {kind}. Pengirim: {draft.sender}")
        self.before.setText(already(draft.last, self.desk.now()))
        self.before.setVisible(bool(self.before.text()))
        holder = self.password.parentWidget()
        if holder is not None:
            holder.setVisible(draft.needs_password)
        self.way.set_value(start.way)
        self.show_way()

    def show_way(self) -> None:
        """The fields of the chosen way; what was typed for another way comes back with it."""
        way = self.way.value() or "surel"
        if self._shown:
            self._addresses[self._shown] = self.address.text()
        self._shown = way
        self.address.setText(self._addresses[way])
        self.address.setCursorPosition(0)
        needed = way in ("surel", "faks")
        label = f"{ADDRESS[way]} *" if needed else ADDRESS[way]
        self._title.setText(label)  # type: ignore[union-attr]
        self.address.setAccessibleName(f"{ADDRESS[way]}, wajib diisi" if needed else ADDRESS[way])
        mail = way == "surel"
        problem = self.draft.problem if mail else ""
        self.mail.setVisible(mail and not problem)
        self.other.setVisible(not mail)
        self.why_not.setText(problem)
        self.why_not.setVisible(bool(problem))
        self._label("Kirim" if mail else "Catat pengiriman", not problem)
        self.form.clear_errors()
        self.say("")

    def _label(self, text: str, enabled: bool) -> None:
        if self._yes is not None:
            self._yes.setText(f"{text}   Ctrl+Enter")
            self._yes.setAccessibleName(text)
            self._yes.setEnabled(enabled)

    def open(self, focus: QWidget | None = None) -> None:
        if not self.address.text():
            first: QWidget = self.address
        else:
            first = self.password if self.draft.needs_password and self.way.value() == "surel" else self.way
        super().open(focus or first)

    def typed(self) -> Sending:
        """What stands on the sheet."""
        form, text = self.form.values(), self.text.values()
        receipt = self.other.values()["receipt"]
        return Sending(
            self.way.value() or "surel", form["recipient"], form["address"], text["subject"], text["body"], receipt
        )

    def save(self) -> None:
        wish = self.typed()
        errors = {"recipient": "" if wish.recipient else "Tulis kepada siapa surat ini."}
        if wish.way == "surel":
            errors["address"] = address_problem(wish.address)
        elif wish.way == "faks" and not wish.address:
            errors["address"] = "Tulis nomor faks tujuan."
        if not self.form.set_errors(errors):
            return
        if wish.way == "surel":
            self._post(wish)
        else:
            command = RecordDispatch(
                request=self.request,
                mail_id=self.draft.mail_id,
                way=wish.way,
                recipient=wish.recipient,
                address=wish.address,
                receipt=wish.receipt,
            )
            self.run(command, lambda _: self._then())

    def _post(self, wish: Sending) -> None:
        password = self.text.values()["password"]
        missing = {
            "subject": "" if wish.subject else "Tulis perihal surel.",
            "password": "Ketik kata sandi surel kantor." if self.draft.needs_password and not password else "",
        }
        if not self.text.set_errors(missing) or self.isHidden():
            return
        self.cancel()
        post(self._screen, self.draft.mail_id, wish, password, self.request, self._then)


def already(last: Any, now: datetime) -> str:
    """What a clerk should know before sending a letter again; empty for one that never left or came back."""
    if last is None or last.state == "gagal":
        return ""
    when = moment(last.sent_at.astimezone(now.tzinfo))
    if last.state == "mengirim":
        return f"Surel {when} belum pasti terkirim. Periksa kotak keluar dulu supaya tidak terkirim dua kali."
    return f"Surat ini sudah dikirim {when} ({dict(WAYS)[last.way].lower()}). Kirim lagi hanya bila perlu."


def post(screen: "Screen", mail_id: int, wish: Sending, password: str, request: str, then: Callable[[], None]) -> None:
    """Send an e-mail in the long lane; says how it ended and offers the sheet again, as it was typed."""
    desk = screen.desk

    def go(job: Job) -> Any:
        sending = desk.office.post.send
        return sending(mail_id, wish.recipient, wish.address, wish.subject, wish.body, password, job.report, request)

    def again() -> None:
        send_letter(screen, mail_id, then, wish)

    def ended(outcome: Any) -> None:
        desk.session.bus.publish(outcome.topics, outcome.done, outcome.changes)
        state = outcome.data.get("state", "")
        desk.say(outcome.sentence, TONES.get(state, "info"), [("Kirim lagi…", again)] if state == "gagal" else [])
        then()

    def stopped(error: BaseException) -> None:
        if isinstance(error, Cancelled):
            desk.say("Dibatalkan. Surat tidak terkirim.", "info", [("Kirim lagi…", again)])
        elif face_of(error).kind == "refused":
            desk.say(face_of(error).sentence, "bad", [("Kirim lagi…", again)])
        # Whatever became of it is in the register: read it.
        desk.session.bus.publish(frozenset({"dispatch"}), ())
        then()

    desk.work(go, then=ended, failed=stopped)
