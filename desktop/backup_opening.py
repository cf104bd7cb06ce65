"""A copy is opened: to rehearse, or to bring the office back into an empty place, all or nothing."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from db.counts import counts
from db.database import Database
from db.errors import RecordRoomError
from db.migrations import head, knows
from desktop.backup.keys import Opener
from desktop.backup.sealed import Header, open_copy
from desktop.backup_trouble import place_trouble
from desktop.office_file import office_file
from desktop.office_place import refuse_place
from desktop.operations import journal
from desktop.operations.journal_proof import Break
from desktop.operations.open_office import prepare
from desktop.sop.refusals import Refused
from desktop.world import WorldTrouble, world_trouble

Report = Callable[[int, int, str], None]
NOT_EMPTY = (
    "Tempat tujuan sudah berisi. Pemulihan hanya ke tempat kosong, supaya tidak ada yang tertimpa. Pilih yang lain."
)
NEWER = "Cadangan ini dibuat Padan yang lebih baru (versi {program}). Pasang versi itu di komputer ini, lalu coba lagi."
NOTHING_LEFT = "Tidak ada yang berubah di tempat tujuan."
KINDS = {"sqlite": "kantor tunggal (SQLite)", "postgresql": "kantor bersama (PostgreSQL)"}


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found in an opened copy: rows of every table, and chains of the journal that are broken."""

    counts: dict[str, int]
    breaks: tuple[Break, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A copy that was opened whole. ``upgraded``: it was older and now stands where this program stands."""

    header: Header
    breaks: tuple[Break, ...]
    upgraded: bool


def examine(database: Database, header: Header) -> Examined:
    """Count and prove. An older copy is brought up to date after the count, for proofs know today's journal."""
    with database.read() as connection:
        found = counts(connection)
    if header.revision != head():
        prepare(database)
    with database.read() as connection:
        return Examined(found, journal.verify(connection).breaks)


def differences(expected: Mapping[str, int], found: Mapping[str, int]) -> str:
    """Tables whose rows differ, in words for an administrator; empty when all agree."""
    names = sorted(expected.keys() | found.keys())
    wrong = [name for name in names if expected.get(name) != found.get(name)]
    return ", ".join(f"{name} {expected.get(name, 0)} → {found.get(name, 0)}" for name in wrong[:5])


def counted(rows: Mapping[str, int]) -> str:
    """The counts that mean something to an office."""
    words = {
        "person": "orang",
        "application": "permohonan",
        "letter": "surat",
        "card": "kartu",
        "journal": "baris jurnal",
    }
    return ", ".join(f"{rows.get(name, 0):,} {word}".replace(",", ".") for name, word in words.items())


def check(path: Path, opener: Opener, beside: Database, report: Report) -> Opened:
    """Rehearse: open a copy in a place that is gone afterwards. :raises Refused: :raises WorldTrouble:"""

    def rehearse(header: Header, _database: Database) -> Examined:
        with path.open("rb") as file, beside.backend.rehearsal(beside) as copy:
            _header, reader = open_copy(file, opener)
            copy.backend.adopt(copy, reader.belongings)
            copy.backend.unpack(
                reader, copy, lambda done, total: report(done, total, "Membuka dan menghitung cadangan")
            )
            return examine(copy, header)

    return _guarded(path, opener, beside, rehearse)


def restore(path: Path, opener: Opener, url: str, report: Report) -> Opened:
    """Bring an office back into an empty place. After any trouble the place is as empty as before, and the sentence
    says so.

    :raises Refused: :raises WorldTrouble:
    """
    target = Database(url)

    def bring_back(header: Header, _database: Database) -> Examined:
        file = office_file(url)
        if file is not None:
            refuse_place(file)
        if not target.backend.is_empty(target):
            raise Refused("not_empty", NOT_EMPTY)
        _prove(path, opener, report)
        with _all_or_nothing(target), path.open("rb") as copy:
            _header, reader = open_copy(copy, opener)
            target.backend.adopt(target, reader.belongings)
            target.backend.unpack(reader, target, lambda done, total: report(done, total, "Memulihkan"))
            found = examine(target, header)
            _must_agree(header, found)
            prepare(target)
        return found

    try:
        return _guarded(path, opener, target, bring_back)
    except (Refused, WorldTrouble) as error:
        error.sentence = f"Pemulihan GAGAL. {error.sentence} {_what_is_left(error, target)}"
        raise
    finally:
        target.close()


@contextmanager
def _all_or_nothing(target: Database) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with suppress(RecordRoomError, OSError):  # what is left is looked at and told afterwards
            target.backend.clear(target)
        raise


def _what_is_left(error: Refused | WorldTrouble, target: Database) -> str:
    try:
        empty = error.code == "not_empty" or target.backend.is_empty(target)
    except RecordRoomError:
        return "Tempat tujuan tidak terjangkau; periksa dan kosongkan sebelum mencoba lagi."
    return NOTHING_LEFT if empty else "Ada sisa di tempat tujuan; kosongkan sebelum mencoba lagi."


def _prove(path: Path, opener: Opener, report: Report) -> None:
    """Every part is proved before the first one is believed: a server commits as soon as it is content."""
    with path.open("rb") as file:
        _header, reader = open_copy(file, opener)
        done = 0
        for part in reader.chunks():
            done += len(part)
            report(done, path.stat().st_size, "Memeriksa segel cadangan")


def _guarded(path: Path, opener: Opener, database: Database, work: Callable[[Header, Database], Examined]) -> Opened:
    try:
        with path.open("rb") as file:
            header, _reader = open_copy(file, opener)
        if not knows(header.revision):
            raise Refused("newer_copy", NEWER.format(program=header.program))
        if header.backend != database.backend.name:
            kinds = KINDS.get(header.backend, header.backend), KINDS[database.backend.name]
            raise Refused("other_kind", f"Cadangan ini dari {kinds[0]}, bukan {kinds[1]}. Pakai tempat yang sejenis.")
        found = work(header, database)
    except RecordRoomError as error:
        raise world_trouble(error) from None
    except OSError as error:
        if not path.exists():
            raise WorldTrouble("backup-gone", f"Berkas cadangan {path} tidak ada. Periksa tempatnya.") from None
        raise place_trouble(error, path.parent) from None
    _must_agree(header, found)
    return Opened(header, found.breaks, header.revision != head())


def _must_agree(header: Header, found: Examined) -> None:
    wrong = differences(header.counts, found.counts)
    if wrong:
        sentence = f"Isi cadangan ini lain dari catatannya ({wrong}). Jangan dipakai; ambil salinan lain."
        raise Refused("miscounted", sentence)
