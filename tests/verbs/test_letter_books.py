"""``letter void``, ``letter register`` and ``letter book`` as a clerk calls them."""

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import date

import pytest

from db.queries.cases import queue
from db.queries.drafts import draft_by_id
from db.queries.signers import signers_of
from desktop.cli import main
from desktop.house import House
from desktop.operations.initial_draft import InitialDraft
from desktop.operations.manage_signers import SaveParafRules, SaveSigner
from desktop.operations.manage_staff import AddStaff
from desktop.operations.submit_draft import SubmitDraft
from desktop.practice import HANDOVER_LIST, load_practice


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


def at_desk(home, username, deed):
    house = House(practice=True, folder=home)
    try:
        return deed(house.sign_in_practice(username))
    finally:
        house.close()


def appoint(home, **words):
    """Somebody who signs on behalf of the head of Satpol PP; gives the number."""
    office_id = at_desk(home, "bagus", lambda seat: seat.staff.office_id)
    command = SaveSigner(office_id=office_id, capacity="an", valid_from=date(2020, 1, 1), **words)
    at_desk(home, "admin", lambda seat: seat.run(command))
    return at_desk(home, "bagus", lambda seat: seat.read(signers_of, office_id))[0].id


def signed_by(home, letter_id):
    with closing(sqlite3.connect(home / "latihan.db")) as database:
        facts = database.execute("SELECT facts FROM letter WHERE id = ?", (letter_id,)).fetchone()[0]
    return json.loads(facts)["signer"]["name"]


def drafted(home):
    """Two people in a draft with every paraf; gives its number."""
    office_id = at_desk(home, "bagus", lambda seat: seat.staff.office_id)
    new = {"office_id": office_id, "roles": frozenset({"satpol_pp"}), "must_change": False}
    add = AddStaff(username="kasi", name="Tono Wibowo", password=load_practice().password, **new)
    at_desk(home, "admin", lambda seat: seat.run(add))
    steps = (("Kepala Seksi", at_desk(home, "kasi", lambda seat: seat.staff.id)),)
    rules = SaveParafRules(office_id=office_id, code="bast", steps=steps)
    at_desk(home, "admin", lambda seat: seat.run(rules))

    def submit(seat):
        rows = seat.read(queue, seat.staff.office_id, ["dijangkau"])[:2]
        cases = tuple((row.id, row.version) for row in rows)
        return seat.run(SubmitDraft(procedure="wbs", action="serahkan", cases=cases)).data["draft"]

    def initial(seat):
        seat.run(InitialDraft(draft_id=number, version=seat.read(draft_by_id, number).version))

    number = at_desk(home, "bagus", submit)
    at_desk(home, "kasi", initial)
    return number


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


def test_a_void_letter_is_saved_under_a_name_that_says_so(call, home):
    call("import", str(HANDOVER_LIST), "--as", "bagus", "--panti", "PSBI")
    first = str(call("letter", "issue", "serahkan", "--as", "bagus")[1]["letters"][0])
    out = home / "surat.pdf"
    status, data, err = call("letter", "save", first, "--out", str(out), "--as", "bagus")
    assert status == 0 and data["file"] == str(out) and "dibatalkan" not in err
    whole = out.read_bytes()
    out.unlink()
    call("letter", "void", first, "--reason", "Salah tanggal", "--as", "bagus")
    status, data, err = call("letter", "save", first, "--out", str(out), "--as", "yusuf")
    assert status == 0 and data["file"] == str(home / "BATAL-surat.pdf") and not out.exists()
    assert "Surat ini dibatalkan: Salah tanggal. Tidak ada penggantinya." in err
    assert (home / "BATAL-surat.pdf").read_bytes() == whole
    status, _, err = call("letter", "save", first, "--out", str(out), "--as", "hendra")
    assert status == 1 and "Mintalah salinannya kepada" in err and not out.exists()


def test_who_signs_is_listed_and_chosen(call, home):
    call("import", str(HANDOVER_LIST), "--as", "bagus", "--panti", "PSBI")
    head = call("letter", "signers", "--as", "bagus")[1]["signers"][0]
    assert head["id"] is None and head["default"]
    deputy = appoint(home, name="Sri Wahyuni", position="Kepala Bidang", on_behalf="Kepala Satuan")
    signers = call("letter", "signers", "--as", "bagus")[1]["signers"]
    assert [(one["id"], one["name"], one["default"]) for one in signers] == [
        (None, head["name"], True),
        (deputy, "Sri Wahyuni", False),
    ]
    assert "a.n. Kepala Satuan, Kepala Bidang: Sri Wahyuni" in call("letter", "signers", "--as", "bagus", plain=True)[1]
    status, _, err = call("letter", "issue", "serahkan", "--signer", "999", "--as", "bagus")
    assert status == 1 and "Penanda tangan itu bukan dari kantor ini" in err
    first = call("letter", "issue", "serahkan", "--signer", str(deputy), "--as", "bagus")[1]["letters"][0]
    assert signed_by(home, first) == "Sri Wahyuni"
    void = ("letter", "void", str(first), "--reason", "Salah", "--as", "bagus")
    status, _, err = call(*void, "--signer", str(deputy))
    assert status == 1 and "--replace" in err
    second = call(*void, "--signer", str(deputy), "--replace")[1]["letters"][0]
    assert second != first and signed_by(home, second) == "Sri Wahyuni"


def test_a_draft_is_issued_by_its_number(call, home):
    call("import", str(HANDOVER_LIST), "--as", "bagus", "--panti", "PSBI")
    number = str(drafted(home))
    status, _, err = call("letter", "issue", "serahkan", "--as", "bagus")
    assert status == 1 and "konsep" in err
    status, _, err = call("letter", "issue", "serahkan", "--draft", number, "--note", "lain", "--as", "bagus")
    assert status == 1 and "--note" in err
    status, data, _ = call("letter", "issue", "serahkan", "--draft", number, "--as", "bagus")
    assert status == 0 and len(data["letters"]) == 1 and data["people"] == 2
    status, _, err = call("letter", "issue", "serahkan", "--draft", number, "--as", "bagus")
    assert status == 1 and "onsep" in err


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
