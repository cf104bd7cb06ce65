"""Who took something out of Padan, in words."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from desktop.sop.taking import taken_by, who_gets_it

AT = datetime(2026, 11, 28, 14, 5, tzinfo=ZoneInfo("Asia/Jakarta"))


def test_name_office_and_moment():
    said = taken_by(" Sari  Wulandari", "Dinas Sosial", AT)
    assert said == "Diambil oleh Sari Wulandari (Dinas Sosial) 28 November 2026 14.05 – memuat data pribadi"
    assert (
        taken_by("Sari", "Dinas Sosial", AT, personal=False)
        == "Diambil oleh Sari (Dinas Sosial) 28 November 2026 14.05"
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Dinas   Sosial,\trapat ", "Dinas Sosial, rapat"),
        ("RT 3", ""),
        ("....", ""),
        ("12345", ""),
        ("", ""),
        ("BPJS", "BPJS"),
    ],
)
def test_a_recipient_names_somebody(typed, kept):
    assert who_gets_it(typed) == kept
