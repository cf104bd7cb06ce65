"""Real SMTP on loopback: what arrives, and what is said when it does not."""

import hashlib
import random
import traceback
from datetime import UTC, datetime

import pytest

from desktop.mailing.deliver import deliver
from desktop.mailing.message import Parcel, compose, message_id
from desktop.mailing.troubles import MailTrouble, Unsure
from desktop.sop.mail import MailServer
from tests.mailing.post_office import REPLY, Mute, closed_port, make_certificate

PASSWORD = "rahasia-surel-9"
PDF = b"%PDF-1.5\r\n.\r\n..dua titik\n\x00\xff" + random.Random(7).randbytes(30_000)
SENDER, ADDRESS = "panti@kantor.example", "tu@dinsos.example"


def parcel(**change):
    facts = {
        "sender_name": "Panti Sosial Bina Insan, “Bangun Daya” 1",
        "sender": SENDER,
        "recipient": "Dinas Sosial\nProvinsi",
        "address": ADDRESS,
        "subject": "Permohonan\r\nBcc: lain@jahat.example",
        "body": "Yth. Dinas Sosial\n.\nBersama ini – surat.\n",
        "file_name": "400.9-001.pdf",
        "content": PDF,
        "message_id": message_id("abc123", SENDER),
        "at": datetime(2026, 11, 23, 3, 0, tzinfo=UTC),
    }
    return Parcel(**facts | change)


def send(server, message=None, *, password=PASSWORD, recipient=ADDRESS, report=lambda *_: None, **patience):
    host = {"host": "127.0.0.1", "security": "none"} | server
    made = message or compose(parcel())
    return deliver(
        MailServer(**host), made, sender=SENDER, recipient=recipient, password=password, report=report, **patience
    )


def trouble(server, kind=MailTrouble, **wishes):
    with pytest.raises(kind) as caught:
        send(server, **wishes)
    words = "".join(traceback.format_exception(caught.value)) + caught.value.sentence
    assert ADDRESS not in words and PASSWORD not in words and "panti@" not in words
    assert caught.value.sentence.endswith(".") and str(caught.value) == caught.value.code
    return caught.value


def test_a_letter_arrives_unchanged_over_starttls_after_login(post_office, trusted):
    office = post_office(certificate=trusted, users={"panti": PASSWORD})
    steps = []
    reply = send(
        {"port": office.port, "security": "starttls", "user": "panti"}, report=lambda *step: steps.append(step)
    )
    assert reply == REPLY
    message = office.message()
    (attached,) = message.iter_attachments()
    assert hashlib.sha256(attached.get_content()).digest() == hashlib.sha256(PDF).digest()
    assert (attached.get_content_type(), attached.get_filename()) == ("application/pdf", "400.9-001.pdf")
    assert (office.received[0].mail_from, office.received[0].rcpt_tos) == (SENDER, [ADDRESS])
    assert message["Message-ID"] == "<padan.abc123@kantor.example>"
    assert message.get_body().get_content().splitlines()[1:] == [".", "Bersama ini – surat."]
    assert [done for done, _, _ in steps] == sorted(done for done, _, _ in steps) and steps[-1][0] == 95


def test_no_header_can_be_smuggled_in(post_office):
    office = post_office()
    send({"port": office.port})
    message = office.message()
    assert message["Bcc"] is None and office.received[0].rcpt_tos == [ADDRESS]
    assert message["Subject"] == "Permohonan Bcc: lain@jahat.example"
    assert message["To"].addresses[0].display_name == "Dinas Sosial Provinsi"


def test_encryption_from_the_first_byte(post_office, trusted):
    office = post_office(certificate=trusted, ssl_at_once=True)
    assert send({"port": office.port, "security": "ssl", "host": "localhost"}) == REPLY


def test_a_password_beyond_ascii(post_office, trusted):
    office = post_office(certificate=trusted, users={"panti": "kátasandi€"})
    server = {"port": office.port, "security": "starttls", "user": "panti"}
    assert send(server, password="kátasandi€") == REPLY
    assert trouble(server, password="kátasandi").code == "password"


def test_an_unknown_authority_is_refused(post_office, certificate):
    office = post_office(certificate=certificate)
    found = trouble({"port": office.port, "security": "starttls"})
    assert found.code == "certificate" and "tidak dapat dipercaya" in found.sentence and not office.received


