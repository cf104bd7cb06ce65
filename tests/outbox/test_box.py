"""The outbox of one clerk: commands come back as they were, numbers are given once, drafts stay."""

from dataclasses import replace
from datetime import UTC, date, datetime

import msgspec
import pytest

from desktop.boxes import Boxes
from desktop.operations.attach_photo import AttachPhoto
from desktop.operations.edit_case import EditCase
from desktop.operations.intake import Newcomer, RecordIntake
from desktop.operations.move import Move
from desktop.outbox.box import Lease, Outbox
from desktop.outbox.wishes import command_of, may_wait, plain
from desktop.sop.refusals import Conflict, Difference, Refused

AT = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
PERSON = Newcomer(
    name="Siti Aminah", sex="P", birth_date=date(1979, 7, 1), birth_estimated=True, found_at=AT, photo=b"\xff\xd8\xff\0"
)
WISHES = (
    RecordIntake(people=(PERSON, Newcomer(alias="Mr. X")), panti_office_id=2),
    EditCase(
        application_id=7, before={"birth_date": None, "name": "A"}, after={"birth_date": date(1980, 2, 29), "name": "B"}
    ),
    EditCase(application_id=7, before={"found_at": AT, "birth_estimated": False}, after={"found_at": None}),
    AttachPhoto(application_id=7, photo=b"\xff\xd8\xff" + bytes(range(256))),
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a.kotak"


@pytest.fixture
def box(path):
    opened = Outbox(path, "rahasia panjang")
    yield opened
    opened.close()


def reopened(box, path):
    box.close()
    return Outbox(path, "rahasia panjang")


@pytest.mark.parametrize("command", WISHES, ids=lambda one: type(one).__name__)
def test_a_command_comes_back_as_it_was(command):
    assert command_of(msgspec.json.decode(msgspec.json.encode(plain(command)))) == command


def test_texts_that_no_database_takes():
    odd = RecordIntake(people=(Newcomer(name="A\0B\ud83e"),))
    assert command_of(plain(odd)).people[0].name == "AB"


def test_only_these_commands_wait():
    assert may_wait(WISHES[0]) and not may_wait(Move(procedure="wbs", action="serahkan", cases=()))
    with pytest.raises(KeyError):
        command_of({"kind": "Move", "request": "x"})


def test_the_same_request_is_kept_once_as_it_was_first(box, path):
    box.keep_lease(Lease(3, "2026", 10, 19, 10))
    first = box.add(WISHES[0], AT)
    again = box.add(WISHES[0], AT)
    assert again == first and first.registrations == ("W-2026-000010", "W-2026-000011")
    assert first.command.lease.desk == box.mark and first.command.typed_at == AT
    box = reopened(box, path)
    assert box.wishes() == (first,) and box.leases()[0].next == 12
    box.close()


def test_numbers_run_out_and_another_year(box):
    box.keep_lease(Lease(3, "2026", 10, 10, 10))
    assert box.add(WISHES[0], AT).registrations == (), "two people, one number left: the server gives them"
    one = RecordIntake(people=(PERSON,))
    assert box.add(one, AT.replace(year=2027)).registrations == ()
    assert box.add(replace(one, request="lain"), AT).registrations == ("W-2026-000010",)


def test_what_is_withdrawn_gives_its_number_back_only_when_it_was_the_last(box):
    box.keep_lease(Lease(3, "2026", 10, 19, 10))
    first, second = (box.add(RecordIntake(people=(PERSON,)), AT) for _ in range(2))
    box.withdrawn(first)
    assert box.leases()[0].next == 12
    box.withdrawn(second)
    assert box.leases()[0].next == 11 and box.wishes() == ()


def test_a_refusal_is_kept_with_its_fields(box, path):
    wish = box.add(WISHES[1], AT)
    clash = Conflict([Difference("name", "Nama", "C", "B", "Rina", AT)])
    box.refused(wish, clash)
    box = reopened(box, path)
    (kept,) = box.wishes()
    assert (kept.state, kept.code, kept.differences) == ("ditolak", "conflict", clash.differences)
    assert kept.command == wish.command and box.waiting() == ()
    made = box.corrected(kept, replace(WISHES[1], request="baru"))
    assert box.waiting() == (made,) and made.differences == ()
    box.refused(made, Refused("gone", "Kasus ini tidak ditemukan."))
    assert box.wishes()[0].sentence == "Kasus ini tidak ditemukan."
    box.close()


def test_a_correction_starts_from_what_earlier_ones_will_store(box):
    box.add(EditCase(application_id=7, before={"room": "", "note": "n"}, after={"room": "A", "note": "n"}), AT)
    box.add(EditCase(application_id=8, before={"room": ""}, after={"room": "Z"}), AT)
    second = box.add(EditCase(application_id=7, before={"room": "", "note": "n"}, after={"room": "B", "note": "m"}), AT)
    assert second.command.before == {"room": "A", "note": "n"}


def test_half_typed_forms(box, path):
    box.keep_drafts({"penjangkauan": {"name": "Siti", "photo": "YWJj"}, "lain": {"x": 1}})
    before = path.stat().st_size
    box.keep_drafts({"penjangkauan": {"name": "Siti", "photo": "YWJj"}})
    assert path.stat().st_size == before, "the same again is not written"
    box.keep_drafts({"lain": None})
    box = reopened(box, path)
    assert box.draft("penjangkauan") == {"name": "Siti", "photo": "YWJj"} and box.draft("lain") is None
    box.close()


def test_every_database_has_its_own_box_and_one_database_the_same(tmp_path):
    def path(url):
        return Boxes(tmp_path, url).path("bagus")

    same = (
        "postgresql://srv:5432/padan",
        f"postgresql://a:{'b'}@SRV:5432/padan",
        "postgresql://srv:5432/padan?sslmode=x",
    )
    assert len({path(url) for url in same}) == 1
    other = (
        *("postgresql://srv/padan", "postgresql://a:5432,b:5432/padan", "postgresql://a:5432,c:5432/padan"),
        *("postgresql:///padan?host=/run/a", "postgresql:///padan?host=/run/b", "postgresql:///padan"),
    )
    assert len({path(url) for url in (*same, *other)}) == 1 + len(other)
