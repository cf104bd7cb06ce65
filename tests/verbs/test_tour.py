"""``main.py tour`` as an office calls it: the JSON that scripts depend on, and files that a clerk would accept."""

import json
import os
import re
import sqlite3
import struct
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell import Cell

ROOT = Path(__file__).parents[2]
ACTORS = ["satpol_pp", "panti", "dinsos", "dukcapil", "panti", "dinkes", "bpjs", "dinkes", "panti"]
LETTERS = {"bast", "permohonan_rekomendasi", "rekapitulasi", "rekomendasi", "permohonan_persetujuan", "persetujuan"} | {
    "laporan_mutasi",
    "ba_rekonsiliasi",
}
OURS = {"rekapitulasi-data-wbs.xlsx", "hasil-e-id-bpjs.xlsx"}  # the others are the sender's own file, as he typed it
NUMBERS = {"NIK", "NOMOR PESERTA", "NO. PESERTA", "NO KARTU"}


def test_the_tour_leaves_what_it_promises(tmp_path: Path) -> None:
    out = tmp_path / "hasil"
    report, progress = tour(out, tmp_path / "rumah")
    assert set(report) == {"steps", "loop", "people", "letters", "cards", "workbooks", "month", "screens"}
    check_steps(report["steps"])
    assert report["loop"] == [1, 2, 3, 4]
    books = {Path(name).stem.split("-")[0] for name in report["month"] if name.endswith(".xlsx")}
    assert books == {"ganda", "stop", "tagihan_dikoreksi", "tambah", "temuan"}
    paper, scan = ((out / name).read_bytes() for name in report["month"] if name.endswith(".pdf"))
    assert paper == scan, "the Berita Acara that counts is the one both sides signed"
    assert report["people"] >= 24
    assert all(f"Langkah {step}" in progress for step in range(1, 10))
    check_papers(out, report)
    for path in report["workbooks"]:
        check_workbook(out / path)
    assert {Path(path).name for path in report["workbooks"]} >= OURS
    assert len(report["screens"]) >= 24
    assert {picture_size(out / path) for path in report["screens"]} == {(1366, 768)}
    with closing(sqlite3.connect(out / "data" / "latihan.db")) as database:
        check_story(database, report["people"])


def tour(out: Path, home: Path) -> tuple[dict[str, Any], str]:
    """The report and what was said on the way."""
    environment = os.environ | {"PADAN_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, ROOT / "main.py", "tour", "--out", out, "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=540, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 1, "one JSON object and nothing else"
    return json.loads(done.stdout), done.stderr


def check_steps(steps: list[dict[str, Any]]) -> None:
    assert [step["number"] for step in steps] == list(range(1, 10))
    assert [step["actor"] for step in steps] == ACTORS
    for step in steps:
        assert set(step) == {"number", "actor", "status", "standard", "real"}
        assert step["status"] == "selesai"
        assert isinstance(step["standard"], int)
        assert isinstance(step["real"], int)
        assert step["standard"] > 0
        assert step["real"] > 0


def check_papers(out: Path, report: dict[str, Any]) -> None:
    codes = {re.sub(r"^\d+-", "", Path(path).stem) for path in report["letters"]}
    assert codes == LETTERS
    assert report["cards"]
    for path in (*report["letters"], *report["cards"]):
        content = (out / path).read_bytes()
        assert content.startswith(b"%PDF-"), path
        assert content.rstrip().endswith(b"%%EOF"), path


def check_workbook(path: Path) -> None:
    """It opens; in the workbooks of Padan and of BPJS no number of a person is a number to a spreadsheet."""
    book = load_workbook(path)
    assert book.active.max_row > 24
    if path.name in OURS:
        cells = list(under(book.active.iter_rows(), NUMBERS))
        assert cells
        assert [cell.coordinate for cell in cells if cell.data_type not in ("s", "inlineStr")] == []
    book.close()


def under(rows: Iterable[tuple[Cell, ...]], heads: set[str]) -> Iterator[Cell]:
    """The cells beneath these headings, down to the last line that has a name or a number."""
    columns: set[int] = set()
    for row in rows:
        if columns and row[1].value is not None:
            yield from (cell for cell in row if cell.column in columns)
        columns |= {cell.column for cell in row if str(cell.value).strip().upper() in heads}


def picture_size(path: Path) -> tuple[int, int]:
    """Width and height from the head of a PNG."""
    head = path.read_bytes()[:24]
    assert head.startswith(b"\x89PNG\r\n\x1a\n"), path
    width, height = struct.unpack(">II", head[16:24])
    return width, height


def check_story(database: sqlite3.Connection, people: int) -> None:
    """One went 6 → 4 → 6 and still got a card, one had a NIK already, nobody is lost."""
    moves: dict[int, list[str]] = {}
    wbs = "application_id IN (SELECT id FROM application WHERE procedure = 'wbs')"
    query = f"SELECT application_id, action FROM journal WHERE to_status <> '' AND {wbs} ORDER BY id"
    for case, action in database.execute(query):
        moves.setdefault(case, []).append(action)
    assert [actions[-1] for actions in moves.values()] == ["cetak_kartu"] * people
    returned = [actions for actions in moves.values() if "kembalikan_dukcapil" in actions]
    assert len(returned) == 1
    after = returned[0][returned[0].index("kembalikan_dukcapil") :]
    assert after[1] in {"nik_ditemukan", "nik_diterbitkan"}
    assert after[2:4] == ["mohon_persetujuan", "validasi"]
    assert sum("nik_ditemukan" in actions for actions in moves.values()) == 1
    reasons = database.execute("SELECT reason FROM journal WHERE action = 'kembalikan_dukcapil'").fetchall()
    assert all(reason for (reason,) in reasons)
    # As they stood before the month's list came: what that brought and ended is its own.
    runs = "valid_to IS NULL OR end_run_id IS NOT NULL"
    ended = f"SELECT {runs}, count(*) FROM membership WHERE segment = 'pbi_kota' AND run_id IS NULL GROUP BY 1"
    assert dict(database.execute(ended)) == {0: 2, 1: 2}, "two were stopped, one of them was given back"
    assert database.execute("SELECT count(*) FROM civil_event WHERE revoked_at IS NOT NULL").fetchone() == (1,)
    applied = (
        "SELECT count(*) FROM membership m JOIN import_run r ON r.id = m.end_run_id WHERE r.layout = 'ba_rekonsiliasi'"
    )
    assert database.execute(applied).fetchone() == (1,), "the month ended the membership of who is PBI JK too"
