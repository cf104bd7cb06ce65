"""A list or bill of BPJS: of the chosen month, as long as such lists were, and the newest one counts."""

import pytest
from member_lists import bill, billed, listed, member
from probe import count
from sqlalchemy import text

from desktop.operations.import_list import TrialDone
from desktop.sop.refusals import Refused

TABLES = ("list_row", "import_run", "membership", "person")


def counts(office):
    return {table: count(office, table) for table in TABLES}


def test_a_bill_of_a_later_month_is_refused_and_nothing_stays(office, seat):
    with pytest.raises(Refused) as refused:
        seat("ratna").run(bill([billed(1), billed(2, "2026-12")]))
    assert refused.value.code == "wrong_month"
    assert count(office, "list_row") == 0 and count(office, "import_run") == 0


def test_a_bill_that_is_mostly_of_other_months_is_refused(office, seat):
    """Arrears beside the month are usual; a bill of last month under a wrong choice is not."""
    ratna = seat("ratna")
    late = [billed(at, "2026-10") for at in range(5)]
    with pytest.raises(Refused) as refused:
        ratna.run(bill([*late, *(billed(at) for at in range(5, 9))]))
    assert refused.value.code == "wrong_month"
    assert "Hanya 4 dari 9 baris" in refused.value.sentence and "2026-10" in refused.value.sentence
    with pytest.raises(Refused):
        ratna.run(bill(late))
    assert count(office, "list_row") == 0 and count(office, "import_run") == 0
    assert ratna.run(bill([*late, *(billed(at) for at in range(5, 10))])).data["taken"]["masuk"] == 10
    quarter = [billed(at, month) for month in ("2026-09", "2026-10", "2026-11") for at in range(10)]
    assert ratna.run(bill(quarter, fewer=True)).data["taken"]["masuk"] == 30
    silent = [billed(at, None) for at in range(10)]
    assert ratna.run(bill(silent, fewer=True)).data["taken"]["masuk"] == 10


def test_a_short_bill_comes_in_only_when_somebody_says_that_it_is_whole(office, seat):
    """Measured against our members, then against the bill before it; of this month, or of the month before."""
    ratna = seat("ratna")
    ratna.run(listed([member(at) for at in range(40)]))
    before = counts(office)
    with pytest.raises(Refused) as refused:
        ratna.run(bill([billed(at) for at in range(35)]))
    assert refused.value.code == "few_lines"
    assert "hanya 35 baris, sedangkan daftar peserta kita di segmen ini 40." in refused.value.sentence
    assert counts(office) == before
    with pytest.raises(TrialDone) as tried:
        ratna.run(bill([billed(at) for at in range(35)], trial=True))
    assert tried.value.outcome.data["fewer"]["expected"] == 40 and "hanya 35 baris" in tried.value.outcome.sentence
    assert "replaces" not in tried.value.outcome.data
    ratna.run(bill([billed(at) for at in range(30)], fewer=True, name="satu.csv"))
    second = ratna.run(bill([billed(at) for at in range(27)], name="dua.csv"))
    assert second.sentence.endswith("Menggantikan satu.csv (30 baris) untuk bulan dan segmen ini.")
    assert second.data["replaces"]["accepted"] == 30 and "fewer" not in second.data
    with pytest.raises(Refused) as cut:
        ratna.run(bill([billed(at, "2026-12") for at in range(24)], period="2026-12"))
    assert "hanya 24 baris, sedangkan dua.csv untuk November 2026 27." in cut.value.sentence
    with office.database.write() as connection:
        connection.execute(text("INSERT INTO setting (key, value) VALUES ('list_share', '80')"))
    later = ratna.run(bill([billed(at, "2026-12") for at in range(24)], period="2026-12"))
    assert later.data["taken"]["masuk"] == 24 and "replaces" not in later.data


def test_the_same_bill_again_changes_nothing_but_counts_again_after_another(office, seat):
    ratna = seat("ratna")
    first, other = [billed(at) for at in range(10)], [billed(at) for at in range(1, 11)]
    ratna.run(bill(first, name="satu.csv"))
    before = counts(office)
    again = ratna.run(bill(first, name="nama lain.csv"))
    assert again.sentence.endswith("sebagai satu.csv. Tidak ada yang berubah.") and again.data["again"]
    assert counts(office) == before
    ratna.run(bill(other, name="dua.csv"))
    back = ratna.run(bill(first, name="satu.csv"))
    assert back.data["replaces"]["file_name"] == "dua.csv" and back.data["taken"]["masuk"] == 10
