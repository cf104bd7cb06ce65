"""Whom a decision of a month ends: the person who was meant, whatever became of rows and facts since it was compared."""

from dataclasses import replace
from datetime import date

from chain import seen, waiting
from civil import act, death, move_out, record
from member_lists import Lines, listed, member
from months import TMT, apply, bill, close, compare, decide, found, held, settled, sign, told
from paraf import refused
from sqlalchemy import insert, select, update

from db.queries.cases import cases_by_id
from db.queries.civil_events import civil_events
from db.queries.reconciliations import month_by_id
from db.queries.search import people_by_number
from db.tables.people import membership
from db.tables.registry import resident
from desktop.operations.register_members import Member, RegisterMembers
from desktop.operations.restore_memberships import RestoreMemberships
from desktop.operations.revoke_event import RevokeEvent
from desktop.operations.stop_memberships import StopMemberships
from desktop.operations.undo_import import UndoImport
from tests.cities.city import PERIOD, city


def line(one, row):
    """A line of the bill as a line of a list of members."""
    return (row, one[0], one[1], None, one[2], one[3], one[4], "X", "Jl", "K", "C")


def three(office, seat):
    """The city but for three; gives their lines."""
    made = city(51, 40, leaks=0)
    chosen = made.lines[5], made.lines[6], made.lines[2]
    numbers = {one[0] for one in chosen}
    made.members = [row for row in made.members if row[1] not in numbers]
    settled(office, seat, made)
    return chosen


def delivered(office, nik, state, since=None):
    """SIAK says so of a resident from now on."""
    with office.database.write() as connection:
        connection.execute(update(resident).where(resident.c.nik == nik).values(state=state, since=since))


def test_a_list_that_came_again_in_another_order_ends_nobody_else(office, seat, clock):
    """The rows of who was taken back are somebody else's now, who lives."""
    dead, alive, late = three(office, seat)
    run = seat("ratna").run(listed([line(dead, 7), line(alive, 8)], period=PERIOD, segment="pbi_kota")).data["run"]
    delivered(office, dead[1], "meninggal", date(2026, 9, 3))
    month = compare(seat)["reconciliation"]
    decide(seat, month)
    seat("ratna").run(UndoImport(run_id=run, reason="Berkas yang salah"))
    delivered(office, dead[1], "ada")  # else the list would be asked about
    again = [line(late, 7), line(dead, 8), line(alive, 9)]
    seat("ratna").run(listed(again, period=PERIOD, segment="pbi_kota"))
    delivered(office, dead[1], "meninggal", date(2026, 9, 3))
    compare(seat)
    (one,) = found(seat, month, "meninggal")
    assert (one.number, one.decision) == (dead[0], "stop") and one.name == dead[2]
    close(seat, month)
    sign(seat, clock, month)
    assert apply(seat, month).data["ended"] == 1
    number = seat("ratna").read(month_by_id, month).number
    assert [(day, why) for _begun, day, why in held(office, dead[0])] == [(TMT, f"Meninggal, {number}")]
    for living in (alive, late):
        assert [day for _begun, day, _why in held(office, living[0])] == [None]


def test_a_restored_membership_is_ended_all_the_same(office, seat, clock):
    """Decided as paid by the state; a wrong death ended and restored it meanwhile: another row of the same member."""
    made = settled(office, seat)
    dead = made.lines[5]
    bill(office, seat, [("8000000000005", *dead[1:])], segment="pbi_jk", layout="pbi_bnba")
    month = compare(seat)["reconciliation"]
    assert [one.rule for one in found(seat, month)] == ["dobel_pbi"]
    decide(seat, month)
    close(seat, month)
    (case,) = record(seat, death(dead[1], event_date=date(2026, 11, 3))).done
    clock.forward(hours=1)
    act(seat("ratna"), "laporkan_bpjs", waiting(seat("ratna"), "lapor_dinkes"))
    hendra = seat("hendra")
    hendra.run(StopMemberships(cases=seen(waiting(hendra, "lapor_bpjs")), effective=date(2026, 11, 3)))
    revoke(seat, case)
    outcome = hendra.run(RestoreMemberships(cases=seen(waiting(hendra, "cabut_bpjs"))))
    assert outcome.sentence.startswith("1 peserta") and len(held(office, dead[0])) == 2
    sign(seat, clock, month)
    assert apply(seat, month).data["ended"] == 1
    assert [row[1] for row in held(office, dead[0])] == [date(2026, 11, 3), TMT]


