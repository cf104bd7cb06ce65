"""What a statement compiles to, kept once for the whole program.

SQLAlchemy keeps it for each engine. An office has two or three engines, and on a shared server every sign-in makes new
ones, which all ask the same statements: each would compile them anew.
"""

from typing import Any

from sqlalchemy import Compiled
from sqlalchemy.util import LRUCache

_MOST = 1000


class _Kept(LRUCache[Any, Compiled]):
    """The execution option ``compiled_cache``. The first part of SQLAlchemy's key is the engine's own dialect object; what
    it compiles depends on the object's class and on the version of the database alone."""

    __slots__ = ()

    def get(self, key: Any, default: Any = None) -> Any:
        """What was kept, of any engine of this kind."""
        return super().get(_of_kind(key), default)

    def __setitem__(self, key: Any, value: Compiled) -> None:
        super().__setitem__(_of_kind(key), value)


def _of_kind(key: Any) -> Any:
    dialect, *statement = key
    return (type(dialect), dialect.server_version_info, *statement)


COMPILED = _Kept(_MOST)
"""Shared by all engines: ``create_engine(…, execution_options={"compiled_cache": COMPILED})``."""
