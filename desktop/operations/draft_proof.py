"""Nobody should read and initial what could never be printed."""

import json
from collections.abc import Sequence

from db.queries.cases import CaseRow
from db.queries.staff import staff_by_id
from desktop.operations.issue import Wish
from desktop.operations.preview_letters import preview_letters
from desktop.operations.work import Work
from desktop.sop.procedure import Action, Procedure
from desktop.sop.refusals import Refused, RowRefusal


def refuse_unprintable_draft(
    work: Work,
    procedure: Procedure,
    action: Action,
    rows: Sequence[CaseRow],
    wish: Wish,
    steps: Sequence[tuple[str, int]],
) -> None:
    """Asks for all that a letter shows, its archive copy with the paraf (``steps``) too, and for a signer in force.

    :raises Refused:
    """
    officers = [(position, staff_by_id(work.connection, staff_id)) for position, staff_id in steps]
    paraf = [{"position": position, "name": one.name, "at": ""} for position, one in officers if one]
    labels = {row.id: row.label for row in rows}
    letters = preview_letters(
        work.connection,
        office_id=work.staff.office_id,
        procedure=procedure,
        action=action.name,
        cases=list(labels),
        today=work.today,
        wish=wish,
    )
    for letter in letters:
        found = work.paper_problems(json.dumps(json.loads(letter.facts) | {"paraf": paraf}), letter.toml)
        if found:
            people = [(letter.cases[at], text) for at, text in found if at >= 0]
            named = [RowRefusal(one, labels[one], "unprintable", text) for one, text in people]
            raise Refused("unprintable", found[0][1], named)
