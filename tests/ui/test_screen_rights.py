"""Hak akses: the matrix equals the procedure, and the administrator's verbs equal what the operations refuse."""

from datetime import date

import pytest

from desktop.operations.manage_office import SaveHolidays
from desktop.operations.manage_staff import ResetPassword
from desktop.operations.register_residents import RegisterResidents
from desktop.sop.procedure import ROLES, procedures
from desktop.sop.refusals import Refused
from desktop.ui.screens.grid_table import TICK
from desktop.ui.screens.rights import FIRST
from desktop.ui.screens.rights_table import rights
from tests.conftest import seats_of
from tests.ui.desks import open_screen

USERS = {
    "satpol_pp": "bagus",
    "panti": "yusuf",
    "dinsos": "sari",
    "dukcapil": "andi",
    "dinkes": "ratna",
    "bpjs": "hendra",
    "admin": "admin",
}


def ticked(screen, row):
    cells = screen.table.texts()
    return {code for place, code in enumerate(ROLES, FIRST) if cells[row, place] == TICK}


def test_the_matrix_equals_the_procedure(qtbot, local_office):
    screen = open_screen(qtbot, seats_of(local_office)("ratna"), "hak")
    cells = screen.table.texts()
    declared = [one for procedure in procedures() for one in procedure.actions()]
    for row, (step, action) in enumerate(declared, 1):
        assert cells[row, 1].splitlines()[0] == action.label
        assert ticked(screen, row) == {step.actor}
        assert ("bukan oleh" in cells[row, 1]) == bool(action.second_pair_of_eyes)


@pytest.mark.parametrize("role", USERS)
def test_own_roles_stand_out(qtbot, local_office, role):
    screen = open_screen(qtbot, seats_of(local_office)(USERS[role]), "hak")
    assert screen.table.marked == {FIRST + list(ROLES).index(role)}


@pytest.mark.parametrize(
    ("verb", "command"),
    [
        ("Mengatur hari libur", lambda: SaveHolidays(days=((date(2026, 12, 25), "Natal"),))),
        ("Menyetel ulang kata sandi petugas", lambda: ResetPassword(staff_id=3, password="kebun teh hijau")),
        ("Mendaftarkan data kependudukan", lambda: RegisterResidents(residents=())),
    ],
)
def test_the_administrators_verbs_equal_what_operations_refuse(local_office, verb, command):
    seats, allowed = seats_of(local_office), set()
    for role, user in USERS.items():
        try:
            seats(user).run(command())
            allowed.add(role)
        except Refused as refused:
            if refused.code != "not_your_role":
                allowed.add(role)
    right = next(right for right in rights(*procedures()) if right.verb == verb)
    assert right.roles == allowed
