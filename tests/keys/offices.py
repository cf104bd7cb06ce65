"""What the tests of the encrypted office share: who works there, how it is opened, what must not be found on the disk."""

from pathlib import Path

import desktop.keys.slots
from db.backends.sqlite.cipher import connect
from desktop.house import House
from desktop.keys.slots import Argon
from desktop.office import Office
from desktop.operations import passwords
from desktop.operations.intake import Newcomer, RecordIntake
from desktop.settings import sqlite_url
from desktop.vault import open_by_password

# What a password costs in these tests, in the clerks' own processes too; the dear one is tried by test_slots.
desktop.keys.slots.COST, passwords.WORK = Argon(1, 64, 1), (1, 64, 1)
ADMIN, CLERK, OTHER = "ibu", "wati", "yusuf"
PASSWORDS = {ADMIN: "gajah putih terbang", CLERK: "kuda laut biru", OTHER: "kursi rotan tua"}
NAME, NIK, STREET = "Zulaikha Tertulisdisini", "3171011203909901", "Lorong Pelangi Raya 77"
SECRETS = (NAME, NIK, STREET, "Petugas Wati", "Panti Contoh", "wati", *PASSWORDS.values())


def house_at(folder: Path, clock) -> House:
    """The single office in this folder."""
    return House(sqlite_url(folder / "kantor.db"), folder=folder, clock=clock)


def open_copy(folder: Path, target: Path) -> Path:
    """The office's file as an older version wrote it, without a key; the copy's place."""
    ring = open_by_password(folder / "kantor.db", ADMIN, PASSWORDS[ADMIN])
    source = connect(folder / "kantor.db", ring.key)
    plain = target / "kantor.db"
    source.execute("ATTACH DATABASE ? AS open KEY ''", (str(plain),))
    source.execute("SELECT sqlcipher_export('open')").fetchall()
    source.close()
    office = Office(sqlite_url(plain), target)
    office.prepare()
    office.close()
    return plain


def take_in(seat, number: int = 1) -> None:
    """Somebody with a name, a NIK and an address that can be looked for."""
    person = Newcomer(name=NAME, nik_claimed=NIK, sex="P", address=STREET, found_place=STREET, found_at=seat.now())
    seat.run(RecordIntake(people=(person,), panti_office_id=1, request=f"masuk-{number}"))


def found_on_disk(*folders: Path) -> dict[str, set[str]]:
    """File → which of the secrets stand in it, as SQLite, a text editor or Windows would write them."""
    found: dict[str, set[str]] = {}
    for path in sorted(one for folder in folders for one in folder.rglob("*") if one.is_file()):
        plain = path.read_bytes().lower()
        written = {
            word
            for word in SECRETS
            if any(word.lower().encode(coding) in plain for coding in ("utf-8", "utf-16-le", "utf-16-be"))
        }
        if written:
            found[path.name] = written
    return found
