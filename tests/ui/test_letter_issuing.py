"""What the desks that issue letters share: the preview, who signs, the other party's number, and paraf that come first."""

import json
import threading
from datetime import date

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select, update

from db.queries.cases import cases_by_id
from db.queries.draft_pending import pending_cases
from db.queries.drafts import drafts_of_office
from db.queries.letters import all_letters
from db.tables.papers import letter
from db.tables.people import person
from desktop.documents.preview import page_count
from desktop.operations.intake import RecordIntake
from desktop.operations.manage_signers import SaveParafRules
from desktop.operations.move import Move
from desktop.operations.submit_draft import SubmitDraft
from desktop.ui.tasks import THREADS, Job
from desktop.ui.widgets.letter_sheet import PAGE_WIDTH, LetterSheet
from desktop.ui.widgets.paper_view import page_of
from tests.documents.pdf_reading import all_text
from tests.ui import stages
from tests.ui.desks import open_screen, session_of, settle
from tests.ui.intake_hands import commands, press
from tests.ui.paraf_stages import appoint, ask_paraf, official, submit
from tests.ui.stages import bring_to, open_sheet, sheets

Key = Qt.Key


def facts_of_letter(office, letter_id):
    return json.loads(
        office.read(lambda connection: connection.scalar(select(letter.c.facts).where(letter.c.id == letter_id)))
    )


def the_preview(screen):
    return next(one for one in screen.window().findChildren(LetterSheet) if not one.isHidden())


# preview
def test_ctrl_p_shows_the_letters_of_the_ticked_people_and_takes_no_number(qtbot, local_office, seats):
    rows = bring_to(local_office, seats, "diterima", people=4)
    before = local_office.read(all_letters)
    screen = open_screen(qtbot, seats("yusuf"), "permohonan")
    screen.people.set_checked([row.id for row in rows[:3]])
    press(screen, Key.Key_P)
    settle(qtbot, screen)
    sheet = the_preview(screen)
    assert sheet.draft and len(sheet.tabs._buttons) == 2
    assert "DRAF" in all_text(sheet.pdf) and rows[0].name in all_text(sheet.pdf)
    assert rows[3].name not in all_text(sheet.pdf)
    sheet.tabs.choose("1")
    assert sheet.title == "Rekapitulasi" and sheet.preview.page() == 1
    assert local_office.read(all_letters) == before
    assert screen.desk.office.ran == []


def test_the_pages_behind_the_first_follow_and_page_down_turns_them(qtbot, local_office, seats):
    bring_to(local_office, seats, "menunggu_rekomendasi", people=50)
    screen = open_screen(qtbot, seats("sari"), "rekomendasi")
    press(screen, Key.Key_P)
    settle(qtbot, screen)
    sheet = the_preview(screen)
    assert sheet.preview.count() > 2 and sheet.preview.page() == 1
    for _ in range(3):
        press(screen, Key.Key_PageDown, control=False)
    assert sheet.preview.page() == 2
    press(screen, Key.Key_Escape, control=False)
    assert sheets(screen) == 0


def test_page_one_is_shown_before_the_long_list_is_set(qtbot, local_office, seats, tmp_path):
    rows = bring_to(local_office, seats, "menunggu_rekomendasi", people=50)
    screen = open_screen(qtbot, seats("sari"), "rekomendasi")
    free = threading.Event()
    for _ in range(THREADS["read"]):  # nobody is left who could set the rest
        screen.desk.session.tasks.start(Job(lambda _job: free.wait(20)))
    press(screen, Key.Key_P)
    qtbot.waitUntil(lambda: sheets(screen) == 1)
    sheet = the_preview(screen)
    assert sheet.preview.page() == 1 and sheet.preview.count() == 1 and page_count(sheet.pdf) == 1
    shown = sheet.preview._pages[0]
    free.set()
    settle(qtbot, screen)
    assert sheet.preview.count() == page_count(sheet.pdf) > 2
    assert shown == page_of(sheet.pdf, 0, PAGE_WIDTH), "page one is the one of the whole letter"
    assert rows[-1].name in all_text(sheet.pdf)


