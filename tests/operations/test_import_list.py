"""A payer's list into the register: whole or not at all, the same again changes nothing, and back again as one."""

from datetime import date

import pytest
from chain import bring
from member_lists import Lines, bill, billed, listed, member, nik
from probe import count, unbroken
from sqlalchemy import text

from db.queries.merges import side_of
from db.queries.person import memberships
from db.queries.search import people_by_name, people_by_number
from db.registry.people import FIELDS
from desktop.operations.import_list import TrialDone
from desktop.operations.undo_import import UndoImport
from desktop.sop.refusals import Refused

TABLES = ("person", "person_key", "membership", "family_member", "value_source", "list_row", "incoming", "import_run")


def counts(office):
    return {table: count(office, table) for table in TABLES}


def asked(office, statement, **values):
    with office.database.read() as connection:
        return connection.execute(text(statement), values).all()


def test_members_come_in_and_are_found(office, seat):
    ratna = seat("ratna")
    told = []
    outcome = ratna.run(listed([member(at) for at in range(8)], tell=told.append))
    assert outcome.sentence == "8 baris dibaca: 8 masuk, 0 sudah ada, 0 dikembalikan."
    assert outcome.data["taken"] == {"masuk": 8, "orang_baru": 8, "dilengkapi": 0, "kk": 8, "berakhir": 0}
    assert told == [3, 6, 8]
    (hit,) = ratna.read(people_by_number, nik(3))
    assert (hit.name, hit.sex, hit.birth_date, hit.participant_number) == (
        "Warga D Uji",
        "P",
        date(1990, 1, 1),
        "9000000000003",
    )
    assert [one.id for one in ratna.read(people_by_name, ("warga", "d"))] == [hit.id]
    (row,) = ratna.read(memberships, hit.id)
    assert (row.segment, row.payer, row.valid_from, row.valid_to) == ("kp_desa", "desa", date(2026, 11, 1), None)
    assert counts(office)["incoming"] == 0 and counts(office)["list_row"] == 8
    assert unbroken(office)


def test_the_same_file_again_changes_nobody_whatever_it_is_called(office, seat):
    """It is gone through line by line, and its undo takes back nothing of the first one."""
    ratna, rows = seat("ratna"), [member(at) for at in range(4)]
    ratna.run(listed(rows))
    before, held = counts(office), asked(office, "SELECT * FROM membership ORDER BY id")
    again = ratna.run(listed(rows, name="nama lain.csv"))
    assert again.sentence == "4 baris dibaca: 0 masuk, 4 sudah ada, 0 dikembalikan."
    assert counts(office) == before | {"list_row": before["list_row"] + 4, "import_run": before["import_run"] + 1}
    undone = ratna.run(UndoImport(run_id=again.data["run"], reason="Keliru"))
    assert (undone.data["kepesertaan"], undone.data["orang"], undone.data["berlaku_lagi"]) == (0, 0, 0)
    assert counts(office) == before | {"import_run": before["import_run"] + 1}
    assert asked(office, "SELECT * FROM membership ORDER BY id") == held


def test_the_same_file_again_does_what_was_answered_meanwhile(office, seat):
    """Two ran in another segment; ended there, the same list begins them; undone, they are as the answer left them."""
    ratna, rows = seat("ratna"), [member(at) for at in range(4)]
    ratna.run(listed([*rows[:2], member(20)], period="2026-10", segment="pbi_jk"))
    first = ratna.run(listed(rows))
    assert (first.data["taken"]["masuk"], first.data["taken"]["segmen_lain"]) == (2, 2)
    state = "SELECT count(*) FROM membership WHERE segment = 'pbi_jk' AND valid_to IS NULL"
    ((paid,),) = asked(office, state)
    ratna.run(listed([member(20)], segment="pbi_jk", full=True, ending=paid - 1))
    held = asked(office, "SELECT * FROM membership ORDER BY id")
    again = ratna.run(listed(rows))
    assert (again.data["taken"]["masuk"], again.data["taken"]["sudah"]) == (2, 2)
    assert len(asked(office, "SELECT id FROM membership WHERE valid_to IS NULL AND segment = 'kp_desa'")) == 4
    ratna.run(UndoImport(run_id=again.data["run"], reason="Keliru"))
    assert asked(office, "SELECT * FROM membership ORDER BY id") == held


