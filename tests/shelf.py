"""Stages of the practice office: played once by real commands, then copied for every test that begins there."""

import os
import re
import sqlite3
import tempfile
import uuid
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, make_url

from tests import administrator

_WRITES = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|REPLACE|WITH|CREATE|DROP|ALTER TABLE|TRUNCATE|SELECT set_)", re.I)
UNTOUCHED: Hashable = "baru"
_stage: dict[str | None, Hashable] = {}
"""What an office is a copy of; None since something else was written to it."""
_kept: dict[Hashable, tuple[str, Any]] = {}
_logins: dict[str, dict[str, frozenset[str]]] = {}
"""The clerks of a database on the shelf: a stage may have added some, or given them roles."""


@event.listens_for(Engine, "before_cursor_execute")
def _note(connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
    """An office that anything was written to since it was copied is no longer the one everybody begins with."""
    name = connection.engine.url.database
    if _stage.get(name, UNTOUCHED) is not None and _WRITES.match(statement):
        _stage[name] = None


def staged(url: str, key: Hashable, play: Callable[[], Any]) -> Any:
    """What ``play`` gives. In an untouched office, or one that stands at another stage, it is played once for each ``key``,
    and copied afterwards; ``key`` says everything that it depends on. Open connections are made anew at their next use."""
    address = make_url(url)
    before = _stage.get(address.database, UNTOUCHED)
    if before is None:
        return play()
    key = (address.get_backend_name(), before, key)
    server = address.get_backend_name() == "postgresql"
    if key not in _kept:
        answer = play()
        shelf = f"padan_rak_{uuid.uuid4().hex[:12]}" if server else _file()
        (_copy_database if server else _copy_file)(str(address.database), shelf)
        if server:
            _logins[shelf] = administrator.logins(str(address.database))
        _kept[key] = shelf, answer
    else:
        shelf, answer = _kept[key]
        (_copy_database if server else _copy_file)(shelf, str(address.database))
        if server:
            administrator.make_logins(str(address.database), _logins[shelf])
    _stage[address.database] = key
    return answer


def clear() -> None:
    """Take everything off the shelf."""
    for shelf, _ in _kept.values():
        if "/" in shelf:
            Path(shelf).unlink()
        else:
            administrator.server(f'DROP DATABASE "{shelf}" WITH (FORCE)')
    _kept.clear()


def _copy_database(source: str, target: str) -> None:
    away = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{source}'"
    administrator.server(
        away,
        f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)',
        f'CREATE DATABASE "{target}" TEMPLATE "{source}" STRATEGY file_copy',
    )


def _file() -> str:
    handle, name = tempfile.mkstemp(prefix="padan-rak-", suffix=".db")
    os.close(handle)
    return name


def _copy_file(source: str, target: str) -> None:
    """Through SQLite itself: both files may be open, and part of them may stand in the journal beside."""
    theirs, ours = sqlite3.connect(source), sqlite3.connect(target)
    theirs.backup(ours)
    theirs.close()
    ours.close()
