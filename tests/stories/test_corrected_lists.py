"""A list goes back to its sender, comes again corrected, and comes again whole: the register answers what it knows."""

import openpyxl
import pytest
from sqlalchemy import text

from desktop.operations.list_trial import Answers
from desktop.operations.reconcile import Reconcile
from desktop.sop.refusals import Refused
from tests.spreadsheets.lists_kit import facts, lines_of, nik, number, write_book, write_text

KOTA = {"period": "2026-11", "segment": "pbi_kota"}


def bring(seat, path, **said):
    """Tried and brought in; the trial with what became of it."""
    from dataclasses import replace

    trial = seat.register.try_out(path, Answers(**{**KOTA, **said}))
    return replace(trial, outcome=seat.register.bring_in(trial))


def running(office):
    """(NIK, number, segment) of all that lists began."""
    asked = (
        "SELECT p.nik, m.participant_number, m.segment FROM membership m JOIN person p ON p.id = m.person_id"
        " WHERE m.run_id IS NOT NULL AND m.valid_to IS NULL ORDER BY m.participant_number, m.segment"
    )
    with office.database.read() as connection:
        return [tuple(row) for row in connection.execute(text(asked))]


def returned(seat, trial, out, **more):
    """(sheet, remarks) of the return file, as the sender opens it."""
    seat.register.write_return(trial, out, **{"entered": True, "recipient": "Dinas Sosial", **more})
    book = openpyxl.load_workbook(out)
    sheet = book.worksheets[0]
    remark = next(cell.column for cell in sheet[1] if cell.value == "CATATAN PADAN")
    return book, [sheet.cell(row, remark).value.split(":")[0] for row in range(2, sheet.max_row + 1)]


def test_only_what_came_in_is_said_to_be_in_and_its_correction_counts(office, seat, tmp_path):
    """One runs in another segment, one has another line's number, one a wrong NIK, one a wrong month."""
    ratna = seat("ratna")
    bring(ratna, write_text(tmp_path / "desa.csv", lines_of("pbi_apbd", [facts(1)])), segment="kp_desa")
    people = [facts(1), facts(2), facts(3, nik="3175"), facts(4, month="Nopembr"), facts(5, number=number(1))]
    trial = ratna.register.try_out(write_text(tmp_path / "kota.csv", lines_of("pbi_apbd", people)), Answers(**KOTA))
    _, tried = returned(ratna, trial, tmp_path / "uji.xlsx", entered=False)
    asked, ready = "MENUNGGU JAWABAN", "DAPAT MASUK"
    assert tried == [asked, ready, ready, "BELUM MASUK", asked]
    out = tmp_path / "balasan.xlsx"
    book, said = returned(ratna, bring(ratna, trial.path), out)
    assert said == [asked, "SUDAH MASUK", "SUDAH MASUK", "BELUM MASUK", asked]
    sheet = book.worksheets[0]
    right = {"3175": nik(3), "Nopembr": "November"}
    for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value in right):
        cell.value = right[cell.value]
    sheet["A6"].value = number(5)
    book.save(out)
    again = bring(ratna, out)
    assert again.total == 5 and again.outcome.data["taken"]["masuk"] == 2
    kota = [(row[0], row[1]) for row in running(office) if row[2] == "pbi_kota"]
    # The third is known by the number; a NIK for a record that has none comes from Dukcapil, not from a list.
    assert kota == [(nik(2), number(2)), (None, number(3)), (nik(4), number(4)), (nik(5), number(5))]


