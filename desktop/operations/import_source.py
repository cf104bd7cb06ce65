"""The file that rows of a command came from: what comes in as one list can be taken back as one."""

from dataclasses import dataclass

from sqlalchemy import insert

from db.tables.traces import import_run
from desktop.operations.work import Work


@dataclass(frozen=True, slots=True)
class ImportFile:
    """``total``: how many lines the file has."""

    layout: str
    name: str
    sha256: str
    total: int


def keep_run(work: Work, file: ImportFile, accepted: int) -> int:
    """The import of a file of which so many lines come in; gives its number."""
    values = {
        "layout": file.layout,
        "file_name": file.name,
        "file_sha256": file.sha256,
        "total": file.total,
        "accepted": accepted,
        "rejected": max(file.total - accepted, 0),
        "duplicates": 0,
        "staff_id": work.staff.id,
        "office_id": work.staff.office_id,
        "at": work.now,
    }
    run_id: int = work.connection.execute(insert(import_run).returning(import_run.c.id), values).scalar_one()
    work.changed("import")
    return run_id
