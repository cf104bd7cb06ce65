"""Search among a million invented people, made by a few statements: by NIK, by card number, by the middle of a name.

Every figure is the 95th of a hundred different questions (of ``ASKED``), beside its aim; ``PADAN_BENCH_PEOPLE`` narrows
the city, ``PADAN_BENCH_ON`` the databases. On the server also as the clerk of Dukcapil and of the panti, behind the walls.
"""

import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, select, text

from db.queries.search import people_by_name, people_by_number
from db.registry.words import learn_words
from db.tables.people import membership, person
from desktop.office import Office
from desktop.practice import fill as practice
from desktop.settings import sqlite_url
from desktop.sop.names import name_tokens
from tests.bench import registry
from tests.bench.data import command, server
from tests.bench.painted import _until, desk
from tests.conftest import give_back, seats_of

PEOPLE = int(os.environ.get("PADAN_BENCH_PEOPLE", "1000000"))
KINDS = os.environ.get("PADAN_BENCH_ON", "sqlite postgresql").split()
ASKED, PAINTED = 200, 20
_ODD = 7919  # prime: numbers in no order, none twice
Ask = Callable[[Any, str], object]


def _listed(words: list[str]) -> str:
    return " ".join(f"WHEN {at} THEN '{word}'" for at, word in enumerate(words))


def populate(connection: Connection, first: int, people: int) -> None:
    """People, their words and their cards, set by set."""
    native = connection.dialect.name == "postgresql"
    day, moment = ("DATE '1950-01-01' + n % 25000", "now()") if native else (
        "date('1950-01-01', '+' || (n % 25000) || ' days')",
        "'2026-01-01T00:00:00.000000Z'",
    )  # fmt: skip
    given, family = registry.FIRST, registry.LAST
    ends = registry.ENDINGS
    middle = " || ".join(f"CASE (n / {len(ends) ** place}) % {len(ends)} {_listed(ends)} END" for place in range(3))
    numbers = f"WITH RECURSIVE many (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM many WHERE n < {people - 1})"
    connection.execute(text("CREATE TEMPORARY TABLE folk (n INTEGER PRIMARY KEY, one TEXT, two TEXT, three TEXT)"))
    connection.execute(
        text(
            f"INSERT INTO folk {numbers} SELECT n, CASE (n * 31) % {len(given)} {_listed(given)} END,"
            f" CASE n % {len(family)} {_listed(family)} END,"
            f" substr(CASE (n / {len(ends) ** 3}) % {len(given)} {_listed(given)} END, 1, 4) || {middle} FROM many"
        )
    )
    digits = "lpad(({0})::text, {1}, '0')" if native else "substr('0000000000000000' || ({0}), -{1})"
    number = "n::bigint" if native else "n"
    nik = "'32' || " + digits.format(f"10000000 + ({number} * {_ODD}) % 99999989", 14)
    card = "'9' || " + digits.format(f"({number} * {_ODD}) % 999999937", 12)
    for words in (
        "INSERT INTO person (id, registration, nik, name, alias, sex, birth_date, birth_estimated, created_at, office_id)"
        f" SELECT {first} + n, 'B-' || n, {nik}, one || ' ' || two || ' ' || three, '', 'L', {day}, false, {moment}, 1 FROM folk",
        "INSERT INTO person_key (person_id, token, sound)"
        f" SELECT {first} + n, lower(one), lower(one) FROM folk UNION ALL SELECT {first} + n, lower(two), lower(two) FROM folk"
        f" UNION ALL SELECT {first} + n, lower(three), lower(three) FROM folk",
        "INSERT INTO membership (person_id, participant_number, segment, payer, facility, valid_from, created_at)"
        f" SELECT {first} + n, {card}, 'pbi_kota', 'apbd_kota', '', {day}, {moment} FROM folk",
    ):
        connection.execute(text(words))
    learn_words(connection, select(person.c.id).where(person.c.id >= first))
    connection.execute(text("DROP TABLE folk"))


