"""A city with known leaks: the findings are exactly those, and their sum is the difference to the rupiah."""

from collections import defaultdict
from datetime import date

import openpyxl
import pypdfium2
import pytest
from sqlalchemy import select
from sqlalchemy import text as text_of

from db.errors import RecordRoomError
from db.queries.leaks import newest_leaks
from db.queries.rates import rates
from db.queries.reconciliations import findings, month_by_id, rule_counts
from db.tables.reconciliation import finding
from desktop.month_papers import month_pdf
from desktop.operations.close_month import CloseMonth
from desktop.operations.decide_findings import DecideFindings
from desktop.operations.reconcile import Reconcile
from desktop.operations.save_rate import SaveRate
from desktop.sop.budget import divided, say_divided
from desktop.sop.reconciling import say_rupiah
from desktop.sop.refusals import Refused
from desktop.ui.screens.home_leaks import leak_lines
from tests.cities.city import DUE, EXACT, PERIOD, city, shuffled
from tests.cities.settling import put_list, settle


def compare(seat, **more):
    """Dinkes compares the month."""
    return seat("ratna").run(Reconcile(period=PERIOD, segment="pbi_kota", **more))


def named(seat, month):
    """Rule → numbers."""
    found = defaultdict(set)
    for row in seat("ratna").read(findings, month, limit=100_000):
        found[row.rule].add(row.number)
    return found


def rows(office):
    """All that is known of every finding."""
    with office.database.read() as connection:
        return [tuple(row) for row in connection.execute(select(finding).order_by(finding.c.id))]


