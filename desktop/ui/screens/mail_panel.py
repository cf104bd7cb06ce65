"""The panel of one register line: what it is, where its paper lies, and the proof of every sending."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from db.queries.letters import LetterRow
from db.queries.mail import DispatchRow, MailRow
from desktop.ui.format import day, moment
from desktop.ui.screens.mail_rows import STATES, WAYS, letter_title, mail_state
from desktop.ui.widgets import Caption, Card, Chip, EmptyState, Facts, Muted, Strong, Task, TaskList, plain, set_tone
from desktop.ui.widgets.scroll import scrolled


class MailPanel(Card):
    """``opened(dispatch)`` is called for the sending that was pressed. ``local`` turns a moment into the office's zone."""

    def __init__(self, local: Callable[[datetime], datetime], opened: Callable[[DispatchRow], None]) -> None:
        super().__init__()
        self._local, self._opened = local, opened
        self.setAccessibleName("Baris yang dipilih")
        self.box.setContentsMargins(1, 1, 1, 1)
        self.empty = EmptyState("Pilih satu baris untuk melihat rinciannya.", icon="mail")
        self._scroll, inner = scrolled("Baris yang dipilih")
        self.title, self.subject, self.chip = Strong(wrap=True), Muted(), Chip()
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.title, 1)
        head.addWidget(self.chip)
        self._notice, self.notice_title, self.notice_text = self._notice_box()
        self.facts, self.sent_title = Facts(), Caption("Pengiriman")
        self.sent_title.setContentsMargins(0, 8, 0, 0)
        self.sent = TaskList("Belum pernah dikirim.")
        inner.addLayout(head)
        for part in (self.subject, self._notice, self.facts, self.sent_title, self.sent):
            inner.addWidget(part)
        inner.addStretch(1)
        self.add(self.empty, 1)
        self.add(self._scroll, 1)
        self.clear()

    def _notice_box(self) -> tuple[QFrame, QLabel, QLabel]:
        box = QFrame()
        box.setObjectName("box")
        inner = QVBoxLayout(box)
        inner.setContentsMargins(12, 9, 12, 9)
        inner.setSpacing(2)
        title, text = plain(part="strong", wrap=True), plain(wrap=True)
        inner.addWidget(title)
        inner.addWidget(text)
        return box, title, text

    def clear(self, text: str = "Pilih satu baris untuk melihat rinciannya.") -> None:
        """Nothing is chosen."""
        self.empty.set(text)
        self._scroll.hide()
        self.empty.show()

    def show_mail(self, row: MailRow) -> None:
        """A line of an agenda book; its sendings follow when they are read."""
        chip, tone = mail_state(row)
        self._head(row.number, row.subject, chip, tone)
        if row.voided:
            what = "Baris" if row.letter_id is None else "Surat"
            self._say(f"{what} ini dibatalkan", f"{row.void_reason}. Nomornya tetap tercatat.", "bad")
        elif row.sent == "mengirim":
            words = "Periksa kotak keluar surel kantor, lalu buka pengiriman di bawah dan tandai hasilnya."
            self._say("Belum pasti terkirim", words, "warn")
        incoming = row.direction == "masuk"
        facts = [
            ("Nomor agenda", f"{row.agenda:03d} / {row.year}" + ("" if incoming else f" · {row.classification}")),
            ("Tanggal surat", day(row.dated)),
            ("Dari" if incoming else "Kepada", row.correspondent),
            ("Dicatat", day(row.entered_on)),
            ("Menjawab surat", row.our_number),
            ("Tempat arsip", row.archive_place or "belum diisi"),
            ("Catatan", row.note),
        ]
        self.facts.set_facts([fact for fact in facts if fact[1]])
        self._show_sent(not incoming)

    def show_letter(self, row: LetterRow) -> None:
        """A letter of another office to this one, not yet in the agenda book."""
        self._head(row.number, letter_title(row.code), "batal" if row.voided else "belum dicatat", "warn")
        if row.voided:
            self._say("Pengirim membatalkan surat ini", "Tidak perlu dicatat. Tunggu surat penggantinya.", "bad")
        else:
            self._say("Belum ada di buku agenda", "Tekan Ctrl+Enter untuk mencatatnya; isinya sudah terisi.", "info")
        self.facts.set_facts([("Tanggal surat", day(row.issued_on)), ("Dari", row.office_name)])
        self._show_sent(False)

    def show_sendings(self, rows: Sequence[DispatchRow]) -> None:
        """Every sending with its proof, newest first."""
        self.sent.set_tasks([self._task(row) for row in rows])

    def _task(self, row: DispatchRow) -> Task:
        chip, tone = STATES[row.state]
        when = moment(self._local(row.sent_at))
        title = f"{WAYS[row.way]}{f' · ekspedisi {row.expedition:03d}' if row.expedition else ''} · {row.recipient}"
        if row.received_at:
            line = f"diterima {row.received_by}, {moment(self._local(row.received_at))}"
        else:
            proof = "" if row.state == "mengirim" else row.reason or row.receipt
            line = f"{when} · {proof or f'oleh {row.sent_by_name}'}"
        return Task(title, line, chip, tone, lambda: self._opened(row))

    def _head(self, title: str, subject: str, chip: str, tone: str) -> None:
        self.empty.hide()
        self._scroll.show()
        self.title.setText(title)
        self.subject.setText(subject)
        self.chip.set(chip, tone)
        self._notice.hide()
        self._scroll.verticalScrollBar().setValue(0)

    def _say(self, title: str, text: str, tone: str) -> None:
        self.notice_title.setText(title)
        self.notice_text.setText(text)
        set_tone(self.notice_title, tone)
        set_tone(self._notice, tone)
        self._notice.show()

    def _show_sent(self, shown: bool) -> None:
        self.sent.set_tasks(())
        self.sent_title.setVisible(shown)
        self.sent.setVisible(shown)


def told(row: DispatchRow, local: Callable[[datetime], datetime]) -> list[tuple[str, str]]:
    """Everything that is known about one sending, as facts."""
    taken = (
        f"{row.received_by}, {day(local(row.received_at).date())} {local(row.received_at):%H.%M}"
        if row.received_at
        else ""
    )
    facts = [
        ("Surat", row.number),
        ("Cara", f"{WAYS[row.way]}{f', ekspedisi nomor {row.expedition:03d}' if row.expedition else ''}"),
        ("Kepada", row.recipient),
        ("Alamat", row.address),
        ("Dikirim", f"{moment(local(row.sent_at))} oleh {row.sent_by_name}"),
        ("Keadaan", STATES[row.state][0]),
        ("Alasan", row.reason),
        ("Bukti", row.receipt),
        ("Diterima", taken),
    ]
    return [fact for fact in facts if fact[1]]
