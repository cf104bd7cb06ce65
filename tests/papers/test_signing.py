"""TTE: unsigned PDF out, signed PDF back byte for byte; a signature made here; everything else refused (C4)."""

import hashlib
import logging
import re
import shutil
import subprocess

import pytest
from certificates import ISSUER, PASSWORD, SIGNER, authority, p12, pem, person
from chain import bring
from probe import everything, is_sentence, together, unbroken
from signing_service import sign, status, tamper, with_certificates
from sqlalchemy import select, text

from db.errors import RecordRoomError
from db.queries.letter_status import letter_status
from db.queries.letters import all_letters, letter_file
from db.tables.letters import letter_signed
from desktop.operations.attach_signed import AttachSigned, same_name
from desktop.operations.void_letter import VoidLetter
from desktop.sop.refusals import Refused


@pytest.fixture
def letter_id(office, seat, clock):
    """The recommendation that Sari's office issued."""
    bring(seat, clock, "menunggu_nik", 2)
    return next(row.id for row in office.read(all_letters) if row.code == "rekomendasi")


@pytest.fixture
def ours(seat, letter_id):
    return seat("sari").paper.unsigned(letter_id)[1]


def stored(office, letter_id):
    with office.database.read() as connection:
        return connection.execute(select(letter_signed).where(letter_signed.c.letter_id == letter_id)).one()


def refused(code, wish):
    with pytest.raises(Refused, match=f"^{code}$") as caught:
        wish()
    assert is_sentence(caught.value.sentence)
    return caught.value


def covered(content):
    """The signature's own word about the bytes it covers: from, how many, from, how many."""
    return [int(number) for number in re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)", content).groups()]


def test_a_signed_file_is_kept_byte_for_byte(office, seat, letter_id, ours):
    back = sign(ours, visible=True)
    said = seat("sari").paper.attach_signed(letter_id, back)
    row = stored(office, letter_id)
    assert row.content == back and row.sha256 == hashlib.sha256(back).hexdigest() == said.data["sha256"]
    assert (row.kind, row.signer_name, row.issuer) == ("tte", SIGNER, ISSUER)
    assert row.signed_at is not None and row.recorded_by == seat("sari").staff.id
    assert "rantai sertifikat tidak diperiksa" in said.sentence and "Periksa" not in said.sentence
    assert seat("sari").paper.letter(letter_id)[1] == ours and unbroken(office)
    assert seat("andi").paper.signed_copy(letter_id) == back
    assert seat("ratna").paper.signed_copy(letter_id) is None
    assert office.read(letter_status, letter_id).signed_sha256 == row.sha256


def test_signed_here_with_a_certificate_file(office, seat, clock, letter_id, ours, tmp_path):
    seat("sari").paper.sign_local(letter_id, p12(*person()), PASSWORD)
    row = stored(office, letter_id)
    assert row.content.startswith(ours) and len(row.content) > len(ours)
    assert row.signed_at == clock.now and (row.signer_name, row.issuer) == (SIGNER, ISSUER)
    (found,) = status(row.content)
    assert found.intact and found.valid and found.trusted and found.bottom_line
    assert b"/SubFilter /ETSI.CAdES.detached" in row.content
    _others_agree(row.content, tmp_path)


def test_a_key_on_a_curve(office, seat, letter_id, ours, tmp_path):
    seat("sari").paper.sign_local(letter_id, p12(*person(kind="ec")), PASSWORD)
    content = stored(office, letter_id).content
    assert status(content)[0].bottom_line
    _others_agree(content, tmp_path)


def test_what_a_service_adds_behind_its_signature_to_keep_it_checkable(office, seat, letter_id, ours):
    """Certificates for later checks (DSS) follow the signature as a revision of their own."""
    back = with_certificates(sign(ours))
    seat("sari").paper.attach_signed(letter_id, back)
    assert stored(office, letter_id).content == back


