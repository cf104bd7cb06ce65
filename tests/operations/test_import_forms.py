"""Forms that ask something of the register: e-Dabu's changes begin and end memberships, SIKS-NG proposes people."""

from datetime import date

import pytest
from civil import death, record
from member_lists import Lines, listed, member, nik
from probe import unbroken
from sqlalchemy import text

from db.queries.awaited import awaited_of
from db.queries.search import people_by_number
from db.rows import tallied
from db.tables import metadata
from desktop.operations.import_list import TrialDone
from desktop.operations.remember_mapping import RememberMapping
from desktop.operations.undo_import import UndoImport
from desktop.sop.mutations import BEGINS, ENDS, REMEMBERED, meaning
from desktop.sop.refusals import Refused

FORM = ("number", "nik", "kk", "name", "sex", "birth_date", "mutation", "effective_date")
USULAN = ("nik", "kk", "name", "sex", "birth_date", "birth_place", "segment")
TRACES = {"counter", "journal", "journal_head", "journal_subject", "request", "change", "import_run", "import_problem"}
HELD = "SELECT person_id, participant_number, segment, valid_from, valid_to, end_reason FROM membership ORDER BY id"


def asked(office, statement, **values):
    with office.database.read() as connection:
        return connection.execute(text(statement), values).all()


def register(office):
    """Every table of the register as it stands, whole; of memberships all but which undone import once ended them."""
    # The words that names are searched by stay: a word alone is nobody (db/DECISIONS.md).
    left = {*TRACES, "membership", "name_part"}
    with office.database.read() as connection:
        tables = {table.name: tallied(connection, table) for table in metadata.sorted_tables if table.name not in left}
    return {**tables, "membership": asked(office, HELD)}


def form(*lines, period="2026-12", segment="kp_desa", **more):
    """Changes as e-Dabu writes them: (who, what, from when on, other number)."""
    rows = []
    for at, (who, word, since, *number) in enumerate(lines):
        said = member(who)
        rows.append((at + 16, *(number or [said[1]]), said[2], said[3], said[4], said[5], said[6], word, since))
    return changed(rows, FORM, "edabu_mutasi", period, segment, more)


def usulan(*lines, period="2026-12", **more):
    """Proposals: (who, program)."""
    rows = [
        (at + 2, said[2], said[3], said[4], said[5], said[6], said[7], program)
        for at, (who, program) in enumerate(lines)
        for said in [member(who)]
    ]
    return changed(rows, USULAN, "siksng_usulan", period, "pbi_jk", more)


def changed(rows, fields, layout, period, segment, more):
    command = listed([], layout=layout, period=period, segment=segment, salt=repr(rows), **more)
    object.__setattr__(command, "source", lambda: Lines(rows, fields))
    return command


def test_changes_begin_and_end_on_the_day_they_name(office, seat):
    ratna = seat("ratna")
    ratna.run(listed([member(at) for at in range(4)]))
    outcome = ratna.run(
        form(
            (0, "Non-Aktif", "2026-12-15"), (1, "NONAKTIF", None), (9, "Peserta Baru", "2026-12-10"), (2, "aktif", None)
        )
    )
    assert outcome.sentence == "4 baris dibaca: 1 masuk, 1 sudah ada, 0 dikembalikan, 2 berakhir."
    ended = asked(office, "SELECT valid_to, end_reason FROM membership WHERE end_run_id IS NOT NULL ORDER BY person_id")
    assert [(str(day), why) for day, why in ended] == [
        ("2026-12-15", "mutasi e-Dabu: Non-Aktif"),
        ("2026-12-01", "mutasi e-Dabu: NONAKTIF"),
    ]
    begun = asked(office, "SELECT valid_from, reason FROM membership WHERE participant_number = '9000000000009'")
    assert [(str(day), why) for day, why in begun] == [("2026-12-10", "mutasi e-Dabu")]
    kept = "SELECT status FROM list_row WHERE run_id = :run ORDER BY row"
    assert [row[0] for row in asked(office, kept, run=outcome.data["run"])] == [
        "Non-Aktif",
        "NONAKTIF",
        "Peserta Baru",
        "aktif",
    ]
    assert unbroken(office)


