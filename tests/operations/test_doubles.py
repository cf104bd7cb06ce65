"""Who may be recorded twice: proposed with its reason, on both databases; never two whom the register knows as two."""

from datetime import date

import pytest
from member_lists import listed, member, nik
from sqlalchemy import insert

from db.queries.doubles import near_names, same_names
from db.queries.person import person_by_nik
from db.tables.registry import resident
from desktop.sop.one_person import say_places, say_slip
from desktop.ui.screens import doubles_search
from desktop.ui.screens.doubles_search import NEARLY, SAME, read_doubles

FIRST = {"name": "SUHARTINI WIDYA NINGSIH", "birth_date": "1990-03-12", "sex": "P"}
AGAIN = (
    (2, {"name": "Soehartini Widya Ningsih"}, NEARLY),
    (3, {"birth_date": "1990-12-03"}, "tanggal dan bulan lahir tertukar"),
    (4, {"birth_date": "1990-03-22"}, "satu angka tanggal lahir beda"),
    (5, {"birth_date": "1980-03-12"}, "satu angka tanggal lahir beda"),
    (6, {"name": "suhartini widya ningsih"}, SAME),
    (7, {"birth_date": "1990-04-13"}, ""),
    (8, {"name": "Bambang Prakoso"}, ""),
)


@pytest.mark.parametrize(("at", "changed", "why"), AGAIN)
def test_a_record_made_again_is_proposed_with_its_reason(office, seat, at, changed, why):
    ratna = seat("ratna")
    ratna.run(listed([member(1, **FIRST)], segment="pbi_kota"))
    more = listed([member(at, **{**FIRST, **changed})], segment="pbi_provinsi", name="lagi.xlsx")
    run = ratna.run(more).data["run"]
    found = [line for line in ratna.read(read_doubles, None, "").lines if "SUHARTINI" in line.first.name.upper()]
    if not why:
        assert found == []
        return
    (line,) = found
    assert line.why == why
    assert {line.first.nik, line.other.nik} == {nik(1), nik(at)}
    mine = ratna.read(person_by_nik, nik(at)).id
    assert why in {one.why for one in ratna.read(read_doubles, mine, "").lines} | {"NIK hampir sama", why}
    rows = [{"nik": nik(one), "office_id": ratna.staff.office_id, "run_id": run} for one in (1, at)]
    with office.database.write() as connection:
        connection.execute(insert(resident), rows)
    assert not any("SUHARTINI" in line.first.name.upper() for line in ratna.read(read_doubles, None, "").lines)


def test_everybody_is_compared_with_everybody_up_to_a_bound_that_is_told(seat, monkeypatch):
    """However many were recorded since, and whichever of both came first."""
    ratna = seat("ratna")
    again = [{**FIRST, "name": "Suhartini Widja Ningsih"}, {**FIRST, "name": "Suhartini Widia Ningsih"}]
    ratna.run(listed([member(1, **FIRST), member(2, **again[0]), member(3, **again[1])]))
    ratna.run(listed([member(at) for at in range(10, 13)], name="lain.xlsx", segment="pbi_kota"))
    known = {row.first.name + row.other.name for row in ratna.read(near_names) if "SUHARTINI" in row.first.name.upper()}
    assert len(known) == 3
    assert ratna.read(same_names) == () and len(ratna.read(near_names, 1)) == 2
    quick, whole = ratna.read(read_doubles, None, "", False), ratna.read(read_doubles, None, "")
    assert (quick.whole, whole.whole, whole.most) == (False, True, 0)
    assert sum(one.why == NEARLY for one in whole.lines) == 3 and all(one.why != NEARLY for one in quick.lines)
    monkeypatch.setattr(doubles_search, "MOST", 1)
    cut = ratna.read(read_doubles, None, "")
    assert cut.most == 1 and len(cut.lines) < len(whole.lines)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (date(1990, 12, 3), "tanggal dan bulan lahir tertukar"),
        (date(1990, 3, 11), "satu angka tanggal lahir beda"),
        (date(1990, 3, 21), "dua angka tanggal lahir tertukar"),
        (date(1909, 3, 12), "dua angka tanggal lahir tertukar"),
        (date(1991, 3, 13), ""),
        (date(2009, 3, 12), ""),
    ],
)
def test_a_slip_in_a_day_of_birth(other, said):
    assert say_slip(date(1990, 3, 12), other) == said


def test_where_two_numbers_differ_is_said_without_them():
    assert say_places("3175016201799912", "3175016312799912") == "angka ke-8, 9 dan 10"
    assert say_places("3175016201799912", "3175016201799911") == "angka ke-16"
    assert say_places("123", "123") == say_places("123", "1234") == say_places("", "") == say_places("L", "P") == ""
