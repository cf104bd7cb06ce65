"""Members on any day: what the page says is what the lists said, for past days too."""

from typing import Any

import pytest
from PySide6.QtCore import QDate

from desktop.office import Office
from desktop.operations.list_trial import Answers
from desktop.operations.reconcile import Reconcile
from tests.conftest import SeatOf, seats_of
from tests.spreadsheets.lists_kit import facts, lines_of, write_book
from tests.ui.desks import open_screen, settle

KOTA = {"period": "2026-10", "segment": "pbi_kota"}


@pytest.fixture
def seats(local_office: Office, tmp_path: Any) -> SeatOf:
    """20 residents, 12 of them members since October, 3 fewer in November; a bill of October for 13."""
    found = seats_of(local_office)
    people = [{**facts(at), "period": "202610", "month": "Oktober"} for at in range(20)]
    for who, layout, lines, said in (
        ("andi", "siak_penduduk", people, {}),
        ("ratna", "pbi_bnba", people[:12], KOTA),
        ("ratna", "bpjs_tagihan", people[:13], KOTA),
        ("ratna", "pbi_bnba", people[:9], {**KOTA, "period": "2026-11", "full": True}),
    ):
        path = write_book(tmp_path / f"{layout}{len(lines)}.xlsx", lines_of(layout, lines))
        # With the practice city's own members the bill is short, and really is.
        found(who).register.bring_in(found(who).register.try_out(path, Answers(**said)), fewer=True)
    found("ratna").run(Reconcile(**KOTA))
    return found


def held(screen: Any) -> float:
    """Members of the city's own segment on the day shown."""
    return {bar.label: bar.value for bar in screen.by_segment.bars}["PBPU/BP Pemda Kota"]


def test_any_day_is_answered(qtbot: Any, seats: SeatOf) -> None:
    screen = open_screen(qtbot, seats("ratna"), "kepesertaan")
    assert held(screen) == 9
    # The practice city has eight members of its own; three of them in this segment, whom the complete list ends.
    before, october, november = [bar.value for bar in screen.over_time.bars][-3:]
    assert (october - before, november - before) == (12, 9 - 3)
    assert (screen.places.bars[0].label, screen.places.bars[0].text) == ("KEBON MANGGIS", "9 dari 20 penduduk, 45 %")
    assert [(bar.label, bar.value) for bar in screen.found.bars] == [("Okt 26", 37800)]
    screen.day.setDate(QDate(2026, 10, 31))
    settle(qtbot, screen)
    assert held(screen) == 12 + 3
    screen.day.setDate(QDate(2001, 9, 30))
    settle(qtbot, screen)
    assert screen.by_segment.bars == () and not screen._no_members.isHidden()


def test_an_empty_office_says_what_to_do(qtbot: Any, local_office: Office) -> None:
    screen = open_screen(qtbot, seats_of(local_office)("sari"), "kepesertaan")
    assert not screen._no_leaks.isHidden() and not screen.found.isVisible()
