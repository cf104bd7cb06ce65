"""From the register to the recipient's mailbox and back into the register, on both databases."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from db.queries.letters import letter_file
from db.queries.mail import dispatches_of, mail_book
from db.tables.letters import letter_signed
from db.tables.traces import journal
from desktop.office import Office
from desktop.operations.dispatch import FinishDispatch
from desktop.operations.mail_out import EnterOutgoing
from desktop.operations.manage_office import SaveOffice
from desktop.settings import PASSWORD_VARIABLE
from desktop.sop.mail import MailServer
from desktop.sop.refusals import Refused
from tests.mailing.post_office import REPLY, closed_port
from tests.ui.stages import bring_to

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "rahasia-surel-9"
ADDRESS = "tu@dinsos.example"


@pytest.fixture
def line(office: Office, seat):
    """The panti's request to Dinas Sosial in the agenda book."""
    bring_to(office, seat, "menunggu_rekomendasi", people=2)
    (row,) = [row for row in book(seat("yusuf")) if row.letter_code == "permohonan_rekomendasi"]
    return row


def book(seat):
    return seat.read(mail_book, seat.staff.office_id, "keluar", 2026)


def set_server(seat, port, who="yusuf", **change):
    facts = {"host": "127.0.0.1", "port": port, "security": "starttls", "sender": "panti@kantor.example"} | change
    seat("admin").post.save_settings(seat(who).staff.office_id, MailServer(**facts))


def send(seat, line, **change):
    facts = {
        "recipient": "Dinas Sosial",
        "address": ADDRESS,
        "subject": "Permohonan",
        "body": "Yth. Dinas Sosial\n",
        "password": "",
        "report": lambda *_: None,
    }
    return seat.post.send(line.id, **facts | change)


def test_the_frozen_letter_arrives_and_the_proof_stays(office, seat, line, post_office):
    server = post_office()
    set_server(seat, server.port)
    outcome = send(seat("yusuf"), line)
    assert outcome.data["state"] == "terkirim" and "dispatch" in outcome.topics
    (attached,) = server.message().iter_attachments()
    pdf = office.read(letter_file, line.letter_id)[1]
    assert hashlib.sha256(attached.get_content()).digest() == hashlib.sha256(pdf).digest()
    (row,) = office.read(dispatches_of, line.id)
    assert (row.state, row.way, row.address, row.recipient) == ("terkirim", "surel", ADDRESS, "Dinas Sosial")
    assert row.receipt == f"{REPLY} {server.message()['Message-ID']}"
    assert server.message()["From"].addresses[0].display_name == seat("yusuf").staff.office_name


def test_the_signed_file_goes_instead_of_ours(office, seat, line, post_office):
    server = post_office()
    set_server(seat, server.port)
    signed = b"%PDF-1.7 sudah ditandatangani"
    with office.database.write() as connection:
        values = {"letter_id": line.letter_id, "kind": "tte", "sha256": "0" * 64, "content": signed}
        by = {"recorded_by": seat("yusuf").staff.id, "recorded_at": office.clock()}
        connection.execute(insert(letter_signed), values | by)
    draft = seat("yusuf").post.draft(line.id)
    assert draft.signed and draft.size == len(signed) and "ditandatangani secara elektronik" in draft.body
    send(seat("yusuf"), line)
    (attached,) = server.message().iter_attachments()
    assert attached.get_content() == signed


def test_the_draft_names_everything_a_clerk_needs(office, seat, line, post_office):
    set_server(seat, post_office().port, user="panti", sender="")
    row = seat("yusuf").read(_office_row, seat("yusuf").staff.office_id)
    seat("admin").run(
        SaveOffice(office=_changed(row, email="surat@panti.example"), office_id=row.id, version=row.version)
    )
    draft = seat("yusuf").post.draft(line.id)
    assert draft.email == "dinsos@contoh.invalid" and draft.sender == "surat@panti.example" and draft.needs_password
    assert line.number in draft.subject and line.number in draft.body and draft.problem == ""
    pdf = office.read(letter_file, line.letter_id)[1]
    assert hashlib.sha256(pdf).hexdigest() in draft.body and draft.file_name.endswith(".pdf")


