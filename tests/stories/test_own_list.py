"""A list of members that a region keeps for itself: no month, no segment, headings as they like them; on both databases."""

from datetime import date

import pytest
from sqlalchemy import select

from db.tables.people import membership, person
from db.tables.registry import family_member
from desktop.operations.list_trial import Answers
from desktop.sop.mutations import begin_word, meaning
from desktop.sop.refusals import Refused
from desktop.spreadsheets.list_proposals import OtherList
from desktop.spreadsheets.lists import NeedsMapping
from tests.spreadsheets.lists_kit import facts, nik, number, write_book

ROWS = [facts(at) for at in range(4)]
OWN = {
    "NOMOR KARTU JKN": "number",
    "NIK": "nik",
    "NAMA LENGKAP": "name",
    "ALAMAT": "address",
    "KECAMATAN": "kecamatan",
    "DESA": "kelurahan",
    "NO KK": "kk",
    "FASKES": "facility",
}
SHORT = {"NO": "", "NAMA": "name", "NIK": "nik", "NO KIS": "number", "TTL": "birth_date", "KET": "note"}
KK = "3175010101209977"
SAID = {"period": "2026-12", "segment": "pbi_kota"}
VILLAGE = {**SAID, "segment": "kp_desa"}


def book(folder, headings, people=ROWS):
    lines = [list(headings), *([one.get(name, "") for name in headings.values()] for one in people)]
    return write_book(folder / "daftar-sendiri.xlsx", lines)


@pytest.mark.parametrize("headings", [OWN, SHORT], ids=["own", "short"])
def test_it_is_never_guessed_and_comes_in_when_told(seat, tmp_path, headings):
    ratna, path = seat("ratna"), book(tmp_path, headings)
    with pytest.raises(NeedsMapping) as asked:
        ratna.register.try_out(path, Answers(**SAID))
    trial = ratna.register.try_out(path, Answers(layout="pbi_apbd", **SAID))
    assert (trial.layout, trial.accepted, trial.rejected) == ("pbi_apbd", 4, 0)
    ratna.register.bring_in(trial)
    found = ratna.read(
        lambda db: db.execute(
            select(membership.c.segment, membership.c.facility, person.c.kecamatan)
            .join(person, person.c.id == membership.c.person_id)
            .where(membership.c.participant_number == number(2), membership.c.valid_to.is_(None))
        ).one()
    )
    if headings is OWN:
        assert tuple(found) == ("pbi_kota", "PUSKESMAS MATRAMAN", "MATRAMAN")
        cards = ratna.read(lambda db: set(db.scalars(select(family_member.c.kk))))
        assert {one["kk"] for one in ROWS} <= cards
    assert asked.value.mapping["NIK"] == "nik"


def test_only_who_brings_in_e_ids_is_told_that_it_looks_like_them(seat, tmp_path):
    path = book(tmp_path, OWN)
    with pytest.raises(OtherList) as other:
        seat("hendra").register.recognise(path, Answers())
    assert other.value.layout == "eid_result"


def test_a_bill_with_a_strange_heading_is_not_taken_for_members(seat, tmp_path):
    path = book(tmp_path, {"PSNOKA": "number", "NIK": "nik", "NAMA": "name", "JML RUPIAH": "amount"})
    with pytest.raises(NeedsMapping):
        seat("ratna").register.try_out(path, Answers(**SAID))


def test_month_and_segment_in_the_file_are_still_believed(seat, tmp_path):
    path = book(tmp_path, {**OWN, "BULAN": "month", "TAHUN": "year"})
    with pytest.raises(Refused, match="wrong_month"):
        seat("ratna").register.try_out(path, Answers(layout="pbi_apbd", **SAID))


def test_what_was_confirmed_is_used_again_until_it_is_mended(seat, tmp_path):
    desk, path = seat("ratna").register, book(tmp_path, {**OWN, "NO": ""})
    needs = desk.columns(path, "pbi_bnba")
    wrong = {**needs.mapping, "NAMA LENGKAP": "address", "ALAMAT": "name"}
    desk.remember(needs.mapping_key, "pbi_bnba", wrong)
    trial = desk.try_out(path, Answers(**SAID))
    assert (trial.layout, trial.known) == ("pbi_bnba", wrong)
    again = desk.columns(path, trial.layout, trial.mapping)
    assert again.mapping == wrong and again.mapping_key == needs.mapping_key
    desk.remember(again.mapping_key, "pbi_apbd", needs.mapping)
    assert desk.try_out(path, Answers(**SAID)).layout == "pbi_apbd"
    assert nik(1) not in repr(again.columns)


OUT = {
    "pbi_bnba": {"relation": "ISTRI", "kk": KK},
    "bpjs_rekon": {"relation": "ISTRI", "kk": KK, "facility": "PUSKESMAS MATRAMAN", "status": "0"},
    "edabu_mutasi": {"relation": "ISTRI", "kk": KK, "mutation": "7", "effective_date": "2026-12-01"},
}


@pytest.mark.parametrize("layout", sorted(OUT))
def test_what_it_told_of_families_goes_out_in_the_codes_of_whom_it_goes_to(seat, tmp_path, layout):
    ratna = seat("ratna")
    path = book(tmp_path, {**OWN, "SHDK": "relation"}, [facts(1, kk=KK, relation="3"), facts(2, relation="1")])
    ratna.register.bring_in(ratna.register.try_out(path, Answers(layout="pbi_apbd", **VILLAGE)))
    ratna.register.explain_mutations({"7": "mulai", "9": "berakhir"})
    out = tmp_path / "keluar.xlsx"
    assert ratna.register.export_members(out, "kp_desa", date(2026, 12, 31), layout, "BPJS Kesehatan") == 2
    opened = ratna.register.recognise(out, Answers())
    rows = [dict(zip(opened.fields, one[1:], strict=True)) for chunk in opened.chunks() for one in chunk]
    found = next(row for row in rows if row["nik"] == nik(1))
    assert {name: found[name] for name in OUT[layout]} == OUT[layout]
    assert next(row for row in rows if row["nik"] == nik(2))["relation"] in ("KEPALA KELUARGA", "PESERTA")


@pytest.mark.parametrize(
    ("told", "word"),
    [({}, "AKTIF"), ({"7": "mulai", "9": "berakhir"}, "7"), ({"7": "mulai", "8": "mulai"}, "AKTIF")],
)
def test_a_form_asks_with_the_offices_own_code_when_there_is_but_one(told, word):
    assert begin_word(told) == word and meaning(word, told) == "mulai"
