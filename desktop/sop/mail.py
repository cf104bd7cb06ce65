"""What e-mail needs before anything is sent: the office's server, and addresses that can carry nothing else along."""

import re
from dataclasses import dataclass
from typing import Literal

LONGEST_ADDRESS = 254
LONGEST_NAME = 64
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
SECURITIES = {
    "starttls": "STARTTLS (biasanya port 587)",
    "ssl": "SSL/TLS (biasanya port 465)",
    "none": "Tanpa enkripsi",
}
# How a letter leaves, and how that is said of one that left.
WAYS = {"surel": "surel", "faks": "faks", "antar": "diantar", "pos": "pos"}
Security = Literal["starttls", "ssl", "none"]
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+\Z")
_HOST = re.compile(rf"(?:{_LABEL}(?:\.{_LABEL})*|[0-9A-Fa-f:]*:[0-9A-Fa-f:]*)\Z")


@dataclass(frozen=True, slots=True)
class MailServer:
    """The server that takes an office's letters, and the address they come from. The password is never part of it."""

    host: str = ""
    port: int = 587
    security: Security = "starttls"
    user: str = ""
    sender: str = ""

    @property
    def loopback(self) -> bool:
        """Whether the server is this computer: what goes there passes no network."""
        return self.host.lower() in LOOPBACK


def address_problem(text: str) -> str:
    """What is wrong with one e-mail address, with the remedy; empty for a good one.

    A second address, a blank or a line break would let somebody add recipients or headers.
    """
    if not text:
        return "Alamat surel belum diisi. Tulis misalnya tu@instansi.go.id."
    if any(sign in text for sign in ",;"):
        return "Tulis satu alamat surel saja. Untuk penerima lain, kirim sekali lagi."
    if not text.isascii() or not text.isprintable() or " " in text:
        return "Alamat surel memuat spasi atau huruf yang tidak diterima. Tulis ulang, misalnya tu@instansi.go.id."
    if len(text) > LONGEST_ADDRESS or len(text.rpartition("@")[0]) > LONGEST_NAME:
        return "Alamat surel terlalu panjang. Periksa alamatnya."
    if not _ADDRESS.match(text):
        return "Alamat surel belum benar. Tulis lengkap, misalnya tu@instansi.go.id."
    return ""


def server_problems(server: MailServer) -> dict[str, str]:
    """Field → sentence for what an administrator must mend before the server can be used."""
    found = {}
    if not _HOST.match(server.host):
        found["host"] = "Tulis nama server tanpa spasi, misalnya smtp.instansi.go.id."
    if not 1 <= server.port <= 65535:
        found["port"] = "Nomor port antara 1 dan 65535, biasanya 587."
    if server.security not in SECURITIES:
        found["security"] = "Pilih salah satu keamanan sambungan."
    if not server.user.isprintable():
        found["user"] = "Nama pengguna memuat tanda yang tidak diterima. Ketik ulang."
    if server.sender and (problem := address_problem(server.sender)):
        found["sender"] = problem
    return found
