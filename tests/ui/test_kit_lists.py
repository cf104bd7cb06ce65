from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.ui.widgets import Column, ListCard, Segment
from desktop.ui.widgets.row_model import RowModel
from tests.ui.sample_office import PEOPLE

COLUMNS = (
    Column("Nama", lambda row: row.name, stretch=1, sort=lambda row: row.name),
    Column("NIK", lambda row: row.nik, width=150, kind="mono"),
    Column("Pemeriksaan", lambda row: row.finding, width=150, kind="chip", tone=lambda row: row.tone),
)
SEGMENTS = (
    Segment("semua", "Semua"),
    Segment("siap", "Siap", lambda row: not row.obstacle),
    Segment("lihat", "Perlu dilihat", lambda row: bool(row.obstacle)),
)


def make() -> ListCard:
    return ListCard(
        "Daftar WBS", COLUMNS, lambda row: row.id, checkable=True, can_check=lambda r: r.obstacle, segments=SEGMENTS
    )


@pytest.fixture
def card(dressed, qtbot):
    made = make()
    qtbot.addWidget(made)
    made.resize(690, 400)
    made.show()
    made.activateWindow()
    made.set_rows(PEOPLE)
    made.list.setFocus()
    qtbot.waitUntil(made.list.hasFocus)
    return made


def test_tab_goes_past_a_list_that_is_empty(card, qtbot) -> None:
    card.set_rows([])
    card.filter.setFocus()
    seen = []
    for _ in range(2):
        qtbot.keyClick(card.window().focusWidget(), Qt.Key.Key_Tab)
        seen.append(card.window().focusWidget())
    assert seen[0] is card.segments._buttons["semua"] and seen[-1] is card.filter
    card.set_rows(PEOPLE)
    qtbot.keyClick(card.filter, Qt.Key.Key_Return)
    assert card.list.hasFocus()


def test_tab_comes_to_filter_segments_and_list_and_back(dressed, qtbot) -> None:
    """Between a field before the card and a button behind it, in both directions; focusing the card means its list."""
    holder, card = QWidget(), make()
    box, before, behind = QVBoxLayout(holder), QLineEdit(), QPushButton("Simpan")
    for part in (before, card, behind):
        box.addWidget(part)
    qtbot.addWidget(holder)
    holder.show()
    holder.activateWindow()
    card.set_rows(PEOPLE)
    before.setFocus()
    qtbot.waitUntil(before.hasFocus)
    stops = [card.filter, card.segments._buttons["semua"], card.list, behind]
    for stop in stops:
        qtbot.keyClick(holder.focusWidget(), Qt.Key.Key_Tab)
        assert holder.focusWidget() is stop
    for stop in [*reversed(stops[:-1]), before]:
        qtbot.keyClick(holder.focusWidget(), Qt.Key.Key_Backtab)
        assert holder.focusWidget() is stop
    card.setFocus()
    assert holder.focusWidget() is card.list


def test_the_model_keeps_qts_rules_through_everything(qapp) -> None:
    model = RowModel(COLUMNS, lambda row: row.id, True, lambda row: row.obstacle)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert tester.model() is model
    model.set_rows(PEOPLE[:20], total=40)
    model.fetchMore()
    model.append_rows(PEOPLE[20:])
    model.choose("siti", None)
    model.choose("", lambda row: not row.obstacle)
    model.sort(0, Qt.SortOrder.DescendingOrder)
    model.sort(-1)
    model.tick([0, 1, 3], True)
    model.patch([replace(PEOPLE[0], name="Baru")])
    model.remove([0, 1])
    model.set_rows([])