def test_a_corrected_bill_is_compared_whole(office, seat, tmp_path):
    ratna, people = seat("ratna"), [facts(at) for at in range(40)]
    bring(ratna, write_text(tmp_path / "pbi.csv", lines_of("pbi_apbd", people)), full=True)
    bill = write_book(tmp_path / "tagihan.xlsx", lines_of("bpjs_tagihan", [facts(0, amount="banyak"), *people[1:]]))
    book, said = returned(ratna, bring(ratna, bill), tmp_path / "balasan.xlsx")
    assert said == ["BELUM MASUK", *["SUDAH MASUK"] * 39]
    sheet = book.worksheets[0]
    (amount,) = (cell for row in sheet.iter_rows() for cell in row if cell.value == "banyak")
    amount.value = "37800"
    book.save(tmp_path / "balasan.xlsx")
    assert bring(ratna, tmp_path / "balasan.xlsx").outcome.data["taken"]["masuk"] == 40
    compared = ratna.run(Reconcile(**KOTA))
    assert (compared.data["theirs"], compared.data["ours"], compared.data["found"]) == (40, 40, 0)


def test_a_corrected_list_that_is_complete_ends_nobody(office, seat, tmp_path):
    ratna, people = seat("ratna"), [facts(at) for at in range(12)]
    bring(ratna, write_text(tmp_path / "pbi.csv", lines_of("pbi_apbd", people)), full=True)
    spoilt = write_book(tmp_path / "des.xlsx", lines_of("pbi_apbd", [facts(0, month="Desembr"), *people[1:]]))
    book, _ = returned(ratna, bring(ratna, spoilt), tmp_path / "balasan.xlsx")
    book.worksheets[0]["E2"].value = "November"
    book.save(tmp_path / "balasan.xlsx")
    whole = bring(ratna, tmp_path / "balasan.xlsx", full=True).outcome
    assert (whole.data["taken"]["sudah"], whole.data["taken"]["berakhir"]) == (12, 0)
    assert len(running(office)) == 12


def test_a_waiting_line_of_a_second_sheet_is_marked_there_and_not_in_the_first(seat, tmp_path):
    """Row 2 of both sheets, of which one waits."""
    ratna = seat("ratna")
    bring(ratna, write_text(tmp_path / "desa.csv", lines_of("pbi_apbd", [facts(9)])), segment="kp_desa")
    path = write_book(tmp_path / "dua lembar.xlsx", lines_of("pbi_apbd", [facts(1), facts(2)]))
    book = openpyxl.load_workbook(path)
    for line in lines_of("pbi_apbd", [facts(9), facts(3)]):
        (book["Cakung"] if "Cakung" in book.sheetnames else book.create_sheet("Cakung")).append(line)
    book.save(path)
    trial = bring(ratna, path)
    assert trial.questions == (("Cakung", 2, "segmen_lain"),)
    assert [problem.place for problem in trial.problems if problem.sheet == "Cakung"] == ["baris 2, kolom B (NIK)"]
    ratna.register.write_return(trial, tmp_path / "balasan.xlsx", entered=True, recipient="Dinas Sosial")
    page = openpyxl.load_workbook(tmp_path / "balasan.xlsx").worksheets[0]
    said = [cell.value for row in page.iter_rows() for cell in row if "MENUNGGU" in str(cell.value)]
    assert len(said) == 1 and said[0].startswith("MENUNGGU JAWABAN (baris 2 lembar Cakung): Masih berlaku")
    people = [row[1] for row in page.iter_rows(values_only=True) if row[1] in {nik(at) for at in (1, 2, 3, 9)}]
    assert people == [nik(9)]


def test_a_file_that_changed_since_is_not_sent_back_with_what_the_other_one_did(seat, tmp_path):
    ratna = seat("ratna")
    path = write_text(tmp_path / "pbi.csv", lines_of("pbi_apbd", [facts(1), facts(2, number="1")]))
    trial = bring(ratna, path)
    write_text(path, lines_of("pbi_apbd", [facts(3), facts(4)]))
    with pytest.raises(Refused) as refused:
        ratna.register.write_return(trial, tmp_path / "balasan.xlsx", entered=True)
    assert refused.value.code == "file_changed" and not (tmp_path / "balasan.xlsx").exists()
