"""The polite reminder to the agency that holds people too long (first form: a text to copy)."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.sop.procedure import load_procedure
from desktop.ui.desk import Staff
from desktop.ui.format import clock, day
from desktop.ui.screens.base import Screen
from desktop.ui.screens.home_facts import Overdue, standard_words
from desktop.ui.widgets import Muted
from desktop.ui.widgets.form import Area


def reminder_text(staff: Staff, item: Overdue, now: datetime) -> str:
    """The whole text. Numbers and dates only: no name and no NIK leaves the office in a reminder."""
    procedure = load_procedure(item.procedure)
    step = procedure.step(item.step)
    since = item.oldest.astimezone(now.tzinfo)
    return "\n\n".join(
        (
            f"Yth. Pimpinan {item.office}",
            "Dengan hormat,",
            f"menurut {procedure.legal_basis}, langkah {item.step} ({step.title}) mempunyai waktu baku "
            f"{standard_words(procedure, item.step)}. Sampai {day(now.date())} pukul {clock(now)} masih ada "
            f"{item.late} {procedure.unit} yang melewati waktu itu, dari {item.people} {procedure.unit} yang "
            f"menunggu pada langkah tersebut. "
            f"Yang paling lama menunggu sejak {day(since.date())} pukul {clock(since)}.",
            "Kami mohon bantuan Saudara agar langkah tersebut dapat diselesaikan. Bila ada data yang kurang, "
            "mohon kembalikan dengan alasannya supaya segera kami lengkapi.",
            "Atas perhatian dan kerja samanya kami ucapkan terima kasih.",
            f"{staff.name}\n{staff.position}\n{staff.office_name}",
        )
    )


class ReminderText(QWidget):
    """Which agency, and the text for it, which may be changed before it is copied."""

    def __init__(self, staff: Staff, items: Sequence[Overdue], now: datetime) -> None:
        super().__init__()
        self._texts = [reminder_text(staff, item, now) for item in items]
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        self.agency = QComboBox()
        self.agency.setAccessibleName("Instansi yang diingatkan")
        for item in items:
            self.agency.addItem(
                f"{item.office} · {item.late} {load_procedure(item.procedure).unit}, langkah {item.step}"
            )
        self.text: QPlainTextEdit = Area(4000, 20)
        self.text.setAccessibleName("Isi pengingat")
        self.text.setStyleSheet("min-height: 300px;")
        self.agency.currentIndexChanged.connect(self._write)
        if len(items) > 1:
            box.addWidget(self.agency)
        box.addWidget(self.text)
        box.addWidget(Muted("Tidak memuat nama atau NIK. Tempelkan ke surel atau pesan dinas."))
        self._write(0)

    def _write(self, place: int) -> None:
        self.text.setPlainText(self._texts[max(place, 0)])


def show_reminder(screen: Screen, items: Sequence[Overdue]) -> None:
    """A sheet over the screen; *Salin teks* puts the text on the clipboard."""
    desk = screen.desk
    body = ReminderText(desk.staff, items, desk.now())

    def copy() -> None:
        QGuiApplication.clipboard().setText(body.text.toPlainText())
        made.cancel()
        desk.say("Teks pengingat disalin. Tempelkan ke surel atau pesan dinas.", "ok")

    made = screen.sheet("Surat pengingat", body, "Salin teks", copy, 620)
