"""What a verb gives back: a sentence for the message bar, what was done, and who stayed behind and why."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from desktop.sop.refusals import RowRefusal


@dataclass(frozen=True, slots=True)
class Outcome:
    """``done`` holds the ids that changed, ``refused`` the rows that stayed behind, ``topics`` what screens refresh.

    ``data`` carries small plain values a caller needs next (ids of letters, of a new person …).
    ``changes`` are the numbers under which other desks hear of it: one for every command that was carried out.
    ``replayed`` is true when the same request had already been carried out: nothing was done twice.
    """

    sentence: str
    done: tuple[int, ...] = ()
    refused: tuple[RowRefusal, ...] = ()
    topics: frozenset[str] = frozenset()
    data: Mapping[str, Any] = field(default_factory=dict)
    replayed: bool = False
    changes: tuple[int, ...] = ()

    def along_with(self, *others: "Outcome") -> "Outcome":
        """This outcome, telling the news of the commands as well that belonged to the same act."""
        return replace(
            self,
            topics=self.topics.union(*(other.topics for other in others)),
            changes=self.changes + tuple(number for other in others for number in other.changes),
        )

    def to_json(self) -> str:
        """The text stored beside the request id."""
        return json.dumps(asdict(self) | {"topics": sorted(self.topics)}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Outcome":
        """The stored outcome of a request that comes a second time."""
        values = json.loads(text)
        outcome = cls(**values)
        return replace(
            outcome,
            done=tuple(values["done"]),
            refused=tuple(RowRefusal(**row) for row in values["refused"]),
            topics=frozenset(values["topics"]),
            changes=tuple(values.get("changes", ())),
            replayed=True,
        )
