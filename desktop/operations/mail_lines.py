"""The outgoing line of the agenda book that every numbered letter gets in the transaction that issues it."""

from datetime import date

from sqlalchemy import insert

from db.tables.letters import mail
from desktop.operations.work import Work


def enter_outgoing(
    work: Work,
    *,
    classification: str,
    agenda: int,
    number: str,
    dated: date,
    correspondent: str,
    subject: str,
    letter_id: int | None = None,
) -> int:
    """One line; the number was taken before in the same transaction. Gives its id."""
    values = {
        "office_id": work.staff.office_id,
        "direction": "keluar",
        "classification": classification,
        "year": work.today.year,
        "agenda": agenda,
        "letter_id": letter_id,
        "number": number,
        "dated": dated,
        "entered_on": work.today,
        "correspondent": correspondent,
        "subject": subject,
        "created_by": work.staff.id,
        "created_at": work.now,
    }
    work.changed("mail")
    line: int = work.connection.execute(insert(mail).returning(mail.c.id), values).scalar_one()
    return line
