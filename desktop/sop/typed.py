"""Types that msgspec may fill in any thread: what it learns of one is learnt under a lock, before the first use."""

from threading import Lock
from typing import Any, TypeVar

import msgspec

Kind = TypeVar("Kind")

_lock = Lock()
_known: set[Any] = set()


def typed(kind: type[Kind]) -> type[Kind]:
    """``kind`` itself, for ``msgspec.convert`` and ``decode``, safe in every thread.

    msgspec 0.22 takes a type apart at its first use and lets other threads run meanwhile; one that comes to the half-made
    description kills the whole program (segmentation fault). A decoder that is made here takes it apart alone.
    """
    if kind not in _known:
        with _lock:
            msgspec.json.Decoder(kind)
            _known.add(kind)
    return kind
