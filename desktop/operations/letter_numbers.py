"""Letter numbers: taken inside the transaction that issues, per office, classification and year (L7)."""

from datetime import date

from sqlalchemy import select, update

from db.statements import insert_or_skip
from db.tables.letters import mail, number_rule
from db.tables.papers import letter_series
from desktop.operations.work import Work
from desktop.sop.letters import LetterKind
from desktop.sop.numbering import LONGEST, NUMBERING, format_number
from desktop.sop.refusals import Refused

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
    """The next agenda number and the letter number made of it by the office's rule, else the template's.

    :raises Refused: for a number that could not be printed, or that another series made already.
    """
    pattern, digits = numbering_of(work, kind)
    return _numbered(work, kind.classification, pattern, digits, unit, work.today)


def take_typed_number(work: Work, classification: str, unit: str, dated: date) -> tuple[int, str]:
    """The same for a letter that was not made by Padan: by the office's rule for all letters, else ours."""
    mine = (number_rule.c.office_id == work.staff.office_id, number_rule.c.code == "")
    rule = work.connection.execute(select(number_rule).where(*mine)).first()
    pattern, digits = (rule.pattern, rule.digits) if rule else (NUMBERING, DIGITS)
    return _numbered(work, classification, pattern, digits, unit, dated)


def numbering_of(work: Work, kind: LetterKind) -> tuple[str, int]:
    """(pattern, digits): the office's rule for this letter, else for all its letters, else the template's."""
    mine = (number_rule.c.office_id == work.staff.office_id, number_rule.c.code.in_([kind.code, ""]))
    rules = {row.code: row for row in work.connection.execute(select(number_rule).where(*mine))}
    rule = rules.get(kind.code) or rules.get("")
    return (rule.pattern, rule.digits) if rule else (kind.numbering, DIGITS)


def _numbered(work: Work, classification: str, pattern: str, digits: int, unit: str, day: date) -> tuple[int, str]:
    if not classification.strip() or classification.startswith("#"):
        raise Refused("no_classification", "Kode klasifikasi surat ini belum diisi. Minta administrator melengkapinya.")
    agenda = take_agenda(work, classification)
    number = format_number(
        pattern,
        digits=digits,
        code=classification,
        agenda=agenda,
        unit=unit.strip() or "-",
        month=day.month,
        year=work.today.year,
    )
    # The unit of the office may have changed since its pattern was checked.
    if len(number) > LONGEST or not all(sign.isprintable() and ord(sign) < 0x250 for sign in number):
        sentence = (
            f"Nomor {number[:LONGEST]} tidak dapat dicetak. Minta administrator memendekkan kode unit atau polanya."
        )
        raise Refused("bad_number", sentence)
    taken = (mail.c.office_id == work.staff.office_id, mail.c.direction == "keluar", mail.c.number == number)
    if work.connection.scalar(select(mail.c.id).where(*taken)) is not None:
        sentence = f"Nomor {number} sudah dipakai surat lain. Minta administrator memperbaiki pola nomor di Tata surat."
        raise Refused("number_double", sentence)
    return agenda, number
