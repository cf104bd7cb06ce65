"""The mail server the tests talk to: aiosmtpd on a free port of loopback, with the moods a real one has."""

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

REPLY = "250 2.0.0 Ok: antre sebagai 4F2A1B"


def make_certificate(path: Path, name: str, days: int = 2) -> None:
    """A self-signed certificate for ``name`` and 127.0.0.1, its key in the same file; negative ``days`` are over."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    secret = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    names: list[x509.GeneralName] = [x509.DNSName(name)]
    if name == "localhost":
        names.append(x509.IPAddress(ip_address("127.0.0.1")))
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(secret, hashes.SHA256())
    )
    form = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret.private_bytes(*form) + made.public_bytes(Encoding.PEM))


class Moody(SMTP):
    """Breaks off when it is told to while the letter comes in, or takes it in and never answers."""

    mood = ""

    async def smtp_DATA(self, arg: str) -> None:
        if self.mood == "drops":
            await self.push("354 lanjutkan")
            await self._reader.read(2000)
            self.transport.abort()
            return
        if self.mood == "holds":
            await self.push("354 lanjutkan")
            self.event_handler.holding.set()
            while await self._reader.read(2000):
                pass
            return
        await super().smtp_DATA(arg)


class PostOffice(Controller):
    """``received`` holds the envelopes it took. ``mood``: drops, holds (sets ``holding``), waits (for it), mute, grumpy, late."""

    def __init__(
        self,
        certificate: Path | None = None,
        users: dict[str, str] | None = None,
        limit: int = 0,
        mood: str = "",
        ssl_at_once: bool = False,
        refuses: str = "",
        host: str = "127.0.0.1",
    ) -> None:
        self.received: list[Envelope] = []
        self.mood = mood
        self.refuses = refuses
        self.users = users
        self.holding = threading.Event()
        self._socket = socket.create_server((host, 0))
        context = _context(certificate) if certificate else None
        self._wishes: dict[str, Any] = {"data_size_limit": limit or 33_554_432}
        if context and not ssl_at_once:
            self._wishes |= {"tls_context": context, "require_starttls": users is not None}
        if users is not None:
            tls = bool(context) and not ssl_at_once
            self._wishes |= {"authenticator": self._check, "auth_required": True, "auth_require_tls": tls}
        super().__init__(
            self,
            host,
            self._socket.getsockname()[1],
            ssl_context=context if ssl_at_once else None,
            server_hostname="pos.contoh",
        )

    def factory(self) -> SMTP:
        made = Moody(self, hostname="pos.contoh", loop=self.loop, **self._wishes)
        made.mood = self.mood
        return made

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._socket, ssl=self.ssl_context)

    def stop(self, no_assert: bool = False) -> None:
        """Also a second time."""
        if self._thread is not None:
            super().stop(no_assert)

    def _check(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        known = (self.users or {}).get(data.login.decode())
        good = known is not None and known.encode() == data.password
        return AuthResult(success=good, handled=good)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        if self.mood == "waits":
            await self.loop.run_in_executor(None, self.holding.wait, 30)
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server: Any, session: Any, envelope: Envelope, address: str, options: Any) -> str:
        if self.refuses and address == self.refuses:
            return f"550 5.1.1 <{address}>: Recipient address rejected: User unknown"
        if self.mood == "late":
            return f"451 4.7.1 <{address}>: Greylisted, coba lagi"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Envelope) -> str:
        self.received.append(envelope)
        if self.mood == "mute":
            server.transport.abort()
        if self.mood == "grumpy":
            return "554 5.7.1 Pesan ditolak karena kebijakan"
        return REPLY

    def message(self) -> Message:
        """The one message that came."""
        (envelope,) = self.received
        assert envelope.original_content is not None
        return message_from_bytes(envelope.original_content, policy=default)


def _context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def closed_port() -> int:
    """A port of loopback where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as made:
        port: int = made.getsockname()[1]
    return port


class Mute:
    """Takes connections and never says a word."""

    def __enter__(self) -> int:
        self._socket = socket.create_server(("127.0.0.1", 0))
        port: int = self._socket.getsockname()[1]
        return port

    def __exit__(self, *_: object) -> None:
        self._socket.close()
