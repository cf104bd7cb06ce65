"""The workbench of a month: compared, decided one or many, closed; nothing of a closed month changes."""

from typing import Any

import pytest

from db.queries.reconciliations import findings, month_by_id
from desktop.office import Office
from desktop.operations.list_trial import Answers
from desktop.seat import Seat
from tests.conftest import SeatOf, seats_of
from tests.spreadsheets.lists_kit import facts, lines_of, write_book
from tests.ui.desks import open_screen, settle

KOTA = {"period": "2026-11", "segment": "pbi_kota"}


@pytest.fixture
def seats(local_office: Office) -> SeatOf:
    return seats_of(local_office)


@pytest.fixture
def billed(seats: SeatOf, tmp_path: Any) -> Seat:
    """30 residents and members; the bill asks once too often and for two strangers."""
    people = [facts(at) for at in range(30)]
    andi, ratna = seats("andi"), seats("ratna")
    for seat, layout, lines in (
        (andi, "siak_penduduk", people),
        (ratna, "pbi_apbd", people),
        (ratna, "bpjs_tagihan", [*people, people[3], facts(77), facts(78)]),
    ):
        path = write_book(tmp_path / f"{layout}.xlsx", lines_of(layout, lines))
        seat.register.bring_in(seat.register.try_out(path, Answers(**KOTA)))
    return ratna


@pytest.fixture
def desk(qtbot: Any, billed: Seat) -> Any:
    screen = open_screen(qtbot, billed, "rekonsiliasi")
    screen.form.set_values(KOTA)
    screen.load()
    settle(qtbot, screen)
    return screen


def state(screen: Any, code: str) -> bool:
    return screen.action_bar._acts[code].allowed


def test_a_month_is_compared_decided_and_closed(qtbot: Any, desk: Any, billed: Seat, tmp_path: Any) -> None:
    assert not state(desk, "putuskan") and state(desk, "utama")
    desk.compare()
    settle(qtbot, desk)
    rows = desk.found.rows()
    assert desk.month.found == len(rows) and sum(row.amount for row in rows) == 3 * 37800
    assert desk.message_bar.sentence().endswith("selisih Rp113.400.")
    assert not state(desk, "tutup")
    desk.found.select(desk.found.rows()[0].id)
    desk.decide()
    settle(qtbot, desk)
    assert {row.decision for row in desk.found.rows()} <= {"stop", "sengketa", "tambah", "tetap"}
    assert state(desk, "tutup")
    desk.close_month()
    from desktop.ui.screens.reconciliation_sheets import CloseSheet

    sheet = desk.window().findChild(CloseSheet)
    sheet.form.set_values({"number": "BA/BPJS/11", "note": ""})
    sheet.save()
    settle(qtbot, desk)
    assert desk.month.state == "tutup" and desk.month.counterpart_number == "BA/BPJS/11"
    assert not any(state(desk, code) for code in ("putuskan", "sengketa", "tetap", "tutup"))
    desk.folder = lambda _parent: str(tmp_path / "keluar")
    desk._write(desk.month, "BPJS Kesehatan")
    settle(qtbot, desk)
    assert sorted(path.suffix for path in (tmp_path / "keluar").iterdir()) == [".pdf", ".xlsx", ".xlsx", ".xlsx"]


def test_a_dispute_needs_its_reason(qtbot: Any, desk: Any, billed: Seat) -> None:
    desk.compare()
    settle(qtbot, desk)
    row = desk.found.rows()[0]
    desk.found.set_checked([row.id])
    sheets: list[Any] = []
    desk.sheet_opened.connect(sheets.append)
    desk.ask_note("sengketa")
    sheets[-1].text.setPlainText("Menunggu dokumen")
    sheets[-1]._agreed()
    settle(qtbot, desk)
    said = {one.id: (one.decision, one.note) for one in billed.read(findings, desk.month.id)}
    assert said[row.id] == ("sengketa", "Menunggu dokumen")
    assert billed.read(month_by_id, desk.month.id).state == "terbuka"


def test_bpjs_looks_and_does_nothing(qtbot: Any, desk: Any, seats: SeatOf) -> None:
    desk.compare()
    settle(qtbot, desk)
    other = open_screen(qtbot, seats("hendra"), "rekonsiliasi")
    settle(qtbot, other)
    assert other.form.values() == KOTA  # it opens where the work was left
    assert len(other.found.rows()) == len(desk.found.rows()) > 0
    assert not any(state(other, code) for code in ("utama", "putuskan", "tutup"))
