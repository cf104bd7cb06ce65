"""Right side of the card desk: who is served now, who comes next, and what was made today; and the field for scanning."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from db.queries.card_desk import CardDeskRows
from db.queries.cases import CaseRow
from desktop.ui.desk import Desk
from desktop.ui.screens.person_card import about, full_name
from desktop.ui.widgets import (
    Caption,
    Card,
    Chip,
    Column,
    IconLabel,
    Muted,
    NikLabel,
    WorkList,
    hairline,
    plain,
)

ICON = 22
LONGEST = 400  # the seal on a card is the longest thing that is scanned
WAYS_ON = {
    "NIK belum ada": "NIK belum ada. Minta Dukcapil mencatatnya.",
    "nomor belum ada": "Nomor peserta belum ada. Minta BPJS Kesehatan mengirim E-ID-nya.",
    "faskes belum ada": "Fasilitas kesehatan belum ada. Minta BPJS Kesehatan melengkapinya; yang lain tetap bisa dicetak.",
    "lahir belum ada": "Tanggal lahir atau perkiraannya belum ada. Lengkapi datanya.",
}


class ScanField(QLineEdit):
    """Large and always ready: a scanner types here. Up and Down walk through the queue."""

    walked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("big", True)
        self.setMaxLength(LONGEST)
        self.setTextMargins(ICON + 12, 0, 0, 0)
        self.setPlaceholderText("Pindai kartu atau kode QR, atau ketik NIK, nomor peserta, nama")
        self.setAccessibleName("Pindai atau ketik NIK, nomor peserta, atau nama")
        self._icon = IconLabel("scan-barcode", "muted", ICON)
        self._icon.setParent(self)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), 46)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._icon.move(14, (self.height() - ICON) // 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.walked.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)


def number_words(number: str | None) -> str:
    """A participant number as the card shows it: 0001 2345 67890."""
    return f"{number[:4]} {number[4:8]} {number[8:]}" if number else "belum bernomor"


def lack(row: CaseRow) -> tuple[str, str]:
    """(chip, tone) of what is missing on a card, as far as the row itself tells."""
    missing = (
        (row.nik, "NIK belum ada"),
        (row.participant_number, "nomor belum ada"),
        (row.facility.strip(), "faskes belum ada"),
        (row.birth_date, "lahir belum ada"),
    )
    word = next((word for value, word in missing if not value), "")
    return (word, "bad") if word else ("", "")


class CardQueue(Card):
    """``current_changed(row or None)``; waiting people first, then those printed today."""

    current_changed = Signal(object)

    def __init__(self, desk: Desk, final: Callable[[CaseRow], bool]) -> None:
        super().__init__()
        self._desk, self._final = desk, final
        self._bad: dict[int, str] = {}
        self.setAccessibleName("Antrean cetak")
        self.box.setContentsMargins(1, 14, 1, 12)
        self.box.setSpacing(4)
        self._name, self._line, self.nik = plain(part="panel-title", wrap=True), Muted(), NikLabel()
        self._chip = Chip()
        self.list = WorkList(
            "Antrean cetak",
            (
                Column("Nama", full_name, stretch=1),
                Column("Keadaan", self.state, width=142, kind="chip", tone=self.tone),
            ),
            key=lambda row: row.id,
        )
        self.list.setSelectionMode(self.list.SelectionMode.SingleSelection)
        self.list.horizontalHeader().hide()
        self.list.current_changed.connect(self._changed)
        self._today, self._caption = Muted(), Caption("Antrean cetak")
        self._lay()
        self.show_person(None)

    def _lay(self) -> None:
        who = QHBoxLayout()
        who.addWidget(self._chip)
        who.addStretch(1)
        for part in (self._name, self._line, self.nik, who, self._caption):
            self.add(self._inset(part))
        rows = QHBoxLayout()
        rows.setContentsMargins(7, 0, 0, 0)
        rows.addWidget(self.list)
        self.add(rows, 1)
        self.add(hairline())
        self.add(self._inset(Caption("Hari ini")))
        self.add(self._inset(self._today))

    @staticmethod
    def _inset(part: Any) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(15, 2, 15, 0)
        if isinstance(part, QHBoxLayout):
            row.addLayout(part, 1)
        else:
            row.addWidget(part, 1)
        return row

    # rows
    def set_rows(self, rows: CardDeskRows) -> None:
        """Show these; the person on show stays."""
        self._bad = {
            case_id: word for case_id, word in self._bad.items() if any(row.id == case_id for row in rows.waiting)
        }
        self.list.set_rows((*rows.waiting, *rows.printed))
        again = f" · {rows.reprints} di antaranya cetak ulang" if rows.reprints else ""
        self._today.setText(f"{rows.copies} kartu dibuat{again}" if rows.copies else "Belum ada kartu yang dibuat.")
        waiting, printed = len(rows.waiting), len(rows.printed)
        self._caption.set(f"Antrean cetak · {waiting} orang" if waiting or not printed else "Sudah dicetak hari ini")
        self.show_person(self.list.current())

    def waiting(self) -> tuple[CaseRow, ...]:
        """Those who wait for their card."""
        return tuple(row for row in self.list.rows() if not self._final(row))

    def current(self) -> CaseRow | None:
        """Who is served now."""
        row = self.list.current()
        return row if isinstance(row, CaseRow) else None

    def judge(self, case_id: int, sentence: str) -> None:
        """What the real card said about a person."""
        if sentence:
            self._bad[case_id] = sentence
        else:
            self._bad.pop(case_id, None)
        self.list.viewport().update()
        row = self.current()
        if row is not None and row.id == case_id:
            self._show_chip(row)

    def why_not(self, row: CaseRow) -> str:
        """Why this card cannot be printed, as known so far."""
        word, _tone = lack(row)
        return WAYS_ON[word] if word else self._bad.get(row.id, "")

    def after(self, row: CaseRow | None, step: int = 1) -> CaseRow | None:
        """The next (or previous) person who waits, round and round."""
        waiting = self.waiting()
        if not waiting:
            return None
        ids = [one.id for one in waiting]
        at = ids.index(row.id) if row is not None and row.id in ids else (-1 if step > 0 else 0)
        return waiting[(at + step) % len(waiting)]

    def find_row(self, text: str) -> CaseRow | None:
        """By NIK, participant number (spaces do not matter) or the beginning of a word of the name."""
        digits = "".join(sign for sign in text if sign.isdigit())
        words = text.casefold()
        for row in self.list.rows():
            if digits and digits in (row.nik, row.participant_number):
                return row
        if digits:
            return None
        named = [row for row in self.list.rows() if f" {words}" in f" {full_name(row).casefold()}"]
        return named[0] if named else None

    # looks
    def state(self, row: CaseRow) -> str:
        """sekarang, sudah dicetak, what is lacking, foto belum ada, siap."""
        if self._final(row):
            return "sudah dicetak"
        current = self.current()
        if current is not None and current.id == row.id:
            return "sekarang"
        return self._readiness(row)[0]

    def tone(self, row: CaseRow) -> str:
        """Its colour."""
        if self._final(row):
            return "plain"
        return "accent" if self.state(row) == "sekarang" else self._readiness(row)[1]

    def _readiness(self, row: CaseRow) -> tuple[str, str]:
        word, tone = lack(row)
        if word:
            return word, tone
        if row.id in self._bad:
            return "belum bisa dicetak", "bad"
        return ("siap", "ok") if row.photo_id else ("foto belum ada", "warn")

    def show_person(self, row: CaseRow | None) -> None:
        """Name, number and state of who is served now."""
        self._name.setText(full_name(row) if row else "Tidak ada yang menunggu")
        self._line.setText(self._about(row) if row else "Pindai kartu lama untuk mencetak ulang.")
        self.nik.setVisible(row is not None)
        self.nik.set_nik(row.nik if row else None, row.person_id if row else None)
        self._show_chip(row)

    def _about(self, row: CaseRow) -> str:
        room = f" · kamar {row.room}" if row.room else ""
        return f"{about(row, self._desk.now().date())}\nPeserta {number_words(row.participant_number)}{room}"

    def _show_chip(self, row: CaseRow | None) -> None:
        if row is None:
            self._chip.set("")
        elif row.cards_made:
            times = f"Sudah dicetak {row.cards_made} kali" if self._final(row) else "Kartu dibuat, belum dicatat"
            self._chip.set(times, "plain" if self._final(row) else "warn")
        else:
            word, tone = self._readiness(row)
            said = {"siap": "Belum pernah dicetak", "foto belum ada": "Foto belum ada, kartu tetap bisa dicetak"}
            self._chip.set(said.get(word, word[:1].upper() + word[1:]), {"ok": "info"}.get(tone, tone))

    def _changed(self, row: CaseRow | None) -> None:
        self.list.viewport().update()
        self.show_person(row)
        self.current_changed.emit(row)
