"""Patterns of letter numbers: what they give, and where a wrong one is wrong."""

import pytest

from desktop.sop.letters import read_kind
from desktop.sop.numbering import LONGEST, NUMBERING, TOKENS, check_pattern, format_number
from desktop.sop.refusals import Refused, WrongDeclaration

FACTS = {"digits": 3, "code": "400.9.4.1", "agenda": 17, "unit": "PSBI", "month": 11, "year": 2026}


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        (NUMBERING, "400.9.4.1/017/PSBI/XI/2026"),
        ("{agenda}/{kode}-{unit}/{bulan}/{tahun}", "017/400.9.4.1-PSBI/11/2026"),
        ("B-{agenda}.{tahun}", "B-017.2026"),
        ("{tahun}{agenda}", "2026017"),
    ],
)
def test_what_a_pattern_gives(pattern, number):
    assert format_number(pattern, **FACTS) == number
    check_pattern(pattern, unit="PSBI")


def test_a_wide_agenda_number_is_never_cut():
    assert format_number("{agenda}", **FACTS | {"agenda": 12345}) == "12345"


def test_values_with_braces_are_not_read_again():
    assert format_number("{unit}/{agenda}", **FACTS | {"unit": "{tahun}"}) == "{tahun}/017"


@pytest.mark.parametrize(
    ("pattern", "code", "said"),
    [
        ("{kode}/{agenda}/{tahn}", "pattern_token", "{tahn} di huruf ke-17 tidak dikenal"),
        ("{agenda.__class__}/{tahun}", "pattern_token", "huruf ke-1"),
        ("{0}/{agenda}/{tahun}", "pattern_token", "{0}"),
        ("{}/{agenda}/{tahun}", "pattern_token", "huruf ke-1"),
        ("{Agenda}/{tahun}", "pattern_token", "{agenda}"),
        ("{kode}/{tahun}", "pattern_agenda", "{agenda}"),
        ("", "pattern_agenda", "{agenda}"),
        ("{kode}/{agenda}", "pattern_year", "{tahun}"),
        ("{kode}/{agenda/{tahun}", "pattern_braces", "huruf ke-8"),
        ("{kode}/agenda}/{tahun}", "pattern_braces", "huruf ke-14"),
        ("{agenda}/{tahun", "pattern_braces", "huruf ke-10"),
        ("{agenda}/{tahun}\n", "pattern_sign", "huruf ke-17"),
        ("№{agenda}/{tahun}", "pattern_sign", "huruf ke-1"),
        ("🩹{agenda}/{tahun}", "pattern_sign", "huruf ke-1"),
        ("{agenda}/{tahun}/" + "A" * 60, "pattern_long", str(LONGEST)),
        ("{agenda}/{tahun}" + "/{unit}" * 9, "pattern_long", str(LONGEST)),
    ],
)
def test_a_wrong_pattern_is_refused_with_its_place(pattern, code, said):
    with pytest.raises(Refused, match=code) as caught:
        check_pattern(pattern, unit="PANTISOSIAL")
    assert said in caught.value.sentence and caught.value.sentence.endswith(".")


@pytest.mark.parametrize("digits", [0, 7, -1])
def test_digits_have_a_range(digits):
    with pytest.raises(Refused, match="pattern_digits"):
        check_pattern(NUMBERING, digits=digits)


def test_one_pattern_for_all_letters_needs_the_code():
    """Two classifications have their own series: without the code both would write 001."""
    check_pattern("{agenda}/{unit}/{tahun}")
    with pytest.raises(Refused, match="pattern_code"):
        check_pattern("{agenda}/{unit}/{tahun}", for_all=True)


def test_every_token_is_explained_in_the_refusal():
    with pytest.raises(Refused) as caught:
        check_pattern("{x}")
    assert all(f"{{{token}}}" in caught.value.sentence for token in TOKENS)


def test_a_template_with_a_wrong_pattern_is_refused_by_name():
    text = 'code = "x"\ntitle = "X"\nclassification = "1"\nnumbering = "{agenda}/{thn}"\n'
    with pytest.raises(WrongDeclaration, match="numbering") as caught:
        read_kind(text, "templat kantor: x")
    assert "{thn}" in caught.value.sentence
