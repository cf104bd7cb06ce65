"""From the lines of a payer's list to memberships: who begins, who ends, and what must be asked first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    delete,
    exists,
    false,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    update,
)

from db.queries.gone import WORDS
from db.registry.people import WHOLE_LINE, of_run
from db.statements import written
from db.tables.civil import civil_event
from db.tables.incoming import incoming
from db.tables.lists import list_row
from db.tables.people import membership
from db.tables.registry import resident
from db.tables.traces import import_run

QUESTIONS = {
    "ganda": "Orang atau nomor ini sudah ada di baris sebelumnya; baris pertama yang dipakai.",
    "bukan_warga": "Menurut Dukcapil orang ini sudah meninggal atau pindah. Minta BPJS mengeluarkannya dari daftar; bila "
    "Dukcapil keliru, minta peristiwanya dicabut, lalu impor lagi.",
    "dihentikan": "Kepesertaannya sudah dihentikan. Tanyakan kepada BPJS; bila memang berlaku lagi, impor mutasi e-Dabu "
    "yang memulainya, dengan tanggal berlaku.",
    "tanpa_nomor": "Nomor peserta kosong, jadi kepesertaan belum dapat dimulai. Minta nomornya dari BPJS.",
    "segmen_lain": "Masih berlaku di segmen lain. Periksa apakah pindah segmen, lalu akhiri yang lama dahulu.",
    "nomor_orang": "Nomor peserta ini tercatat atas nama orang lain. Tanyakan kepada BPJS mana yang benar; bila satu orang, "
    "gabungkan kedua catatannya.",
    "nomor_beda": "Orang ini sudah berlaku di segmen ini dengan nomor lain. Tanyakan kepada BPJS mana yang benar.",
    "mutasi_lain": "Jenis mutasi baris ini belum dikenal. Sebut artinya sekali, lalu uji lagi; Padan mengingatnya.",
    "tak_berlaku": "Orang ini tidak sedang berlaku di segmen ini, jadi tidak diakhiri. Periksa NIK, nomor, dan segmennya.",
    "program_lain": "Baris ini untuk program lain, bukan PBI JK. Ajukan lewat SIKS-NG; Padan tidak mencatatnya.",
    "gugur": "Menurut Dukcapil orang ini sudah meninggal atau pindah. Keluarkan dari usulan.",
    "peserta": "Iuran orang ini sudah dibayar anggaran. Usulkan hanya bila kepesertaannya akan pindah ke PBI JK.",
}
"""Why a line did not become a membership, as a sentence with what to do (L5: asked later, nothing is held up)."""
_SAID = ("facility", "facility_code", "family_number")
_line, _ours = incoming.c, membership.c


@dataclass(frozen=True, slots=True)
class Question:
    """A line that waits for an answer: the how-manieth accepted one it is, its row on the sender's sheet and the code of
    its question."""

    seq: int
    row: int
    code: str


def ask(connection: Connection, run_id: int, segment: str, first: date, lists: Sequence[str]) -> None:
    """Mark the lines that cannot simply become memberships, and those that already are. ``lists``: layouts that name
    everybody of their segment; whom one of them ended it may begin again."""
    running = and_(_ours.valid_to.is_(None), _ours.person_id == _line.person_id)
    here = and_(running, _ours.segment == segment)
    same = select(_ours.id).where(here, _ours.participant_number == _line.number)
    other = and_(_ours.participant_number == _line.number, _ours.person_id != _line.person_id)
    # Ended by a list, or on a day which this line leaves behind, it is somebody else's number again.
    free = or_(_by_list(lists), _line.effective_date >= _ours.valid_to)
    marks: Sequence[tuple[str, ColumnElement[bool]]] = (
        ("sudah", and_(_line.number.is_not(None), same.exists())),
        ("sudah", and_(_line.number.is_(None), select(_ours.id).where(here).exists())),
        ("bukan_warga", gone(_line)),
        ("dihentikan", exists().where(_ours.person_id == _line.person_id, _stopped(segment, first, lists))),
        ("tanpa_nomor", _line.number.is_(None)),
        ("nomor_beda", select(_ours.id).where(here).exists()),
        ("segmen_lain", select(_ours.id).where(running).exists()),
        ("nomor_orang", exists().where(other, or_(_ours.valid_to.is_(None), not_(func.coalesce(free, false()))))),
    )
    for state, holds in marks:
        connection.execute(update(incoming).where(of_run(run_id), holds).values(state=state))


def gone(line: Any) -> ColumnElement[bool]:
    """Lines of the dead and of who moved away, as Dukcapil says: from the register's few, not asked of every line."""
    told = select(resident.c.nik).where(resident.c.state.in_(tuple(WORDS.values())))
    event = select(civil_event.c.person_id).where(civil_event.c.revoked_at.is_(None))
    return or_(line.nik.in_(told), line.person_id.in_(event))