def test_the_same_file_may_be_said_to_be_complete_afterwards(seat):
    ratna = seat("ratna")
    ratna.run(listed([member(at) for at in range(12)]))
    rows = [member(at) for at in range(11)]
    ratna.run(listed(rows, period="2026-12"))
    whole = ratna.run(listed(rows, period="2026-12", full=True))
    assert (whole.data["taken"]["berakhir"], whole.data["taken"]["sudah"]) == (1, 11)


def test_the_next_month_begins_and_ends_only_what_changed(office, seat):
    ratna = seat("ratna")
    ratna.run(listed([member(at) for at in range(12)]))
    rows = [member(at) for at in range(1, 14)]
    outcome = ratna.run(listed(rows, period="2026-12", full=True))
    assert outcome.sentence == "13 baris dibaca: 2 masuk, 11 sudah ada, 0 dikembalikan, 1 berakhir."
    (hit,) = ratna.read(people_by_number, nik(0))
    (row,) = ratna.read(memberships, hit.id)
    assert (row.valid_to, row.end_reason) == (date(2026, 12, 1), "tidak ada lagi dalam daftar 2026-12")
    assert asked(office, "SELECT count(*) FROM membership WHERE valid_to IS NULL AND run_id IS NOT NULL") == [(13,)]


def test_a_list_that_names_too_few_is_not_believed(office, seat):
    ratna = seat("ratna")
    ratna.run(listed([member(at) for at in range(12)]))
    before = counts(office)
    half = listed([member(at) for at in range(6)], period="2026-12", full=True)
    with pytest.raises(Refused) as refused:
        ratna.run(half)
    assert refused.value.code == "list_too_short" and "6 dari 12 peserta" in refused.value.sentence
    assert counts(office) == before
    with pytest.raises(TrialDone) as tried:
        ratna.run(listed([member(at) for at in range(6)], period="2026-12", full=True, trial=True))
    assert tried.value.outcome.data["taken"]["berakhir"] == 6
    assert counts(office) == before
    with pytest.raises(Refused) as drifted:
        ratna.run(listed([member(at) for at in range(6)], period="2026-12", full=True, ending=5))
    assert drifted.value.code == "drifted"
    outcome = ratna.run(listed([member(at) for at in range(6)], period="2026-12", full=True, ending=6))
    assert outcome.data["taken"]["berakhir"] == 6


def test_questions_hold_nothing_up(office, seat):
    """Doubles, another segment, another person's number, another number, no number: each a line that waits."""
    ratna = seat("ratna")
    ratna.run(listed([member(at) for at in range(5)], segment="pbi_jk"))
    ratna.run(listed([member(at) for at in range(5, 8)]))
    rows = [
        member(20),
        member(20),
        member(0),
        member(21, number="9000000000006", kk=None),
        member(7, number="9000000000077"),
        member(22, number=None),
    ]
    outcome = ratna.run(listed(rows, period="2026-12"))
    expected = {"ganda": 1, "nomor_orang": 1, "tanpa_nomor": 1, "segmen_lain": 1, "nomor_beda": 1}
    taken = outcome.data["taken"]
    assert {name: taken.get(name) for name in expected} == expected
    kept = asked(
        office,
        "SELECT row, code, sentence FROM import_problem WHERE run_id = :run ORDER BY id",
        run=outcome.data["run"],
    )
    assert len(kept) == 5 and all(sentence.endswith(".") for _, _, sentence in kept)
    assert taken["masuk"] == 1


