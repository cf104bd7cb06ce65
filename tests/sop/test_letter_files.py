"""A letter's file: its name on any disk and in any e-mail."""

import pytest

from desktop.sop.letter_files import MOST_CHECKED, MOST_SIGNED, file_name, refuse_too_large, refuse_too_large_signed
from desktop.sop.refusals import Refused


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("400.9.4.1/017/PSBI/XI/2026", "400.9.4.1-017-PSBI-XI-2026.pdf"),
        ("../../etc/passwd", "etc-passwd.pdf"),
        ("400/é/1", "400---1.pdf"),
        ("...", "surat.pdf"),
        ("", "surat.pdf"),
    ],
)
def test_a_number_becomes_a_name(number, name) -> None:
    assert file_name(number) == name
    assert file_name(number, void=True) == f"BATAL-{name}"


@pytest.mark.parametrize(("refuse", "most"), [(refuse_too_large, MOST_CHECKED), (refuse_too_large_signed, MOST_SIGNED)])
def test_the_largest_is_taken_and_one_byte_more_is_not(refuse, most) -> None:
    refuse(most)
    with pytest.raises(Refused, match="too_large"):
        refuse(most + 1)
