"""Scans of papers: checked by content, kept with the person, journalled."""

import pytest
from chain import bring

from db.queries.cases import cases_by_id
from db.queries.scans import scan_file, scans_of_person
from desktop.operations.attach_scan import MOST_BYTES, AttachScan
from desktop.sop.refusals import Refused

PDF = b"%PDF-1.7 contoh"


def test_kept_with_the_person_and_found_again(office, seat, clock):
    case = bring(seat, clock, "diterima", 1)[0]
    seat("yusuf").run(AttachScan(application_id=case, label="  Surat dari   RT ", content=PDF))
    person = office.read(cases_by_id, [case])[0].person_id
    found = office.read(scans_of_person, person)
    assert [(row.label, row.media_type, row.clerk) for row in found] == [
        ("Surat dari RT", "application/pdf", "Yusuf Hidayat")
    ]
    assert office.read(scan_file, found[0].id) == PDF


WRONG = [
    ({"content": b"MZ\x90 bukan surat"}, "not_a_scan"),
    ({"content": b"%PDF-" + b"x" * MOST_BYTES}, "scan_too_big"),
    ({"label": "   "}, "label_needed"),
    ({"application_id": 99999}, "gone"),
]


@pytest.mark.parametrize(("change", "code"), WRONG)
def test_refused_with_a_sentence(seat, clock, change, code):
    case = bring(seat, clock, "diterima", 1)[0]
    with pytest.raises(Refused, match=code) as caught:
        seat("yusuf").run(AttachScan(**({"application_id": case, "label": "Surat", "content": PDF} | change)))
    assert caught.value.sentence.endswith(".")


def test_another_agency_adds_nothing(seat, clock):
    case = bring(seat, clock, "diterima", 1)[0]
    with pytest.raises(Refused, match="other_office"):
        seat("ratna").run(AttachScan(application_id=case, label="Surat", content=PDF))
