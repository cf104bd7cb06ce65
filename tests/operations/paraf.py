"""A draft and its officials: fixtures and short ways for the tests of the paraf hierarki."""

import pypdfium2
import pytest
from chain import bring, seen, waiting
from probe import is_sentence

from db.queries.cases import cases_by_id
from db.queries.drafts import (
    draft_by_id,
    draft_cases,
)
from desktop.operations.initial_draft import InitialDraft, ReturnDraft
from desktop.operations.manage_signers import SaveParafRules
from desktop.operations.manage_staff import AddStaff
from desktop.operations.move import Move
from desktop.operations.submit_draft import CancelDraft, ResubmitDraft, SubmitDraft
from desktop.sop.refusals import Refused
from tests.shelf import staged

KABID, SEKDIS = "Kepala Bidang Rehabilitasi Sosial", "Sekretaris Dinas Sosial"


@pytest.fixture
def officers(office, seat, clock, password):
    """Two superiors at Dinas Sosial, whose paraf every recommendation needs from now on."""
    staged(office.database.url, ("officers", clock.now), lambda: _appoint(seat, password))


def _appoint(seat, password):
    office_id = seat("sari").staff.office_id
    for name, roles in (("kabid", {"dinsos"}), ("sekdis", set())):
        new = AddStaff(
            username=name, name=f"Ibu {name}", office_id=office_id, roles=frozenset(roles), password=password
        )
        seat("admin").run(new)
    steps = ((KABID, seat("kabid").staff.id), (SEKDIS, seat("sekdis").staff.id))
    seat("admin").run(SaveParafRules(office_id=office_id, code="rekomendasi", steps=steps))


@pytest.fixture
def submitted(office, seat, clock, password):
    """A draft for three people, handed in by Sari, that the ``officers`` initial; gives its id."""

    def play():
        _appoint(seat, password)
        bring(seat, clock, "menunggu_rekomendasi")
        return submit(seat, waiting(seat("sari"), "menunggu_rekomendasi")).data["draft"]

    # One copy of the last stage instead of one of each on the way.
    return staged(office.database.url, ("submitted", clock.now), play)


def submit(seat, rows, **more):
    return seat("sari").run(SubmitDraft(procedure="wbs", action="rekomendasikan", cases=seen(rows), **more))


def initial(seat, name, draft_id):
    return seat(name).run(InitialDraft(draft_id=draft_id, version=_version(seat(name), draft_id)))


def _version(seat, draft_id):
    """As this clerk sees it; on a server a draft of another office is not there, and any version is as good."""
    found = seat.read(draft_by_id, draft_id)
    return found.version if found else 1


def send_back(seat, name, draft_id, reason="Gelar salah"):
    version = _version(seat(name), draft_id)
    return seat(name).run(ReturnDraft(draft_id=draft_id, version=version, reason=reason))


def again(seat, draft_id, **more):
    version = seat("sari").read(draft_by_id, draft_id).version
    return seat("sari").run(ResubmitDraft(draft_id=draft_id, version=version, **more))


def cancel(seat, name, draft_id, reason="Tidak jadi"):
    version = _version(seat(name), draft_id)
    return seat(name).run(CancelDraft(draft_id=draft_id, version=version, reason=reason))


def issue(seat, draft_id, name="sari", **more):
    cases = more.pop("cases", None)
    if cases is None:
        cases = seen(seat(name).read(cases_by_id, [one for one, _ in seat(name).read(draft_cases, draft_id)]))
    return seat(name).run(Move(procedure="wbs", action="rekomendasikan", cases=cases, draft_id=draft_id, **more))


def initialled(seat, draft_id):
    initial(seat, "kabid", draft_id)
    initial(seat, "sekdis", draft_id)


def refused(code, wish):
    with pytest.raises(Refused, match=f"^{code}$") as caught:
        wish()
    assert is_sentence(caught.value.sentence)
    return caught.value


def text_of(pdf):
    return "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))
