"""What a daily seal says, in one form for both databases: the lines it is a hash of."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Protocol

FIRST = "0" * 64


class Sealed(Protocol):
    """A row of ``journal_seal``."""

    @property
    def seq(self) -> int: ...
    @property
    def day(self) -> date: ...
    @property
    def last_id(self) -> int: ...
    @property
    def lines(self) -> int: ...
    @property
    def chains(self) -> int: ...
    @property
    def root(self) -> str: ...
    @property
    def made_at(self) -> datetime: ...
    @property
    def made_by(self) -> int | None: ...
    @property
    def previous(self) -> str: ...
    @property
    def hash(self) -> str: ...


def root_of(heads: Iterable[tuple[str, int, str]]) -> tuple[int, str]:
    """(number, SHA-256) of chain heads given in the order of their names' bytes; read one by one."""
    found, count = hashlib.sha256(), 0
    for chain, seq, line_hash in heads:
        found.update(f"{chain} {seq} {line_hash}\n".encode())
        count += 1
    return count, found.hexdigest()


def hash_of(seal: Sealed) -> str:
    """The hash of a seal over all it says and the seal before it."""
    moment = seal.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    said = (seal.seq, seal.day.isoformat(), seal.last_id, seal.lines, seal.chains, seal.root, moment)
    return hashlib.sha256("|".join(map(str, (*said, seal.made_by or 0, seal.previous))).encode()).hexdigest()