def revoke(seat, case, reason="Salah orang"):
    row = seat("andi").read(cases_by_id, [case])[0]
    return seat("andi").run(RevokeEvent(event_id=row.event_id, case=(row.id, row.version), reason=reason))


def test_a_death_taken_back_after_the_closing_ends_nobody(office, seat, clock):
    made = settled(office, seat)
    nik, number = made.lines[5][1], made.lines[5][0]
    (case,) = record(seat, death(nik, event_date=date(2026, 9, 3))).done
    month = compare(seat)["reconciliation"]
    assert [one.rule for one in found(seat, month)] == ["meninggal"]
    decide(seat, month)
    close(seat, month)
    revoke(seat, case)
    sign(seat, clock, month)
    outcome = apply(seat, month)
    assert (outcome.data["ended"], outcome.data["here"], outcome.data["otherwise"]) == (0, 1, 0)
    assert "1 tidak jadi" in outcome.sentence and held(office, number)[0][1] is None


def test_a_death_counts_though_the_register_never_named_the_dead_or_delivers_them_late(office, seat):
    """Recorded before any list of residents, and before the list that brings this one."""
    made = city(51, 40, leaks=0)
    nik, number = made.lines[5][1], made.lines[5][0]
    made.residents = [row for row in made.residents if row[0] != nik]
    settled(office, seat, made)
    record(seat, death(nik, event_date=date(2026, 9, 3)))
    month = compare(seat)["reconciliation"]
    assert [(one.rule, one.number, one.amount) for one in found(seat, month) if one.amount] == [
        ("meninggal", number, 37_800)
    ]
    resident_again(seat, made.lines[5])
    compare(seat)
    assert [(one.rule, one.register) for one in found(seat, month)] == [("meninggal", "meninggal 2026-09-03")]
    with office.database.read() as connection:
        told_of = connection.execute(select(resident.c.state, resident.c.since).where(resident.c.nik == nik)).one()
    assert tuple(told_of) == ("meninggal", date(2026, 9, 3))


def resident_again(seat, one):
    """SIAK delivers one resident."""
    line = (7, None, one[1], None, one[2], one[3], one[4], "X", "Jl Baru", "K", "C")
    return seat("andi").run(listed([line], layout="siak_penduduk", period="", segment=""))


def test_a_death_counts_without_any_register(office, seat):
    made = city(51, 40, leaks=0)
    made.residents = []
    settled(office, seat, made)
    record(seat, death(made.lines[5][1], event_date=date(2026, 9, 3)))
    month = compare(seat)["reconciliation"]
    assert [(one.rule, one.number) for one in found(seat, month)] == [("meninggal", made.lines[5][0])]


def test_who_moved_away_and_came_back_is_here_and_may_die_later(office, seat, clock):
    made = city(51, 40, leaks=0)
    nik, number = made.lines[5][1], made.lines[5][0]
    made.residents = [row for row in made.residents if row[0] != nik]
    settled(office, seat, made)
    resident_again(seat, made.lines[5])
    record(seat, move_out(nik, event_date=date(2026, 1, 10)))
    clock.forward(hours=1)
    resident_again(seat, made.lines[5])
    act(seat("ratna"), "laporkan_bpjs", waiting(seat("ratna"), "lapor_dinkes"))
    hendra = seat("hendra")
    hendra.run(StopMemberships(cases=seen(waiting(hendra, "lapor_bpjs")), effective=date(2026, 2, 1)))
    act(seat("andi"), "terima_hasil", waiting(seat("andi"), "hasil_bpjs"))
    assert seat("ratna").read(people_by_number, nik)[0].gone == "pindah"
    seat("andi").run(listed([(8, None, nik, None, *made.lines[5][2:5], "X", "Jl Lain", "K", "C")], layout="siak_penduduk",
                            period="", segment="", salt="2"))  # fmt: skip
    assert seat("ratna").read(people_by_number, nik)[0].gone == ""
    seat("ratna").run(listed([line(made.lines[5], 7)], period="2026-09", segment="pbi_kota"))
    assert [day for _begun, day, _why in held(office, number)] == [date(2026, 2, 1), None]
    month = compare(seat)["reconciliation"]
    assert found(seat, month) == ()
    outcome = record(seat, death(nik, event_date=date(2026, 11, 1)))
    assert len(outcome.done) == 1 and seat("ratna").read(people_by_number, nik)[0].gone == "meninggal"


