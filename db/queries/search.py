"""The always-there search and the candidates for "is this the same person?"; both answer from an index."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    and_,
    any_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)

from db.queries.gone import gone_word
from db.statements import SeesOneOffice
from db.tables.cases import application
from db.tables.papers import letter
from db.tables.people import SHORTEST_PART, membership, name_part, person, person_key

MOST_WORDS = 6
NEWEST_LETTERS = 5000
FEW = 2000


@dataclass(frozen=True, slots=True)
class PersonHit:
    """A person found: enough to recognise, nothing more. ``gone``: "meninggal" or "pindah" (L6)."""

    id: int
    registration: str
    nik: str | None
    name: str
    alias: str
    sex: str | None
    birth_place: str
    birth_date: date | None
    birth_estimated: bool
    address: str
    participant_number: str | None
    application_id: int | None
    status: str | None
    gone: str = ""


@dataclass(frozen=True, slots=True)
class LetterHit:
    """A letter found by its number."""

    id: int
    code: str
    number: str
    issued_on: date


_number = (
    select(func.max(membership.c.participant_number)).where(membership.c.person_id == person.c.id).scalar_subquery()
)
# The newest case is asked inside another subquery, too: only an explicit correlation reaches through both.
_case = (
    select(func.max(application.c.id)).where(application.c.person_id == person.c.id).correlate(person).scalar_subquery()
)
_newest = application.alias("newest")
_status = select(_newest.c.status).where(_newest.c.id == _case).correlate(person).scalar_subquery()
_PEOPLE = select(
    *(person.c[name] for name in ("id", "registration", "nik", "name", "alias", "sex", "birth_place", "birth_date")),
    person.c.birth_estimated,
    person.c.address,
    _number.label("participant_number"),
    _case.label("application_id"),
    _status.label("status"),
    func.coalesce(gone_word(person.c.id), "").label("gone"),
).where(person.c.merged_into.is_(None))


def _hits(connection: Connection, statement: Select[tuple[object, ...]]) -> tuple[PersonHit, ...]:
    return tuple(PersonHit(*row) for row in connection.execute(statement))


def people_by_number(connection: Connection, digits: str, limit: int = 12) -> tuple[PersonHit, ...]:
    """People whose NIK or participant number begins with what was typed, or whose registration it is."""
    digits = digits.strip()
    if not digits.isascii() or not digits.isdigit():
        return _hits(connection, _PEOPLE.where(person.c.registration == digits.upper()).limit(limit))
    # Two short walks along two indexes; one condition with OR would be a walk over everybody.
    stands = func.coalesce(person.c.merged_into, person.c.id)
    by_nik = select(stands).where(_begins(person.c.nik, digits, 16)).order_by(person.c.nik).limit(limit)
    number = membership.c.participant_number
    few = _few_in_sight(connection)
    if few is not None:
        carried = exists().where(membership.c.person_id == person.c.id, _begins(number, digits, 13))
        begun = or_(_begins(person.c.nik, digits, 16), carried)
        return _hits(connection, _PEOPLE.where(few, begun).order_by(person.c.id).limit(limit))
    by_number = select(membership.c.person_id).where(_begins(number, digits, 13)).order_by(number).limit(limit)
    ids = {*connection.scalars(by_nik), *connection.scalars(by_number)}
    return _hits(connection, _PEOPLE.where(person.c.id.in_(sorted(ids))).order_by(person.c.id).limit(limit))


def people_by_name(connection: Connection, tokens: Sequence[str], limit: int = 12) -> tuple[PersonHit, ...]:
    """People with a name word beginning with each of ``tokens`` (already normalised); where there are fewer than
    ``limit``, after them those whose words hold each token of three letters or more anywhere."""
    if not tokens:
        return ()
    words = sorted(set(tokens), key=lambda token: (-len(token), token))[:MOST_WORDS]
    few = _few_in_sight(connection)
    named = _named if few is None else partial(_named_among, those=few)
    found = named(connection, words=words, way=_BEGINNING, limit=limit)
    if len(found) < limit and len(words[0]) >= SHORTEST_PART:
        known = {hit.id for hit in found}
        more = named(connection, words=words, way=_HOLDING, limit=limit)
        found += tuple(hit for hit in more if hit.id not in known)[: limit - len(found)]
    return found


def _few_in_sight(connection: Connection) -> ColumnElement[bool] | None:
    """Somebody in sight, where those are so few that each of them is looked at sooner than the strangers who also fit: a
    panti with 200 residents, beside a register of a million, would walk past all others of a name. ``None`` elsewhere."""
    if not connection.scalar(select(SeesOneOffice())):
        return None
    own = select(func.acting_office()).scalar_subquery()
    people = select(application.c.person_id).union(select(person.c.id).where(person.c.office_id == own))
    ids = list(connection.scalars(people.limit(FEW + 1)))
    return None if len(ids) > FEW else person.c.id == any_(literal(ids, ARRAY(BigInteger)))


def _named_among(
    connection: Connection, those: ColumnElement[bool], words: Sequence[str], way: "_Way", limit: int
) -> tuple[PersonHit, ...]:
    statement = _PEOPLE.where(those)
    for word in words:
        key = person_key.alias()
        statement = statement.where(exists().where(key.c.person_id == person.c.id, way.seen(key.c.token, word)))
    return _hits(connection, statement.order_by(person.c.name).limit(limit))


@dataclass(frozen=True, slots=True)
class _Way:
    """How a typed word meets a name word: as an index is walked along it, and as one row is looked at."""

    walked: Callable[[str], Select[tuple[int]]]
    seen: Callable[[ColumnElement[str], str], ColumnElement[bool]]


def _named(connection: Connection, words: Sequence[str], way: _Way, limit: int) -> tuple[PersonHit, ...]:
    counts = _how_many(connection, words, way) if len(words) > 1 else {}
    if 0 in counts.values():
        return ()
    # The index is walked along the rarest word, the others are only looked up.
    first, *others = sorted(words, key=lambda word: counts.get(word, 0))
    ids = way.walked(first)
    for word in others:
        more = person_key.alias()
        ids = ids.where(exists().where(more.c.person_id == person_key.c.person_id, way.seen(more.c.token, word)))
    # Somebody is met more than once when several of his words fit. DISTINCT over all of them would end the walk only at
    # the last one, on a server; over thrice as many as are wanted it costs nothing.
    some = ids.limit(limit * 3).subquery()
    found = select(some.c.person_id).distinct().limit(limit).subquery()
    return _hits(connection, _PEOPLE.where(person.c.id.in_(select(found.c.person_id))).order_by(person.c.name))


def _walked(word: str) -> Select[tuple[int]]:
    return select(person_key.c.person_id).where(_prefix(person_key.c.token, word))


def _walked_inside(word: str) -> Select[tuple[int]]:
    if len(word) < SHORTEST_PART:
        return _walked(word)
    # Joined, not IN: the walk ends with the twelfth hit, where IN would first gather every word that fits.
    joined = name_part.join(person_key, person_key.c.token == name_part.c.token)
    return select(person_key.c.person_id).select_from(joined).where(_prefix(name_part.c.part, word))


def _seen_inside(column: ColumnElement[str], word: str) -> ColumnElement[bool]:
    return column.contains(word, autoescape=True) if len(word) >= SHORTEST_PART else _prefix(column, word)


def _how_many(connection: Connection, words: Sequence[str], way: _Way) -> dict[str, int]:
    """How many name words each of them meets, counted up to 1,000."""
    some = (way.walked(word).limit(1_000).subquery() for word in words)
    counts = [select(func.count()).select_from(one).scalar_subquery() for one in some]
    return dict(zip(words, connection.execute(select(*counts)).one(), strict=True))


def _begins(column: ColumnElement[str | None] | ColumnElement[str], digits: str, length: int) -> ColumnElement[bool]:
    # Digits sort alike in every language, so a padded range is answered by the plain index.
    return column.between(digits.ljust(length, "0"), digits.ljust(length, "9"))


def _prefix(column: ColumnElement[str], token: str) -> ColumnElement[bool]:
    return column.between(token, token + "\uffff")


_BEGINNING = _Way(_walked, _prefix)
_HOLDING = _Way(_walked_inside, _seen_inside)


def letters_by_number(connection: Connection, text: str, limit: int = 6) -> tuple[LetterHit, ...]:
    """Letters with this number, and among the newest 5,000 those whose number contains it, in capitals or not."""
    if not text.strip():
        return ()
    typed = text.strip()[:60]
    newest = select(func.max(letter.c.id)).scalar_subquery()
    part = and_(letter.c.id > newest - NEWEST_LETTERS, letter.c.number.icontains(typed, autoescape=True))
    whole = letter.c.id.in_(select(letter.c.id).where(letter.c.number.in_((typed, typed.upper()))))
    statement = select(letter.c.id, letter.c.code, letter.c.number, letter.c.issued_on).where(or_(whole, part))
    rows = connection.execute(statement.order_by(letter.c.id.desc()).limit(limit))
    return tuple(LetterHit(*row) for row in rows)


def candidates(
    connection: Connection,
    sounds: Sequence[str],
    *,
    without: int,
    birth_year: int | None,
    limit: int = 60,
) -> tuple[PersonHit, ...]:
    """People who might be the one searched: most shared name sounds first, then the nearest birth year.

    ``without`` is the person searched for. The result is a short list to be scored, not a decision.
    """
    if not sounds:
        return ()
    shared = func.count(func.distinct(person_key.c.sound))
    near = (
        select(person_key.c.person_id, shared.label("shared"))
        .where(person_key.c.sound.in_(sounds), person_key.c.person_id != without)
        .group_by(person_key.c.person_id)
        .order_by(shared.desc(), person_key.c.person_id)
        .limit(limit * 40)
        .subquery()
    )
    statement = _PEOPLE.join(near, near.c.person_id == person.c.id)
    order: list[ColumnElement[Any]] = [near.c.shared.desc()]
    if birth_year is not None:
        begin, end = date(birth_year - 3, 1, 1), date(birth_year + 3, 12, 31)
        order.append(case((person.c.birth_date.between(begin, end), 0), else_=1))
    return _hits(connection, statement.order_by(*order, person.c.id).limit(limit))
