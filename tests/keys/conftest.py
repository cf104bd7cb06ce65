"""One encrypted single office, made once and copied for every test: an administrator and two clerks."""

import shutil
from pathlib import Path

import pytest
from offices import ADMIN, CLERK, OTHER, PASSWORDS, house_at

from desktop.operations.manage_staff import AddStaff
from desktop.partners import with_partners
from tests.conftest import Clock


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """(folder, recovery key) of the office that tests copy."""
    folder = tmp_path_factory.mktemp("kantor")
    house = house_at(folder, Clock())
    admin = {"admin_username": ADMIN, "admin_name": "Ibu Administrator", "admin_password": PASSWORDS[ADMIN]}
    recovery_key = house.safe.found(with_partners("panti", "Panti Contoh", "Jakarta"), admin)
    seat = house.sign_in(ADMIN, PASSWORDS[ADMIN])
    for username, roles in ((CLERK, {"panti", "satpol_pp"}), (OTHER, {"panti"})):
        seat.run(
            AddStaff(
                username=username,
                name=f"Petugas {username.title()}",
                office_id=1,
                roles=frozenset(roles),
                password=PASSWORDS[username],
                must_change=False,
            )
        )
    seat.recovery_saved()
    house.close()
    return folder, recovery_key


@pytest.fixture
def recovery_key(made):
    return made[1]


@pytest.fixture
def home(made, tmp_path):
    """A folder with that office in it."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ("kantor.db", "kantor.db.kunci"):
        shutil.copy(made[0] / name, folder / name)
    return folder


@pytest.fixture
def house(home, clock):
    opened = house_at(home, clock)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def plain_made(made, tmp_path_factory):
    """The same office as an older version left it: readable."""
    from offices import open_copy

    return open_copy(made[0], tmp_path_factory.mktemp("lama"))


@pytest.fixture
def old_home(plain_made, tmp_path) -> Path:
    """A folder with the readable office in it."""
    folder = tmp_path / "lama"
    folder.mkdir()
    shutil.copy(plain_made, folder / "kantor.db")
    return folder