def _stopped(segment: str, first: date, lists: Sequence[str]) -> ColumnElement[bool]:
    """A membership that was stopped, so that to begin again would undo the stop or count the person twice: while this
    list was under way; on its first day in the same segment, unless a list ended it; for a death or a move ever, unless
    the line names its own day or the person was a member since."""
    newer, since = membership.alias(), told_since(first)
    again = exists().where(
        newer.c.person_id == _ours.person_id,
        newer.c.id != _ours.id,
        newer.c.valid_from >= _ours.valid_to,
        or_(newer.c.valid_to.is_(None), newer.c.valid_to > newer.c.valid_from),
    )
    word = func.lower(_ours.end_reason)
    died, moved = WORDS["kematian"], WORDS["pindah"]
    away = and_(or_(word == moved, word.startswith(f"{moved},")), not_(_came_back()))
    for_ever = or_(word.contains(died), away)
    same_day = and_(_ours.valid_to == since, _ours.segment == segment, not_(_by_list(lists)))
    stop = and_(_line.effective_date.is_(None), not_(again), or_(same_day, for_ever))
    return and_(_ours.valid_to.is_not(None), or_(_ours.valid_to > since, stop))


def _came_back() -> ColumnElement[bool]:
    """A move of this person was taken back, and nothing else was recorded: SIAK delivered them again."""
    mine = select(civil_event.c.id).where(civil_event.c.person_id == _ours.person_id)
    moves = mine.where(civil_event.c.revoked_at.is_not(None), civil_event.c.kind == "pindah")
    return and_(moves.exists(), not_(mine.where(civil_event.c.revoked_at.is_(None)).exists()))


def _by_list(lists: Sequence[str]) -> ColumnElement[bool]:
    """The membership ended because a list named its person no more. A run that was taken back ended nothing."""
    run = import_run.c
    return exists().where(run.id == _ours.end_run_id, run.layout.in_(lists), run.undone_at.is_(None))


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
        *(func.coalesce(_line[name], "") for name in _SAID),
        told_since(first),
        literal(reason),
        literal(at, _ours.created_at.type),
        literal(run_id),
    ).where(of_run(run_id), _line.person_id.is_not(None))
    names = ["person_id", "participant_number", "segment", "payer", *_SAID, "valid_from", "reason", "created_at"]
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
    chosen = select(*(_line[name] for name in WHOLE_LINE), literal(segment), literal(period))
    lines = chosen.where(_line.run_id == run_id).order_by(_line.seq)
    connection.execute(insert(list_row).from_select([*WHOLE_LINE, "segment", "period"], lines))


def forget(connection: Connection, run_id: int) -> None:
    """The work in hand is done."""
    connection.execute(delete(incoming).where(_line.run_id == run_id))


def _running(segment: str) -> ColumnElement[bool]:
    return and_(_ours.segment == segment, _ours.valid_to.is_(None))


def _named(run_id: int) -> ColumnElement[bool]:
    return exists().where(_line.run_id == run_id, _line.person_id == _ours.person_id)
