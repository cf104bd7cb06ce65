"""``backup`` and ``restore``: answers, exit status, and no secret in any argument or output."""

import json
import shutil

import pytest

from desktop.cli import main

WORDS = "kuda baterai staples benar"


@pytest.fixture
def home(tmp_path, monkeypatch, templates):
    monkeypatch.setenv("PADAN_HOME", str(tmp_path / "data"))
    for name in ("PADAN_PASSWORD", "PADAN_BACKUP_PASSPHRASE", "PADAN_BACKUP_KEY"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "data").mkdir()
    (tmp_path / "cadangan").mkdir()
    shutil.copy(templates["sqlite"], tmp_path / "data" / "latihan.db")
    return tmp_path


def call(capsys, *words):
    status = main(["--practice", "--json", *map(str, words)])
    out, err = capsys.readouterr()
    return status, json.loads(out) if out else None, err


def test_with_a_passphrase(home, capsys, monkeypatch):
    assert call(capsys, "backup", "--out", home / "cadangan")[0] == 1
    monkeypatch.setenv("PADAN_BACKUP_PASSPHRASE", "pendek")
    status, data, said = call(capsys, "backup", "--out", home / "cadangan")
    assert (status, data) == (1, None) and "terlalu pendek" in said
    monkeypatch.setenv("PADAN_BACKUP_PASSPHRASE", WORDS)
    status, made, said = call(capsys, "backup", "--out", home / "cadangan")
    assert (status, made["state"], made["alarms"]) == (0, "baik", []) and WORDS not in said
    assert made["counts"]["person"] == 16 and made["rows"] == sum(made["counts"].values())
    status, listed, _ = call(capsys, "backup", "--list", home / "cadangan")
    assert status == 0 and [(one["file"], one["state"]) for one in listed["copies"]] == [(made["file"], "baik")]
    assert call(capsys, "backup", "--check", made["file"])[:2] == (
        0,
        {"counts": made["counts"], "broken": [], "made_at": made["made_at"]},
    )
    into = f"sqlite:///{home / 'pulih.db'}"
    status, back, _ = call(capsys, "restore", made["file"], "--into", into)
    assert status == 0 and back["counts"] == made["counts"] and not back["upgraded"]
    status, _, said = call(capsys, "restore", made["file"], "--into", into)
    assert status == 1 and "GAGAL" in said and "sudah berisi" in said
    assert main(["verify", "--database", into]) == 0 and "Jurnal utuh" in capsys.readouterr().out
    monkeypatch.setenv("PADAN_BACKUP_PASSPHRASE", WORDS + "!")
    status, _, said = call(capsys, "restore", made["file"], "--into", f"sqlite:///{home / 'lagi.db'}")
    assert status == 1 and "tidak membuka" in said and not (home / "lagi.db").exists()


def test_with_a_key(home, capsys, monkeypatch):
    key = home / "kunci.txt"
    status, _, said = call(capsys, "--as", "bagus", "backup", "--new-key", key)
    assert status == 1 and "administrator" in said and not key.exists()
    status, data, _ = call(capsys, "--as", "admin", "backup", "--new-key", key)
    assert status == 0 and data["key"] in key.read_text() and key.stat().st_mode & 0o077 == 0
    made = call(capsys, "backup", "--out", home / "cadangan" / "senin.padan")[1]
    assert made["file"].endswith("senin.padan")
    into = f"sqlite:///{home / 'pulih.db'}"
    status, _, said = call(capsys, "restore", made["file"], "--into", into)
    assert status == 1 and "PADAN_BACKUP_KEY" in said
    letters = next(line for line in key.read_text().splitlines() if line.startswith("Kunci:")).split()[1]
    monkeypatch.setenv("PADAN_BACKUP_KEY", letters.lower())
    assert call(capsys, "backup", "--check", made["file"])[0] == 0
    monkeypatch.delenv("PADAN_BACKUP_KEY")
    status, _, said = call(capsys, "restore", made["file"], "--into", into, "--key", key)
    assert status == 0 and letters not in said


def test_the_copy_of_the_day_is_made_once_and_old_ones_make_room(home, capsys, monkeypatch):
    monkeypatch.setenv("PADAN_BACKUP_PASSPHRASE", WORDS)
    place = home / "cadangan"
    by_hand = [call(capsys, "backup", "--out", place / f"{name}.padan")[1]["file"] for name in ("a", "b")]
    status, made, _ = call(capsys, "backup", "--out", place, "--daily")
    assert (
        (status, made["state"]) == (0, "baik")
        and sorted(made["removed"]) == ["a.padan", "b.padan"]
        and len(by_hand) == 2
    )
    assert [path.name for path in place.iterdir()] == [made["file"].rpartition("/")[2]]
    assert call(capsys, "backup", "--out", place, "--daily")[:2] == (0, {"state": "sudah"})


def test_the_world_and_wrong_usage(home, capsys, monkeypatch):
    monkeypatch.setenv("PADAN_BACKUP_PASSPHRASE", WORDS)
    status, _, said = call(capsys, "backup", "--out", home / "tidak" / "ada")
    assert status == 3 and "tidak ada di komputer ini" in said
    status, _, said = call(capsys, "backup", "--check", home / "tidak.padan")
    assert status == 3 and "tidak ada" in said
    (home / "foto.padan").write_bytes(b"bukan cadangan")
    status, _, said = call(capsys, "restore", home / "foto.padan", "--into", f"sqlite:///{home / 'x.db'}")
    assert status == 1 and "bukan cadangan Padan" in said
    assert call(capsys, "backup")[0] == 2 and call(capsys, "restore", "x")[0] == 2
    status, _, said = call(capsys, "backup", "--list", home / "tidak")
    assert status == 3 and said


def test_a_smaller_office_is_status_1_until_it_is_accepted(home, capsys, monkeypatch):
    monkeypatch.setenv("PADAN_BACKUP_PASSPHRASE", WORDS)
    first = call(capsys, "backup", "--out", home / "cadangan" / "a.padan")[1]
    fresh = home / "lama.db"
    assert call(capsys, "restore", first["file"], "--into", f"sqlite:///{fresh}")[0] == 0
    call(capsys, "--as", "admin", "backup", "--new-key", home / "kunci.txt")
    assert call(capsys, "backup", "--out", home / "cadangan" / "b.padan")[0] == 0
    shutil.copy(fresh, home / "data" / "latihan.db")
    status, made, said = call(capsys, "backup", "--out", home / "cadangan" / "c.padan")
    assert status == 1 and made["state"] == "mencurigakan" and "jurnal" in made["alarms"][0] and "MENCURIGAKAN" in said
    assert made["file"].endswith("c_mencurigakan.padan")
    accepted = ["backup", "--out", home / "cadangan" / "d.padan", "--accept", "kembali ke keadaan kemarin"]
    assert call(capsys, *accepted)[0] == 0
