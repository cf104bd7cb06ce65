"""Two records of one person become one, and two again as they were; what must not be merged, or taken apart, is refused."""

from dataclasses import replace
from datetime import date

import pytest
from chain import intake, waiting
from civil import death
from member_lists import listed, member, nik
from probe import everything, is_sentence, unbroken
from sqlalchemy import insert, select, text, update

from db.errors import RecordRoomError
from db.queries.cases import cases_by_id, cases_of_person
from db.queries.person import memberships, person_by_id, person_by_nik
from db.queries.search import people_by_name, people_by_number
from db.queries.trail import trail_of_person
from db.registry.merge import HANGING, digests, hanging, record_of
from db.tables.civil import civil_event
from db.tables.lists import list_row
from db.tables.people import membership, person, person_key
from db.tables.registry import resident
from desktop.operations.edit_case import EditCase
from desktop.operations.merge_people import MergePeople
from desktop.operations.record_events import RecordEvents
from desktop.operations.undo_import import UndoImport
from desktop.operations.unmerge_people import UnmergePeople
from desktop.sop.refusals import Refused

TABLES = (*HANGING.values(), person, person_key)


def content(office):
    """Every row that a merge may touch, without versions, which only ever grow."""
    with office.database.read() as connection:
        return {
            table.name: sorted(
                repr([value for name, value in row.items() if name != "version"])
                for row in connection.execute(select(table)).mappings()
            )
            for table in TABLES
        }


def wish(seat, kept, merged, **more):
    """The command as a clerk would send it now."""
    rows = [seat.read(person_by_id, one) for one in (kept, merged)]
    seen = tuple(row.version if row else 1 for row in rows)
    return MergePeople(**{"kept_id": kept, "merged_id": merged, "reason": "Orang yang sama", "seen": seen} | more)


def who(seat, at):
    """The person behind a line of the list."""
    return seat.read(person_by_nik, nik(at)).id


@pytest.fixture
def ratna(seat):
    return seat("ratna")


@pytest.fixture
def two(ratna):
    """(kept, merged): one woman on two payers' lists, her NIK mistyped on the second one, with two running memberships."""
    ratna.run(listed([member(1), member(5)]))
    ratna.run(
        listed(
            [member(2, name="Warga B. Uji", sex="P", address="Jalan Lain 5", kelurahan="Lain", kk="3273010101909999")],
            segment="pbi_kota",
            name="kota.csv",
        )
    )
    return who(ratna, 1), who(ratna, 2)


def choosing(ratna, kept):
    """Which membership goes on, and from when the other ends."""
    running = ratna.read(memberships, kept)[0]
    with ratna.office.database.read() as connection:
        stays = connection.scalar(
            select(membership.c.id).where(membership.c.participant_number == running.participant_number)
        )
    return {"stays": stays, "effective": date(2026, 12, 1)}


def test_everything_is_found_under_the_kept_record_and_back_again(office, seat, ratna, clock, two):
    kept, merged = two
    before = content(office)
    outcome = ratna.run(wish(ratna, kept, merged, take=("name", "address"), **choosing(ratna, kept)))
    assert "0 permohonan dan 2 kepesertaan, 1 kepesertaan ganda berakhir 01-12-2026" in outcome.sentence
    row = ratna.read(person_by_id, kept)
    assert (row.name, row.address, row.nik, row.merged_into) == ("Warga B. Uji", "Jalan Lain 5", nik(1), None)
    numbers = {one.participant_number: (one.valid_to, one.end_reason) for one in ratna.read(memberships, kept)}
    assert numbers == {"9000000000001": (None, ""), "9000000000002": (date(2026, 12, 1), "ganda")}
    left = ratna.read(person_by_id, merged)
    assert (left.merged_into, left.nik, ratna.read(memberships, merged)) == (kept, nik(2), ())
    for found in (
        ratna.read(people_by_number, nik(2)),
        ratna.read(people_by_number, "9000000000002"),
        ratna.read(people_by_name, ("warga", "b")),
    ):
        assert [hit.id for hit in found] == [kept]
    assert ratna.read(person_by_nik, nik(2)).id == kept
    assert ratna.read(trail_of_person, kept)[0].action == "orang_digabung"
    clock.forward(minutes=5)
    ratna.run(UnmergePeople(merge_id=outcome.data["merge"], reason="Ternyata saudara kembar"))
    assert content(office) == before
    lines = [line.action for line in ratna.read(trail_of_person, merged)]
    assert lines[:2] == ["gabung_batal", "orang_digabung"], "the history of both is kept"
    assert unbroken(office)


def test_the_mistyped_nik_of_next_month_means_the_kept_record(ratna, two):
    kept, merged = two
    ratna.run(wish(ratna, kept, merged, **choosing(ratna, kept)))
    again = ratna.run(listed([member(2, number="9000000000001")], period="2026-12", segment="kp_desa", name="lagi.csv"))
    assert again.data["taken"].get("sudah") == 1 or again.data["taken"]["masuk"] == 0
    assert {one.participant_number for one in ratna.read(memberships, kept)} == {"9000000000001", "9000000000002"}


