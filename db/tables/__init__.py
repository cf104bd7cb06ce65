"""One file a family of tables; importing this package gives them all on one ``metadata``."""

from db.tables import access, cases, letters, papers, people, printing, procedures, sealing, traces
from db.tables.base import metadata

__all__ = ["access", "cases", "letters", "metadata", "papers", "people", "printing", "procedures", "sealing", "traces"]
