"""A month of Dinas Kesehatan from its comparison to the register, as tests need it."""

from datetime import date

from sqlalchemy import select, text

from db.queries.month_letters import letter_of_month
from db.queries.reconciliations import findings, month_by_id
from db.tables.people import membership
from desktop.operations.apply_decisions import ApplyDecisions
from desktop.operations.close_month import CloseMonth
from desktop.operations.decide_findings import DecideFindings
from desktop.operations.reconcile import Reconcile
from tests.cities.city import PERIOD, city
from tests.cities.settling import put_list, settle
from tests.scans import photo

SEGMENT = "pbi_kota"
TMT = date(2026, 12, 1)


def settled(office, seat, made=None, **more):
    """Forty members who all agree, unless ``made`` says otherwise; gives the city."""
    made = made or city(51, 40, leaks=0)
    settle(office.database, made, staff_id=seat("ratna").staff.id, **more)
    if office.database.backend.name == "postgresql":  # the city came with ids of its own
        with office.database.write() as connection:
            connection.execute(
                text("SELECT setval(pg_get_serial_sequence('person', 'id'), (SELECT max(id) FROM person))")
            )
    return made


def told(made, nik, state, since):
    """The population register says so of one resident of a city that is not settled yet."""
    made.residents = [(*row[:4], state, since) if row[0] == nik else row for row in made.residents]
    return made


def bill(office, seat, lines, period=PERIOD, segment=SEGMENT, layout="bpjs_tagihan"):
    """These lines as the bill of a month; gives the import."""
    rows = [(*line[:6], period, line[7]) for line in lines]
    staff_id = seat("ratna").staff.id
    return put_list(office.database, rows, layout, segment=segment, staff_id=staff_id, period=period)


def compare(seat, period=PERIOD, segment=SEGMENT, **more):
    """Gives what the comparison told."""
    return seat("ratna").run(Reconcile(period=period, segment=segment, **more)).data


def decide(seat, month, decision="", **more):
    """Everything as proposed, unless told otherwise."""
    return seat("ratna").run(DecideFindings(reconciliation_id=month, decision=decision, **more))


def close(seat, month, version=None):
    """By the version of now, unless an older one was seen."""
    version = version or seat("ratna").read(month_by_id, month).version
    return seat("ratna").run(CloseMonth(reconciliation_id=month, version=version))


def sign(seat, clock, month):
    """Both sides signed it today."""
    today = clock.now.date()
    letter_id = seat("ratna").read(letter_of_month, month).letter_id
    seat("ratna").paper.attach_scan(letter_id, photo(), signed_on=today, signers="Dua", number="9/BA", dated=today)


def apply(seat, month, day=TMT):
    """The decisions enter the register."""
    version = seat("ratna").read(month_by_id, month).version
    return seat("ratna").run(ApplyDecisions(reconciliation_id=month, version=version, effective=day))


def found(seat, month, *rules):
    """Findings of these rules, or all."""
    return seat("ratna").read(findings, month, rules=rules, limit=1000)


def held(office, number):
    """[(first day, last day, why it ended)] of a number, oldest first."""
    m = membership.c
    statement = select(m.valid_from, m.valid_to, m.end_reason).where(m.participant_number == number).order_by(m.id)
    with office.database.read() as connection:
        return [tuple(row) for row in connection.execute(statement)]
