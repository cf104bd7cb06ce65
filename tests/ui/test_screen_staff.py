"""Petugas: states, adding, changing, resetting; every refusal leaves the form as typed."""

import pytest

from db.queries.staff import staff_by_username
from desktop.sop.procedure import ROLES
from tests.conftest import seats_of
from tests.ui.desks import open_screen, settle

NEW = {"name": "Budi Santoso", "position": "Petugas Data", "username": "budi", "password": "kebun teh hijau"}


def open_staff(qtbot, office):
    return open_screen(qtbot, seats_of(office)("admin"), "petugas")


def fill(screen, **values):
    for name, value in values.items():
        screen.form._fields[name].put(value)


def save(qtbot, screen):
    screen.action_bar.trigger("simpan")
    settle(qtbot, screen)


def test_the_list_tells_office_roles_and_state(qtbot, local_office):
    screen = open_staff(qtbot, local_office)
    rows = {row.username: row for row in screen.people.rows()}
    assert len(rows) == 8
    columns = {column.heading: column for column in screen.people.list.rows_model.columns}
    assert columns["Peran"].text(rows["ratna"]) == "Dinas Kesehatan"
    assert columns["Keadaan"].text(rows["ratna"]) == "aktif"


def test_somebody_new_can_sign_in(qtbot, local_office):
    screen = open_staff(qtbot, local_office)
    screen.action_bar.trigger("baru")
    fill(screen, **NEW, office_id=3, role_dinsos=True, role_dinkes=True)
    save(qtbot, screen)
    row = local_office.read(staff_by_username, "budi")
    assert (row.office_id, row.roles, row.must_change) == (3, frozenset({"dinsos", "dinkes"}), True)
    assert screen.people.current().username == "budi"
    assert not screen.is_dirty()
    assert local_office.sign_in("budi", NEW["password"]).staff.id == row.id


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"name": ""}, "name", "Isi nama petugas"),
        ({"username": " "}, "username", "Isi nama pengguna"),
        ({"password": "pendek"}, "password", "sedikitnya 8"),
    ],
)
def test_what_is_missing_is_said_beneath_its_field(qtbot, local_office, values, field, said):
    screen = open_staff(qtbot, local_office)
    screen.action_bar.trigger("baru")
    fill(screen, **(NEW | values), office_id=3)
    save(qtbot, screen)
    assert said in screen.form.errors()[field]
    assert screen.desk.office.ran == []


@pytest.mark.parametrize(
    ("values", "said"),
    [({"username": "RATNA"}, "sudah dipakai"), ({"password": "budibudibudi"}, "terlalu mudah ditebak")],
)
def test_a_refusal_keeps_what_was_typed(qtbot, local_office, values, said):
    screen = open_staff(qtbot, local_office)
    screen.action_bar.trigger("baru")
    fill(screen, **(NEW | values), office_id=3)
    save(qtbot, screen)
    assert said in screen.message_bar.sentence()
    assert screen.form.values()["name"] == NEW["name"] and screen.is_dirty()


def test_the_last_administrator_stays(qtbot, local_office):
    screen = open_staff(qtbot, local_office)
    row = next(row for row in screen.people.rows() if "admin" in row.roles)
    screen.people.select(row.id)
    fill(screen, disabled=True)
    save(qtbot, screen)
    assert "administrator terakhir" in screen.message_bar.sentence()
    assert not local_office.read(staff_by_username, "admin").disabled


def test_roles_change_and_disabling_shows(qtbot, local_office):
    screen = open_staff(qtbot, local_office)
    row = next(row for row in screen.people.rows() if row.username == "rina")
    screen.people.select(row.id)
    assert not screen.username.isEnabled() and not screen.office.isEnabled()
    fill(screen, role_satpol_pp=True, disabled=True)
    save(qtbot, screen)
    row = local_office.read(staff_by_username, "rina")
    assert row.disabled and row.roles == frozenset({"panti", "satpol_pp"})
    screen.people.segments.choose("nonaktif")
    assert [one.username for one in screen.people.shown()] == ["rina"]


def test_two_windows_on_one_person_are_noticed(qtbot, local_office):
    screen = open_staff(qtbot, local_office)
    row = next(row for row in screen.people.rows() if row.username == "rina")
    screen.people.select(row.id)
    from desktop.operations.manage_staff import ChangeStaff

    values = {"staff_id": row.id, "version": row.version, "nip": row.nip, "position": row.position}
    seats_of(local_office)("admin").run(ChangeStaff(**values, name="Rina Lain", roles=row.roles))
    fill(screen, name="Rina Kusuma")
    save(qtbot, screen)
    assert screen.message_bar.sentence().startswith("Meja lain baru saja mengubah isian yang sama.")
    assert screen.form.values()["name"] == "Rina Kusuma"


def test_a_lock_is_shown_and_lifted_by_a_new_password(qtbot, local_office):
    from desktop.sop.refusals import Refused

    for _ in range(10):
        with pytest.raises(Refused):
            local_office.sign_in("rina", "kata sandi yang salah")
    screen = open_staff(qtbot, local_office)
    row = next(row for row in screen.people.rows() if row.username == "rina")
    assert screen.state(row) == "terkunci"
    screen.people.select(row.id)
    assert "terkunci sampai" in screen.note.text()
    opened = []
    screen.sheet_opened.connect(opened.append)
    screen.action_bar.trigger("sandi")
    from desktop.ui.widgets import Form

    form = opened[0].findChild(Form)
    form.set_values({"password": "kebun teh hijau", "again": "kebun teh"})
    opened[0].confirm()
    assert "Tidak sama" in form.errors()["again"]
    form.set_values({"again": "kebun teh hijau"})
    opened[0].confirm()
    settle(qtbot, screen)
    assert local_office.sign_in("rina", "kebun teh hijau").staff.username == "rina"
    row = next(row for row in screen.people.rows() if row.username == "rina")
    assert screen.state(row) == "aktif"


def test_every_field_has_a_name(qtbot, local_office):
    screen = open_staff(qtbot, local_office)
    assert all(screen.form.control(name).accessibleName() for name in screen.form._fields)
    assert {name for name in screen.form._fields if name.startswith("role_")} == {f"role_{code}" for code in ROLES}