def test_a_form_saved_again_changes_nothing_and_goes_back_as_one(office, seat):
    ratna = seat("ratna")
    ratna.run(listed([member(at) for at in range(4)]))
    before = register(office)
    lines = ((0, "NONAKTIF", "2026-12-15"), (9, "AKTIF", "2026-12-10"))
    with pytest.raises(TrialDone) as tried:
        ratna.run(form(*lines, trial=True))
    assert register(office) == before
    first = ratna.run(form(*lines))
    assert first.data["taken"] == tried.value.outcome.data["taken"]
    after = {name: tally for name, tally in register(office).items() if name != "list_row"}
    same, second = ratna.run(form(*lines, name="lain.xlsx")), ratna.run(form(*lines[::-1]))
    assert same.sentence == second.sentence == "2 baris dibaca: 0 masuk, 2 sudah ada, 0 dikembalikan, 0 berakhir."
    assert {name: tally for name, tally in register(office).items() if name != "list_row"} == after
    for run in (second, same, first):
        ratna.run(UndoImport(run_id=run.data["run"], reason="Berkas keliru"))
    assert register(office) == before and unbroken(office)


def test_what_cannot_be_carried_out_is_asked(office, seat):
    ratna = seat("ratna")
    ratna.run(listed([member(at) for at in range(4)]))
    before = asked(office, "SELECT count(*) FROM person")
    outcome = ratna.run(
        form(
            (20, "NONAKTIF", "2026-12-15"),
            (0, "NONAKTIF", "2026-12-15", "9000000000077"),
            (1, "05", "2026-12-15"),
            (2, "", None),
        )
    )
    taken = outcome.data["taken"]
    assert {name: taken[name] for name in ("tak_berlaku", "nomor_beda", "mutasi_lain", "berakhir", "masuk")} == {
        "tak_berlaku": 1,
        "nomor_beda": 1,
        "mutasi_lain": 2,
        "berakhir": 0,
        "masuk": 0,
    }
    assert (taken["jenis mutasi 05"], taken["jenis mutasi "]) == (1, 1)
    assert outcome.sentence.endswith("4 menunggu jawaban, 0 berakhir.")
    assert asked(office, "SELECT count(*) FROM person") == before
    said = asked(office, "SELECT sentence FROM import_problem WHERE run_id = :run", run=outcome.data["run"])
    assert len(said) == 4 and all(sentence.endswith(".") for (sentence,) in said)


def test_a_code_is_explained_once_and_known_afterwards(office, seat):
    """No source gives the codes of Jenis Mutasi: the office says what its BPJS means by them."""
    ratna = seat("ratna")
    ratna.run(listed([member(at) for at in range(4)]))
    ratna.run(RememberMapping(signature=REMEMBERED, layout="edabu_mutasi", mapping={"5": ENDS, "1": BEGINS}))
    outcome = ratna.run(form((1, "05", "2026-12-15"), (9, "1", None)))
    assert (outcome.data["taken"]["berakhir"], outcome.data["taken"]["masuk"]) == (1, 1)
    assert meaning("NON AKTIF", {"nonaktif": BEGINS}) == BEGINS and meaning("07", {}) == ""


