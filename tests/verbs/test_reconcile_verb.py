"""``reconcile``: a small city's month from the command line to a signed paper, with its workbooks."""

import json
import shutil
from datetime import datetime
from zoneinfo import ZoneInfo

import openpyxl
import pypdfium2
import pytest

from desktop.cli import main
from desktop.house import House
from tests.cities.city import PERIOD, city
from tests.cities.settling import settle
from tests.scans import photo


@pytest.fixture
def home(tmp_path, monkeypatch, templates):
    """A PC whose practice office has a city in it."""
    folder = tmp_path / "data"
    monkeypatch.setenv("PADAN_HOME", str(folder))
    monkeypatch.delenv("PADAN_PASSWORD", raising=False)
    folder.mkdir()
    shutil.copy(templates["sqlite"], folder / "latihan.db")
    house = House(practice=True, folder=folder)
    made = city(21, 200, leaks=2)
    settle(house.office().database, made, staff_id=1)
    house.close()
    return made


def call(capsys, *words):
    """(exit status, JSON or None, stderr)."""
    status = main(["--practice", "--json", "--as", "ratna", "reconcile", "--segment", "pbi_kota", *words])
    out, err = capsys.readouterr()
    return status, json.loads(out) if out else None, err


def test_a_month_from_the_command_line(home, capsys, tmp_path):
    """Compared, refused while undecided, decided and closed; the files say what the figures say."""
    status, seen, _ = call(capsys, "--period", PERIOD)
    assert status == 0
    assert (seen["state"], seen["billed"], seen["expected"]) == ("terbuka", home.billed, home.expected)
    assert seen["difference"] == home.billed - home.expected == sum(one["amount"] for one in seen["rules"].values())
    status, _, sentence = call(capsys, "--period", PERIOD, "--close")
    assert status == 1
    assert "belum diputus" in sentence
    out = tmp_path / "hasil"
    status, closed, _ = call(capsys, "--period", PERIOD, "--decide", "--close", "--number", "9/BA", "--out", str(out))
    assert status == 0
    # What was billed too low is in dispute and stays as it was billed.
    assert closed["state"] == "tutup" and home.expected - closed["corrected"] in range(1, closed["disputed"] + 1)
    stop, doubles, add = (numbers(closed["files"][name]) for name in ("stop", "ganda", "tambah"))
    # Who is billed twice stays a member: no stop list may name them for that.
    assert set(stop) >= home.truth["meninggal"] | home.truth["pindah"] | home.truth["hanya_mereka"]
    gone = home.truth["meninggal"] | home.truth["pindah"] | home.truth["dobel_pbi"] | home.truth["hanya_mereka"]
    assert set(stop) <= gone and set(doubles) == home.truth["ganda"]
    assert set(add) == home.truth["hanya_kita"]
    bill = table(closed["files"]["tagihan_dikoreksi"])
    *lines, whole = bill
    assert whole["Nama"] == "Jumlah" and whole["Ditagih (Rp)"] == home.billed
    assert whole["Dibayar (Rp)"] == closed["corrected"] == sum(one["Dibayar (Rp)"] for one in lines)
    assert len([one for one in lines if one["Baris"]]) == len(home.lines)
    struck = {one["Nomor peserta"] for one in lines if one["Dibayar (Rp)"] == 0}
    assert struck >= home.truth["meninggal"] | home.truth["hanya_mereka"]
    by_number = {one["Nomor peserta"]: one["Mengapa"] for one in lines if one["Dikoreksi (Rp)"]}
    assert {by_number[number] for number in home.truth["hanya_kita"]} == {"Belum ditagih, ditambahkan"}
    assert all(one["Mengapa"] == "sesuai" for one in lines if one["Mengapa"].startswith("s"))
    assert all(bool(one["Dikoreksi (Rp)"]) <= (one["Mengapa"] != "sesuai") for one in lines)
    assert all(isinstance(number, str) and len(number) == 13 for number in [*stop, *add])
    text = " ".join(
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(closed["files"]["berita_acara"])
    )
    assert closed["number"] in text
    assert "9/BA" in text
    status, _, sentence = call(capsys, "--period", PERIOD)
    assert status == 1
    assert "sudah ditutup" in sentence