def test_a_copy_saved_before_the_rest_is_set_is_the_whole_letter(qtbot, local_office, seats, tmp_path):
    bring_to(local_office, seats, "menunggu_rekomendasi", people=50)
    screen = open_screen(qtbot, seats("sari"), "rekomendasi")
    free = threading.Event()
    for _ in range(THREADS["read"]):
        screen.desk.session.tasks.start(Job(lambda _job: free.wait(20)))
    press(screen, Key.Key_P)
    qtbot.waitUntil(lambda: sheets(screen) == 1)
    sheet = the_preview(screen)
    sheet.choose = lambda _parent, _name: str(tmp_path / "salinan.pdf")
    sheet.save()
    qtbot.waitUntil(lambda: "Salinan surat disimpan" in screen.message_bar.sentence())
    free.set()
    assert page_count((tmp_path / "salinan.pdf").read_bytes()) > 2


def test_a_later_page_that_cannot_be_made_takes_the_preview_away_with_its_reason(qtbot, local_office, seats):
    rows = bring_to(local_office, seats, "menunggu_rekomendasi", people=50)
    with local_office.database.write() as connection:
        connection.execute(update(person).where(person.c.id == rows[-1].person_id).values(name="王"))
    screen = open_screen(qtbot, seats("sari"), "rekomendasi")
    press(screen, Key.Key_P)
    settle(qtbot, screen)
    assert sheets(screen) == 0
    assert "王" in screen.message_bar.sentence()


def test_nobody_ticked_says_so_and_asks_nothing(qtbot, local_office, seats):
    bring_to(local_office, seats, "menunggu_rekomendasi", people=2)
    screen = open_screen(qtbot, seats("sari"), "rekomendasi")
    screen.people.set_checked([])
    press(screen, Key.Key_P)
    assert "Belum ada yang dicentang" in screen.message_bar.sentence()


def test_the_preview_of_a_hand_over_names_the_panti_chosen_on_the_screen(qtbot, local_office, seats):
    outcome = seats("bagus").run(RecordIntake(people=stages.newcomers(local_office, 2)))
    screen = open_screen(qtbot, seats("bagus"), "penjangkauan")
    screen.people.list._tick_all()
    press(screen, Key.Key_P)
    settle(qtbot, screen)
    assert "Panti Sosial Bina Insan Bangun Daya 1" in all_text(the_preview(screen).pdf)
    assert {row.panti_office_id for row in local_office.read(cases_by_id, outcome.done)} == {None}


@pytest.mark.parametrize(
    ("user", "screen", "status"),
    [
        ("yusuf", "permohonan", "diterima"),
        ("sari", "rekomendasi", "menunggu_rekomendasi"),
        ("yusuf", "persetujuan", "nik_tersedia"),
        ("ratna", "validasi", "menunggu_validasi"),
    ],
)
def test_every_desk_that_issues_letters_has_the_preview(qtbot, local_office, seats, user, screen, status):
    bring_to(local_office, seats, status, people=1)
    desk = open_screen(qtbot, seats(user), screen)
    desk.action_bar.trigger("pratinjau")
    settle(qtbot, desk)
    assert "DRAF" in all_text(the_preview(desk).pdf)


def test_a_desk_without_letters_has_none(qtbot, local_office, seats):
    bring_to(local_office, seats, "diserahkan", people=1)
    screen = open_screen(qtbot, seats("yusuf"), "serah_terima")
    assert "pratinjau" not in screen.action_bar._acts


# who signs, and the other party's number
def test_with_one_signer_there_is_nothing_to_choose(qtbot, local_office, seats):
    bring_to(local_office, seats, "menunggu_rekomendasi", people=1)
    screen = open_screen(qtbot, seats("sari"), "rekomendasi")
    screen.send_on()
    assert set(open_sheet(screen).fields.values()) == {"note"}
    open_sheet(screen).confirm()
    settle(qtbot, screen)
    (made,) = commands(screen, Move)
    assert (made.signer_id, made.note, made.counterpart_number) == (None, "", "")


