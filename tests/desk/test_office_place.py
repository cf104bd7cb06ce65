"""Where a single office's file may lie, and that odd names of folders change nothing."""

import shutil
import sys
from pathlib import Path

import pytest

from db.backends.sqlite.place import synced_folder, windows_kind
from desktop.backup.keys import Opener, new_key
from desktop.backup_making import Wish, make
from desktop.backup_opening import restore
from desktop.cli import main
from desktop.house import House
from desktop.office_file import office_file
from desktop.settings import sqlite_url
from desktop.sop.refusals import Refused

NAMES = {"OneDrive": r"D:\Awan Kantor", "OneDriveCommercial": "/home/ratna/Awan Dinas/"}
ADMIN = {"office_name": "Panti Contoh", "office_kind": "panti", "region": "Jakarta", "name": "Ibu Administrator"}
ADMIN |= {"username": "ibu", "password": "gajah putih terbang"}
ODD = "Ñoño O'Brien – kantor ü"


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        (r"C:\Users\Ratna\OneDrive\kantor.db", "OneDrive"),
        (r"C:\Users\Ratna\OneDrive - Dinas Sosial\Padan\kantor.db", "OneDrive"),
        (r"d:\awan kantor\x\kantor.db", "OneDrive"),
        (r"D:\Awan Kantor Lama\kantor.db", ""),
        ("/home/ratna/Awan Dinas/kantor.db", "OneDrive"),
        ("/home/ratna/Dropbox (Pribadi)/kantor.db", "Dropbox"),
        (r"G:\My Drive\kantor.db", "Google Drive"),
        (r"G:\Drive Saya\Padan\kantor.db", "Google Drive"),
        (r"C:\Users\Ratna\Google Drive\kantor.db", "Google Drive"),
        (r"C:\Users\Ratna\iCloudDrive\kantor.db", "iCloud Drive"),
        (r"C:\Users\Ratna\AppData\Local\Padan\kantor.db", ""),
        (r"C:\Data\onedrive.db", ""),
        (r"C:\Data\Bukan OneDrive\kantor.db", ""),
    ],
)
def test_folders_that_are_copied_to_the_internet(place, kind):
    assert synced_folder(place, NAMES) == kind


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        (r"\\server\bagian\kantor.db", "UNC"),
        ("//server/bagian/kantor.db", "UNC"),
        (r"\\?\UNC\server\bagian\kantor.db", "UNC"),
        (r"\\?\C:\Data\kantor.db", ""),
        (r"Z:\kantor.db", "drive Z:"),
        (r"\\?\Z:\kantor.db", "drive Z:"),
        (r"C:\Data\kantor.db", ""),
    ],
)
def test_shares_of_windows(place, kind):
    assert windows_kind(place, lambda root: {"Z:\\": 4, "C:\\": 3}[root]) == kind


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A folder that OneDrive names in the environment."""
    folder = tmp_path / "Awan Saya"
    folder.mkdir()
    monkeypatch.setenv("OneDriveConsumer", str(folder))
    return folder


def refused(wish):
    with pytest.raises(Refused) as caught:
        wish()
    assert caught.value.code == "synced_folder"
    assert "PostgreSQL" in caught.value.sentence and "disk komputer ini" in caught.value.sentence


def test_refused_at_first_start_at_a_given_address_and_at_restore(copied, tmp_path, monkeypatch, capsys, clock):
    place = copied / "kantor.db"
    refused(lambda: House(sqlite_url(place), folder=tmp_path, clock=clock).first_start("baru", **ADMIN))
    assert list(copied.iterdir()) == []
    monkeypatch.setenv("PADAN_PASSWORD", ADMIN["password"])
    words = ("init", "--office", "Panti", "--kind", "panti", "--admin", "ibu", "--database", sqlite_url(place))
    assert main(words) == 1 and "OneDrive" in capsys.readouterr().err
    place.write_bytes(b"SQLite format 3\x00")
    refused(lambda: House(sqlite_url(place), folder=tmp_path, clock=clock).sign_in("ibu", ADMIN["password"]))


def test_another_spelling_of_the_driver_is_no_way_around(copied):
    assert office_file("sqlite+pysqlite:///x/kantor.db") == Path("x/kantor.db")
    refused(lambda: House(f"sqlite+pysqlite:///{copied / 'kantor.db'}").safe.found([], {}))


def test_odd_and_long_names_of_folders(tmp_path, copied, clock):
    """An office is founded, entered, encrypted anew, copied and brought back below such a folder."""
    home = tmp_path / ODD
    while len(str(home)) <= 280:
        home /= "sangat dalam sekali"
    home.mkdir(parents=True)
    house = House(sqlite_url(home / "kantor.db"), folder=home, clock=clock)
    house.first_start("baru", **ADMIN)
    house.seal(ADMIN["username"], ADMIN["password"], lambda *_: None)
    seat = house.sign_in(ADMIN["username"], ADMIN["password"])
    key = new_key()
    (home / "salinan").mkdir()
    made = make(seat.office, Wish(home / "salinan", key.public), None, lambda *_: None)
    house.close()
    back = home / "pulih ü.db"
    restore(made.path, Opener(private=key.private), sqlite_url(back), lambda *_: None)
    again = House(sqlite_url(back), folder=home, clock=clock)
    assert again.sign_in(ADMIN["username"], ADMIN["password"]).staff.name == ADMIN["name"]
    again.close()
    with pytest.raises(Refused) as caught:
        restore(made.path, Opener(private=key.private), sqlite_url(copied / "kantor.db"), lambda *_: None)
    assert caught.value.code == "synced_folder" and list(copied.iterdir()) == []
    if sys.platform == "win32":  # the temporary folder of the tests is cleared by a tool that knows short names only
        shutil.rmtree("\\\\?\\" + str(tmp_path / ODD))
