"""A file at the wrong desk: one sentence, and a button to the screen where it comes in, or the office that it belongs to."""

from typing import Any

import pytest

from desktop.office import Office
from desktop.sop.mutations import ENDS
from desktop.spreadsheets.templates import write_template
from desktop.ui.screens.mapping_sheet import MappingSheet
from desktop.ui.screens.mutation_sheet import MutationSheet
from tests.conftest import seats_of
from tests.operations.test_record_events import members as pbi_members
from tests.spreadsheets.conftest import REAL_FILE
from tests.spreadsheets.lists_kit import facts, lines_of, number, write_book, write_text
from tests.ui.desks import open_screen, settle
from tests.ui.looking import nameless


@pytest.fixture
def seat(local_office: Office) -> Any:
    return seats_of(local_office)


def take(screen: Any, path: Any) -> None:
    (screen.file.read if screen.code in ("eid", "kematian_pindah") else screen.choose)(path)


@pytest.mark.parametrize(
    ("who", "at", "what", "said", "goes"),
    [
        ("ratna", "daftar_peserta", "wbs", "lewat layar Impor daftar di Satpol PP. Kirim", ""),
        ("ratna", "daftar_peserta", "siak_kematian", "lewat layar Kematian & pindah di Dinas Dukcapil", ""),
        ("andi", "daftar_peserta", "siak_pindah", "lewat layar Kematian & pindah.", "kematian_pindah"),
        ("bagus", "impor", "pbi_apbd", "Daftar dan tagihan di Dinas Sosial atau Dinas Dukcapil atau Dinas K", ""),
        ("bagus", "impor", "eid", "lewat layar E-ID peserta di BPJS Kesehatan", ""),
        ("andi", "kematian_pindah", "siak_penduduk", "lewat layar Daftar dan tagihan.", "daftar_peserta"),
        ("hendra", "eid", "wbs", "lewat layar Impor daftar di Satpol PP", ""),
    ],
)
def test_every_desk_knows_where_a_file_belongs(
    qtbot: Any, seat: Any, tmp_path: Any, who: str, at: str, what: str, said: str, goes: str
) -> None:
    path = tmp_path / "berkas.xlsx"
    if what == "wbs":
        path.write_bytes(REAL_FILE.read_bytes())
    elif what == "eid":
        write_template("eid_result", path)
    else:
        write_book(path, lines_of(what, [facts(1), facts(2)]))
    screen = open_screen(qtbot, seat(who), at)
    take(screen, path)
    settle(qtbot, screen)
    assert said in screen.message_bar.sentence() and screen.desk.office.ran == []
    if goes:
        screen.message_bar.press(f"Buka {'Kematian & pindah' if goes == 'kematian_pindah' else 'Daftar dan tagihan'}")
        assert screen.desk.session.shell.went[-1] == (goes, str(path))


def test_an_unknown_list_of_deaths_is_explained_once(
    qtbot: Any, local_office: Office, seat: Any, tmp_path: Any
) -> None:
    """What it is and what its columns mean is asked, remembered, and asked no more."""
    (nik, _person), *_ = pbi_members(local_office, seat, 1)
    names = ["No. Induk", "Nama Almarhum", "Wafat Pada", "Nomor Akte"]
    row = [nik, "Warga A", "20-11-2026", "3171-KM-20112026-0001"]
    screen = open_screen(qtbot, seat("andi"), "kematian_pindah")
    sheets: list[Any] = []
    screen.sheet_opened.connect(sheets.append)
    screen.file.read(write_text(tmp_path / "aneh.csv", [names, row]))
    settle(qtbot, screen)
    assert "Daftar ini berisi apa?" in screen.message_bar.sentence()
    screen.message_bar.press("Kematian")
    settle(qtbot, screen)
    sheet = screen.window().findChild(MappingSheet)
    assert sheet.isVisible() and sheet.form.control("0").currentData() == "nik"
    for at, field in enumerate(("nik", "name", "event_date", "document")):
        sheet.form.control(str(at)).setCurrentIndex(sheet.form.control(str(at)).findData(field))
    sheet.save()
    settle(qtbot, screen)
    assert "1 baris, 1 dapat dicatat" in " ".join(label.text() for label in found_labels(sheets[-1]))
    sheets[-1].confirm()
    settle(qtbot, screen)
    assert "1 peristiwa dicatat" in screen.message_bar.sentence()
    sheets.clear()
    screen.file.read(write_text(tmp_path / "bulan depan.csv", [names, row]))
    settle(qtbot, screen)
    assert len(sheets) == 1 and not isinstance(sheets[0], MappingSheet)