def test_the_signed_paper_comes_back_and_is_applied_from_the_command_line(home, capsys, tmp_path):
    """Not before it is signed, not twice, and from the day that BPJS counts."""
    month = ("--period", PERIOD)
    assert call(capsys, *month, "--apply")[0] == 1
    _, closed, _ = call(capsys, *month, "--decide", "--close")
    (letter_id,) = closed["letters"]
    status, _, sentence = call(capsys, *month, "--apply")
    assert status == 1 and "belum ditandatangani" in sentence
    status, _, sentence = call(capsys, *month, "--apply", "--close")
    assert status == 1 and "tanpa --decide" in sentence
    paper = tmp_path / "ba.pdf"

    def scan(data, *words):
        paper.write_bytes(data)
        status = main(
            ["--practice", "--json", "--as", "ratna", "letter", "scanned", str(letter_id), str(paper), *words]
        )
        out, err = capsys.readouterr()
        return status, json.loads(out) if out else None, err

    theirs = ("--partner-number", "7/BA", "--dated", f"{datetime.now(ZoneInfo('Asia/Jakarta')):%Y-%m-%d}")
    assert scan(b"%PDF-1.4 rusak", *theirs)[0] == 1
    assert scan(photo())[0] == 1  # without the other side's number
    status, kept, _ = scan(photo(), *theirs)
    assert status == 0 and len(kept["sha256"]) == 64
    status, _, sentence = call(capsys, *month, "--apply", "--effective", "2026-10-01")
    assert status == 1 and "sudah ditutup" in sentence
    status, _, sentence = call(capsys, *month, "--apply", "--effective", "besok")
    assert status == 2 and "bukan tanggal" in sentence
    status, done, _ = call(capsys, *month, "--apply")
    assert (status, done["number"], done["state"]) == (0, closed["number"], "tutup")
    assert done["ended"] == len(home.truth["meninggal"] | home.truth["pindah"] | home.truth["dobel_pbi"])
    status, _, sentence = call(capsys, *month, "--apply")
    assert status == 1 and "sudah diterapkan" in sentence


def numbers(file):
    """The participant numbers of a workbook, in order."""
    rows = list(openpyxl.load_workbook(file).active.iter_rows(values_only=True))
    head = next(at for at, row in enumerate(rows) if "Nomor peserta" in row)
    return [row[1] for row in rows[head + 1 :] if row[1] is not None]


def table(file):
    """The rows of a workbook as heading → value."""
    rows = list(openpyxl.load_workbook(file).active.iter_rows(values_only=True))
    head = next(at for at, row in enumerate(rows) if "Nomor peserta" in row)
    return [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]]


def test_a_budget_line_is_closed_named_and_applied_by_itself(home, capsys, tmp_path):
    """The paper of one line names it; applying it touches no other month."""
    line = ("--period", PERIOD, "--budget-line", "bantuan")
    out = tmp_path / "hasil"
    status, closed, _ = call(capsys, *line, "--decide", "--close", "--out", str(out))
    assert status == 0
    text = " ".join(
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(closed["files"]["berita_acara"])
    )
    assert "mata anggaran bantuan" in " ".join(text.split())
    assert all("-bantuan-" in name for name in closed["files"].values())
    status, _, sentence = call(capsys, "--period", PERIOD, "--apply")
    assert status == 1 and "belum dibandingkan" in sentence
    status, _, sentence = call(capsys, *line, "--apply")
    assert status == 1 and "belum ditandatangani" in sentence


def audit(capsys, *words):
    """(exit status, JSON or None, stderr) of ``audit``."""
    status = main(["--practice", "--json", "--as", "ratna", "audit", *words])
    out, err = capsys.readouterr()
    return status, json.loads(out) if out else None, err


def test_the_audit_pack_from_the_command_line(home, capsys, tmp_path):
    """Refused while the month is open; then written, whole, and a touched one is told apart without any office."""
    month = ("--period", PERIOD, "--segment", "pbi_kota", "--to", str(tmp_path), "--recipient", "Inspektorat")
    assert audit(capsys, *month)[0] == 1
    call(capsys, "--period", PERIOD)
    status, _, sentence = audit(capsys, *month)
    assert (status, "masih terbuka" in sentence) == (1, True)
    call(capsys, "--period", PERIOD, "--decide", "--close")
    status, made, _ = audit(capsys, *month)
    assert status == 0 and made["lines"] >= len(home.lines)
    assert audit(capsys, "--check", made["folder"], "--hash", made["fingerprint"])[1]["intact"]
    place = tmp_path / "audit-pbi_kota-2026-10" / "indeks.pdf"
    place.write_bytes(place.read_bytes() + b" ")
    status, seen, _ = audit(capsys, "--check", made["folder"])
    assert (status, seen["troubles"]) == (1, ["indeks.pdf: isinya berubah."])
    assert audit(capsys, "--period", PERIOD)[0] == 1
