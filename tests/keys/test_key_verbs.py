"""``init``, ``recover``, ``encrypt``, ``staff rekey`` and the verbs that read: no password and no key in any argument."""

import json

import pytest
from offices import ADMIN, CLERK, OTHER, PASSWORDS, house_at

from desktop.cli import main
from desktop.office_file import is_encrypted, is_plain

VARIABLES = ("PADAN_PASSWORD", "PADAN_NEW_PASSWORD", "PADAN_RECOVERY_KEY")


@pytest.fixture
def call(capsys, monkeypatch):
    """status, data, stderr of one verb on the office in a folder; passwords as environment variables."""

    def called(folder, *words, **secrets):
        monkeypatch.setenv("PADAN_HOME", str(folder))
        for name in VARIABLES:
            monkeypatch.delenv(name, raising=False)
        for name, value in secrets.items():
            monkeypatch.setenv(f"PADAN_{name}", value)
        status = main(["--json", *words])
        out, err = capsys.readouterr()
        return status, json.loads(out) if out else None, err

    return called


def test_init_tells_the_recovery_key_once(call, tmp_path):
    words = ("init", "--office", "Panti Contoh", "--kind", "panti", "--admin", ADMIN)
    status, data, _ = call(tmp_path, *words, PASSWORD=PASSWORDS[ADMIN])
    assert status == 0 and data["recovery_key"].count("-") == 7
    assert is_encrypted(tmp_path / "kantor.db")
    assert call(tmp_path, *words, PASSWORD=PASSWORDS[ADMIN])[0] == 1
    recover = {"RECOVERY_KEY": data["recovery_key"], "NEW_PASSWORD": "pintu kayu jati"}
    assert call(tmp_path, "recover", **recover)[:2] == (0, {"done": True, "username": ADMIN})
    status, data, _ = call(tmp_path, "verify", "--as", ADMIN, PASSWORD="pintu kayu jati")
    assert status == 0 and data["broken"] == []


def test_verbs_open_the_office_by_the_clerks_own_password(call, home):
    status, _, err = call(home, "verify")
    assert status == 1 and "--as" in err
    assert call(home, "verify", "--as", CLERK, PASSWORD=PASSWORDS[CLERK])[0] == 0
    status, _, err = call(home, "staff", "list", "--as", ADMIN, PASSWORD=PASSWORDS[CLERK])
    assert status == 1 and "kata sandi salah" in err
    status, _, err = call(home, "staff", "list", "--as", ADMIN)
    assert status == 1 and "PADAN_PASSWORD" in err
    assert len(call(home, "staff", "list", "--as", ADMIN, PASSWORD=PASSWORDS[ADMIN])[1]["staff"]) == 3


def test_recover_says_which_group_is_wrong(call, home, recovery_key):
    typed = recovery_key[:6] + recovery_key[:5] + recovery_key[11:]
    status, data, err = call(home, "recover", RECOVERY_KEY=typed, NEW_PASSWORD="pintu kayu jati")
    assert (status, data) == (1, None) and "kelompok ke-2" in err and recovery_key[:5] not in err


def test_a_new_recovery_key(call, home, recovery_key):
    words = ("recover", "--new-key", "--as", ADMIN)
    fresh = call(home, *words, PASSWORD=PASSWORDS[ADMIN])[1]["recovery_key"]
    assert call(home, "recover", RECOVERY_KEY=recovery_key, NEW_PASSWORD="pintu kayu jati")[0] == 1
    assert call(home, "recover", RECOVERY_KEY=fresh, NEW_PASSWORD="pintu kayu jati")[0] == 0
    assert call(home, "recover", "--new-key", "--as", CLERK, PASSWORD=PASSWORDS[CLERK])[0] == 1


def test_encrypt_an_old_office(call, old_home, clock):
    assert call(old_home, "encrypt", "--as", CLERK, PASSWORD=PASSWORDS[CLERK])[0] == 1
    assert call(old_home, "encrypt", "--as", ADMIN, PASSWORD="salah sekali")[0] == 1
    assert is_plain(old_home / "kantor.db")
    status, data, err = call(old_home, "encrypt", "--as", ADMIN, PASSWORD=PASSWORDS[ADMIN])
    assert status == 0 and set(data["temporary_passwords"]) == {CLERK, OTHER} and "enkripsi" in err
    assert is_encrypted(old_home / "kantor.db") and not (old_home / "kantor.db.terbuka").exists()
    house = house_at(old_home, clock)
    assert house.sign_in(CLERK, data["temporary_passwords"][CLERK]).staff.must_change
    house.close()
    assert house.sign_in(ADMIN, PASSWORDS[ADMIN]).has_recovery()
    house.close()
    assert call(old_home, "encrypt", "--as", ADMIN, PASSWORD=PASSWORDS[ADMIN])[0] == 1
    assert call(old_home, "recover", RECOVERY_KEY=data["recovery_key"], NEW_PASSWORD="pintu kayu jati")[0] == 0


def test_a_new_key_shuts_out_who_kept_the_old_one(call, home, recovery_key):
    from desktop.keys.ring import read_slots
    from desktop.vault import open_by_password

    kept = open_by_password(home / "kantor.db", OTHER, PASSWORDS[OTHER]).key
    status, data, _ = call(home, "staff", "rekey", "--as", ADMIN, PASSWORD=PASSWORDS[ADMIN])
    assert status == 0 and set(data["temporary_passwords"]) == {CLERK, OTHER}
    from db.backends.sqlite.cipher import opens

    assert not opens(home / "kantor.db", kept)
    slots = read_slots(home / "kantor.db.kunci")
    assert (len(slots.staff), len(slots.recovery)) == (3, 1)
    assert call(home, "staff", "list", "--as", OTHER, PASSWORD=PASSWORDS[OTHER])[0] == 1
    assert call(home, "verify", "--as", OTHER, PASSWORD=data["temporary_passwords"][OTHER])[0] == 0
    assert call(home, "recover", RECOVERY_KEY=recovery_key, NEW_PASSWORD="pintu kayu jati")[0] == 1
    assert call(home, "staff", "rekey", "--as", CLERK, PASSWORD=data["temporary_passwords"][CLERK])[0] == 1


def test_an_office_that_is_open_elsewhere_is_not_encrypted(call, old_home):
    """Another process holds the readable file; nothing changes and the sentence says what to close."""
    import subprocess
    import sys

    script = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT count(*) FROM staff').fetchone();"
        "print('buka', flush=True); sys.stdin.readline()"
    )
    command = [sys.executable, "-c", script, str(old_home / "kantor.db")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "buka\n"
        status, _, err = call(old_home, "encrypt", "--as", ADMIN, PASSWORD=PASSWORDS[ADMIN])
        other.communicate("\n")
    assert status == 1 and "jendela" in err
    assert is_plain(old_home / "kantor.db") and not list(old_home.glob("*.enkripsi*"))


def test_verbs_for_a_practice_office_need_no_key(call, tmp_path, templates):
    import shutil

    shutil.copy(templates["sqlite"], tmp_path / "latihan.db")
    for words in (("encrypt", "--practice", "--as", "admin"), ("recover", "--practice")):
        assert call(tmp_path, *words, PASSWORD="apa saja")[0] == 1
    assert call(tmp_path, "verify", "--practice")[0] == 0
