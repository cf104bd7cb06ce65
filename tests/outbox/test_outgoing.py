"""The server goes away and comes back: what was typed is kept here first, has its number, and arrives exactly once."""

import pytest
from desks import Desk, registered
from probe import count, unbroken
from sqlalchemy import text

from db.queries.cases import cases_by_id
from desktop.operations import totp
from desktop.operations.command import new_request
from desktop.operations.edit_case import EditCase
from desktop.operations.intake import Newcomer, RecordIntake
from desktop.operations.manage_staff import ChangePassword, ResetPassword
from desktop.operations.manage_totp import SetTotp
from desktop.operations.take import Take
from desktop.sop.refusals import Refused
from desktop.world import WorldTrouble

pytestmark = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)


def test_a_person_recorded_without_network_has_the_number_that_stays(office, desk, line):
    _, here = desk.record("Orang Satu")
    assert here.sentence == "1 WBS dicatat. Nomor: W-2026-000001." and desk.box.wishes() == ()
    line.down()
    _, away = desk.record("Orang Dua")
    assert away.data["kept"] and "W-2026-000002 tersimpan di komputer ini" in away.sentence
    desk.record("Orang Tiga")
    assert registered(office) == {"Orang Satu": "W-2026-000001"} and len(desk.box.waiting()) == 2
    line.up()
    told = desk.house.catch_up(desk.seat)
    assert (told.sent, told.refused, told.left, len(told.done)) == (2, 0, 0, 2)
    assert registered(office) == {f"Orang {w}": f"W-2026-00000{n}" for n, w in enumerate(("Satu", "Dua", "Tiga"), 1)}
    assert desk.box.wishes() == () and unbroken(office)


def test_a_wish_that_had_arrived_and_comes_again_is_told_its_own_number(office, desk):
    """A form brought back after a crash is saved once more, although its first saving had arrived after all."""
    command, _ = desk.record("Orang Satu")
    desk.record("Orang Dua")
    again = desk.seat.run(command)
    assert again.replayed and again.sentence.endswith("Nomor: W-2026-000001.") and desk.box.wishes() == ()
    assert "W-2026-000003" in desk.record("Orang Tiga")[1].sentence, "no number is wasted on it"
    assert len(registered(office)) == 3


@pytest.mark.parametrize("when", ["before", "after"])
def test_the_answer_was_lost_and_the_number_is_still_the_same(office, desk, line, when):
    desk.record("Orang Satu")
    line.at_commit(when)
    _, lost = desk.record("Orang Dua")
    assert lost.data["kept"] and line.cuts == 1
    desk.house.catch_up(desk.seat)
    assert registered(office)["Orang Dua"] == "W-2026-000002" and desk.box.wishes() == ()


def test_the_next_one_takes_those_before_it_along_in_order(office, desk, line, clock):
    line.down()
    desk.record("Orang Satu")
    desk.record("Orang Dua")
    line.up()
    clock.forward(seconds=31)
    _, third = desk.record("Orang Tiga")
    assert third.done and desk.box.wishes() == ()
    assert list(registered(office).values()) == sorted(registered(office).values())


def test_killed_without_network_and_started_again_without_network(office, desk, line):
    line.down()
    desk.record("Orang Satu")
    desk.box.keep_drafts({"penjangkauan": {"name": "Setengah"}})
    desk.kill()
    desk.start()
    assert desk.seat.staff.username == "bagus" and desk.box.draft("penjangkauan") == {"name": "Setengah"}
    desk.record("Orang Dua")
    line.up()
    desk.house.catch_up(desk.seat)
    assert registered(office) == {"Orang Satu": "W-2026-000001", "Orang Dua": "W-2026-000002"}


def test_without_the_server_only_the_right_password_of_a_known_clerk(desk, line):
    line.down()
    desk.kill()
    for username, password in (("bagus", "salah sekali"), ("yusuf", desk.password), ("bagus", "")):
        with pytest.raises(WorldTrouble, match="db-unreachable"):
            desk.house.sign_in(username, password)
    desk.start()


def test_a_refusal_at_the_desk_is_no_wish(desk):
    with pytest.raises(Refused, match="sex"):
        desk.seat.run(RecordIntake(people=(Newcomer(name="Siti", sex="X"),)))
    assert desk.box.wishes() == ()
    assert desk.record("Orang Satu")[1].sentence.endswith("W-2026-000001.")


def test_a_refusal_after_the_return_is_kept_and_stops_nobody(office, seat, desk, line, clock):
    command, _ = desk.record("Orang Satu")
    row = office.read(cases_by_id, [1])[0]
    line.down()
    desk.seat.run(
        EditCase(application_id=row.id, before={"condition": "", "note": ""}, after={"condition": "Sakit", "note": "n"})
    )
    desk.record("Orang Dua")
    clock.forward(minutes=3)
    seat("bagus").run(EditCase(application_id=row.id, before={"condition": ""}, after={"condition": "Sehat"}))
    line.up()
    told = desk.house.catch_up(desk.seat)
    assert (told.sent, told.refused, told.left) == (1, 1, 0)
    (kept,) = desk.box.wishes()
    (clash,) = kept.differences
    assert (kept.state, clash.theirs, clash.yours, clash.who) == ("ditolak", "Sehat", "Sakit", "Bagus Pratama")
    assert "Orang Dua" in registered(office)
    desk.kill()
    desk.start()
    (kept,) = desk.box.wishes()
    chosen = EditCase(
        application_id=row.id, before={"condition": "Sehat", "note": ""}, after={"condition": "Sakit", "note": "n"}
    )
    assert desk.seat.outgoing.correct(kept, chosen).done and desk.box.wishes() == ()
    now = office.read(cases_by_id, [row.id])[0]
    assert (now.condition, now.note) == ("Sakit", "n") and command


