"""Lists that leave the office in the layouts of the exchange: each comes in again and changes nothing."""

from datetime import date

import openpyxl
import pytest
from probe import count
from sqlalchemy import text

from db.queries.person import memberships, person_by_id
from db.queries.search import people_by_number
from db.queries.told_lines import registered_line, told_lines
from desktop.operations.import_list import EVIDENCE, MEMBERS
from desktop.operations.list_trial import Answers
from desktop.operations.record_events import RecordEvents
from desktop.sop.lists_out import LISTS_OUT, Wish, lists_for
from desktop.sop.refusals import Refused
from tests.spreadsheets.lists_kit import HEADINGS, facts, lines_of, nik, number, write_book, write_text

PERIOD = "2026-11"
JK, KOTA = {"period": PERIOD, "segment": "pbi_jk"}, {"period": PERIOD, "segment": "pbi_kota"}
WITH_NOTE = {kind: f"{HEADINGS[kind]},KETERANGAN" for kind in ("siak_kematian", "siak_pindah")}
HELD = ("person", "membership", "family_member", "resident", "civil_event", "value_source")


def bring(seat, path, **said):
    """Tried and brought in; gives what was taken."""
    return seat.register.bring_in(seat.register.try_out(path, Answers(**said)), fewer=True).data["taken"]


def rows(seat, path):
    """(layout, rows by field) as the file is read."""
    opened = seat.register.recognise(path, Answers())
    found = [dict(zip(opened.fields, one[1:], strict=True)) for chunk in opened.chunks() for one in chunk]
    assert opened.problems == []
    return opened.layout, found


def held(office):
    """How much the register holds."""
    return {table: count(office, table) for table in HELD}


def kept(office, layout):
    """The lines of the newest list of a kind, without what is ours."""
    columns = "number, nik, name, birth_date, period, amount, segment, family_number, kk, address, marital, birth_place"
    newest = "SELECT max(id) FROM import_run WHERE layout = :layout AND undone_at IS NULL"
    with office.database.read() as connection:
        chosen = text(f"SELECT {columns} FROM list_row WHERE run_id = ({newest}) ORDER BY id")
        return [tuple(map(str, row)) for row in connection.execute(chosen, {"layout": layout})]


@pytest.fixture
def city(seat, tmp_path):
    """Residents, members of two payers, BPJS's list and its bill, each as the office that keeps it brings it in."""
    people = [facts(at, marital=str(1 + at % 4), relation=str(1 + at % 3)) for at in range(8)]
    bring(seat("andi"), write_book(tmp_path / "siak.xlsx", lines_of("siak_penduduk", people)))
    ratna = seat("ratna")
    bring(ratna, write_text(tmp_path / "bnba.csv", lines_of("pbi_bnba", people[:4])), **JK)
    bring(ratna, write_text(tmp_path / "kota.csv", lines_of("pbi_apbd", people[4:])), **KOTA)  # says nothing more
    told = [{**one, "marital": "2", "facility_code": "09010101"} for one in people[4:]]
    bring(ratna, write_text(tmp_path / "rekon.csv", lines_of("bpjs_rekon", told)), **KOTA)
    bring(ratna, write_text(tmp_path / "tagihan.csv", lines_of("bpjs_tagihan", people[4:])), **KOTA)
    return people


def test_what_a_list_says_stays_with_its_person_and_goes_out_again(office, seat, city, tmp_path):
    """id DTKS, family number, marital state and clinic: kept, told with their file, and in the layouts that ask for them."""
    ratna = seat("ratna")
    (first,), (fifth,) = (ratna.read(people_by_number, nik(at)) for at in (1, 5))
    who = ratna.read(person_by_id, first.id)
    assert (who.id_dtks, who.marital) == ("ID1", "KAWIN")
    (row,) = ratna.read(memberships, first.id)
    assert (row.family_number, row.facility_code) == (number(0), "")
    lines = {one.layout: one for one in ratna.read(told_lines, fifth.id, (*MEMBERS, *EVIDENCE))}
    assert sorted(lines) == ["bpjs_rekon", "bpjs_tagihan"]
    line = lines["bpjs_rekon"]
    said = (line.family_number, line.marital, line.facility_code, line.facility, line.file_name)
    assert said == (number(4), "KAWIN", "09010101", "PUSKESMAS MATRAMAN", "rekon.csv")
    register = seat("andi").read(registered_line, nik(5))
    assert (register.relation, register.marital, register.note) == ("ISTRI", "KAWIN", "0")
    assert register.file_name == "siak.xlsx" and ratna.read(registered_line, nik(77)) is None
    assert line.address.startswith("JL MERDEKA 5") and lines["bpjs_tagihan"].family_number == number(4)
    day, out = date(2026, 11, 30), tmp_path / "keluar.xlsx"
    ratna.register.export(Wish("peserta", "pbi_bnba", "pbi_jk", day=day), out, "Kemensos")
    found = {one["nik"]: one for one in rows(ratna, out)[1]}
    assert (found[nik(1)]["id_dtks"], found[nik(1)]["family_number"]) == ("ID1", number(0))
    for layout in ("bpjs_rekon", "edabu_mutasi"):
        ratna.register.export(Wish("peserta", layout, "pbi_kota", day=day), out, "BPJS Kesehatan")
        found = {one["nik"]: one for one in rows(ratna, out)[1]}
        clinic = (found[nik(5)]["facility_code"], found[nik(5)]["facility"], found[nik(5)]["marital"])
        assert (
            clinic == ("09010101", "PUSKESMAS MATRAMAN", "KAWIN") and len(found) == 4 + 3
        )  # three of the practice office
        assert found[nik(5)].get("family_number", number(4)) == number(4)


