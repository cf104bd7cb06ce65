"""Who was stopped does not become a member again because a list still names him: the clerk is asked, and can answer."""

from datetime import date

import pytest
from chain import seen, waiting
from civil import act, death, record
from member_lists import listed, member, nik
from probe import is_sentence
from sqlalchemy import text
from test_import_forms import asked, form

from db.registry.members import QUESTIONS
from desktop.operations.stop_memberships import StopMemberships
from desktop.operations.undo_import import UndoImport

RUNNING = "SELECT count(*) FROM membership WHERE valid_to IS NULL AND participant_number = '9000000000002'"


def write(office, statement, **values):
    with office.database.write() as connection:
        connection.execute(text(statement), values)


def stop(office, day, reason, number="9000000000002"):
    """As BPJS or an agreed paper stops a membership, and no list."""
    ended = "UPDATE membership SET valid_to = :day, end_reason = :reason WHERE participant_number = :number"
    write(office, ended, day=day, reason=reason, number=number)


def december(seat, rows=None, **more):
    """The next list, which still names everybody."""
    return seat("ratna").run(
        listed(rows or [member(at) for at in range(4)], **({"period": "2026-12", "name": "des.csv"} | more))
    )


@pytest.fixture
def november(seat):
    return seat("ratna").run(listed([member(at) for at in range(4)]))


def test_whom_bpjs_stopped_for_death_stays_stopped(office, seat):
    """The whole way: the list, the death, the report, the stop on the first day of the next list's month."""
    ratna, hendra = seat("ratna"), seat("hendra")
    ratna.run(listed([member(at) for at in range(4)], segment="pbi_kota"))
    record(seat, death(nik(2), event_date=date(2026, 11, 14)))
    act(ratna, "laporkan_bpjs", waiting(ratna, "lapor_dinkes"))
    hendra.run(StopMemberships(cases=seen(waiting(hendra, "lapor_bpjs")), effective=date(2026, 12, 1)))
    taken = december(seat, segment="pbi_kota").data["taken"]
    assert (taken["bukan_warga"], taken["masuk"], taken["sudah"]) == (1, 0, 3)
    assert asked(office, RUNNING) == [(0,)]


@pytest.mark.parametrize(
    ("day", "reason", "segment", "state"),
    [
        ("2026-12-15", "pindah segmen", "kp_desa", "dihentikan"),
        ("2026-12-15", "pindah segmen", "pbi_kota", "dihentikan"),
        ("2026-12-01", "mengundurkan diri", "kp_desa", "dihentikan"),
        ("2026-12-01", "Meninggal", "pbi_kota", "dihentikan"),
        ("2026-11-15", "Meninggal, 400/12", "kp_desa", "dihentikan"),
        ("2026-11-15", "Pindah", "kp_desa", "dihentikan"),
        ("2026-11-15", "mutasi e-Dabu: MENINGGAL DUNIA", "kp_desa", "dihentikan"),
        # What the question "segmen_lain" asks for, and what is over long since.
        ("2026-12-01", "pindah segmen", "pbi_kota", "masuk"),
        ("2026-11-15", "pindah segmen", "kp_desa", "masuk"),
    ],
)
def test_a_stop_is_asked_about(office, seat, november, day, reason, segment, state):
    stop(office, day, reason)
    taken = december(seat, [member(2)], segment=segment).data["taken"]
    assert taken[state] == 1 and taken["masuk"] == (state == "masuk")
    assert asked(office, RUNNING) == [(taken["masuk"],)]


def test_a_form_with_a_day_of_its_own_is_the_answer(office, seat, november):
    stop(office, "2026-12-01", "Meninggal, 400/12")
    assert december(seat, [member(2)]).data["taken"]["dihentikan"] == 1
    early = seat("ratna").run(form((2, "AKTIF", "2026-11-20"), name="awal.xlsx"))
    assert early.data["taken"]["dihentikan"] == 1 and asked(office, RUNNING) == [(0,)]
    answered = seat("ratna").run(form((2, "AKTIF", "2026-12-01")))
    assert answered.data["taken"]["masuk"] == 1 and asked(office, RUNNING) == [(1,)]


