"""``verify`` on the command line: exit status, JSON, the daily seal, its sheet, and the paper against the journal."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from chain import bring
from pdf_reading import all_text
from superuser import tamper

from db.queries.seals import newest_seal, seals
from desktop.cli import main
from desktop.operations.seal_day import seal_day


@pytest.fixture
def worked(office, seat, clock):
    """An office whose work lies two days back on this computer's clock, so that the verb may seal yesterday."""
    clock.now = datetime.now(UTC) - timedelta(days=2)
    bring(seat, clock, "diterima")
    return office


def call(capsys, url, *words):
    status = main(["verify", "--database", url, "--json", *words])
    out = capsys.readouterr()
    return status, json.loads(out.out) if out.out else None, out.err


def test_sealing_by_the_verb_happens_once(worked, url, capsys):
    status, data, _ = call(capsys, url, "--seal")
    assert status == 0 and data["sealed"] and data["seals"] == 1 and data["broken"] == []
    status, data, _ = call(capsys, url, "--seal")
    assert status == 0 and not data["sealed"] and data["seals"] == 1
    assert data["newest_seal"]["code"] == worked.read(newest_seal).code


def test_the_sheet_says_what_the_journal_is_compared_with(worked, url, capsys, tmp_path):
    call(capsys, url, "--seal")
    seal = worked.read(newest_seal)
    sheet = tmp_path / "arsip" / "segel.pdf"
    assert call(capsys, url, "--sheet", str(sheet))[0] == 0
    said = all_text(sheet.read_bytes()).replace("\n", " ")
    assert seal.code in said and f"{seal.day:%d-%m-%Y}" in said
    paper = f"{seal.day}={seal.code}"
    assert call(capsys, url, "--paper", paper)[0] == 0


def test_a_journal_rewritten_with_its_seals_differs_from_the_paper(worked, url, capsys, clock):
    call(capsys, url, "--seal")
    seal = worked.read(newest_seal)
    # Everything is taken away and sealed anew, so that the journal agrees with itself.
    tamper(
        worked,
        "DELETE FROM journal_subject",
        "DELETE FROM journal_seal_head",
        "DELETE FROM journal_seal",
        "DELETE FROM journal WHERE chain = 'application:3'",
        "DELETE FROM journal_head WHERE chain = 'application:3'",
    )
    clock.now = datetime.now(UTC)
    assert seal_day(worked.database, clock.now, None)
    assert call(capsys, url)[0] == 0
    status, data, _ = call(capsys, url, "--paper", f"{seal.day}={seal.code}")
    assert status == 1 and "di kertas berbeda dari jurnal" in data["paper"][0]
    assert len(worked.read(seals)) == 1
    status, data, _ = call(capsys, url, "--paper", f"2020-01-01={seal.code}")
    assert status == 1 and "tidak ada segelnya" in data["paper"][0]


def test_a_broken_journal_is_status_1_and_named(worked, url, capsys):
    tamper(worked, "UPDATE journal SET staff_name = 'Orang Lain' WHERE chain = 'application:1' AND seq = 2")
    status, data, _ = call(capsys, url)
    assert status == 1
    assert data["broken"] == [
        {
            "chain": "application:1",
            "line": 2,
            "sentence": "isi baris 2 diubah: tidak cocok dengan sidik jarinya",
        }
    ]


@pytest.mark.parametrize("words", [("--paper", "2026-11-23"), ("--paper", "kemarin=ABCD"), ("--from", "besok")])
def test_nonsense_is_wrong_usage(url, capsys, words):
    assert main(["verify", "--database", url, *words]) == 2


def test_there_is_no_sheet_before_the_first_seal(url, capsys, tmp_path):
    status, _, err = call(capsys, url, "--sheet", str(tmp_path / "segel.pdf"))
    assert status == 1 and "Belum ada segel" in err
