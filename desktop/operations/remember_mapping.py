"""What a clerk confirmed about somebody's headings is known from then on in this office."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import insert, update

from db.tables.registry import column_mapping
from desktop.operations.command import Command, operation
from desktop.operations.journal import Entry
from desktop.operations.outcome import Outcome
from desktop.operations.work import Work
from desktop.sop.procedure import AGENCIES


@dataclass(frozen=True, kw_only=True)
class RememberMapping(Command):
    """``signature`` stands for the headings, ``mapping`` is {their heading: our field}."""

    signature: str
    layout: str
    mapping: Mapping[str, str]


@operation(RememberMapping)
def remember_mapping(work: Work, command: RememberMapping) -> Outcome:
    """Written over when it is confirmed otherwise."""
    work.need_role(*AGENCIES)
    text = json.dumps(dict(command.mapping), ensure_ascii=False)
    mine = (
        column_mapping.c.signature == command.signature,
        column_mapping.c.office_id == work.staff.office_id,
    )
    values = {"layout": command.layout, "mapping": text, "staff_id": work.staff.id, "at": work.now}
    if not work.connection.execute(update(column_mapping).where(*mine).values(values)).rowcount:
        keys = {"signature": command.signature, "office_id": work.staff.office_id}
        work.connection.execute(insert(column_mapping), {**keys, **values})
    work.changed("import")
    work.note(Entry("padanan_kolom", fields={"daftar": ("", command.layout), "kolom": (0, len(command.mapping))}))
    return Outcome("Padanan kolom disimpan; berkas berjudul sama tidak ditanyakan lagi.")
