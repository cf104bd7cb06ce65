"""From the lines of a payer's list to memberships: who begins, who ends, and what must be asked first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, and_, case, delete, exists, func, insert, literal, select, update

from db.registry.people import of_run
from db.statements import written
from db.tables.incoming import incoming
from db.tables.lists import list_row
from db.tables.people import membership

QUESTIONS = {
    "ganda": "Orang atau nomor ini sudah ada di baris sebelumnya; baris pertama yang dipakai.",
    "dihentikan": "Kepesertaannya dihentikan sesudah awal bulan ini. Tanyakan kepada BPJS sebelum memulainya lagi.",
    "tanpa_nomor": "Nomor peserta kosong, jadi kepesertaan belum dapat dimulai. Minta nomornya dari BPJS.",
    "segmen_lain": "Masih berlaku di segmen lain. Periksa apakah pindah segmen, lalu akhiri yang lama dahulu.",
    "nomor_orang": "Nomor peserta ini berlaku atas nama orang lain. Tanyakan kepada BPJS mana yang benar.",
    "nomor_beda": "Orang ini sudah berlaku di segmen ini dengan nomor lain. Tanyakan kepada BPJS mana yang benar.",
    "mutasi_lain": "Jenis mutasi baris ini belum dikenal. Sebut artinya sekali, lalu uji lagi; Padan mengingatnya.",
    "tak_berlaku": "Orang ini tidak sedang berlaku di segmen ini, jadi tidak diakhiri. Periksa NIK, nomor, dan segmennya.",
    "program_lain": "Baris ini untuk program lain, bukan PBI JK. Ajukan lewat SIKS-NG; Padan tidak mencatatnya.",
    "gugur": "Menurut Dukcapil orang ini sudah meninggal atau pindah. Keluarkan dari usulan.",
    "peserta": "Iuran orang ini sudah dibayar anggaran. Usulkan hanya bila kepesertaannya akan pindah ke PBI JK.",
}
"""Why a line did not become a membership, as a sentence with what to do (L5: asked later, nothing is held up)."""
_line, _ours = incoming.c, membership.c


@dataclass(frozen=True, slots=True)
class Question:
    """A line that waits for an answer: the how-manieth accepted one it is, its row on the sender's sheet and the code of
    its question."""

    seq: int
    row: int
    code: str


def ask(connection: Connection, run_id: int, segment: str, first: date) -> None:
    """Mark the lines that cannot simply become memberships, and those that already are."""
    since = told_since(first)
    running = and_(_ours.valid_to.is_(None), _ours.person_id == _line.person_id)
    here = and_(running, _ours.segment == segment)
    same = select(_ours.id).where(here, _ours.participant_number == _line.number)
    marks: Sequence[tuple[str, ColumnElement[bool]]] = (
        ("sudah", and_(_line.number.is_not(None), same.exists())),
        ("sudah", and_(_line.number.is_(None), select(_ours.id).where(here).exists())),
        # It was stopped while this list was under way: to begin again would undo the stop, and count the person twice.
        ("dihentikan", exists().where(_ours.person_id == _line.person_id, _ours.valid_to > since)),
        ("tanpa_nomor", _line.number.is_(None)),
        ("nomor_beda", select(_ours.id).where(here).exists()),
        ("segmen_lain", select(_ours.id).where(running).exists()),
        ("nomor_orang", exists().where(_ours.valid_to.is_(None), _ours.participant_number == _line.number)),
    )
    for state, holds in marks:
        connection.execute(update(incoming).where(of_run(run_id), holds).values(state=state))


def told_since(first: date) -> ColumnElement[date]:
    """From when on a line counts: the day it names, else the first day of the list's month."""
    return func.coalesce(_line.effective_date, literal(first, _line.effective_date.type))


def begin(
    connection: Connection,
    run_id: int,
    segment: str,
    payer: str,
    first: date,
    at: datetime,
    reason: str = "daftar pembayar",
) -> int:
    """Memberships of the remaining lines, from the first day of the month on, or the day they name; gives how many."""
    chosen = select(
        _line.person_id,
        _line.number,
        literal(segment),
        literal(payer),
        func.coalesce(_line.facility, ""),
        told_since(first),
        literal(reason),
        literal(at, _ours.created_at.type),
        literal(run_id),
    ).where(of_run(run_id), _line.person_id.is_not(None))
    names = ["person_id", "participant_number", "segment", "payer", "facility", "valid_from", "reason", "created_at"]
    return written(connection, insert(membership).from_select([*names, "run_id"], chosen))


def missing(connection: Connection, run_id: int, segment: str) -> tuple[int, int]:
    """(running members of the segment that the list does not name, all of them), whoever recorded the person."""
    mine = _running(segment)
    count = select(func.count()).select_from(membership)
    gone = connection.scalar(count.where(mine, ~_named(run_id)))
    return gone or 0, connection.scalar(count.where(mine)) or 0


def end_missing(connection: Connection, run_id: int, segment: str, first: date, at: datetime, reason: str) -> int:
    """A complete list ends whom it no longer names. Who began in the same month never was a member of it."""
    mine = and_(_running(segment), ~_named(run_id))
    day = literal(first, _ours.valid_to.type)
    last = case((_ours.valid_from > day, _ours.valid_from), else_=day)
    values = {"valid_to": last, "end_reason": reason, "ended_at": at, "end_run_id": run_id}
    return written(connection, update(membership).where(mine).values(values))


def questions(connection: Connection, run_id: int, limit: int) -> tuple[Question, ...]:
    """Lines that wait for an answer, in the order of the file."""
    asked = and_(_line.run_id == run_id, _line.state.in_(list(QUESTIONS)))
    statement = select(_line.seq, _line.row, _line.state).where(asked).order_by(_line.seq).limit(limit)
    return tuple(Question(*row) for row in connection.execute(statement))


def states(connection: Connection, run_id: int) -> dict[str, int]:
    """How many lines of the import there are in each state; "" are those that became memberships."""
    statement = select(_line.state, func.count().label("n")).where(_line.run_id == run_id).group_by(_line.state)
    return {row.state: row.n for row in connection.execute(statement)}


def keep_lines(connection: Connection, run_id: int, segment: str, period: str) -> None:
    """The list itself as evidence of the month."""
    names = ["run_id", "office_id", "row", "number", "nik", "name", "sex", "birth_date", "kecamatan", "kelurahan"]
    chosen = select(*(_line[name] for name in names), literal(segment), literal(period))
    lines = chosen.where(_line.run_id == run_id).order_by(_line.seq)
    connection.execute(insert(list_row).from_select([*names, "segment", "period"], lines))


def forget(connection: Connection, run_id: int) -> None:
    """The work in hand is done."""
    connection.execute(delete(incoming).where(_line.run_id == run_id))


def _running(segment: str) -> ColumnElement[bool]:
    return and_(_ours.segment == segment, _ours.valid_to.is_(None))


def _named(run_id: int) -> ColumnElement[bool]:
    return exists().where(_line.run_id == run_id, _line.person_id == _ours.person_id)
