"""Step 1 at the desk: quick entry by keyboard, nonsense explained beneath its field, nothing typed is lost."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from PySide6.QtTest import QTest

from desktop.office import Office
from desktop.operations.intake import RecordIntake
from desktop.seat import Seat
from tests.ui.desks import open_screen, settle
from tests.ui.intake_hands import Key, commands, press, typed, waiting

WRONG_NIKS = (
    "317501620179990",
    "31750162017999011",
    "0",
    "0000000000000000",
    "1234567890123456",
    "3175013202799901",
    "3175016213799901",
    "3,17502E+15",
    "317501-6201-7999-X",
    "DUAPULUHDUA",
)


@pytest.fixture
def desk(qtbot: Any, seats: Callable[[str], Seat]) -> Any:
    """The empty desk of Bagus."""
    return open_screen(qtbot, seats("bagus"), "penjangkauan")


def test_one_person_by_keyboard_and_the_next_starts_at_the_same_place(qtbot: Any, desk: Any, seats: Any) -> None:
    typed(desk, "Stasiun Senen", "", "Siti Aminah", "Mak Ijah")
    press(desk, Key.Key_Tab, control=False)
    QTest.keyClicks(desk.focusWidget(), "p")  # chooses and goes on
    QTest.keyClicks(desk.focusWidget(), "± 47")
    assert desk.form.fields["birth"].said() == "± 1979 (perkiraan)"
    typed(desk, "", "Brebes", "gel")
    assert desk.form.text("category") == "Gelandangan"
    press(desk, Key.Key_S)
    settle(qtbot, desk)

    (row,) = waiting(seats("bagus"))
    assert (row.name, row.alias, row.sex, row.birth_estimated) == ("Siti Aminah", "Mak Ijah", "P", True)
    assert row.birth_date == date(1979, 7, 1)
    assert (row.birth_place, row.category, row.found_place) == ("Brebes", "Gelandangan", "Stasiun Senen")
    assert row.found_at == datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    assert desk.form.text("found_place") == "Stasiun Senen"
    assert desk.form.text("name") == ""
    assert desk.focusWidget() is desk.form.fields["name"].control
    assert [one.id for one in desk.people.checked()] == [row.id]


def test_a_double_press_records_one_person(qtbot: Any, desk: Any, seats: Any) -> None:
    desk.form.put("name", "Rohani")
    desk.person.save()
    press(desk, Key.Key_S)
    press(desk, Key.Key_S)
    settle(qtbot, desk)
    assert len(commands(desk, RecordIntake)) == 1
    assert len(waiting(seats("bagus"))) == 1


def test_an_answer_that_was_lost_is_not_recorded_twice_and_later_words_are_kept(
    qtbot: Any, desk: Any, seats: Any
) -> None:
    desk.form.put("name", "Rohani")
    request = desk.person._request
    desk.person.save()
    settle(qtbot, desk)
    desk.person._request = request
    desk.form.put("name", "Rohani Putri")
    desk.person.save()
    settle(qtbot, desk)
    assert [row.name for row in waiting(seats("bagus"))] == ["Rohani"]
    assert desk.person.editing is not None
    desk.person.save()
    settle(qtbot, desk)
    assert [row.name for row in waiting(seats("bagus"))] == ["Rohani Putri"]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("birth", "2099"),
        ("birth", "1899"),
        ("birth", "31-02-1990"),
        ("birth", "kemarin sore"),
        ("found_at", "23-11-2099 10.00"),
        ("found_at", "23-11-1899"),
        ("found_at", "24-11-2026 10.00"),
        ("name", "S" * 200),
        ("name", "Siti 😀"),
        ("name", "سيتي أمينة"),
        ("alias", "Ωmega"),
        *(("nik_claimed", nik) for nik in WRONG_NIKS),
    ],
)
def test_nonsense_is_explained_beneath_its_field_and_nothing_is_lost(
    qtbot: Any, desk: Any, seats: Any, field: str, text: str
) -> None:
    desk.form.put("name", "Rohani")
    desk.form.put(field, text)
    press(desk, Key.Key_S)
    settle(qtbot, desk)
    assert waiting(seats("bagus")) == ()
    sentence = desk.form.fields[field].noted()
    assert sentence.endswith((".", ".”", '".'))
    assert len(sentence) > 20
    assert desk.form.text(field) == text
    assert desk.message_bar.kind == "bad"


def test_a_hidden_mark_in_a_name_is_taken_out_and_told(qtbot: Any, desk: Any, seats: Any) -> None:
    desk.form.put("name", "\u202eRohani")
    desk.form._left("name")
    assert "tersembunyi" in desk.form.fields["name"].noted()
    desk.person.save()
    settle(qtbot, desk)
    assert [row.name for row in waiting(seats("bagus"))] == ["Rohani"]


def test_quotes_and_ampersands_stay_as_typed(qtbot: Any, desk: Any, seats: Any) -> None:
    desk.form.put("name", "Nur'aini")
    desk.form.put("note", "'; DROP TABLE person; -- & <b>tebal</b>")
    desk.person.save()
    settle(qtbot, desk)
    (row,) = waiting(seats("bagus"))
    assert (row.name, row.note) == ("Nur'aini", "'; DROP TABLE person; -- & <b>tebal</b>")


def test_a_person_without_a_name_needs_an_alias(qtbot: Any, desk: Any, seats: Any) -> None:
    desk.form.put("note", "tidak mau bicara")
    desk.person.save()
    assert "alias" in desk.form.fields["name"].noted()
    desk.form.put("alias", "Mr. X")
    desk.person.save()
    settle(qtbot, desk)
    (row,) = waiting(seats("bagus"))
    assert (row.name, row.alias) == ("", "Mr. X")


def test_an_alias_typed_into_the_name_is_parted(desk: Any) -> None:
    desk.form.put("name", "Suparman alias Pak De")
    desk.form._left("name")
    assert (desk.form.text("name"), desk.form.text("alias")) == ("Suparman", "Pak De")


def test_a_clock_alone_means_the_last_time_it_showed_that(desk: Any) -> None:
    desk.form.put("found_at", "23.30")
    assert desk.form.understood("found_at").value.isoformat() == "2026-11-22T23:30:00+07:00"


def test_a_nik_explains_itself(desk: Any) -> None:
    desk.form.put("nik_claimed", "3175016201799901")
    desk.form._left("nik_claimed")
    assert "perempuan" in desk.form.fields["nik_claimed"].noted()
    desk.form.put("sex", "L")
    assert desk.form.understood("nik_claimed").tone == "warn"


def test_a_file_that_is_no_photo_is_refused_and_a_real_one_is_stored_small(qtbot: Any, desk: Any, seats: Any) -> None:
    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (2400, 3200), "#7a8f99").save(out, "PNG")
    assert desk.form.photo.set_data(b"%PDF-1.7 bukan foto") != ""
    assert not desk.form.is_dirty()
    desk.form.put("name", "Rohani")
    assert desk.form.photo.set_data(out.getvalue()) == ""
    desk.person.save()  # while the photo is still made small
    settle(qtbot, desk)
    (row,) = waiting(seats("bagus"))
    from db.queries.person import photo

    stored = seats("bagus").read(photo, row.person_id)
    assert stored is not None
    assert stored.startswith(b"\xff\xd8")
    assert len(stored) < 300_000


def test_the_photo_of_somebody_half_typed_is_kept_while_another_is_shown(qtbot: Any, desk: Any) -> None:
    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (60, 80), "#7a8f99").save(out, "PNG")
    person = desk.person
    desk.form.put("name", "Rohani")
    desk.form.photo.set_data(out.getvalue())
    qtbot.waitUntil(lambda: person._small is not None)
    small = person._small
    assert person._half_typed()[0].photo == small
    person._put_away()
    person._next()
    assert person._half_typed()[0].photo == small, "put away, and its photo with it"
    person._take_up(0)
    assert person._half_typed()[0].photo == small
    assert person._photos == {}


def test_a_role_withdrawn_meanwhile_keeps_the_words(qtbot: Any, local_office: Office, seats: Any, desk: Any) -> None:
    from desktop.operations.manage_staff import ChangeStaff

    staff = seats("bagus").staff
    desk.form.put("name", "Rohani")
    seats("admin").run(
        ChangeStaff(
            staff_id=staff.id,
            version=staff.version,
            name=staff.name,
            nip=staff.nip,
            position=staff.position,
            roles=frozenset({"dinsos"}),
        )
    )
    desk.person.save()
    settle(qtbot, desk)
    assert desk.message_bar.kind == "bad"
    assert desk.form.text("name") == "Rohani"


def test_nothing_needs_a_sideways_scroll_and_every_control_has_a_name(desk: Any) -> None:
    from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton

    assert desk.form.pane.widget().minimumSizeHint().width() <= desk.form.pane.viewport().width()
    for kind in (QLineEdit, QComboBox, QPushButton):
        for control in desk.findChildren(kind):
            if control.isVisible():
                assert control.accessibleName() or control.text(), control