def paper(pdf):
    """(pages, text) of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    return len(document), " ".join(text.split())


@pytest.fixture
def known(office, seat):
    """A settled city."""
    made = city(7, 600, leaks=4)
    settle(office.database, made, staff_id=seat("ratna").staff.id)
    return made


def test_findings_are_the_truth_and_their_sum_the_difference(known, office, seat):
    outcome = compare(seat)
    found = named(seat, outcome.data["reconciliation"])
    assert {rule: found[rule] for rule in EXACT} == {rule: known.truth[rule] for rule in EXACT}
    assert outcome.data["billed"] == known.billed
    assert outcome.data["expected"] == known.expected
    assert outcome.data["difference"] == known.billed - known.expected
    strange = {number for number, why in known.strange_names.items() if why == "orang lain"}
    assert found["nama_beda"] >= strange
    before = rows(office)
    again = compare(seat)
    assert rows(office) == before
    assert {**again.data} == {**outcome.data}


def test_an_open_month_is_decided_and_closed_and_then_stands(known, office, seat, tmp_path):
    """Stop list, add list, corrected bill and paper are frozen; a death told later goes into the next month."""
    ratna = seat("ratna")
    month = compare(seat).data["reconciliation"]
    with pytest.raises(Refused) as caught:
        ratna.run(CloseMonth(reconciliation_id=month, version=ratna.read(month_by_id, month).version))
    assert caught.value.code == "undecided"
    with pytest.raises(Refused) as caught:
        ratna.run(DecideFindings(reconciliation_id=month, decision="tetap"))
    assert caught.value.code == "note_needed"
    kept = ratna.read(findings, month, rules=("pindah",))[0]
    ratna.run(DecideFindings(reconciliation_id=month, decision="tetap", ids=(kept.id,), note="Masih tinggal di sini"))
    ratna.run(DecideFindings(reconciliation_id=month))
    decided = rows(office)
    compare(seat)
    assert rows(office) == decided
    assert ratna.read(findings, month, rules=("pindah",), decisions=("tetap",))[0].note == "Masih tinggal di sini"
    closed = ratna.run(
        CloseMonth(
            reconciliation_id=month, version=ratna.read(month_by_id, month).version, counterpart_number="17/BA/X"
        )
    )
    row = ratna.read(month_by_id, month)
    assert (row.state, row.number, row.counterpart_number) == ("tutup", closed.data["number"], "17/BA/X")
    # Too little in dispute is not paid yet either: such a line stays as it was billed.
    disputed = [one.amount for one in ratna.read(findings, month, decisions=("sengketa",), limit=10_000)]
    assert min(disputed) < 0
    assert closed.data["corrected"] == known.expected + kept.amount + sum(one for one in disputed if one < 0)
    assert closed.data["disputed"] == sum(map(abs, disputed))
    stopped = {one.number for one in ratna.read(findings, month, decisions=("stop",), limit=10_000) if one.amount}
    assert stopped >= (known.truth["meninggal"] | known.truth["ganda"]) - {kept.number}
    pages, text = paper(month_pdf(ratna, row))
    assert pages in (1, 2)
    for word in (row.number, "17/BA/X", "Oktober 2026", say_rupiah(closed.data["corrected"]), "Meninggal"):
        assert word in text
    by_budget_line(ratna, row, closed.data["corrected"], text, tmp_path)
    for refused in (
        lambda: compare(seat),
        lambda: ratna.run(DecideFindings(reconciliation_id=month, ids=(kept.id,), decision="stop")),
        lambda: ratna.run(CloseMonth(reconciliation_id=month, version=row.version)),
    ):
        with pytest.raises(Refused) as caught:
            refused()
        assert caught.value.code == "closed"
    frozen_by_the_database(office, month)


def by_budget_line(ratna, row, corrected, text, folder):
    """Who pays which part: on the paper, line by line in the corrected bill, and in the meter; each to the rupiah."""
    parts = {"iuran": 35_000, "bantuan": 2_800}
    of_lines = divided(corrected, parts)
    assert say_divided(of_lines) in text
    assert say_divided(divided(row.leaked, parts)) in text
    book = ratna.register.write_month(row, folder)["tagihan_dikoreksi"]
    rows_of = list(openpyxl.load_workbook(book).active.values)
    head, *lines = rows_of[next(at for at, line in enumerate(rows_of) if "Nomor peserta" in line) :]
    paid = [dict(zip(head, line, strict=True)) for line in lines]
    assert {line: paid[-1][f"Dibayar {line} (Rp)"] for line in parts} == of_lines
    for line in parts:
        assert sum(one[f"Dibayar {line} (Rp)"] for one in paid[:-1]) == of_lines[line]
    whole = {one["Dibayar iuran (Rp)"] for one in paid if one["Dibayar (Rp)"] == DUE}
    assert whole == {35_000}
    leaks = ratna.read(newest_leaks)
    assert ratna.read(leak_lines, leaks) == divided(sum(one.leaked for one in leaks), parts)


def frozen_by_the_database(office, month):
    """What plain SQL may no longer do, as the owner of the tables."""
    for words in (
        "UPDATE finding SET amount = 0",
        "DELETE FROM finding WHERE amount <> 0",
        "UPDATE finding_decision SET decision = 'tetap'",
        "DELETE FROM finding_decision",
        "UPDATE reconciliation SET billed = 1, version = version + 1",
        "UPDATE reconciliation SET state = 'terbuka', version = version + 1",
        "DELETE FROM reconciliation",
        "UPDATE list_row SET amount = 1",
        "DELETE FROM list_row",
        f"INSERT INTO finding (reconciliation_id, rule, mark, round, amount, leaked) VALUES ({month}, 'ganda', 'x', 1, 1, 1)",
        "INSERT INTO finding_decision (finding_id, reconciliation_id, decision, staff_id, at) "
        f"SELECT max(id), {month}, 'stop', 1, '2026-11-02T00:00:00.000000Z' FROM finding",
    ):
        with pytest.raises(RecordRoomError) as caught, office.database.write() as connection:
            connection.execute(text_of(words))
        assert caught.value.kind == "guard", words


def test_a_bill_of_another_region_is_refused_and_the_month_unchanged(known, office, seat):
    other = city(8, 200, leaks=1)
    foreign = [(f"5{line[0][1:]}", f"99{line[1][2:]}" if line[1] else None, *line[2:]) for line in other.lines]
    run = put_list(office.database, foreign, "bpjs_tagihan", segment="pbi_kota", staff_id=seat("ratna").staff.id)
    with pytest.raises(Refused) as caught:
        compare(seat, bill_run_id=run)
    assert caught.value.code == "another_list"
    assert rows(office) == []
    for period, code in (("2026-13", "bad_period"), ("2026-11", "no_list")):
        with pytest.raises(Refused) as caught:
            seat("ratna").run(Reconcile(period=period, segment="pbi_kota"))
        assert caught.value.code == code
    with pytest.raises(Refused) as caught:
        seat("hendra").run(Reconcile(period=PERIOD, segment="pbi_kota"))
    assert caught.value.code == "not_your_role"


@pytest.mark.parametrize("seed", [11, 12])
def test_the_order_of_the_rows_does_not_matter(office, seat, seed):
    """The same bill shuffled is another import with the same findings, and the old ones keep their rows' decisions."""
    made = city(seed, 300, leaks=2)
    settle(office.database, made, staff_id=seat("ratna").staff.id)
    first = compare(seat)
    seat("ratna").run(DecideFindings(reconciliation_id=first.data["reconciliation"]))
    before = [row[:2] + row[3:] for row in map(told, rows(office))]
    put_list(
        office.database,
        shuffled(made, seed).lines,
        "bpjs_tagihan",
        segment="pbi_kota",
        staff_id=seat("ratna").staff.id,
    )
    again = compare(seat)
    assert [row[:2] + row[3:] for row in map(told, rows(office))] == before
    assert {**again.data} == {**first.data}
    assert again.data["difference"] == made.billed - made.expected


