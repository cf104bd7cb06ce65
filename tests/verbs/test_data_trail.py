"""*Riwayat data*: everything done with one person's data is in it, and giving it is journalled (UU 27/2022)."""

import csv
import io
import json
import sys
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from chain import bring, intake
from pdf_reading import all_text
from sqlalchemy import text

from db.queries.cases import cases_by_id
from db.queries.letters import letters_of_office
from db.queries.mail import mail_of_letter
from db.queries.trail import trail_of_person, trail_span
from desktop.cli import main
from desktop.data_trail import data_trail, person_with_nik
from desktop.operations.dispatch import ConfirmReceipt, RecordDispatch
from desktop.operations.note_access import NoteAccess
from desktop.operations.record_print import RecordPrint
from desktop.operations.trail_parts import months_between, part_of
from desktop.operations.void_letter import VoidLetter
from desktop.sop.refusals import Refused
from tests.shelf import staged

ZONE = ZoneInfo("Asia/Jakarta")
WHY = "Surat permintaan 23 November 2026"


@pytest.fixture
def person(office, seat, clock):
    """Somebody with a NIK and a letter, seen, exported, printed and searched for by several clerks."""
    return staged(office.database.url, ("person", clock.now), lambda: _looked_at(office, seat, clock))


def _looked_at(office, seat, clock):
    case = bring(seat, clock, "nik_tersedia")[0]
    row = office.read(cases_by_id, [case])[0]
    yusuf, ratna = seat("yusuf"), seat("ratna")
    ratna.looks.note_search("siti", (row.person_id,))
    ratna.looks.note("buka_orang", person_id=row.person_id)
    ratna.looks.keep(all_of_it=True)
    yusuf.paper.letter(yusuf.read(letters_of_office, yusuf.staff.office_id)[-1].id)
    yusuf.looks.keep()
    ratna.run(NoteAccess(kind="buka_nik", person_id=row.person_id, purpose="Mencari NIK ganda"))
    yusuf.run(NoteAccess(kind="ekspor", purpose="Rapat", recipient="Dinas Sosial", subjects=(row.person_id,)))
    return row


def test_everything_done_with_the_data_is_in_it(office, seat, person):
    trail = data_trail(seat("yusuf"), person.person_id, why=WHY, form="layar")
    told = {line.what for line in trail.lines}
    assert {
        "Dicatat saat penjangkauan",
        "NIK dicatat",
        "NIK dibuka",
        "Daftar diekspor",
        "Surat dilihat",
        "Pencarian",
        "Data orang dibuka",
        "Riwayat pemrosesan data dibuka",
    } <= told
    exported = next(line for line in trail.lines if line.what == "Daftar diekspor")
    assert "Rapat" in exported.detail and "Dinas Sosial" in exported.detail and exported.place
    looked = next(line for line in trail.lines if line.what == "NIK dibuka")
    assert looked.who.startswith("dr. Ratna Wulandari, ") and "Mencari NIK ganda" in looked.detail
    assert person.nik not in " ".join(line.detail for line in trail.lines)
    assert not trail.cut


def test_others_are_not_in_it(office, seat, clock, person):
    other = office.read(cases_by_id, intake(seat, clock, 1))[0]
    lines = data_trail(seat("bagus"), other.person_id, why=WHY, form="layar").lines
    assert {line.what for line in lines} == {
        "Dicatat saat penjangkauan",
        "Panti tujuan dipilih",
        "Riwayat pemrosesan data dibuka",
    }


def test_who_may_have_it(office, seat, person):
    # On a server an administrator as such sees nobody, and gives no trail of anybody.
    alone = () if office.database.backend.logins else ("admin",)
    for name in ("bagus", "yusuf", *alone):
        assert data_trail(seat(name), person.person_id, why=WHY, form="layar").lines
    with pytest.raises(Refused, match="not_your_person"):
        data_trail(seat("hendra"), person.person_id, why=WHY, form="layar")
    with pytest.raises(Refused, match="reason_needed"):
        data_trail(seat("yusuf"), person.person_id, why=" a ", form="layar")
    with pytest.raises(Refused, match="gone"):
        data_trail(seat("admin"), 999_999, why=WHY, form="layar")


