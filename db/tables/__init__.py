"""One file a family of tables; importing this package gives them all on one ``metadata``."""

from db.tables import (
    access,
    backups,
    cases,
    civil,
    incoming,
    leases,
    letters,
    lists,
    notices,
    papers,
    people,
    printing,
    procedures,
    reconciliation,
    registry,
    sealing,
    traces,
)
from db.tables.base import metadata

__all__ = [
    "access",
    "backups",
    "cases",
    "civil",
    "incoming",
    "leases",
    "letters",
    "lists",
    "metadata",
    "notices",
    "papers",
    "people",
    "printing",
    "procedures",
    "reconciliation",
    "registry",
    "sealing",
    "traces",
]
