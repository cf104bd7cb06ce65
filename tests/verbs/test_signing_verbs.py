"""``letter unsigned|signed|sign|verify`` and ``staff delegate``: answers, exit status, whose letters, no secret told."""

import json
import shutil
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.cli import main
from desktop.house import House
from desktop.practice import HANDOVER_LIST

sys.path.append(str(Path(__file__).parents[1] / "papers"))
from certificates import PASSWORD, SIGNER, p12, person
from signing_service import sign


@pytest.fixture
def home(tmp_path, monkeypatch, templates):
    """A PC whose practice office has one letter from Satpol PP to the panti."""
    from db.queries.cases import queue
    from desktop.operations.move import Move

    monkeypatch.setenv("PADAN_HOME", str(tmp_path / "data"))
    for name in ("PADAN_PASSWORD", "PADAN_P12_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "data").mkdir()
    shutil.copy(templates["sqlite"], tmp_path / "data" / "latihan.db")
    main(["--practice", "--json", "import", str(HANDOVER_LIST), "--as", "bagus", "--panti", "PSBI"])
    house = House(practice=True, folder=tmp_path / "data")
    seat = house.sign_in_practice("bagus")
    rows = seat.read(queue, seat.staff.office_id, ["dijangkau"])
    seat.run(Move(procedure="wbs", action="serahkan", cases=tuple((row.id, row.version) for row in rows[:3])))
    house.close()
    return tmp_path


@pytest.fixture
def call(home, capsys):
    capsys.readouterr()

    def called(*words, who=""):
        status = main(["--practice", "--json", *map(str, words), *(("--as", who) if who else ())])
        out, err = capsys.readouterr()
        return status, json.loads(out) if out else None, err

    return called


@pytest.fixture
def token(home):
    house = House(practice=True, folder=home / "data")
    with house.office().database.read() as connection:
        found = connection.scalar(text("SELECT token FROM letter_issue WHERE letter_id = 1"))
    house.close()
    return found


def test_out_to_be_signed_and_back(home, call):
    plain, back, kept = home / "x" / "surat.pdf", home / "tte.pdf", home / "simpan.pdf"
    status, data, _ = call("letter", "unsigned", 1, "--out", plain, who="bagus")
    assert status == 0 and data["file"] == str(plain)
    back.write_bytes(sign(plain.read_bytes(), visible=True))
    status, data, _ = call("letter", "signed", 1, back, who="bagus")
    assert status == 0 and SIGNER in data["sentence"]
    status, data, _ = call("letter", "verify", back, "--out", kept, who="yusuf")
    assert status == 0 and (data["kind"], data["valid"]) == ("ditandatangani", True)
    assert data["tte"].startswith(f"TTE oleh {SIGNER}, penerbit") and kept.read_bytes() == back.read_bytes()
    assert call("letter", "signed", 1, back, who="bagus")[0] == 1


def test_signed_here(home, call, monkeypatch):
    file = home / "kunci.p12"
    file.write_bytes(p12(*person()))
    status, data, err = call("letter", "sign", 1, "--p12", file, who="bagus")
    assert (status, data) == (1, None) and "PADAN_P12_PASSWORD" in err
    monkeypatch.setenv("PADAN_P12_PASSWORD", "bukan ini")
    status, data, err = call("letter", "sign", 1, "--p12", file, who="bagus")
    assert (status, data) == (1, None) and "salah" in err
    monkeypatch.setenv("PADAN_P12_PASSWORD", PASSWORD)
    assert call("letter", "sign", 1, "--p12", home / "tiada.p12", who="bagus")[0] == 3
    status, data, err = call("letter", "sign", 1, "--p12", file, who="bagus")
    assert status == 0 and SIGNER in data["sentence"] and PASSWORD not in json.dumps(data) + err
    assert call("letter", "sign", 1, "--p12", file, "--password", PASSWORD, who="bagus")[0] == 2


def test_verify_a_code_or_a_file(home, call, token):
    kept = home / "surat.pdf"
    status, data, _ = call("letter", "verify", f"PADAN: {token.upper()}")
    assert (status, data["kind"], data["tte"], data["code"]) == (0, "asli", "tanpa TTE", "bast")
    status, data, err = call("letter", "verify", token, "--out", kept)
    assert (status, data) == (1, None) and "--as" in err and not kept.exists()
    assert call("letter", "verify", token, "--out", kept, who="ratna")[0] == 1
    assert call("letter", "verify", token, "--out", kept, who="yusuf")[0] == 0
    broken = bytearray(kept.read_bytes())
    broken[4321] ^= 4
    kept.write_bytes(broken)
    status, data, _ = call("letter", "verify", kept)
    assert (status, data["kind"], data["difference"], data["id"]) == (1, "berubah", 4321, 1)
    assert "posisi 4321" in data["sentence"]
    assert call("letter", "verify", "PADAN:" + "0" * 16)[1]["kind"] == "bukan"
    assert call("letter", "verify", home / "tiada.pdf")[0] == 3


def test_letters_between_other_offices_are_not_handed_out(home, call):
    out = home / "surat.pdf"
    for words in (("save", 1, "--out", out), ("unsigned", 1, "--out", out), ("print", 1)):
        status, data, err = call("letter", *words, who="ratna")
        assert (status, data) == (1, None) and "kantor" in err and not out.exists()
    assert call("letter", "save", 1, "--out", out, who="yusuf")[0] == 0


def test_delegate(home, call):
    words = ("staff", "delegate", "sari", "--capacity", "plh", "--position", "Kepala Dinas Sosial")
    days = ("--from", "2026-11-23", "--to", "2026-11-27", "--basis", "800/1")
    status, data, _ = call(*words, *days, "--rank", "Penata (III/c)", who="admin")
    assert status == 0 and data["signer"] == 1
    assert "sudah Plh." in call(*words, *days, who="admin")[2]
    assert call(*words, *days, who="sari")[0] == 1
    assert "surat perintah" in call(*words, *days[:4], "--office", "dinkes", who="admin")[2]
    assert call(*words, "--from", "besok", who="admin")[0] == 2
    assert call("staff", "delegate", "tiada", *words[3:], *days, who="admin")[0] == 1
    behalf = ("--capacity", "an", "--position", "Sekretaris", "--on-behalf", "Kepala Dinas Sosial")
    assert call("staff", "delegate", "sari", *behalf, "--from", "2026-11-23", who="admin")[0] == 0
