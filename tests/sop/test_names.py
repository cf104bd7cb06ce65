"""Names: cleaning, sentences, alias, search words, and the spellings of one spoken name."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.sop.names import PersonName, check_name, name_tokens, normalise_name, similarity, sound_key, split_alias


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  Sri \u00a0 Wulandari\t", "Sri Wulandari"),
        ("Sri\u200b\u202eWulandari\u200f", "SriWulandari"),
        ("Jose\u0301", "José"),
        ("O’Neil", "O'Neil"),
        ("Sri\r\nAyu", "Sri Ayu"),
        ("\ud800Sri", "Sri"),
        (None, ""),
    ],
)
def test_normalise(raw: object, clean: str) -> None:
    assert normalise_name(raw) == clean


@given(st.text(max_size=300))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise_name(text)
    assert normalise_name(once) == once
    assert not any(unicodedata.category(letter) in ("Cc", "Cf", "Cs") for letter in once)
    once.encode("utf-8")


@given(st.text(max_size=300), st.text(max_size=300))
def test_no_text_breaks_the_tools(one: str, other: str) -> None:
    person = split_alias(one)
    assert not (person.nameless and person.name)
    check_name(one)
    assert all(token == token.casefold() for token in name_tokens(one))
    assert all(sound_key(token) for token in name_tokens(one))
    assert 0 <= similarity(one, other) <= 100
    assert similarity(one, other) == similarity(other, one)


@pytest.mark.parametrize(
    ("name", "code", "severity"),
    [
        ("", "nama_kosong", "error"),
        (" \u200b ", "nama_kosong", "error"),
        ("A" * 200, "nama_panjang", "error"),
        ("Sri 😀", "nama_simbol", "error"),
        ("=cmd|calc", "nama_simbol", "error"),
        ("محمد", "nama_bukan_latin", "error"),
        ("Sri王", "nama_bukan_latin", "error"),
        ("...", "nama_tanpa_huruf", "error"),
        ("Sri2", "nama_angka", "warning"),
        ("Sri\u202eirS", "nama_tersembunyi", "warning"),
        ("Sri\x00Ayu", "nama_tersembunyi", "warning"),
    ],
)
def test_a_strange_name_gets_a_sentence(name: str, code: str, severity: str) -> None:
    found = check_name(name)
    assert [(one.code, one.severity) for one in found] == [(code, severity)]
    assert found[0].sentence.endswith(".")


@pytest.mark.parametrize(
    "name", ["Sri", "O'Neil", "Siti Nur'aini", "Dr. H. Ahmad, S.H.", "Nguyễn", "Anak-Agung", 'D\'Cruz "Jek"', "A" * 100]
)
def test_ordinary_names_pass(name: str) -> None:
    assert check_name(name) == ()


@pytest.mark.parametrize(
    ("written", "name", "alias", "nameless"),
    [
        ("Sri alias Bang Jek", "Sri", "Bang Jek", False),
        ("Sri als. Jek", "Sri", "Jek", False),
        ("Sri (Bang Jek)", "Sri", "Bang Jek", False),
        ('Sri "Jek"', "Sri", "Jek", False),
        ("Sri / Jek", "Sri", "Jek", False),
        ("Sri biasa dipanggil Jek", "Sri", "Jek", False),
        ("TANPA NAMA (Mr. X)", "", "Mr. X", True),
        ("tanpa nama", "", "", True),
        ("Mr. X", "", "Mr. X", True),
        ("tidak diketahui", "", "", True),
        ("-", "", "", True),
        ("Sri (alm)", "Sri (alm)", "", False),
        ("Natalias", "Natalias", "", False),
        ("", "", "", False),
    ],
)
def test_alias(written: str, name: str, alias: str, nameless: bool) -> None:
    assert split_alias(written) == PersonName(name, alias, nameless)


def test_search_words_have_no_titles_accents_or_degrees() -> None:
    assert name_tokens("Hj. Siti  AMINAH, S.Pd., M.Si.") == ("siti", "aminah")
    assert name_tokens("dr. José O'Neil") == ("jose", "oneil")
    assert name_tokens("H.") == ("h",)
    assert name_tokens("") == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *[("Soeharto", "Suharto"), ("Djoko", "Joko"), ("Tjahjo", "Cahyo"), ("Achmad", "Ahmad"), ("Akhmad", "Ahmad")],
        *[("Mochammad", "Muhamad"), ("Muh.", "Mohammad"), ("Sitti", "Siti"), ("Jusup", "Yusuf"), ("Sjarif", "Syarif")],
        *[
            ("Fauzi", "Pausi"),
            ("Aisyah", "Aisjah"),
            ("Noerhajati", "Nurhayati"),
            ("Hery", "Heri"),
            ("Annisa", "Anisah"),
        ],
        *[("Abdoel", "Abd"), ("Budhi", "Budi")],
    ],
)
def test_spellings_of_one_spoken_name(one: str, other: str) -> None:
    assert [sound_key(token) for token in name_tokens(one)] == [sound_key(token) for token in name_tokens(other)]
    assert similarity(one, other) >= 95


def test_similarity_orders_what_people_would_order() -> None:
    assert similarity("Siti Aminah", "Aminah Siti") == 100
    assert similarity("M. Ali", "Muhammad Ali") >= 95
    assert 75 <= similarity("Siti", "Siti Aminah") <= 85
    assert similarity("Lina Marlina", "Lina Prasetyo") < 60
    assert similarity("Budi", "Sri") < 40
    assert similarity("", "Sri") == 0
