"""What leaks month by month: found, settled by a Berita Acara, and not paid; a month of budget lines counts too."""

from db.queries.leak_months import leak_months
from db.queries.leaks import newest_leaks
from db.queries.reconciliations import findings, month_by_id
from desktop.operations.close_month import CloseMonth
from desktop.operations.decide_findings import DecideFindings
from desktop.operations.reconcile import Reconcile
from tests.cities.city import PERIOD, city
from tests.cities.settling import settle


def test_a_month_is_found_settled_and_saved_once(office, seat):
    ratna = seat("ratna")
    settle(office.database, city(7, 600, leaks=4), staff_id=ratna.staff.id)
    line = ratna.run(Reconcile(period=PERIOD, segment="pbi_kota", budget_line="bantuan")).data["reconciliation"]
    of_line = ratna.read(findings, line, limit=10_000)
    (told,) = ratna.read(leak_months)
    assert told.found == sum(max(row.amount, 0) + row.leaked for row in of_line) > 0 and told.open
    assert ratna.read(newest_leaks)[0].lines == {"bantuan": told.found}
    # Compared as a whole, the lines of the same month are not counted beside it.
    month = ratna.run(Reconcile(period=PERIOD, segment="pbi_kota")).data["reconciliation"]
    (told,) = ratna.read(leak_months)
    rows = ratna.read(findings, month, limit=10_000)
    assert told.found == sum(max(row.amount, 0) + row.leaked for row in rows)
    (meter,) = ratna.read(newest_leaks)
    assert (meter.leaked, meter.lines) == (told.found, {"": told.found})
    assert (told.period, told.settled, told.saved) == (PERIOD, 0, 0)
    kept = next(row for row in rows if row.rule == "pindah" and row.amount)
    ratna.run(DecideFindings(reconciliation_id=month, decision="tetap", ids=(kept.id,), note="Masih di sini"))
    ratna.run(DecideFindings(reconciliation_id=month))
    ratna.run(CloseMonth(reconciliation_id=month, version=ratna.read(month_by_id, month).version))
    stopped = [row for row in ratna.read(findings, month, limit=10_000) if row.decision == "stop"]
    (told,) = ratna.read(leak_months)
    assert told.saved == sum(max(row.amount, 0) for row in stopped) > 0
    assert told.settled == told.saved + sum(row.leaked for row in stopped)
    assert kept.id not in {row.id for row in stopped} and not told.open
