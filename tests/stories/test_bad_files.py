"""Bad files, a killed program and a full disk meet an office at work: a sentence each, and the month unchanged."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from lister import PERIOD, SEGMENT
from sqlalchemy import text

from db.rows import tallied
from db.tables import metadata
from desktop.operations.list_trial import Answers
from desktop.operations.reconcile import Reconcile
from desktop.sop.refusals import Refused
from desktop.spreadsheets.errors import UnreadableFile
from desktop.spreadsheets.lists import NeedsAnswer
from desktop.world import WorldTrouble
from tests.conftest import seats_of
from tests.spreadsheets.lists_kit import facts, lines_of, number, write_book, write_text
from tests.spreadsheets.test_unreadable import OLE

ROOT = Path(__file__).parents[2]
PEOPLE = [facts(at) for at in range(12)]
SAID = {"period": PERIOD, "segment": SEGMENT}


def whole(office):
    """Every table of the office, every row of it."""
    with office.database.read() as connection:
        return {table.name: tallied(connection, table) for table in metadata.sorted_tables}


def bring(seat, path, **said):
    """Tried, then brought in."""
    return seat.register.bring_in(seat.register.try_out(path, Answers(**{**SAID, **said})))


def december(people):
    return [{**one, "month": "Desember"} for one in people]


# --- files ----------------------------------------------------------------------------------------------------------


def half_book(folder):
    path = write_book(folder / "setengah.xlsx", lines_of("pbi_apbd", december(PEOPLE)))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return path


def cut_line(folder):
    path = write_text(folder / "setengah.csv", lines_of("pbi_apbd", december(PEOPLE)))
    path.write_bytes(path.read_bytes()[:-20])
    return path


def other_month(folder):
    return write_text(folder / "januari.csv", lines_of("pbi_apbd", [{**one, "month": "Januari"} for one in PEOPLE]))


def hidden_sheet(folder):
    path = write_book(folder / "tersembunyi.xlsx", lines_of("pbi_apbd", december(PEOPLE)))
    book = openpyxl.load_workbook(path)
    book.create_sheet("Depan")
    book["Data"].sheet_state, book.active = "hidden", 1
    book.save(path)
    return path


def two_million(folder):
    path = folder / "dua juta.csv"
    line = b"1;2;SITI;PBI APBD;Desember;2026\r\n" * 100_000
    with path.open("wb") as file:
        file.write(b"PSNOKA;NIK;NAMA;SEGMEN;BULAN;TAHUN\r\n")
        for _ in range(20):
            file.write(line)
    return path


def locked(folder):
    path = folder / "terkunci.xlsx"
    path.write_bytes(OLE + "EncryptedPackage".encode("utf-16-le"))
    return path


def bomb(folder):
    path = folder / "bom.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        for _ in range(101):
            part.write(b"0" * 1_000_000)
    return path


def number_niks(folder):
    """Excel made numbers of them: one lost its last digit, one became 1.23E+15. No line of it may end a membership."""
    path, book = folder / "angka.xlsx", openpyxl.Workbook()
    for at, line in enumerate(lines_of("pbi_apbd", december(PEOPLE))):
        nik = line[1] if at == 0 else int(line[1][:15] + "0") if at % 2 else "1.23E+15"
        book.active.append([line[0], nik, *line[2:]])
    book.save(path)
    return path


def either_order(folder):
    people = [{**one, "birth_date": "03/04/1990"} for one in PEOPLE]
    return write_text(folder / "tanggal.csv", lines_of("pbi_bnba", people))


def late_order(folder):
    """Only the last line has a date that can be read two ways: most of the list is in when it is met."""
    people = [facts(at % 1000, number=number(5_000 + at), nik="", birth_date="") for at in range(2_100)]
    return write_text(folder / "terlambat.csv", lines_of("pbi_bnba", [*people, facts(1, birth_date="03/04/1990")]))


def stray_cell(folder):
    """Five thousand bytes that would be laid out as half a terabyte."""
    path, book = folder / "tersesat.xlsx", openpyxl.Workbook()
    for line in lines_of("pbi_apbd", december(PEOPLE)):
        book.active.append(line)
    book.active["XFD1048576"] = "x"
    book.save(path)
    return path


BAD = (half_book, cut_line, other_month, hidden_sheet, two_million, locked, bomb, number_niks, either_order)


def test_a_sentence_each_and_nothing_changed(office, seat, tmp_path):
    ratna = seat("ratna")
    bring(ratna, write_text(tmp_path / "pbi.csv", lines_of("pbi_apbd", PEOPLE)), full=True)
    before = whole(office)
    said = {}
    for make in (*BAD, late_order, stray_cell):
        path = make(tmp_path)
        with pytest.raises((UnreadableFile, Refused, NeedsAnswer)) as caught:
            bring(ratna, path, period="2026-12", full=True)
        said[make] = caught.value.sentence
        assert caught.value.sentence.endswith((".", "?")), make.__name__
        assert whole(office) == before, make.__name__
    for make, words in {
        half_book: "rusak atau tidak lengkap",
        cut_line: "terputus di baris 13",
        other_month: "memuat bulan 2026-01, bukan bulan 2026-12",
        hidden_sheet: "lembar yang disembunyikan",
        two_million: "lebih dari 1.300.000 baris",
        locked: "kata sandi",
        bomb: "101 MB setelah dibuka",
        number_niks: "12 baris dikembalikan, jadi daftar ini tidak lengkap",
        either_order: "hari/bulan atau bulan/hari?",
        late_order: "hari/bulan atau bulan/hari?",
        stray_cell: "selnya sampai XFD1048576",
    }.items():
        assert words in said[make]


def test_nobody_without_a_name_is_registered(office, seat, tmp_path):
    """An empty name, a sign, an error of Excel; and a sheet beside it that nobody could read is told."""
    ratna, book = seat("ratna"), openpyxl.Workbook()
    people = [{**one, "name": name} for one, name in zip(PEOPLE, ("", "-", "#N/A"), strict=False)]
    lines = lines_of("pbi_apbd", december([*people, *PEOPLE[3:]]))
    for line in lines:
        book.active.append(line)
    beside = book.create_sheet("Tambahan")
    for line in lines[1:3]:
        beside.append(line)
    book.save(tmp_path / "pbi.xlsx")
    trial = ratna.register.try_out(tmp_path / "pbi.xlsx", Answers(**SAID | {"period": "2026-12"}))
    assert {one.code: one.sheet for one in trial.problems}["lembar_lain"] == "Tambahan"
    assert (trial.accepted, trial.rejected) == (9, 3)
    assert ratna.register.bring_in(trial).data["taken"]["orang_baru"] == 9
    with office.database.read() as connection:
        assert connection.scalar(text("SELECT count(*) FROM person WHERE name IN ('', '-', '#N/A')")) == 0


def test_the_bill_of_another_region_is_told_before_a_month_is_compared(office, seat, tmp_path):
    ratna = seat("ratna")
    bring(ratna, write_text(tmp_path / "pbi.csv", lines_of("pbi_apbd", PEOPLE)))
    theirs = lines_of("bpjs_tagihan", [facts(at) for at in range(400, 430)])
    bring(ratna, write_text(tmp_path / "kota lain.csv", theirs))
    before = whole(office)
    with pytest.raises(Refused) as refused:
        ratna.run(Reconcile(**SAID))
    assert refused.value.sentence.endswith(".") and "wilayah" in refused.value.sentence
    assert whole(office) == before


# --- a program that is killed ---------------------------------------------------------------------------------------


def killed(office, *words):
    """The process is killed while its transaction is half done."""
    command = [sys.executable, str(Path(__file__).with_name("lister.py")), office.database.url, *map(str, words)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT) as process:
        assert process.stdout is not None and process.stdout.readline() == "tengah\n"
        process.kill()


def test_killed_in_the_middle_of_a_list_and_of_a_comparison(office, seat, tmp_path):
    """Nothing of it is there; the same again succeeds, as if nothing had been."""
    ratna = seat("ratna")
    members = write_text(tmp_path / "pbi.csv", lines_of("pbi_apbd", PEOPLE))
    before = whole(office)
    killed(office, "import", members)
    assert whole(office) == before
    assert bring(ratna, members).data["taken"]["masuk"] == 12
    bring(ratna, write_text(tmp_path / "tagihan.csv", lines_of("bpjs_tagihan", [*PEOPLE, PEOPLE[3], facts(77)])))
    before = whole(office)
    killed(office, "compare")
    assert whole(office) == before
    compared = ratna.run(Reconcile(**SAID))
    assert compared.data["billed"] - compared.data["expected"] == compared.data["difference"] != 0


# --- a full disk ----------------------------------------------------------------------------------------------------


def test_a_full_disk_under_a_list_and_a_comparison(local_office, tmp_path):
    """The server's disk is filled in tests/faults; here the file of a single office may not grow."""
    office, ratna = local_office, seats_of(local_office)("ratna")
    people = [facts(at) for at in range(300)]
    members = write_text(tmp_path / "pbi.csv", lines_of("pbi_apbd", people))
    bill = write_text(tmp_path / "tagihan.csv", lines_of("bpjs_tagihan", [*people, *people[:60]]))
    before = whole(office)
    with full(office):
        assert trouble(lambda: bring(ratna, members)) == "db-disk_full"
    assert whole(office) == before
    bring(ratna, members)
    bring(ratna, bill)
    before = whole(office)
    with full(office):
        assert trouble(lambda: ratna.run(Reconcile(**SAID))) == "db-disk_full"
    assert whole(office) == before
    assert ratna.run(Reconcile(**SAID)).data["billed"] > 0


class full:
    """While the disk of the office has room for two pages."""

    def __init__(self, office):
        self.office = office

    def __enter__(self):
        self._limit(2)

    def __exit__(self, *_trouble):
        self._limit(None)

    def _limit(self, pages):
        with self.office.database.write() as connection:
            have = connection.scalar(text("PRAGMA page_count"))
            connection.execute(text(f"PRAGMA max_page_count = {10**9 if pages is None else have + pages}"))


def trouble(wish):
    """The code of the trouble, after its sentence was looked at."""
    with pytest.raises(WorldTrouble) as caught:
        wish()
    assert caught.value.sentence.endswith(".") and caught.value.retry
    return caught.value.code
