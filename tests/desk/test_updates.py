"""Which desk runs which version, the setup on a share, and what a desk is told whose program is too old."""

import shutil
import sqlite3

import pytest
from sqlalchemy import text

from db.queries.desks import desks
from db.queries.offices import settings
from desktop import update_desk
from desktop.house import House
from desktop.operations.save_setup_folder import SaveSetupFolder
from desktop.setups import newest_setup
from desktop.sop.refusals import Refused
from desktop.ui.driver import Driver
from desktop.ui.widgets import FigureCard
from desktop.version import VERSION, is_newer, numbers
from tests.conftest import seats_of
from tests.ui.desks import open_screen, settle


@pytest.mark.parametrize(
    ("newer", "older"),
    [("1.10.0", "1.9.9"), ("0.2", "0.1.9"), ("10.0.0", "9.99.99"), ("0.1", ""), ("0.1", "baru"), ("1.0.1", "1.0")],
)
def test_versions_compare_as_numbers(newer, older):
    assert is_newer(newer, older) and not is_newer(older, newer) and not is_newer(newer, newer)


def test_an_ending_nought_changes_nothing():
    assert numbers("1.2.0") == numbers("1.2") == (1, 2)


@pytest.fixture
def share(tmp_path):
    folder = tmp_path / "padan di server"
    folder.mkdir()
    for name in ("Padan-0.9.0-setup.exe", "padan-0.10.0-SETUP.exe", "Padan-0.99.0-setup.exe.part", "Padan-x-setup.exe"):
        (folder / name).touch()
    return folder


def test_the_newest_setup_of_a_folder(share, tmp_path):
    found = newest_setup(str(share))
    assert found is not None and (found.name, found.version) == ("padan-0.10.0-SETUP.exe", "0.10.0")
    assert newest_setup("") is None and newest_setup(str(tmp_path / "tidak ada")) is None
    assert newest_setup("\0") is None


def names(office, monkeypatch, *places):
    """Clerks sign in at computers with these names and programs."""
    seats = seats_of(office)
    office.practice = False
    for username, computer, version in places:
        seat = seats(username)
        seat.office.practice = False
        monkeypatch.setattr(update_desk.platform, "node", lambda computer=computer: computer)
        monkeypatch.setattr(update_desk, "VERSION", version)
        seat.updates.note()
    return seats


def test_every_desk_writes_its_own_line_and_the_administrator_reads_all(office, clock, monkeypatch, backend):
    seats = names(office, monkeypatch, ("ratna", "DINKES-01", "0.1.0"), ("sari", "DINSOS-1", "0.10.0"))
    clock.forward(hours=1)
    names(office, monkeypatch, ("admin", "DINKES-01", "0.9.0"))
    monkeypatch.undo()
    overview = seats("admin").updates.overview()
    assert [(row.computer, row.version, overview.is_behind(row)) for row in overview.desks] == [
        ("DINKES-01", "0.9.0", True),
        ("DINSOS-1", "0.10.0", False),
    ]
    clock.forward(hours=1)
    names(office, monkeypatch, ("ratna", "DINKES-01", "0.10.0"))
    rows = seats("ratna").read(desks)
    assert [row.version for row in rows if row.staff_name.startswith("dr. Ratna")] == ["0.10.0"]
    if backend == "postgresql":
        assert [row.computer for row in rows] == ["DINKES-01"]
        other = seats("ratna").office.database
        with pytest.raises(Exception, match="walled"), other.write() as connection:
            statement = "INSERT INTO desk_version SELECT id, 'X', '9', now() FROM staff WHERE username = 'sari'"
            connection.execute(text(statement))
        with other.write() as connection:
            assert (
                connection.execute(text("UPDATE desk_version SET version = '9' WHERE computer = 'DINSOS-1'")).rowcount
                == 0
            )


def test_the_folder_is_the_administrators(office, seat, share):
    with pytest.raises(Refused, match="not_your_role"):
        seat("ratna").run(SaveSetupFolder(folder=str(share)))
    for wrong in ("https://padan.example/setup", "a\nb", "x" * 401):
        with pytest.raises(Refused, match="not_a_folder"):
            seat("admin").run(SaveSetupFolder(folder=wrong))
    with pytest.raises(Refused, match="no_folder"):
        seat("admin").updates.keep_folder(str(share / "lain"))
    seat("admin").updates.keep_folder(f" {share} ")
    assert office.read(settings)["setup_folder"] == str(share)