def test_what_a_record_is_silent_about_is_filled_and_its_source_kept(office, seat):
    ratna = seat("ratna")
    ratna.run(listed([member(1, birth_place=None, address="")]))
    outcome = ratna.run(listed([member(1, name="Nama Lain", address="Jalan Baru 9")], period="2026-12"))
    assert outcome.data["taken"]["dilengkapi"] == 2
    assert asked(office, "SELECT name, birth_place, address FROM person WHERE nik = :nik", nik=nik(1)) == [
        ("Warga B Uji", "Bandung", "Jalan Baru 9")
    ]
    sources = asked(office, "SELECT field, before, after FROM value_source ORDER BY field")
    assert sources == [("address", "", "Jalan Baru 9"), ("birth_place", "", "Bandung")]


def test_a_whole_import_is_taken_back(office, seat):
    ratna = seat("ratna")
    ratna.run(listed([member(at, birth_place=None) for at in range(12)]))
    before = {**counts(office), "import_run": 2}
    held = asked(office, "SELECT id, person_id, valid_to FROM membership ORDER BY id")
    second = ratna.run(listed([member(at) for at in range(1, 14)], period="2026-12", full=True))
    undone = ratna.run(UndoImport(run_id=second.data["run"], reason="Bulan keliru"))
    assert undone.sentence == "Impor daftar.xlsx dibatalkan: 2 kepesertaan dan 2 orang ditarik, 1 berlaku lagi."
    after = counts(office)
    assert after.pop("value_source") == 22 and before.pop("value_source") == 0
    assert after == before
    assert asked(office, "SELECT id, person_id, valid_to FROM membership ORDER BY id") == held
    assert asked(office, "SELECT count(*) FROM person WHERE birth_place <> '' AND run_id IS NOT NULL") == [(0,)]
    with pytest.raises(Refused) as twice:
        ratna.run(UndoImport(run_id=second.data["run"], reason="Lagi"))
    assert twice.value.code == "undone"
    again = ratna.run(listed([member(at) for at in range(1, 14)], period="2026-12", full=True))
    assert again.data["taken"]["masuk"] == 2
    assert unbroken(office)


def test_what_later_work_stands_upon_stays(office, seat):
    ratna = seat("ratna")
    first = ratna.run(listed([member(at) for at in range(12)]))
    ratna.run(listed([member(at) for at in range(1, 12)], period="2026-12", full=True))
    with pytest.raises(Refused) as refused:
        ratna.run(UndoImport(run_id=first.data["run"], reason="Keliru"))
    assert refused.value.code == "built_upon" and "1 kepesertaan sesudahnya" in refused.value.sentence
    told = "1 daftar sesudahnya. Batalkan dulu, mulai dari yang terbaru: daftar.xlsx (Desember 2026); lalu ulangi."
    assert refused.value.sentence.endswith(told)
    assert asked(office, "SELECT count(*) FROM membership WHERE run_id IS NOT NULL") == [(12,)]


def test_a_delivery_of_siak_counts_again_after_another_one(office, seat):
    andi = seat("andi")
    said = {"layout": "siak_penduduk", "period": "", "segment": ""}
    first = [member(at) for at in range(3)]
    andi.run(listed(first, **said))
    andi.run(listed([member(1, address="Pindah 4")], **said))
    again = andi.run(listed(first, **said))
    assert again.data["taken"] == {"masuk": 0, "berubah": 1}
    assert asked(office, "SELECT address FROM resident WHERE nik = :nik", nik=nik(1)) == [("Jalan Uji 1",)]


def test_residents_are_written_over_by_the_next_delivery(office, seat):
    andi = seat("andi")
    first = andi.run(listed([member(at) for at in range(3)], layout="siak_penduduk", period="", segment=""))
    assert first.data["taken"] == {"masuk": 3, "berubah": 0}
    rows = [member(0), member(1, address="Pindah 4"), member(5), member(5)]
    second = andi.run(listed(rows, layout="siak_penduduk", period="", segment=""))
    assert second.data["taken"] == {"masuk": 1, "berubah": 1, "ganda": 1}
    assert asked(office, "SELECT address FROM resident WHERE nik = :nik", nik=nik(1)) == [("Pindah 4",)]


