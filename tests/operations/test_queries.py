"""What the screens read: queues, counts, who waits for whom, and the search that nothing typed can break (K1, L20, N9)."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from chain import bring, intake, move, newcomers, waiting
from sqlalchemy import select

from db.queries.batches import incoming, queue_counts
from db.queries.cases import cases_by_id, cases_of_batch, queue
from db.queries.letters import all_letters, letters_of_office, letters_of_person
from db.queries.offices import offices
from db.queries.report import queue_ages
from db.queries.report import waiting as waits
from db.queries.search import candidates, letters_by_number, people_by_name, people_by_number
from db.tables.cases import application
from desktop.operations.intake import Newcomer, RecordIntake
from desktop.operations.record_nik import RecordNik
from desktop.operations.register_residents import RegisterResidents, Resident
from desktop.sop.names import name_tokens, sound_key
from desktop.sop.procedure import load_procedure

WBS = load_procedure("wbs")
RUNNING = {status.code for status in WBS.statuses if status.waits_for}
ODD = [
    "",
    " ",
    "'",
    '"',
    "%",
    "_",
    "%%%",
    "\\",
    "' OR 1=1 --",
    "a" * 5000,
    "é" * 200,
    "\x00",
    "😀",
    "ab'c%d_e",
    "-",
    "/",
]


def test_queue_is_longest_waiting_first(seat, clock):
    satpol = seat("bagus")
    late = satpol.run(RecordIntake(people=newcomers(2, clock))).done
    clock.forward(hours=-5)
    early = satpol.run(RecordIntake(people=newcomers(2, clock))).done
    assert [row.id for row in waiting(satpol, "dijangkau")] == [*early, *late]
    rows = satpol.read(queue, satpol.staff.office_id, ["dijangkau"], limit=3)
    assert [row.id for row in rows] == [*early, late[0]]
    assert satpol.read(queue, satpol.staff.office_id, []) == ()
    ages = satpol.read(queue_ages, satpol.staff.office_id, ["dijangkau"])
    assert list(ages) == [row.step_since for row in waiting(satpol, "dijangkau")]


def test_a_batch_of_the_queue_alone(seat, clock):
    bring(seat, clock, "diserahkan", 2)
    first = waiting(seat("yusuf"), "diserahkan")[0].batch_id
    clock.forward(minutes=1)
    bring(seat, clock, "diserahkan", 3)
    panti = seat("yusuf").staff.office_id
    assert len(seat("yusuf").read(queue, panti, ["diserahkan"])) == 5
    assert len(seat("yusuf").read(queue, panti, ["diserahkan"], batch_id=first)) == 2
    assert len(seat("yusuf").read(cases_of_batch, first)) == 2


def test_incoming_lists(seat, clock):
    bring(seat, clock, "menunggu_validasi", 5)
    dinkes = seat("ratna")
    (one,) = dinkes.read(incoming, dinkes.staff.office_id, ["menunggu_validasi"])
    assert (one.action, one.people, one.open) == ("mohon_persetujuan", 5, 5)
    assert one.from_office == "Panti Sosial Bina Insan Bangun Daya 1" and one.letter_number.endswith("/PSBI/XI/2026")
    move(dinkes, "validasi", waiting(dinkes, "menunggu_validasi")[:3])
    (one,) = dinkes.read(incoming, dinkes.staff.office_id, ["menunggu_validasi"])
    assert (one.people, one.open) == (5, 2), "the list remembers how many it was"
    move(dinkes, "kembalikan_dukcapil", waiting(dinkes, "menunggu_validasi"), reason="Beda")
    assert dinkes.read(incoming, dinkes.staff.office_id, ["menunggu_validasi"]) == ()
    andi = seat("andi")
    (back,) = andi.read(incoming, andi.staff.office_id, ["menunggu_nik", "perbaikan_nik"])
    assert (back.action, back.open, back.reason, back.letter_number) == ("kembalikan_dukcapil", 2, "Beda", "")


def spread(seat, clock):
    """People at many desks."""
    for status, count in (("menunggu_validasi", 2), ("menunggu_rekomendasi", 3), ("diserahkan", 1), ("dijangkau", 2)):
        bring(seat, clock, status, count)
        clock.forward(minutes=7)
    move(seat("ratna"), "kembalikan_dukcapil", waiting(seat("ratna"), "menunggu_validasi")[:1], reason="Beda")


def test_counts_and_the_waiting_graph_equal_the_case_states(office, seat, clock):
    spread(seat, clock)
    with office.database.read() as connection:
        cases = connection.execute(select(application.c.office_id, application.c.status)).all()
    for one in office.read(offices):
        assert office.read(queue_counts, one.id) == Counter(s for o, s in cases if o == one.id and s in RUNNING)
    graph = Counter()
    for edge in office.read(waits, clock.now):
        graph[edge.for_office_id, edge.status] += edge.people
    assert graph == Counter(case for case in map(tuple, cases) if case[1] in RUNNING)


def test_who_waits_for_whom_since_when(office, seat, clock):
    spread(seat, clock)
    graph = {edge.status: edge for edge in office.read(waits, clock.now)}
    edge = graph["menunggu_rekomendasi"]
    assert (edge.from_office, edge.for_office) == ("Panti Sosial Bina Insan Bangun Daya 1", "Dinas Sosial")
    assert (edge.people, edge.late) == (3, 0)
    assert edge.oldest == min(row.step_since for row in waiting(seat("sari"), "menunggu_rekomendasi"))
    assert graph["perbaikan_nik"].from_office == "Dinas Kesehatan"
    assert graph["dijangkau"].from_office == graph["dijangkau"].for_office
    clock.forward(hours=3)
    assert {edge.status: edge.late for edge in office.read(waits, clock.now)}["menunggu_rekomendasi"] == 3


def test_a_finished_case_waits_for_nobody(office, seat, clock):
    bring(seat, clock, "diterima", 2)
    move(seat("yusuf"), "tutup", waiting(seat("yusuf"), "diterima"), reason="Pulang")
    assert office.read(waits, clock.now) == ()
    assert office.read(queue_counts, seat("yusuf").staff.office_id) == {}


@pytest.fixture
def residents(seat):
    people = (
        Resident(nik="3175014101709951", name="Zubaedah Mawarni", sex="P", birth_date=date(1970, 1, 1)),
        Resident(nik="3175014101709952", name="Zubaedah Mawarni Lestari", sex="P", birth_date=date(1985, 1, 1)),
        Resident(nik="3275010202719953", name="Suharto", sex="L", birth_date=date(1971, 2, 2)),
        Resident(nik="3275010202719954", name="D'Angelo Simamora", sex="L", birth_date=date(1971, 2, 2)),
    )
    return dict(
        zip(
            [one.nik for one in people],
            seat("andi").run(RegisterResidents(residents=people)).data["people"],
            strict=True,
        )
    )


def names(office, text):
    return [hit.name for hit in office.read(people_by_name, name_tokens(text))]


def test_search_by_name(office, residents):
    assert names(office, "zubaedah") == ["Zubaedah Mawarni", "Zubaedah Mawarni Lestari"]
    assert names(office, "mawar zub") == ["Zubaedah Mawarni", "Zubaedah Mawarni Lestari"]
    assert names(office, "LESTARI, zubaedah") == ["Zubaedah Mawarni Lestari"]
    assert names(office, "D'Angelo") == names(office, "dangelo") == ["D'Angelo Simamora"]
    assert names(office, "zubaedah suharto") == []
    assert len(office.read(people_by_name, ("s",), limit=3)) == 3


def test_search_by_alias(office, seat):
    seat("bagus").run(RecordIntake(people=(Newcomer(name="Tono", alias="Bang Jek", sex="L"),)))
    assert names(office, "jek") == ["Tono"]


def test_search_by_number(office, seat, clock, residents):
    def found(text):
        return [hit.nik for hit in office.read(people_by_number, text)]

    assert found("3175014101709951") == ["3175014101709951"]
    assert found("317501410170995") == ["3175014101709951", "3175014101709952"]
    assert found("32750102") == ["3275010202719953", "3275010202719954"] and found(" 3275010202719953 ")
    assert found("9") == [] and found("31750141017099511") == []
    bring(seat, clock, "eid_terbit", 1)
    row = waiting(seat("ratna"), "eid_terbit")[0]
    for text in (
        row.participant_number,
        row.participant_number[:9],
        row.nik,
        row.registration,
        row.registration.lower(),
    ):
        (hit,) = office.read(people_by_number, text)
        assert (hit.id, hit.status, hit.application_id) == (row.person_id, "eid_terbit", row.id)
        assert hit.participant_number == row.participant_number


def test_search_by_letter_number(office, seat, clock):
    intake(seat, clock, 1)
    move(seat("bagus"), "serahkan", waiting(seat("bagus"), "dijangkau"))
    (row,) = office.read(all_letters)
    for text in (row.number, "/satpolpp/", "SATPOLPP/XI"):
        assert [hit.number for hit in office.read(letters_by_number, text)] == [row.number]
    for text in ("%", "_", "/002/", "\\"):
        assert office.read(letters_by_number, text) == ()


def test_nothing_typed_breaks_a_search(office, residents):
    for text in ODD:
        assert len(office.read(people_by_name, name_tokens(text))) <= 12
        assert office.read(people_by_number, text.replace("\x00", "")) == ()
        assert office.read(letters_by_number, text.replace("\x00", "")) == ()
    assert office.read(people_by_name, ()) == ()
    many = tuple(f"kata{at}" for at in range(3000))
    assert office.read(people_by_name, many) == ()


def test_candidates_most_shared_sounds_first_then_the_nearest_birth(office, seat, residents):
    def shown(name, year, without=0):
        sounds = [sound_key(token) for token in name_tokens(name)]
        return [hit.name for hit in office.read(candidates, sounds, without=without, birth_year=year)]

    assert shown("Zubaedah Mawarny Lestary", 1970)[0] == "Zubaedah Mawarni Lestari"
    assert shown("Zubaedah Mawarni", 1970) == ["Zubaedah Mawarni", "Zubaedah Mawarni Lestari"]
    assert shown("Zubaedah Mawarni", 1985) == ["Zubaedah Mawarni Lestari", "Zubaedah Mawarni"]
    assert shown("Soeharto", None) == ["Suharto"]
    assert shown("Soeharto", None, without=residents["3275010202719953"]) == []
    assert shown("", 1970) == [] and shown("Tidak Dikenal", 1970) == []


def test_candidates_are_a_short_list(office, seat):
    seat("bagus").run(
        RecordIntake(people=tuple(Newcomer(name=f"Budi {'Abcdefgh'[at % 8]}", sex="L") for at in range(80)))
    )
    assert len(office.read(candidates, ["budi"], without=0, birth_year=None)) == 60
    assert len(office.read(candidates, ["budi"], without=0, birth_year=1980, limit=5)) == 5


def test_a_record_that_was_left_is_never_found(office, seat, clock, residents):
    case = bring(seat, clock, "menunggu_nik", 1)[0]
    row = office.read(cases_by_id, [case])[0]
    found = residents["3175014101709951"]
    seat("andi").run(RecordNik(case=(row.id, row.version), found_person_id=found, candidates=((found, 90.0),)))
    assert names(office, "orang") == [] and office.read(people_by_number, row.registration) == ()
    assert office.read(candidates, [sound_key("orang")], without=0, birth_year=None) == ()


def test_registers_of_letters(office, seat, clock):
    bring(seat, clock, "menunggu_nik", 2)
    rows = office.read(all_letters)
    codes = [row.code for row in rows]
    assert sorted(codes) == ["bast", "permohonan_rekomendasi", "rekapitulasi", "rekomendasi"]
    dinsos = seat("sari").staff.office_id
    assert {row.code for row in office.read(letters_of_office, dinsos)} == set(codes) - {"bast"}
    assert office.read(letters_of_office, dinsos, limit=1)[0] == rows[0]
    case = waiting(seat("andi"), "menunggu_nik")[0]
    assert office.read(letters_of_person, case.person_id) == rows


def test_label_of_who_has_no_name(seat):
    done = seat("bagus").run(RecordIntake(people=(Newcomer(alias="Mr. X"),))).done
    row = seat("bagus").read(cases_by_id, done)[0]
    assert row.label == "Tanpa nama (Mr. X)"
    assert replace(row, alias="").label == "Tanpa nama (W-2026-000001)"
