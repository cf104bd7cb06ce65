"""``letter print`` and ``card print``: through a real CUPS server, recorded like from the screens."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from db.queries.print_jobs import print_jobs_of_office
from desktop.cli import main
from desktop.house import House
from desktop.office import Office
from desktop.practice import HANDOVER_LIST
from desktop.printing.choices import write_choice
from desktop.printing.kinds import PAPERS, PrintChoice
from desktop.settings import sqlite_url
from tests.conftest import seats_of
from tests.ui.stages import bring_to, seen

ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path, monkeypatch, templates):
    """A PC whose practice office is already there."""
    monkeypatch.setenv("PADAN_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("PADAN_PASSWORD", raising=False)
    (tmp_path / "data").mkdir()
    shutil.copy(templates["sqlite"], tmp_path / "data" / "latihan.db")
    return tmp_path / "data"


@pytest.fixture
def letter(home, capsys):
    """The number of a letter Satpol PP issued."""
    assert call(capsys, "import", str(HANDOVER_LIST), "--as", "bagus", "--panti", "PSBI")[0] == 0
    return str(call(capsys, "letter", "issue", "serahkan", "--as", "bagus")[1]["letters"][0])


@pytest.fixture
def sheet(home):
    """The number of a sheet with two cards at Yusuf's panti."""
    office = Office(sqlite_url(home / "latihan.db"), home, practice=True)
    seats = seats_of(office)
    rows = bring_to(office, seats, "eid_diterima", people=2)
    number = seats("yusuf").make_cards(seen(rows), "eid_a4")[0].data["sheet"]
    office.close()
    return str(number)


def call(capsys, *words):
    status = main(["--practice", "--json", *words])
    out, err = capsys.readouterr()
    return status, json.loads(out) if out else None, err


def recorded(home, username):
    house = House(practice=True, folder=home)
    seat = house.sign_in_practice(username)
    rows = seat.read(print_jobs_of_office, seat.staff.office_id)
    house.close()
    return rows


def test_the_frozen_letter_arrives_and_is_recorded(home, capsys, cups, letter, tmp_path):
    name = cups.queue("uji")
    status, data, err = call(capsys, "letter", "print", letter, "--as", "bagus", "--copies", "2", "--duplex")
    assert (status, data["sent"]) == (0, True) and data["job"].startswith(f"{name}-")
    assert "Mengirim ke antrean cetak" in err
    (tmp_path / "dicetak.pdf").write_bytes(cups.spooled(data["job"]))
    assert call(capsys, "letter", "verify", str(tmp_path / "dicetak.pdf"))[1]["valid"]
    given = cups.attributes(data["job"])
    assert (given["copies"], given["sides"]) == (2, "two-sided-long-edge")
    assert given["job-name"] == f"Padan: Surat {data['number']}"
    (row,) = recorded(home, "bagus")
    assert (row.kind, row.letter_id, row.copies, row.duplex, row.printer) == ("surat", int(letter), 2, True, name)
    assert (row.state, row.system_job) == ("diterima", data["job"])
    assert given["media"] == PAPERS[row.paper].media


def test_what_this_pc_remembers_is_used(home, capsys, cups, letter):
    cups.queue("satu")
    cups.queue("dua")
    status, _, err = call(capsys, "letter", "print", letter, "--as", "bagus")
    assert status == 3 and "Pilih satu" in err
    for paper in PAPERS:
        write_choice(paper, PrintChoice("dua", 3))
    status, data, _ = call(capsys, "letter", "print", letter, "--as", "bagus")
    assert status == 0 and data["job"].startswith("dua-") and cups.attributes(data["job"])["copies"] == 3


def test_a_sheet_of_cards_names_nobody_in_the_queue(home, capsys, cups, sheet):
    cups.queue("uji")
    status, data, _ = call(capsys, "card", "print", sheet, "--as", "yusuf", "--copies", "4")
    assert (status, data["sheet"]) == (0, int(sheet))
    assert cups.attributes(data["job"])["job-name"] == f"Padan: kartu, lembar {sheet}"
    (row,) = recorded(home, "yusuf")
    assert (row.kind, row.sheet_id, row.copies, row.state) == ("kartu", int(sheet), 4, "diterima")


def test_a_sheet_is_printed_again_only_with_a_reason(home, capsys, cups, sheet):
    cups.queue("uji")
    again = ("card", "print", sheet, "--as", "yusuf")
    assert call(capsys, *again)[0] == 0
    status, _, err = call(capsys, *again, "--reason", "  ")
    assert status == 1 and "--reason" in err and len(recorded(home, "yusuf")) == 1
    status, data, _ = call(capsys, *again, "--reason", "Tinta  luntur")
    assert status == 0 and cups.attributes(data["job"])["job-name"] == f"Padan: kartu, lembar {sheet}"
    assert recorded(home, "yusuf")[0].title == f"Lembar kartu {sheet}, cetak ulang: Tinta luntur"


def test_a_stopped_printer_is_the_worlds_trouble_and_recorded_as_failed(home, capsys, cups, letter):
    cups.disable(cups.queue("uji"))
    status, data, err = call(capsys, "letter", "print", letter, "--as", "bagus", "--printer", "uji")
    assert (status, data) == (3, None) and "antreannya dihentikan (sedang diperbaiki)" in err
    (row,) = recorded(home, "bagus")
    assert (row.state, row.system_job) == ("gagal", "") and "dihentikan" in row.reason


def test_a_wrong_name_and_wrong_copies(home, capsys, cups, letter):
    cups.queue("uji")
    status, _, err = call(capsys, "letter", "print", letter, "--as", "bagus", "--printer", "hantu")
    assert status == 3 and "hantu tidak ada lagi" in err
    for copies in ("0", "100"):
        assert call(capsys, "letter", "print", letter, "--as", "bagus", "--copies", copies)[0] == 1


def test_paper_of_others_and_paper_that_is_not_there(home, capsys, cups, sheet):
    cups.queue("uji")
    assert call(capsys, "card", "print", sheet, "--as", "ratna")[0] == 1
    assert call(capsys, "card", "print", "77", "--as", "yusuf")[0] == 1
    assert cups.jobs("uji", "all") == [] and recorded(home, "ratna") == ()


def test_without_the_clients_of_cups_qt_is_asked(home, letter, tmp_path):
    """In a program of its own: Qt wants an application object of its own there."""
    if sys.platform == "win32":
        pytest.skip("on Windows Qt is always asked")
    words = [sys.executable, "main.py", "--practice", "letter", "print", letter, "--as", "bagus"]
    surroundings = {"PATH": str(tmp_path), "PADAN_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    surroundings |= {"CUPS_SERVER": str(tmp_path / "nowhere"), "HOME": str(tmp_path)}
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, env=surroundings, check=False)
    assert (done.returncode, done.stdout) == (3, "")
    assert "Belum ada pencetak di komputer ini" in done.stderr