def test_the_chosen_signer_stands_in_the_preview_and_in_the_letter(qtbot, local_office, seats):
    bring_to(local_office, seats, "menunggu_rekomendasi", people=1)
    appoint(seats, "sari", "an", "Retno Palupi", position="Sekretaris", on_behalf="Kepala Dinas Sosial")
    screen = open_screen(qtbot, seats("sari"), "rekomendasi")
    screen.send_on()
    sheet = open_sheet(screen)
    combo = sheet.fields.control("signer_id")
    assert combo.count() == 2 and "Premi Lestariningsih" in combo.itemText(0)
    combo.setCurrentIndex(1)
    sheet.fields.unfold.click()
    sheet.fields.control("note").setPlainText("Mohon didahulukan.")
    sheet.look.click()
    settle(qtbot, screen)
    said = all_text(the_preview(screen).pdf)
    assert "Retno Palupi" in said and "a.n. Kepala Dinas Sosial" in said and "Mohon didahulukan." in said
    the_preview(screen).cancel()
    open_sheet(screen).confirm()
    settle(qtbot, screen)
    facts = facts_of_letter(local_office, local_office.read(all_letters)[0].id)
    assert facts["signer"]["name"] == "Retno Palupi" and facts["fields"]["keterangan"] == "Mohon didahulukan."


def test_who_acts_today_is_the_default(qtbot, local_office, seats):
    bring_to(local_office, seats, "menunggu_rekomendasi", people=1)
    appoint(seats, "sari", "plh", "Retno Palupi", position="Kepala Dinas Sosial", valid_to=date(2026, 11, 30))
    appoint(seats, "sari", "an", "Budi Utomo", position="Sekretaris", on_behalf="Kepala Dinas Sosial")
    screen = open_screen(qtbot, seats("sari"), "rekomendasi")
    screen.send_on()
    combo = open_sheet(screen).fields.control("signer_id")
    assert combo.itemText(0).startswith("Plh. Kepala Dinas Sosial: Retno Palupi") and combo.count() == 2
    open_sheet(screen).confirm()
    settle(qtbot, screen)
    facts = facts_of_letter(local_office, local_office.read(all_letters)[0].id)
    assert facts["signer"]["position"] == "Plh. Kepala Dinas Sosial"


def test_the_number_of_the_other_party_stands_in_the_berita_acara(qtbot, local_office, seats):
    bring_to(local_office, seats, "dijangkau", people=1)
    screen = open_screen(qtbot, seats("bagus"), "penjangkauan")
    screen.people.list._tick_all()
    screen.hand_over()
    sheet = open_sheet(screen)
    sheet.fields.control("counterpart_number").setText("BA-77/PSBI/2026")
    sheet.confirm()
    settle(qtbot, screen)
    facts = facts_of_letter(local_office, local_office.read(all_letters)[0].id)
    assert facts["counterpart_number"] == "BA-77/PSBI/2026"
    assert screen.issuing.wish.counterpart_number == ""


def test_what_was_chosen_stays_when_the_question_is_left(qtbot, local_office, seats):
    bring_to(local_office, seats, "dijangkau", people=1)
    screen = open_screen(qtbot, seats("bagus"), "penjangkauan")
    screen.people.list._tick_all()
    screen.hand_over()
    open_sheet(screen).fields.control("counterpart_number").setText("BA-77")
    press(screen, Key.Key_Escape, control=False)
    screen.hand_over()
    assert open_sheet(screen).fields.control("counterpart_number").text() == "BA-77"


# paraf first
@pytest.fixture
def secretary(local_office, seats):
    """Dinas Sosial's secretary, whose paraf a recommendation needs."""
    made = official(local_office, seats, "sari", "sekretaris", "Retno Palupi", "Sekretaris Dinas")
    ask_paraf(seats, "rekomendasi", "sari", [made])
    return made


