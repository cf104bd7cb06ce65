"""Step 1 at the desk: corrections of what is recorded, two desks on one person, one hand-over for one request."""

from collections.abc import Callable
from typing import Any

import pytest

from db.queries.cases import cases_by_id, queue
from desktop.office import Office
from desktop.operations.intake import RecordIntake
from desktop.operations.move import Move
from desktop.operations.send_to_panti import SendToPanti
from desktop.seat import Seat
from desktop.sop.letter_files import file_name
from desktop.ui.widgets.letter_sheet import LetterSheet
from tests.ui import stages
from tests.ui.desks import open_screen, settle
from tests.ui.intake_hands import Key, commands, press, sheets


@pytest.fixture
def desk(qtbot: Any, seats: Callable[[str], Seat]) -> Any:
    """The empty desk of Bagus."""
    return open_screen(qtbot, seats("bagus"), "penjangkauan")


def test_half_typed_words_wait_while_somebody_else_is_corrected(
    qtbot: Any, local_office: Office, seats: Any, desk: Any
) -> None:
    (row,) = stages.bring_to(local_office, seats, "dijangkau", people=1)
    desk.refresh()
    settle(qtbot, desk)
    desk.form.put("name", "Setengah Jadi")
    desk.people.select(row.id)
    settle(qtbot, desk)
    assert desk.form.text("name") == row.name
    desk.form.put("condition", "Demam")
    assert desk.is_dirty()
    press(desk, Key.Key_S)
    settle(qtbot, desk)
    assert local_office.read(cases_by_id, [row.id])[0].condition == "Demam"
    assert local_office.read(cases_by_id, [row.id])[0].birth_date == row.birth_date
    assert desk.form.text("name") == "Setengah Jadi"
    assert desk.person.editing is None


def test_two_desks_on_one_field_see_both_values(qtbot: Any, local_office: Office, seats: Any, desk: Any) -> None:
    (row,) = stages.bring_to(local_office, seats, "dijangkau", people=1)
    desk.refresh()
    settle(qtbot, desk)
    desk.people.select(row.id)
    settle(qtbot, desk)
    desk.form.put("condition", "Luka di kaki")
    stages.touch(local_office, seats("bagus"), row.id, condition="Sakit gigi", note="dari meja lain")
    press(desk, Key.Key_S)
    settle(qtbot, desk)
    assert "Sakit gigi" in desk.form.fields["condition"].noted()
    assert desk.form.text("condition") == "Luka di kaki"
    assert desk.form.text("note") == "dari meja lain"
    press(desk, Key.Key_S)
    settle(qtbot, desk)
    stored = local_office.read(cases_by_id, [row.id])[0]
    assert (stored.condition, stored.note) == ("Luka di kaki", "dari meja lain")


def test_those_who_lack_something_cannot_be_ticked_and_say_what(qtbot: Any, desk: Any) -> None:
    desk.form.put("found_place", "")
    desk.form.put("name", "Rohani")
    desk.person.save()
    settle(qtbot, desk)
    (row,) = desk.people.rows()
    assert "Jenis kelamin" in row.obstacle
    desk.people.list._tick_all()
    assert desk.people.checked() == ()
    press(desk, Key.Key_Return)
    assert "Centang" in desk.message_bar.sentence()
    desk.people.select(row.id)
    settle(qtbot, desk)
    assert desk.person.obstacle() == row.obstacle


def test_hand_over_by_keyboard_gives_one_letter(qtbot: Any, local_office: Office, seats: Any, desk: Any) -> None:
    rows = stages.bring_to(local_office, seats, "dijangkau", people=3)
    desk.refresh()
    settle(qtbot, desk)
    desk.people.list.setFocus()
    press(desk, Key.Key_A)
    assert len(desk.people.checked()) == 3
    press(desk, Key.Key_Return)
    (sheet,) = sheets(desk)
    sheet.confirm()
    sheet.confirm()
    press(desk, Key.Key_Return)
    settle(qtbot, desk)
    assert len(commands(desk, Move)) == 1
    assert {row.status for row in local_office.read(cases_by_id, [row.id for row in rows])} == {"diserahkan"}
    assert desk.people.rows() == ()
    assert "3 WBS" in desk.message_bar.sentence()

    desk.message_bar.press("Buka berita acara")
    settle(qtbot, desk)
    (paper,) = sheets(desk)
    assert isinstance(paper, LetterSheet)
    assert paper.preview.page() == 1
    opened: list[Any] = []
    paper.viewer = lambda path: opened.append(path) or True
    paper.confirm()
    settle(qtbot, desk)
    assert opened[0].read_bytes().startswith(b"%PDF")
    assert opened[0].name == file_name(paper.title)


def test_people_bound_nowhere_are_bound_first(qtbot: Any, local_office: Office, seats: Any, desk: Any) -> None:
    seats("bagus").run(RecordIntake(people=stages.newcomers(local_office, 2)))
    desk.refresh()
    settle(qtbot, desk)
    desk.people.list._tick_all()
    desk.hand_over()
    sheets(desk)[0].confirm()
    settle(qtbot, desk)
    assert len(commands(desk, SendToPanti)) == 1
    panti = seats("yusuf")
    assert len(panti.read(queue, panti.staff.office_id, ["diserahkan"])) == 2


def test_who_was_sent_back_shows_the_reason(qtbot: Any, local_office: Office, seats: Any, desk: Any) -> None:
    (row,) = stages.bring_to(local_office, seats, "diserahkan", people=1)
    stages.move(local_office, seats("yusuf"), "tolak_serah_terima", [row.id], "Orangnya tidak ikut diantar.")
    desk.refresh()
    settle(qtbot, desk)
    (found,) = desk.people.rows()
    assert found.chip == ("Dikembalikan", "warn")
    desk.people.select(row.id)
    settle(qtbot, desk)
    assert "Orangnya tidak ikut diantar." in desk.person.obstacle()


def test_who_was_recorded_twice_leaves_the_list_with_a_reason(
    qtbot: Any, local_office: Office, seats: Any, desk: Any
) -> None:
    row, other = stages.bring_to(local_office, seats, "dijangkau", people=2)
    desk.refresh()
    settle(qtbot, desk)
    assert not desk.action_bar.button("batal").isVisible()
    desk.people.select(row.id)
    settle(qtbot, desk)
    opened: list[Any] = []
    desk.sheet_opened.connect(opened.append)
    desk.action_bar.trigger("batal")
    opened[-1].text.setPlainText("Tercatat dua kali")
    opened[-1]._agreed()
    settle(qtbot, desk)
    assert [one.id for one in desk.people.rows()] == [other.id] and desk.person.editing is None
    assert local_office.read(cases_by_id, [row.id])[0].reason == "Tercatat dua kali"