@contextmanager
def city(kind: str, base: str, folder: Path) -> Iterator[Office]:
    """A practice office in which a million people are known, thrown away afterwards."""
    name = f"padan_bench_{uuid4().hex[:8]}"
    url = sqlite_url(folder / f"{name}.db") if kind == "sqlite" else f"{base.rpartition('/')[0]}/{name}"
    if kind == "postgresql":
        command(base, f'CREATE DATABASE "{name}"')
    office = Office(url, folder, practice=True, clock=lambda: registry.NOW)
    practice(office)
    begun = time.perf_counter()
    with office.database.write() as connection:
        registry.guards_down(connection)
        populate(connection, (connection.scalar(text("SELECT max(id) FROM person")) or 0) + 1, PEOPLE)
        office.database.backend.install_guards(connection)
    if kind == "postgresql":  # as its autovacuum does; nobody does it for SQLite
        with office.database.write() as connection:
            connection.execute(text("ANALYZE"))
    print(f"# {kind}: {PEOPLE:,} people in {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
    yield office
    office.close()
    if kind == "postgresql":
        command(base, f'DROP DATABASE "{name}" WITH (FORCE)')


def questions(office: Office) -> dict[str, tuple[Ask, list[str]]]:
    """What is asked for, from people of every part of the city."""
    dice = random.Random(11)
    ids = [dice.randrange(100, PEOPLE) for _ in range(ASKED)]
    with office.database.read() as connection:
        rows = connection.execute(
            select(person.c.nik, person.c.name, membership.c.participant_number)
            .join(membership, membership.c.person_id == person.c.id)
            .where(person.c.id.in_(ids))
        ).all()
    names = [name_tokens(row.name) for row in rows]

    def part(word: str) -> str:
        long = dice.randint(3, max(min(6, len(word) - 1), 3))
        at = dice.randint(1, max(len(word) - long, 1))
        return word[at : at + long]

    def by_number(own: Any, typed: str) -> object:
        return own.read(people_by_number, typed)

    def by_name(own: Any, typed: str) -> object:
        return own.read(people_by_name, tuple(typed.split()))

    return {
        "a whole NIK": (by_number, [row.nik for row in rows]),
        "seven digits of a NIK": (by_number, [row.nik[:7] for row in rows]),
        "a card number": (by_number, [row.participant_number for row in rows]),
        "eight digits of a card number": (by_number, [row.participant_number[:8] for row in rows]),
        "a word's beginning": (by_name, [words[-1][:5] for words in names]),
        "the middle of a rare word": (by_name, [part(words[-1]) for words in names]),
        "the middle of any word": (by_name, [part(dice.choice(words)) for words in names]),
        "the middles of two words": (by_name, [f"{part(words[0])} {part(words[-1])}" for words in names]),
        "two middles that nobody has": (by_name, [f"{part(words[0])} {part(words[1])}xq" for words in names]),
    }


def slowest(own: Any, ask: Ask, typed: list[str]) -> float:
    """The 95th of a hundred, in ms: of different questions, each the best of three, for others use the processors too."""
    taken = []
    for words in typed:
        turns = []
        for _ in range(3):
            begun = time.perf_counter()
            ask(own, words)
            turns.append((time.perf_counter() - begun) * 1000)
        taken.append(min(turns))
    return statistics.quantiles(taken, n=20)[-1]


def painted(office: Office, folder: Path, typed: list[str]) -> float:
    """The same until the list below the field is painted."""
    driver = desk(office, folder, "andi", "nik")
    box, taken = driver.window.stage.topbar.search, []
    try:
        for words in typed:
            turns = []
            for _ in range(3):
                driver.settle()
                box.close_drop()
                box.blockSignals(True)
                box.setText(words)
                box.blockSignals(False)
                box.setFocus()
                begun = time.perf_counter()
                box._ask()
                _until(driver, box.hits)
                turns.append((time.perf_counter() - begun) * 1000)
            taken.append(min(turns))
    finally:
        driver.close()
    return statistics.quantiles(taken, n=20)[-1]


def measure(row: Callable[[str, float, float, str, str], object]) -> Iterator[object]:
    """p95 of each question on both databases, against its aim."""
    with server() as base, TemporaryDirectory(prefix="padan-bench-") as name:
        for kind in KINDS:
            with city(kind, base, Path(name)) as office:
                asked = questions(office)
                who: dict[str, Any] = {kind: office}
                if kind == "postgresql":
                    seat = seats_of(office)
                    who |= {f"{kind}, {clerk}": seat(clerk).office for clerk in ("andi", "yusuf")}
                for label, own in who.items():
                    for what, (ask, typed) in asked.items():
                        slowest(own, ask, typed[:20])
                        yield row(f"{label}: {what}", slowest(own, ask, typed), 20, "ms", "p95 < 20 ms")
                middles = asked["the middle of any word"][1][:PAINTED]
                for what, typed in (("middles of words", middles), ("NIK", asked["a whole NIK"][1][:PAINTED])):
                    yield row(f"{kind}: {what}, painted", painted(office, Path(name), typed), 60, "ms", "p95 < 60 ms")
                if kind == "postgresql":
                    give_back(office)
