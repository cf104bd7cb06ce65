"""What reading a file gives: accepted rows, every problem, and an account of every line of the table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from desktop.sop.findings import Severity

Why = Literal["jumlah", "bukan_data", "judul_ulang", "sudah_masuk"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of one cell. `row` is 1-based, `column` its letter, `heading` the sender's own, `value` as shown.

    `value` is personal data: for the clerk's screen and the returned file, never for a log.
    """

    sheet: str
    row: int
    column: str
    heading: str
    field: str
    value: str
    code: str
    severity: Severity
    sentence: str
    remedy: str

    @property
    def place(self) -> str:
        """`baris 27, kolom J (NIK)`."""
        named = f" ({self.heading})" if self.heading else ""
        return f"baris {self.row}, kolom {self.column}{named}"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line inside or below the table that is no person: a total, a signature, or one that already came in."""

    row: int
    why: Why
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A file read. `rows` are the layout's frozen rows that may come in; `rejected_rows` their refused sisters' lines.

    `total` counts the persons' lines (accepted + rejected), `duplicates` the lines that repeat another line.
    `mapping` is {their heading: our field}; `columns` {our field: column letter}; `unmapped` headings nobody asked for.
    """

    layout: str
    sheet: str
    header_row: int
    mapping: Mapping[str, str]
    rows: tuple[Any, ...]
    problems: tuple[Problem, ...]
    total: int
    rejected_rows: tuple[int, ...] = ()
    duplicates: int = 0
    columns: Mapping[str, str] = field(default_factory=dict)
    unmapped: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    @property
    def rejected(self) -> int:
        """How many lines stay out."""
        return len(self.rejected_rows)

    @property
    def accepted(self) -> int:
        """How many lines may come in."""
        return len(self.rows)

    @property
    def already_in(self) -> int:
        """Lines of a returned file that are marked as entered before."""
        return sum(line.why == "sudah_masuk" for line in self.skipped)

    @property
    def sentence(self) -> str:
        """The counts in one sentence: never "berhasil" without them."""
        warned = len({p.row for p in self.problems if p.severity == "warning" and p.field} - set(self.rejected_rows))
        parts = [f"{self.total} baris dibaca", f"{self.accepted} dapat masuk", f"{self.rejected} ditolak"]
        if warned:
            parts.append(f"{warned} perlu dilihat")
        if self.already_in:
            parts.append(f"{self.already_in} sudah masuk sebelumnya")
        return ", ".join(parts) + "."
