"""What the desks ask about drafts and signers, on both databases."""

import pytest

from db.queries.cases import cases_by_id
from db.queries.draft_pending import draft_file, drafts_waiting, pending_cases
from db.queries.drafts import draft_by_id
from db.queries.letter_signer import letter_signer
from desktop.operations.initial_draft import ReturnDraft
from desktop.operations.intake import RecordIntake
from desktop.operations.move import Move
from desktop.operations.submit_draft import CancelDraft
from tests.documents.pdf_reading import all_text
from tests.ui.paraf_stages import ask_paraf, give, official, submit
from tests.ui.stages import bring_to, newcomers


@pytest.fixture
def secretary(office, seat):
    made = official(office, seat, "sari", "sekretaris", "Retno Palupi", "Sekretaris Dinas")
    ask_paraf(seat, "rekomendasi", "sari", [made])
    return made


def waiting(seat, who):
    return seat("sari").read(drafts_waiting, who.staff.office_id, who.staff.id)


def test_a_draft_waits_for_the_official_then_for_its_maker_then_for_nobody(office, seat, secretary):
    rows = bring_to(office, seat, "menunggu_rekomendasi", people=2)
    sari = seat("sari")
    draft = submit(sari, "rekomendasikan", "menunggu_rekomendasi")
    assert (waiting(seat, secretary), waiting(seat, sari)) == (1, 0)
    assert {one.application_id for one in sari.read(pending_cases, sari.staff.office_id)} == {row.id for row in rows}
    give(secretary, draft)
    assert (waiting(seat, secretary), waiting(seat, sari)) == (0, 1)
    assert sari.counts()["konsep"] == 1 and sari.counts()["menunggu_rekomendasi"] == 2
    cases = sari.read(draft_file, draft).cases
    letters = sari.run(Move(procedure="wbs", action="rekomendasikan", cases=cases, draft_id=draft)).data["letters"]
    assert (waiting(seat, secretary), waiting(seat, sari)) == (0, 0)
    assert sari.read(pending_cases, sari.staff.office_id) == ()
    file = sari.read(draft_file, draft)
    assert [one.id for one in file.letters] == letters and len(file.people) == 2
    assert [(step.position, step.given) for step in file.steps] == [("Sekretaris Dinas", True)]
    assert sari.read(letter_signer, letters[0]) == "Premi Lestariningsih, Kepala Dinas Sosial"


def test_a_draft_that_came_back_still_holds_its_people_and_one_called_off_frees_them(office, seat, secretary):
    bring_to(office, seat, "menunggu_rekomendasi", people=1)
    sari = seat("sari")
    draft = submit(sari, "rekomendasikan", "menunggu_rekomendasi")
    secretary.run(ReturnDraft(draft_id=draft, version=sari.read(draft_by_id, draft).version, reason="Salah orang."))
    (held,) = sari.read(pending_cases, sari.staff.office_id)
    assert held.state == "dikembalikan" and waiting(seat, sari) == 1
    sari.run(CancelDraft(draft_id=draft, version=sari.read(draft_by_id, draft).version, reason="Tidak jadi."))
    assert sari.read(pending_cases, sari.staff.office_id) == () and waiting(seat, sari) == 0


def test_a_preview_for_a_panti_that_was_only_chosen_stores_nothing(office, seat):
    ids = seat("bagus").run(RecordIntake(people=newcomers(office, 2))).done
    panti = seat("yusuf").staff
    ((title, pdf),) = seat("bagus").paper.preview("serahkan", ids, panti_office_id=panti.office_id)
    assert panti.office_name in all_text(pdf) and "Berita Acara" in title
    assert {row.panti_office_id for row in office.read(cases_by_id, ids)} == {None}


def test_no_such_letter_has_no_signer(office, seat):
    assert seat("sari").read(letter_signer, 999_999) == ""
