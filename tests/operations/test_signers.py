"""Who signs: acting officials with dates, the sentence of a delegation that ended, the default, what a letter keeps."""

import json
from datetime import date, timedelta

import pytest
from chain import bring, intake, move, waiting
from probe import is_sentence, together, unbroken
from sqlalchemy import select

from db.queries.offices import office_by_id
from db.queries.signers import signer_by_id, signers_of
from db.tables.papers import letter
from desktop.operations.issue import Wish
from desktop.operations.manage_office import SaveOffice
from desktop.operations.manage_signers import SaveSigner
from desktop.operations.open_office import NewOffice
from desktop.operations.signers import pick_signer
from desktop.sop.refusals import Refused

TODAY = date(2026, 11, 23)
PLH = {
    "capacity": "plh",
    "position": "Kepala Dinas Sosial",
    "name": "Wira Sanjaya",
    "rank": "Pembina (IV/a)",
    "nip": "197001011995011001",
    "basis": "800/11/2026",
    "valid_from": TODAY,
    "valid_to": TODAY + timedelta(days=4),
}


@pytest.fixture
def save(seat):
    """Save a signer of Sari's office as the administrator."""

    def saved(**values):
        office_id = values.pop("office_id", seat("sari").staff.office_id)
        return seat("admin").run(SaveSigner(office_id=office_id, **PLH | values)).data["signer"]

    return saved


def facts_of(office, letter_id):
    with office.database.read() as connection:
        return json.loads(connection.scalar(select(letter.c.facts).where(letter.c.id == letter_id)))


def recommend(seat, **more):
    return move(seat("sari"), "rekomendasikan", waiting(seat("sari"), "menunggu_rekomendasi"), **more)


def test_an_acting_official_signs_by_default_and_is_frozen(office, seat, clock, save):
    bring(seat, clock, "menunggu_rekomendasi")
    save()
    letter_id = recommend(seat).data["letters"][0]
    wanted = {
        "position": "Plh. Kepala Dinas Sosial",
        "name": "Wira Sanjaya",
        "rank": "Pembina (IV/a)",
        "nip": "197001011995011001",
        "on_behalf": "",
    }
    assert facts_of(office, letter_id)["signer"] == wanted
    row = office.read(signers_of, seat("sari").staff.office_id)[0]
    changed = PLH | {"name": "Orang Lain", "position": "Kepala Lain"}
    seat("admin").run(SaveSigner(office_id=row.office_id, signer_id=row.id, version=row.version, **changed))
    assert facts_of(office, letter_id)["signer"] == wanted and unbroken(office)


def test_without_a_delegation_the_head_signs(office, seat, clock, save):
    bring(seat, clock, "menunggu_rekomendasi")
    save(valid_from=TODAY + timedelta(days=1))
    head = office.read(office_by_id, seat("sari").staff.office_id)
    signer = facts_of(office, recommend(seat).data["letters"][0])["signer"]
    assert (signer["position"], signer["name"]) == (head.head_position, head.head_name)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"valid_from": TODAY - timedelta(days=9), "valid_to": TODAY - timedelta(days=1)}, "berakhir 22 November 2026"),
        ({"valid_from": TODAY + timedelta(days=1)}, "mulai 24 November 2026"),
        ({"active": False}, "tidak menjadi penanda tangan"),
    ],
)
def test_who_may_not_sign_today_is_refused_when_chosen_and_on_issue(office, seat, clock, save, change, said):
    bring(seat, clock, "menunggu_rekomendasi")
    signer_id = save(**change)
    rows = waiting(seat("sari"), "menunggu_rekomendasi")
    with pytest.raises(Refused, match="signer_ended") as chosen:
        seat("sari").paper.preview("rekomendasikan", [row.id for row in rows], Wish(signer_id=signer_id))
    with pytest.raises(Refused, match="signer_ended") as issued:
        recommend(seat, signer_id=signer_id)
    assert said in chosen.value.sentence == issued.value.sentence and is_sentence(issued.value.sentence)
    assert [row.status for row in waiting(seat("sari"), "menunggu_rekomendasi")] == ["menunggu_rekomendasi"] * 3


def test_the_last_day_counts_by_the_wall_clock_of_jakarta(office, seat, clock, save):
    """At 23.30 in Jakarta it is still the day of the office, although UTC and the next morning are near."""
    bring(seat, clock, "menunggu_rekomendasi", 2)
    signer_id = save(valid_to=TODAY)
    clock.forward(hours=15, minutes=30)  # 23.30 in Jakarta
    rows = waiting(seat("sari"), "menunggu_rekomendasi")
    done = move(seat("sari"), "rekomendasikan", rows[:1], signer_id=signer_id)
    assert facts_of(office, done.data["letters"][0])["signer"]["name"] == "Wira Sanjaya"
    clock.forward(hours=1)
    with pytest.raises(Refused, match="signer_ended"):
        move(seat("sari"), "rekomendasikan", rows[1:], signer_id=signer_id)


def test_a_signer_of_another_office_is_refused(seat, clock, save):
    bring(seat, clock, "menunggu_rekomendasi")
    signer_id = save(office_id=seat("ratna").staff.office_id)
    with pytest.raises(Refused, match="no_signer"):
        recommend(seat, signer_id=signer_id)