def test_the_primary_hands_in_a_draft_and_says_where_it_goes(qtbot, local_office, seats, secretary):
    rows = bring_to(local_office, seats, "menunggu_rekomendasi", people=3)
    screen = open_screen(qtbot, seats("sari"), "rekomendasi")
    assert screen.action_bar.label("maju") == "Ajukan konsep (3)"
    assert "ke Sekretaris Dinas dulu" in screen.action_bar._rest.whole()
    press(screen, Key.Key_Return)
    sheet = open_sheet(screen)
    sheet.confirm()
    sheet.confirm()
    settle(qtbot, screen)
    assert len(commands(screen, SubmitDraft)) == 1 and commands(screen, Move) == []
    (draft,) = seats("sari").read(drafts_of_office, seats("sari").staff.office_id)
    assert draft.people == 3 and draft.turn_staff_id == secretary.staff.id
    assert {row.status for row in local_office.read(cases_by_id, [row.id for row in rows])} == {"menunggu_rekomendasi"}
    assert {screen.finding(row)[0] for row in screen.people.rows()} == {"Dalam konsep"}
    assert screen.people.checked() == () and "konsep" in screen.why_not(screen.people.current())
    screen.message_bar.press("Lihat konsep")
    assert screen.desk.session.shell.went == [("konsep", draft.id)]


def test_a_draft_of_a_colleague_appears_by_itself(qtbot, local_office, seats, secretary):
    bring_to(local_office, seats, "menunggu_rekomendasi", people=2)
    session = session_of(seats("sari"))
    screen = open_screen(qtbot, seats("sari"), "rekomendasi", session=session)
    submit(seats("sari"), "rekomendasikan", "menunggu_rekomendasi")
    session.bus.publish(frozenset({"draft"}), ())
    settle(qtbot, screen)
    assert {screen.finding(row)[0] for row in screen.people.rows()} == {"Dalam konsep"}
    assert len(seats("sari").read(pending_cases, seats("sari").staff.office_id)) == 2


def test_a_rule_that_is_dropped_frees_the_primary(qtbot, local_office, seats, secretary):
    bring_to(local_office, seats, "menunggu_rekomendasi", people=1)
    session = session_of(seats("sari"))
    screen = open_screen(qtbot, seats("sari"), "rekomendasi", session=session)
    assert "Ajukan" in screen.action_bar.label("maju")
    seats("admin").run(SaveParafRules(office_id=seats("sari").staff.office_id, code="rekomendasi", steps=()))
    session.bus.publish(frozenset({"paraf_rule"}), ())
    settle(qtbot, screen)
    assert screen.action_bar.label("maju").startswith("Rekomendasikan")


def test_a_rule_made_meanwhile_refuses_and_the_desk_learns_it(qtbot, local_office, seats):
    bring_to(local_office, seats, "menunggu_rekomendasi", people=1)
    screen = open_screen(qtbot, seats("sari"), "rekomendasi")
    screen.send_on()
    made = official(local_office, seats, "sari", "sekretaris", "Retno Palupi", "Sekretaris Dinas")
    ask_paraf(seats, "rekomendasi", "sari", [made])
    open_sheet(screen).confirm()
    settle(qtbot, screen)
    assert "perlu paraf dulu" in screen.message_bar.sentence()
    assert "Ajukan konsep" in screen.action_bar.label("maju")


def test_a_hand_over_that_needs_paraf_binds_the_people_and_hands_in_the_draft(qtbot, local_office, seats):
    chief = official(local_office, seats, "bagus", "danru", "Komandan Regu Latihan", "Komandan Regu")
    ask_paraf(seats, "bast", "bagus", [chief])
    seats("bagus").run(RecordIntake(people=stages.newcomers(local_office, 2)))
    screen = open_screen(qtbot, seats("bagus"), "penjangkauan")
    screen.people.list._tick_all()
    screen.hand_over()
    open_sheet(screen).confirm()
    settle(qtbot, screen)
    (draft,) = seats("bagus").read(drafts_of_office, seats("bagus").staff.office_id)
    assert draft.people == 2
    assert {row.chip for row in screen.people.rows()} == {("Dalam konsep", "info")}