def test_a_case_of_another_office_goes_along_and_its_open_form_is_stale(office, seat, ratna, clock, two):
    """Satpol PP recorded her without a NIK: the walls let Dinkes carry the case over, and nothing else of it."""
    kept, _ = two
    case = intake(seat, clock, 1)[0]
    row = seat("bagus").read(cases_by_id, [case])[0]
    before = content(office)
    outcome = ratna.run(wish(ratna, kept, row.person_id))
    now = seat("bagus").read(cases_by_id, [case])[0]
    assert (now.person_id, now.nik, now.version, now.status) == (kept, nik(1), row.version + 1, row.status)
    assert [one.id for one in ratna.read(cases_of_person, kept)] == [case]
    assert waiting(seat("bagus"), "dijangkau")[0].person_id == kept
    ratna.run(UnmergePeople(merge_id=outcome.data["merge"], reason="Bukan orangnya"))
    assert content(office) == before


def test_a_record_without_nik_takes_it_over(office, seat, ratna, clock, two):
    kept, merged = two
    case = intake(seat, clock, 1)[0]
    own = seat("bagus").read(cases_by_id, [case])[0].person_id
    before = content(office)
    outcome = ratna.run(wish(ratna, own, merged))
    assert ratna.read(person_by_id, own).nik == nik(2)
    assert ratna.read(person_by_id, merged).nik is None
    # A merge upon a merge: the first record leads to the last one, and the newest is taken apart first.
    more = ratna.run(wish(ratna, kept, own, **choosing(ratna, kept)))
    assert ratna.read(person_by_id, merged).merged_into == kept
    assert [hit.id for hit in ratna.read(people_by_number, nik(2))] == [kept]
    with pytest.raises(Refused) as refused:
        ratna.run(UnmergePeople(merge_id=outcome.data["merge"], reason="Salah gabung"))
    assert refused.value.code == "merged_later" and is_sentence(refused.value.sentence)
    for one in (more, outcome):
        ratna.run(UnmergePeople(merge_id=one.data["merge"], reason="Salah gabung"))
    assert content(office) == before


def refusal(seat, command):
    with pytest.raises(Refused) as refused:
        seat.run(command)
    assert is_sentence(refused.value.sentence)
    return refused.value.code


def test_what_must_not_be_merged_is_refused_with_a_sentence(office, seat, ratna, two):
    kept, merged = two
    good = wish(ratna, kept, merged, **choosing(ratna, kept))
    before = everything(office)
    assert refusal(ratna, replace(good, merged_id=kept)) == "itself"
    assert refusal(ratna, replace(good, merged_id=999_999)) == "no_person"
    assert refusal(ratna, replace(good, seen=(7, 7))) == "stale"
    assert refusal(ratna, replace(good, reason="  ")) == "no_reason"
    assert refusal(ratna, replace(good, take=("nik",))) == "unknown_field"
    assert refusal(ratna, replace(good, stays=None)) == "two_running"
    assert refusal(ratna, replace(good, effective=date(2020, 1, 1))) == "bad_day"
    assert refusal(ratna, replace(good, effective=date(2090, 1, 1))) == "bad_day"
    for other in ("bagus", "yusuf", "sari", "andi", "hendra"):
        assert refusal(seat(other), replace(good, request=other)) == "not_your_role"
    assert everything(office) == before
    known = {"name": "B", "state": "ada", "office_id": seat("andi").staff.office_id}
    with office.database.write() as connection:
        run = connection.scalar(text("SELECT max(id) FROM import_run"))
        connection.execute(insert(resident), [{"nik": nik(2), "run_id": run, **known}])
    assert refusal(ratna, replace(good, request="r1")) == "nik_of_other"
    with office.database.write() as connection:
        connection.execute(insert(resident), [{"nik": nik(1), "run_id": run, **known}])
    assert refusal(ratna, replace(good, request="r2")) == "two_people"
    with office.database.write() as connection:
        connection.execute(text("DELETE FROM resident WHERE run_id = :run"), {"run": run})
    ratna.run(good)
    assert ratna.run(good).data == ratna.run(good).data, "a double click is one merge"
    assert refusal(ratna, wish(ratna, who(ratna, 5), merged)) == "merged_before"
    assert refusal(ratna, wish(ratna, merged, who(ratna, 5))) == "merged_before"


def test_two_standing_deaths_are_not_one(office, seat, ratna, two):
    kept, merged = two
    seat("andi").run(RecordEvents(events=(death(nik(1)), death(nik(2)))))
    assert refusal(ratna, wish(ratna, kept, merged, **choosing(ratna, kept))) == "two_events"


def test_a_death_goes_along(office, seat, ratna, two):
    kept, merged = two
    seat("andi").run(RecordEvents(events=(death(nik(2)),)))
    before = content(office)
    outcome = ratna.run(wish(ratna, kept, merged, **choosing(ratna, kept)))
    assert ratna.read(people_by_number, nik(1))[0].gone == "meninggal"
    ratna.run(UnmergePeople(merge_id=outcome.data["merge"], reason="Salah gabung"))
    assert content(office) == before


