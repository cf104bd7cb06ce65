"""One conversation with an SMTP server: encrypted and verified, cut off cleanly, and honest about what is certain."""

import base64
import smtplib
import socket
import ssl
from collections.abc import Callable
from itertools import count

from desktop.mailing import troubles
from desktop.mailing.troubles import MailTrouble, Unsure
from desktop.sop.mail import MailServer

TIMEOUT = 30.0
LAST_ANSWER = 300.0  # the server may look through the whole letter before it answers (RFC 5321, 4.5.3.2.6)
PIECE = 32 * 1024
# Neither the name nor the address of this computer is told to a stranger.
HELLO = "[127.0.0.1]"
Report = Callable[[int, int, str], None]


def deliver(
    server: MailServer,
    message: bytes,
    *,
    sender: str,
    recipient: str,
    password: str,
    report: Report,
    timeout: float = TIMEOUT,
    last_answer: float = LAST_ANSWER,
) -> str:
    """Hand the message over; gives the server's own words as receipt.

    ``report(done, total, sentence)`` may raise to stop: the server then drops what it got, nothing is sent.

    :raises MailTrouble: certainly not sent. :raises Unsure: everything left, no answer came.
    """
    steps = count(1)

    def step(sentence: str) -> None:
        report(next(steps), 100, sentence)

    step(f"Menghubungi server surel {server.host}")
    smtp = _connected(server, timeout)
    try:
        step("Menyalakan enkripsi")
        _hello(smtp, server)
        limit = int(smtp.esmtp_features.get("size", "").strip() or 0)
        if limit and len(message) > limit:
            raise troubles.too_large(len(message), limit)
        if server.user:
            step("Masuk ke server surel")
            _login(smtp, server.user, password)
        step("Menyebutkan pengirim dan penerima")
        _envelope(smtp, sender, recipient, len(message))
        return _data(smtp, message, report, last_answer)
    except MailTrouble:
        raise
    except (smtplib.SMTPException, OSError) as error:
        raise troubles.on_the_way(error, server) from None
    finally:
        smtp.close()


def knock(server: MailServer, password: str, timeout: float = TIMEOUT) -> None:
    """Reach the server, encrypted and signed in, and leave without sending anything. :raises MailTrouble:"""
    smtp = _connected(server, timeout)
    try:
        _hello(smtp, server)
        if server.user:
            _login(smtp, server.user, password)
        smtp.quit()
    except MailTrouble:
        raise
    except (smtplib.SMTPException, OSError) as error:
        raise troubles.on_the_way(error, server) from None
    finally:
        smtp.close()


def _connected(server: MailServer, timeout: float) -> smtplib.SMTP:
    try:
        if server.security == "ssl":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(server.host, server.port, HELLO, timeout=timeout, context=context)
        return smtplib.SMTP(server.host, server.port, HELLO, timeout=timeout)
    except smtplib.SMTPConnectError as error:
        raise troubles.refused_reply("hello", error.smtp_code, error.smtp_error, 0) from None
    except (smtplib.SMTPException, OSError) as error:
        raise troubles.on_the_way(error, server) from None


def _hello(smtp: smtplib.SMTP, server: MailServer) -> None:
    """EHLO, and STARTTLS with a verified certificate unless the office chose otherwise or the server is this computer."""
    _greet(smtp)
    if server.security != "starttls":
        return
    if not smtp.has_extn("starttls"):
        if server.loopback:
            return
        raise troubles.no_encryption(server)
    try:
        smtp.starttls(context=ssl.create_default_context())
    except smtplib.SMTPResponseException:
        raise troubles.no_encryption(server) from None
    _greet(smtp)


def _greet(smtp: smtplib.SMTP) -> None:
    code, text = smtp.ehlo()
    if code != 250:
        code, text = smtp.helo()
    if code != 250:
        raise troubles.refused_reply("hello", code, text, 0)


def _login(smtp: smtplib.SMTP, user: str, password: str) -> None:
    try:
        if user.isascii() and password.isascii():
            smtp.login(user, password)
        else:
            _login_beyond_ascii(smtp, user, password)
    except smtplib.SMTPNotSupportedError:
        raise troubles.no_login() from None
    except smtplib.SMTPAuthenticationError as error:
        reply = troubles.readable(error.smtp_code, error.smtp_error)
        raise troubles.refused_login(reply) from None
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPException:
        raise troubles.no_login() from None


def _login_beyond_ascii(smtp: smtplib.SMTP, user: str, password: str) -> None:
    """``smtplib`` knows ASCII only; RFC 4616 says UTF-8."""
    if "PLAIN" not in smtp.esmtp_features.get("auth", "").upper().split():
        raise smtplib.SMTPNotSupportedError
    secret = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
    code, text = smtp.docmd("AUTH", f"PLAIN {secret}")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, text)


def _envelope(smtp: smtplib.SMTP, sender: str, recipient: str, size: int) -> None:
    options = [f"size={size}"] if smtp.has_extn("size") else []
    code, text = smtp.mail(sender, options)
    if code != 250:
        raise troubles.refused_reply("sender", code, text, size)
    code, text = smtp.rcpt(recipient)
    if code not in (250, 251):
        raise troubles.refused_reply("recipient", code, text, size)


def _data(smtp: smtplib.SMTP, message: bytes, report: Report, last_answer: float) -> str:
    """The letter in pieces. Until the final dot nothing is accepted; from the dot on only the answer is certain."""
    code, text = smtp.docmd("DATA")
    if code != 354:
        raise troubles.refused_reply("letter", code, text, len(message))
    body = _dotted(message)
    for at in range(0, len(body), PIECE):
        report(10 + 85 * at // len(body), 100, "Mengirim surat")
        smtp.send(body[at : at + PIECE])
    report(95, 100, "Menunggu jawaban server")
    line = _still_there(smtp)
    try:
        line.settimeout(last_answer)
        smtp.send(b".\r\n")
        code, text = smtp.getreply()
    except (smtplib.SMTPException, OSError):
        raise Unsure from None
    if code != 250:
        raise troubles.refused_reply("letter", code, text, len(message))
    return troubles.readable(code, text)


def _dotted(message: bytes) -> bytes:
    """Lines that begin with a dot get a second one (RFC 5321, 4.5.2); the message ends with a line end."""
    doubled = message.replace(b"\r\n.", b"\r\n..")
    doubled = b"." + doubled if doubled.startswith(b".") else doubled
    return doubled if doubled.endswith(b"\r\n") else doubled + b"\r\n"


def _still_there(smtp: smtplib.SMTP) -> socket.socket:
    """A server that hung up while the letter was on its way is noticed before the final dot, when nothing is lost."""
    line = smtp.sock
    if line is None:
        raise smtplib.SMTPServerDisconnected
    line.settimeout(0)
    try:
        line.recv(1)
    except (BlockingIOError, ssl.SSLWantReadError):
        return line
    except OSError:
        pass
    # It closed the line, or spoke out of turn: either way it does not take this letter.
    raise smtplib.SMTPServerDisconnected