def test_a_form_of_another_month_is_refused(office, seat):
    ratna = seat("ratna")
    ratna.run(listed([member(at) for at in range(4)]))
    before = register(office)
    with pytest.raises(Refused) as refused:
        ratna.run(form((0, "NONAKTIF", "2026-05-15"), (1, "NONAKTIF", "2026-06-01")))
    assert refused.value.code == "wrong_month" and "Desember 2026" in refused.value.sentence
    # A late death keeps its own day; the others show that the month is right.
    late = ratna.run(form((0, "Meninggal", "2026-05-15"), (1, "NONAKTIF", "2026-12-15")))
    assert late.data["taken"]["berakhir"] == 2
    ended = asked(office, "SELECT valid_from, valid_to FROM membership WHERE participant_number = '9000000000000'")
    assert [row[0] == row[1] for row in ended] == [True]
    ratna.run(UndoImport(run_id=late.data["run"], reason="Bulan keliru"))
    assert register(office) == before
    later = ratna.run(form((0, "NONAKTIF", "2026-12-15")))
    with pytest.raises(Refused) as older:
        ratna.run(listed([member(at) for at in range(4)], period="2026-11", name="terlambat.xlsx", salt="x"))
    assert older.value.code == "older_month" and later.data["taken"]["berakhir"] == 1


@pytest.mark.parametrize("who", ["sari", "ratna"])
def test_proposals_make_people_known_and_no_members(office, seat, who):
    seat("ratna").run(listed([member(at) for at in range(3)], segment="pbi_kota"))
    dead = asked(office, "SELECT p.nik FROM person p WHERE p.nik IS NOT NULL AND p.run_id IS NULL ORDER BY p.id")[0][0]
    record(seat, death(dead))
    before, clerk = register(office), seat(who)
    lines = [(0, "PBI-JK"), (10, "PBI JK"), (11, "PBI"), (12, "PKH"), (11, "PBI")]
    command = usulan(*lines)
    gone = (7, dead, "3273010101909999", "Siapa Saja", "L", "1990-01-01", "Bandung", "PBI JK")
    rows = [*command.source().rows, gone]
    command = changed(rows, USULAN, "siksng_usulan", "2026-12", "pbi_jk", {})
    outcome = clerk.run(command)
    assert outcome.sentence == "6 baris dibaca: 2 masuk, 1 sudah ada, 0 dikembalikan, 3 menunggu jawaban."
    taken = outcome.data["taken"]
    assert {name: taken[name] for name in ("peserta", "program_lain", "gugur", "ganda", "orang_baru", "kk")} == {
        "peserta": 1,
        "program_lain": 1,
        "gugur": 1,
        "ganda": 1,
        "orang_baru": 2,
        "kk": 2,
    }
    (hit,) = clerk.read(people_by_number, nik(10))
    assert (hit.name, hit.participant_number, hit.birth_date) == ("Warga K Uji", None, date(1990, 1, 1))
    kept = asked(office, "SELECT nik, segment, period, status FROM list_row WHERE run_id = :r", r=outcome.data["run"])
    assert sorted(kept) == [(nik(at), "pbi_jk", "2026-12", "usulan") for at in (10, 11)]
    awaited = seat("ratna").read(awaited_of, hit.id, nik(10))
    assert awaited.reported is None
    assert (awaited.proposal.segment, awaited.proposal.period) == ("pbi_jk", "2026-12")
    (died,) = seat("ratna").read(people_by_number, dead)
    assert seat("ratna").read(awaited_of, died.id, dead).proposal is None
    again = clerk.run(changed(rows[::-1], USULAN, "siksng_usulan", "2026-12", "pbi_jk", {}))
    assert (again.data["taken"]["masuk"], again.data["taken"]["sudah"]) == (0, 2)
    for run in (again, outcome):
        clerk.run(UndoImport(run_id=run.data["run"], reason="Berkas keliru"))
    assert register(office) == before and unbroken(office)
    assert clerk.read(awaited_of, hit.id, nik(10)).proposal is None


@pytest.mark.parametrize(
    ("who", "layout"), [("yusuf", "siksng_usulan"), ("sari", "edabu_mutasi"), ("andi", "edabu_mutasi")]
)
def test_each_form_has_its_office(office, seat, who, layout):
    command = usulan((1, "PBI")) if layout == "siksng_usulan" else form((1, "AKTIF", None))
    with pytest.raises(Refused) as refused:
        seat(who).run(command)
    assert refused.value.code == "not_your_role"
