"""Office and staff forms: what two administrators changed lives together, the same field is shown with who and when (L12)."""

from dataclasses import replace

import pytest
from probe import everything, together, unbroken

from db.queries.offices import office_by_id
from db.queries.staff import staff_by_id
from desktop.operations.manage_office import SaveOffice
from desktop.operations.manage_staff import AddStaff, ChangeStaff
from desktop.operations.merging import merge
from desktop.operations.open_office import NewOffice
from desktop.sop.refusals import Conflict, Difference, Refused
from tests.conftest import MONDAY

LABELS = {"a": "Satu", "b": "Dua"}


def test_merge_keeps_what_only_one_touched():
    said = merge({"a": 1, "b": 2}, {"a": 5, "b": 2}, {"a": 1, "b": 9}, LABELS, list)
    assert said == {"a": 5}


def test_both_typed_the_same_is_no_clash_and_nothing_to_write():
    assert merge({"a": 1}, {"a": 5}, {"a": 5}, LABELS, list) == {}


def test_both_changed_the_same_field():
    with pytest.raises(Conflict) as caught:
        merge({"a": 1, "b": 1}, {"a": 5, "b": 6}, {"a": 7, "b": 1}, LABELS, list)
    assert caught.value.differences == (Difference("a", "Satu", "7", "5"),)


@pytest.fixture
def admins(seat):
    """Two administrators."""
    office = seat("admin").staff.office_id
    roles = frozenset({"admin"})
    new = AddStaff(username="admin2", name="Dewi Admin", office_id=office, roles=roles, password="kata sandi panjang")
    seat("admin").run(new)
    return seat("admin"), seat("admin2")


def panti(office):
    row = office.read(office_by_id, 2)
    return row, NewOffice(**{name: getattr(row, name) for name in NewOffice.__dataclass_fields__})


def save(row, before, **typed):
    return SaveOffice(office=replace(before, **typed), office_id=row.id, version=row.version, before=before)


def test_two_administrators_on_one_office(office, admins):
    row, opened = panti(office)
    first, second = admins
    first.run(save(row, opened, head_name="Ibu Baru", contact="021-1"))
    second.run(save(row, opened, fax="021-2"))
    now = office.read(office_by_id, 2)
    assert (now.head_name, now.contact, now.fax, now.version) == ("Ibu Baru", "021-1", "021-2", row.version + 2)


def test_the_same_field_of_an_office(office, admins):
    row, opened = panti(office)
    first, second = admins
    first.run(save(row, opened, head_name="Ibu Baru"))
    before = everything(office)
    with pytest.raises(Conflict) as caught:
        second.run(save(row, opened, head_name="Bapak Baru", fax="021-2"))
    said = Difference("head_name", "Nama penanda tangan", "Ibu Baru", "Bapak Baru", first.staff.name, MONDAY)
    assert caught.value.differences == (said,)
    assert everything(office) == before and office.read(office_by_id, 2).fax == opened.fax
    newest, stored = panti(office)
    second.run(SaveOffice(office=replace(stored, head_name="Bapak Baru", fax="021-2"), office_id=2, before=stored))
    assert office.read(office_by_id, 2).head_name == "Bapak Baru" and newest.version == row.version + 1


def test_without_the_values_seen_a_newer_version_is_refused(office, admins):
    row, opened = panti(office)
    admins[0].run(save(row, opened, fax="1"))
    with pytest.raises(Refused, match="stale"):
        admins[1].run(replace(save(row, opened, contact="2"), before=None))


def change(row, **typed):
    seen = {name: getattr(row, name) for name in ("name", "nip", "position", "roles", "disabled")}
    return ChangeStaff(staff_id=row.id, version=row.version, before=seen, **seen | typed)


def test_two_administrators_on_one_clerk(office, admins, seat):
    row = office.read(staff_by_id, seat("rina").staff.id)
    admins[0].run(change(row, position="Kepala Loket"))
    admins[1].run(change(row, roles=frozenset({"panti", "dinsos"})))
    now = office.read(staff_by_id, row.id)
    assert (now.position, now.roles) == ("Kepala Loket", {"panti", "dinsos"})
    with pytest.raises(Conflict) as caught:
        admins[0].run(change(row, roles=frozenset({"panti", "bpjs"}), nip="1"))
    said = caught.value.differences[0]
    assert (said.label, said.theirs, said.who, said.at) == ("Peran", "Dinas Sosial, Panti Sosial", "Dewi Admin", MONDAY)
    assert office.read(staff_by_id, row.id) == now


def test_both_administrators_at_the_same_moment(office, admins):
    row, opened = panti(office)
    results = together(
        lambda: admins[0].run(save(row, opened, head_name="Ibu Baru", fax="1")).sentence,
        lambda: admins[1].run(save(row, opened, head_name="Bapak Baru", contact="2")).sentence,
    )
    assert sorted(results) == [f"Data {opened.name} disimpan.", "conflict"]
    now = office.read(office_by_id, 2)
    assert (now.head_name, now.fax, now.contact) in {
        ("Ibu Baru", "1", opened.contact),
        ("Bapak Baru", opened.fax, "2"),
    }
    assert unbroken(office)
