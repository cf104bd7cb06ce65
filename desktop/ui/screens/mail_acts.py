"""What is done with several letters at once, and with one sending."""

from collections.abc import Sequence

from db.queries.letters import LetterRow
from db.queries.mail import DispatchRow, MailRow
from desktop.operations.mail_in import EnterIncoming
from desktop.operations.void_mail_line import VoidMailLine
from desktop.ui.screens.base import Screen
from desktop.ui.screens.mail_forms import ReceiptSheet, SettleSheet, localiser
from desktop.ui.screens.mail_panel import told
from desktop.ui.widgets.send_sheet import send_letter

VOID_REASONS = ("Salah ketik", "Dicatat dua kali", "Suratnya tidak jadi dikirim")
UNSURE_AFTER = 300  # seconds: until then another desk may still be sending


def enter_letters(screen: Screen, rows: Sequence[LetterRow]) -> None:
    """Several letters of other Padan offices into the agenda book, with what they themselves say."""
    commands = [EnterIncoming(letter_id=row.id) for row in rows]
    label = f"Agendakan {len(rows)} surat"
    facts = [("Surat", f"{len(rows)}, dari yang terlama"), ("Isi", "nomor, tanggal, dan pengirim dari suratnya")]
    screen.confirm(f"{label}?", facts, label, lambda: _enter_next(screen, commands, 0))


def _enter_next(screen: Screen, commands: Sequence[EnterIncoming], done: int) -> None:
    if done < len(commands):
        screen.desk.run(commands[done], then=lambda _: _enter_next(screen, commands, done + 1), quiet=True)
    else:
        screen.desk.say(f"{done} surat masuk dicatat di buku agenda.", "ok")


def why_not_void(row: MailRow | None) -> str:
    """Why a line cannot be declared void here, or ""."""
    if row is None:
        return "Pilih dulu satu baris."
    if row.letter_id is not None:
        return "Surat ini dibuat Padan. Kantor penerbit membatalkannya dari layar Surat."
    return "Baris ini sudah dibatalkan." if row.voided else ""


def why_not_correct(row: MailRow | None) -> str:
    """Why a line cannot be corrected, or ""."""
    if row is None:
        return "Pilih dulu satu baris."
    if row.letter_id is not None:
        return "Isi baris ini berasal dari surat Padan. Hubungi kantor penerbit bila suratnya salah."
    return "Baris ini sudah dibatalkan. Catat suratnya sekali lagi bila perlu." if row.voided else ""


def void_line(screen: Screen, row: MailRow) -> None:
    """A typed line that was a mistake; its number stays."""

    def agreed(reason: str) -> None:
        screen.desk.run(VoidMailLine(mail_id=row.id, version=row.version, reason=reason))

    note = "Baris dan nomornya tetap di buku agenda, bersama alasan ini."
    made = screen.ask_reason(f"Batalkan baris {row.number}", VOID_REASONS, "Batalkan", agreed, note)
    made.text.setPlaceholderText("Alasan, yang dibaca siapa pun yang membuka buku agenda nanti")


def open_sending(screen: Screen, row: DispatchRow) -> None:
    """One sending: settle it, write down who took it, or just look at it."""
    facts = told(row, localiser(screen.desk.now()))
    if row.state == "mengirim":
        _settle(screen, row)
    elif row.state == "terkirim":
        screen._open(ReceiptSheet(screen, row))
    elif row.state == "gagal":
        screen.confirm("Tidak terkirim", facts, "Kirim lagi", lambda: send_letter(screen, row.mail_id))
    else:
        screen.confirm("Sudah diterima", facts, "Mengerti", lambda: None)


def _settle(screen: Screen, row: DispatchRow) -> None:
    age = (screen.desk.now() - row.sent_at).total_seconds()
    own = row.sent_by_name == screen.desk.staff.name
    if screen._job is not None or (age < UNSURE_AFTER and not own):
        screen.desk.say("Surat ini sedang dikirim. Tunggu beberapa menit, lalu muat ulang dengan F5.", "info")
    else:
        screen._open(SettleSheet(screen, row))
