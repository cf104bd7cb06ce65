"""The Berita Acara of a month is a letter like the others: initialled, issued, signed by both sides, declared void."""

from datetime import date, timedelta

import pytest
from paraf import refused, text_of
from probe import is_sentence, unbroken
from sqlalchemy import text

from db.errors import RecordRoomError
from db.queries.drafts import draft_by_id, drafts_of_office
from db.queries.leaks import newest_leaks
from db.queries.letter_status import letter_files, letter_status
from db.queries.letters import letters_of_office
from db.queries.mail import mail_of_letter, unregistered
from db.queries.month_letters import letter_of_month
from db.queries.rates import rates
from db.queries.reconciliations import findings, month_by_id, rule_counts
from db.queries.trail import trail_of_letter
from desktop.month_papers import month_pdf
from desktop.operations.close_month import CloseMonth
from desktop.operations.decide_findings import DecideFindings
from desktop.operations.initial_draft import InitialDraft, ReturnDraft
from desktop.operations.issue import Wish
from desktop.operations.manage_signers import SaveParafRules
from desktop.operations.manage_staff import AddStaff
from desktop.operations.reconcile import Reconcile
from desktop.operations.record_print import RecordPrint
from desktop.operations.save_rate import SaveRate
from desktop.operations.sign_scan import SignScan
from desktop.operations.submit_draft import CancelDraft, ResubmitDraft
from desktop.operations.submit_month import SubmitMonth
from desktop.operations.void_letter import VoidLetter
from desktop.papers import letter_pdf
from tests.cities.city import PERIOD, city
from tests.cities.settling import settle
from tests.scans import SCAN, photo

KABID = "Kepala Bidang Pelayanan Kesehatan"


@pytest.fixture
def month(office, seat):
    """A month compared and decided; gives its id."""
    settle(office.database, city(7, 80, leaks=1), staff_id=seat("ratna").staff.id)
    found = seat("ratna").run(Reconcile(period=PERIOD, segment="pbi_kota")).data["reconciliation"]
    seat("ratna").run(DecideFindings(reconciliation_id=found))
    return found


@pytest.fixture
def kabid(seat, password):
    """One more at Dinas Kesehatan, whose paraf every Berita Acara needs from now on."""
    office_id = seat("ratna").staff.office_id
    seat("admin").run(
        AddStaff(username="kabid", name="Ibu Kabid", office_id=office_id, roles=frozenset(), password=password)
    )
    steps = ((KABID, seat("kabid").staff.id),)
    seat("admin").run(SaveParafRules(office_id=office_id, code="ba_rekonsiliasi", steps=steps))
    return seat("kabid")


def as_seen(seat, month_id):
    return {"reconciliation_id": month_id, "version": seat("ratna").read(month_by_id, month_id).version}


def close(seat, month_id, **more):
    return seat("ratna").run(CloseMonth(**as_seen(seat, month_id), **more)).data["letters"][0]


def sign(seat, clock, letter_id, data=SCAN, **more):
    said = {"signed_on": clock.now.date(), "signers": "Kadis dan Kepala Cabang", "number": "77/BA", **more}
    return seat("ratna").paper.attach_scan(letter_id, data, **{"dated": clock.now.date(), **said})


def test_it_stands_in_the_registers_of_both_sides_and_in_the_book(office, seat, month):
    before = seat("ratna").read(month_by_id, month)
    (draft,) = seat("ratna").paper.drafts("tutup_bulan", (), Wish(counterpart_number="9/BA"), month_id=month)
    assert '"draft": true' in draft.facts and "9/BA" in draft.facts
    assert seat("ratna").read(letters_of_office, seat("ratna").staff.office_id) == ()
    (leak,) = seat("hendra").read(newest_leaks)
    asked = sum(row.amount for row in seat("ratna").read(findings, month, limit=1000) if row.amount > 0)
    priced = [row for row in seat("ratna").read(findings, month, limit=1000) if row.amount]
    assert (leak.period, leak.segment, leak.leaked, leak.open) == (PERIOD, "pbi_kota", before.leaked + asked, True)
    assert (leak.found, leak.decided) == (len(priced), len(priced))
    letter_id = close(seat, month, counterpart_number="17/BA/X")
    for name in ("ratna", "hendra"):
        (row,) = seat(name).read(letters_of_office, seat(name).staff.office_id)
        assert (row.id, row.code, row.people, row.signed) == (letter_id, "ba_rekonsiliasi", 0, "")
    line = seat("ratna").read(mail_of_letter, seat("ratna").staff.office_id, letter_id)
    assert line.subject == "Berita Acara Rekonsiliasi Oktober 2026" and line.number == row.number
    assert [one.id for one in seat("hendra").read(unregistered, seat("hendra").staff.office_id)] == [letter_id]
    issued = seat("ratna").read(letter_of_month, month)
    assert (issued.letter_id, issued.signed, issued.partner_number) == (letter_id, "", "17/BA/X")
    pdf = month_pdf(seat("ratna"), seat("ratna").read(month_by_id, month))
    assert pdf == letter_pdf(seat("ratna"), letter_id)[1] == seat("hendra").paper.letter(letter_id)[1]
    assert "17/BA/X" in text_of(pdf) and row.number in text_of(pdf)
    assert seat("hendra").paper.verify_bytes(pdf).kind == "asli"
    assert seat("ratna").read(month_by_id, month).facts == facts_of(office, letter_id)
    assert [one.open for one in seat("ratna").read(newest_leaks)] == [False]
    line = {"segment": "pbi_kota", "budget_line": "iuran", "amount": 36_000, "legal_basis": "Perwali 1/2026"}
    refused("closed", lambda: seat("admin").run(SaveRate(**line, valid_from=date(2026, 10, 1))))
    seat("admin").run(SaveRate(**line, valid_from=date(2026, 11, 1)))
    first = next(one for one in seat("admin").read(rates) if one.segment == "pbi_kota" and one.amount == 35_000)
    refused("closed", lambda: seat("admin").run(SaveRate(
        **line, valid_from=date(2026, 12, 1), rate_id=first.id, version=first.version
    )))  # fmt: skip


