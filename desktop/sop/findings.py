"""What a check found: one plain finding, the same shape for numbers, names and dates."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of a check.

    `what` says what is wrong and why, `remedy` what to do now; both are Indonesian sentences without personal data.
    `evidence` is what the checker saw ("Kota Jakarta Timur", "14 Februari 1998, perempuan"): personal data, so it is
    for the screen of the clerk only, never for a log.
    """

    code: str
    severity: Severity
    what: str
    remedy: str = ""
    evidence: str = ""

    @property
    def sentence(self) -> str:
        """The whole sentence: what, why and what to do now."""
        return f"{self.what} {self.remedy}".strip()


def has_error(findings: Iterable[Finding]) -> bool:
    """True when at least one finding forbids using the value."""
    return any(finding.severity == "error" for finding in findings)