def later_import(seat, kept, clock):
    seat("ratna").run(listed([member(1), member(9)], segment="pbi_provinsi", name="baru.csv"))
    with seat("ratna").office.database.write() as connection:
        row = dict(connection.execute(select(membership).limit(1)).mappings().one())
        row |= {"id": None, "participant_number": "9111111111111", "person_id": kept, "valid_to": None}
        row.pop("id")
        connection.execute(insert(membership), [row])


def later_death(seat, kept, clock):
    seat("andi").run(RecordEvents(events=(death(nik(1)),)))


def later_edit(seat, kept, clock):
    with seat("ratna").office.database.write() as connection:
        change = {"name": "Nama Baru", "version": person.c.version + 1}
        connection.execute(update(person).where(person.c.id == kept).values(**change))


@pytest.mark.parametrize(
    ("later", "word"), [(later_import, "kepesertaan"), (later_death, "peristiwa"), (later_edit, "identitas")]
)
def test_undo_is_refused_when_later_work_stands_upon_it(office, seat, ratna, clock, two, later, word):
    kept, merged = two
    merge = ratna.run(wish(ratna, kept, merged, **choosing(ratna, kept))).data["merge"]
    later(seat, kept, clock)
    before = content(office)
    with pytest.raises(Refused) as refused:
        ratna.run(UnmergePeople(merge_id=merge, reason="Salah gabung"))
    assert refused.value.code == "built_upon" and word in refused.value.sentence
    assert content(office) == before


def test_a_case_that_went_on_keeps_the_merge(seat, ratna, clock, two):
    kept, _ = two
    case = intake(seat, clock, 1)[0]
    row = seat("bagus").read(cases_by_id, [case])[0]
    merge = ratna.run(wish(ratna, kept, row.person_id)).data["merge"]
    seat("bagus").run(EditCase(application_id=case, before={"alias": ""}, after={"alias": "Si Manis"}))
    assert refusal(ratna, UnmergePeople(merge_id=merge, reason="Salah gabung")) == "built_upon"
    assert refusal(ratna, UnmergePeople(merge_id=merge, reason="")) == "no_reason"
    assert refusal(ratna, UnmergePeople(merge_id=999, reason="Salah gabung")) == "no_merge"
    assert refusal(seat("andi"), UnmergePeople(merge_id=merge, reason="Salah gabung")) == "not_your_role"


def test_an_import_is_not_taken_back_from_under_a_merge(office, ratna, two):
    kept, merged = two
    ratna.run(wish(ratna, kept, merged, **choosing(ratna, kept)))
    with office.database.read() as connection:
        runs = list(connection.scalars(select(list_row.c.run_id).distinct()))
    for run in runs:
        with pytest.raises(Refused) as refused:
            ratna.run(UndoImport(run_id=run, reason="Salah berkas"))
        assert refused.value.code == "built_upon" and "penggabungan" in refused.value.sentence


def test_no_statement_gives_a_row_another_person_without_a_merge(office, seat, ratna, two):
    kept, merged = two
    seat("andi").run(RecordEvents(events=(death(nik(2)),)))
    statements = (
        f"UPDATE membership SET person_id = {kept} WHERE person_id = {merged}",
        f"UPDATE civil_event SET person_id = {kept} WHERE person_id = {merged}",
    )
    for statement in statements:
        with pytest.raises(RecordRoomError), office.database.write() as connection:
            connection.execute(text(statement))
    ratna.run(wish(ratna, kept, merged, **choosing(ratna, kept)))
    for statement in (
        "UPDATE person_merge SET reason = 'lain'",
        "DELETE FROM person_merge",
        "UPDATE membership SET valid_to = NULL WHERE end_merge_id IS NOT NULL",
    ):
        with pytest.raises(RecordRoomError), office.database.write() as connection:
            connection.execute(text(statement))


def test_a_merge_from_before_a_column_existed_can_still_be_taken_apart(ratna, two):
    """What is compared of a record is what was compared when the first records were merged."""
    kept, _ = two
    with ratna.office.database.read() as connection:
        rows, record = hanging(connection, [kept]), record_of(connection, kept)
    older = {word: [{**row} for row in table.values()] for word, table in rows.items()}
    assert older["kartu keluarga"]
    for row in older["kartu keluarga"]:
        del row["end_run_id"]
    before = {word: dict(zip(rows[word], older[word], strict=True)) for word in rows}
    left = {name: value for name, value in record.items() if not name.startswith("resident_")}
    assert len(left) == len(record) - 2 and digests(before, left) == digests(rows, record)
    event = {column.name: None for column in civil_event.c}
    since = {"note", "run_id", "revoked_run_id"}
    then = {name: value for name, value in event.items() if name not in since}
    assert digests({"peristiwa": {1: then}}, {}) == digests({"peristiwa": {1: event}}, {})