@pytest.mark.parametrize(
    ("username", "changes", "code"),
    [
        ("yusuf", {}, "not_your_role"),
        ("andi", {}, "not_your_role"),
        ("ratna", {"layout": "siak_penduduk"}, "not_your_role"),
        ("ratna", {"layout": "wbs_handover"}, "no_such_list"),
        ("ratna", {"segment": ""}, "no_segment"),
        ("ratna", {"segment": "entah"}, "no_segment"),
        ("ratna", {"period": "2026-13"}, "bad_period"),
    ],
)
def test_refusals(office, seat, username, changes, code):
    before = counts(office)
    with pytest.raises(Refused) as refused:
        seat(username).run(listed([member(1)], **changes))
    assert refused.value.code == code and refused.value.sentence.endswith(".")
    assert counts(office) == before


def test_a_list_of_an_earlier_month_is_too_late(office, seat):
    ratna = seat("ratna")
    ratna.run(listed([member(at) for at in range(4)], period="2026-12"))
    before = counts(office)
    with pytest.raises(Refused) as late:
        ratna.run(listed([member(at) for at in range(5)], period="2026-11"))
    assert late.value.code == "older_month" and counts(office) == before


def test_who_was_stopped_meanwhile_is_asked_about_and_not_begun_again(office, seat):
    ratna = seat("ratna")
    ratna.run(listed([member(at) for at in range(4)]))
    with office.database.write() as connection:
        stop = (
            "UPDATE membership SET valid_to = '2026-12-15', end_reason = 'meninggal' WHERE participant_number = :number"
        )
        connection.execute(text(stop), {"number": "9000000000002"})
    outcome = ratna.run(listed([member(at) for at in range(4)], period="2026-12"))
    assert outcome.data["taken"]["dihentikan"] == 1 and outcome.data["taken"]["masuk"] == 0


@pytest.mark.parametrize(("counted", "value"), [("rejected", 1), ("unread", ["Lanjutan"])])
def test_a_list_that_was_not_read_whole_ends_nobody(office, seat, counted, value):
    ratna = seat("ratna")
    ratna.run(listed([member(at) for at in range(12)]))
    command = listed([member(at) for at in range(11)], period="2026-12", full=True)
    spoilt = Lines([member(at) for at in range(11)])
    setattr(spoilt.tally, counted, value)
    object.__setattr__(command, "source", lambda: spoilt)
    with pytest.raises(Refused) as refused:
        ratna.run(command)
    assert refused.value.code == "not_whole"


@pytest.mark.parametrize(("told", "code"), [("2026-10", "wrong_month"), ("PBI JK", "wrong_segment")])
def test_a_list_that_says_it_is_another_one(office, seat, told, code):
    name = "period" if code == "wrong_month" else "segment"
    command, before = listed([], layout="pbi_apbd", salt=told), counts(office)
    rows = [(2, "9000000000001", nik(1), "Warga", told)]
    object.__setattr__(command, "source", lambda: Lines(rows, ("number", "nik", "name", name)))
    with pytest.raises(Refused) as refused:
        seat("ratna").run(command)
    assert refused.value.code == code and counts(office) == before


def test_what_must_be_taken_back_first_is_named_newest_first(seat):
    ratna = seat("ratna")
    runs = [ratna.run(listed([member(at)], name=f"{at}.xlsx", salt=at)).data["run"] for at in range(7)]
    ratna.run(listed([member(9)], name="segmen lain.xlsx", segment="pbi_kota"))
    ratna.run(bill([billed(at) for at in range(7)], name="tagihan.xlsx"))
    with pytest.raises(Refused) as refused:
        ratna.run(UndoImport(run_id=runs[1], reason="Keliru"))
    named = ", ".join(f"{at}.xlsx (November 2026)" for at in (6, 5, 4, 3))
    assert refused.value.sentence.endswith(f"mulai dari yang terbaru: {named}, 1 lainnya; lalu ulangi.")
    for run in runs[:1:-1]:
        ratna.run(UndoImport(run_id=run, reason="Keliru"))
    assert ratna.run(UndoImport(run_id=runs[1], reason="Keliru")).data["orang"] == 1