def test_fields_of_others_live_beside_those_typed_without_network(office, seat, desk, line):
    desk.record("Orang Satu")
    line.down()
    for before, after in (({"note": ""}, {"note": "a"}), ({"note": "", "alias": ""}, {"note": "b", "alias": "Jek"})):
        desk.seat.run(EditCase(application_id=1, before=before, after=after))
    seat("bagus").run(EditCase(application_id=1, before={"category": ""}, after={"category": "Pengemis"}))
    line.up()
    assert desk.house.catch_up(desk.seat).sent == 2
    now = office.read(cases_by_id, [1])[0]
    assert (now.note, now.alias, now.category) == ("b", "Jek", "Pengemis")


def test_a_correction_that_is_refused_again_stays(desk, line):
    desk.record("Orang Satu")
    line.down()
    desk.seat.run(EditCase(application_id=99, before={"note": ""}, after={"note": "a"}))
    line.up()
    desk.house.catch_up(desk.seat)
    (kept,) = desk.box.wishes()
    assert kept.code == "gone"
    again = EditCase(application_id=98, before={"note": ""}, after={"note": "a"}, request=new_request())
    with pytest.raises(Refused, match="gone"):
        desk.seat.outgoing.correct(kept, again)
    (still,) = desk.box.wishes()
    assert still.command.application_id == 98 and still.state == "ditolak"


def test_only_intake_and_corrections_wait(desk, line):
    line.down()
    with pytest.raises(WorldTrouble, match="db-unreachable"):
        desk.seat.run(Take(case=(1, 1)))
    assert desk.box.wishes() == ()


def test_signing_out_gives_the_numbers_back_and_the_next_clerk_goes_on(office, desk, line, tmp_path, clock, password):
    desk.record("Orang Satu")
    desk.leave()
    assert count(office, "number_lease", "ended_at IS NOT NULL AND unused_from = 2") == 1
    other = Desk(line, tmp_path / "lain", clock, password)
    assert other.record("Orang Dua")[1].sentence.endswith("W-2026-000002.")
    other.leave()


def test_signing_out_without_network_keeps_what_waits_and_the_numbers(office, desk, line):
    line.down()
    desk.record("Orang Satu")
    desk.leave()
    desk.start()
    assert len(desk.box.waiting()) == 1 and desk.box.leases()[0].next == 2
    line.up()
    desk.leave()
    assert registered(office) == {"Orang Satu": "W-2026-000001"}
    assert count(office, "number_lease", "ended_at IS NULL") == 0


def test_a_second_program_of_the_same_clerk_works_without_an_outbox(desk, line, tmp_path, clock, password):
    twin = Desk(line, tmp_path / "pc", clock, password)
    assert twin.box is None
    assert twin.record("Orang Satu")[1].done
    twin.house.close()


def test_the_outbox_follows_a_changed_password(desk, line):
    line.down()
    desk.record("Orang Satu")
    line.up()
    desk.seat.run(ChangePassword(old=desk.password, new="sandi lain yang panjang"))
    desk.kill()
    desk.password = "sandi lain yang panjang"
    line.down()
    desk.start()
    assert len(desk.box.waiting()) == 1


def test_who_has_an_authenticator_waits_for_the_server_to_sign_in(desk, line, clock):
    """What runs goes on without the server; a new sign-in would pass by the second step."""
    secret = totp.new_secret()
    code = totp.code_at(secret, clock.now)
    desk.seat.run(SetTotp(password=desk.password, secret=secret, code=code, recovery=totp.new_recovery()))
    line.down()
    desk.record("Orang Satu")
    desk.house.unlock("bagus", desk.password)
    with pytest.raises(WorldTrouble):
        desk.house.unlock("bagus", "salah")
    desk.kill()
    with pytest.raises(Refused, match="code_needs_server"):
        desk.start()
    line.up()
    clock.forward(seconds=60)
    desk.seat = desk.house.sign_in("bagus", desk.password, totp.code_at(secret, clock.now))
    assert desk.box.wishes() == ()


def test_who_was_let_in_without_the_server_works_as_the_own_login_when_it_is_back(office, desk, line):
    desk.leave()
    line.down()
    desk.start()
    desk.record("Orang Satu")
    line.up()
    assert desk.house.catch_up(desk.seat).left == 0
    with desk.seat.office.database.write() as connection:
        assert connection.scalar(text("SELECT acting_staff()")) == desk.seat.staff.id
    assert len(registered(office)) == 1


def test_a_password_set_by_the_administrator_loses_nothing(office, seat, desk, line):
    line.down()
    desk.record("Orang Satu")
    desk.kill()
    line.up()
    seat("admin").run(ResetPassword(staff_id=seat("bagus").staff.id, password="sementara saja 1"))
    old, desk.password = desk.password, "sementara saja 1"
    desk.start()
    assert desk.box.wishes() == () and len(desk.house.boxes().old_boxes("bagus")) == 1
    assert desk.house.boxes().take_in_old("bagus", "salah") == 0
    assert desk.house.boxes().take_in_old("bagus", old) == 1
    assert desk.house.catch_up(desk.seat).sent == 1
    assert registered(office) == {"Orang Satu": "W-2026-000001"} and desk.house.boxes().old_boxes("bagus") == ()