def test_months_and_kinds_narrow_it(office, seat, clock, person):
    clock.now = datetime(2026, 11, 30, 18, 0, tzinfo=UTC)  # already December in Jakarta
    seat("ratna").run(NoteAccess(kind="buka_nik", person_id=person.person_id, purpose="Desember"))
    first, last = office.read(trail_span, person.person_id)
    months = months_between(first.astimezone(ZONE).date(), last.astimezone(ZONE).date())
    assert months == (date(2026, 12, 1), date(2026, 11, 1))

    def actions(group, month=None):
        rows = office.read(trail_of_person, person.person_id, part=part_of(group, month, ZONE))
        return [row.action for row in rows]

    assert actions("semua", date(2026, 12, 1)) == ["buka_nik"]
    assert len(actions("semua")) == 1 + len(actions("semua", date(2026, 11, 1)))
    assert set(actions("lihat")) == {"buka_nik", "buka_orang", "cari_orang", "lihat_surat"}
    assert set(actions("keluar")) == {"ekspor"}
    assert set(actions("utama")) == set(actions("ubah")) | {"buka_nik", "ekspor"}
    assert not set(actions("ubah")) & {"buka_nik", "ekspor", "buka_orang"}


def test_one_letter_narrows_it_to_whom_it_was_read_copied_printed_sent_and_declared_void_by(office, seat, clock):
    case = bring(seat, clock, "menunggu_rekomendasi")[0]
    row, yusuf = office.read(cases_by_id, [case])[0], seat("yusuf")
    mine = yusuf.read(letters_of_office, yusuf.staff.office_id)
    cover = next(one for one in mine if one.code == "permohonan_rekomendasi")
    line = yusuf.read(mail_of_letter, yusuf.staff.office_id, cover.id)
    yusuf.paper.letter(cover.id)
    yusuf.paper.kept_copy(cover.id, "salinan.pdf")
    yusuf.looks.keep()
    form = {"kind": "surat", "printer": "uji", "paper": "f4", "copies": 1, "pages": 1, "state": "diterima"}
    yusuf.run(RecordPrint(title=f"Surat {cover.number}", letter_id=cover.id, **form))
    sent = yusuf.run(RecordDispatch(mail_id=line.id, way="antar", recipient="Dinas Sosial")).data["dispatch"]
    clock.forward(hours=1)
    yusuf.run(ConfirmReceipt(dispatch_id=sent, version=1, received_by="Rini", received_at=clock.now))
    yusuf.run(VoidLetter(letter_id=cover.id, reason="Salah tanggal"))

    def actions(number):
        found = office.read(trail_of_person, row.person_id, part=part_of("semua", None, ZONE, number))
        return {one.action for one in found}

    done = {"lihat_surat", "simpan_surat", "cetak", "kirim_surat", "terima_surat", "surat_batal"}
    assert actions(cover.number) == done | {"surat:permohonan_rekomendasi", "surat:rekapitulasi"}
    assert actions(cover.number[1:]) == actions(f"1{cover.number}") == actions("%") == actions("_") == set()
    lines = data_trail(yusuf, row.person_id, why=WHY, form="layar", letter=cover.number).lines
    words = " ".join(f"{line.what} {line.detail}" for line in lines)
    seen = seat("sari").paper.trail(cover.id, "Audit")
    assert {one.action for one in seen} == done | {"surat:permohonan_rekomendasi", "surat:rekapitulasi", "riwayat"}
    assert [one.action for one in seen].count("surat:permohonan_rekomendasi") == 1, "three people, one line"
    assert "Dinas Sosial" in seen[0].staff_name and seen[0].action == "riwayat"
    with pytest.raises(Refused, match="other_office"):
        seat("andi").paper.trail(cover.id)
    assert "Surat dikirim" in words and "Rini" in words and f"Surat {cover.number}" in words


