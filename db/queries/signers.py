"""Who signs for an office, since when and until when."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, or_, select

from db.tables.letters import signer


@dataclass(frozen=True, slots=True)
class SignerRow:
    """``capacity``: definitif, plh, plt or an; ``position`` is the office held or acted for, ``on_behalf`` whom an
    *a.n.* signer signs for, ``basis`` the order that says so. Dates are inclusive."""

    id: int
    office_id: int
    staff_id: int | None
    capacity: str
    position: str
    on_behalf: str
    name: str
    rank: str
    nip: str
    basis: str
    valid_from: date
    valid_to: date | None
    active: bool
    version: int


_COLUMNS = [signer.c[name] for name in SignerRow.__dataclass_fields__]


def signers_of(connection: Connection, office_id: int) -> tuple[SignerRow, ...]:
    """All of an office, the newest first."""
    statement = select(*_COLUMNS).where(signer.c.office_id == office_id).order_by(signer.c.id.desc())
    return tuple(SignerRow(*row) for row in connection.execute(statement))


def signers_on(connection: Connection, office_id: int, day: date) -> tuple[SignerRow, ...]:
    """Those who may sign on a day, the newest appointment first."""
    in_force = (
        signer.c.office_id == office_id,
        signer.c.active,
        signer.c.valid_from <= day,
        or_(signer.c.valid_to.is_(None), signer.c.valid_to >= day),
    )
    statement = select(*_COLUMNS).where(*in_force).order_by(signer.c.valid_from.desc(), signer.c.id.desc())
    return tuple(SignerRow(*row) for row in connection.execute(statement))


def signer_by_id(connection: Connection, signer_id: int) -> SignerRow | None:
    """One of them."""
    row = connection.execute(select(*_COLUMNS).where(signer.c.id == signer_id)).first()
    return SignerRow(*row) if row else None
