"""Tata surat: paper, numbers, signers and paraf of an office; what is half typed stays with its office."""

import io
import json
from datetime import date

import pytest
from PIL import Image

from db.queries.letter_templates import emblems
from db.queries.numbering import rules_of, series_of
from db.queries.offices import office_by_id
from desktop.operations.save_style import SaveLetterStyle
from desktop.sop.letters import LetterStyle, read_style
from tests.conftest import seats_of
from tests.ui.desks import open_screen, settle
from tests.ui.looking import nameless
from tests.ui.stages import bring_to, open_sheet, sheets

DINSOS = 3
TODAY = date(2026, 11, 23)


def drawn(qtbot, screen):
    """Wait until everything is read, stored and drawn."""
    qtbot.waitUntil(lambda: not screen.tabs["kertas"].preview.waits())
    settle(qtbot, screen)


@pytest.fixture
def admin(local_office):
    return seats_of(local_office)("admin")


@pytest.fixture
def setup(qtbot, admin):
    """The screen on one tab of Dinas Sosial."""

    def opened(tab="kertas", office_id=DINSOS):
        screen = open_screen(qtbot, admin, "tata_surat", key=(office_id, tab))
        drawn(qtbot, screen)
        return screen

    return opened


def save(qtbot, screen):
    screen.action_bar.trigger("simpan")
    drawn(qtbot, screen)


def typed(form, **values):
    """Type into a form without making it clean."""
    for name, value in values.items():
        form._fields[name].put(value)


def style_of(office):
    return read_style(office.read(office_by_id, DINSOS).letter_style)


def picture_file(folder, name="lambang.png", mode="RGB"):
    path = folder / name
    Image.new(mode, (900, 1200), 120 if mode == "L" else None).save(path)
    return str(path)


# paper and letterhead


def test_paper_is_chosen_seen_and_stored(qtbot, setup, local_office):
    screen = setup()
    before = screen.tab.preview.trial.page
    typed(screen.tab.form, paper="a4", font="serif", font_size=12.0, edges=True, left=30)
    drawn(qtbot, screen)
    after = screen.tab.preview.trial.page
    assert round(after.height / after.width, 2) == 1.41 != round(before.height / before.width, 2)
    assert screen.is_dirty() and screen.list.typed(DINSOS)
    save(qtbot, screen)
    style = style_of(local_office)
    assert (style.paper, style.font, style.font_size, style.margins.left) == ("a4", "serif", 12.0, 30.0)
    assert not screen.is_dirty() and nameless(screen) == []


def test_paper_without_room_is_said_while_it_is_typed(qtbot, setup, local_office):
    screen = setup()
    typed(screen.tab.form, edges=True, left=100)
    drawn(qtbot, screen)
    assert screen.tab.said.text() == "Ruang tulis kurang dari 100 mm. Kecilkan tepi kertas."
    assert screen.tab.preview.veil.isVisible()
    save(qtbot, screen)
    assert screen.message_bar.sentence() == screen.tab.said.text() and screen.desk.office.ran == []
    screen.action_bar.trigger("urungkan")
    drawn(qtbot, screen)
    assert not screen.is_dirty() and screen.tab.said.text() == "" and style_of(local_office) == LetterStyle()


def test_an_emblem_is_dropped_seen_stored_and_taken_away(qtbot, setup, local_office, tmp_path):
    screen = setup()
    screen.tab.well.dropped(picture_file(tmp_path))
    drawn(qtbot, screen)
    with Image.open(io.BytesIO(screen.tab.well.data())) as kept:
        assert max(kept.size) == 600
    assert screen.tab.preview.trial.wish.emblems
    save(qtbot, screen)
    named = local_office.read(office_by_id, DINSOS).emblem_sha256
    assert local_office.read(emblems, [named])[named] == screen.tab.well.data() and not screen.is_dirty()
    screen.tab.well.put(None)
    save(qtbot, screen)
    assert local_office.read(office_by_id, DINSOS).emblem_sha256 is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "kosong"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><!ENTITY a "b"></svg>', "bukan gambar"),
        (b"\x89PNG\r\n\x1a\n rusak", "bukan gambar"),
        (b"\xff\xd8\xff" + b"0" * 41 * 1024 * 1024, "40 MB"),
    ],
)
def test_what_is_no_emblem_is_refused_in_words(qtbot, setup, tmp_path, content, said):
    screen = setup()
    before = screen.tab.well.data()
    file = tmp_path / "lambang.svg"
    file.write_bytes(content)
    screen.tab.well.dropped(str(file))
    drawn(qtbot, screen)
    assert said in screen.tab.well.error()
    assert screen.tab.well.data() == before and not screen.is_dirty()


def test_a_cmyk_picture_and_a_missing_file(qtbot, setup, tmp_path):
    screen = setup()
    screen.tab.well.dropped(picture_file(tmp_path, "cmyk.jpg", "CMYK"))
    drawn(qtbot, screen)
    assert screen.tab.well.data().startswith(b"\x89PNG")
    screen.tab.well.dropped(str(tmp_path / "hilang.png"))
    drawn(qtbot, screen)
    assert screen.tab.well.error() and screen.tab.well.data() is not None