def test_a_record_that_was_merged_belongs_to_the_trail(office, seat, clock, person):
    other = office.read(cases_by_id, intake(seat, clock, 1))[0]
    with office.database.write() as connection:
        merge = text("UPDATE person SET merged_into = :into WHERE id = :id")
        connection.execute(merge, {"into": person.person_id, "id": other.person_id})
    lines = office.read(trail_of_person, person.person_id)
    assert [line.action for line in lines].count("catat") == 2


def call(capsys, monkeypatch, url, nik, *words, user="yusuf"):
    from desktop.practice import load_practice

    monkeypatch.setenv("PADAN_PASSWORD", load_practice().password)
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{nik}\n"))
    status = main(["trail", "--nik-from-stdin", "--database", url, "--as", user, "--json", "--why", WHY, *words])
    out = capsys.readouterr()
    return status, json.loads(out.out) if out.out else None, out.err


def test_the_verb_reads_the_nik_from_stdin(url, seat, person, capsys, monkeypatch):
    spaced = " ".join(person.nik[at : at + 4] for at in range(0, 16, 4))
    status, data, _ = call(capsys, monkeypatch, url, spaced, "--only", "keluar")
    assert status == 0 and [line["what"] for line in data["lines"]] == ["Daftar diekspor"]
    status, data, _ = call(capsys, monkeypatch, url, person.nik, "--letter", "9/TIDAK/ADA")
    assert status == 0 and data["lines"] == []
    assert main(["trail", person.nik, "--why", WHY]) == 2
    number = seat("yusuf").read(letters_of_office, seat("yusuf").staff.office_id)[0].number
    for words, status in ((["--letter", number], 0), (["--letter", "9/X"], 1), ([], 1)):
        assert main(["trail", "--database", url, "--as", "yusuf", "--json", "--why", WHY, *words]) == status
        out, said = capsys.readouterr()
        assert "Surat terbit" in out if status == 0 else "NOMOR_SURAT" in said or "buku kantor" in said
    status, _, err = call(capsys, monkeypatch, url, "3175011203809977")
    assert status == 1 and "3175" not in err
    status, _, err = call(capsys, monkeypatch, url, "bukan angka")
    assert status == 1 and "Periksa 16 angkanya" in err
    assert call(capsys, monkeypatch, url, person.nik, user="hendra")[0] == 1


def test_the_verb_writes_paper_and_tables(url, person, office, capsys, monkeypatch, tmp_path):
    for ending in ("pdf", "xlsx", "csv"):
        out = tmp_path / f"riwayat.{ending}"
        assert (
            call(capsys, monkeypatch, url, person.nik, "--out", str(out), "--month", f"{person_month(office, person)}")[
                0
            ]
            == 0
        )
    said = all_text((tmp_path / "riwayat.pdf").read_bytes())
    assert "RIWAYAT PEMROSESAN DATA PRIBADI" in said and "NIK dibuka" in said and person.nik not in said
    rows = list(csv.reader(io.StringIO((tmp_path / "riwayat.csv").read_text(encoding="utf-8-sig"))))
    assert rows[0][0] == "WAKTU" and any("Rapat" in row[4] for row in rows)
    import openpyxl

    sheet = openpyxl.load_workbook(tmp_path / "riwayat.xlsx").active
    assert any("Daftar diekspor" in str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert call(capsys, monkeypatch, url, person.nik, "--out", str(tmp_path / "riwayat.doc"))[0] == 1
    given = [row for row in office.read(trail_of_person, person.person_id) if row.action == "riwayat"]
    assert [json.loads(row.fields)["bentuk"][1] for row in given] == ["CSV", "Excel", "PDF"]
    assert {row.reason for row in given} == {WHY}


def person_month(office, person):
    first, _last = office.read(trail_span, person.person_id)
    return f"{first.astimezone(ZONE):%Y-%m}"


def test_a_wrong_nik_is_nobody_and_is_not_repeated(office, seat):
    for typed in ("", "123", "31750112038099123", "00000000000000000", "½²³"):
        with pytest.raises(Refused) as refused:
            person_with_nik(seat("admin"), typed)
        assert refused.value.code == "no_such_nik"