def _office_row(connection, office_id):
    from db.queries.offices import office_by_id

    return office_by_id(connection, office_id)


def _changed(row, **change):
    from desktop.operations.open_office import NewOffice

    return NewOffice(**{name: getattr(row, name) for name in NewOffice.__dataclass_fields__} | change)


def test_a_failed_sending_is_recorded_with_its_reason(office, seat, line):
    set_server(seat, closed_port())
    outcome = send(seat("yusuf"), line)
    (row,) = office.read(dispatches_of, line.id)
    assert outcome.data["state"] == row.state == "gagal" and row.reason == outcome.sentence
    assert "menolak sambungan" in row.reason and ADDRESS not in row.reason


def test_a_lost_answer_stays_open_until_somebody_settles_it(office, seat, line, post_office):
    set_server(seat, post_office(mood="mute").port)
    outcome = send(seat("yusuf"), line)
    (row,) = office.read(dispatches_of, line.id)
    assert outcome.data["state"] == row.state == "mengirim" and "<padan." in row.receipt
    seat("yusuf").run(FinishDispatch(dispatch_id=row.id, sent=True, receipt="ada di kotak keluar"))
    assert office.read(dispatches_of, line.id)[0].state == "terkirim"


def test_a_program_that_dies_while_sending_leaves_the_line_open(office, seat, line, post_office):
    server = post_office()
    set_server(seat, server.port)

    def die(done, _total, _sentence):
        if done > 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        send(seat("yusuf"), line, report=die)
    assert office.read(dispatches_of, line.id)[0].state == "mengirim" and not server.received


SENDER = """
import sys
from pathlib import Path
from db.queries.staff import staff_by_username
from desktop.office import Office
from desktop.seat import Seat
office = Office(sys.argv[1], Path(sys.argv[2]), practice=True)
seat = Seat(office, office.read(staff_by_username, "yusuf"))
seat.post.send(int(sys.argv[3]), "Dinas Sosial", sys.argv[4], "Permohonan", "Isi", "", lambda *_: None)
"""


def test_a_program_killed_while_sending_leaves_the_line_to_be_settled(office, seat, line, post_office, url, tmp_path):
    server = post_office(mood="holds")
    set_server(seat, server.port)
    seat("yusuf").letter_pdf(line.letter_id)
    command = [sys.executable, "-c", SENDER, url, str(tmp_path), str(line.id), ADDRESS]
    with subprocess.Popen(command, cwd=ROOT) as program:
        assert server.holding.wait(60)
        program.kill()
    (row,) = office.read(dispatches_of, line.id)
    assert row.state == "mengirim" and row.receipt.startswith("<padan.")
    seat("yusuf").run(FinishDispatch(dispatch_id=row.id, sent=False, reason="Tidak ada di kotak keluar."))
    set_server(seat, post_office().port)
    assert send(seat("yusuf"), line).data["state"] == "terkirim"


def test_stopping_is_recorded_as_not_sent(office, seat, line, post_office):
    server = post_office()
    set_server(seat, server.port)

    def stop(done, _total, _sentence):
        if done > 10:
            raise LookupError

    with pytest.raises(LookupError):
        send(seat("yusuf"), line, report=stop)
    (row,) = office.read(dispatches_of, line.id)
    assert row.state == "gagal" and "Dihentikan" in row.reason and not server.received


def test_the_same_request_is_sent_once(seat, line, post_office):
    server = post_office()
    set_server(seat, server.port)
    send(seat("yusuf"), line, request="a" * 32)
    again = send(seat("yusuf"), line, request="a" * 32)
    assert again.replayed and len(server.received) == 1


