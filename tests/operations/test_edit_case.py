"""Two clerks on one record: fields live together, the same field shows both values (L12)."""

from datetime import date

import pytest
from chain import bring, move, newcomers, waiting
from probe import everything, is_sentence, together, unbroken

from db.queries.cases import cases_by_id
from db.queries.search import people_by_name
from db.queries.trail import trail_of_person
from desktop.operations.edit_case import EditCase
from desktop.operations.intake import RecordIntake
from desktop.operations.manage_staff import ChangeStaff
from desktop.operations.take import Take
from desktop.sop.refusals import Conflict, Difference, Refused
from tests.conftest import MONDAY


@pytest.fixture
def case(seat, clock):
    """One case at the panti, as read by two clerks."""
    return bring(seat, clock, "diterima", 1)[0]


@pytest.fixture
def row(office, case):
    return lambda: office.read(cases_by_id, [case])[0]


def edit(case, before, **after):
    return EditCase(application_id=case, before={name: getattr(before, name) for name in after}, after=after)


def test_other_fields_survive(seat, case, row):
    """Both opened the same page; each saves what each typed."""
    opened = row()
    seat("yusuf").run(edit(case, opened, room="Melati 3"))
    seat("rina").run(edit(case, opened, condition="Demam", alias="Jek"))
    now = row()
    assert (now.room, now.condition, now.alias) == ("Melati 3", "Demam", "Jek")
    assert now.version == opened.version + 2


def test_the_same_field_shows_both_values_and_stores_nothing(office, seat, case, row):
    opened = row()
    seat("yusuf").run(edit(case, opened, birth_date=date(1975, 1, 1), room="Melati 3"))
    before = everything(office)
    with pytest.raises(Refused) as caught:
        seat("rina").run(edit(case, opened, birth_date=date(1976, 2, 2), condition="Demam"))
    assert isinstance(caught.value, Conflict) and is_sentence(caught.value.sentence)
    said = Difference("birth_date", "Tanggal lahir", "01-01-1975", "02-02-1976", "Yusuf Hidayat", MONDAY)
    assert caught.value.differences == (said,)
    assert everything(office) == before and row().condition == ""


def test_both_typed_the_same(seat, case, row):
    opened = row()
    seat("yusuf").run(edit(case, opened, room="Melati 3"))
    assert seat("rina").run(edit(case, opened, room="Melati 3")).sentence == "Tidak ada yang berubah."


def test_nothing_typed_changes_nothing(seat, case, row):
    opened = row()
    outcome = seat("yusuf").run(edit(case, opened, name=opened.name, room=opened.room))
    assert outcome.sentence == "Tidak ada yang berubah." and row().version == opened.version


def test_both_save_at_the_same_moment(office, seat, case, row):
    opened = row()
    seat("yusuf"), seat("rina")
    results = together(
        lambda: seat("yusuf").run(edit(case, opened, room="Melati 3")).sentence,
        lambda: seat("rina").run(edit(case, opened, room="Anggrek 1")).sentence,
    )
    assert sorted(results) == ["1 isian disimpan.", "conflict"]
    assert row().room in {"Melati 3", "Anggrek 1"} and unbroken(office)


def test_the_journal_has_before_and_after(office, seat, case, row):
    opened = row()
    seat("yusuf").run(edit(case, opened, sex="P", birth_estimated=True))
    line = office.read(trail_of_person, opened.person_id)[0]
    assert (line.action, line.staff_name) == ("ubah", "Yusuf Hidayat")
    assert line.fields == '{"birth_estimated": ["tidak", "ya"], "sex": ["L", "P"]}'


def test_a_new_name_is_found_and_the_old_one_is_not(office, seat, case, row):
    seat("yusuf").run(edit(case, row(), name="Slamet Riyadi"))
    assert [hit.application_id for hit in office.read(people_by_name, ("riyadi",))] == [case]
    assert office.read(people_by_name, ("orang",)) == ()


def test_another_office_is_refused(office, seat, case, row):
    before = everything(office)
    for name in ("bagus", "sari", "hendra"):
        with pytest.raises(Refused, match="other_office"):
            seat(name).run(edit(case, row(), room="Lain"))
    assert everything(office) == before