def test_on_behalf(office, seat, clock, save):
    bring(seat, clock, "menunggu_rekomendasi")
    chosen = {"capacity": "an", "position": "Sekretaris", "on_behalf": "a.n. Kepala Dinas Sosial", "valid_to": None}
    signer_id = save(**chosen, basis="")
    assert facts_of(office, recommend(seat, signer_id=signer_id).data["letters"][0])["signer"] == {
        "position": "Sekretaris",
        "on_behalf": "a.n. Kepala Dinas Sosial",
        "name": "Wira Sanjaya",
        "rank": "Pembina (IV/a)",
        "nip": "197001011995011001",
    }
    head = office.read(office_by_id, seat("sari").staff.office_id)
    with office.database.read() as connection:
        assert pick_signer(connection, head, None, TODAY)[1]["name"] == head.head_name


def test_the_other_side_of_a_berita_acara_signs_by_its_acting_head(office, seat, clock, save):
    panti = seat("yusuf").staff.office_id
    save(office_id=panti, capacity="plt", position="Kepala Panti", name="Endah Purwanti")
    intake(seat, clock)
    letter_id = move(seat("bagus"), "serahkan", waiting(seat("bagus"), "dijangkau")).data["letters"][0]
    facts = facts_of(office, letter_id)
    assert facts["counterpart"]["position"] == "Plt. Kepala Panti"
    assert facts["counterpart"]["name"] == "Endah Purwanti" != facts["signer"]["name"]


def test_a_missing_head_stops_the_letter_with_a_sentence(office, seat, clock):
    bring(seat, clock, "menunggu_rekomendasi")
    row = office.read(office_by_id, seat("sari").staff.office_id)
    fields = {name: getattr(row, name) for name in NewOffice.__dataclass_fields__} | {"head_name": ""}
    seat("admin").run(SaveOffice(office=NewOffice(**fields), office_id=row.id, version=row.version))
    with pytest.raises(Refused, match="no_signer") as caught:
        recommend(seat)
    assert is_sentence(caught.value.sentence)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"basis": " "}, "basis_needed"),
        ({"capacity": "plt", "basis": ""}, "basis_needed"),
        ({"valid_to": None}, "end_needed"),
        ({"valid_to": TODAY - timedelta(days=1)}, "end_before_begin"),
        ({"capacity": "definitif", "valid_to": TODAY - timedelta(days=1)}, "end_before_begin"),
        ({"capacity": "an"}, "on_behalf_needed"),
        ({"capacity": "bupati"}, "unknown_capacity"),
        ({"name": " "}, "name_needed"),
        ({"position": "Plh. "}, "name_needed"),
        ({"nip": "1" * 31}, "too_long"),
        ({"office_id": 999}, "no_office"),
        ({"staff_id": 999}, "gone"),
    ],
)
def test_what_is_refused(office, seat, save, change, code):
    with pytest.raises(Refused, match=f"^{code}$") as caught:
        save(**change)
    assert is_sentence(caught.value.sentence) and office.read(signers_of, seat("sari").staff.office_id) == ()


def test_only_the_administrator(seat):
    with pytest.raises(Refused, match="not_your_role"):
        seat("sari").run(SaveSigner(office_id=seat("sari").staff.office_id, **PLH))


@pytest.mark.parametrize(("begin", "end"), [(0, 4), (-3, 0), (4, 9), (1, 2), (-5, 20)])
def test_two_acting_on_one_day_are_refused(save, begin, end):
    save()
    days = {"valid_from": TODAY + timedelta(days=begin), "valid_to": TODAY + timedelta(days=end)}
    with pytest.raises(Refused, match="acting_twice") as caught:
        save(capacity="plt", name="Orang Kedua", **days)
    assert "Wira Sanjaya" in caught.value.sentence and "27 November 2026" in caught.value.sentence


def test_one_after_the_other_and_after_an_early_end(office, seat, save):
    first = save()
    save(name="Berikutnya", valid_from=TODAY + timedelta(days=5), valid_to=TODAY + timedelta(days=9))
    save(office_id=seat("ratna").staff.office_id)
    row = office.read(signer_by_id, first)
    ended = PLH | {"valid_to": TODAY}
    seat("admin").run(SaveSigner(office_id=row.office_id, signer_id=first, version=row.version, **ended))
    save(name="Pengganti", valid_from=TODAY + timedelta(days=1), valid_to=TODAY + timedelta(days=4))
    assert [one.name for one in office.read(signers_of, row.office_id)] == ["Pengganti", "Berikutnya", "Wira Sanjaya"]


def test_two_administrators_appoint_at_once(office, seat):
    office_id = seat("sari").staff.office_id
    seat("admin")
    wishes = [SaveSigner(office_id=office_id, **PLH | {"name": name}) for name in ("Satu", "Dua")]
    results = together(*(lambda wish=wish: seat("admin").run(wish).sentence for wish in wishes))
    assert results.count("acting_twice") == 1 and len(office.read(signers_of, office_id)) == 1


def test_changed_meanwhile(office, seat, save):
    signer_id = save()
    office_id = seat("sari").staff.office_id
    for wrong in ({"version": 7}, {"office_id": seat("ratna").staff.office_id, "version": 1}):
        with pytest.raises(Refused, match="stale"):
            seat("admin").run(SaveSigner(signer_id=signer_id, **{"office_id": office_id} | wrong | PLH))


def test_a_staff_members_name_and_nip_are_taken(office, seat, save):
    sari = seat("sari").staff
    row = office.read(signer_by_id, save(staff_id=sari.id, name="", nip=""))
    assert (row.name, row.nip, row.staff_id) == (sari.name, sari.nip, sari.id)
