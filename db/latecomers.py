"""What becomes of a connection that was at work while its engine let go of its connections."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event

_ERA = "padan_era"


def close_latecomers(engine: Engine, over: Callable[[], bool]) -> Engine:
    """The same engine. ``dispose`` closes what lies in the pool; a connection that another thread still works with goes
    back to a pool that nobody has any more, and stays open at the server until Python finds it. From now on it is closed
    when it is given back, and so is every connection that is asked for when all is ``over``."""
    era = 0

    @event.listens_for(engine, "engine_disposed")
    def disposed(_engine: Engine) -> None:
        nonlocal era
        era += 1

    @event.listens_for(engine, "connect")
    def connected(_connection: Any, record: Any) -> None:
        record.info[_ERA] = era

    @event.listens_for(engine, "checkin")
    def given_back(_connection: Any, record: Any) -> None:
        if over() or record.info.get(_ERA, era) != era:
            record.invalidate()

    return engine
