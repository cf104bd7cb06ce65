"""Members of ours whom BPJS does not bill: added or ended, on paper, in the lists and in the register."""

import json

import openpyxl
from months import TMT, apply, close, compare, decide, found, held, settled, sign, told

from db.queries.corrected_bill import corrected_page
from db.queries.reconciliations import month_by_id
from tests.cities.city import DUE, city


def numbers_in(path):
    """The participant numbers of a workbook."""
    return {
        cell
        for row in openpyxl.load_workbook(path).active.values
        for cell in row
        if str(cell).isdigit() and len(str(cell)) == 13
    }


def test_who_bpjs_does_not_bill_is_added_or_ends(office, seat, clock, tmp_path):
    """Three members have no line: one is added, one ends by the paper, one died and is neither asked for nor added."""
    made = city(51, 40, leaks=0)
    added, ending, dead = made.lines[5], made.lines[6], made.lines[7]
    made.lines = [one for one in made.lines if one not in (added, ending, dead)]
    settled(office, seat, told(made, dead[1], "meninggal", "2026-06-20"))
    month = compare(seat)["reconciliation"]
    unbilled = {one.number: one for one in found(seat, month, "hanya_kita")}
    assert unbilled.keys() == {added[0], ending[0]} and {one.number for one in found(seat, month, "meninggal")} == {
        dead[0]
    }
    decide(seat, month, "stop", ids=(unbilled[ending[0]].id,), note="Tidak dikenal BPJS")
    decide(seat, month)
    closed = close(seat, month)
    assert closed.data["corrected"] == sum(one[7] for one in made.lines) + DUE
    ratna = seat("ratna")
    books = ratna.register.write_month(ratna.read(month_by_id, month), tmp_path)
    assert {name: numbers_in(books[name]) for name in ("stop", "tambah")} == {
        "stop": {ending[0], dead[0]},
        "tambah": {added[0]},
    }
    assert sum(one.paid for one in ratna.read(corrected_page, month)) == closed.data["corrected"]
    rows = {one["temuan"]: one for one in json.loads(ratna.read(month_by_id, month).facts)["rows"]}
    assert rows["Belum ditagih"]["keputusan"] == "1 dihentikan, 1 ditambahkan"
    sign(seat, clock, month)
    assert apply(seat, month).data["ended"] == 2
    number = seat("ratna").read(month_by_id, month).number
    assert held(office, ending[0])[0][1:] == (TMT, f"Tidak ada di daftar BPJS, {number}")
    assert held(office, added[0])[0][1] is None