def test_every_list_comes_in_again_and_changes_nothing(office, seat, city, tmp_path):
    """Also as text, with numbers of people as text cells, and formulas dead."""
    andi, ratna, sari = seat("andi"), seat("ratna"), seat("sari")
    proposed = [facts(at, segment="PBI JK", address="=1+1") for at in (30, 31)]
    bring(sari, write_text(tmp_path / "usulan.csv", lines_of("siksng_usulan", proposed)), period=PERIOD)
    for kind, gone in (("siak_kematian", city[:2]), ("siak_pindah", city[2:3])):
        people = [{**one, "note": "RS MATRAMAN"} for one in gone]
        events = andi.read_events(write_text(tmp_path / f"{kind}.csv", lines_of(kind, people, WITH_NOTE[kind]))).events
        andi.run(RecordEvents(events=events))
    before = held(office)
    for code, who, layout, size, said in (
        ("penduduk", andi, "siak_penduduk", 5, {}),
        ("usulan", sari, "siksng_usulan", 2, {"period": PERIOD}),
        ("tagihan", ratna, "bpjs_tagihan", 4, KOTA),
    ):
        lines = kept(office, layout)
        for ending in ("xlsx", "csv"):
            out = tmp_path / f"{code}.{ending}"
            assert who.register.export(Wish(code, **said), out, "Kantor lain") == size
            assert rows(who, out)[0] == layout
            bring(who, out, **said)
            assert held(office) == before, (code, ending)
            if layout == "bpjs_tagihan":
                assert kept(office, layout) == lines
    for code, size in (("kematian", 2), ("pindah", 1)):
        out = tmp_path / f"{code}.xlsx"
        assert andi.register.export(Wish(code, period=PERIOD), out, "Dinas Kesehatan") == size
        again = andi.read_events(out)
        assert (again.layout, len(again.events), again.problems) == (f"siak_{code}", size, ())
        assert {one.note for one in again.events} == {"RS MATRAMAN"}
        with pytest.raises(Refused):
            andi.run(RecordEvents(events=again.events))
    assert held(office) == before
    page = openpyxl.load_workbook(tmp_path / "usulan.xlsx").worksheets[0]
    heads = [cell.value for cell in page[1]]
    assert heads == HEADINGS["siksng_usulan"].split(",")
    line = dict(zip(heads, page[2], strict=True))
    assert [(line[name].data_type, line[name].number_format) for name in ("NIK", "NOKK")] == [("s", "@")] * 2
    assert (line["ALAMAT"].data_type, line["ALAMAT"].value) == ("s", "=1+1")
    assert ",'=1+1," in (tmp_path / "usulan.csv").read_text(encoding="utf-8-sig")
    with office.database.read() as connection:
        written = connection.scalar(text("SELECT count(*) FROM journal WHERE action = 'ekspor'"))
    assert written == 8


def test_a_list_of_another_office_or_of_nobody_is_refused_with_what_to_do(seat, city, tmp_path):
    out = tmp_path / "x.xlsx"
    for who, wish, code in (
        ("ratna", Wish("penduduk"), "not_your_role"),
        ("andi", Wish("tagihan", **KOTA), "not_your_role"),
        ("andi", Wish("usulan", period=PERIOD), "not_your_role"),
        ("ratna", Wish("tagihan_dikoreksi", **KOTA), "nothing_to_export"),
        ("ratna", Wish("tagihan", segment="pbi_kota", period="2026-10"), "nothing_to_export"),
        ("ratna", Wish("tagihan", segment="pbi_kota", period="besok"), "bad_period"),
        ("ratna", Wish("tagihan", segment="", period=PERIOD), "no_segment"),
        ("ratna", Wish("usulan", period=PERIOD), "nothing_to_export"),
        ("andi", Wish("pindah", period=PERIOD), "nothing_to_export"),
        ("ratna", Wish("rahasia"), "unknown_list"),
    ):
        with pytest.raises(Refused) as refused:
            seat(who).register.export(wish, out, "Siapa")
        assert refused.value.code == code and not out.exists()
        assert refused.value.sentence.count(".") >= 2
    with pytest.raises(Refused) as other:
        seat("ratna").register.export(Wish("tagihan", **KOTA), tmp_path / "x.pdf", "Siapa")
    assert other.value.code == "bad_ending"


def test_each_office_gives_out_its_own():
    assert {one.code for one in lists_for({"bpjs"})} == {"peserta"} and lists_for({"satpol_pp"}) == ()
    assert {one.code for one in lists_for({"dukcapil"})} == {"peserta", "penduduk", "kematian", "pindah"}
    assert {one.code for one in lists_for({"dinkes", "dinsos", "dukcapil"})} == {one.code for one in LISTS_OUT}
