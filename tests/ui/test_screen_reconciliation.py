"""The workbench of a month: compared, decided one or many, closed; nothing of a closed month changes."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from db.queries.reconciliations import findings, month_by_id
from desktop.audit_seal import check_folder
from desktop.office import Office
from desktop.operations.close_month import CloseMonth
from desktop.operations.decide_findings import DecideFindings
from desktop.operations.list_trial import Answers
from desktop.operations.manage_signers import SaveParafRules
from desktop.operations.manage_staff import AddStaff
from desktop.seat import Seat
from desktop.ui.screens import reconciliation
from desktop.ui.screens.reconciliation_deciding import choices
from desktop.ui.widgets import FigureCard
from desktop.ui.widgets.letter_sheet import LetterSheet
from tests.conftest import SeatOf, seats_of
from tests.scans import photo
from tests.spreadsheets.lists_kit import facts, lines_of, write_book
from tests.ui.desks import open_screen, settle
from tests.ui.stages import open_sheet

PASSWORD = "sandi Latihan 2026!"
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


def _facts(widget: Any) -> list[str]:
    return [one.accessibleName() or one.text() for one in widget.findChildren(QLabel)]


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
    assert state(desk, "tutup") and desk.action_bar.label("utama") == "Tutup bulan…"
    desk.go_on()
    from desktop.ui.screens.reconciliation_sheets import CloseSheet

    sheet = desk.window().findChild(CloseSheet)
    sheet.form.set_values({"number": "BA/BPJS/11", "note": ""})
    look = next(one for one in sheet.findChildren(QPushButton) if one.accessibleName() == "Pratinjau Berita Acara")
    look.click()
    settle(qtbot, desk)
    looked = desk.window().findChild(LetterSheet)
    assert looked.draft and looked.title == "Berita Acara Rekonsiliasi" and len(looked.pdf) > 1000
    QTest.keyClick(looked, Qt.Key.Key_Escape)
    assert not sheet.isHidden() and desk.month.state == "terbuka"
    sheet.save()
    settle(qtbot, desk)
    assert desk.month.state == "tutup" and desk.month.counterpart_number == "BA/BPJS/11"
    assert not any(state(desk, code) for code in ("putuskan", "pilih", "tutup"))
    desk.folder = lambda _parent: str(tmp_path / "keluar")
    desk._write(desk.month, "BPJS Kesehatan")
    settle(qtbot, desk)
    assert sorted(path.suffix for path in (tmp_path / "keluar").iterdir()) == [".pdf", *[".xlsx"] * 5]


def put(qtbot: Any, desk: Any, **values: str) -> Any:
    """The sheet of the picked findings, filled in and saved."""
    sheets: list[Any] = []
    desk.sheet_opened.connect(sheets.append)
    desk.choose()
    sheets[-1].form.set_values(values)
    sheets[-1].save()
    settle(qtbot, desk)
    return sheets[-1]


def test_a_dispute_needs_its_reason(qtbot: Any, desk: Any, billed: Seat) -> None:
    desk.compare()
    settle(qtbot, desk)
    row = desk.found.rows()[0]
    desk.found.set_checked([row.id])
    sheet = put(qtbot, desk, decision="sengketa", note="")
    assert "Tulis alasannya" in sheet.form.errors()["note"]
    assert not any(isinstance(one, DecideFindings) for one in desk.desk.office.ran)
    sheet.form.set_values({"note": "Menunggu dokumen"})
    sheet.save()
    settle(qtbot, desk)
    said = {one.id: (one.decision, one.note) for one in billed.read(findings, desk.month.id)}
    assert said[row.id] == ("sengketa", "Menunggu dokumen")
    assert billed.read(month_by_id, desk.month.id).state == "terbuka"


def test_the_window_offers_what_the_rule_allows_for_one_and_for_many(qtbot: Any, desk: Any, billed: Seat) -> None:
    """Two strangers are struck together, though one only lies under the cursor at first; nothing billed is added."""
    desk.compare()
    settle(qtbot, desk)
    rows = desk.found.rows()
    strangers = [row.id for row in rows if row.rule == "hanya_mereka"]
    other = next(row for row in rows if row.rule not in ("hanya_mereka", "hanya_kita"))
    desk.found.select(strangers[0])
    assert "Rp37.800" in str(_facts(desk.panel)) and "37800" not in str(_facts(desk.panel))
    assert [code for code, _words in choices(desk._picked())] == ["stop", "sengketa", "tetap", "catatan"]
    put(qtbot, desk, decision="tetap", note="Bayi baru lahir")
    desk.found.set_checked(strangers)
    put(qtbot, desk, decision="stop", note="Bukan peserta kita menurut daftar Oktober")
    said = {one.id: (one.decision, one.note) for one in billed.read(findings, desk.month.id)}
    assert {said[one] for one in strangers} == {("stop", "Bukan peserta kita menurut daftar Oktober")}
    assert said[other.id] == ("", "")


def test_what_a_colleague_decided_meanwhile_is_not_written_over(qtbot: Any, desk: Any, billed: Seat) -> None:
    desk.compare()
    settle(qtbot, desk)
    row = desk.found.rows()[0]
    desk.found.set_checked([row.id])
    sheets: list[Any] = []
    desk.sheet_opened.connect(sheets.append)
    desk.choose()
    said = {"reconciliation_id": desk.month.id, "decision": "sengketa", "note": "Rekan memeriksanya"}
    billed.run(DecideFindings(**said, ids=(row.id,)))
    sheets[-1].form.set_values({"decision": "tetap", "note": "Data sudah benar"})
    sheets[-1].save()
    settle(qtbot, desk)
    assert not sheets[-1].isHidden() and "Muat ulang" in sheets[-1].trouble.text()
    told = {one.id: one.decision for one in billed.read(findings, desk.month.id)}
    assert told[row.id] == "sengketa"


def test_a_note_alone_decides_nothing(qtbot: Any, desk: Any, billed: Seat) -> None:
    desk.compare()
    settle(qtbot, desk)
    first, second = desk.found.rows()[:2]
    desk.found.set_checked([first.id])
    put(qtbot, desk, decision="stop", note="")
    desk.found.set_checked([first.id, second.id])
    put(qtbot, desk, decision="catatan", note="Tanyakan  ke Dukcapil")
    told = {one.id: one for one in billed.read(findings, desk.month.id)}
    assert [(told[one.id].decision, told[one.id].note) for one in (first, second)] == [("stop", ""), ("", "")]
    assert {told[one.id].remark for one in (first, second)} == {"Tanyakan ke Dukcapil (dr. Ratna Wulandari)"}
    desk.found.select(second.id)
    assert "Tanyakan ke Dukcapil" in str(_facts(desk.panel))


def test_the_filter_and_its_counts_are_of_the_whole_month(qtbot: Any, desk: Any, monkeypatch: Any) -> None:
    """Pages of two: what stands on no page yet is found and counted all the same."""
    monkeypatch.setattr(reconciliation, "PAGE", 2)
    desk.form.control("period").setFocus()
    desk.compare()
    settle(qtbot, desk)
    assert desk.window().focusWidget() is desk.found.list  # from the month an arrow would leave it
    counts = {code: button.text() for code, button in desk.found.segments._buttons.items()}
    assert counts["semua"].endswith(f"  {desk.month.found}") and counts["lalu"].endswith("  0")
    while len(desk.found.rows()) < desk.month.found:  # a list that shows its end asks by itself as well
        desk.found.more_wanted.emit(len(desk.found.rows()))
        settle(qtbot, desk)
    assert len({row.id for row in desk.found.rows()}) == len(desk.found.rows()) == desk.month.found
    QTest.keyClick(desk.found.list, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert desk.window().focusWidget() is desk.found.filter
    QTest.keyClicks(desk.found.filter, "hanya tagih")
    qtbot.waitUntil(lambda: {row.rule for row in desk.found.shown()} == {"hanya_mereka"})
    assert desk.found.segments._buttons["semua"].text().endswith("  2")
    desk.found.segments.choose("sengketa")
    settle(qtbot, desk)
    assert desk.found.shown() == () and "Tidak ada" in desk.found.empty.text()
    desk.found.filter.clear()
    desk.found.segments.choose("bernilai")
    qtbot.waitUntil(lambda: len(desk.found.shown()) == 2)
    assert all(row.amount for row in desk.found.shown())


def test_two_budget_lines_are_worked_each_with_its_own_bill(qtbot: Any, desk: Any, billed: Seat, tmp_path: Any) -> None:
    """The window asks which of two bills; applying and the paper speak of the line alone."""
    help_only = [{**facts(at), "amount": 2800} for at in range(30)]
    path = write_book(tmp_path / "bantuan.xlsx", lines_of("bpjs_tagihan", help_only))
    run = billed.register.bring_in(billed.register.try_out(path, Answers(**KOTA)))
    desk.load()
    settle(qtbot, desk)
    assert not desk.form.control("budget_line").isHidden()
    desk.form.set_values({"budget_line": "bantuan"})
    settle(qtbot, desk)
    assert desk.month is None
    sheets: list[Any] = []
    desk.sheet_opened.connect(sheets.append)
    desk.compare()
    newest, oldest = [one.id for one in desk.answer.bills]
    assert run is not None and sheets[-1].form.values()["bill_run_id"] == newest
    sheets[-1].save()
    settle(qtbot, desk)
    assert (desk.month.budget_line, desk.month.bill_run_id) == ("bantuan", newest)
    assert desk.month.billed == desk.month.expected == 30 * 2800
    desk.form.set_values({"budget_line": "iuran"})
    settle(qtbot, desk)
    desk.compare()
    sheets[-1].form.set_values({"bill_run_id": oldest})
    sheets[-1].save()
    settle(qtbot, desk)
    assert (desk.month.budget_line, desk.month.bill_run_id) == ("iuran", oldest)
    assert desk.month.expected == 30 * 35000
    desk.form.set_values({"segment": "kp_desa"})
    settle(qtbot, desk)
    assert desk.form.control("budget_line").parentWidget().isHidden() and desk.choice.month()[2] == ""


def test_bpjs_looks_and_does_nothing(qtbot: Any, desk: Any, seats: SeatOf) -> None:
    desk.compare()
    settle(qtbot, desk)
    other = open_screen(qtbot, seats("hendra"), "rekonsiliasi")
    settle(qtbot, other)
    assert other.choice.month() == (*KOTA.values(), "")  # it opens where the work was left
    assert len(other.found.rows()) == len(desk.found.rows()) > 0
    assert not any(state(other, code) for code in ("utama", "putuskan", "tutup"))


def test_the_signed_paper_comes_back_and_its_decisions_are_applied_and_taken_back(
    qtbot: Any, desk: Any, billed: Seat, seats: SeatOf, tmp_path: Any
) -> None:
    desk.compare()
    settle(qtbot, desk)
    desk.decide()
    settle(qtbot, desk)
    sheets: list[Any] = []
    desk.sheet_opened.connect(sheets.append)
    desk.close_month()
    sheets[-1].save()
    settle(qtbot, desk)
    assert desk.answer.paper.signed == "" and desk.action_bar.label("utama") == "Simpan yang ditandatangani…"
    home = open_screen(qtbot, seats("hendra"), "beranda")
    settle(qtbot, home)
    card = next(one for one in home.findChildren(FigureCard) if "rupiah bocor" in one.accessibleName())
    assert "Rp" in card.accessibleName() and "diputus" in card.accessibleDescription()
    QTest.keyClick(card, Qt.Key.Key_Return)
    assert home.desk.session.shell.went == [("rekonsiliasi", (KOTA["period"], KOTA["segment"]))]
    scan = tmp_path / "pindaian.jpg"
    scan.write_bytes(photo())
    desk.choose_scan = lambda _parent: str(scan)
    desk.go_on()
    qtbot.waitUntil(lambda: len(sheets) == 2)
    sheets[-1].save()
    assert set(sheets[-1].form.errors()) == {"file", "number", "dated"}
    sheets[-1].well.choose()
    sheets[-1].form.set_values({"number": "4/BA", "dated": desk.desk.now().date()})
    sheets[-1].save()
    settle(qtbot, desk)
    assert desk.answer.paper.signed == "basah" and desk.answer.paper.partner_number == "4/BA"
    assert desk.action_bar.label("utama") == "Terapkan keputusan…"
    desk.go_on()
    sheets[-1].save()
    settle(qtbot, desk)
    assert desk.answer.applied is not None and not state(desk, "utama")
    desk.undo()
    sheets[-1].text.setPlainText("Salah tanggal")
    sheets[-1]._agreed()
    settle(qtbot, desk)
    assert desk.answer.applied is None and state(desk, "utama")


def test_where_the_paper_needs_paraf_it_goes_up_first(qtbot: Any, desk: Any, seats: SeatOf, billed: Seat) -> None:
    office_id = billed.staff.office_id
    kabid = AddStaff(username="kabid", name="Ibu Kabid", office_id=office_id, roles=frozenset(), password=PASSWORD)
    seats("admin").run(kabid)
    steps = (("Kepala Bidang", seats("kabid").staff.id),)
    seats("admin").run(SaveParafRules(office_id=office_id, code="ba_rekonsiliasi", steps=steps))
    desk.compare()
    settle(qtbot, desk)
    desk.decide()
    settle(qtbot, desk)
    sheets: list[Any] = []
    desk.sheet_opened.connect(sheets.append)
    assert desk.action_bar.label("tutup") == "Ajukan Berita Acara…"
    desk.close_month()
    sheets[-1].save()
    settle(qtbot, desk)
    assert desk.month.state == "terbuka" and desk.action_bar.label("tutup") == "Lihat konsep"
    drafts = open_screen(qtbot, seats("kabid"), "konsep")
    settle(qtbot, drafts)
    assert "November 2026" in drafts._title(drafts.drafts.current())
    drafts.acts.give((drafts.drafts.current(),))
    drafts.acts.question.confirm()
    settle(qtbot, drafts)
    ours = open_screen(qtbot, billed, "konsep")
    settle(qtbot, ours)
    qtbot.waitUntil(lambda: bool(ours.files))
    ours._act("terbit")
    qtbot.waitUntil(lambda: ours.acts.question is not None)
    ours.acts.question.confirm()
    settle(qtbot, ours)
    assert billed.read(month_by_id, desk.month.id).state == "tutup"


def test_the_audit_pack_of_a_closed_month(qtbot: Any, desk: Any, billed: Seat, tmp_path: Any) -> None:
    """The button is there when the month is closed; the folder is written and its fingerprint said."""
    desk.compare()
    settle(qtbot, desk)
    assert not state(desk, "audit")
    billed.run(DecideFindings(reconciliation_id=desk.month.id))
    billed.run(CloseMonth(reconciliation_id=desk.month.id, version=billed.read(month_by_id, desk.month.id).version))
    desk.load()
    settle(qtbot, desk)
    assert state(desk, "audit")
    desk.folder = lambda _parent: str(tmp_path / "audit")
    desk.action_bar.trigger("audit")
    settle(qtbot, desk)
    sheet = open_sheet(desk)
    sheet.text.setText("Inspektorat Daerah")
    sheet._agreed()
    settle(qtbot, desk)
    (folder,) = (tmp_path / "audit").iterdir()
    assert check_folder(folder).troubles == ()
    assert check_folder(folder).fingerprint in desk.message_bar.sentence()