def test_the_panti_may_still_correct_what_is_elsewhere(seat, case, row):
    """The dossier stays the panti's while Dinas Sosial has the turn; and the desk whose turn it is may too."""
    move(seat("yusuf"), "mohon_rekomendasi", waiting(seat("yusuf"), "diterima"))
    assert seat("yusuf").run(edit(case, row(), room="Melati 3")).done
    assert seat("sari").run(edit(case, row(), note="Lihat berkas")).done


def test_taken_by_a_colleague(seat, case, row):
    seat("rina").run(Take(case=(case, row().version)))
    with pytest.raises(Refused, match="taken") as caught:
        seat("yusuf").run(edit(case, row(), room="Melati 3"))
    assert "Rina Kusumawati" in caught.value.sentence
    assert seat("rina").run(edit(case, row(), room="Melati 3")).done


def test_a_role_withdrawn_meanwhile(seat, case, row):
    yusuf = seat("yusuf").staff
    common = {"name": yusuf.name, "nip": yusuf.nip, "position": yusuf.position}
    seat("admin").run(ChangeStaff(staff_id=yusuf.id, version=yusuf.version, roles=frozenset(), **common))
    with pytest.raises(Refused, match="not_your_role"):
        seat("yusuf").run(edit(case, row(), room="Melati 3"))


def test_an_administrator_as_such_works_on_no_case(seat, clock):
    """The practice administrator sits in the office of Satpol PP, but the role is none of the procedure's."""
    done = seat("bagus").run(RecordIntake(people=newcomers(1, clock))).done
    with pytest.raises(Refused, match="not_your_role"):
        seat("admin").run(EditCase(application_id=done[0], before={"note": ""}, after={"note": "x"}))


def test_what_does_not_exist(seat, case):
    for command, code in (
        (EditCase(application_id=99_999, after={"room": "x"}), "gone"),
        (EditCase(application_id=case, before={"status": "diterima"}, after={"status": "selesai"}), "unknown_field"),
        (EditCase(application_id=case, before={"nik": None}, after={"nik": "3175010101809901"}), "unknown_field"),
    ):
        with pytest.raises(Refused, match=code):
            seat("yusuf").run(command)


NONSENSE = [
    ("nama_panjang", {"name": "Budi " * 40}),
    ("nama_simbol", {"name": "Budi 😀"}),
    ("nama_bukan_latin", {"alias": "محمد"}),
    ("has_identity", {"name": "", "alias": ""}),
    ("has_identity", {"name": None}),
    ("sex", {"sex": "X"}),
    ("birth", {"birth_date": date(2099, 1, 1)}),
    ("birth", {"birth_date": date(1899, 1, 1)}),
    ("birth", {"birth_date": date(2026, 11, 24)}),
    ("too_long", {"nik_claimed": "9" * 41}),
    ("left_before_entered", {"entered_on": date(2026, 11, 2), "left_on": date(2026, 11, 1), "left_reason": "Pulang"}),
    ("reason_needed", {"left_on": date(2026, 11, 20)}),
    ("reason_needed", {"left_on": date(2026, 11, 20), "left_reason": "  "}),
]


def test_nonsense_gets_a_sentence_and_changes_nothing(office, seat, case, row):
    before, opened = everything(office), row()
    for code, fields in NONSENSE:
        with pytest.raises(Refused) as caught:
            seat("yusuf").run(edit(case, opened, **fields))
        assert caught.value.code == code and is_sentence(caught.value.sentence)
    assert everything(office) == before and row() == opened


def test_leaving_the_panti(office, seat, case, row):
    from db.queries.cases import residents

    panti = seat("yusuf").staff.office_id
    seat("yusuf").run(edit(case, row(), entered_on=date(2026, 11, 1), room="Melati 3"))
    assert [one.id for one in office.read(residents, panti)] == [case]
    seat("yusuf").run(edit(case, row(), left_on=date(2026, 11, 20), left_reason="Dijemput keluarga"))
    assert office.read(residents, panti) == ()
    assert [one.left_reason for one in office.read(residents, panti, gone=True)] == ["Dijemput keluarga"]


def test_free_text_never_breaks_the_database(seat, case, row):
    seat("yusuf").run(edit(case, row(), note="nol \x00 pecah \ud83d 😀 'kutip'"))
    assert row().note == "nol  pecah  😀 'kutip'"