RATE = "INSERT INTO rate (segment, ward_class, budget_line, amount, valid_from, legal_basis)"
AGAINST = (
    f"{RATE} VALUES ('pbi_kota', 3, 'lain', 1, '2026-10-01', 'x')",
    "UPDATE rate SET amount = 1 WHERE segment = 'pbi_kota'",
    "UPDATE rate SET segment = 'pbi_kota', budget_line = 'lain' WHERE segment = 'pbi_jk'",
    "DELETE FROM rate",
)
ROUND = {
    "sqlite": RATE.replace("INSERT", "REPLACE").replace("(", "(id, ", 1)
    + " SELECT id, segment, ward_class, budget_line, amount, '2027-01-01', legal_basis FROM rate",
    "postgresql": "TRUNCATE rate CASCADE",
}


def test_plain_sql_changes_no_rate_of_a_closed_month(office, seat, month):
    """For another segment, or from a later month on, it is allowed; and before the month was closed."""
    with office.database.write() as connection:
        connection.execute(text("UPDATE rate SET note = 'dibaca' WHERE segment = 'pbi_kota'"))
    close(seat, month)
    for statement in (*AGAINST, ROUND[office.database.backend.name]):
        with pytest.raises(RecordRoomError) as caught, office.database.write() as connection:
            connection.execute(text(statement))
        assert caught.value.kind == "guard", statement
    with office.database.write() as connection:
        connection.execute(text(f"{RATE} VALUES ('pbi_kota', 3, 'lain', 1, '2026-11-01', 'x')"))
        connection.execute(text(f"{RATE} VALUES ('pbi_provinsi', 3, 'lain', 1, '2026-01-01', 'x')"))
        connection.execute(text("UPDATE rate SET amount = 2 WHERE budget_line = 'lain'"))


def facts_of(office, letter_id):
    from sqlalchemy import select

    from db.tables.papers import letter

    with office.database.read() as connection:
        return connection.scalar(select(letter.c.facts).where(letter.c.id == letter_id))


def test_the_paper_that_both_signed_comes_back_once_with_the_other_number(office, seat, month, clock):
    letter_id = close(seat, month)
    ours = letter_pdf(seat("ratna"), letter_id)[1]
    tomorrow = clock.now.date() + timedelta(days=1)
    for code, data, more in (
        ("not_a_scan", b"bukan PDF", {}),
        ("pdf_damaged", b"%PDF-1.4 hanya namanya", {}),
        ("photo_damaged", photo()[:500], {}),
        ("not_signed", ours, {}),
        ("bad_date", SCAN, {"signed_on": tomorrow}),
        ("bad_date", SCAN, {"signed_on": clock.now.date() - timedelta(days=1)}),
        ("no_signer", SCAN, {"signers": " "}),
        ("partner_number", SCAN, {"number": " "}),
        ("partner_date", SCAN, {"dated": None}),
        ("bad_date", SCAN, {"dated": tomorrow}),
    ):
        refused(code, lambda data=data, more=more: sign(seat, clock, letter_id, data, **more))
    told = {"signed_on": clock.now.date(), "signers": "Dua", "partner_number": "1", "partner_dated": clock.now.date()}
    refused("not_a_pdf", lambda: seat("ratna").run(SignScan(letter_id=letter_id, content=photo(), **told)))
    assert seat("ratna").read(letter_status, letter_id).signed_sha256 is None
    assert is_sentence(sign(seat, clock, letter_id).sentence)
    found = seat("hendra").read(letter_of_month, month)
    assert (found.signed, found.partner_number, found.partner_dated) == ("basah", "77/BA", clock.now.date())
    assert month_pdf(seat("hendra"), seat("hendra").read(month_by_id, month)) == SCAN
    assert seat("ratna").read(letter_files, letter_id).pdf == ours
    for data in (SCAN, ours):
        verdict = seat("hendra").paper.verify_bytes(data)
        assert verdict.valid and "Kadis dan Kepala Cabang" in verdict.sentence
    refused("already_signed", lambda: sign(seat, clock, letter_id))
    refused("other_office", lambda: seat("hendra").paper.attach_scan(
        letter_id, SCAN, signed_on=clock.now.date(), signers="A", number="1", dated=clock.now.date()
    ))  # fmt: skip
    lines = [line.action for line in seat("ratna").read(trail_of_letter, letter_id, found.number)]
    assert [one for one in lines if one != "lihat_surat"][:1] == ["surat:basah"] and "bulan_ditutup" in lines
    assert unbroken(office)
    seat("ratna").paper.letter(letter_id)
    seat("hendra").paper.kept_copy(letter_id, "ba.pdf")
    seat("hendra").looks.keep()
    job = {"printer": "Laser", "paper": "a4", "copies": 1, "pages": 2, "state": "diterima", "letter_id": letter_id}
    seat("ratna").run(RecordPrint(kind="surat", title=f"Surat {found.number}", **job))
    told = [line.action for line in seat("ratna").paper.trail(letter_id)]
    assert {"lihat_surat", "cetak", "riwayat", "surat:basah", "bulan_ditutup"} <= set(told)
    assert "simpan_surat" in [line.action for line in seat("hendra").paper.trail(letter_id)]


