"""A death or a move of somebody whom only the population register knows is recorded, told to it, and can be taken back."""

import pytest
from civil import DIED, death, move_out, record
from member_lists import listed, member, nik
from sqlalchemy import select, text
from test_import_forms import asked

from db.queries.civil_events import civil_events
from db.queries.members import known_by_nik
from db.queries.merges import side_of
from db.queries.person import person_by_nik
from db.queries.search import people_by_name
from db.tables.civil import civil_event
from db.tables.registry import resident
from desktop.operations.revoke_event import RevokeEvent
from desktop.sop.refusals import Refused


@pytest.fixture
def andi(seat):
    """Dukcapil, with a delivery of SIAK that nobody else has heard of."""
    one = seat("andi")
    one.run(listed([member(at) for at in range(6)], layout="siak_penduduk", period="", segment="", name="siak.csv"))
    return one


def states(office):
    with office.database.read() as connection:
        return dict(connection.execute(select(resident.c.nik, resident.c.state)).tuples().all())


def test_the_register_hears_of_it_and_the_next_list_does_not_begin_it(office, seat, andi):
    outcome = record(seat, death(nik(1)), move_out(nik(2)), death("3171010101019999", row=4))
    assert outcome.sentence == "2 peristiwa dicatat, 2 bukan peserta PBI; 1 belum: lihat alasan."
    assert [(one.row_id, one.code) for one in outcome.refused] == [(4, "unknown")]
    told = states(office)
    assert [told[nik(at)] for at in range(4)] == ["ada", "meninggal", "pindah", "ada"]
    assert andi.read(person_by_nik, nik(0)) is None, "only whom an event is about gets a record"
    taken = seat("ratna").run(listed([member(at) for at in range(3)], period="2026-12")).data["taken"]
    assert (taken["bukan_warga"], taken["masuk"], taken["orang_baru"]) == (2, 1, 1)


def test_the_record_is_found_and_says_where_it_comes_from(seat, andi):
    record(seat, death(nik(1)))
    (hit,) = andi.read(people_by_name, ("warga", "b"))
    assert (hit.gone, hit.registration[:2]) == ("meninggal", "P-")
    side = andi.read(side_of, hit.id)
    assert side.sources["address"].kind == "siak" and side.values["kelurahan"] == "Uji"
    (row,) = andi.read(civil_events)
    assert (row.nik, row.event_date, row.application_id, row.label) == (nik(1), DIED, None, "Warga B Uji")


def test_taken_back_the_register_knows_the_person_again(office, seat, andi):
    record(seat, death(nik(1)))
    (row,) = andi.read(civil_events)
    andi.run(RevokeEvent(event_id=row.id, case=None, reason="Salah orang"))
    assert states(office)[nik(1)] == "ada"
    taken = seat("ratna").run(listed([member(1)], period="2026-12")).data["taken"]
    assert (taken["masuk"], taken["orang_baru"]) == (1, 0)


@pytest.mark.parametrize(
    ("events", "code"),
    [
        ([death(nik(1), document="")], "has_event_document"),
        ([death(nik(1), event_date=DIED.replace(year=2027))], "event_has_happened"),
        ([death(nik(9))], "unknown"),
    ],
)
def test_a_refused_event_leaves_no_record(office, seat, andi, events, code):
    people = asked(office, "SELECT count(*) FROM person")
    with pytest.raises(Refused, match=code):
        record(seat, *events)
    record(seat, death(nik(0)))
    assert asked(office, "SELECT count(*) FROM person") == [(people[0][0] + 1,)]


def test_twice_in_one_list_is_once(office, seat, andi):
    outcome = record(seat, death(nik(1), row=2), move_out(nik(1), row=3), death(nik(2), row=4))
    assert [(one.row_id, one.code) for one in outcome.refused] == [(3, "not_reported_yet")]
    assert asked(office, "SELECT count(*) FROM civil_event") == [(2,)]
    with pytest.raises(Refused, match="not_reported_yet"):
        record(seat, death(nik(1)))


def test_the_form_shows_whom_the_register_alone_knows(office, seat, andi):
    with office.database.write() as connection:
        connection.execute(text("UPDATE resident SET state = 'pindah' WHERE nik = :nik"), {"nik": nik(2)})
    known = andi.read(known_by_nik, [nik(1), nik(2), nik(9)], ("pbi_kota",))
    assert {one.nik: (one.label, one.gone, one.membership_id) for one in known.values()} == {
        nik(1): ("Warga B Uji", "", None),
        nik(2): ("Warga C Uji", "pindah", None),
    }


def test_a_whole_delivery_of_events_takes_one_record_each(office, seat, andi):
    """More than one part of a list: numbers and events stay apart."""
    niks = [nik(at, day) for day in range(2, 8) for at in range(90)]
    rows = [member(at, nik=one, kk=None) for at, one in enumerate(niks)]
    andi.run(listed(rows, layout="siak_penduduk", period="", segment="", name="b.csv"))
    outcome = record(seat, *(death(one, row=at) for at, one in enumerate(niks, start=2)))
    assert outcome.sentence.startswith("540 peristiwa dicatat") and not outcome.refused
    with office.database.read() as connection:
        assert len(set(connection.scalars(select(civil_event.c.person_id)))) == 540