def test_who_was_a_member_since_is_not_asked_about_the_old_stop(office, seat, november):
    stop(office, "2026-11-10", "Meninggal")
    seat("ratna").run(form((2, "AKTIF", "2026-11-10"), period="2026-11"))
    again = (
        "UPDATE membership SET valid_to = '2026-11-20' WHERE valid_to IS NULL AND participant_number = '9000000000002'"
    )
    write(office, again)
    assert december(seat, [member(2)]).data["taken"]["masuk"] == 1


def test_whom_a_list_left_out_the_next_one_of_the_month_begins_again(office, seat):
    seat("ratna").run(listed([member(at) for at in range(12)]))
    left = december(seat, [member(at) for at in range(12) if at != 2], full=True)
    assert left.data["taken"]["berakhir"] == 1
    assert december(seat, [member(2)], name="susulan.csv").data["taken"]["masuk"] == 1
    assert asked(office, RUNNING) == [(1,)]


def test_an_import_that_was_taken_back_is_no_list_that_ended_anybody(office, seat):
    """Ended by a list, running again, then stopped by BPJS: that is a stop."""
    ratna = seat("ratna")
    ratna.run(listed([member(at) for at in range(12)]))
    left = december(seat, [member(at) for at in range(12) if at != 2], full=True)
    ratna.run(UndoImport(run_id=left.data["run"], reason="Keliru"))
    assert asked(office, "SELECT count(*) FROM membership WHERE end_run_id IS NOT NULL") == [(0,)]
    stop(office, "2026-12-01", "mengundurkan diri")
    assert december(seat, [member(2)]).data["taken"]["dihentikan"] == 1


def test_the_dead_of_the_population_register_begin_nowhere(office, seat, november):
    andi = seat("andi")
    andi.run(listed([member(7), member(8)], layout="siak_penduduk", period="", segment=""))
    write(office, "UPDATE resident SET state = 'pindah', since = '2026-11-02' WHERE nik = :nik", nik=nik(7))
    taken = december(seat, [member(7), member(8)]).data["taken"]
    assert (taken["bukan_warga"], taken["masuk"]) == (1, 1)
    held = "SELECT participant_number FROM membership m JOIN import_run r ON r.id = m.run_id WHERE r.period = '2026-12'"
    assert asked(office, held) == [("9000000000008",)]


def test_a_stopped_number_without_nik_is_nobody_new(office, seat, november):
    stop(office, "2026-12-15", "meninggal")
    people = "SELECT count(*) FROM person WHERE run_id IS NOT NULL"
    taken = december(seat, [member(2, nik=None)]).data["taken"]
    assert (taken["dihentikan"], taken["orang_baru"], taken["masuk"]) == (1, 0, 0)
    assert asked(office, people) == [(4,)] and asked(office, RUNNING) == [(0,)]


def test_a_number_that_a_list_ended_still_means_its_person(office, seat):
    seat("ratna").run(listed([member(at) for at in range(12)]))
    december(seat, [member(at) for at in range(12) if at != 2], full=True)
    taken = december(seat, [member(2, nik=None)], period="2027-01", name="jan.csv").data["taken"]
    assert (taken["masuk"], taken["orang_baru"]) == (1, 0)
    owners = "SELECT DISTINCT person_id FROM membership WHERE participant_number = '9000000000002'"
    assert len(asked(office, owners)) == 1


def test_a_stopped_number_under_another_nik_is_asked_about(office, seat, november):
    stop(office, "2026-11-15", "mengundurkan diri")
    taken = december(seat, [member(30, number="9000000000002")]).data["taken"]
    assert (taken["nomor_orang"], taken["masuk"]) == (1, 0)
    answered = form((30, "BARU", "2026-12-05", "9000000000002"))
    assert seat("ratna").run(answered).data["taken"]["masuk"] == 1


def test_every_question_says_what_to_do():
    for sentence in QUESTIONS.values():
        what, _, remedy = sentence.partition(". ")
        assert is_sentence(sentence) and (remedy or ";" in what), sentence


@pytest.mark.parametrize(("ours", "lines", "told"), [(0, 20, 20), (1, 20, 19), (2, 20, None), (0, 19, None)])
def test_a_list_that_is_nearly_all_of_another_region_says_so(seat, ours, lines, told):
    """Practice offices serve 31; a NIK names where it was issued, and people move."""
    rows = [member(at, nik=f"31{nik(at)[2:]}" if at < ours else nik(at)) for at in range(lines)]
    assert seat("ratna").run(listed(rows)).data["taken"].get("wilayah_lain") == told
