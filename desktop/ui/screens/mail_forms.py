"""The sheets of the registers: a letter that came in, one that goes out, where its paper lies, and who took it."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime, time
from typing import Any

from PySide6.QtWidgets import QWidget

from db.queries.letters import LetterRow
from db.queries.mail import DispatchRow, MailRow
from db.queries.posting import CarriedRow
from desktop.operations.archive_place import SetArchivePlace
from desktop.operations.confirm_receipts import ConfirmReceipts
from desktop.operations.correct_mail import CorrectIncoming
from desktop.operations.dispatch import ConfirmReceipt, FinishDispatch
from desktop.operations.mail_in import EnterIncoming
from desktop.operations.mail_lines import LONGEST
from desktop.operations.mail_out import EnterOutgoing
from desktop.ui.screens.base import Screen
from desktop.ui.screens.mail_panel import told
from desktop.ui.screens.mail_rows import letter_title
from desktop.ui.widgets import Facts
from desktop.ui.widgets.form_sheet import FormSheet

PLACE_HINT = "Misalnya Rak 2 / Boks 14 / Map 3"
_HOUR = re.compile(r"(\d{1,2})[.:](\d{2})\Z")
SENT, NOT_SENT = "terkirim", "gagal"


def _most(name: str) -> int:
    return LONGEST[name][1]


class IncomingSheet(FormSheet):
    """A letter that came in; with ``letter`` one of another Padan office, whose facts stand there already."""

    def __init__(self, screen: Screen, then: Callable[[Any], None], letter: LetterRow | None = None) -> None:
        self.letter, self._then = letter, then
        note = "Nomor agenda diambil saat disimpan. Nomor surat adalah nomor yang tertulis pada surat pengirim."
        super().__init__(screen, "Catat surat masuk", "Catat", note)

    def build(self) -> None:
        form, known = self.form, self.letter
        form.pair()
        number = form.text("number", "Nomor surat", required=True, hint="Tanpa nomor: tulis -", longest=_most("number"))
        dated = form.date("dated", "Tanggal surat", required=True)
        sender = form.text("correspondent", "Dari", required=True, longest=_most("correspondent"))
        form.text("subject", "Perihal", required=True, longest=_most("subject"))
        form.pair()
        form.text("our_number", "Menjawab surat kita nomor", longest=_most("our_number"))
        form.text("archive_place", "Tempat arsip", hint=PLACE_HINT, longest=_most("archive_place"))
        form.text("note", "Catatan", longest=_most("note"))
        if known is not None:
            values = {"number": known.number, "dated": known.issued_on, "correspondent": known.office_name}
            form.set_values(values | {"subject": letter_title(known.code)})
            for control in (number, dated, sender):
                control.setReadOnly(True)
        else:
            form.set_values({"dated": self.desk.now().date()})

    def open(self, focus: QWidget | None = None) -> None:
        super().open(focus or (self.form.control("archive_place") if self.letter else None))

    def save(self) -> None:
        typed = self.form.values()
        errors = {
            "number": "" if typed["number"] else "Tulis nomor yang tertulis pada surat, atau - bila tidak ada.",
            "dated": "" if typed["dated"] else "Isi tanggal yang tertulis pada surat.",
            "correspondent": "" if typed["correspondent"] else "Tulis nama instansi atau orang yang mengirim.",
            "subject": "" if typed["subject"] else "Tulis perihal surat.",
        }
        if self.form.set_errors(errors):
            letter_id = self.letter.id if self.letter else None
            self.run(EnterIncoming(request=self.request, letter_id=letter_id, **typed), self._then)


class CorrectSheet(FormSheet):
    """An incoming line that was typed wrongly, as it should read; why is asked too."""

    def __init__(self, screen: Screen, row: MailRow, then: Callable[[Any], None]) -> None:
        self.row, self._then = row, then
        note = f"Nomor agenda {row.agenda:03d} tetap. Isi lama, isi baru, dan alasannya tercatat."
        super().__init__(screen, f"Perbaiki surat masuk {row.number}", "Perbaiki", note)

    def build(self) -> None:
        form, row = self.form, self.row
        form.pair()
        form.text("number", "Nomor surat", required=True, hint="Tanpa nomor: tulis -", longest=_most("number"))
        form.date("dated", "Tanggal surat", required=True)
        form.text("correspondent", "Dari", required=True, longest=_most("correspondent"))
        form.text("subject", "Perihal", required=True, longest=_most("subject"))
        form.text("our_number", "Menjawab surat kita nomor", longest=_most("our_number"))
        form.text("note", "Catatan", longest=_most("note"))
        form.set_values({name: getattr(row, name) for name in form.values()})
        form.text(
            "reason", "Alasan perbaikan", required=True, hint="Misalnya salah baca nomor", longest=_most("reason")
        )
        form.mark_clean()

    def save(self) -> None:
        typed = self.form.values()
        errors = {
            "number": "" if typed["number"] else "Tulis nomor yang tertulis pada surat, atau - bila tidak ada.",
            "dated": "" if typed["dated"] else "Isi tanggal yang tertulis pada surat.",
            "correspondent": "" if typed["correspondent"] else "Tulis nama instansi atau orang yang mengirim.",
            "subject": "" if typed["subject"] else "Tulis perihal surat.",
            "reason": "" if typed["reason"] else "Tulis mengapa baris ini diperbaiki.",
        }
        if self.form.set_errors(errors):
            wish = CorrectIncoming(request=self.request, mail_id=self.row.id, version=self.row.version, **typed)
            self.run(wish, self._then)


class OutgoingSheet(FormSheet):
    """A letter that goes out without having been made by Padan: it takes the next number of its series."""

    def __init__(self, screen: Screen, then: Callable[[Any], None]) -> None:
        self._then = then
        note = "Untuk surat yang dibuat di luar Padan. Nomornya diambil dari urutan yang sama dan tidak dapat ditarik lagi."
        super().__init__(screen, "Catat surat keluar", "Ambil nomor", note)

    def build(self) -> None:
        form = self.form
        form.pair()
        form.text("classification", "Kode klasifikasi", required=True, hint="Misalnya 400.9.4.1", longest=30)
        form.date("dated", "Tanggal surat", required=True)
        form.text("correspondent", "Kepada", required=True, longest=_most("correspondent"))
        form.text("subject", "Perihal", required=True, longest=_most("subject"))
        form.text("archive_place", "Tempat arsip", hint=PLACE_HINT, longest=_most("archive_place"))
        form.text("note", "Catatan", longest=_most("note"))
        form.set_values({"dated": self.desk.now().date()})

    def save(self) -> None:
        typed = self.form.values()
        errors = {
            "classification": "" if typed["classification"] else "Tulis kode klasifikasi, misalnya 400.9.4.1.",
            "dated": "" if typed["dated"] else "Isi tanggal surat.",
            "correspondent": "" if typed["correspondent"] else "Tulis kepada siapa surat ini.",
            "subject": "" if typed["subject"] else "Tulis perihal surat.",
        }
        if self.form.set_errors(errors):
            self.run(EnterOutgoing(request=self.request, **typed), self._then)


class ArchiveSheet(FormSheet):
    """Where the paper of one or several lines lies."""

    def __init__(self, screen: Screen, rows: Sequence[MailRow], last: str, then: Callable[[str], None]) -> None:
        self.rows, self._last, self._then = tuple(rows), last, then
        what = f"surat {self.rows[0].number}" if len(self.rows) == 1 else f"{len(self.rows)} surat"
        super().__init__(screen, f"Tempat arsip {what}", "Simpan", "Kosongkan untuk menghapus tempatnya.")

    def build(self) -> None:
        places = {row.archive_place for row in self.rows}
        given = places.pop() if len(places) == 1 else ""
        line = self.form.text("place", "Tempat arsip", hint=PLACE_HINT, longest=_most("archive_place"))
        self.form.set_values({"place": given or self._last})
        line.selectAll()

    def save(self) -> None:
        place = self.form.values()["place"]
        lines = tuple((row.id, row.version) for row in self.rows)
        self.run(SetArchivePlace(request=self.request, lines=lines, place=place), lambda _: self._then(place))


class ReceiptSheet(FormSheet):
    """Who took a letter that was sent, and when."""

    def __init__(self, screen: Screen, row: DispatchRow) -> None:
        self.row = row
        super().__init__(screen, "Catat tanda terima", "Catat")

    def build(self) -> None:
        self.box.addWidget(Facts(self.facts()))
        now = self.desk.now()
        self.form.text("received_by", "Diterima oleh", required=True, longest=_most("received_by"))
        self.form.pair()
        self.form.date("day", "Tanggal terima", required=True)
        self.form.text("hour", "Jam", required=True, hint="Misalnya 10.30", longest=5)
        self.form.text("receipt", "Nomor bukti", hint="Boleh dikosongkan", longest=_most("receipt"))
        self.form.set_values({"day": now.date(), "hour": f"{now:%H.%M}"})

    def facts(self) -> Sequence[tuple[str, str]]:
        """What is received."""
        return told(self.row, localiser(self.desk.now()))

    def command(self, at: datetime, received_by: str, receipt: str) -> Any:
        """What is asked of the office."""
        mine = {"dispatch_id": self.row.id, "version": self.row.version}
        return ConfirmReceipt(request=self.request, received_by=received_by, received_at=at, receipt=receipt, **mine)

    def save(self) -> None:
        typed = self.form.values()
        hour = clock_time(typed["hour"])
        errors = {
            "received_by": "" if typed["received_by"] else "Tulis nama yang menerima surat.",
            "day": "" if typed["day"] else "Isi tanggal terima.",
            "hour": "" if hour else "Tulis jam seperti 10.30.",
        }
        if self.form.set_errors(errors) and hour:
            at = datetime.combine(typed["day"], hour, tzinfo=self.desk.now().tzinfo)
            self.run(self.command(at, typed["received_by"], typed["receipt"]), self.received)

    def received(self, _outcome: Any) -> None:
        """It is recorded."""


class ReceiptsSheet(ReceiptSheet):
    """The same for several letters that one person took at once."""

    def __init__(self, screen: Screen, rows: Sequence[CarriedRow], then: Callable[[], None]) -> None:
        self.rows, self._then = tuple(rows), then
        FormSheet.__init__(self, screen, f"Catat {len(self.rows)} tanda terima", "Catat semuanya")

    def facts(self) -> Sequence[tuple[str, str]]:
        numbers = ", ".join(str(row.expedition) for row in self.rows)
        to = ", ".join(dict.fromkeys(row.recipient for row in self.rows))
        return [("Surat", str(len(self.rows))), ("Nomor ekspedisi", numbers), ("Kepada", to)]

    def command(self, at: datetime, received_by: str, receipt: str) -> Any:
        seen = tuple((row.id, row.version) for row in self.rows)
        return ConfirmReceipts(
            request=self.request, dispatches=seen, received_by=received_by, received_at=at, receipt=receipt
        )

    def received(self, _outcome: Any) -> None:
        self._then()


class SettleSheet(FormSheet):
    """An e-mail whose end nobody knows: a clerk looked into the outbox and says what is true."""

    def __init__(self, screen: Screen, row: DispatchRow) -> None:
        self.row = row
        note = (
            "Cari surel ini di kotak keluar surel kantor (juga menurut tanda pengenal pada Bukti), lalu pilih hasilnya."
        )
        super().__init__(screen, "Belum pasti terkirim", "Simpan", note)

    def build(self) -> None:
        self.box.addWidget(Facts(told(self.row, localiser(self.desk.now()))))
        options = [(SENT, "Ada di kotak keluar: sudah terkirim"), (NOT_SENT, "Tidak ada: tidak terkirim")]
        self.form.choice("state", "Hasil pemeriksaan", options, required=True, empty="Pilih hasilnya")
        self.form.text("note", "Keterangan", hint="Misalnya siapa yang memeriksa", longest=_most("receipt"))

    def save(self) -> None:
        typed = self.form.values()
        if not self.form.set_errors({"state": "" if typed["state"] else "Pilih salah satu hasil."}):
            return
        sent = typed["state"] == SENT
        told_so = typed["note"] or "diperiksa di kotak keluar"
        receipt = f"{self.row.receipt} · {told_so}"[: _most("receipt")] if sent else ""
        reason = "" if sent else f"Tidak ada di kotak keluar: {told_so}."
        self.run(
            FinishDispatch(request=self.request, dispatch_id=self.row.id, sent=sent, receipt=receipt, reason=reason)
        )


def clock_time(text: str) -> time | None:
    """10.30 or 10:30 as a time; ``None`` for anything else."""
    found = _HOUR.match(text.strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return time(int(found[1]), int(found[2]))


def localiser(now: datetime) -> Callable[[datetime], datetime]:
    """Turns a stored moment into the zone of ``now``."""
    return lambda moment: moment.astimezone(now.tzinfo)
