"""The pack of a closed month is the same to the byte after hundreds of later edits, tells every rupiah, and shows a touch."""

from dataclasses import replace

import openpyxl
import pypdfium2
import pytest
from probe import count, is_sentence, unbroken
from sqlalchemy import text

from db.errors import RecordRoomError
from db.queries.reconciliations import findings, month_by_id
from desktop.audit_seal import MANIFEST, check_folder
from desktop.operations.reconcile import Reconcile
from desktop.sop.reconciling import DECISIONS, finding_rules
from desktop.sop.refusals import Refused
from tests.cities.later import BY_CASE, SEGMENT, closed_month, later_work


def pack(seat, month, into, who="Inspektorat"):
    """Written by Dinkes."""
    ratna = seat("ratna")
    return ratna.register.write_audit(ratna.read(month_by_id, month), into, who)


def sheet(folder, name):
    """The rows of a workbook below its heading, as dictionaries."""
    rows = list(openpyxl.load_workbook(folder / name).active.iter_rows(values_only=True))
    head = rows[1]
    return [dict(zip(head, row, strict=True)) for row in rows[2:]]


def bytes_of(folder):
    """Name → bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_after_hundreds_of_edits_it_is_the_same_to_the_byte(office, seat, clock, tmp_path):
    month, run = closed_month(office, seat, clock)
    ratna = seat("ratna")
    frozen = ratna.read(month_by_id, month)
    before = pack(seat, month, tmp_path / "a")
    looked_at(before, frozen)
    as_decided(before.folder, ratna.read(findings, month, limit=10_000))
    done = later_work(office, seat, clock, run, 300)
    assert len(done) >= 10 and done["merged"] >= 1
    assert count(office, "person", "merged_into IS NOT NULL") >= 1
    assert count(office, "membership", f"run_id = {run}") == 0, "the import behind two memberships is gone"
    after = pack(seat, month, tmp_path / "b", "BPK")
    assert (after.fingerprint, after.content) == (before.fingerprint, before.content)
    assert bytes_of(after.folder) == bytes_of(before.folder)
    assert ratna.read(month_by_id, month) == frozen
    assert unbroken(office)
    touched(after.folder, after.fingerprint)


def looked_at(made, frozen):
    """Every line with its reason; the sum is what the Berita Acara says."""
    folder = made.folder
    lines = sheet(folder, "1-daftar-terbayar.xlsx")
    assert sum(one["Disepakati dibayar (Rp)"] for one in lines) == made.paid
    assert sum(one["Ditagih (Rp)"] for one in lines) == frozen.billed
    assert made.lines == len(lines) >= frozen.theirs
    (by_case,) = (one for one in lines if one["Nomor peserta"] == BY_CASE)
    assert "permohonan nomor" in by_case["Dasar kepesertaan"] and "Rekomendasi" in by_case["Surat"]
    (imported,) = (one for one in lines if one["Nomor peserta"] == "9000000000001")
    assert (imported["Berkas"], imported["Baris berkas"], imported["Nama kita"]) == ("daftar.xlsx", 8, "Warga B Uji")
    found = sheet(folder, "2-temuan.xlsx")
    decided = [one for one in found if one["Nilai (Rp)"]]
    assert decided and all(one["Keputusan"] and "Ratna" in one["Diputus oleh"] for one in decided)
    proofs = sheet(folder, "3-dasar.xlsx")
    assert {one["Jenis"] for one in proofs} == {"Langkah SOP", "Surat", "Pindaian"}
    letters = [one for one in proofs if one["Jenis"] == "Surat"]
    assert letters and all((folder / one["Berkas dalam paket"]).is_file() and one["SHA-256"] for one in letters)
    sources = {one["Nama berkas"]: one for one in sheet(folder, "4-berkas-impor.xlsx")}
    assert len(sources["daftar.xlsx"]["SHA-256 berkas"]) == 64 and "bpjs_tagihan.xlsx" in sources
    assert sheet(folder, "5-tarif.xlsx")
    index = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(folder / "indeks.pdf"))
    for word in (frozen.number, "SP2D", "1-daftar-terbayar.xlsx", "Sidik jari isi"):
        assert word in index
    assert check_folder(folder, made.fingerprint).troubles == ()


def as_decided(folder, kept):
    """Exactly the findings that were kept, with every decision; of who was never billed it is told that nothing is paid."""
    rows = [one for one in sheet(folder, "2-temuan.xlsx") if not one["Keadaan"]]
    names = ("Temuan", "Nomor peserta", "Nilai (Rp)", "Bocor (Rp)", "Keputusan", "Catatan")
    titles = {rule.code: rule.title for rule in finding_rules()}
    told = [
        (titles[one.rule], one.number, one.amount, one.leaked, DECISIONS.get(one.decision), one.note or None)
        for one in kept
    ]
    assert [tuple(one[name] or (0 if "Rp" in name else None) for name in names) for one in rows] == told
    said = {one.decision for one in kept}
    assert {"stop", "tambah", "sengketa"} <= said
    (ending,) = (one for one in kept if one.rule == "hanya_kita" and one.decision == "stop")
    lines = {one["Nomor peserta"]: one for one in sheet(folder, "1-daftar-terbayar.xlsx")}
    line = lines[ending.number]
    assert (line["Temuan"], line["Keputusan"], line["Nama kita"]) == ("Belum ditagih", "dihentikan", ending.name)
    assert (line["Ditagih (Rp)"], line["Disepakati dibayar (Rp)"]) == (0, 0)


def touched(folder, fingerprint):
    """One byte, a file more, a file less, a rewritten manifest: each is told."""
    assert check_folder(folder, fingerprint).troubles == ()
    place = folder / "2-temuan.xlsx"
    old = place.read_bytes()
    place.write_bytes(old[:-1] + bytes([old[-1] ^ 1]))
    assert check_folder(folder).troubles == ("2-temuan.xlsx: isinya berubah.",)
    place.write_bytes(old)
    (folder / "catatan.txt").write_text("x")
    assert check_folder(folder).troubles == ("catatan.txt: tidak ada dalam manifes.",)
    (folder / "catatan.txt").unlink()
    (folder / "5-tarif.xlsx").unlink()
    assert check_folder(folder).troubles == ("5-tarif.xlsx: hilang.",)
    manifest = folder / MANIFEST
    lines = [line for line in manifest.read_text().splitlines() if "5-tarif" not in line]
    manifest.write_text("\n".join(lines) + "\n")
    assert check_folder(folder).troubles == (f"{MANIFEST}: barisnya berubah, sidik jari paketnya tidak cocok.",)
    assert check_folder(folder, "0" * 64).troubles[-1].startswith("Sidik jari paket ini lain")


def refusal(call):
    with pytest.raises(Refused) as refused:
        call()
    assert is_sentence(refused.value.sentence)
    return refused.value.code


def test_an_open_month_has_none_and_what_was_kept_stays(office, seat, clock, tmp_path):
    month, _run = closed_month(office, seat, clock, people=30, leaks=1)
    ratna = seat("ratna")
    row = ratna.read(month_by_id, month)
    write = ratna.register.write_audit
    assert refusal(lambda: write(replace(row, state="terbuka"), tmp_path, "BPK")) == "not_closed"
    assert refusal(lambda: write(row, tmp_path, "  ")) == "no_recipient"
    assert refusal(lambda: write(replace(row, id=999), tmp_path, "BPK")) == "nothing_kept"
    assert refusal(lambda: seat("hendra").register.write_audit(row, tmp_path, "BPK")) == "not_your_role"
    assert list(tmp_path.iterdir()) == [] or not (tmp_path / "audit-pbi_kota-2026-10").exists()
    made = pack(seat, month, tmp_path)
    assert refusal(lambda: pack(seat, month, tmp_path)) == "there_already"
    assert refusal(lambda: check_folder(tmp_path)) == "no_manifest"
    assert not [one for one in made.folder.parent.iterdir() if one.name.startswith(".audit")]
    told = "action = 'ekspor' AND reason LIKE 'Paket audit%'"
    assert count(office, "journal", f"{told} AND reason LIKE '%{made.fingerprint}'") == 1
    assert count(office, "journal", told) == 2
    assert refusal(lambda: ratna.run(Reconcile(period=row.period, segment=SEGMENT))) == "closed"
    for table in ("month_line", "month_basis", "month_proof"):
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET reconciliation_id = reconciliation_id"):
            with pytest.raises(RecordRoomError), office.database.write() as connection:
                connection.execute(text(statement))
    with pytest.raises(RecordRoomError), office.database.write() as connection:
        connection.execute(text(f"INSERT INTO month_line (reconciliation_id, billed, paid) VALUES ({month}, 1, 1)"))
