"""Deaths and moves in from SIAK's lists, and the e-Dabu file of those whom BPJS is to stop out (E5, E10)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.queries.cases import cases_by_id
from db.queries.joined import joined_events
from desktop.operations.import_source import ImportFile
from desktop.operations.letter_rows import SAID
from desktop.operations.list_trial import Answers
from desktop.operations.note_access import NoteAccess
from desktop.operations.record_events import CivilEvent, RecordEvents
from desktop.sop.kis import DEACTIVATION as PURPOSE
from desktop.sop.kis import SEGMENTS
from desktop.sop.refusals import RowRefusal

if TYPE_CHECKING:
    from desktop.seat import Seat

RETURN = "Berkas balasan kematian dan pindah"
LAYOUTS = {"siak_kematian": "kematian", "siak_pindah": "pindah"}
MUTATION = "NONAKTIF"
"""The numeric codes of *Jenis Mutasi* are published nowhere: the word stands there (inferred)."""


@dataclass(frozen=True, slots=True)
class EventFile:
    """What a list of SIAK holds: the events of its good lines, and what is wrong with the others."""

    layout: str
    title: str
    sheet: str
    mapping: Mapping[str, str]
    events: tuple[CivilEvent, ...]
    total: int
    problems: tuple[Any, ...]
    signature: str
    source: ImportFile

    @property
    def command(self) -> RecordEvents:
        """All of it as one import."""
        return RecordEvents(events=self.events, file=self.source)


def read_events(seat: "Seat", path: Path, answers: Answers | None = None) -> EventFile:
    """A list of deaths or of moves, whichever its headings or ``answers.layout`` say; nothing is written.

    :raises OtherList: for another list. :raises UnreadableFile: :raises NeedsAnswer: :raises NeedsMapping: for headings
    that nobody explained yet, as for any list (``RegisterDesk.recognise``).
    """
    from desktop.register_desk import sha256_of
    from desktop.spreadsheets.list_proposals import OtherList

    found = seat.register.recognise(path, answers or Answers())
    kind = LAYOUTS.get(found.layout)
    if kind is None:
        raise OtherList(path.name, found.layout, found.title)
    events = []
    for rows in found.chunks():
        for row, *values in rows:
            told = dict(zip(found.fields, values, strict=True))
            events.append(_event(kind, int(str(row)), told))
    about = (found.layout, found.title, found.sheet, found.mapping)
    read = (tuple(events), found.tally.total, tuple(found.problems), found.mapping_key)
    return EventFile(*about, *read, ImportFile(found.layout, path.name, sha256_of(path), found.tally.total))


def write_event_return(
    seat: "Seat",
    path: Path,
    answers: Answers,
    out: Path,
    *,
    refused: Sequence[RowRefusal] = (),
    entered: bool = False,
    recipient: str = "",
) -> int:
    """The sender's list back, coloured: what could not be read, and whom (``refused``) nobody could record. ``entered``:
    the others were recorded. Journalled; gives how many lines stay out. :raises CannotWrite: and as ``recognise``."""
    from desktop.spreadsheets import event_returns
    from desktop.spreadsheets.taken import Taken

    opened = seat.register.recognise(path, answers)
    said = {one.row_id: one.sentence for one in refused}
    seat.run(NoteAccess(kind="ekspor", purpose=RETURN, recipient=recipient, count=len(said)))
    taken = Taken(seat.taken(), recipient, RETURN)
    return event_returns.write_event_return(path, opened, out, refused=said, entered=entered, taken=taken)


def _event(kind: str, row: int, told: dict[str, object]) -> CivilEvent:
    return CivilEvent(
        kind=kind,
        nik=str(told["nik"]),
        event_date=date.fromisoformat(str(told["event_date"])),
        document=str(told.get("document") or ""),
        destination=str(told.get("destination") or ""),
        note=str(told.get("note") or ""),
        row=row,
    )


def write_deactivation(seat: "Seat", cases: tuple[int, ...], out: Path, recipient: str) -> int:
    """The 37 columns of e-Dabu for these cases, a line for each number that is to stop; journalled before the file exists.
    Gives how many lines it has.

    The effective date is that of the event: what BPJS makes of it comes back with the stop. :raises CannotWrite:
    """
    from desktop.spreadsheets.list_export import export_list
    from desktop.spreadsheets.taken import Taken

    rows = {row.id: row for row in seat.read(cases_by_id, cases)}
    joined = seat.read(joined_events, cases, SEGMENTS)
    people = tuple(rows[one.application_id].person_id for one in joined)
    seat.run(NoteAccess(kind="ekspor", purpose=PURPOSE, recipient=recipient, count=len(joined), subjects=people))
    facts = []
    for one in joined:
        row, said = rows[one.application_id], asdict(one.joined)
        said |= {"number": said.pop("participant_number"), "name": row.name, "mutation": MUTATION}
        facts.append(said | {"effective_date": row.event_date, "note": SAID.get(row.event_kind, "")})
    return export_list(out, "edabu_mutasi", facts, taken=Taken(seat.taken(), recipient, PURPOSE))
