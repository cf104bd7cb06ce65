"""A month of a small city with real files: residents, members, BPJS's bill, the findings, the Berita Acara, and back."""

from datetime import date

import pytest

from db.queries.person import memberships
from db.queries.reconciliations import findings, month_by_id
from db.queries.search import people_by_number
from desktop.month_papers import month_pdf
from desktop.operations.close_month import CloseMonth
from desktop.operations.decide_findings import DecideFindings
from desktop.operations.list_trial import Answers
from desktop.operations.reconcile import Reconcile
from desktop.sop.lists_out import Wish
from desktop.sop.refusals import Refused
from desktop.spreadsheets.lists import NeedsMapping
from tests.spreadsheets.lists_kit import HEADINGS, facts, lines_of, nik, number, write_book, write_text

PERIOD = "2026-11"
KOTA = {"period": PERIOD, "segment": "pbi_kota"}


def bring(seat, path, **said):
    """Tried and then brought in, as a clerk does."""
    trial = seat.register.try_out(path, Answers(**said))
    outcome = seat.register.bring_in(trial)
    tried = {name: trial.outcome.data.get(name) for name in ("accepted", "rejected", "duplicates", "taken")}
    assert tried == {name: outcome.data.get(name) for name in tried}
    return outcome


@pytest.fixture
def city(seat, tmp_path):
    """40 residents, of whom 38 are members; the bill asks for 40: one dead, one nobody knows."""
    people = [facts(at) for at in range(40)]
    residents = write_book(tmp_path / "siak.xlsx", lines_of("siak_penduduk", people))
    assert bring(seat("andi"), residents).data["taken"]["masuk"] == 40
    members = write_text(tmp_path / "pbi.csv", lines_of("pbi_apbd", people[:38]))
    taken = bring(seat("ratna"), members, full=True, **KOTA).data["taken"]
    assert (taken["masuk"], taken["berakhir"]) == (38, 3)  # the practice city had three of its own
    bill = lines_of("bpjs_tagihan", [*people[:38], people[3], facts(77)])
    return write_book(tmp_path / "tagihan.xlsx", bill)


def test_a_month_from_the_files_to_the_paper(office, seat, city):
    ratna = seat("ratna")
    billed = bring(ratna, city, **KOTA)
    assert billed.data["taken"]["masuk"] == 40
    compared = ratna.run(Reconcile(**KOTA))
    assert (compared.data["theirs"], compared.data["ours"]) == (40, 38)
    assert compared.data["billed"] - compared.data["expected"] == 2 * 37800 == compared.data["difference"]
    month = compared.data["reconciliation"]
    found = ratna.read(findings, month, limit=100)
    assert {(row.number, row.amount) for row in found if row.amount} == {(number(3), 37800), (number(77), 37800)}
    ratna.run(DecideFindings(reconciliation_id=month))
    row = ratna.read(month_by_id, month)
    closed = ratna.run(CloseMonth(reconciliation_id=month, version=row.version, counterpart_number="BA/BPJS/9"))
    assert closed.sentence.endswith(".")
    for out in (city.with_name("koreksi.xlsx"), city.with_name("koreksi.csv")):
        assert ratna.register.export(Wish("tagihan_dikoreksi", **KOTA), out, "BPJS Kesehatan") == 38
        opened = ratna.register.open(out, Answers())
        lines = [dict(zip(opened.fields, one[1:], strict=True)) for part in opened.chunks() for one in part]
        assert opened.layout == "bpjs_tagihan" and sum(one["amount"] for one in lines) == compared.data["expected"]
        assert {(one["period"], one["segment"]) for one in lines} == {(PERIOD, "PBI APBD")}
    paper = month_pdf(ratna, ratna.read(month_by_id, month))
    assert paper.startswith(b"%PDF")
    with pytest.raises(Refused) as shut:
        ratna.register.take_back(billed.data["run"], "Keliru")
    assert shut.value.code == "built_upon"


def test_the_register_answers_for_who_was_a_member_when(seat, city):
    ratna = seat("ratna")
    (hit,) = ratna.read(people_by_number, nik(5))
    assert (hit.name, hit.birth_place, hit.address) == ("SITI F AMINAH", "BREBES", "JL MERDEKA 5 RT 003 RW 010")
    (row,) = ratna.read(memberships, hit.id)
    assert (row.participant_number, row.segment, f"{row.valid_from:%Y-%m-%d}") == (number(5), "pbi_kota", "2026-11-01")