def _others_agree(content, folder):
    """OpenSSL on the bytes that the signature says it covers, and poppler's own reader of signatures."""
    begin, first, second, rest = covered(content)
    assert (begin, second + rest) == (0, len(content))
    code = bytes.fromhex(content[first + 1 : second - 1].decode("ascii"))
    size = int.from_bytes(code[2:4], "big") + 4  # what follows the CMS is padding
    (folder / "cms").write_bytes(code[:size])
    (folder / "isi").write_bytes(content[:first] + content[second:])
    (folder / "ca.pem").write_bytes(pem(authority()[1]))
    (folder / "tte.pdf").write_bytes(content)
    words = ("cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", "cms", "-content", "isi", "-out", "keluar")
    trust = ("-CAfile", "ca.pem", "-no_check_time", "-purpose", "any")
    done = subprocess.run(["openssl", *words, *trust], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "successful" in done.stderr, done.stderr
    if shutil.which("pdfsig"):
        told = subprocess.run(["pdfsig", "-nocert", "tte.pdf"], cwd=folder, capture_output=True, text=True, check=True)
        assert "Signature is Valid" in told.stdout and "Total document signed" in told.stdout
        assert SIGNER in told.stdout


def test_two_who_sign_one_after_the_other(office, seat, letter_id, ours):
    back = sign(sign(ours, field="A"), *person("Wira Sanjaya", "ec"), field="B")
    said = seat("sari").paper.attach_signed(letter_id, back)
    assert stored(office, letter_id).signer_name == f"{SIGNER}, Wira Sanjaya" and SIGNER in said.sentence


def test_a_name_that_is_not_on_the_letter_is_pointed_out(seat, letter_id, ours):
    said = seat("sari").paper.attach_signed(letter_id, sign(ours, *person("Orang Lain", "ec")))
    assert said.sentence.endswith(f"Periksa: di surat tertulis {SIGNER}.")


@pytest.mark.parametrize(
    ("written", "certified", "same"),
    [
        ("dr. Anindya Paramita", "ANINDYA PARAMITA, M.Kes", False),
        ("dr. Anindya Paramita", "ANINDYA PARAMITA", True),
        ("Anindya Paramita", "dr. Anindya Paramita, M.Kes", True),
        ("Anindya Paramita", "Budi Paramita", False),
        ("", "Budi", False),
    ],
)
def test_same_name(written, certified, same):
    assert same_name(written, certified) is same


def test_what_is_not_our_letter_signed(office, seat, letter_id, ours):
    paper = seat("sari").paper
    other = next(row for row in office.read(all_letters) if row.code == "permohonan_rekomendasi")
    theirs = seat("yusuf").paper.unsigned(other.id)[1]
    good = sign(ours)
    before = everything(office)
    assert other.number in refused("other_letter", lambda: paper.attach_signed(letter_id, sign(theirs))).sentence
    refused("other_letter", lambda: paper.attach_signed(letter_id, b"%PDF-1.7\nsembarang"))
    refused("not_signed", lambda: paper.attach_signed(letter_id, ours))
    refused("not_a_pdf", lambda: paper.attach_signed(letter_id, b"PK\x03\x04" + good))
    refused("not_a_pdf", lambda: paper.attach_signed(letter_id, b""))
    refused("too_large", lambda: paper.attach_signed(letter_id, good + b"\0" * 20_971_520))
    refused("not_signed", lambda: paper.attach_signed(letter_id, tamper(ours)))
    refused("altered", lambda: paper.attach_signed(letter_id, sign(tamper(ours))))
    refused("altered", lambda: paper.attach_signed(letter_id, tamper(good)))
    refused("changed", lambda: paper.attach_signed(letter_id, b"%PDF-1.4" + sign(ours)[8:]))
    refused("weak", lambda: paper.attach_signed(letter_id, sign(ours, digest="sha1")))
    for broken in (good[:-200], good + b"x", good + b"\n" * 40, good[: len(ours) + 300], ours + b"\n"):
        with pytest.raises(Refused) as caught:
            paper.attach_signed(letter_id, broken)
        assert caught.value.code in ("damaged", "not_signed"), caught.value.code
    assert everything(office) == before
    assert office.read(letter_status, letter_id).signed_sha256 is None


def test_another_document_behind_our_bytes(seat, letter_id, ours):
    """The file begins with our letter, but a reader that starts at its end sees somebody else's, duly signed."""
    moved = _moved(ours, len(ours))
    refused("altered", lambda: seat("sari").paper.attach_signed(letter_id, sign(ours + moved)))


def _moved(pdf, by):
    """The PDF with all its places shifted, so that it can stand behind another one."""
    start = int(re.search(rb"startxref\s+(\d+)\s+%%EOF\s*\Z", pdf)[1])
    table = re.sub(rb"(\d{10}) (\d{5}) n", lambda one: b"%010d %s n" % (int(one[1]) + by, one[2]), pdf[start:])
    return pdf[:start] + re.sub(rb"startxref\s+\d+", b"startxref\n%d" % (start + by), table)


def test_every_broken_bit_is_found(seat, letter_id, ours):
    """Outside the hole for the signature everything is signed; inside, the signature itself must hold. Certificates
    of others and padding lie there unsigned: they change nothing, and the register knows every byte that was stored."""
    good = sign(ours, *person(kind="ec"))
    first, second = covered(good)[1:3]
    zeros = re.search(rb"(00)+$", good[first + 1 : second - 1])
    end = first + 1 + zeros.start()
    signed = [*range(len(ours), first, 11), *range(second, len(good), 11)]
    assert len(signed) > 100
    for at in (*signed, *range(end - 100, end - 2, 5)):
        broken = bytearray(good)
        broken[at] ^= 1
        with pytest.raises(Refused) as caught:
            seat("sari").paper.attach_signed(letter_id, bytes(broken))
        assert is_sentence(caught.value.sentence)


def test_only_the_office_that_issued_it(office, seat, letter_id, ours):
    back = sign(ours)
    for name in ("andi", "yusuf", "ratna"):
        seen = seat(name).read(letter_file, letter_id) is not None
        assert seen or office.database.backend.logins  # on a server whom it does not concern does not even see it
        code = "other_office" if seen else "gone"
        refused(code, lambda name=name: seat(name).paper.attach_signed(letter_id, back))
        refused(code, lambda name=name: seat(name).paper.unsigned(letter_id))
        refused(code, lambda name=name: seat(name).paper.sign_local(letter_id, p12(*person()), PASSWORD))
    refused("gone", lambda: seat("sari").paper.attach_signed(9999, back))
    command = AttachSigned(letter_id=letter_id, content=back, signer_name=SIGNER)
    refused("other_office", lambda: seat("andi").run(command))
    refused("not_your_role", lambda: seat("admin").run(AttachSigned(**{**vars(command), "request": "lain"})))
    with pytest.raises(Refused, match="other_letter"):
        seat("sari").run(AttachSigned(letter_id=letter_id, content=b"%PDF-" + back, signer_name=SIGNER))


def test_once_and_not_after_it_was_voided(office, seat, letter_id, ours):
    paper, back = seat("sari").paper, sign(ours)
    results = together(*(lambda: paper.attach_signed(letter_id, back).sentence for _ in range(3)))
    assert results.count("already_signed") == 2, results
    said = refused("already_signed", lambda: paper.sign_local(letter_id, p12(*person()), PASSWORD)).sentence
    assert SIGNER in said
    seat("sari").run(VoidLetter(letter_id=letter_id, reason="Salah alamat", replace=True))
    refused("void", lambda: paper.unsigned(letter_id))
    assert "penggantinya" in refused("void", lambda: paper.attach_signed(letter_id, back)).sentence


@pytest.mark.parametrize("change", ["UPDATE letter_signed SET signer_name = 'x'", "DELETE FROM letter_signed"])
def test_what_was_signed_does_not_change(office, seat, letter_id, ours, change):
    seat("sari").paper.attach_signed(letter_id, sign(ours))
    with pytest.raises(RecordRoomError, match="guard"), office.database.write() as connection:
        connection.execute(text(change))


def test_certificates_that_cannot_sign(office, seat, clock, letter_id, ours, caplog):
    caplog.set_level(logging.DEBUG)
    key, certificate = person()
    paper = seat("sari").paper
    wrong = {
        "wrong_password": (p12(key, certificate), "salah-sama-sekali"),
        "not_pkcs12": (b"-----BEGIN CERTIFICATE-----", PASSWORD),
        "no_key": (p12(None, certificate), PASSWORD),
        "no_certificate": (p12(key, None), PASSWORD),
        "certificate_ended": (p12(*person(begin=-400, days=399)), PASSWORD),
        "certificate_early": (p12(*person(begin=2)), PASSWORD),
    }
    before = everything(office)
    for code, (file, secret) in wrong.items():
        caught = refused(code, lambda file=file, secret=secret: paper.sign_local(letter_id, file, secret))
        assert PASSWORD not in repr(caught.__cause__) + str(caught.__context__)
    for broken in (b"", p12(key, certificate)[:-30], p12(key, certificate)[:100], b"\x30\x80" * 9, b"0" * 2_000_000):
        refused("not_pkcs12", lambda broken=broken: paper.sign_local(letter_id, broken, PASSWORD))
    refused("wrong_password", lambda: paper.sign_local(letter_id, p12(key, certificate), ""))
    assert everything(office) == before
    paper.sign_local(letter_id, p12(key, certificate), PASSWORD)
    assert PASSWORD not in caplog.text
    with office.database.read() as connection:
        said = connection.scalars(text("SELECT fields FROM journal")).all()
        kept = connection.scalars(text("SELECT outcome FROM request")).all()
    assert not [line for line in (*said, *kept) if line and PASSWORD in line]


def test_a_file_without_a_password(office, seat, letter_id):
    seat("sari").paper.sign_local(letter_id, p12(*person(), password=""), "")
    assert stored(office, letter_id).signer_name == SIGNER


def test_a_letter_left_without_paper_by_a_crash_is_made_and_signed(office, seat, clock):
    from chain import seen, waiting

    from desktop.operations.move import Move

    bring(seat, clock, "menunggu_rekomendasi", 1)
    rows = waiting(seat("sari"), "menunggu_rekomendasi")
    command = Move(procedure="wbs", action="rekomendasikan", cases=seen(rows))
    letter_id = office.run(command, seat("sari").staff.id).data["letters"][0]
    with pytest.raises(Refused, match="other_letter"):
        seat("sari").run(AttachSigned(letter_id=letter_id, content=b"%PDF-", signer_name=SIGNER))
    seat("sari").paper.sign_local(letter_id, p12(*person()), PASSWORD)
    assert status(stored(office, letter_id).content)[0].bottom_line