def test_an_import_below_a_newer_one_stays_and_a_card_before_it_counts_again(office, seat):
    ratna = seat("ratna")
    first = ratna.run(listed([member(at) for at in range(6)]))
    second = ratna.run(listed([member(at, kk=f"327301010190970{at}") for at in range(6)], period="2026-12"))
    with pytest.raises(Refused) as refused:
        ratna.run(UndoImport(run_id=first.data["run"], reason="Keliru"))
    assert "1 daftar sesudahnya" in refused.value.sentence
    ratna.run(UndoImport(run_id=second.data["run"], reason="Keliru"))
    running = "SELECT count(*) FROM family_member WHERE valid_to IS NULL AND run_id = :run"
    assert asked(office, running, run=first.data["run"]) == [(6,)]


@pytest.mark.parametrize("case_here", [False, True])
def test_a_list_completes_only_records_that_are_kept_here(office, seat, clock, case_here):
    """Whom Satpol PP recorded, Dinas Kesehatan's list leaves as he is, without a trace that says otherwise; when his case
    lies at Dinas Kesehatan it may complete him. The same on both databases: behind the walls, and without."""
    (case,) = bring(seat, clock, "menunggu_validasi" if case_here else "nik_tersedia", 1)
    who = "SELECT p.id, p.nik, p.birth_place FROM person p JOIN application a ON a.person_id = p.id WHERE a.id = :case"
    ((known, number, place),) = asked(office, who, case=case)
    assert place == ""
    ratna = seat("ratna")
    outcome = ratna.run(listed([member(1, nik=number)]))
    assert (outcome.data["taken"]["orang_baru"], outcome.data["taken"]["masuk"]) == (0, 1)
    sources = asked(office, "SELECT field, after FROM value_source WHERE field = 'birth_place'")
    assert sources == ([("birth_place", "Bandung")] if case_here else [])
    place = asked(office, "SELECT birth_place FROM person WHERE id = :id", id=known)
    assert place == [("Bandung" if case_here else "",)]
    ratna.run(UndoImport(run_id=outcome.data["run"], reason="Keliru"))
    assert asked(office, "SELECT birth_place FROM person WHERE id = :id", id=known) == [("",)]


def test_what_the_population_register_adds_to_a_new_record_is_said_to_come_from_it(office, seat):
    """A list with names alone: the rest is SIAK's, and neither the file nor anybody else answers for it (B8)."""
    andi, ratna = seat("andi"), seat("ratna")
    delivery = [member(1), member(2, birth_place="", address="", kk=None)]
    andi.run(listed(delivery, layout="siak_penduduk", period="", segment="", name="siak.csv"))
    rows = [member(at, sex=None, birth_date=None, birth_place="", address=None, kelurahan="") for at in (1, 2, 3)]
    outcome = ratna.run(listed(rows, name="pembayar.xlsx"))
    told = {}
    for at in (1, 2, 3):
        ((person,),) = asked(office, "SELECT id FROM person WHERE nik = :nik", nik=nik(at))
        sources = ratna.read(side_of, person).sources
        told[at] = {name: sources[name].kind for name in FIELDS if name in sources}
        assert sources["name"].name == "pembayar.xlsx"
    register, ours = dict.fromkeys(set(FIELDS) - {"marital"}, "siak"), {"kecamatan": "berkas"}
    assert told == {
        1: register | ours,
        2: {"sex": "siak", "birth_date": "siak", "kelurahan": "siak"} | ours,
        3: ours,
    }
    ((first, _),) = asked(office, "SELECT resident_run_id, 1 FROM person WHERE nik = :nik", nik=nik(1))
    assert asked(office, "SELECT layout FROM import_run WHERE id = :run", run=first) == [("siak_penduduk",)]
    assert ratna.run(UndoImport(run_id=outcome.data["run"], reason="Keliru")).data["orang"] == 3