@pytest.mark.parametrize(("name", "days"), [("orang-lain.example", 2), ("localhost", -1)])
def test_a_certificate_of_another_or_of_yesterday_is_refused(post_office, tmp_path, monkeypatch, name, days):
    path = tmp_path / "lain.pem"
    make_certificate(path, name, days)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    office = post_office(certificate=path)
    assert trouble({"port": office.port, "security": "starttls"}).code == "certificate"


def test_a_server_without_encryption_is_plain_on_this_computer_only(post_office):
    office = post_office()
    assert send({"port": office.port, "security": "starttls"}) == REPLY
    # 127.0.0.2 is this computer too, but not one of the names we take for it: it stands for a server elsewhere.
    elsewhere = post_office(host="127.0.0.2")
    found = trouble({"host": "127.0.0.2", "port": elsewhere.port, "security": "starttls"})
    assert found.code == "no_encryption" and not elsewhere.received
    assert send({"host": "127.0.0.2", "port": elsewhere.port, "security": "none"}) == REPLY


def test_ssl_on_a_plain_port_says_which_port_is_usual(post_office):
    office = post_office()
    found = trouble({"port": office.port, "security": "ssl"})
    assert found.code == "encryption" and "465" in found.sentence


def test_a_wrong_password(post_office, trusted):
    office = post_office(certificate=trusted, users={"panti": PASSWORD})
    found = trouble({"port": office.port, "security": "starttls", "user": "panti"}, password="keliru")
    assert found.code == "password" and "kata sandi" in found.sentence and not office.received


def test_a_server_without_login(post_office):
    office = post_office()
    assert trouble({"port": office.port, "user": "panti"}).code == "no_login"


def test_an_unknown_host():
    found = trouble({"host": "server-tidak-ada.invalid", "port": 25})
    assert found.code == "unknown_host" and "server-tidak-ada.invalid" in found.sentence


def test_nobody_listens():
    assert trouble({"port": closed_port()}).code == "refused_connection"


def test_a_server_that_never_answers():
    with Mute() as port:
        assert trouble({"port": port}, timeout=0.3).code == "timeout"


def test_a_refused_recipient_is_not_named_in_the_reason(post_office):
    office = post_office(refuses=ADDRESS)
    found = trouble({"port": office.port})
    assert found.code == "refused_recipient" and "550 5.1.1 (alamat)" in found.sentence and not office.received


def test_a_server_that_asks_to_come_back(post_office):
    found = trouble({"port": post_office(mood="late").port})
    assert found.code == "busy" and "beberapa menit lagi" in found.sentence


def test_a_letter_above_the_announced_size_is_not_even_sent(post_office):
    office = post_office(limit=20_000)
    found = trouble({"port": office.port})
    assert found.code == "too_large" and "0,1 MB" in found.sentence and not office.received


def test_a_letter_that_the_policy_refuses(post_office):
    found = trouble({"port": post_office(mood="grumpy").port})
    assert found.code == "refused_letter" and "kebijakan" in found.sentence


def test_a_line_that_breaks_while_the_letter_goes_is_certainly_not_sent(post_office):
    office = post_office(mood="drops")
    big = compose(parcel(content=PDF * 400))
    found = trouble({"port": office.port}, message=big)
    assert type(found) is MailTrouble and found.code == "dropped" and not office.received


def test_a_line_that_breaks_before_the_answer_is_uncertain(post_office):
    office = post_office(mood="mute")
    assert "Belum pasti" in trouble({"port": office.port}, Unsure).sentence
    assert len(office.received) == 1


def test_stopping_half_way_sends_nothing(post_office):
    office = post_office()

    def stop(done, _total, _sentence):
        if done > 50:
            raise KeyError

    with pytest.raises(KeyError):
        send({"port": office.port}, message=compose(parcel(content=PDF * 10)), report=stop)
    office.stop()
    assert not office.received


@pytest.mark.parametrize("line", [".", "..", ".\n.", "satu\n.dua"])
def test_dots_survive(post_office, line):
    office = post_office()
    send({"port": office.port}, message=compose(parcel(body=f"{line}\n")))
    assert office.message().get_body().get_content().splitlines() == line.splitlines()


@pytest.mark.parametrize("change", [{"address": "a@b.example\r\nBcc: c@d.example"}, {"sender": ""}, {"subject": " \n"}])
def test_a_bad_head_is_refused_before_anything_is_made(change):
    with pytest.raises(MailTrouble):
        compose(parcel(**change))
