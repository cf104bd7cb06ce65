"""Letter numbers: taken inside the transaction that issues, per office, classification and year (L7)."""

from sqlalchemy import select, update

from db.statements import insert_or_skip
from db.tables.letters import number_rule
from db.tables.papers import letter_series
from desktop.operations.work import Work
from desktop.sop.letters import LetterKind, format_number

DIGITS = 3


def take_agenda(work: Work, classification: str) -> int:
    """The next agenda number of the office's series. No gap, no double: the series row is locked until the commit,
    and a rollback gives the number back."""
    series = {"office_id": work.staff.office_id, "classification": classification, "year": work.today.year}
    insert_or_skip(work.connection, letter_series, [{**series, "last": 0}])
    mine = [letter_series.c[name] == value for name, value in series.items()]
    statement = update(letter_series).where(*mine).values(last=letter_series.c.last + 1).returning(letter_series.c.last)
    agenda: int = work.connection.execute(statement).scalar_one()
    return agenda


def take_number(work: Work, kind: LetterKind, unit: str) -> tuple[int, str]:
    """The next agenda number and the letter number made of it by the office's rule, else the template's."""
    agenda = take_agenda(work, kind.classification)
    pattern, digits = numbering_of(work, kind)
    today = work.today
    number = format_number(
        pattern,
        digits=digits,
        code=kind.classification,
        agenda=agenda,
        unit=unit or "-",
        month=today.month,
        year=today.year,
    )
    return agenda, number


def numbering_of(work: Work, kind: LetterKind) -> tuple[str, int]:
    """(pattern, digits): the office's rule for this letter, else for all its letters, else the template's."""
    mine = (number_rule.c.office_id == work.staff.office_id, number_rule.c.code.in_([kind.code, ""]))
    rules = {row.code: row for row in work.connection.execute(select(number_rule).where(*mine))}
    rule = rules.get(kind.code) or rules.get("")
    return (rule.pattern, rule.digits) if rule else (kind.numbering, DIGITS)