def test_a_void_one_opens_its_month_and_closing_it_anew_takes_the_next_number(office, seat, month, clock):
    letter_id = close(seat, month)
    number = seat("ratna").read(month_by_id, month).number
    counts = seat("ratna").read(rule_counts, month)
    refused("no_replacement", lambda: seat("ratna").run(VoidLetter(letter_id=letter_id, reason="Salah", replace=True)))
    outcome = seat("ratna").run(VoidLetter(letter_id=letter_id, reason="Salah tarif"))
    assert "terbuka lagi" in outcome.sentence and outcome.data["letters"] == []
    row = seat("ratna").read(month_by_id, month)
    assert (row.state, row.number, row.facts, row.closed_at) == ("terbuka", "", "", None)
    assert seat("ratna").read(rule_counts, month) == counts
    assert seat("ratna").read(letter_of_month, month) is None
    refused("void", lambda: sign(seat, clock, letter_id))
    again = close(seat, month)
    assert again != letter_id and seat("ratna").read(month_by_id, month).number != number
    assert [one.voided for one in seat("ratna").read(letters_of_office, seat("ratna").staff.office_id)] == [False, True]
    assert "bulan_dibuka" in [line.action for line in seat("ratna").read(trail_of_letter, letter_id, number)]


def test_where_it_needs_paraf_the_draft_is_issued_as_it_was_initialled(seat, month, kabid):
    ratna = seat("ratna")
    refused("paraf_needed", lambda: close(seat, month))
    draft_id = ratna.run(SubmitMonth(**as_seen(seat, month), counterpart_number="3/BA")).data["draft"]
    refused("in_draft", lambda: ratna.run(SubmitMonth(**as_seen(seat, month))))
    refused("in_draft", lambda: close(seat, month))
    refused("paraf_missing", lambda: close(seat, month, counterpart_number="3/BA", draft_id=draft_id))
    (row,) = kabid.read(drafts_of_office, ratna.staff.office_id)
    assert (row.month_id, row.period, row.people) == (month, PERIOD, 0)
    some = ratna.read(findings, month, decisions=("stop",))[0]
    ratna.run(DecideFindings(reconciliation_id=month, ids=(some.id,), decision="tetap", note="Masih di sini"))
    refused("draft_stale", lambda: kabid.run(InitialDraft(draft_id=draft_id, version=row.version)))
    kabid.run(ReturnDraft(draft_id=draft_id, version=row.version, reason="Angkanya berubah"))
    version = ratna.read(draft_by_id, draft_id).version
    ratna.run(ResubmitDraft(draft_id=draft_id, version=version))
    kabid.run(InitialDraft(draft_id=draft_id, version=kabid.read(draft_by_id, draft_id).version))
    letter_id = close(seat, month, note="Lain", draft_id=draft_id)
    assert ratna.read(month_by_id, month).counterpart_number == "3/BA"
    assert ratna.read(draft_by_id, draft_id).state == "terbit"
    letter_pdf(ratna, letter_id)
    assert "Ibu Kabid" in text_of(ratna.paper.archive_copy(letter_id))


def test_a_draft_called_off_leaves_the_month_open(seat, month, kabid):
    ratna = seat("ratna")
    draft_id = ratna.run(SubmitMonth(**as_seen(seat, month))).data["draft"]
    version = ratna.read(draft_by_id, draft_id).version
    outcome = ratna.run(CancelDraft(draft_id=draft_id, version=version, reason="Tunggu BPJS"))
    assert "Bulannya" in outcome.sentence and ratna.read(month_by_id, month).state == "terbuka"
    ratna.run(SubmitMonth(**as_seen(seat, month)))
