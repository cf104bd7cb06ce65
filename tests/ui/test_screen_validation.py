"""Dinas Kesehatan's desk: digest, verdict per name, approval of the ticked, the way back with a reason (N10)."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt

from db.queries.cases import CaseRow, cases_by_id
from db.queries.desk_lists import SearchRow
from desktop.operations.record_nik import RecordNik
from desktop.sop.refusals import Reason
from desktop.ui.screens.validation_checks import digest_of, look_at
from tests.conftest import seats_of
from tests.ui.desks import open_screen, settle
from tests.ui.stages import bring_to, move, nik_of

WAITING = "menunggu_validasi"


def case_of(office: Any, case_id: int) -> CaseRow:
    return office.read(cases_by_id, [case_id])[0]


def test_a_list_splits_and_nobody_is_lost(qtbot: Any, local_office: Any) -> None:
    seats = seats_of(local_office)
    rows = bring_to(local_office, seats, WAITING, people=4)
    screen = open_screen(qtbot, seats("ratna"), "validasi")
    people = screen.people.list
    people.setFocus()
    qtbot.keyClick(people, Qt.Key.Key_K)
    screen.question.text.setPlainText("NIK ganda dengan orang lain")
    screen.question.confirm()
    settle(qtbot, screen)
    assert screen.action_bar.label("maju") == "Setujui 3 WBS"
    qtbot.keyClick(people, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    screen.question.confirm()
    settle(qtbot, screen)
    after = [case_of(local_office, row.id).status for row in rows]
    assert after == ["perbaikan_nik", "disetujui", "disetujui", "disetujui"]


def test_untick_single_names_and_the_cost_follows(qtbot: Any, local_office: Any) -> None:
    seats = seats_of(local_office)
    bring_to(local_office, seats, WAITING, people=3)
    screen = open_screen(qtbot, seats("ratna"), "validasi")
    assert ("Iuran", "Rp126.000 per bulan") in screen.facts(screen.people.checked())
    qtbot.keyClick(screen.people.list, Qt.Key.Key_Space)
    facts = dict(screen.facts(screen.people.checked()))
    assert facts["Iuran"] == "Rp84.000 per bulan"
    assert facts["Tidak ikut"].startswith("Siti Aminah")


def test_the_digest_is_one_page(qtbot: Any, local_office: Any) -> None:
    seats = seats_of(local_office)
    bring_to(local_office, seats, WAITING, people=6)
    screen = open_screen(qtbot, seats("ratna"), "validasi")
    digest = digest_of(screen.people.rows(), 42_000)
    assert (digest.people, digest.fresh, digest.blocked, digest.cost) == (6, 6, 0, 252_000)
    assert dict(digest.failed)["Tanggal lahir perkiraan"] == ("Tanpa nama (Mak Ijah)", "Agus Salim")
    screen.people.list.setFocus()
    qtbot.keyClick(screen.people.list, Qt.Key.Key_R)
    assert screen.question.accessibleName() == "Ringkasan daftar"
    screen.question.confirm()
    assert screen.question is None


def test_who_comes_back_from_dukcapil_is_told_apart(qtbot: Any, local_office: Any) -> None:
    seats = seats_of(local_office)
    row = bring_to(local_office, seats, WAITING, people=1)[0]
    move(local_office, seats("ratna"), "kembalikan_dukcapil", [row.id], "NIK tidak sesuai")
    back = case_of(local_office, row.id)
    seats("andi").run(RecordNik(case=(back.id, back.version), nik=nik_of(back)))
    move(local_office, seats("yusuf"), "mohon_persetujuan", [row.id])
    screen = open_screen(qtbot, seats("ratna"), "validasi")
    line = screen.people.current()
    assert line.repaired and not line.fresh
    assert digest_of([line], 1).repaired == 1


def test_the_reason_of_bpjs_stands_first(qtbot: Any, local_office: Any) -> None:
    seats = seats_of(local_office)
    row = bring_to(local_office, seats, "disetujui", people=1)[0]
    move(local_office, seats("hendra"), "kembalikan_dinkes", [row.id], "NIK tidak ditemukan pada data BPJS")
    screen = open_screen(qtbot, seats("ratna"), "validasi")
    assert screen.people.current().chip == "Kembali dari BPJS"
    assert screen.panel.obstacle() == "BPJS mengembalikan orang ini"


@pytest.fixture
def person(local_office: Any) -> CaseRow:
    """Somebody who waits for the validation."""
    return bring_to(local_office, seats_of(local_office), WAITING, people=1)[0]


def test_every_finding_has_its_chip_and_a_sentence(person: CaseRow, clock: Any) -> None:
    today = clock.now.date()
    search = SearchRow(person.id, "tidak_ada", None, 3, 78.4, clock.now, "Andi", "")
    assert look_at(person, None, None, today).chip == "Padan"
    assert look_at(person, None, search, today).chip == "Nama mirip 78 %"
    assert look_at(person, Reason("not_member", "Sudah menjadi peserta aktif."), None, today).chip == "Sudah peserta"
    assert look_at(person, Reason("not_in_two_lists", "Ada kasus lain."), None, today).chip == "NIK ganda"
    assert look_at(replace(person, birth_estimated=True), None, None, today).chip == "Tanggal lahir perkiraan"
    other = "L" if person.sex == "P" else "P"
    wrong = look_at(replace(person, sex=other), None, None, today)
    assert wrong.chip == "Jenis kelamin beda"
    assert wrong.verdicts[0].text.endswith(".")
    blocked = look_at(person, Reason("not_member", "Sudah menjadi peserta aktif."), search, today)
    assert [verdict.tone for verdict in blocked.verdicts] == ["bad", "warn"]
    assert digest_of([replace(blocked, case=replace(person, participant_number="1"))], 42_000).members == 1


def test_who_may_not_be_approved_cannot_be_ticked(qtbot: Any, local_office: Any) -> None:
    seats = seats_of(local_office)
    rows = bring_to(local_office, seats, WAITING, people=2)
    screen = open_screen(qtbot, seats("ratna"), "validasi")
    line = screen.people.rows()[0]
    screen.lines = screen.lines | {line.id: replace(line, blocked="Sudah menjadi peserta aktif.")}
    screen.show_list()
    screen.people.set_checked([row.id for row in rows])
    assert [line.id for line in screen.people.checked()] == [rows[1].id]


def test_pressing_twice_is_one_request(qtbot: Any, local_office: Any) -> None:
    seats = seats_of(local_office)
    bring_to(local_office, seats, WAITING, people=2)
    screen = open_screen(qtbot, seats("ratna"), "validasi")
    screen.action_bar.trigger("maju")
    screen.action_bar.trigger("maju")
    sheet = screen.question
    sheet.confirm()
    sheet.confirm()
    settle(qtbot, screen)
    assert len(screen.desk.office.ran) == 1
    assert screen.message_bar.sentence() == "2 WBS divalidasi."


def test_nothing_waits(qtbot: Any, local_office: Any) -> None:
    screen = open_screen(qtbot, seats_of(local_office)("ratna"), "validasi")
    assert screen.people.empty.text() == screen.nobody
    assert not screen.digest.isVisible() and not screen.inbox.isVisible()
