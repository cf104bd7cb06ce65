"""Staff: added, changed, disabled, reset; never without an administrator, never by somebody else (J1, J6)."""

from dataclasses import replace

import pytest
from probe import everything, is_sentence, knock, together, unbroken

from db.queries.staff import staff_by_id, staff_by_username, staff_list
from desktop.operations.manage_staff import AddStaff, ChangePassword, ChangeStaff, ResetPassword
from desktop.sop.refusals import Refused

NEW = AddStaff(
    username="Dewi.K",
    name=" Dewi Kartika ",
    nip="199101012015012001",
    position="Pekerja Sosial",
    office_id=2,
    roles=frozenset({"panti", "admin"}),
    password="gudang-biru-7",
)


def again(command, **changes):
    """The same wish as a new request."""
    fields = {name: getattr(command, name) for name in command.__dataclass_fields__ if name != "request"}
    return type(command)(**fields | changes)


def change(row, **changes):
    fields = {"name": row.name, "nip": row.nip, "position": row.position, "roles": row.roles}
    return ChangeStaff(staff_id=row.id, version=row.version, **fields | changes)


@pytest.fixture
def row(office):
    return lambda username: office.read(staff_by_username, username)


def test_added_and_signed_in(office, seat):
    outcome = seat("admin").run(NEW)
    assert outcome.sentence == "Dewi Kartika kini terdaftar sebagai petugas."
    added = office.read(staff_by_id, outcome.data["staff"])
    assert (added.username, added.name, added.office_kind) == ("dewi.k", "Dewi Kartika", "panti")
    assert added.roles == {"panti", "admin"} and added.must_change and not added.disabled
    assert knock(office, "DEWI.K ", "gudang-biru-7").id == added.id
    assert len(office.read(staff_list)) == 9 and unbroken(office)


WRONG = [
    ("name_needed", {"username": "  "}),
    ("name_needed", {"name": ""}),
    ("username_taken", {"username": "BAGUS"}),
    ("unknown_role", {"roles": frozenset({"panti", "dewa"})}),
    ("no_office", {"office_id": 99}),
    ("weak_password", {"password": "pendek"}),
    ("weak_password", {"password": "xdewi.kx-9"}),
    ("weak_password", {"password": "aaaaaaaaaaaa"}),
    ("weak_password", {"password": "panjang-" * 30}),
    ("too_long", {"username": "d" * 61}),
    ("too_long", {"nip": "1" * 31}),
]


def test_refused_with_a_sentence(office, seat):
    before = everything(office)
    for code, fields in WRONG:
        with pytest.raises(Refused) as caught:
            seat("admin").run(again(NEW, **fields))
        assert caught.value.code == code and is_sentence(caught.value.sentence), fields
    assert everything(office) == before


def test_only_the_administrator(office, seat, row):
    before = everything(office)
    for command in (
        again(NEW),
        change(row("rina"), disabled=True),
        ResetPassword(staff_id=1, password="gudang-biru-7"),
    ):
        for name in ("bagus", "ratna"):
            with pytest.raises(Refused, match="not_your_role"):
                seat(name).run(replace(command, request=command.request + name))
    assert everything(office) == before


def test_changed_with_its_roles_and_journalled(office, seat, row):
    rina = row("rina")
    seat("admin").run(change(rina, position="Kepala Loket", roles=frozenset({"panti", "dinsos"})))
    now = row("rina")
    assert (now.position, now.roles, now.version) == ("Kepala Loket", {"panti", "dinsos"}, rina.version + 1)
    with pytest.raises(Refused, match="stale"):
        seat("admin").run(change(rina, position="Lain"))


def test_change_refused(office, seat, row):
    before, rina = everything(office), row("rina")
    for code, fields in (
        ("unknown_role", {"roles": frozenset({"dewa"})}),
        ("name_needed", {"name": "   "}),
        ("too_long", {"nip": "1" * 31}),
    ):
        with pytest.raises(Refused, match=code):
            seat("admin").run(change(rina, **fields))
    with pytest.raises(Refused, match="gone"):
        seat("admin").run(replace(change(rina), staff_id=999))
    assert everything(office) == before and row("rina") == rina


def test_the_last_administrator_stays(seat, row):
    admin = row("admin")
    for fields in ({"disabled": True}, {"roles": frozenset({"panti"})}, {"roles": frozenset()}):
        with pytest.raises(Refused, match="last_admin") as caught:
            seat("admin").run(change(admin, **fields))
        assert is_sentence(caught.value.sentence)
    seat("admin").run(NEW)
    seat("admin").run(change(admin, roles=frozenset({"panti"})))
    with pytest.raises(Refused, match="last_admin"):
        seat("dewi.k").run(change(row("dewi.k"), disabled=True))


def test_a_disabled_administrator_does_not_count(seat, row):
    seat("admin").run(NEW)
    seat("admin").run(change(row("dewi.k"), disabled=True))
    with pytest.raises(Refused, match="last_admin"):
        seat("admin").run(change(row("admin"), disabled=True))


def test_two_administrators_remove_each_other_at_once(office, seat, row):
    """Whatever happens in which order, one administrator is left."""
    seat("admin").run(NEW)
    seat("admin"), seat("dewi.k")
    one, other = row("admin"), row("dewi.k")
    together(
        lambda: seat("admin").run(change(other, roles=frozenset({"panti"}))),
        lambda: seat("dewi.k").run(change(one, roles=frozenset())),
    )
    assert sum("admin" in person.roles and not person.disabled for person in office.read(staff_list)) >= 1


def test_two_screens_save_the_same_person_at_once(office, seat, row):
    rina = row("rina")
    admin = seat("admin")
    results = together(
        lambda: admin.run(change(rina, position="Satu")).sentence,
        lambda: admin.run(change(rina, position="Dua")).sentence,
    )
    assert sorted(results) == ["Data Rina Kusumawati disimpan.", "stale"]


def test_reset_lifts_the_lock_and_asks_for_an_own_password(office, seat, row):
    for _ in range(5):
        with pytest.raises(Refused):
            knock(office, "rina", "salah-terus")
    assert office.database.backend.logins or row("rina").locked_until is not None
    with pytest.raises(Refused, match="weak_password"):
        seat("admin").run(ResetPassword(staff_id=row("rina").id, password="rina-rina"))
    seat("admin").run(ResetPassword(staff_id=row("rina").id, password="gudang-biru-7"))
    signed = knock(office, "rina", "gudang-biru-7")
    assert signed.must_change and signed.locked_until is None


def test_own_password(office, seat, row, password):
    with pytest.raises(Refused, match="wrong_password"):
        seat("rina").run(ChangePassword(old="bukan-ini-9", new="gudang-biru-7"))
    with pytest.raises(Refused, match="weak_password"):
        seat("rina").run(ChangePassword(old=password, new="pendek"))
    seat("rina").run(ChangePassword(old=password, new="gudang-biru-7"))
    assert not row("rina").must_change
    with pytest.raises(Refused, match="wrong_password"):
        knock(office, "rina", password)
    assert knock(office, "rina", "gudang-biru-7")


def test_no_password_reaches_a_trace(office, seat, password):
    from sqlalchemy import text

    seat("admin").run(NEW)
    seat("rina").run(ChangePassword(old=password, new="gudang-biru-8"))
    with office.database.read() as connection:
        written = [
            str(line)
            for table in ("journal", "request", "change")
            for line in connection.execute(text(f"SELECT * FROM {table}"))
        ]
    assert not any("gudang-biru" in line or "argon2" in line for line in written)
