"""Is it ours, and unchanged? Every kind of verdict, who may see the letter, and one changed byte anywhere (C5, L9)."""

import hashlib
import json
from io import BytesIO

import pytest
from certificates import ISSUER, SIGNER
from chain import bring, seen, waiting
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from probe import is_sentence, unbroken
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from signing_service import sign, tamper
from sqlalchemy import select, text

from db.queries.letters import all_letters
from db.queries.staff import staff_by_username
from db.tables.letters import letter_issue
from desktop import letter_traces
from desktop.letter_checks import check_bytes, check_token
from desktop.letter_traces import first_difference
from desktop.operations.initial_draft import InitialDraft
from desktop.operations.manage_signers import SaveParafRules
from desktop.operations.manage_staff import AddStaff
from desktop.operations.move import Move
from desktop.operations.submit_draft import SubmitDraft
from desktop.operations.void_letter import VoidLetter
from desktop.seat import Seat
from desktop.sop.refusals import Refused


def recommendation(office):
    return next(row for row in office.read(all_letters) if row.code == "rekomendasi")


@pytest.fixture
def row(office, seat, clock):
    bring(seat, clock, "menunggu_nik", 2)
    return recommendation(office)


@pytest.fixture
def ours(seat, row):
    return seat("sari").paper.letter(row.id)[1]


def token_of(office, letter_id):
    with office.database.read() as connection:
        return connection.scalar(select(letter_issue.c.token).where(letter_issue.c.letter_id == letter_id))


def judged(verdict, kind):
    assert verdict.kind == kind and is_sentence(verdict.sentence), verdict
    assert verdict.valid == (kind in ("asli", "ditandatangani", "arsip"))
    return verdict


def test_the_letter_as_issued(office, seat, row, ours):
    for name in ("sari", "andi"):
        verdict = judged(seat(name).paper.verify_bytes(ours), "asli")
        assert verdict.tte == "tanpa TTE" and verdict.pdf == ours and verdict.letter.id == row.id
        assert verdict.difference is None and row.number in verdict.sentence


def test_other_offices_are_told_the_facts_of_the_register_only(office, seat, row, ours):
    for verdict in (
        seat("ratna").paper.verify_bytes(ours),
        seat("ratna").paper.verify_token(token_of(office, row.id)),
        check_bytes(office, ours, None),
        check_token(office, token_of(office, row.id), None),
    ):
        judged(verdict, "asli")
        assert verdict.pdf is None and verdict.letter.number == row.number
        assert "23 November 2026" in verdict.sentence and row.to_office in verdict.sentence
    altered = bytearray(ours)
    altered[700] ^= 1
    assert seat("ratna").paper.verify_bytes(bytes(altered)).pdf is None


def test_the_signed_file_and_what_was_signed(office, seat, row, ours):
    back = sign(ours, visible=True)
    seat("sari").paper.attach_signed(row.id, back)
    verdict = judged(seat("andi").paper.verify_bytes(back), "ditandatangani")
    assert verdict.tte == f"TTE oleh {SIGNER}, penerbit {ISSUER}, utuh; rantai sertifikat tidak diperiksa"
    assert verdict.pdf == back and verdict.tte in verdict.sentence
    plain = judged(seat("andi").paper.verify_bytes(ours), "asli")
    assert plain.tte == "tanpa TTE" and SIGNER in plain.sentence
    shown = judged(seat("andi").paper.verify_token(token_of(office, row.id)), "ditandatangani")
    assert shown.pdf == back and shown.tte == verdict.tte


@pytest.mark.parametrize("form", ["PADAN:{}", "padan:{}", " PADAN : {} ", "{}", "PADAN;{}", "spaced"])
def test_the_code_as_scanned_or_typed(office, seat, row, ours, form):
    token = token_of(office, row.id)
    spaced = "PADAN: " + " ".join(token[at : at + 4].upper() for at in range(0, 16, 4))
    verdict = judged(seat("andi").paper.verify_token(spaced if form == "spaced" else form.format(token)), "asli")
    assert verdict.pdf == ours and verdict.tte == "tanpa TTE" and "Cocokkan" in verdict.sentence


@pytest.mark.parametrize("typed", ["", "PADAN:", "PADAN:123", "PADAN:" + "g" * 16, "PADAN:" + "0" * 17, "é"])
def test_half_a_code_is_said_to_be_none(seat, row, typed):
    verdict = judged(seat("andi").paper.verify_token(typed), "kode")
    assert verdict.letter is None and verdict.pdf is None and "Surat" not in verdict.sentence


def test_a_code_nobody_issued(seat, row):
    verdict = judged(seat("andi").paper.verify_token("0" * 16), "bukan")
    assert verdict.letter is None and verdict.pdf is None


