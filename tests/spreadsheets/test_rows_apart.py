"""A large workbook is read in a process of its own, and whatever befalls that process, nothing is lost or read twice."""

import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.spreadsheets import rows_apart
from desktop.spreadsheets.errors import UnreadableFile
from desktop.spreadsheets.list_source import LIST_LIMITS, open_tables
from desktop.spreadsheets.plain_book import NotPlain, plain_book
from desktop.spreadsheets.rows_apart import ApartBook, apart_book
from tests.spreadsheets.test_plain_book import as_excel, book, same  # noqa: F401 (the fixture)

ROOT = Path(__file__).parents[2]
ROWS = 9_000  # several lots, and more than are sent ahead
DYING = "import sys; from pathlib import Path; from desktop.spreadsheets.rows_apart import ApartBook\n"
DYING += "opened = ApartBook(Path(sys.argv[1])); print(opened._process.pid, flush=True); sys.stdin.read()"


@pytest.fixture
def apart(monkeypatch):
    """Every workbook is large enough."""
    monkeypatch.setattr(rows_apart, "WORTH", 0)


@pytest.fixture
def listed(book):  # noqa: F811
    """A plain workbook of many rows; its cells are added at the end of the sheet."""

    def make(tail="", foot=""):
        rows, texts = as_excel([[f"{at:016d}", f"WARGA {at}", at % 7] for at in range(ROWS)])
        return book(rows + tail, texts, foot)

    return make


def whole(opened):
    try:
        return [row for part in opened.rows(opened.sheets[0]) for row in part]
    finally:
        opened.close()


def test_what_comes_is_what_the_same_reader_gives_here(listed, apart):
    path = listed(foot='<mergeCells><mergeCell ref="A1:A2"/></mergeCells>')
    here, there = plain_book(path), apart_book(path)
    assert isinstance(there, ApartBook) and there.sheets == here.sheets
    assert there.survey(there.sheets[0]) == here.survey(here.sheets[0])
    assert (
        len(next(there.rows(there.sheets[0]))) < ROWS
    )  # left after its first part, as whoever looks for the headings does
    assert whole(there) == whole(here)
    assert there._process.returncode is not None


def test_a_walk_goes_on_after_another_was_begun_and_left_or_ended(listed):
    """As a date that can be read two ways makes the rest of the sheet be looked through in the middle of its reading."""
    path = listed()
    expected = whole(plain_book(path))
    opened = ApartBook(path)
    try:
        first, second = opened.rows(opened.sheets[0]), opened.rows(opened.sheets[0])
        found = [*next(first)]
        other = [*next(second)]
        found += next(first)
        first_left = opened.rows(opened.sheets[0])
        next(first_left)
        other += [row for part in second for row in part]
        first_left.close()
        assert other == expected
        assert found + [row for part in first for row in part] == expected
    finally:
        opened.close()


def test_a_path_from_here_is_found_from_there(listed, monkeypatch):
    path = listed()
    monkeypatch.chdir(path.parent)
    assert whole(ApartBook(Path(path.name))) == whole(plain_book(path))


def test_small_ones_are_read_here(listed):
    opened = apart_book(listed())
    assert not isinstance(opened, ApartBook)
    opened.close()


ODD = f'<row r="{ROWS + 1}"><c r="A{ROWS + 1}" t="inlineStr"><is><t>dalam</t></is></c></row>'


def test_from_the_first_odd_row_on_the_general_reader_goes_on(listed, apart):
    path = listed(ODD)
    with pytest.raises(NotPlain):
        whole(apart_book(path))
    rows = [list(row) for row in next(open_tables(path, LIST_LIMITS)).rows()]
    assert len(rows) == ROWS + 1 and same(rows, path)


def test_a_reader_that_is_killed_costs_nothing_but_time(listed, apart):
    path = listed()
    tables = open_tables(path, LIST_LIMITS)
    table = next(tables)
    walk = table.rows()
    rows = [next(walk)]
    other = table.rows.__self__.book._process
    other.kill()
    other.wait()
    rows += walk
    assert len(rows) == ROWS and same(rows, path)


def test_a_frame_that_is_not_plain_is_no_book(book, apart):  # noqa: F811
    path = book("")
    path.write_bytes(path.read_bytes()[:300])
    assert apart_book(path) is None


def test_damage_further_on_is_told_before_the_first_row(listed, apart):
    path = listed()
    content = bytearray(path.read_bytes())
    at = content.index(b"xl/worksheets/sheet1.xml") + 20_000
    content[at : at + 40] = b"\xff" * 40
    path.write_bytes(content)
    with pytest.raises(UnreadableFile):
        next(open_tables(path, LIST_LIMITS))


def test_without_a_second_process_it_is_read_here(listed, apart, monkeypatch):
    def none_left(_handle):
        raise OSError

    monkeypatch.setattr(rows_apart, "_start", none_left)
    path = listed()
    opened = apart_book(path)
    assert not isinstance(opened, ApartBook) and len(whole(opened)) == ROWS


@pytest.mark.skipif(sys.platform == "win32", reason="asks Linux for the end of a process")
def test_it_ends_with_whoever_asked(listed):
    words = [sys.executable, "-c", DYING, str(listed())]
    with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as asking:
        ended = os.pidfd_open(int(asking.stdout.readline()))
        assert select.select([ended], [], [], 0)[0] == []
        asking.kill()
    assert select.select([ended], [], [], 60)[0] == [ended]
    os.close(ended)