def test_another_administrators_paper_is_not_overwritten_unseen(qtbot, setup, admin, local_office):
    screen = setup()
    typed(screen.tab.form, paper="a4")
    version = local_office.read(office_by_id, DINSOS).version
    admin.run(SaveLetterStyle(office_id=DINSOS, version=version, style=LetterStyle(paper="folio")))
    save(qtbot, screen)
    assert "baru saja diubah" in screen.message_bar.sentence()
    assert style_of(local_office).paper == "folio" and screen.tab.form.values()["paper"] == "a4"
    save(qtbot, screen)
    assert style_of(local_office).paper == "a4"


def test_what_is_half_typed_stays_with_its_office(qtbot, setup, local_office):
    screen = setup()
    typed(screen.tab.form, paper="a4")
    screen.segments.choose("nomor")
    typed(screen.tab.form, pattern="{kode}/{agenda}/{tahun}")
    screen.list.select(5)
    drawn(qtbot, screen)
    assert screen.tab.form.values()["pattern"] == "" and screen.is_dirty() and screen.list.typed(DINSOS)
    assert "Dinas Kesehatan" in screen.action_bar._strong.text()
    screen.list.select(DINSOS)
    drawn(qtbot, screen)
    assert screen.tab.form.values()["pattern"] == "{kode}/{agenda}/{tahun}"
    assert screen.tabs["kertas"].form.values()["paper"] == "a4"
    save(qtbot, screen)
    assert [row.pattern for row in local_office.read(rules_of, DINSOS)] == ["{kode}/{agenda}/{tahun}"]
    assert style_of(local_office) == LetterStyle() and screen.tabs["kertas"].is_dirty()


# numbers


def test_a_pattern_lives_in_its_example(qtbot, setup, local_office):
    screen = setup("nomor")
    assert screen.tab.shown.text() == "400.9.4.1/001/DINSOS/XI/2026"
    typed(screen.tab.form, pattern="{kode}/{agenda}/{unit}-REHSOS/{bulan_romawi}/{tahun}", digits=4)
    assert screen.tab.shown.text() == "400.9.4.1/0001/DINSOS-REHSOS/XI/2026"
    save(qtbot, screen)
    (row,) = local_office.read(rules_of, DINSOS)
    assert (row.code, row.digits) == ("", 4) and not screen.is_dirty()
    assert [line.own for line in screen.tab.list.rows()] == [True, False]
    assert screen.tab.list.rows()[1].example == "400.9.4.1/0001/DINSOS-REHSOS/XI/2026"
    typed(screen.tab.form, pattern="")
    save(qtbot, screen)
    assert local_office.read(rules_of, DINSOS) == ()


@pytest.mark.parametrize(
    "pattern",
    ["{nomer}", "{kode}/{agenda}", "{agenda", "}{", "tetap/2026", "{kode}/{agenda}/{tahun}\u00a0é", "{kode}" * 13],
)
def test_a_bad_pattern_is_said_and_not_sent(qtbot, setup, pattern):
    screen = setup("nomor")
    typed(screen.tab.form, pattern=pattern)
    error = screen.tab.form.errors()["pattern"]
    assert error.endswith(".") and screen.tab.shown.text() == ""
    save(qtbot, screen)
    assert screen.message_bar.sentence() == error and screen.desk.office.ran == []


def test_a_token_is_inserted_by_its_button(setup):
    from PySide6.QtWidgets import QPushButton

    screen = setup("nomor")
    button = next(one for one in screen.tab.findChildren(QPushButton) if one.text() == "{agenda}")
    button.click()
    assert screen.tab.pattern.text() == "{agenda}" and screen.window().focusWidget() is screen.tab.pattern


def test_a_series_goes_on_after_the_hand_written_book(qtbot, setup, local_office):
    screen = setup("nomor")
    typed(screen.tab.start, classification="400.9.4.1", last=41)
    assert screen.is_dirty()
    screen.tab.begin.click()
    open_sheet(screen).confirm()
    drawn(qtbot, screen)
    assert [(row.classification, row.last) for row in local_office.read(series_of, DINSOS, 2026)] == [("400.9.4.1", 41)]
    assert screen.tab.shown.text() == "400.9.4.1/042/DINSOS/XI/2026" and not screen.is_dirty()
    assert screen.tab.start.control("classification").findData("400.9.4.1") < 0


def test_an_office_that_issues_nothing(qtbot, setup):
    screen = setup("paraf", office_id=4)
    assert screen.tab.letters.rows() == () and "tidak menerbitkan surat" in screen.tab.letters.empty.text()
    assert not screen.tab.plus.isEnabled()
    screen.segments.choose("nomor")
    assert [row.title for row in screen.tab.list.rows()] == ["Semua surat"]
    screen.segments.choose("kertas")
    assert screen.tab.preview.trial.problem is None and screen.tab.letter.currentText().startswith("Contoh:")


def test_letters_already_issued_keep_their_paper(qtbot, setup, local_office):
    rows = bring_to(local_office, seats_of(local_office), "menunggu_nik", people=1)
    assert rows
    from db.queries.letter_samples import newest_facts

    screen = setup()
    typed(screen.tab.form, paper="a4")
    save(qtbot, screen)
    _, facts = local_office.read(newest_facts, DINSOS, "rekomendasi")
    assert json.loads(facts)["style"]["paper"] == ""
    assert sheets(screen) == 0