def test_a_void_letter_names_its_successor(office, seat, row, ours):
    back = sign(ours)
    seat("sari").paper.attach_signed(row.id, back)
    new = seat("sari").run(VoidLetter(letter_id=row.id, reason="Nama pribadi di alasan", replace=True))
    number = next(one.number for one in office.read(all_letters) if one.id == new.data["letters"][0])
    for verdict in (
        seat("sari").paper.verify_bytes(ours),
        seat("andi").paper.verify_bytes(back),
        seat("andi").paper.verify_token(token_of(office, row.id)),
        check_bytes(office, ours, None),
    ):
        judged(verdict, "dibatalkan")
        assert f"Nomor {number}" in verdict.sentence and "Nama pribadi" not in verdict.sentence
    seat("sari").run(VoidLetter(letter_id=new.data["letters"][0], reason="Keliru lagi"))
    second = seat("sari").paper.letter(new.data["letters"][0])[1]
    assert "Tidak ada penggantinya" in judged(seat("sari").paper.verify_bytes(second), "dibatalkan").sentence


def test_the_archive_copy(office, seat, clock, password):
    bring(seat, clock, "menunggu_rekomendasi", 1)
    office_id = seat("sari").staff.office_id
    seat("admin").run(AddStaff(username="kabid", name="Ibu Kabid", office_id=office_id, password=password))
    steps = (("Kepala Bidang", seat("kabid").staff.id),)
    seat("admin").run(SaveParafRules(office_id=office_id, code="rekomendasi", steps=steps))
    rows = waiting(seat("sari"), "menunggu_rekomendasi")
    command = {"procedure": "wbs", "action": "rekomendasikan"}
    draft_id = seat("sari").run(SubmitDraft(**command, cases=seen(rows))).data["draft"]
    seat("kabid").run(InitialDraft(draft_id=draft_id, version=1))
    (letter_id,) = seat("sari").run(Move(**command, cases=seen(rows), draft_id=draft_id)).data["letters"]
    archive = seat("sari").paper.archive_copy(letter_id)
    verdict = judged(seat("sari").paper.verify_bytes(archive), "arsip")
    assert verdict.pdf == seat("sari").paper.letter(letter_id)[1] != archive
    altered = judged(seat("sari").paper.verify_bytes(archive[:-9] + b"\n" + archive[-8:]), "berubah")
    assert altered.difference == len(archive) - 9


def test_what_is_not_ours(office, seat, row, ours):
    from desktop.documents.letters import render_letter
    from desktop.documents.sample import sample_letter

    for data in (b"", b"%PDF-1.4\n%%EOF", b"PK\x03\x04", render_letter(sample_letter("rekomendasi"))):
        verdict = judged(seat("sari").paper.verify_bytes(data), "bukan")
        assert (verdict.letter, verdict.pdf, verdict.difference) == (None, None, None)
    with pytest.raises(Refused, match="too_large"):
        seat("sari").paper.verify_bytes(bytes(64 * 1024 * 1024 + 1))


def test_where_and_how_it_was_changed(office, seat, row, ours):
    def said(data):
        verdict = judged(seat("andi").paper.verify_bytes(data), "berubah")
        assert verdict.letter.id == row.id and verdict.pdf == ours and verdict.tte == "tanpa TTE"
        return verdict

    one = bytearray(ours)
    one[1234] ^= 1
    assert said(bytes(one)).difference == 1234
    assert "satu bita berubah di posisi 1234" in said(bytes(one)).sentence
    one[5000] ^= 255
    assert "2 bita berubah, yang pertama di posisi 1234" in said(bytes(one)).sentence
    longer = said(ours + b"tambahan")
    assert longer.difference == len(ours) and "8 bita tambahan" in longer.sentence
    assert "tambahan" in said(tamper(ours)).sentence
    assert "tambahan" in said(sign(ours)).sentence  # signed by somebody, but not kept by the office
    shorter = said(ours[:-100])
    assert shorter.difference == len(ours) - 100 and "100 bita terakhir hilang" in shorter.sentence
    back = sign(ours)
    seat("sari").paper.attach_signed(row.id, back)
    broken = bytearray(back)
    broken[-40] ^= 1
    assert judged(seat("andi").paper.verify_bytes(bytes(broken)), "berubah").difference == len(back) - 40


def test_written_anew_by_another_program(office, seat, row, ours):
    """Every byte differs, but the file still names our letter."""
    out = BytesIO()
    reader = PdfFileReader(BytesIO(ours))
    writer = copy_into_new_writer(reader)
    writer.stream_xrefs = True
    writer.write(out)
    verdict = judged(seat("andi").paper.verify_bytes(out.getvalue()), "berubah")
    assert verdict.letter.id == row.id and is_sentence(verdict.sentence)


def test_looking_is_journalled(office, seat, row, ours):
    seat("andi").paper.verify_bytes(ours)
    seat("ratna").paper.verify_token(token_of(office, row.id))
    seat("ratna").paper.verify_bytes(b"%PDF-1.4 bukan")
    with office.database.read() as connection:
        lines = connection.execute(
            text("SELECT staff_name, reason, fields FROM journal WHERE action = 'lihat_surat' ORDER BY id")
        ).all()
    assert [(line.staff_name, line.reason) for line in lines] == [
        (seat("andi").staff.name, f"Verifikasi surat Nomor {row.number}: asli"),
        (seat("ratna").staff.name, f"Verifikasi surat Nomor {row.number}: asli"),
    ]
    assert json.loads(lines[0].fields)["banyaknya"] == [0, 2] and unbroken(office)


