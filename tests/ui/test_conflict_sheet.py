"""Two clerks, one record, at the desk: both values with who and when, chosen by keyboard, saved again; nothing typed lost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from db.queries.cases import cases_by_id
from db.queries.offices import office_by_id
from db.queries.staff import staff_by_id
from desktop.operations.manage_office import SaveOffice
from desktop.operations.manage_staff import ChangeStaff
from desktop.operations.take import Take
from desktop.sop.refusals import Difference
from desktop.ui.screens.office_form import stored_office
from desktop.ui.widgets.conflict_sheet import MINE, THEIRS, ConflictSheet
from tests.conftest import seats_of
from tests.ui.desks import open_screen, settle
from tests.ui.looking import nameless
from tests.ui.stages import bring_to, open_sheet, sheets, touch

AT = datetime(2026, 11, 23, 3, 14, tzinfo=UTC)
JAKARTA = timezone(timedelta(hours=7))
CLASHES = (
    Difference("room", "Kamar", "Melati 3", "Anggrek 1", "Rina", AT),
    Difference("birth_date", "Tanggal lahir", "01-01-1975", "02-02-1976", "Rina", AT),
    Difference("birth_estimated", "Perkiraan", "ya", "tidak", "Rina", AT),
)


def home(name: str) -> str:
    return "birth" if name.startswith("birth") else name


@pytest.fixture
def sheet(qtbot: Any, dressed: Any) -> Any:
    host, chosen = QWidget(), []
    host.resize(1100, 700)
    qtbot.addWidget(host)
    host.show()
    made = ConflictSheet(host, CLASHES, JAKARTA, chosen.append, home)
    made.open()
    return made, chosen


def key(sheet: Any, code: Qt.Key, modifiers: Any = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(sheet.window().focusWidget() or sheet, code, modifiers)


def test_by_keyboard_alone(sheet: Any) -> None:
    made, chosen = sheet
    key(made, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert chosen == [] and not made.isHidden(), "not before everything is chosen"
    key(made, Qt.Key.Key_2)
    key(made, Qt.Key.Key_1)
    assert made.choices() == {"room": MINE, "birth": THEIRS}
    key(made, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert chosen == [{"room": MINE, "birth": THEIRS}] and made.isHidden()


def test_esc_chooses_nothing(sheet: Any) -> None:
    made, chosen = sheet
    key(made, Qt.Key.Key_1)
    key(made, Qt.Key.Key_Escape)
    assert chosen == [] and made.isHidden()


def test_every_choice_is_named_with_its_value(sheet: Any) -> None:
    made, _ = sheet
    assert nameless(made) == []
    names = [button.accessibleName() for group in made._groups.values() for button in group.buttons()]
    assert names[0] == "Kamar: Tersimpan, Melati 3" and names[3] == "Tanggal lahir: Isian Anda, 02-02-1976 · tidak"


@pytest.fixture
def residents(qtbot: Any, local_office: Any) -> Any:
    seats = seats_of(local_office)
    bring_to(local_office, seats, "diterima", people=2)
    return open_screen(qtbot, seats("yusuf"), "penghuni"), seats


def clash(qtbot: Any, office: Any, screen: Any, seats: Any) -> Any:
    row = screen.people.current()
    screen.edit.form._fields["room"].put("Anggrek 1")
    screen.edit.form._fields["kelurahan"].put("Cipayung")
    touch(office, seats("rina"), row.id, room="Melati 3")
    screen.edit.save()
    settle(qtbot, screen)
    return row, open_sheet(screen)


@pytest.mark.parametrize(("side", "room"), [(MINE, "Anggrek 1"), (THEIRS, "Melati 3")])
def test_a_dossier_is_chosen_and_saved_again(
    qtbot: Any, local_office: Any, residents: Any, side: str, room: str
) -> None:
    screen, seats = residents
    row, sheet = clash(qtbot, local_office, screen, seats)
    sheet.choose("room", side)
    sheet.confirm()
    settle(qtbot, screen)
    now = local_office.read(cases_by_id, [row.id])[0]
    assert (now.room, now.kelurahan) == (room, "CIPAYUNG" if now.kelurahan.isupper() else "Cipayung")
    assert sheets(screen) == 0 and not screen.is_dirty()


def test_going_away_from_the_question_keeps_what_was_typed(qtbot: Any, local_office: Any, residents: Any) -> None:
    screen, seats = residents
    row, sheet = clash(qtbot, local_office, screen, seats)
    sheet.cancel()
    assert screen.edit.form.values()["room"] == "Anggrek 1" and screen.is_dirty()
    assert local_office.read(cases_by_id, [row.id])[0].room == "Melati 3"


def test_a_colleagues_person_is_locked_at_once(qtbot: Any, local_office: Any, residents: Any) -> None:
    screen, seats = residents
    row = screen.people.current()
    seats("rina").run(Take(case=(row.id, row.version)))
    screen.load()
    settle(qtbot, screen)
    assert not screen.edit.isEnabled()
    assert screen.edit._taken.text() == "Sedang dikerjakan Rina Kusumawati sejak 08.00. Isian terkunci sampai dilepas."


def test_two_administrators_on_one_office_page(qtbot: Any, local_office: Any) -> None:
    admin = seats_of(local_office)("admin")
    screen = open_screen(qtbot, admin, "kantor", key=2)
    row = screen.row
    other = replace(stored_office(row), city="Bekasi", fax="021-1")
    admin.run(SaveOffice(office=other, office_id=2, version=row.version))
    screen.form._fields["city"].put("Depok")
    screen.form._fields["contact"].put("021-9")
    screen.save()
    settle(qtbot, screen)
    sheet = open_sheet(screen)
    assert screen.form.values()["fax"] == "021-1", "what only the other one touched is there by itself"
    sheet.choose("city", MINE)
    sheet.confirm()
    settle(qtbot, screen)
    now = local_office.read(office_by_id, 2)
    assert (now.city, now.fax, now.contact) == ("Depok", "021-1", "021-9") and not screen.is_dirty()


def test_two_administrators_on_one_clerk_page(qtbot: Any, local_office: Any) -> None:
    admin = seats_of(local_office)("admin")
    screen = open_screen(qtbot, admin, "petugas")
    screen.people.select(seats_of(local_office)("rina").staff.id)
    row = screen.row
    seen = {name: getattr(row, name) for name in ("name", "nip", "roles", "disabled")}
    admin.run(ChangeStaff(staff_id=row.id, version=row.version, position="Kepala Loket", **seen))
    screen.form._fields["position"].put("Bendahara")
    screen.form._fields["nip"].put("77")
    screen.save()
    settle(qtbot, screen)
    sheet = open_sheet(screen)
    sheet.choose("position", THEIRS)
    sheet.confirm()
    settle(qtbot, screen)
    now = local_office.read(staff_by_id, row.id)
    assert (now.position, now.nip) == ("Kepala Loket", "77") and not screen.is_dirty()