def test_headings_that_were_explained_once_are_known_afterwards(seat, tmp_path):
    """An unseen layout is proposed, confirmed, remembered; the next month's file is not asked about."""
    ratna = seat("ratna")
    strange = HEADINGS["pbi_apbd"].replace("PSNOKA", "NOMOR JAMINAN WARGA").replace("NAMA", "NAMA WARGA MISKIN")
    names = ["nomor jaminan warga", "NIK", "NAMA WARGA MISKIN", "SEGMEN", "BULAN", "TAHUN"]
    assert strange.count(",") == len(names) - 1
    lines = lines_of("pbi_apbd", [facts(at) for at in range(6)])
    path = write_text(tmp_path / "aneh.csv", [names, *lines[1:]])
    with pytest.raises(NeedsMapping) as needs:
        ratna.register.open(path, Answers())
    asked = needs.value
    mapping = {**asked.mapping, "nomor jaminan warga": "number"}
    trial = ratna.register.try_out(path, Answers(layout=asked.layout, mapping=mapping, **KOTA))
    assert (trial.accepted, trial.outcome.data["taken"]["masuk"]) == (6, 6)
    ratna.register.remember(asked.mapping_key, asked.layout, mapping)
    later = write_text(tmp_path / "bulan depan.csv", [names, *lines[1:4]])
    assert bring(ratna, later, **KOTA).data["taken"]["masuk"] == 3


def test_a_file_that_changed_since_it_was_tried_does_not_end_other_people(seat, city, tmp_path):
    ratna = seat("ratna")
    path = tmp_path / "desember.csv"
    people = [facts(at) for at in range(38)]
    said = Answers(period="2026-12", segment="pbi_kota", full=True)
    write_text(path, lines_of("pbi_apbd", [{**one, "month": "Desember"} for one in people[:37]]))
    trial = ratna.register.try_out(path, said)
    assert trial.ending == 1
    write_text(path, lines_of("pbi_apbd", [{**one, "month": "Desember"} for one in people[:30]]))
    with pytest.raises(Refused) as drifted:
        ratna.register.bring_in(trial)
    assert drifted.value.code == "file_changed"


def test_a_clerk_who_stops_leaves_nothing(office, seat, city):
    ratna = seat("ratna")

    class Stopped(Exception):
        """The clerk pressed the button."""

    def stop(_done, _whole):
        raise Stopped

    trial = ratna.register.try_out(city, Answers(**KOTA))
    with pytest.raises(Stopped):
        ratna.register.bring_in(trial, stop)
    with pytest.raises(Refused) as nothing:
        ratna.run(Reconcile(**KOTA))
    assert nothing.value.code == "no_list"
    assert ratna.register.bring_in(trial).data["taken"]["masuk"] == 40


@pytest.mark.parametrize("layout", ["pbi_apbd", "bpjs_rekon", "edabu_mutasi", "pbi_bnba"])
def test_members_of_any_day_go_out_as_the_offices_exchange_them(seat, city, tmp_path, layout):
    """And come back as what they were."""
    ratna, out = seat("ratna"), tmp_path / "keluar.xlsx"
    assert ratna.register.export_members(out, "pbi_kota", date(2026, 11, 30), layout, "BPJS Kesehatan") == 38
    opened = ratna.register.open(out, Answers())
    names = ("row", *opened.fields)
    rows = {
        row["nik"]: row for chunk in opened.chunks() for row in (dict(zip(names, one, strict=True)) for one in chunk)
    }
    assert opened.layout == layout and len(rows) == 38 and opened.problems == []
    assert (rows[nik(5)]["number"], rows[nik(5)]["name"]) == (number(5), "SITI F AMINAH")
    assert rows[nik(5)].get("mutation", "AKTIF") == "AKTIF"
    with pytest.raises(Refused) as refused:
        ratna.register.export_members(out, "pbi_kota", date(2026, 11, 30), layout, " ")
    assert refused.value.code == "no_recipient"
    with pytest.raises(Refused) as other:
        seat("yusuf").register.export_members(out, "pbi_kota", date(2026, 11, 30), layout, "Siapa")
    assert other.value.code == "not_your_role"