def test_a_death_taken_back_after_it_was_applied_asks_bpjs_to_restore(office, seat, clock):
    """Nobody was a member any more when Dukcapil recorded it, so there was no case: the revoke begins one, at BPJS."""
    made = city(51, 40, leaks=0)
    nik, number = made.lines[5][1], made.lines[5][0]
    settled(office, seat, told(made, nik, "meninggal", "2026-09-03"))
    month = compare(seat)["reconciliation"]
    decide(seat, month)
    close(seat, month)
    sign(seat, clock, month)
    assert apply(seat, month).data["ended"] == 1
    assert record(seat, death(nik, event_date=date(2026, 9, 3))).done == ()
    (event,) = [one for one in seat("andi").read(civil_events) if one.nik == nik]
    outcome = seat("andi").run(RevokeEvent(event_id=event.id, case=None, reason="Salah orang"))
    assert "BPJS" in outcome.sentence and len(outcome.done) == 1
    hendra = seat("hendra")
    (row,) = waiting(hendra, "cabut_bpjs")
    assert row.id == outcome.done[0] and row.event_number == number
    back = hendra.run(RestoreMemberships(cases=seen([row])))
    assert back.data["restored"] == 1 and [day for _begun, day, _why in held(office, number)] == [TMT, None]
    act(seat("andi"), "terima_hasil", waiting(seat("andi"), "hasil_bpjs"))
    assert seat("andi").read(cases_by_id, outcome.done)[0].status == "peristiwa_selesai"


def test_a_number_that_is_somebody_elses_by_now_holds_up_nobody_else(office, seat, clock):
    made = settled(office, seat)
    first, second = made.lines[5], made.lines[6]
    cases = record(seat, *(death(one[1], event_date=date(2026, 9, 3)) for one in (first, second))).done
    clock.forward(hours=1)
    act(seat("ratna"), "laporkan_bpjs", waiting(seat("ratna"), "lapor_dinkes"))
    hendra = seat("hendra")
    hendra.run(StopMemberships(cases=seen(waiting(hendra, "lapor_bpjs")), effective=date(2026, 10, 1)))
    other = (7, first[0], *member(1)[2:6], "Peserta Baru", "2026-11-01")
    fields = ("number", "nik", "kk", "name", "sex", "mutation", "effective_date")
    form = {"layout": "edabu_mutasi", "period": "2026-11", "segment": "pbi_kota"}
    command = listed([], **form)
    object.__setattr__(command, "source", lambda: Lines([other], fields))
    seat("ratna").run(command)
    for case in cases:
        revoke(seat, case)
    outcome = hendra.run(RestoreMemberships(cases=seen(waiting(hendra, "cabut_bpjs"))))
    assert [one.code for one in outcome.refused] == ["number_taken"] and outcome.data["restored"] == 1
    assert held(office, second[0])[-1][1] is None
    (left,) = waiting(hendra, "cabut_bpjs")
    assert left.nik == first[1]
    refused("number_taken", lambda: hendra.run(RestoreMemberships(cases=seen([left]))))


def test_restoring_says_who_never_was_stopped(office, seat, clock):
    made = settled(office, seat)
    (case,) = record(seat, death(made.lines[5][1], event_date=date(2026, 9, 3))).done
    clock.forward(hours=1)
    act(seat("ratna"), "laporkan_bpjs", waiting(seat("ratna"), "lapor_dinkes"))
    revoke(seat, case)
    hendra = seat("hendra")
    outcome = hendra.run(RestoreMemberships(cases=seen(waiting(hendra, "cabut_bpjs"))))
    assert outcome.data["restored"] == 0 and "1 tidak pernah berhenti" in outcome.sentence


