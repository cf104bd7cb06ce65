"""``letter void``, ``letter register`` and ``letter book`` as a clerk calls them."""

import json
import shutil

import pytest

from desktop.cli import main
from desktop.practice import HANDOVER_LIST


@pytest.fixture
def home(tmp_path, monkeypatch, templates):
    """A PC whose practice office is already there."""
    monkeypatch.setenv("PADAN_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("PADAN_PASSWORD", raising=False)
    (tmp_path / "data").mkdir()
    shutil.copy(templates["sqlite"], tmp_path / "data" / "latihan.db")
    return tmp_path / "data"


@pytest.fixture
def call(home, capsys):
    """Status, JSON answer and what was said on the side."""

    def run(*words, plain=False):
        status = main(["--practice", *([] if plain else ["--json"]), *words])
        out, err = capsys.readouterr()
        return status, (out if plain else json.loads(out) if out else None), err

    return run


def test_a_letter_is_declared_void_and_replaced(call):
    call("import", str(HANDOVER_LIST), "--as", "bagus", "--panti", "PSBI")
    first = str(call("letter", "issue", "serahkan", "--as", "bagus")[1]["letters"][0])
    status, _, err = call("letter", "void", first, "--reason", " ", "--as", "bagus")
    assert status == 1 and "Alasan pembatalan" in err
    assert call("letter", "void", first, "--reason", "Salah", "--as", "yusuf")[0] == 1
    status, data, _ = call("letter", "void", first, "--reason", "Salah tanggal", "--replace", "--as", "bagus")
    assert status == 0 and data["voided"] == [int(first)] and len(data["letters"]) == 1
    listed = call("letter", "list", "--as", "bagus")[1]["letters"]
    assert [(row["id"], row["voided"]) for row in listed] == [(data["letters"][0], False), (int(first), True)]
    lines = call("letter", "book", "--as", "bagus")[1]["lines"]
    assert [(row["agenda"], row["voided"], row["void_reason"]) for row in lines] == [
        (2, False, ""),
        (1, True, "Salah tanggal"),
    ]
    shown = call("letter", "book", "--as", "bagus", plain=True)[1]
    assert "BATAL: Salah tanggal" in shown and "  BATAL" in call("letter", "list", "--as", "bagus", plain=True)[1]


def test_letters_are_entered_and_found(call):
    who = ("--as", "sari")
    words = (
        "register",
        "in",
        "--number",
        "7/KEL",
        "--party",
        "Kelurahan Senen",
        "--subject",
        "Data",
        "--place",
        "Map 1",
    )
    assert call("letter", *words, *who)[1]["agenda"] == 1
    status, _, err = call("letter", *words, *who)
    assert status == 1 and "sudah dicatat" in err
    out = ("register", "out", "--party", "Kelurahan Senen", "--subject", "Jawaban", "--classification", "400.9")
    sent = call("letter", *out, *who)[1]
    assert sent["number"].startswith("400.9/001/DINSOS/")
    book = call("letter", "book", "--in", "--text", "senen", *who)[1]
    assert [(row["number"], row["archive_place"]) for row in book["lines"]] == [("7/KEL", "Map 1")]
    assert call("letter", "book", "--year", "2001", *who)[1]["lines"] == []
    assert "belum berisi" in call("letter", "book", "--page", "9", *who, plain=True)[1]


def test_a_date_that_is_none(call):
    status, _, err = call("letter", "register", "in", "--dated", "23-11-2026", "--as", "sari")
    assert status == 2 and "2026-11-23" in err


def test_a_letter_of_another_office_is_registered_by_its_id(call):
    call("import", str(HANDOVER_LIST), "--as", "bagus", "--panti", "PSBI")
    letter = call("letter", "issue", "serahkan", "--as", "bagus")[1]["letters"][0]
    assert call("letter", "register", "in", "--letter", str(letter), "--as", "yusuf")[1]["agenda"] == 1
    (line,) = call("letter", "book", "--in", "--as", "yusuf")[1]["lines"]
    assert (line["letter_id"], line["letter_code"]) == (letter, "bast")