def told(row):
    """A finding without its own number: rule, mark, their row, and the rest."""
    values = row[2:]
    return values[0], values[1], values[4], *values[5:]


def test_corrected_lines_of_a_list_of_pbi_jk_count_beside_it(known, office, seat):
    """The few that came again by themselves are the newest import of that list, and not all of it."""
    few = [(f"7{line[0][1:]}", None, *line[2:]) for line in known.pbi[:1]]
    put_list(office.database, few, "pbi_bnba", segment="pbi_jk", staff_id=seat("ratna").staff.id)
    month = compare(seat).data["reconciliation"]
    assert named(seat, month)["dobel_pbi"] == known.truth["dobel_pbi"] != set()


def test_a_list_and_a_bill_of_one_budget_line(office, seat):
    """The bill asks for the region's part of 2,800; who people are is said by the list. Both run together."""
    made = city(31, 200, leaks=1)
    ratna = seat("ratna")
    settle(office.database, made, staff_id=ratna.staff.id)
    run = {"segment": "pbi_kota", "staff_id": ratna.staff.id}
    put_list(office.database, [(*line[:7], None) for line in made.lines], "bpjs_rekon", **run)
    small = [(line[0], line[1], None, None, line[4], None, line[6], 2800) for line in made.lines]
    put_list(office.database, small, "bpjs_tagihan", **run)
    outcome = compare(seat, budget_line="bantuan")
    found = named(seat, outcome.data["reconciliation"])
    assert outcome.data["billed"] == 2800 * len(made.lines)
    assert outcome.data["expected"] == made.expected // 37_800 * 2800
    assert found["jumlah_salah"] == set()
    for rule in ("nik_jk", "jk_beda", "lahir_beda", "nik_beda", "meninggal", "dobel_pbi", "nomor_beda"):
        assert found[rule] == made.truth[rule], rule
    rows_by_rule = ratna.read(rule_counts, outcome.data["reconciliation"])
    assert sum(one.amount for one in rows_by_rule) == outcome.data["billed"] - outcome.data["expected"]


def test_rates_are_the_offices_own(office, seat):
    """A line more from a day on counts from that month; the same line twice, or by a clerk, is refused."""
    line = {"segment": "pbi_kota", "budget_line": "bantuan", "amount": 3000, "legal_basis": "Perwali 1/2026"}
    new = SaveRate(**line, valid_from=date(2026, 10, 1))
    seat("admin").run(new)
    assert sum(one.amount for one in seat("ratna").read(rates) if one.segment == "pbi_kota") == 35_000 + 2800 + 3000
    for who, command, code in (
        ("admin", SaveRate(**line, valid_from=date(2026, 10, 1)), "twice"),
        ("admin", SaveRate(**(line | {"legal_basis": " "}), valid_from=date(2026, 11, 1)), "missing"),
        ("admin", SaveRate(**line, valid_from=date(2026, 11, 1), rate_id=1, version=9), "stale"),
        ("ratna", SaveRate(**line, valid_from=date(2026, 11, 1)), "not_your_role"),
        ("admin", SaveRate(**line, valid_from=date(2026, 11, 15)), "bad_day"),
        ("admin", SaveRate(**(line | {"amount": -1}), valid_from=date(2026, 11, 1)), "bad_amount"),
    ):
        with pytest.raises(Refused) as caught:
            seat(who).run(command)
        assert caught.value.code == code
    made = city(41, 60, leaks=0)
    settle(office.database, made, staff_id=seat("ratna").staff.id)
    assert compare(seat).data["difference"] == -200 * 60
