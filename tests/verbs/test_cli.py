"""The verbs of ``main.py``: answers, exit status, and no password in any argument."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.cli import VERBS, main
from desktop.house import House
from desktop.practice import HANDOVER_LIST

ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path, monkeypatch, templates):
    """A PC whose practice office is already there."""
    import shutil

    monkeypatch.setenv("PADAN_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("PADAN_PASSWORD", raising=False)
    (tmp_path / "data").mkdir()
    shutil.copy(templates["sqlite"], tmp_path / "data" / "latihan.db")
    return tmp_path / "data"


def call(capsys, *words):
    status = main(["--practice", "--json", *words])
    out, err = capsys.readouterr()
    return status, json.loads(out) if out else None, err


def test_import_dry_run_writes_nothing(home, capsys, tmp_path):
    back = tmp_path / "balasan.xlsx"
    status, data, _ = call(capsys, "import", str(HANDOVER_LIST), "--as", "bagus", "--dry-run", "--return", str(back))
    assert status == 0 and back.exists()
    assert (data["layout"], data["rows"], data["accepted"], data["rejected"]) == ("wbs_handover", 36, 32, 4)
    assert data["mapping"]["NIK (BILA ADA)"] == "nik"
    assert all(
        set(problem) == {"sheet", "row", "column", "value", "code", "severity", "sentence", "remedy"}
        for problem in data["problems"]
    )
    assert call(capsys, "export", "rekapitulasi", "--as", "bagus", "--out", str(tmp_path / "x.xlsx"))[1]["rows"] == 0


def test_import_twice_changes_nothing(home, capsys):
    first = call(capsys, "import", str(HANDOVER_LIST), "--as", "bagus", "--panti", "PSBI")[1]
    again = call(capsys, "import", str(HANDOVER_LIST), "--as", "bagus", "--panti", "PSBI")[1]
    assert (first["accepted"], first["duplicates"]) == (32, 0)
    assert (again["accepted"], again["duplicates"]) == (0, 32)


def test_export_letters_cards_and_their_check(home, capsys, tmp_path):
    call(capsys, "import", str(HANDOVER_LIST), "--as", "bagus", "--panti", "PSBI")
    out = tmp_path / "rekap.xlsx"
    assert call(capsys, "export", "rekapitulasi", "--as", "bagus", "--out", str(out))[1]["rows"] == 32
    _hand_over(home)
    _, listed, _ = call(capsys, "letter", "list", "--as", "bagus")
    assert [letter["code"] for letter in listed["letters"]] == ["bast"]
    pdf = tmp_path / "bast.pdf"
    number = str(listed["letters"][0]["id"])
    assert call(capsys, "letter", "save", number, "--out", str(pdf), "--as", "bagus")[0] == 0
    status, data, _ = call(capsys, "letter", "verify", str(pdf))
    assert status == 0 and data["valid"] and data["number"] == listed["letters"][0]["number"]
    pdf.write_bytes(pdf.read_bytes() + b" ")
    assert call(capsys, "letter", "verify", str(pdf))[:1] == (1,)
    assert call(capsys, "card", "verify", str(pdf))[:1] == (1,)
    status, _, err = call(capsys, "card", "issue", "--as", "yusuf", "--out", str(pdf))
    assert status == 1 and "siap cetak" in err


def _hand_over(home):
    from db.queries.cases import queue
    from desktop.operations.move import Move

    house = House(practice=True, folder=home)
    seat = house.sign_in_practice("bagus")
    rows = seat.read(queue, seat.staff.office_id, ["dijangkau"])
    seat.run(Move(procedure="wbs", action="serahkan", cases=tuple((row.id, row.version) for row in rows)))
    house.close()


def test_verify_names_the_first_broken_line(home, capsys):
    assert call(capsys, "verify")[0] == 0
    house = House(practice=True, folder=home)
    with house.office().database.write() as connection:
        connection.execute(text("DROP TRIGGER guard_journal_update"))
        connection.execute(text("UPDATE journal SET reason = 'x' WHERE seq = 3"))
    house.close()
    status, data, _ = call(capsys, "verify")
    assert status == 1 and data["broken"][0]["line"] == 3


def test_staff(home, capsys, monkeypatch):
    monkeypatch.setenv("PADAN_NEW_PASSWORD", "kuda laut biru")
    words = ("add", "wati", "--name", "Wati Baru", "--office", "panti", "--roles", "panti", "--as", "admin")
    assert call(capsys, "staff", *words)[0] == 0
    listed = call(capsys, "staff", "list", "--as", "admin")[1]["staff"]
    assert {"username": "wati", "name": "Wati Baru"}.items() <= listed[
        [one["username"] for one in listed].index("wati")
    ].items()
    assert call(capsys, "staff", "disable", "wati", "--as", "admin")[0] == 0
    monkeypatch.setenv("PADAN_PASSWORD", "kuda laut biru")
    status, _, err = call(capsys, "staff", "list", "--as", "wati")
    assert status == 1 and "dinonaktifkan" in err
    monkeypatch.delenv("PADAN_PASSWORD")
    assert call(capsys, "staff", "reset", "wati", "--as", "yusuf")[0] == 1
    assert call(capsys, "staff", "reset", "tiada", "--as", "admin")[0] == 1


def test_init_makes_an_office(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PADAN_HOME", str(tmp_path))
    monkeypatch.setenv("PADAN_PASSWORD", "gajah putih terbang")
    words = ["init", "--office", "Panti Contoh", "--kind", "panti", "--city", "Jakarta", "--admin", "ibu", "--json"]
    assert main(["verify"]) == 1
    assert "main.py init" in capsys.readouterr().err
    assert main(words) == 0
    assert json.loads(capsys.readouterr().out)["offices"] == 6
    assert main(words) == 1
    assert "sudah dipakai" in capsys.readouterr().err
    assert main(["staff", "list", "--as", "ibu"]) == 0


WRONG = [
    (2, ["bogus"]),
    (2, ["import"]),
    (2, ["letter", "sing"]),
    (1, ["import", "tiada.xlsx", "--layout", "aneh", "--as", "bagus"]),
    (3, ["import", "tiada.xlsx", "--as", "bagus"]),
    (1, ["export", "aneh", "--out", "x.xlsx", "--as", "bagus"]),
    (1, ["letter", "preview", "aneh", "--out", "x.pdf"]),
    (3, ["letter", "verify", "tiada.pdf"]),
    (1, ["staff", "list"]),
    (2, ["letter", "scanned", "1", "x.pdf", "--dated", "besok"]),
    (3, ["letter", "scanned", "1", "tiada.pdf", "--as", "ratna"]),
    (1, ["reconcile", "--period", "2026-10", "--segment", "pbi_kota", "--apply", "--as", "ratna"]),
]


@pytest.mark.parametrize(("status", "words"), WRONG)
def test_exit_status(home, capsys, tmp_path, monkeypatch, status, words):
    monkeypatch.chdir(tmp_path)
    found, data, err = call(capsys, *words)
    assert (found, data) == (status, None) and err.strip()


def test_wrong_password_is_refused(home, capsys, monkeypatch):
    monkeypatch.setenv("PADAN_PASSWORD", "salah sekali")
    status, _, err = call(capsys, "staff", "list", "--as", "admin")
    assert status == 1 and "kata sandi" in err


def test_a_bug_names_its_place_and_no_person(home, capsys, monkeypatch):
    import desktop.verbs.verify_verb as verb

    def broken(desk):
        raise RuntimeError("Siti Aminah 5306015205689932")

    monkeypatch.setattr(verb, "carry_out", broken)
    status, _, err = call(capsys, "verify")
    assert status == 4 and "RuntimeError" in err and "Siti" not in err and not re.search(r"\d{16}", err)


def test_every_verb_of_the_contract_is_there():
    contract = {"tour", "init", "staff", "role", "import", "export", "letter", "card", "trail", "verify", "self-test"}
    assert set(VERBS) == contract | {"backup", "restore", "encrypt", "recover", "move", "reconcile", "audit"}


def test_main_as_a_process():
    done = subprocess.run(
        [sys.executable, "main.py", "role", "--json"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    rights = json.loads(done.stdout)["roles"]
    assert [right["action"] for right in rights["dinsos"]] == ["rekomendasikan", "kembalikan_panti"]


def test_letter_issue_makes_the_desks_move(home, capsys):
    """The same move as the main button."""
    call(capsys, "import", str(HANDOVER_LIST), "--as", "bagus", "--panti", "PSBI")
    status, data, _ = call(capsys, "letter", "issue", "serahkan", "--as", "bagus")
    assert status == 0 and data["people"] == 32 and len(data["letters"]) == 1
    assert call(capsys, "letter", "issue", "serahkan", "--as", "bagus")[0] == 1
    assert call(capsys, "letter", "issue", "terima", "--as", "yusuf")[0] == 1


def test_card_preview(home, capsys, tmp_path):
    out = tmp_path / "kartu.pdf"
    assert call(capsys, "card", "preview", "cr80", "--out", str(out))[0] == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert call(capsys, "card", "print", "77", "--as", "yusuf")[0] == 1
