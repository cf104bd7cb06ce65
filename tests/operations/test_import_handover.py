"""The hand-over list as it really comes: once in, never twice, and a corrected file brings the rest (I1, L2, L4)."""

import shutil

import openpyxl
import pytest
from probe import count, everything, together, unbroken

from db.queries.cases import queue
from desktop.operations.command import new_request
from desktop.operations.import_handover import ImportHandover, fingerprint
from desktop.operations.intake import Newcomer
from desktop.practice import HANDOVER_LIST
from desktop.sop.refusals import Refused
from desktop.world import WorldTrouble

NIK_COLUMN = 10
MENDED = {22: "3175010101809901", 27: "3175051511629920", 28: "3175041112969920", 32: None}


@pytest.fixture
def read(seat):
    return lambda path: seat("bagus").read_spreadsheet(path)


@pytest.fixture
def bring_in(seat, read):
    """Read a file and let it in at Satpol PP's desk."""
    return lambda path: seat("bagus").import_handover(path, read(path), 2, new_request())


def corrected(path, rows=MENDED):
    """The sender's file with the damaged NIKs mended."""
    book = openpyxl.load_workbook(HANDOVER_LIST)
    for row, nik in rows.items():
        cell = book.active.cell(row, NIK_COLUMN)
        cell.value, cell.number_format = nik, "@"
    book.save(path)
    return path


def test_the_real_file(office, seat, bring_in):
    outcome = bring_in(HANDOVER_LIST)
    assert outcome.sentence == "36 baris dibaca: 32 masuk, 4 dikembalikan, 0 sudah ada."
    assert (outcome.data["accepted"], outcome.data["rejected"], outcome.data["duplicates"]) == (32, 4, 0)
    rows = seat("bagus").read(queue, seat("bagus").staff.office_id, ["dijangkau"])
    assert len(rows) == 32 and all(row.panti_office_id == 2 and row.found_at is not None for row in rows)
    assert all(row.nik is None for row in rows), "a NIK on the list is a claim until Dukcapil says so"
    assert count(office, "import_problem") == 4 and count(office, "import_row") == 32
    assert count(office, "import_run", "total = 36 AND accepted = 32 AND rejected = 4") == 1 and unbroken(office)


def test_the_same_file_again_changes_nothing(office, tmp_path, bring_in):
    bring_in(HANDOVER_LIST)
    before = everything(office)
    renamed = tmp_path / "data baru (2).xlsx"
    shutil.copy(HANDOVER_LIST, renamed)
    outcome = bring_in(renamed)
    assert outcome.sentence == "36 baris dibaca: 0 masuk, 4 dikembalikan, 32 sudah ada." and outcome.done == ()
    after = everything(office)
    for table in ("person", "application", "wbs_profile", "step_run", "import_row", "person_key"):
        assert after[table] == before[table], table


def test_a_corrected_file_brings_the_rest(office, tmp_path, bring_in):
    bring_in(HANDOVER_LIST)
    outcome = bring_in(corrected(tmp_path / "perbaikan.xlsx"))
    assert outcome.sentence == "36 baris dibaca: 4 masuk, 0 dikembalikan, 32 sudah ada."
    assert count(office, "application") == 36
    assert "0 masuk" in bring_in(corrected(tmp_path / "lagi.xlsx")).sentence


def test_the_returned_file_comes_back(office, seat, tmp_path, read, bring_in):
    """We colour the sender's file and give it back; the sender mends the cells and sends that very file again."""
    bring_in(HANDOVER_LIST)
    back = tmp_path / "kembali.xlsx"
    seat("bagus").write_return(HANDOVER_LIST, read(HANDOVER_LIST), back, entered=True)
    untouched = bring_in(back)
    assert untouched.data["accepted"] == 0 and untouched.data["rejected"] == 4
    book = openpyxl.load_workbook(back)
    for row, nik in MENDED.items():
        cell = book.active.cell(row, NIK_COLUMN)
        cell.value, cell.number_format = nik, "@"
    book.save(back)
    assert bring_in(back).data["accepted"] == 4 and count(office, "application") == 36


def test_a_double_click_is_one_import(office, seat, read):
    reading, request = read(HANDOVER_LIST), new_request()
    results = together(*(lambda: seat("bagus").import_handover(HANDOVER_LIST, reading, 2, request) for _ in range(3)))
    assert sorted(outcome.replayed for outcome in results) == [False, True, True]
    assert count(office, "application") == 32 and count(office, "import_run") == 1


def test_the_same_file_from_two_desks_at_once(office, seat, read):
    """Nobody comes in twice: the second finds all rows known, or is told that another desk was faster."""
    reading, desk = read(HANDOVER_LIST), seat("bagus")
    results = together(*(lambda: desk.import_handover(HANDOVER_LIST, reading, 2, new_request()) for _ in range(2)))
    assert count(office, "application") == 32 and unbroken(office)
    for result in results:
        assert not isinstance(result, WorldTrouble) or result.code == "db-double"
    assert "0 masuk" in desk.import_handover(HANDOVER_LIST, reading, 2, new_request()).sentence


def test_a_fingerprint_is_all_that_was_written_down():
    """Not the row of the file; capital letters do not matter."""
    one = Newcomer(name="Budi", sex="L", found_place="Senen")
    assert fingerprint(one, 0) == fingerprint(Newcomer(name="BUDI", sex="L", found_place="senen"), 0)
    for other in ({"alias": "Jek"}, {"belongings": "Karung"}, {"note": "Tato di lengan"}, {"birth_place": "Ende"}):
        assert fingerprint(one, 0) != fingerprint(Newcomer(name="Budi", sex="L", found_place="Senen", **other), 0)


def test_two_people_alike_are_two_and_the_same_file_again_changes_nothing(office, seat):
    """Two unnamed men of one raid: nobody is dropped, and nobody comes in a third time."""
    one = Newcomer(alias="Mr. X", sex="L", found_place="Senen")
    common = {"file_name": "a.xlsx", "file_sha256": "0" * 64, "rejected": 0}
    for sentence in (
        "2 baris dibaca: 2 masuk, 0 dikembalikan, 0 sudah ada.",
        "2 baris dibaca: 0 masuk, 0 dikembalikan, 2 sudah ada.",
    ):
        outcome = seat("bagus").run(ImportHandover(total=2, people=((7, one), (8, one)), **common))
        assert outcome.sentence == sentence
    assert count(office, "application") == 2


def test_a_file_without_a_good_row(office, seat):
    common = {"file_name": "a.xlsx", "file_sha256": "0" * 64}
    problem = {
        "sheet": "S",
        "row": 7,
        "column": "J",
        "code": "nik_pengisi",
        "severity": "error",
        "sentence": "Hanya pengisi.",
    }
    outcome = seat("bagus").run(ImportHandover(total=1, rejected=1, people=(), problems=(problem,), **common))
    assert outcome.sentence == "1 baris dibaca: 0 masuk, 1 dikembalikan, 0 sudah ada."
    assert count(office, "import_problem") == 1 and count(office, "application") == 0


def test_only_satpol_pp(office, seat):
    before = everything(office)
    common = {"file_name": "a.xlsx", "file_sha256": "0" * 64, "total": 0, "rejected": 0, "people": ()}
    for name in ("yusuf", "admin", "hendra"):
        with pytest.raises(Refused, match="not_your_role"):
            seat(name).run(ImportHandover(**common))
    assert everything(office) == before
