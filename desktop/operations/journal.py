"""The journal: append-only lines, chained by hash per application so that one altered row is found (J3, J4)."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, insert, select, update

from db.statements import insert_or_skip
from db.tables.traces import journal, journal_head, journal_subject

if TYPE_CHECKING:
    from desktop.operations.journal_proof import Proof

GENESIS = "0" * 64
SUBJECTS = "subjek"
_HASHED = (
    "chain",
    "seq",
    "at",
    "staff_id",
    "staff_name",
    "office_id",
    "action",
    "application_id",
    "person_id",
    "from_status",
    "to_status",
    "reason",
    "fields",
    "previous",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line to write. ``fields`` maps a field to its values before and after.

    ``subjects`` are people whose data the line concerns beyond ``person_id``; their number and fingerprint become part
    of the line. ``own_chain`` and ``at`` are for lines that stand elsewhere, or happened earlier, than the command.
    """

    action: str
    application_id: int | None = None
    person_id: int | None = None
    from_status: str = ""
    to_status: str = ""
    reason: str = ""
    fields: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    subjects: tuple[int, ...] = ()
    own_chain: str = ""
    at: datetime | None = None

    @property
    def chain(self) -> str:
        """The chain the line belongs to: its application's, else its person's, else the office's own."""
        if self.own_chain:
            return self.own_chain
        if self.application_id is not None:
            return f"application:{self.application_id}"
        return f"person:{self.person_id}" if self.person_id is not None else "office"


def look_chain(staff_id: int, day: date) -> str:
    """Where looks are written: a chain of one clerk and one day. Nobody else writes there, so a look never waits for
    another clerk's work on the same person, nor that work for a look; the day's seal closes it."""
    return f"lihat:{staff_id}:{day:%Y%m%d}"


def month_chain(month_id: int) -> str:
    """Where the paper of a month is written about: its draft, its issue, what came back signed, why it is void."""
    return f"bulan:{month_id}"


def fingerprint(people: Iterable[int]) -> str:
    """Number and SHA-256 of the people a line concerns, given in the order of their ids."""
    found, count = hashlib.sha256(), 0
    for person in people:
        found.update(f"{person},".encode())
        count += 1
    return f"{count}:{found.hexdigest()}"


def digest(row: Mapping[Any, Any]) -> str:
    """The hash of one line, over every column and the hash before it."""
    values = {name: row[name] for name in _HASHED}
    values["at"] = values["at"].astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    plain = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def write(
    connection: Connection,
    entries: Sequence[Entry],
    *,
    at: datetime,
    staff_id: int | None,
    staff_name: str,
    office_id: int | None,
    lock: bool,
) -> None:
    """Append the lines: heads of all chains concerned are read (and locked) once, lines inserted in one statement."""
    if not entries:
        return
    chains = sorted({entry.chain for entry in entries})
    fresh = [{"chain": chain, "seq": 0, "hash": GENESIS} for chain in chains]
    insert_or_skip(connection, journal_head, fresh)
    heads: dict[str, tuple[int, str]] = {}
    for part in _slices(chains):
        statement = select(journal_head).where(journal_head.c.chain.in_(part)).order_by(journal_head.c.chain)
        rows = connection.execute(statement.with_for_update() if lock else statement)
        heads.update({row.chain: (row.seq, row.hash) for row in rows})
    lines: list[dict[str, Any]] = []
    concerned: list[dict[str, Any]] = []
    for entry in entries:
        seq, previous = heads[entry.chain]
        fields, people = dict(entry.fields), sorted(set(entry.subjects))
        if people:
            fields[SUBJECTS] = ("", fingerprint(people))
            concerned += [{"chain": entry.chain, "seq": seq + 1, "person_id": person} for person in people]
        line = {
            "chain": entry.chain,
            "seq": seq + 1,
            "at": entry.at or at,
            "staff_id": staff_id,
            "staff_name": staff_name,
            "office_id": office_id,
            "action": entry.action,
            "application_id": entry.application_id,
            "person_id": entry.person_id,
            "from_status": entry.from_status,
            "to_status": entry.to_status,
            "reason": entry.reason,
            "fields": json.dumps(fields, ensure_ascii=False, default=str, sort_keys=True),
            "previous": previous,
        }
        line["hash"] = digest(line)
        heads[entry.chain] = (seq + 1, str(line["hash"]))
        lines.append(line)
    connection.execute(insert(journal), lines)
    if concerned:
        connection.execute(insert(journal_subject), concerned)
    moved = [{"key": chain, "to_seq": heads[chain][0], "to_hash": heads[chain][1]} for chain in chains]
    statement_head = update(journal_head).where(journal_head.c.chain == bindparam("key"))
    connection.execute(statement_head.values(seq=bindparam("to_seq"), hash=bindparam("to_hash")), moved)


def _slices(chains: Sequence[str], size: int = 500) -> Iterator[Sequence[str]]:
    return (chains[at : at + size] for at in range(0, len(chains), size))


def verify(connection: Connection) -> "Proof":
    """Recompute everything that proves the journal: see ``journal_proof.prove``."""
    from desktop.operations.journal_proof import prove

    return prove(connection)