def test_a_newer_setup_is_told_once_a_day(local_office, share, clock, tmp_path, monkeypatch):
    monkeypatch.setenv("PADAN_HOME", str(tmp_path / "rumah"))
    local_office.practice = False
    seats = seats_of(local_office)
    assert seats("ratna").updates.news() == ""
    seats("admin").updates.keep_folder(str(share))
    said = seats("ratna").updates.news()
    assert "0.10.0" in said and "padan-0.10.0-SETUP.exe" in said and str(share) in said
    assert seats("admin").updates.news() == ""
    clock.forward(days=1)
    assert seats("admin").updates.news() == said
    clock.forward(days=1)
    monkeypatch.setattr(update_desk, "VERSION", "0.10.0")
    assert seats("ratna").updates.news() == ""


def test_an_older_program_is_told_which_version_and_where(office, seat, share, password):
    assert office.read(settings)["program_version"] == VERSION
    seat("admin").updates.keep_folder(str(share))
    with office.database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.execute(text("UPDATE setting SET value = '0.10.0' WHERE key = 'program_version'"))
    enter = (lambda: office.sign_in("ratna", password)) if office.database.backend.logins else office.prepare
    with pytest.raises(Refused, match="newer_database") as caught:
        enter()
    for part in ("versi 0.10.0", f"versi {VERSION}", "padan-0.10.0-SETUP.exe", str(share)):
        assert part in caught.value.sentence
    assert caught.value.folder == str(share)
    (share / "padan-0.10.0-SETUP.exe").unlink()
    (share / "Padan-0.9.0-setup.exe").unlink()
    with pytest.raises(Refused) as caught:
        enter()
    assert "tanyakan kepada administrator" in caught.value.sentence


def test_the_administrators_page(qtbot, local_office, share, clock, monkeypatch, tmp_path):
    monkeypatch.setenv("PADAN_HOME", str(tmp_path / "rumah"))
    seats = names(local_office, monkeypatch, ("ratna", "DINKES-01", "0.10.0"), ("sari", "DINSOS-1", "0.2.0"))
    screen = open_screen(qtbot, seats("admin"), "komputer")
    rows = screen.list.rows()
    assert [(row.computer, screen._state(row)) for row in rows] == [
        ("DINSOS-1", "perlu diperbarui"),
        ("DINKES-01", "terbaru"),
    ]
    assert not screen.action_bar.button("buka").isEnabled() and not screen.action_bar.button("simpan").isEnabled()
    screen.folder.setText(str(share / "bukan"))
    screen.action_bar.trigger("simpan")
    settle(qtbot, screen)
    assert "tidak ditemukan" in screen.message_bar.sentence() and screen.is_dirty()
    screen.folder.setText(str(share))
    screen.action_bar.trigger("simpan")
    settle(qtbot, screen)
    assert screen.ready.text() == "padan-0.10.0-SETUP.exe" and not screen.is_dirty()
    assert screen.action_bar.button("buka").isEnabled()
    home = open_screen(qtbot, seats("admin"), "beranda")
    figures = [card.accessibleName() for card in home.findChildren(FigureCard)]
    assert [name for name in figures if "komputer" in name] == ["2 komputer"]


def test_the_window_offers_the_folder_of_the_setup(templates, tmp_path, clock, monkeypatch, qapp, share, password):
    """Signing in with an older program: the sentence stays above the page, with a button; the name stays typed."""
    monkeypatch.setenv("PADAN_HOME", str(tmp_path))
    shutil.copy(templates["sqlite"], tmp_path / "latihan.db")
    file = sqlite3.connect(tmp_path / "latihan.db")
    file.execute("INSERT INTO setting (key, value) VALUES ('setup_folder', ?)", (str(share),))
    file.execute("UPDATE alembic_version SET version_num = '9999'")
    file.commit()
    file.close()
    opened = []
    monkeypatch.setattr("desktop.ui.program.show_folder", opened.append)
    driver = Driver(House(practice=True, folder=tmp_path, clock=clock))
    page = driver.page_named("SignIn")
    driver.write(page.user, "ratna")
    driver.write(page.password, password)
    driver.click(page.button)
    driver.until(page.refusal.isVisible, "no refusal was shown")
    bar = driver.window.front_bar
    assert "padan-0.10.0-SETUP.exe" in bar.sentence() and page.user.text() == "ratna"
    bar.press("Buka folder")
    assert opened == [str(share)]
    driver.close()
    assert driver.crashes == []
