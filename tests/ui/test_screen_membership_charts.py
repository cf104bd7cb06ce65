"""Members on any day: what the page says is what the lists said, for past days too."""

from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest

from db.queries.leak_months import leak_months
from db.queries.reconciliations import findings, month_by_id, months
from desktop.office import Office
from desktop.operations.close_month import CloseMonth
from desktop.operations.decide_findings import DecideFindings
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
    shown = {one.label: one.values for one in screen.over_time.series}
    before, october, november = shown["PBPU/BP Pemda Kota"][-3:]
    assert (october - before, november - before) == (12, 9 - 3)
    assert len(shown) > 1 and len({one.tone for one in screen.over_time.series}) == len(shown)
    assert "Nov 26: " in screen.over_time.accessibleDescription() and "Kota" in screen.over_time.accessibleDescription()
    assert (screen.places.bars[0].label, screen.places.bars[0].text) == ("KEBON MANGGIS", "9 dari 20 penduduk, 45 %")
    screen.day.setDate(QDate(2026, 10, 31))
    settle(qtbot, screen)
    assert held(screen) == 12 + 3
    screen.day.setDate(QDate(2001, 9, 30))
    settle(qtbot, screen)
    assert screen.by_segment.bars == () and not screen._no_members.isHidden()


def test_leaks_found_settled_and_not_paid(qtbot: Any, seats: SeatOf) -> None:
    """Found when compared; settled and saved with the Berita Acara alone, and what is in dispute or left is neither."""
    ratna = seats("ratna")
    screen = open_screen(qtbot, ratna, "kepesertaan")
    month = ratna.read(months, 1)[0]
    found = 37800 + month.leaked
    assert screen.found.labels == ("Okt 26",)
    assert {one.label: one.values for one in screen.found.series} == {"ditemukan": (found,)}
    (stranger,) = ratna.read(findings, month.id, rules=("hanya_mereka",))
    ratna.run(DecideFindings(reconciliation_id=month.id, decision="stop", ids=(stranger.id,)))
    ratna.run(DecideFindings(reconciliation_id=month.id))
    assert ratna.read(leak_months)[0].settled == 0
    ratna.run(CloseMonth(reconciliation_id=month.id, version=ratna.read(month_by_id, month.id).version))
    screen.load()
    settle(qtbot, screen)
    shown = {one.label: one.values for one in screen.found.series}
    assert shown["tidak jadi dibayar"] == (37800,) and 37800 <= shown["disepakati dihentikan"][0] <= found
    assert not ratna.read(leak_months)[0].open


def test_every_kelurahan_can_be_reached(qtbot: Any, local_office: Office, tmp_path: Any) -> None:
    """Forty of them, by keyboard alone: the list scrolls to its end."""
    seat = seats_of(local_office)("andi")
    people = [{**facts(at), "kelurahan": f"KELURAHAN {at:02d}"} for at in range(40)]
    path = write_book(tmp_path / "siak.xlsx", lines_of("siak_penduduk", people))
    seat.register.bring_in(seat.register.try_out(path, Answers()))
    screen = open_screen(qtbot, seat, "kepesertaan")
    assert len([bar for bar in screen.places.bars if bar.label.startswith("KELURAHAN")]) == 40
    bar = screen.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    screen.area.setFocus()
    QTest.keyClick(screen.area, Qt.Key.Key_End)
    for _ in range(60):
        QTest.keyClick(screen.area, Qt.Key.Key_PageDown)
    assert bar.value() == bar.maximum()


def test_an_empty_office_says_what_to_do(qtbot: Any, local_office: Office) -> None:
    screen = open_screen(qtbot, seats_of(local_office)("sari"), "kepesertaan")
    assert not screen._no_leaks.isHidden() and not screen.found.isVisible()