@pytest.mark.parametrize("table", ["letter", "letter_signed"])
def test_a_register_that_was_changed_behind_its_back_is_found(office, seat, row, ours, table):
    """Somebody with the database password took the walls down."""
    seat("sari").paper.attach_signed(row.id, sign(ours)) if table == "letter_signed" else None
    column, key = ("pdf", "id") if table == "letter" else ("content", "letter_id")
    with office.database.write() as connection:
        if office.database.backend.name == "sqlite":
            connection.execute(text(f"DROP TRIGGER guard_{table}_update"))
        else:
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        forged = {"forged": tamper(ours), "id": row.id}
        connection.execute(text(f"UPDATE {table} SET {column} = :forged WHERE {key} = :id"), forged)
        if table == "letter_signed":
            fits = {"sha": hashlib.sha256(tamper(ours)).hexdigest(), "id": row.id}
            connection.execute(text("UPDATE letter_signed SET sha256 = :sha WHERE letter_id = :id"), fits)
    verdict = judged(seat("andi").paper.verify_token(token_of(office, row.id)), "berubah")
    assert "administrator" in verdict.sentence and verdict.pdf is None


def test_a_letter_without_paper_is_made_before_it_is_shown(office, seat, clock):
    bring(seat, clock, "menunggu_rekomendasi", 1)
    rows = waiting(seat("sari"), "menunggu_rekomendasi")
    command = Move(procedure="wbs", action="rekomendasikan", cases=seen(rows))
    letter_id = office.run(command, seat("sari").staff.id).data["letters"][0]
    token = token_of(office, letter_id)
    assert judged(seat("andi").paper.verify_token(token), "asli").pdf is None  # only its own office makes it
    verdict = judged(seat("sari").paper.verify_token(token), "asli")
    assert verdict.pdf == seat("andi").paper.letter(letter_id)[1]


def test_a_letter_between_others_is_not_handed_out(seat, row):
    assert seat("andi").paper.letter(row.id)[0] == row.number
    with pytest.raises(Refused, match="other_office") as caught:
        seat("ratna").paper.letter(row.id)
    assert is_sentence(caught.value.sentence)
    with pytest.raises(Refused, match="gone"):
        seat("ratna").paper.letter(9999)


class Paper:
    """One issued letter and its signed file on SQLite, made once for many examples."""

    def __init__(self, office, seat, clock):
        bring(seat, clock, "menunggu_nik", 2)
        self.office, self.row = office, recommendation(office)
        self.ours = seat("sari").paper.letter(self.row.id)[1]
        self.signed = sign(self.ours)
        seat("sari").paper.attach_signed(self.row.id, self.signed)


@pytest.fixture
def paper(local_office, clock):
    def seat(username):
        return Seat(local_office, local_office.read(staff_by_username, username))

    return Paper(local_office, seat, clock)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), signed=st.booleans())
@example(share=0.0, bit=0, signed=False)
@example(share=0.999999, bit=0, signed=True)
def test_one_changed_bit_anywhere_is_found(paper, share, bit, signed):
    whole = paper.signed if signed else paper.ours
    at = int(share * len(whole))
    broken = bytearray(whole)
    broken[at] ^= 1 << bit
    verdict = check_bytes(paper.office, bytes(broken), paper.row.office_id)
    assert (verdict.kind, verdict.difference, verdict.letter.id) == ("berubah", at, paper.row.id)
    assert f"satu bita berubah di posisi {at}" in verdict.sentence


def test_a_changed_bit_in_the_name_itself_is_found(paper):
    """Every place where the file says which letter it is: another place, or its length, still tells."""
    needle = paper.row.number.encode()
    places = [at for at in range(len(paper.ours)) if paper.ours.startswith(needle, at)]
    assert places
    for at in (at + offset for at in places for offset in range(0, len(needle), 3)):
        broken = bytearray(paper.ours)
        broken[at] ^= 1
        verdict = check_bytes(paper.office, bytes(broken), None)
        assert (verdict.kind, verdict.difference) == ("berubah", at)
    everywhere = paper.ours.replace(needle, needle[:-1] + b"7")
    assert check_bytes(paper.office, everywhere, None).kind == "berubah"


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_first_difference_is_the_plain_one(data, ours):
    plain = next((at for at, (one, two) in enumerate(zip(data, ours, strict=False)) if one != two), None)
    assert first_difference(data, ours) == (min(len(data), len(ours)) if plain is None else plain)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (rb"Surat \205 1/A", "Surat – 1/A"),
        ("Surat – 1/A".encode(), "Surat – 1/A"),
        (b"Surat \xe2\x80\x93 1&amp;2", "Surat – 1&2"),
        (b"\xfe\xff" + "Surat – 1/A".encode("utf-16-be"), "Surat – 1/A"),
        (b"FEFF" + "Surat – 1/A".encode("utf-16-be").hex().encode(), "Surat – 1/A"),
        (rb"Surat \(a\) \\", "Surat (a) \\"),
    ],
)
def test_titles_are_read_however_they_are_written(raw, said):
    assert letter_traces._decoded(raw) == said
