"""The journal: append-only lines, chained by hash per application so that one altered row is found (J3, J4)."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from db.statements import insert_or_skip
from db.tables.traces import journal, journal_head

GENESIS = "0" * 64
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
    """One line to write. ``fields`` maps a field to its values before and after."""

    action: str
    application_id: int | None = None
    person_id: int | None = None
    from_status: str = ""
    to_status: str = ""
    reason: str = ""
    fields: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)

    @property
    def chain(self) -> str:
        """The chain the line belongs to: its application's, else its person's, else the office's own."""
        if self.application_id is not None:
            return f"application:{self.application_id}"
        return f"person:{self.person_id}" if self.person_id is not None else "office"


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
    for entry in entries:
        seq, previous = heads[entry.chain]
        line = {
            "chain": entry.chain,
            "seq": seq + 1,
            "at": at,
            "staff_id": staff_id,
            "staff_name": staff_name,
            "office_id": office_id,
            "action": entry.action,
            "application_id": entry.application_id,
            "person_id": entry.person_id,
            "from_status": entry.from_status,
            "to_status": entry.to_status,
            "reason": entry.reason,
            "fields": json.dumps(dict(entry.fields), ensure_ascii=False, default=str, sort_keys=True),
            "previous": previous,
        }
        line["hash"] = digest(line)
        heads[entry.chain] = (seq + 1, str(line["hash"]))
        lines.append(line)
    connection.execute(insert(journal), lines)
    moved = [{"key": chain, "to_seq": heads[chain][0], "to_hash": heads[chain][1]} for chain in chains]
    statement_head = update(journal_head).where(journal_head.c.chain == bindparam("key"))
    connection.execute(statement_head.values(seq=bindparam("to_seq"), hash=bindparam("to_hash")), moved)


def _slices(chains: Sequence[str], size: int = 500) -> Iterator[Sequence[str]]:
    return (chains[at : at + size] for at in range(0, len(chains), size))


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain is broken: the first line that does not agree, and why."""

    chain: str
    seq: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What ``verify`` found: lines and chains read, and every chain that is broken."""

    lines: int
    chains: int
    breaks: tuple[Break, ...]


def verify(connection: Connection) -> Proof:
    """Recompute every chain. A changed, missing or added line, or a cut-off end, is named with its chain."""
    heads = {row.chain: (row.seq, row.hash) for row in connection.execute(select(journal_head))}
    state: dict[str, tuple[int, str]] = defaultdict(lambda: (0, GENESIS))
    broken: dict[str, Break] = {}
    count = 0
    rows = connection.execution_options(yield_per=2000).execute(
        select(journal).order_by(journal.c.chain, journal.c.seq)
    )
    for row in rows.mappings():
        count += 1
        chain = row["chain"]
        if chain in broken:
            continue
        seq, previous = state[chain]
        if row["seq"] != seq + 1 or row["previous"] != previous:
            broken[chain] = Break(chain, seq + 1, f"baris {seq + 1} hilang atau disisipi")
        elif digest(row) != row["hash"]:
            broken[chain] = Break(chain, row["seq"], f"isi baris {row['seq']} diubah")
        state[chain] = (int(row["seq"]), str(row["hash"]))
    for chain in heads.keys() | state.keys():
        if chain not in broken and heads.get(chain) != state[chain]:
            broken[chain] = Break(chain, state[chain][0], "ujung rantai tidak cocok dengan catatannya")
    return Proof(count, len(state), tuple(broken[chain] for chain in sorted(broken)))