def found_labels(sheet: Any) -> Any:
    from PySide6.QtWidgets import QLabel

    return sheet.findChildren(QLabel)


def test_kinds_of_change_are_explained_at_the_desk(qtbot: Any, seat: Any, tmp_path: Any) -> None:
    screen = open_screen(qtbot, seat("ratna"), "daftar_peserta")
    screen.form.set_values({"period": "2026-11", "segment": "pbi_kota"})
    settle(qtbot, screen)
    screen.choose(write_book(tmp_path / "pbi.xlsx", lines_of("pbi_apbd", [facts(at) for at in range(3)])))
    settle(qtbot, screen)
    screen.bring_in()
    settle(qtbot, screen)
    screen.form.set_values({"full": True})  # says nothing about a form, which ends only whom it names
    settle(qtbot, screen)
    changes = [facts(0, mutation="07"), facts(1, mutation="NONAKTIF"), facts(8, mutation="AKTIF")]
    screen.choose(write_book(tmp_path / "mutasi.xlsx", lines_of("edabu_mutasi", changes)))
    settle(qtbot, screen)
    assert "Jenis mutasi 07 belum dikenal" in screen.message_bar.sentence()
    assert screen.panel.said()["jenis mutasi belum dikenal"] == "1"
    assert [(line.row, line.kind, line.value) for line in screen.problems.rows()] == [(2, "warning", "seluruh baris")]
    screen.message_bar.press("Sebut artinya…")
    sheet = screen.window().findChild(MutationSheet)
    sheet.save()
    assert "Belum ada yang disebut" in sheet.trouble.text()
    sheet.form.set_values({"0": ENDS})
    sheet.save()
    settle(qtbot, screen)
    assert screen.panel.said()["kepesertaan berakhir"] == "2" and screen.panel.said()["masuk"] == "1"
    screen.bring_in()
    settle(qtbot, screen)
    assert screen.message_bar.sentence() == "3 baris dibaca: 1 masuk, 0 sudah ada, 0 dikembalikan, 2 berakhir."
    assert number(8) and nameless(screen) == []


def test_dinas_sosial_brings_its_proposals(qtbot: Any, seat: Any, tmp_path: Any) -> None:
    screen = open_screen(qtbot, seat("sari"), "daftar_peserta")
    people = [facts(at, segment="PBI JK") for at in range(4)] + [facts(5, segment="PKH")]
    screen.choose(write_book(tmp_path / "siks.xlsx", lines_of("siksng_usulan", people)))
    settle(qtbot, screen)
    assert screen.panel.said()["orang yang belum dikenal"] == "4"
    screen.bring_in()
    settle(qtbot, screen)
    assert "4 masuk" in screen.message_bar.sentence()
    assert [(run.layout, run.segment) for run in screen.runs] == [("siksng_usulan", "pbi_jk")]


def test_bpjs_takes_the_empty_form(qtbot: Any, seat: Any, tmp_path: Any) -> None:
    screen = open_screen(qtbot, seat("hendra"), "eid")
    screen.choose_place = lambda _parent, name: str(tmp_path / name)
    screen.form.template_button.click()
    settle(qtbot, screen)
    assert (tmp_path / "templat-hasil-e-id.xlsx").exists() and "disimpan" in screen.message_bar.sentence()
