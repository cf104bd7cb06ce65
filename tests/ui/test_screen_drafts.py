"""Konsep surat: who must initial reads and initials, one or many; who made a draft mends, calls off, issues."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from db.queries.cases import cases_by_id
from db.queries.drafts import draft_by_id
from db.queries.letters import letters_of_office
from desktop.operations.initial_draft import InitialDraft, ReturnDraft
from desktop.operations.move import Move
from desktop.ui.widgets.letter_sheet import LetterSheet
from tests.documents.pdf_reading import all_text
from tests.ui.desks import open_screen, session_of, settle
from tests.ui.intake_hands import commands, press
from tests.ui.paraf_stages import appoint, ask_paraf, give, official, submit
from tests.ui.stages import bring_to, open_sheet, sheets, touch

Key = Qt.Key


@pytest.fixture
def section(local_office, seats):
    """Initials first."""
    return official(local_office, seats, "sari", "kasi", "Endang Sulastri", "Kepala Seksi")


@pytest.fixture
def secretary(local_office, seats, section):
    """Initials second; from then on a recommendation needs both."""
    made = official(local_office, seats, "sari", "sekretaris", "Retno Palupi", "Sekretaris Dinas")
    ask_paraf(seats, "rekomendasi", "sari", [section, made])
    return made


@pytest.fixture
def drafts(local_office, seats, secretary):
    """Three drafts about two people each."""
    bring_to(local_office, seats, "menunggu_rekomendasi", people=6)
    return [submit(seats("sari"), "rekomendasikan", "menunggu_rekomendasi", people=2, skip=2 * at) for at in range(3)]


def the_draft(seats, draft_id):
    return seats("sari").read(draft_by_id, draft_id)


def open_drafts(qtbot, seat, key=None, session=None):
    return open_screen(qtbot, seat, "konsep", key=key, session=session)


# the paraf
def test_what_waits_for_me_is_shown_first_with_its_pages(qtbot, seats, section, secretary, drafts):
    screen = open_drafts(qtbot, section)
    assert screen.drafts.segments.current() == "saya"
    assert [row.id for row in screen.drafts.shown()] == drafts
    qtbot.waitUntil(lambda: screen.paper.view.page() == 1)
    assert screen.panel.obstacle() == "Menunggu paraf Kepala Seksi"
    other = open_drafts(qtbot, secretary)
    assert other.drafts.segments.current() == "semua" and len(other.drafts.shown()) == 3
    press(other, Key.Key_Return)
    assert "giliran Kepala Seksi (Endang Sulastri)" in other.message_bar.sentence()
    assert sheets(other) == 0


def test_one_paraf_by_the_keyboard_goes_on_to_the_next_official(qtbot, seats, section, secretary, drafts):
    screen = open_drafts(qtbot, section)
    press(screen, Key.Key_Return)
    sheet = open_sheet(screen)
    sheet.confirm()
    sheet.confirm()
    settle(qtbot, screen)
    assert len(commands(screen, InitialDraft)) == 1
    assert the_draft(seats, drafts[0]).turn_staff_id == secretary.staff.id
    assert "Sekretaris Dinas (Retno Palupi)" in screen.message_bar.sentence()
    assert [row.id for row in screen.drafts.shown()] == drafts[1:]
    assert screen.drafts.current().id == drafts[1]


def test_many_ticked_are_initialled_and_those_that_cannot_stay_with_a_reason(qtbot, seats, section, secretary, drafts):
    screen = open_drafts(qtbot, section)
    screen.drafts.list.setFocus()
    press(screen, Key.Key_A)
    assert screen.action_bar.label("utama") == "Paraf (3)"
    screen.action_bar.trigger("utama")
    row = the_draft(seats, drafts[1])
    seats("sari").run(ReturnDraft(draft_id=row.id, version=row.version, reason="Salah orang."))
    open_sheet(screen).confirm()
    settle(qtbot, screen)
    assert "2 konsep diparaf, 1 belum" in screen.message_bar.sentence()
    assert [the_draft(seats, one).turn_staff_id for one in drafts] == [secretary.staff.id, None, secretary.staff.id]
    screen.message_bar.press("Lihat alasan")
    assert "Yang belum diparaf" in open_sheet(screen).accessibleName()


def test_nobody_is_ticked_whose_turn_it_is_not(qtbot, seats, section, secretary, drafts):
    screen = open_drafts(qtbot, secretary)
    screen.drafts.list._tick_all()
    assert screen.drafts.checked() == ()


def test_people_who_changed_since_stop_the_paraf(qtbot, local_office, seats, section, secretary, drafts):
    screen = open_drafts(qtbot, section)
    case_id = screen.files[drafts[0]].cases[0][0]
    touch(local_office, seats("sari"), case_id, note="diubah")
    screen.action_bar.trigger("utama")
    open_sheet(screen).confirm()
    settle(qtbot, screen)
    assert "berubah sejak diajukan" in screen.message_bar.sentence()
    assert the_draft(seats, drafts[0]).turn_staff_id == section.staff.id


def test_enter_shows_the_letter_large(qtbot, seats, section, secretary, drafts):
    screen = open_drafts(qtbot, section)
    press(screen, Key.Key_Return, control=False)
    settle(qtbot, screen)
    sheet = open_sheet(screen)
    assert isinstance(sheet, LetterSheet) and "DRAF" in all_text(sheet.pdf)


# back and again
def test_back_with_a_reason_and_up_again_with_another_signer(qtbot, seats, section, secretary, drafts):
    appoint(seats, "sari", "an", "Budi Utomo", position="Sekretaris", on_behalf="Kepala Dinas Sosial")
    screen = open_drafts(qtbot, section, key=drafts[0])
    press(screen, Key.Key_K, control=False)
    sheet = open_sheet(screen)
    sheet.text.setPlainText("Penanda tangannya sedang cuti.")
    sheet.confirm()
    settle(qtbot, screen)
    mine = open_drafts(qtbot, seats("sari"))
    assert [row.id for row in mine.drafts.shown()] == [drafts[0]]
    assert mine.panel.obstacle() == "Dikembalikan"
    assert mine.action_bar.label("utama") == "Perbaiki dan ajukan lagi"
    mine.action_bar.trigger("utama")
    settle(qtbot, mine)
    mine.acts.question.findChild(QComboBox).setCurrentIndex(1)
    mine.acts.question.confirm()
    settle(qtbot, mine)
    row = the_draft(seats, drafts[0])
    assert (row.state, row.round, row.turn_staff_id) == ("diajukan", 2, section.staff.id)
    assert row.signer_id is not None
    screen.refresh()
    settle(qtbot, screen)
    screen.drafts.select(drafts[0])
    settle(qtbot, screen)
    qtbot.waitUntil(lambda: screen.paper.view.page() == 1)


def test_the_maker_takes_the_own_draft_back(qtbot, seats, section, secretary, drafts):
    screen = open_drafts(qtbot, seats("sari"), key=drafts[2])
    assert screen.action_bar.label("kembali") == "Tarik untuk diperbaiki"
    screen.action_bar.trigger("kembali")
    open_sheet(screen).text.setPlainText("Data orangnya berubah")
    open_sheet(screen).confirm()
    settle(qtbot, screen)
    assert the_draft(seats, drafts[2]).state == "dikembalikan"


def test_called_off_frees_its_people(qtbot, local_office, seats, section, secretary, drafts):
    screen = open_drafts(qtbot, seats("sari"), key=drafts[0])
    press(screen, Key.Key_B, control=False)
    open_sheet(screen).text.setPlainText("Surat ini tidak jadi diterbitkan")
    open_sheet(screen).confirm()
    settle(qtbot, screen)
    assert the_draft(seats, drafts[0]).state == "dibatalkan"
    desk = open_screen(qtbot, seats("sari"), "rekomendasi")
    assert sum(1 for row in desk.people.rows() if not desk.why_not(row)) == 2


# issuing
def test_an_approved_draft_is_issued_with_its_paraf_on_the_archive_copy(
    qtbot, local_office, seats, section, secretary, drafts
):
    give(section, drafts[1])
    give(secretary, drafts[1])
    screen = open_drafts(qtbot, seats("sari"))
    assert screen.drafts.current().id == drafts[1] and screen.action_bar.label("utama") == "Terbitkan surat"
    people = [case_id for case_id, _ in screen.files[drafts[1]].cases]
    press(screen, Key.Key_Return)
    open_sheet(screen).confirm()
    settle(qtbot, screen)
    assert len(commands(screen, Move)) == 1
    assert {row.status for row in local_office.read(cases_by_id, people)} == {"menunggu_nik"}
    assert the_draft(seats, drafts[1]).state == "terbit"
    newest = seats("sari").read(letters_of_office, seats("sari").staff.office_id)[0]
    copy = seats("sari").paper.archive_copy(newest.id)
    assert copy is not None and "Endang Sulastri" in all_text(copy)
    assert "Endang Sulastri" not in all_text(seats("sari").letter_pdf(newest.id)[1])
    screen.message_bar.press("Buka surat")
    settle(qtbot, screen)
    assert open_sheet(screen).title == newest.number


def test_a_colleague_of_the_desk_may_issue_but_not_mend(qtbot, local_office, seats, section, secretary, drafts):
    give(section, drafts[0])
    give(secretary, drafts[0])
    row = the_draft(seats, drafts[1])
    section.run(ReturnDraft(draft_id=row.id, version=row.version, reason="Salah orang."))
    colleague = official(local_office, seats, "sari", "rekan", "Rekan Latihan", "Pengolah data")
    screen = open_drafts(qtbot, colleague, key=drafts[0])
    assert screen.action_bar.label("utama") == "Terbitkan surat"
    screen.drafts.select(drafts[1])
    settle(qtbot, screen)
    assert not screen.action_bar.button("utama").isEnabled()


# alive
def test_a_paraf_given_elsewhere_shows_by_itself(qtbot, seats, section, secretary, drafts):
    session = session_of(secretary)
    screen = open_drafts(qtbot, secretary, session=session)
    give(section, drafts[0])
    session.bus.publish(frozenset({"draft"}), ())
    settle(qtbot, screen)
    assert screen.drafts.rows()[0].id == drafts[0]
    assert screen.drafts.rows()[0].turn_staff_id == secretary.staff.id


def test_the_rail_counts_what_waits_for_this_person(seats, section, secretary, drafts):
    assert (section.counts()["konsep"], secretary.counts()["konsep"], seats("sari").counts()["konsep"]) == (3, 0, 0)
    give(section, drafts[0])
    assert (section.counts()["konsep"], secretary.counts()["konsep"]) == (2, 1)
    give(secretary, drafts[0])
    assert seats("sari").counts()["konsep"] == 1


def test_a_signer_whose_time_is_over_is_said_where_the_pages_would_be(qtbot, clock, seats, secretary, local_office):
    appoint(
        seats, "sari", "an", "Budi Utomo", position="Sekretaris", on_behalf="Kepala Dinas Sosial",
        valid_to=date(2026, 11, 23),
    )  # fmt: skip
    bring_to(local_office, seats, "menunggu_rekomendasi", people=1)
    from db.queries.signers import signers_of

    (signer,) = seats("sari").read(signers_of, seats("sari").staff.office_id)
    draft = submit(seats("sari"), "rekomendasikan", "menunggu_rekomendasi", signer_id=signer.id)
    clock.forward(days=1)
    screen = open_drafts(qtbot, seats("sari"), key=draft)
    qtbot.waitUntil(lambda: "berakhir" in screen.paper.empty.text())


def test_nothing_there_says_how_drafts_come_to_be(qtbot, seats):
    screen = open_drafts(qtbot, seats("yusuf"))
    assert "perlu diparaf" in screen.drafts.empty.text()
    assert not screen.action_bar.button("utama").isEnabled()
