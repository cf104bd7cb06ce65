"""One fault, what was done to the office, and what became of it."""

from dataclasses import dataclass, field


@dataclass
class Verdict:
    """A row of the table; ``problems`` are sentences, none is good."""

    name: str
    what: str
    sent: int = 0
    done: int = 0
    refused: int = 0
    again: int = 0
    problems: list = field(default_factory=list)

    @classmethod
    def of(cls, name, what, told, problems):
        """From what the desks were told."""
        again = sum(told.again.values())
        return cls(name, what, told.sent, len(told.done), sum(told.refused.values()), again, list(problems))
