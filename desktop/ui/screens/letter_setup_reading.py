"""What the screen Tata surat reads about one office. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from db.queries.drafts import ParafRule, paraf_rules
from db.queries.letter_templates import emblems
from db.queries.numbering import EXPEDITION, INCOMING, RuleRow, SeriesRow, rules_of, series_of
from db.queries.offices import OfficeRow, office_by_id, offices
from db.queries.signers import SignerRow, signers_of
from db.queries.staff import StaffRow, staff_list
from desktop.operations.letter_facts import wording
from desktop.operations.letter_samples import codes_of, sample_facts
from desktop.sop.letters import LetterKind, letter_kind

# Whose letter stands in for an office that issues none itself.
STAND_IN = "rekomendasi"
BOOKS = {INCOMING: "Buku surat masuk", EXPEDITION: "Buku ekspedisi"}


@dataclass(frozen=True, slots=True)
class Sample:
    """A letter of the office to look at: the wording in force and facts of invented people."""

    code: str
    title: str
    toml: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Setup:
    """One office with everything that the four tabs show."""

    office: OfficeRow
    today: date
    kinds: tuple[LetterKind, ...]
    samples: tuple[Sample, ...]
    emblem: bytes | None
    rules: Mapping[str, RuleRow]
    series: tuple[SeriesRow, ...]
    signers: tuple[SignerRow, ...]
    staff: tuple[StaffRow, ...]
    paraf: Mapping[str, tuple[ParafRule, ...]] = field(default_factory=dict)

    def last(self, classification: str) -> int | None:
        """The last number of a series this year; ``None`` before the first."""
        return next((row.last for row in self.series if row.classification == classification), None)


def read_offices(connection: Any) -> tuple[OfficeRow, ...]:
    """Every office."""
    return offices(connection)


def read_setup(connection: Any, office_id: int, today: date) -> Setup | None:
    """One reading for all tabs."""
    office = office_by_id(connection, office_id)
    if office is None:
        return None
    codes = codes_of(office.kind)
    found = [
        Sample(
            code,
            letter_kind(code).title,
            wording(connection, office.id, code).toml,
            sample_facts(connection, office, code, today),
        )
        for code in codes or (STAND_IN,)
    ]
    steps: dict[str, tuple[ParafRule, ...]] = {}
    for rule in paraf_rules(connection, office.id):
        steps[rule.code] = (*steps.get(rule.code, ()), rule)
    named = office.emblem_sha256
    return Setup(
        office=office,
        today=today,
        kinds=tuple(letter_kind(code) for code in codes),
        samples=tuple(found),
        emblem=emblems(connection, [named]).get(named) if named else None,
        rules={rule.code: rule for rule in rules_of(connection, office.id)},
        series=series_of(connection, office.id, today.year),
        signers=signers_of(connection, office.id),
        staff=tuple(row for row in staff_list(connection) if row.office_id == office.id and not row.disabled),
        paraf=steps,
    )
