"""Two clerks on one record (L12): what only one of them changed lives together, what both changed is shown field by field."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from db.queries.changers import FieldLine
from desktop.sop.refusals import Conflict, Difference

Say = Callable[[Any], str]


def merge(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    stored: Mapping[str, Any],
    labels: Mapping[str, str],
    lines: Callable[[], Sequence[FieldLine]],
    say: Say = str,
) -> dict[str, Any]:
    """What is to be written: field → value, only where the stored value really becomes another one.

    ``before`` is what the clerk started from, ``after`` what was typed, ``stored`` what stands there now. ``lines``
    gives the journal's lines about the record, newest first; it is asked only when somebody else was faster.

    :raises Conflict: when both changed a field, with both values, who and when.
    """
    typed = {name: value for name, value in after.items() if value != before.get(name)}
    both = {name: value for name, value in typed.items() if stored[name] != before.get(name) and stored[name] != value}
    if both:
        told = _changers(lines())
        raise Conflict(
            [
                Difference(name, labels[name], say(stored[name]), say(value), *told.get(name, ("", None)))
                for name, value in both.items()
            ]
        )
    return {name: value for name, value in typed.items() if stored[name] != value}


def _changers(lines: Sequence[FieldLine]) -> dict[str, tuple[str, datetime | None]]:
    found: dict[str, tuple[str, datetime | None]] = {}
    for line in lines:
        for name in json.loads(line.fields):
            found.setdefault(name, (line.staff_name, line.at))
    return found