def test_the_password_is_kept_for_the_session_and_nowhere_else(office, seat, line, post_office, trusted):
    server = post_office(certificate=trusted, users={"panti": PASSWORD})
    set_server(seat, server.port, user="panti")
    yusuf = seat("yusuf")
    with pytest.raises(Refused, match="password_needed"):
        send(yusuf, line)
    assert office.read(dispatches_of, line.id) == ()
    assert send(yusuf, line, password="keliru").data["state"] == "gagal"
    assert yusuf.post.draft(line.id).needs_password
    assert send(yusuf, line, password=PASSWORD).data["state"] == "terkirim"
    assert not yusuf.post.draft(line.id).needs_password and send(yusuf, line).data["state"] == "terkirim"
    with office.database.read() as connection:
        told = str(connection.execute(select(journal)).all())
    assert PASSWORD not in told and ADDRESS not in told


def test_the_password_may_come_from_the_environment(seat, line, post_office, trusted, monkeypatch):
    server = post_office(certificate=trusted, users={"panti": PASSWORD})
    set_server(seat, server.port, user="panti")
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)
    assert send(seat("yusuf"), line).data["state"] == "terkirim"


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"address": "tu@dinsos.example\r\nBcc: x@y.example"}, "spasi"),
        ({"address": "a@b.example, c@d.example"}, "satu alamat"),
        ({"subject": " \n"}, "Perihal"),
    ],
)
def test_what_cannot_stand_in_a_header_is_refused_before_anything(office, seat, line, post_office, change, word):
    server = post_office()
    set_server(seat, server.port)
    with pytest.raises(Refused) as caught:
        send(seat("yusuf"), line, **change)
    assert word in caught.value.sentence
    assert office.read(dispatches_of, line.id) == () and not server.received


def test_without_a_server_the_draft_says_where_to_set_it(seat, line):
    assert "Server surel" in seat("yusuf").post.draft(line.id).problem
    with pytest.raises(Refused, match="not_ready"):
        send(seat("yusuf"), line)


def test_another_office_cannot_send_this_letter(office, seat, line, post_office):
    set_server(seat, post_office().port, "sari")
    with pytest.raises(Refused, match="gone"):
        send(seat("sari"), line)
    assert office.read(dispatches_of, line.id) == ()


def test_a_letter_without_a_file_goes_another_way(office, seat, line, post_office):
    set_server(seat, post_office().port)
    day = seat("yusuf").now().date()
    wish = EnterOutgoing(classification="400.9", dated=day, correspondent="Kelurahan", subject="Undangan")
    mail_id = seat("yusuf").run(wish).data["mail"]
    draft = seat("yusuf").post.draft(mail_id)
    assert "tanpa berkas" in draft.problem and draft.recipient == "Kelurahan"
    with pytest.raises(Refused, match="no_file"):
        seat("yusuf").post.send(mail_id, "Kelurahan", ADDRESS, "Undangan", "", "", lambda *_: None)


def test_settings_are_kept_per_office_and_for_administrators_only(office, seat, line):
    set_server(seat, 2525, user="panti")
    mine, other = seat("yusuf").staff.office_id, seat("sari").staff.office_id
    assert seat("yusuf").post.settings() == MailServer("127.0.0.1", 2525, "starttls", "panti", "panti@kantor.example")
    assert seat("admin").post.settings(other) == MailServer(sender="dinsos@contoh.invalid")
    with pytest.raises(Refused, match="not_your_role"):
        seat("yusuf").post.save_settings(mine, MailServer("smtp.jahat.example"))
    with pytest.raises(Refused, match="bad_mail_server"):
        seat("admin").post.save_settings(mine, MailServer("smtp jahat"))


def test_the_administrator_can_knock_at_the_server(seat, post_office, trusted):
    server = post_office(certificate=trusted, users={"panti": PASSWORD})
    facts = MailServer("127.0.0.1", server.port, "starttls", "panti", "panti@kantor.example")
    assert "menerima login" in seat("admin").post.try_server(facts, PASSWORD)
    with pytest.raises(Refused, match="password"):
        seat("admin").post.try_server(facts, "keliru")
    with pytest.raises(Refused, match="refused_connection"):
        seat("admin").post.try_server(MailServer("127.0.0.1", closed_port()), "")
    assert not server.received
