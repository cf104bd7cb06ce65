"""What can go wrong on the way to the mail server, as sentences with a remedy. No address and no password in any."""

import re
import smtplib
import socket
import ssl

from desktop.sop.mail import MailServer

LONGEST_REPLY = 180
_ADDRESS = re.compile(r"<?[^\s<>@]+@[^\s<>]+>?")
_TOO_LARGE = re.compile(r"^55[24]\b.*\b5\.(?:3\.4|2\.3)\b|^552\b")
SETTINGS = "Server surel (Kantor dan libur)"


class MailTrouble(Exception):
    """The letter was certainly not sent. The text of the exception is the code alone, so that nothing reaches a log."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence


class Unsure(MailTrouble):
    """The whole letter left this computer, but the server's answer never came: it may or may not be on its way."""

    def __init__(self) -> None:
        super().__init__(
            "unsure",
            "Sambungan putus sesudah seluruh surat dikirim, sebelum server menjawab. Belum pasti terkirim: periksa "
            "kotak keluar, lalu tandai.",
        )


def readable(code: int, text: bytes | str) -> str:
    """The server's reply for people: one line, no address in it."""
    plain = text.decode("ascii", "replace") if isinstance(text, bytes) else text
    kept = "".join(sign if sign.isprintable() else " " for sign in plain)
    return " ".join(_ADDRESS.sub("(alamat)", f"{code} {kept}").split())[:LONGEST_REPLY]


def too_large(size: int, limit: int | None = None) -> MailTrouble:
    """The server does not take letters of this size."""
    most = f" Server menerima paling banyak {megabytes(limit)}." if limit else ""
    return MailTrouble(
        "too_large",
        f"Surat ini terlalu besar untuk server surel ({megabytes(size)}).{most} Kirim dengan cara lain, atau minta "
        "pengelola surel menaikkan batasnya.",
    )


def megabytes(size: int) -> str:
    """1,4 MB."""
    return f"{max(size / 1_000_000, 0.1):.1f} MB".replace(".", ",")


def no_encryption(server: MailServer) -> MailTrouble:
    """STARTTLS was asked for and the server does not offer it."""
    return MailTrouble(
        "no_encryption",
        f"Server surel {server.host} tidak menawarkan enkripsi, jadi surat tidak dikirim. Ganti port atau keamanan "
        f"sambungan di {SETTINGS}, atau tanyakan pengelola surel.",
    )


def on_the_way(error: Exception, server: MailServer) -> MailTrouble:
    """Trouble with the connection itself: it could not be made, or it broke off before the letter was complete."""
    if isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(error.__context__, OSError):
        error = error.__context__  # smtplib calls every trouble of the line a disconnection
    if isinstance(error, ssl.SSLCertVerificationError):
        return MailTrouble(
            "certificate",
            f"Sertifikat server surel {server.host} tidak dapat dipercaya, jadi surat tidak dikirim. Periksa nama server "
            "dan jam komputer ini, atau minta pengelola surel memasang sertifikat yang sah.",
        )
    if isinstance(error, ssl.SSLError):
        return MailTrouble(
            "encryption",
            f"Enkripsi dengan server surel {server.host} gagal pada port {server.port}. Periksa pilihan keamanan di "
            f"{SETTINGS}: STARTTLS biasanya port 587, SSL/TLS port 465.",
        )
    if isinstance(error, socket.gaierror):
        return MailTrouble(
            "unknown_host",
            f"Server surel {server.host} tidak ditemukan. Periksa jaringan, lalu nama server di {SETTINGS}.",
        )
    if isinstance(error, TimeoutError):
        return MailTrouble(
            "timeout",
            f"Server surel {server.host} tidak menjawab pada waktunya. Coba lagi; bila terulang, periksa port dan "
            f"keamanan sambungan di {SETTINGS}.",
        )
    if isinstance(error, ConnectionRefusedError):
        return MailTrouble(
            "refused_connection",
            f"Server surel {server.host} menolak sambungan pada port {server.port}. Periksa nomor port di {SETTINGS}.",
        )
    if isinstance(error, smtplib.SMTPServerDisconnected | ConnectionError):
        return MailTrouble(
            "dropped",
            "Sambungan ke server surel putus sebelum seluruh surat terkirim. Surat tidak terkirim; kirim sekali lagi.",
        )
    return MailTrouble(
        "network", "Jaringan ke server surel terganggu. Surat tidak terkirim; periksa jaringan, lalu kirim sekali lagi."
    )


def refused_login(reply: str) -> MailTrouble:
    """Wrong user name or password."""
    return MailTrouble(
        "password",
        f"Server surel menolak nama pengguna atau kata sandi ({reply}). Ketik ulang kata sandinya; bila tetap ditolak, "
        f"periksa nama pengguna di {SETTINGS}.",
    )


def no_login() -> MailTrouble:
    """The server takes no user name in a way we know."""
    return MailTrouble(
        "no_login",
        "Server surel tidak menerima login lewat sambungan ini. Pilih keamanan STARTTLS atau SSL/TLS di "
        f"{SETTINGS}, atau kosongkan nama pengguna bila server tidak memintanya.",
    )


def refused_reply(stage: str, code: int, text: bytes | str, size: int) -> MailTrouble:
    """The server said no at ``stage``: hello, sender, recipient or letter."""
    reply = readable(code, text)
    if stage in ("sender", "letter") and _TOO_LARGE.search(reply):
        return too_large(size)
    if code // 100 == 4:
        return MailTrouble(
            "busy", f"Server surel sedang tidak dapat melayani ({reply}). Coba lagi beberapa menit lagi."
        )
    sentences = {
        "hello": f"Server surel menolak salam komputer ini ({reply}). Tanyakan pengelola surel.",
        "sender": f"Server surel menolak alamat pengirim kantor ({reply}). Periksa alamat pengirim di {SETTINGS}.",
        "recipient": f"Server surel menolak alamat penerima ({reply}). Periksa alamatnya, atau kirim dengan cara lain.",
        "letter": f"Server surel menolak isi surat ({reply}). Tanyakan pengelola surel, atau kirim dengan cara lain.",
    }
    return MailTrouble(f"refused_{stage}", sentences[stage])
