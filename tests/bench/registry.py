"""A registry of invented people, as large as asked, written straight into the tables with the guards down.

Most cases are finished; the queues of the desks have the same absolute size however large the registry is, as in an office
where the old cases grow and the day's work does not.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, text

from db.database import Database
from db.tables.cases import application, batch, batch_member, step_run, wbs_health, wbs_profile
from db.tables.papers import letter, letter_subject
from db.tables.people import membership, person, person_key
from desktop.sop.names import sound_key

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LIST = 20
# Where ~2,000 people wait: (status, office, step, people). Offices are those of the practice office.
WAITING = (
    *(
        ("dijangkau", 1, 1, 120),
        ("diserahkan", 2, 2, 100),
        ("diterima", 2, 2, 140),
        ("menunggu_rekomendasi", 3, 3, 180),
    ),
    *(("menunggu_nik", 4, 4, 240), ("perbaikan_nik", 4, 4, 20), ("nik_tersedia", 2, 5, 160)),
    *(("menunggu_validasi", 5, 6, 640), ("disetujui", 6, 7, 240), ("eid_terbit", 5, 8, 80), ("eid_diterima", 2, 9, 80)),
)
GIVEN = """Siti Sri Muhamad Ahmad Nur Dewi Budi Agus Eko Dwi Tri Rini Wati Yanti Slamet Sutrisno Bambang Hendra Joko Andi
Rudi Yusuf Ibrahim Fatimah Aminah Khadijah Maria Yohanes Petrus Made Wayan Ketut Nyoman Putu Asep Cecep Ujang Neneng Euis
Tuti Sumarni Suparman Sugeng Wahyu Rahmat Hidayat Iwan Dedi Deni Rina Lina Maya Ratna Endang Sulastri Paijo Tukiman"""
FAMILY = """Santoso Wijaya Hidayat Lestari Rahayu Pratama Saputra Kusuma Nugroho Setiawan Wibowo Susanto Purnomo Hartono
Suryadi Firmansyah Ramadhan Maulana Simanjuntak Siregar Nasution Lubis Harahap Situmorang Manurung Tampubolon Sitorus
Wulandari Anggraini Permata Utami Handayani Astuti Mulyani Rahmawati Kurniawan Gunawan Iskandar Abdullah Hasan Usman"""
SYLLABLES = "na ta ri di man to wan yo ni la sa ma ka di ro"
FIRST, LAST, ENDINGS = GIVEN.split(), FAMILY.split(), SYLLABLES.split()


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one case stands."""

    status: str
    office: int
    step: int


def names(dice: random.Random) -> tuple[str, str, str]:
    """Two common words and a rare one, as names are: a few words on half of all people, thousands on a handful."""
    rare = dice.choice(FIRST)[:4] + dice.choice(ENDINGS) + dice.choice(ENDINGS) + dice.choice(ENDINGS)
    return FIRST[int(dice.paretovariate(1.1)) % len(FIRST)], dice.choice(LAST), rare


def spots(people: int) -> Iterator[Spot]:
    """Finished cases first, then those who wait, oldest registered first."""
    waiting = [Spot(status, office, step) for status, office, step, count in WAITING for _ in range(count)]
    finished = people - len(waiting)
    return iter([Spot("selesai", 2, 9)] * finished + waiting)


class Filler:
    """Writes rows of one table in large parts: COPY on PostgreSQL, plain statements on SQLite."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.native = connection.dialect.name == "postgresql"

    def moment(self, at: datetime) -> Any:
        """A moment as the driver stores it."""
        return at if self.native else at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def day(self, on: date) -> Any:
        """A day as the driver stores it."""
        return on if self.native else on.isoformat()

    def write(self, table: Table, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """All rows into these columns."""
        listed = ", ".join(f'"{name}"' for name in columns)
        if self.native:
            cursor = self.connection.connection.cursor()
            with cursor.copy(f"COPY {table.name} ({listed}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join("?" * len(columns))
        self.connection.exec_driver_sql(f"INSERT INTO {table.name} ({listed}) VALUES ({marks})", list(rows))


def guards_down(connection: Connection) -> None:
    """What only the owner of the database can do. PostgreSQL: triggers and foreign keys rest for this transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        return
    for name in ("guard_application_begin", "guard_application_move"):
        connection.execute(text(f"DROP TRIGGER {name}"))


def fill(database: Database, people: int) -> None:
    """``people`` persons with a case each into a fresh practice office; the guards are up again afterwards."""
    dice = random.Random(people)
    with database.write() as connection:
        guards_down(connection)
        filler = Filler(connection)
        first = connection.scalar(text("SELECT coalesce(max(id), 0) + 1 FROM person")) or 1
        everybody = range(people)
        where = list(spots(people))
        words = [names(dice) for _ in everybody]
        _people(filler, first, words)
        _cases(filler, first, where)
        _lists(filler, where)
        if filler.native:
            for table in (person, application, batch, letter, membership, step_run):
                connection.execute(text(f"SELECT setval('{table.name}_id_seq', (SELECT max(id) FROM {table.name}))"))
        database.backend.install_guards(connection)
    if database.backend.name == "postgresql":  # as its autovacuum does; nobody does it for SQLite
        with database.write() as connection:
            connection.execute(text("ANALYZE"))


