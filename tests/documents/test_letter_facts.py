"""Facts survive the database: the same JSON for the same facts, and back without a loss."""

import json
from dataclasses import replace

import pytest
from letter_cases import LETTER_CODES

from desktop.documents.extremes import longest_letter
from desktop.documents.facts import letter_facts_from_json, letter_facts_to_json
from desktop.documents.letters import render_letter
from desktop.documents.sample import sample_letter


@pytest.mark.parametrize("code", LETTER_CODES)
@pytest.mark.parametrize("make", [sample_letter, longest_letter])
def test_round_trip(code, make) -> None:
    facts = make(code)
    facts = replace(facts, letterhead=replace(facts.letterhead, emblem=bytes(range(256))), draft=True)
    text = letter_facts_to_json(facts)
    assert letter_facts_from_json(text) == facts
    assert letter_facts_to_json(letter_facts_from_json(text)) == text


def test_keys_are_sorted_and_text_stays_readable() -> None:
    text = letter_facts_to_json(sample_letter("bast"))
    plain = json.loads(text)
    assert list(plain) == sorted(plain)
    assert "± 1979" in text
    assert "\n" not in text


def test_thawed_facts_give_the_same_letter() -> None:
    facts = sample_letter("persetujuan")
    assert render_letter(letter_facts_from_json(letter_facts_to_json(facts))) == render_letter(facts)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"date": 3}'])
def test_other_text_is_no_facts(text) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        letter_facts_from_json(text)