def test_of_two_segments_of_the_region_the_newer_one_ends(office, seat, clock):
    """Both bill for the same person: one of them is paid, and the other membership ends."""
    made = settled(office, seat)
    older, both = made.lines[5], "7770000000001"
    with office.database.write() as connection:
        own = select(membership.c.person_id).where(membership.c.participant_number == older[0])
        row = {
            "person_id": connection.scalar(own),
            "participant_number": both,
            "segment": "pbi_provinsi",
            "payer": "apbd_provinsi",
            "valid_from": date(2023, 1, 1),
            "created_at": clock(),
        }
        connection.execute(insert(membership), [row])
    bill(office, seat, [(both, *older[1:])], segment="pbi_provinsi")
    kota = compare(seat)
    assert found(seat, kota["reconciliation"]) == ()
    provinsi = compare(seat, segment="pbi_provinsi")
    assert [(one.rule, one.number) for one in found(seat, provinsi["reconciliation"])] == [("segmen_salah", both)]
    assert provinsi["difference"] == provinsi["billed"] - provinsi["expected"] == 37_800
    month = provinsi["reconciliation"]
    decide(seat, month)
    number = close(seat, month).data["number"]
    sign(seat, clock, month)
    assert apply(seat, month).data["ended"] == 1
    assert held(office, both)[0][1:] == (TMT, f"Peserta segmen lain, {number}")
    assert held(office, older[0])[0][1] is None


def test_who_is_paid_by_an_employer_is_no_member_of_the_region(office, seat, clock):
    made = settled(office, seat)
    with office.database.write() as connection:
        own = select(membership.c.person_id).where(membership.c.participant_number == made.lines[5][0])
        row = {
            "person_id": connection.scalar(own),
            "participant_number": "7770000000002",
            "segment": "ppu",
            "payer": "pemberi_kerja",
            "valid_from": date(2026, 7, 1),
            "created_at": clock(),
        }
        connection.execute(insert(membership), [row])
    month = compare(seat)["reconciliation"]
    assert [(one.rule, one.leaked) for one in found(seat, month)] == [("segmen_salah", 2 * 37_800)]


def test_a_number_that_ends_later_is_nobody_elses_until_then(office, seat):
    made = settled(office, seat)
    nik, number = made.lines[5][1], made.lines[5][0]
    with office.database.write() as connection:
        ends = {"valid_to": TMT, "end_reason": "Meninggal"}
        connection.execute(update(membership).where(membership.c.participant_number == number).values(ends))
    early = Member(nik=nik, number=number, segment="pbi_kota", since=date(2026, 11, 30))
    refused("bad_number", lambda: seat("ratna").run(RegisterMembers(members=(early,))))
    seat("ratna").run(RegisterMembers(members=(replace(early, since=TMT),)))
    assert [row[:2] for row in held(office, number)] == [(date(2022, 1, 1), TMT), (TMT, None)]
    late = replace(early, since=date(2030, 1, 1))
    refused("bad_number", lambda: seat("ratna").run(RegisterMembers(members=(late,))))


def test_two_memberships_of_one_number_are_a_double_and_no_crash(office, seat, clock):
    """One ends in December; the other, of the person whose NIK was corrected, was begun in October already."""
    made = city(51, 40, leaks=0)
    number = made.lines[5][0]
    settled(office, seat, made)
    m = membership.c
    with office.database.write() as connection:
        connection.execute(update(membership).where(m.participant_number == number).values(valid_to=TMT))
        other = connection.scalar(select(m.person_id).where(m.participant_number == made.lines[6][0]))
        row = {
            "person_id": other,
            "participant_number": number,
            "segment": "pbi_kota",
            "payer": "apbd_kota",
            "valid_from": date(2026, 10, 1),
            "created_at": clock(),
        }
        connection.execute(insert(membership), [row])
    first = compare(seat)
    month = first["reconciliation"]
    assert (first["ours"], first["theirs"], first["difference"]) == (40, 40, 0)
    (one,) = found(seat, month)
    assert (one.rule, one.number, one.amount, one.person_id) == ("ganda", number, 0, other)
    assert compare(seat) == first
    decide(seat, month)
    close(seat, month)