def _people(filler: Filler, first: int, words: list[tuple[str, str, str]]) -> None:
    columns = (
        "id",
        "registration",
        "nik",
        "name",
        "alias",
        "sex",
        "birth_date",
        "birth_estimated",
        "created_at",
        "office_id",
    )
    begin, created = date(1940, 1, 1), filler.moment(NOW - timedelta(days=400))
    # Every day of 68 years in turn, in no order; serials 99xx are nobody's, and unique with the day.
    days = [begin + timedelta(days=at * 7919 % 25_000) for at in range(len(words))]
    filler.write(
        person,
        columns,
        (
            (first + at, f"B-{at:09d}", f"317107{day:%d%m%y}99{70 + at // 25_000:02d}", " ".join(name), "",
             "LP"[at % 2], filler.day(day), False, created, 1)
            for at, (name, day) in enumerate(zip(words, days, strict=True))
        ),
    )  # fmt: skip
    sounds = {word: sound_key(word.casefold()) for name in words for word in name}
    filler.write(
        person_key,
        ("person_id", "token", "sound"),
        ((first + at, word.casefold(), sounds[word]) for at, name in enumerate(words) for word in dict.fromkeys(name)),
    )


def _since(filler: Filler, at: int, people: int) -> Any:
    return filler.moment(NOW - timedelta(minutes=people - at))


def _cases(filler: Filler, first: int, where: list[Spot]) -> None:
    people = len(where)
    travel = (
        "id",
        "procedure",
        "action",
        "step",
        "from_office_id",
        "to_office_id",
        "people",
        "created_by",
        "created_at",
    )
    filler.write(
        batch,
        travel,
        (
            (at // LIST + 1, "wbs", "mohon_persetujuan", 5, 2, where[at].office, LIST, 2, _since(filler, at, people))
            for at in range(0, people, LIST)
        ),
    )
    columns = (
        *("id", "procedure", "person_id", "status", "office_id", "origin_office_id", "panti_office_id", "batch_id"),
        *("step_since", "step_due", "moved_by", "moved_action", "created_at"),
    )
    due = filler.moment(NOW + timedelta(hours=5))
    filler.write(
        application,
        columns,
        (
            (at + 1, "wbs", first + at, spot.status, spot.office, 1, 2, at // LIST + 1, _since(filler, at, people), due, 1, "-",
             _since(filler, at, people))
            for at, spot in enumerate(where)
        ),
    )  # fmt: skip
    profile = ("application_id", "category", "found_place", "found_at")
    found = filler.moment(NOW - timedelta(days=30))
    filler.write(wbs_profile, profile, ((at + 1, "Gelandangan", "Stasiun Senen", found) for at in range(people)))
    filler.write(wbs_health, ("application_id", "condition"), ((at + 1, "Sehat") for at in range(people)))
    columns = ("person_id", "participant_number", "segment", "payer", "facility", "valid_from", "created_at")
    members = (at for at, spot in enumerate(where) if spot.step > 7)
    today, now = filler.day(NOW.date()), filler.moment(NOW)
    filler.write(
        membership,
        columns,
        (
            (first + at, f"0{at:012d}", "pbi_provinsi", "apbd_provinsi", "Puskesmas Cakung", today, now)
            for at in members
        ),
    )


def _lists(filler: Filler, where: list[Spot]) -> None:
    people = len(where)
    heads = range(0, people, LIST)
    filler.write(batch_member, ("batch_id", "application_id"), ((at // LIST + 1, at + 1) for at in range(people)))
    columns = (
        *(
            "id",
            "code",
            "office_id",
            "batch_id",
            "classification",
            "year",
            "agenda",
            "number",
            "issued_on",
            "issued_by",
        ),
        *("issued_at", "facts", "sha256"),
    )
    today, now, facts = filler.day(NOW.date()), filler.moment(NOW), "{}" + " " * 4000
    filler.write(
        letter,
        columns,
        (
            (
                n,
                "permohonan_persetujuan",
                2,
                n,
                "lama",
                2025,
                n,
                f"470/{n:03d}/PSBI/XI/2025",
                today,
                2,
                now,
                facts,
                "0" * 64,
            )
            for n in range(1, len(heads) + 1)
        ),
    )
    filler.write(letter_subject, ("letter_id", "application_id"), ((at // LIST + 1, at + 1) for at in range(people)))
    columns = (
        *("application_id", "step", "office_id", "batch_id", "people", "standard_seconds", "started_at", "ended_at"),
        *("real_seconds", "action", "ended_by"),
    )
    filler.write(step_run, columns, _runs(filler, where))


def _runs(filler: Filler, where: list[Spot]) -> Iterator[tuple[Any, ...]]:
    """One finished step of long ago for everybody, and the running one of those who wait."""
    people = len(where)
    for at, spot in enumerate(where):
        since, past = _since(filler, at, people), filler.moment(NOW - timedelta(minutes=people - at, days=40))
        head = at // LIST + 1
        yield (at + 1, 5, 2, head, LIST, 1200, past, past, 900, "mohon_persetujuan", 2)
        if spot.status != "selesai":
            yield (at + 1, spot.step, spot.office, head, LIST, 3600, since, None, None, None, None)
