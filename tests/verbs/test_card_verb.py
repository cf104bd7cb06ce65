"""``card``: the queue, a batch of one kelurahan, lost cards, keys, and checks with and without a database."""

import json
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

sys.path.insert(0, str(Path(__file__).parents[1] / "operations"))

from chain import bring

from desktop.cli import main
from desktop.house import House
from tests.conftest import seats_of


@pytest.fixture
def home(tmp_path, monkeypatch, templates):
    """A PC whose practice office has three people ready for their cards, one of another kelurahan."""
    import shutil

    folder = tmp_path / "data"
    monkeypatch.setenv("PADAN_HOME", str(folder))
    monkeypatch.delenv("PADAN_PASSWORD", raising=False)
    folder.mkdir()
    shutil.copy(templates["sqlite"], folder / "latihan.db")
    house = House(practice=True, folder=folder)
    office = house.office()
    ids = bring(seats_of(office), _Now(office), "eid_diterima", 3)
    with office.database.write() as connection:
        connection.execute(text("UPDATE person SET kelurahan = 'Angke' WHERE id = (SELECT max(id) FROM person)"))
    house.close()
    assert len(ids) == 3
    return folder


class _Now:
    """The office's own clock."""

    def __init__(self, office):
        self.now = office.clock()


def call(capsys, *words, json_too=True):
    status = main(["--practice", *(["--json"] if json_too else []), *words])
    out, err = capsys.readouterr()
    return status, (json.loads(out) if out and json_too else out), err


def issue(capsys, tmp_path, *more):
    pdf = tmp_path / "kartu.pdf"
    status, data, err = call(capsys, "card", "issue", "--as", "rina", "--out", str(pdf), *more)
    assert status == 0, err
    return pdf, data


def seal_of(home, number=None):
    house = House(practice=True, folder=home)
    with house.office().database.read() as connection:
        where = f"WHERE participant_number = '{number}'" if number else ""
        row = connection.execute(text(f"SELECT seal, participant_number FROM card {where} ORDER BY id DESC")).first()
    house.close()
    return row


def test_queue_and_a_batch_of_one_kelurahan(home, capsys, tmp_path):
    _, data, _ = call(capsys, "card", "queue", "--as", "rina")
    assert sorted((one["kelurahan"], one["people"]) for one in data["groups"])[0] == ("Angke", 1) or data["groups"]
    assert sum(one["people"] for one in data["groups"]) == 3
    pdf, made = issue(capsys, tmp_path, "--kelurahan", "angke", "--layout", "cr80_a4")
    assert made["cards"] == 1 and pdf.read_bytes().startswith(b"%PDF")
    assert call(capsys, "card", "verify", str(pdf))[:1] == (0,)
    pdf.write_bytes(pdf.read_bytes() + b" ")
    assert call(capsys, "card", "verify", str(pdf))[:1] == (1,)
    status, _, err = call(capsys, "card", "issue", "--as", "rina", "--out", str(pdf), "--kelurahan", "Tidak Ada")
    assert status == 1 and "siap cetak" in err


def test_a_lost_card_is_found_by_its_seal(home, capsys, tmp_path):
    issue(capsys, tmp_path)
    seal, number = seal_of(home)
    status, data, _ = call(capsys, "card", "verify", "--qr", seal)
    assert (status, data["valid"], data["state"], data["participant_number"]) == (0, True, "berlaku", number)
    _, book, _ = call(capsys, "card", "history", number, "--as", "rina")
    (card,) = book["cards"]
    status, data, _ = call(capsys, "card", "spoil", str(card["id"]), "hilang", "--reason", "Tercecer", "--as", "rina")
    assert (status, data["state"]) == (0, "hilang")
    status, data, _ = call(capsys, "card", "verify", "--qr", seal)
    assert (status, data["valid"], data["state"]) == (1, False, "hilang")
    assert call(capsys, "card", "history", number, "--as", "rina")[1]["cards"][0]["state"] == "hilang"


def test_keys_check_cards_where_there_is_no_database(home, capsys, tmp_path, monkeypatch):
    assert call(capsys, "card", "key", "--out", str(tmp_path / "kunci.json"))[0] == 1, "no card, no key"
    issue(capsys, tmp_path)
    seal, number = seal_of(home)
    keys = tmp_path / "kunci.json"
    status, data, _ = call(capsys, "card", "key", "--out", str(keys))
    assert status == 0 and len(data["keys"]) == 1
    monkeypatch.setenv("PADAN_HOME", str(tmp_path / "tidak-ada"))
    status, said, _ = call(capsys, "card", "verify", "--qr", seal, "--keys", str(keys))
    assert (status, said["valid"], said["state"], said["participant_number"]) == (0, True, "", number)
    assert not (tmp_path / "tidak-ada").exists(), "nothing was opened"
    letter = "0" if seal[20] != "0" else "1"
    status, said, _ = call(capsys, "card", "verify", "--qr", f"{seal[:20]}{letter}{seal[21:]}", "--keys", str(keys))
    assert (status, said["valid"]) == (1, False)
    keys.write_bytes(b"\xff\xfe")
    status, _, err = call(capsys, "card", "verify", "--qr", seal, "--keys", str(keys))
    assert status == 1 and "berkas kunci" in err
    status, _, err = call(capsys, "card", "verify", "--qr", seal, "--keys", str(tmp_path / "hilang.json"))
    assert status == 3


def test_a_new_key_by_the_administrator(home, capsys, tmp_path):
    issue(capsys, tmp_path)
    panti = 2
    assert call(capsys, "card", "key", "--rotate", str(panti), "--as", "rina")[0] == 1
    status, data, _ = call(capsys, "card", "key", "--rotate", str(panti), "--as", "admin")
    assert status == 0 and len(data["keys"]) == 2
    status, out, _ = call(capsys, "card", "key", json_too=False)
    assert status == 0 and "(tidak dipakai lagi)" in out


def test_what_is_asked_must_be_clear(home, capsys, tmp_path):
    for words in ((), ("x.pdf", "--qr", "PADAN1:A")):
        status, _, err = call(capsys, "card", "verify", *words)
        assert status == 1 and "--qr" in err
    status, data, _ = call(capsys, "card", "verify", "--qr", "0001234567890")
    assert (status, data["code"]) == (1, "not_a_seal")


@pytest.mark.parametrize("layout", ["cr80", "cr80_a4", "eid_a4"])
def test_samples_of_every_layout(home, capsys, tmp_path, layout):
    out = tmp_path / "contoh.pdf"
    assert call(capsys, "card", "preview", layout, "--out", str(out))[0] == 0
    assert out.read_bytes().startswith(b"%PDF")
