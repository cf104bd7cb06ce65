"""Seals: what a card says is signed, read back without a network, and nothing else passes."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from probe import is_sentence

from desktop.documents.qr_symbol import SEAL_LETTERS, writable
from desktop.documents.sample import SPECIMEN_SEAL
from desktop.seal_check import check_seal
from desktop.seals import (
    MOST_LETTERS,
    PublicKey,
    SealedCard,
    key_name,
    keys_from_json,
    keys_to_json,
    new_key,
    open_seal,
    seal,
)
from desktop.sop.refusals import Refused

PAIR = new_key()
OTHER = new_key()
CARD = SealedCard(PAIR.key_id, "0001234567890", "DEWI LESTARI", 1998, date(2026, 11, 23), 1)
KEYS = {PAIR.key_id: PAIR.public}


def test_there_and_back() -> None:
    text = seal(PAIR.private, CARD)
    assert open_seal(text, KEYS) == CARD
    assert open_seal(f" {text.lower()}\r\n", KEYS) == CARD, "scanners add line ends, keyboards forget capitals"
    assert seal(PAIR.private, CARD) == text, "the same card, the same seal"


@given(
    number=st.integers(0, 10**13 - 1),
    name=st.text(st.characters(codec="utf-8"), min_size=1, max_size=120),
    year=st.integers(1900, 2100),
    copy=st.integers(1, 60_000),
)
def test_every_card_fits_the_symbol(number, name, year, copy) -> None:
    card = SealedCard(PAIR.key_id, f"{number:013d}", name, year, date(2026, 11, 23), copy)
    if not name.encode()[:18].decode("utf-8", "ignore").strip():
        return
    text = seal(PAIR.private, card)
    assert writable(text) and " " not in text and len(text) <= MOST_LETTERS == SEAL_LETTERS
    found = open_seal(text, KEYS)
    assert (found.participant_number, found.birth_year, found.copy) == (card.participant_number, year, copy)
    assert name.startswith(found.name.strip()) or found.name in name


def test_no_more_than_the_card_shows() -> None:
    assert len(open_seal(seal(PAIR.private, replace(CARD, name="RADEN MAS BAMBANG SUKOCO")), KEYS).name) <= 18
    assert set(SealedCard.__dataclass_fields__) == {
        *("key_id", "participant_number", "name", "birth_year", "issued", "copy")
    }


def test_every_changed_letter_is_found() -> None:
    text = seal(PAIR.private, CARD)
    for at in range(len(text)):
        for letter in "0A.":
            if text[at] != letter:
                with pytest.raises(Refused) as caught:
                    open_seal(text[:at] + letter + text[at + 1 :], KEYS)
                assert caught.value.code in {"not_a_seal", "unknown_key", "forged"}
                assert is_sentence(caught.value.sentence)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PADAN1:",
        "PADAN:0123456789abcdef",
        "0001234567890",
        "PADAN1:" + "0" * 30,
        "PADAN1:é",
        SPECIMEN_SEAL,
        "A" * 9999,
    ],
)
def test_what_is_no_seal(text) -> None:
    with pytest.raises(Refused, match="not_a_seal"):
        open_seal(text, KEYS)


def test_cut_off_and_prolonged() -> None:
    text = seal(PAIR.private, CARD)
    for wrong in (text[:-1], text[:-3], text + "A", text + "000", text[7:], "PADAN2:" + text[7:]):
        with pytest.raises(Refused):
            open_seal(wrong, KEYS)


def test_another_key_and_another_name_for_it() -> None:
    forged = seal(OTHER.private, CARD)
    with pytest.raises(Refused, match="forged"):
        open_seal(forged, KEYS)
    with pytest.raises(Refused, match="unknown_key"):
        open_seal(seal(OTHER.private, replace(CARD, key_id=OTHER.key_id)), KEYS)


def test_a_signature_for_something_else_is_none_for_a_card() -> None:
    """The same bytes signed without the purpose in front."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from desktop.seals import PREFIX, _read, _written

    whole = _read(seal(PAIR.private, CARD))
    assert whole is not None
    plain = Ed25519PrivateKey.from_private_bytes(PAIR.private).sign(whole[:-64])
    with pytest.raises(Refused, match="forged"):
        open_seal(PREFIX + _written(whole[:-64] + plain), KEYS)


def test_a_key_file_carries_public_halves_only() -> None:
    line = PublicKey(PAIR.key_id, PAIR.public, "Panti Ünik", "")
    text = keys_to_json([line, PublicKey(OTHER.key_id, OTHER.public, "Lain", "2026-11-01")])
    assert keys_from_json(text) == (line, PublicKey(OTHER.key_id, OTHER.public, "Lain", "2026-11-01"))
    import base64

    for pair in (PAIR, OTHER):
        assert base64.b64encode(pair.private).decode() not in text and pair.private.hex() not in text


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"kunci": 3}', '{"kunci": [{}]}', "null", '{"padan": "lain", "kunci": []}']
)
def test_what_is_no_key_file(text) -> None:
    with pytest.raises(Refused, match="bad_key_file") as caught:
        keys_from_json(text)
    assert is_sentence(caught.value.sentence)


def test_a_key_cannot_take_the_name_of_another() -> None:
    assert key_name(PAIR.public) == PAIR.key_id != OTHER.key_id
    plain = json.loads(keys_to_json([PublicKey(PAIR.key_id, OTHER.public, "Palsu")]))
    with pytest.raises(Refused, match="bad_key_file"):
        keys_from_json(json.dumps(plain))


def test_offline_says_who_when_and_what_is_not_known() -> None:
    verdict = check_seal(seal(PAIR.private, CARD), [PublicKey(PAIR.key_id, PAIR.public, "Panti Satu")])
    assert verdict.valid and verdict.office == "Panti Satu" and verdict.state == ""
    for part in (
        "0001 2345 67890",
        "DEWI LESTARI",
        "lahir 1998",
        "cetakan ke-1",
        "23-11-2026",
        "Panti Satu",
        "Tanpa basis",
    ):
        assert part in verdict.sentence


def test_a_retired_key_seals_nothing_new() -> None:
    text = seal(PAIR.private, CARD)
    assert check_seal(text, [PublicKey(PAIR.key_id, PAIR.public, "P", "2026-11-23")]).valid
    with pytest.raises(Refused, match="forged"):
        check_seal(text, [PublicKey(PAIR.key_id, PAIR.public, "P", "2026-11-22")])


def test_only_thirteen_digits_are_sealed() -> None:
    with pytest.raises(ValueError):
        seal(PAIR.private, replace(CARD, participant_number="123"))
