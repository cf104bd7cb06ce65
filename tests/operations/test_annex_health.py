"""Notes on health travel only between offices that may hold them (UU 27/2022 Art. 4): in letters and in workbooks."""

import json
from dataclasses import replace

import pytest
from chain import STAGES, newcomers, seen
from pdf_reading import all_text
from sqlalchemy import select

from db.queries.cases import cases_by_id
from db.tables.papers import letter
from desktop.operations.intake import RecordIntake
from desktop.operations.save_template import SaveTemplate
from desktop.operations.send_to_panti import SendToPanti
from desktop.sop.letters import shipped_template
from desktop.sop.procedure import AGENCIES, HEALTH_ROLES, may_read_health

ILL = "Luka lama di kaki"
COLUMN = '\n[[table.columns]]\nkey = "kondisi"\nheading = "Kondisi"\nwidth = 30\n'


@pytest.fixture
def recommended(office, seat, clock):
    """Somebody who is ill, recommended to Dukcapil by an office whose own wording asks for the condition; code → letter."""
    satpol, dinsos = seat("bagus"), seat("sari").staff.office_id
    toml = shipped_template("rekomendasi") + COLUMN
    seat("admin").run(SaveTemplate(office_id=dinsos, code="rekomendasi", toml=toml))
    one = replace(newcomers(1, clock)[0], condition=ILL)
    rows = satpol.read(cases_by_id, satpol.run(RecordIntake(people=(one,))).done)
    satpol.run(SendToPanti(cases=seen(rows), panti_office_id=seat("yusuf").staff.office_id))
    for step in list(STAGES.values())[:4]:
        step(seat)
    with office.database.read() as connection:
        found = connection.execute(select(letter.c.code, letter.c.facts, letter.c.pdf))
        return {row.code: (json.loads(row.facts)["rows"], all_text(row.pdf)) for row in found}


def test_the_letter_to_dukcapil_has_neither_the_column_nor_the_words(recommended):
    for code in ("bast", "rekapitulasi"):
        rows, words = recommended[code]
        assert rows[0]["kondisi"] == ILL and ILL in " ".join(words.split())
    rows, words = recommended["rekomendasi"]
    assert "kondisi" not in rows[0] and "Kondisi" not in words and ILL not in " ".join(words.split())
    assert rows[0]["nama"] in " ".join(words.split()), "everything else is there"


@pytest.mark.parametrize(
    ("recipient", "there"),
    [
        ("Dinas Kesehatan, rapat", True),
        ("", True),
        ("Disdukcapil", False),
        ("BPJS Kesehatan", False),
        ("Dinas Sosial untuk diteruskan ke Dinas Dukcapil", False),
    ],
)
def test_a_workbook_for_an_office_without_the_right_leaves_it_out(seat, clock, tmp_path, recipient, there):
    import openpyxl

    one = replace(newcomers(1, clock)[0], condition=ILL)
    satpol = seat("bagus")
    satpol.run(RecordIntake(people=(one,)))
    satpol.export("rekapitulasi", tmp_path / "x.xlsx", recipient=recipient)
    cells = {cell.value for row in openpyxl.load_workbook(tmp_path / "x.xlsx").active.iter_rows() for cell in row}
    assert (ILL in cells, "KONDISI" in cells) == (there, there)


def test_the_right_is_that_of_giver_and_taker():
    assert {kind for kind in AGENCIES if may_read_health(kind, "dinsos")} == HEALTH_ROLES
    assert not may_read_health("bpjs", "dinkes") and not may_read_health("dinsos", "")
