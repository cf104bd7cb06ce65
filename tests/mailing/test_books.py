"""The registers read for screens, paper and workbooks, on both databases."""

from datetime import date

import openpyxl
import pytest

from db.queries.mail import mail_book
from db.queries.posting import BookYear, book_years, carried, posting
from desktop.documents.errors import PaperError
from desktop.operations.dispatch import ConfirmReceipt, RecordDispatch
from desktop.operations.mail_in import EnterIncoming
from desktop.operations.mail_out import EnterOutgoing
from desktop.operations.void_letter import VoidLetter
from desktop.sop.refusals import Refused
from tests.documents.pdf_reading import all_text
from tests.ui.stages import bring_to


@pytest.fixture
def yusuf(office, seat):
    bring_to(office, seat, "menunggu_rekomendasi", people=2)
    return seat("yusuf")


def outgoing(seat, **change):
    facts = {"classification": "800", "dated": seat.now().date(), "correspondent": "BKD 100%", "subject": "Cuti"}
    return seat.run(EnterOutgoing(**facts | change)).data["mail"]


def test_what_sending_needs_to_know(yusuf):
    line = yusuf.read(mail_book, yusuf.staff.office_id, "keluar", 2026)[0]
    found = yusuf.read(posting, yusuf.staff.office_id, line.id)
    assert (found.number, found.email, found.fax) == (line.number, "dinsos@contoh.invalid", "(021) 0000013")
    assert not found.voided and not found.signed
    assert yusuf.read(posting, yusuf.staff.office_id + 1, line.id) is None
    yusuf.run(VoidLetter(letter_id=line.letter_id, reason="Salah tujuan"))
    assert yusuf.read(posting, yusuf.staff.office_id, line.id).voided
    other = yusuf.read(posting, yusuf.staff.office_id, outgoing(yusuf))
    assert (other.letter_id, other.email, other.address) == (None, "", "")


def test_the_years_and_how_full_they_are(yusuf, clock):
    mail_id = outgoing(yusuf)
    facts = {"number": "1", "dated": date(2026, 11, 2), "correspondent": "Warga", "subject": "Surat"}
    yusuf.run(EnterIncoming(**facts))
    yusuf.run(RecordDispatch(mail_id=mail_id, way="antar", recipient="BKD"))
    yusuf.run(RecordDispatch(mail_id=mail_id, way="faks", recipient="BKD", address="021"))
    yusuf.run(RecordDispatch(mail_id=mail_id, way="surel", recipient="BKD", address="a@b.example"))
    assert yusuf.read(book_years, yusuf.staff.office_id) == (BookYear(2026, 1, 2, 1, 1),)
    clock.forward(days=60)
    yusuf.run(RecordDispatch(mail_id=mail_id, way="pos", recipient="BKD"))
    assert yusuf.read(book_years, yusuf.staff.office_id)[0] == BookYear(2027, expedition=1)


def test_the_expedition_book_is_paged_and_searched(yusuf):
    mail_id = outgoing(yusuf)
    for at in range(5):
        yusuf.run(RecordDispatch(mail_id=mail_id, way="antar", recipient=f"Kantor_{at} 100%"))
    mine = yusuf.staff.office_id
    assert [row.expedition for row in yusuf.read(carried, mine, 2026, "", 2, 1)] == [4, 3]
    assert [row.recipient for row in yusuf.read(carried, mine, 2026, "kantor_3")] == ["Kantor_3 100%"]
    assert len(yusuf.read(carried, mine, 2026, "100%")) == 5 and yusuf.read(carried, mine, 2026, "1__%") == ()
    assert yusuf.read(carried, mine + 1, 2026) == () and yusuf.read(carried, mine, 2025) == ()


def test_books_leave_as_pdf_in_the_order_of_their_numbers(yusuf):
    mail_id = outgoing(yusuf)
    outgoing(yusuf, subject="Kedua")
    line = yusuf.read(mail_book, yusuf.staff.office_id, "keluar", 2026, "400.9")[0]
    yusuf.run(VoidLetter(letter_id=line.letter_id, reason="Salah tujuan"))
    yusuf.run(RecordDispatch(mail_id=mail_id, way="pos", recipient="BKD"))
    pdf, paper = yusuf.post.book("keluar", 2026)
    text = all_text(pdf)
    assert paper == "f4" and "BATAL: Salah tujuan" in text
    assert text.index(line.number) < text.index("800/001/") < text.index("800/002/")
    assert "BUKU EKSPEDISI TAHUN 2026" in all_text(yusuf.post.book("ekspedisi", 2026)[0])
    with pytest.raises(PaperError, match="masih kosong"):
        yusuf.post.book("masuk", 2026)
    with pytest.raises(Refused, match="unknown_book"):
        yusuf.post.book("lain", 2026)


def test_books_leave_as_workbooks_with_real_dates(yusuf, tmp_path):
    mail_id = outgoing(yusuf)
    sent = yusuf.run(RecordDispatch(mail_id=mail_id, way="pos", recipient="BKD", address="Jalan A")).data["dispatch"]
    yusuf.run(ConfirmReceipt(dispatch_id=sent, version=1, received_by="Ibu Sri", received_at=yusuf.now()))
    assert yusuf.post.export("keluar", 2026, tmp_path / "keluar.xlsx") == 2
    page = openpyxl.load_workbook(tmp_path / "keluar.xlsx").active
    told = [[cell.value for cell in row] for row in page.iter_rows()]
    last = dict(zip(told[4], told[-1], strict=True))
    assert last["KLASIFIKASI"] == "800" and last["PENGIRIMAN"] == "diterima"
    assert last["TANGGAL SURAT"].date() == yusuf.now().date()
    assert yusuf.post.export("ekspedisi", 2026, tmp_path / "ekspedisi.xlsx") == 1
    page = openpyxl.load_workbook(tmp_path / "ekspedisi.xlsx").active
    assert "Ibu Sri, 23-11-2026" in [cell.value for row in page.iter_rows() for cell in row]
    with pytest.raises(Refused, match="empty"):
        yusuf.post.export("masuk", 2026, tmp_path / "masuk.xlsx")
    assert not (tmp_path / "masuk.xlsx").exists()
