"""``seat.printing``: what is printed, what is recorded, and that both say the same; on both databases."""

import pytest
from pages import sample, square

from db.queries.print_jobs import print_jobs_of_office
from desktop.printing.choices import write_choice
from desktop.printing.kinds import PrintChoice
from desktop.sop.refusals import Refused
from desktop.world import WorldTrouble

PDF = sample(2)


@pytest.fixture(autouse=True)
def own_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("PADAN_HOME", str(tmp_path / "rumah"))


@pytest.fixture
def desk(seat, cups):
    return seat("rina")


def jobs(desk):
    return desk.read(print_jobs_of_office, desk.staff.office_id)


def print_out(desk, choice, **more):
    values = {"title": "Surat 1", "paper": "a4", "kind": "surat", "choice": choice} | more
    return desk.printing.send(values.pop("pdf", PDF), **values)


def test_accepted_and_recorded_are_the_same_thing(desk, cups):
    result = print_out(desk, PrintChoice(cups.queue("uji"), 2))
    assert (result.accepted, result.sentence) == (True, "Sudah dicetak.")
    (row,) = jobs(desk)
    assert (row.system_job, row.state, row.copies, row.pages, row.printer) == (result.job, "diterima", 2, 2, "uji")


def test_the_default_printer_serves_who_chose_none(desk, cups):
    cups.queue("uji")
    assert print_out(desk, PrintChoice()).accepted
    assert jobs(desk)[0].printer == "uji"


def test_the_offset_is_in_the_print_alone(desk, cups):
    given = bytes(PDF)
    result = print_out(desk, PrintChoice(cups.queue("uji"), dx=3.0, dy=-2.0), pdf=given)
    left, top = square(cups.spooled(result.job))
    assert abs(left - 33) <= 0.1 and abs(top - 38) <= 0.1 and given == PDF


@pytest.mark.parametrize(
    ("breaking", "words"),
    [("disable", "dihentikan"), ("reject", "menolak pekerjaan baru"), ("kill", "tidak menjawab")],
)
def test_what_is_not_accepted_is_recorded_as_failed_with_its_reason(desk, cups, breaking, words):
    name = cups.queue("uji")
    getattr(cups, breaking)(*(() if breaking == "kill" else (name,)))
    result = print_out(desk, PrintChoice(name))
    assert not result.accepted and result.job == "" and words in result.sentence
    (row,) = jobs(desk)
    assert (row.state, row.reason, row.system_job, row.printer) == ("gagal", result.sentence, "", name)


def test_a_job_that_fails_after_it_was_taken_does_not_stay_accepted(desk, cups):
    result = print_out(desk, PrintChoice(cups.broken("uji")))
    assert not result.accepted and result.job
    (row,) = jobs(desk)
    assert (row.state, row.system_job) == ("gagal", result.job) and row.reason == result.sentence


def test_called_off_is_recorded_as_called_off(desk, cups):
    name, heard = cups.queue("uji", "job-hold-until-default=indefinite"), []
    result = print_out(
        desk,
        PrintChoice(name),
        report=lambda _done, _total, text: heard.append(text),
        cancelled=lambda: "Ditahan di antrean pencetak" in heard,
    )
    assert not result.accepted and jobs(desk)[0].state == "dibatalkan" and cups.jobs(name) == []


def test_recorded_at_once_and_left_in_the_queue_when_nobody_watches_any_more(desk, cups):
    """The program may close while a job waits: what the queue took is written down before."""
    name, seen = cups.queue("uji", "job-hold-until-default=indefinite"), []
    result = print_out(desk, PrintChoice(name), leave=lambda: bool(seen.append(jobs(desk)[0].state) or True))
    assert seen == ["diterima"] and result.accepted and cups.jobs(name) == [result.job]


def test_paper_of_another_office_reaches_no_printer(desk, cups):
    name = cups.queue("uji")
    for wrong in ({"letter_id": 10**6}, {"sheet_id": 10**6}):
        with pytest.raises(Refused, match="other_office"):
            print_out(desk, PrintChoice(name), **wrong)
    assert cups.jobs(name, "all") == [] and jobs(desk) == ()


@pytest.mark.parametrize(("pdf", "words"), [(b"rusak", "PDF yang utuh"), (sample(paper="f4"), "tidak muat")])
def test_what_cannot_be_printed_reaches_no_printer(desk, cups, pdf, words):
    name = cups.queue("uji")
    result = print_out(desk, PrintChoice(name), pdf=pdf)
    assert not result.accepted and words in result.sentence
    assert cups.jobs(name, "all") == [] and jobs(desk)[0].state == "gagal"


def test_a_record_that_cannot_be_written_is_told_beside_what_happened(desk, cups, monkeypatch):
    """The paper is out: that the database was away at that moment does not make it undone."""
    name, hold = cups.queue("uji"), desk.office.run

    def away(command, staff_id):
        if type(command).__name__ == "RecordPrint":
            raise WorldTrouble("db-unreachable", "Basis data tidak terjangkau.")
        return hold(command, staff_id)

    monkeypatch.setattr(desk.office, "run", away)
    result = print_out(desk, PrintChoice(name))
    assert result.accepted and "Catatan cetaknya belum tersimpan: Basis data tidak terjangkau." in result.sentence


def test_a_printer_out_of_paper_is_not_asked_unless_told_to(desk, cups):
    name = cups.out_of_paper("uji")
    first = print_out(desk, PrintChoice(name), patience=0.0)
    cups.until(lambda: not desk.printing.printers()[0].ready, "the printer does not ask for paper")
    assert first.accepted
    refused = print_out(desk, PrintChoice(name))
    assert not refused.accepted and "kertasnya habis. Isi kertas" in refused.sentence
    assert print_out(desk, PrintChoice(name), patience=0.0, anyway=True).accepted
    assert [row.state for row in jobs(desk)] == ["diterima", "gagal", "diterima"]


def test_printing_that_does_not_answer_is_the_worlds_trouble(desk, cups):
    cups.kill()
    with pytest.raises(WorldTrouble) as caught:
        desk.printing.printers()
    assert caught.value.retry and "Nyalakan layanan cetaknya" in caught.value.sentence


def test_choice_and_paper(desk, cups):
    assert desk.printing.choice("cr80") == PrintChoice()
    desk.printing.remember("cr80", PrintChoice("zebra", 1, True, 0.5, 0.0))
    assert desk.printing.choice("cr80") == PrintChoice("zebra", 1, True, 0.5, 0.0)
    write_choice("a4", PrintChoice("lain"))
    assert desk.printing.choice("a4").printer == "lain"
    papers = ("a4", "f4", "folio", "cr80")
    assert [desk.printing.paper_of(desk.printing.calibration(paper)) for paper in papers] == list(papers)
    with pytest.raises(WorldTrouble):
        desk.printing.paper_of(b"rusak")
