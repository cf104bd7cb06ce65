"""The population register follows what Dukcapil records until its next delivery (resident.state)."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import bindparam, update

from db.tables.registry import resident
from desktop.operations.work import Work


def tell_register(work: Work, niks: Sequence[str], state: str, since: Mapping[str, date]) -> None:
    """Residents of these NIKs are «meninggal» or «pindah» since a day, or «ada» again; who is not registered is left."""
    if niks:
        statement = update(resident).where(resident.c.nik == bindparam("key"))
        rows = [{"key": nik, "told": state, "day": since.get(nik)} for nik in niks]
        work.connection.execute(statement.values(state=bindparam("told"), since=bindparam("day")), rows)
