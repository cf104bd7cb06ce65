"""Laporan SOP: the table of the annex with the operations' own times, chosen periods, a workbook that is journalled."""

from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QScrollArea

from db.queries.report import compliance
from desktop.operations.note_access import NoteAccess
from desktop.sop.procedure import load_procedure
from desktop.ui.screens import sop_table
from desktop.ui.screens.grid_table import TICK
from tests.conftest import seats_of
from tests.ui.desks import open_screen, settle
from tests.ui.stages import bring_to, move, name_recipient

ACTIVITY, FIRST_ACTOR, NEEDS, STANDARD, OUTPUT, REAL, LISTS, PEOPLE, LATE = 1, 2, 8, 9, 10, 11, 12, 13, 14


@pytest.fixture
def worked(local_office, clock):
    """Five people: the hand-over took 30 minutes, the recommendation 3 hours."""
    seats = seats_of(local_office)
    rows = bring_to(local_office, seats, "dijangkau", people=5)
    ids = [row.id for row in rows]
    clock.forward(minutes=30)
    move(local_office, seats("bagus"), "serahkan", ids)
    move(local_office, seats("yusuf"), "terima", ids)
    move(local_office, seats("yusuf"), "mohon_rekomendasi", ids)
    clock.forward(minutes=180)
    move(local_office, seats("sari"), "rekomendasikan", ids)
    return seats


def open_report(qtbot, seats, user="sari"):
    return open_screen(qtbot, seats(user), "laporan")


def test_the_table_is_that_of_the_sop(qtbot, worked):
    screen = open_report(qtbot, worked)
    cells, procedure = screen.table.texts(), load_procedure("wbs")
    for step in procedure.steps:
        row = step.number + 1
        assert cells[row, ACTIVITY] == step.activity
        ticks = [role for at, role in enumerate(sop_table.ACTORS, FIRST_ACTOR) if cells[row, at] == TICK]
        assert ticks == [step.actor]
        assert all(paper in cells[row, NEEDS] for paper in step.needs)
        assert all(paper in cells[row, OUTPUT] for paper in step.produces)
    assert [cells[row, STANDARD] for row in (2, 4, 6, 10)] == ["1 jam", "2 jam", "1 menit per WBS", "1 menit per E-ID"]


def test_numbers_are_the_times_of_the_operations(qtbot, local_office, worked, clock):
    screen = open_report(qtbot, worked)
    cells = screen.table.texts()
    assert [cells[2, at] for at in (REAL, LISTS, PEOPLE, LATE)] == ["30 m", "1", "5", "–"]
    assert [cells[4, at] for at in (REAL, LISTS, PEOPLE, LATE)] == ["3 j", "1", "5", "1"]
    assert [cells[5, at] for at in (REAL, LISTS, PEOPLE, LATE)] == ["–", "–", "–", "–"]
    rows = local_office.read(compliance, clock.now - timedelta(days=30), clock.now + timedelta(days=30))
    shown = {line.step.number: (line.register, line.people, line.late) for line in screen.lines if line.register}
    assert shown == {row.step: (row.register, row.people, row.late) for row in rows}


def test_another_period_is_empty_and_says_so(qtbot, worked):
    screen = open_report(qtbot, worked)
    screen.periods.choose("lalu")
    settle(qtbot, screen)
    assert (screen.begin, screen.end) == (date(2026, 10, 1), date(2026, 10, 31))
    assert all(not line.register for line in screen.lines)
    assert "Pilih masa lain" in screen.action_bar._rest.whole()


def test_a_chosen_period_includes_its_last_day(qtbot, worked):
    screen = open_report(qtbot, worked)
    screen.periods.choose("pilih")
    screen.from_day.setDate(screen.to_day.date())
    settle(qtbot, screen)
    assert screen.begin == screen.end == date(2026, 11, 23)
    assert screen.lines[0].people == 5


def test_a_period_that_ends_before_it_begins_is_refused_with_a_way_on(qtbot, worked):
    screen = open_report(qtbot, worked)
    screen.periods.choose("pilih")
    screen.from_day.setDate(screen.to_day.date().addDays(1))
    assert "Tukar" in screen.message_bar.sentence()


def test_the_workbook_has_the_same_rows_and_the_export_is_journalled(qtbot, worked, tmp_path):
    import openpyxl

    screen = open_report(qtbot, worked)
    out = tmp_path / "laporan.xlsx"
    screen.choose = lambda *_: str(out)
    screen.action_bar.trigger("simpan")
    name_recipient(qtbot, screen, "")
    assert "Laporan disimpan" in screen.message_bar.sentence()
    page = openpyxl.load_workbook(out).active
    rows = list(page.iter_rows(values_only=True))
    head = next(at for at, row in enumerate(rows) if row[0] == "NO")
    assert rows[head][1] == "KEGIATAN" and rows[head][8:11] == ("KELENGKAPAN", "WAKTU BAKU", "OUTPUT")
    assert [row[0] for row in rows[head + 1 :]] == list(range(1, 10))
    assert rows[head + 3][12:16] == ("3 j", 1, 5, 1)
    noted = [command for command in screen.desk.office.ran if isinstance(command, NoteAccess)]
    assert [(note.kind, note.count) for note in noted] == [("ekspor", 9)]
    assert any("Diambil oleh" in str(row[0]) and "data pribadi" not in str(row[0]) for row in rows[:head])


def test_the_table_fits_without_a_horizontal_scroll_bar(qtbot, worked):
    screen = open_report(qtbot, worked)
    bars = [area.horizontalScrollBar() for area in screen.findChildren(QScrollArea)]
    assert all(bar.maximum() == 0 for bar in bars)


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0 d"), (59, "59 d"), (60, "1 m"), (3600 * 3, "3 j"), (27000, "1 hari kerja")]
)
def test_mean_times_never_read_as_nothing(seconds, words):
    assert sop_table.mean_words(seconds) == words


def test_months_are_whole():
    assert sop_table.month_of(date(2026, 12, 31)) == (date(2026, 12, 1), date(2026, 12, 31))
    assert sop_table.month_of(date(2026, 3, 31), 1) == (date(2026, 2, 1), date(2026, 2, 28))