def test_space_and_ctrl_a_tick_only_what_may_be_ticked(card, qtbot) -> None:
    qtbot.keyClick(card.list, Qt.Key.Key_Space)
    assert [row.id for row in card.checked()] == [0]
    qtbot.keyClick(card.list, Qt.Key.Key_Space)
    assert card.checked() == ()
    for _ in range(3):
        qtbot.keyClick(card.list, Qt.Key.Key_Down)
    assert card.current().name == "Dewi Lestari"
    qtbot.keyClick(card.list, Qt.Key.Key_Space)
    assert card.checked() == ()
    qtbot.keyClick(card.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(card.checked()) == 34
    assert card.count.text() == "34 dipilih"
    qtbot.keyClick(card.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert card.checked() == ()


def test_shift_and_space_tick_several(card, qtbot) -> None:
    for _ in range(2):
        qtbot.keyClick(card.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(card.list, Qt.Key.Key_Space)
    assert [row.id for row in card.checked()] == [0, 1, 2]


def test_a_click_on_the_box_ticks_and_elsewhere_selects(card, qtbot) -> None:
    cell = card.list.visualRect(card.list.rows_model.index(1, 0))
    box = cell.topLeft() + QPoint(20, 18)
    qtbot.mouseClick(card.list.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert [row.id for row in card.checked()] == [1]
    qtbot.mouseClick(card.list.viewport(), Qt.MouseButton.LeftButton, pos=cell.center())
    assert card.current().id == 1
    assert [row.id for row in card.checked()] == [1]


def test_enter_opens(card, qtbot) -> None:
    with qtbot.waitSignal(card.opened) as opened:
        qtbot.keyClick(card.list, Qt.Key.Key_Return)
    assert opened.args[0].id == 0


def test_new_rows_keep_cursor_ticks_and_scroll(card, qtbot) -> None:
    card.select(20)
    card.set_checked([5, 20])
    card.list.verticalScrollBar().setValue(400)
    seen = []
    card.current_changed.connect(seen.append)
    card.set_rows([replace(row, waiting="9:99") for row in PEOPLE if row.id not in (2, 4)])
    assert card.current().id == 20
    assert card.current().waiting == "9:99"
    assert [row.id for row in card.checked()] == [5, 20]
    assert card.list.verticalScrollBar().value() == 400
    assert [row.id for row in seen] == [20]


def test_patching_does_not_move_anything(card, qtbot) -> None:
    card.select(20)
    with qtbot.assertNotEmitted(card.list.rows_model.modelReset):
        card.patch_rows([replace(PEOPLE[3], name="Dewi Lestari Putri")])
    assert card.rows()[3].name == "Dewi Lestari Putri"
    assert card.current().id == 20


def test_when_the_current_row_goes_its_neighbour_is_current(card) -> None:
    card.select(20)
    card.remove([20])
    assert card.current().id == 21


def test_segments_count_and_filter(card, qtbot) -> None:
    card.segments.choose("lihat")
    assert {row.name for row in card.shown()} == {"Dewi Lestari", "Sri Wahyuni"}
    qtbot.keyClicks(card.filter, "dewi")
    assert {row.name for row in card.shown()} == {"Dewi Lestari"}
    card.set_filter("tidak ada yang begini")
    assert card.shown() == ()
    assert not card.empty.isHidden()
    card._widen()
    assert len(card.shown()) == 40


def test_ticks_hidden_by_the_filter_are_not_lost(card) -> None:
    card.set_checked([0, 5])
    card.set_filter("agus")
    assert [row.id for row in card.checked()] == [0, 5]


def test_the_heading_sorts(card) -> None:
    card.list.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    names = [row.name for row in card.shown()]
    assert names == sorted(names)
    card.list.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    assert card.shown() == PEOPLE


def test_the_next_page_is_asked_for_once(card, qtbot) -> None:
    asked = []
    card.more_wanted.connect(asked.append)
    card.set_rows(PEOPLE[:20], total=40)
    card.list.verticalScrollBar().setValue(card.list.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: asked == [20])
    card.append_rows(PEOPLE[20:])
    assert len(card.shown()) == 40
    assert not card.list.rows_model.canFetchMore()


@pytest.mark.parametrize("width", [420, 690, 1100])
def test_columns_fill_the_width_without_a_sideways_bar(card, qtbot, width) -> None:
    card.resize(width, 400)
    heads = card.list.horizontalHeader()
    qtbot.waitUntil(lambda: abs(heads.length() - card.list.viewport().width()) <= 3)
    assert heads.length() <= card.list.viewport().width()


def test_server_side_filter_is_asked_after_a_pause(dressed, qtbot) -> None:
    card = ListCard("Daftar", COLUMNS, lambda row: row.id, server_filter=True)
    qtbot.addWidget(card)
    card.set_rows(PEOPLE)
    with qtbot.waitSignal(card.filter_changed) as asked:
        qtbot.keyClicks(card.filter, "zz")
    assert asked.args == ["zz"]
    assert len(card.shown()) == 40


def test_a_screen_reader_hears_headings_and_reasons(card) -> None:
    model = card.list.rows_model
    assert model.index(3, 1).data(Qt.ItemDataRole.AccessibleTextRole).startswith("NIK: ")
    assert model.index(3, 0).data(Qt.ItemDataRole.AccessibleDescriptionRole) == "Belum lolos pemeriksaan."
