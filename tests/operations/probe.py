"""What tests of operations look at from outside: counts by plain SQL, and several desks at one moment."""

import threading

from sqlalchemy import text

from desktop.operations import journal
from desktop.sop.refusals import Refused


def count(office, table, where="1 = 1"):
    """Rows of a table."""
    with office.database.read() as connection:
        return connection.scalar(text(f"SELECT count(*) FROM {table} WHERE {where}"))


def knock(office, username, password):
    """Sign in now and stand up again; gives the staff member."""
    seat = office.sign_in(username, password)
    if seat.office is not office:
        seat.office.close()
    return seat.staff


def everything(office):
    """Row counts of all tables that a command may touch: equal before and after means nothing was recorded."""
    tables = (
        *("person", "person_key", "application", "wbs_profile", "step_run", "paper", "journal", "change", "request"),
        *("membership", "card", "card_sheet", "letter", "batch", "batch_member", "register_search", "staff"),
        *("import_run", "import_row", "import_problem", "office", "holiday"),
    )
    return {table: count(office, table) for table in tables}


def unbroken(office):
    """The journal's chains hold."""
    with office.database.read() as connection:
        return journal.verify(connection).breaks == ()


def together(*wishes):
    """Run the functions at the same moment, each in its own thread; gives results, a refusal counting as its code."""
    start = threading.Barrier(len(wishes))
    results = [None] * len(wishes)

    def one(at, wish):
        start.wait()
        try:
            results[at] = wish()
        except Refused as refusal:
            results[at] = refusal.code
        except Exception as error:  # a failure belongs to the test's thread
            results[at] = error

    threads = [threading.Thread(target=one, args=(at, wish)) for at, wish in enumerate(wishes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def is_sentence(text):
    """Said to a clerk: no fragment, no code, ends with a point."""
    return not text[0].islower() and text.endswith(".") and len(text) > 20
