"""What the administrator keeps: offices with their letterheads, and the holidays of the SOP clock."""

from dataclasses import asdict
from datetime import UTC, date, datetime

import pytest
from chain import intake, move, waiting
from probe import everything, is_sentence, together, unbroken

from db.queries.cases import cases_by_id
from db.queries.letters import all_letters
from db.queries.offices import holidays, office_by_id, offices
from db.queries.person import journey
from db.queries.trail import trail_of_person
from desktop.operations.manage_office import SaveHolidays, SaveOffice
from desktop.operations.note_access import NoteAccess
from desktop.operations.open_office import NewOffice
from desktop.sop.refusals import Refused


@pytest.fixture
def saved(office):
    """An office as the screen shows it: its typed fields and version."""

    def fields(office_id):
        row = office.read(office_by_id, office_id)
        return {name: getattr(row, name) for name in NewOffice.__dataclass_fields__}, row.version

    return fields


def test_a_new_office(office, seat):
    new = NewOffice(kind="panti", name="Panti Baru", unit="PB", city="Jakarta", head_name="Kepala Baru")
    outcome = seat("admin").run(SaveOffice(office=new))
    row = office.read(office_by_id, outcome.data["office"])
    assert {name: getattr(row, name) for name in asdict(new)} == asdict(new)
    assert len(office.read(offices)) == 7 and row.active and row.version == 1


def test_changed_when_it_is_what_was_seen(office, seat, saved):
    fields, version = saved(2)
    seat("admin").run(SaveOffice(office=NewOffice(**fields | {"head_name": "Lain"}), office_id=2, version=version))
    assert office.read(office_by_id, 2).head_name == "Lain" and unbroken(office)
    before = everything(office)
    for stale in (version, version + 5, 0):
        with pytest.raises(Refused, match="stale") as caught:
            seat("admin").run(SaveOffice(office=NewOffice(**fields), office_id=2, version=stale))
        assert is_sentence(caught.value.sentence)
    with pytest.raises(Refused, match="stale"):
        seat("admin").run(SaveOffice(office=NewOffice(**fields), office_id=99, version=1))
    assert everything(office) == before


def test_two_screens_save_at_once(office, seat, saved):
    fields, version = saved(2)
    seat("admin")
    wishes = [SaveOffice(office=NewOffice(**fields | {"unit": unit}), office_id=2, version=version) for unit in "AB"]
    results = together(*(lambda wish=wish: seat("admin").run(wish).sentence for wish in wishes))
    assert sorted(results) == [f"Data {fields['name']} disimpan.", "stale"]


def test_refused(office, seat, saved):
    fields, version = saved(2)
    before = everything(office)
    for code, wrong in (
        ("name_needed", {"name": "  "}),
        ("name_needed", {"kind": "kelurahan"}),
        ("too_long", {"unit": "U" * 41}),
        ("too_long", {"region": "3" * 11}),
        ("too_long", {"head_nip": "1" * 31}),
    ):
        for target in ({}, {"office_id": 2, "version": version}):
            with pytest.raises(Refused, match=code):
                seat("admin").run(SaveOffice(office=NewOffice(**fields | wrong), **target))
    for name in ("bagus", "ratna"):
        with pytest.raises(Refused, match="not_your_role"):
            seat(name).run(SaveOffice(office=NewOffice(**fields)))
        with pytest.raises(Refused, match="not_your_role"):
            seat(name).run(SaveHolidays(days=()))
    assert everything(office) == before


def test_issued_letters_keep_their_signer(office, seat, clock, saved):
    intake(seat, clock, 1)
    move(seat("bagus"), "serahkan", waiting(seat("bagus"), "dijangkau"))
    letter = office.read(all_letters)[0]
    before = seat("bagus").letter_pdf(letter.id)
    fields, version = saved(1)
    seat("admin").run(SaveOffice(office=NewOffice(**fields | {"head_name": "Lain"}), office_id=1, version=version))
    assert seat("bagus").letter_pdf(letter.id) == before


def test_holidays_stop_the_clock(office, seat, clock):
    """Monday 15.30 to Wednesday 8.00 is one hour of office time when Tuesday is a holiday, else 8.5."""
    clock.now = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
    seat("admin").run(SaveHolidays(days=((date(2026, 11, 24), "Cuti bersama"),)))
    ids = intake(seat, clock, 1)
    due = office.read(cases_by_id, ids)[0].step_due
    assert due == datetime(2026, 11, 25, 1, 0, tzinfo=UTC), "one hour: half on Monday, half on Wednesday"
    clock.now = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
    row = office.read(cases_by_id, ids)[0]
    move(seat("bagus"), "serahkan", [row])
    assert office.read(journey, row.person_id)[0].real_seconds == 3600


def test_finished_steps_keep_their_time(office, seat, clock):
    ids = intake(seat, clock, 1)
    clock.forward(minutes=40)
    move(seat("bagus"), "serahkan", waiting(seat("bagus"), "dijangkau"))
    seat("admin").run(SaveHolidays(days=((date(2026, 11, 23), "Hari ini libur"),)))
    assert office.read(journey, office.read(cases_by_id, ids)[0].person_id)[0].real_seconds == 2400


def test_the_table_of_holidays_is_saved_as_a_whole(office, seat):
    seat("admin").run(SaveHolidays(days=((date(2026, 12, 25), " Natal "), (date(2026, 8, 17), "Kemerdekaan"))))
    assert office.read(holidays) == ((date(2026, 8, 17), "Kemerdekaan"), (date(2026, 12, 25), "Natal"))
    before = everything(office)
    with pytest.raises(Refused, match="name_needed"):
        seat("admin").run(SaveHolidays(days=((date(2026, 8, 17), " "),)))
    assert everything(office) == before
    seat("admin").run(SaveHolidays(days=()))
    assert office.read(holidays) == () and unbroken(office)


def test_looking_is_journalled(office, seat, clock):
    row = office.read(cases_by_id, intake(seat, clock, 1))[0]
    looked = NoteAccess(kind="buka_nik", application_id=row.id, person_id=row.person_id, purpose="Cocokkan\x00 berkas")
    assert seat("ratna").run(looked).sentence == "NIK dibuka dan dicatat."
    line = office.read(trail_of_person, row.person_id)[0]
    assert (line.action, line.staff_name, line.reason) == ("buka_nik", "dr. Ratna Wulandari", "Cocokkan berkas")
    seat("ratna").run(NoteAccess(kind="ekspor", purpose="Rapat", count=12))
    assert unbroken(office)
