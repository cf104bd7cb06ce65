"""What Ctrl+K finds: people by number or name, letters by number; answers the top bar's search box (K1)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from db.queries.search import LetterHit, PersonHit, letters_by_number, people_by_name, people_by_number
from desktop.sop.letters import letter_kind
from desktop.sop.names import name_tokens
from desktop.sop.procedure import with_status
from desktop.sop.refusals import WrongDeclaration
from desktop.ui.desk import Office
from desktop.ui.format import DOT, age, day, masked_nik, sex_word
from desktop.ui.shell.search import LONGEST, Hit

FEWEST_DIGITS = 3
MOST_DIGITS = 16
MOST_WORDS = 6
MOST_HITS = 8

Found = tuple[tuple[PersonHit, ...], tuple[LetterHit, ...]]


def find(connection: Any, text: str) -> Found:
    """(people, letters) for what was typed: at most 200 signs, at most eight answers together.

    With a digit or a stroke: NIK, participant, registration and letter numbers; words alone: names.
    The text is always a value of the statement, never a part of it.
    """
    words = " ".join(text[:LONGEST].replace("\x00", "").split())
    people = {hit.id: hit for hit in (*_by_number(connection, words), *_by_name(connection, words))}
    letters: tuple[LetterHit, ...] = ()
    if len(words) >= FEWEST_DIGITS and any(sign.isdigit() or sign == "/" for sign in words):
        letters = letters_by_number(connection, words, limit=4)
    return tuple(people.values())[: MOST_HITS - len(letters)], letters


def _by_number(connection: Any, words: str) -> Sequence[PersonHit]:
    digits = "".join(sign for sign in words if sign not in " .-")
    if digits.isascii() and digits.isdigit() and FEWEST_DIGITS <= len(digits) <= MOST_DIGITS:
        return people_by_number(connection, digits, limit=MOST_HITS)
    if words[:2].upper() in {"W-", "P-"}:
        return people_by_number(connection, words.upper(), limit=MOST_HITS)
    return ()


def _by_name(connection: Any, words: str) -> Sequence[PersonHit]:
    if any(sign.isdigit() for sign in words):
        return ()
    tokens = name_tokens(words)[:MOST_WORDS]
    return people_by_name(connection, tokens, limit=MOST_HITS) if tokens else ()


def search(office: Office, text: str, looks: Any = None) -> tuple[Hit, ...]:
    """The answers as rows of the search box, remembered in ``looks`` for the journal; never on the GUI thread."""
    found = office.read(find, text)
    if looks is not None:
        looks.note_search(text, tuple(hit.id for hit in found[0]), len(found[1]))
    return hits(office, found)


def hits(office: Office, found: Found) -> tuple[Hit, ...]:
    """Answers as rows of the search box."""
    people, letters = found
    today = office.now().date()
    return tuple(_person(today, hit) for hit in people) + tuple(_letter(hit) for hit in letters)


def _person(today: date, hit: PersonHit) -> Hit:
    years = age(hit.birth_date, today)
    about = "" if years is None else f"{'± ' if hit.birth_estimated else ''}{years} tahun"
    number = masked_nik(hit.nik) if hit.nik else hit.registration
    line = DOT.join(part for part in (sex_word(hit.sex or ""), about, number) if part)
    name = hit.name or f"Tanpa nama ({hit.alias or hit.registration})"
    title = f"{name} alias {hit.alias}" if hit.name and hit.alias else name
    if hit.gone:
        return Hit(title, line, hit.gone, "bad", "orang", hit.id)
    if hit.status is None:
        return Hit(title, line, "data kependudukan", "plain", "orang", hit.id)
    status = with_status(hit.status).status(hit.status)
    return Hit(title, line, status.label, "plain" if status.tone == "muted" else status.tone, "orang", hit.id)


def _letter(hit: LetterHit) -> Hit:
    try:
        title = letter_kind(hit.code).title
    except WrongDeclaration:
        title = "Surat"
    return Hit(hit.number, f"{title}{DOT}{day(hit.issued_on)}", "surat", "info", "surat", hit.id)
