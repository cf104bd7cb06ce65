"""Templat surat: typing beside the real PDF, problems with their line, history, folders; nothing typed is ever lost."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.queries.letter_templates import own_templates, template_history
from desktop.operations.save_template import SaveTemplate
from desktop.sop.letters import shipped_template
from tests.conftest import seats_of
from tests.ui.desks import open_screen, settle
from tests.ui.looking import CONTROL, nameless
from tests.ui.stages import bring_to, open_sheet, sheets

KEY = (3, "rekomendasi")
OURS = shipped_template("rekomendasi")
OLD, NEW = "Dinas Sosial telah meneliti", "Dinas Sosial sudah menelaah"
TOML = OURS.replace(OLD, NEW)


def drawn(qtbot, screen):
    """Wait until the preview shows what is typed."""
    qtbot.waitUntil(lambda: not screen.preview.waits())
    settle(qtbot, screen)


def open_editor(qtbot, office, key=KEY):
    screen = open_screen(qtbot, seats_of(office)("admin"), "templat", key=key)
    drawn(qtbot, screen)
    return screen


def put(qtbot, screen, old, new):
    """Type something in the place of something else."""
    assert screen.pane.edit.find_text(old)
    screen.pane.edit.insert(new)
    drawn(qtbot, screen)


def save(qtbot, screen, note=""):
    """Ctrl+S, a note, Ctrl+Enter."""
    screen.action_bar.trigger("simpan")
    sheet = open_sheet(screen)
    QTest.keyClicks(sheet.focusWidget(), note)
    QTest.keyClick(sheet.focusWidget(), Qt.Key.Key_Return, CONTROL)
    drawn(qtbot, screen)


def own(office):
    return office.read(own_templates, KEY[0]).get(KEY[1])


@pytest.fixture
def screen(qtbot, local_office):
    return open_editor(qtbot, local_office)


def test_every_letter_stands_under_its_office(screen):
    found = [(line.group, line.key[1]) for line in screen.list.lines()]
    assert len(found) == 8 and found[0] == ("Satuan Polisi Pamong Praja", "bast")
    assert screen.list.key() == KEY and screen.pane.edit.text() == OURS
    assert screen.pane.problem.said().startswith("Dapat dicetak · 2 halaman")
    assert nameless(screen) == []


def test_a_letter_of_the_office_is_drawn_while_typing(qtbot, screen):
    first = screen.preview.trial
    put(qtbot, screen, OLD, NEW)
    second = screen.preview.trial
    assert second.problem is None and second.pdf != first.pdf
    assert NEW.encode() not in first.pdf and screen.preview.view.count() == 2
    assert screen.is_dirty() and screen.list.typed(KEY)


def test_an_unknown_field_is_said_with_its_line_and_cannot_be_saved(qtbot, screen):
    good = screen.preview.trial.page
    put(qtbot, screen, "{nomor_rujukan}", "{nomor_rujukn}")
    line = 1 + next(at for at, text in enumerate(screen.pane.edit.text().splitlines()) if "rujukn}" in text)
    said = screen.pane.problem.said()
    assert said.startswith(f"Baris {line}, kunci paragraphs[0].text: isian {{nomor_rujukn}} tidak dikenal.")
    assert "Mungkin maksudnya {nomor_rujukan}." in said
    assert screen.pane.edit.marked() == line
    assert screen.preview.veil.isVisible() and screen.preview.view._pages[0] == good
    screen.pane.edit.go_to(1)
    QTest.keyClick(screen.pane.edit, Qt.Key.Key_F4)
    assert screen.pane.edit.line() == line
    screen.action_bar.trigger("simpan")
    assert sheets(screen) == 0 and said == screen.message_bar.sentence()
    screen.pane.edit.undo()
    drawn(qtbot, screen)
    assert screen.pane.edit.marked() is None and not screen.preview.veil.isVisible() and not screen.is_dirty()


def test_a_wording_is_saved_with_a_note_and_shown_as_the_offices_own(qtbot, screen, local_office):
    put(qtbot, screen, OLD, NEW)
    save(qtbot, screen, "Kata baku")
    kept = own(local_office)
    assert kept.toml == TOML and kept.note == "Kata baku"
    assert not screen.is_dirty() and screen.pane._chip.text() == "templat kantor"
    line = next(line for line in screen.list.lines() if line.key == KEY)
    assert line.state == "diubah 23 Nov · Administrator Latihan" and line.tone == "accent"
    screen.pane.edit.undo()
    assert screen.is_dirty()  # the stored one is undone on the screen only


def test_typing_survives_other_letters_and_other_screens(qtbot, screen):
    put(qtbot, screen, OLD, NEW)
    screen.list.select((5, "persetujuan"))
    drawn(qtbot, screen)
    assert screen.pane.edit.text() == shipped_template("persetujuan") and screen.is_dirty()
    put(qtbot, screen, "Segera", "Biasa")
    screen.list.select(KEY)
    drawn(qtbot, screen)
    assert screen.pane.edit.text() == TOML
    assert "1 surat lain belum disimpan" in screen.action_bar._rest.whole()
    screen.hide()
    screen.show()
    screen.refresh()
    drawn(qtbot, screen)
    assert screen.pane.edit.text() == TOML
    screen.pane.edit.undo()
    assert screen.pane.edit.text() == OURS


def test_another_administrators_wording_is_not_overwritten_unseen(qtbot, screen, local_office):
    put(qtbot, screen, OLD, NEW)
    other = OURS.replace(OLD, "Kami meneliti")
    seats_of(local_office)("admin").run(SaveTemplate(office_id=3, code="rekomendasi", toml=other))
    screen.refresh()
    drawn(qtbot, screen)
    assert screen.pane.edit.text() == TOML
    save(qtbot, screen)
    assert "baru saja diubah" in screen.message_bar.sentence() and own(local_office).toml == other
    save(qtbot, screen)
    assert own(local_office).toml == TOML and len(local_office.read(template_history, *KEY)) == 2


def test_what_is_stored_elsewhere_is_shown_when_nothing_is_typed(qtbot, screen, local_office):
    seats_of(local_office)("admin").run(SaveTemplate(office_id=3, code="rekomendasi", toml=TOML))
    screen.refresh()
    drawn(qtbot, screen)
    assert screen.pane.edit.text() == TOML and not screen.is_dirty()


def test_back_to_our_own_wording(qtbot, screen, local_office):
    screen.action_bar.trigger("bawaan")
    assert "memang memakai templat bawaan" in screen.message_bar.sentence()
    put(qtbot, screen, OLD, NEW)
    screen.action_bar.trigger("bawaan")  # only typed so far: no question
    assert screen.pane.edit.text() == OURS and sheets(screen) == 0
    screen.pane.edit.undo()
    assert screen.pane.edit.text() == TOML
    drawn(qtbot, screen)
    save(qtbot, screen)
    screen.action_bar.trigger("bawaan")
    open_sheet(screen).confirm()
    drawn(qtbot, screen)
    assert own(local_office) is None and screen.pane.edit.text() == OURS and not screen.is_dirty()
    assert [bool(row.toml) for row in local_office.read(template_history, *KEY)] == [False, True]


def test_history_stands_side_by_side_and_can_be_taken_up(qtbot, screen):
    put(qtbot, screen, OLD, NEW)
    save(qtbot, screen, "Pertama")
    put(qtbot, screen, NEW, "Kami meneliti")
    QTest.keyClick(screen.pane.edit, Qt.Key.Key_H, CONTROL)
    sheet = open_sheet(screen)
    assert [line.state for line in sheet.list.lines()] == ["Pertama", "yang datang bersama Padan"]
    assert sheet.old.text() == TOML and "Kami meneliti" in sheet.new.text()
    changed = next(at for at, text in enumerate(TOML.splitlines(), 1) if NEW in text)
    assert list(sheet.old._tinted) == list(sheet.new._tinted) == [changed]
    assert nameless(sheet) == []
    QTest.keyClick(sheet.list, Qt.Key.Key_Down)
    QTest.keyClick(sheet.list, Qt.Key.Key_Return, CONTROL)
    drawn(qtbot, screen)
    assert screen.pane.edit.text() == OURS and screen.is_dirty()
    screen.pane.edit.undo()
    assert "Kami meneliti" in screen.pane.edit.text()


def test_a_field_is_inserted_with_the_keyboard(qtbot, screen):
    edit = screen.pane.edit
    edit.setFocus()
    assert edit.find_text("{panti} sebelum")
    QTest.keyClick(edit, Qt.Key.Key_Space, CONTROL)
    picker = screen.pane.picker
    assert picker.isVisible() and {"{panti}", "{nomor}", "kolom nik", "paragraf"} <= set(picker.shown())
    QTest.keyClicks(picker.line, "tanggal huruf")
    assert "{tanggal_kata}" in picker.shown() and "{panti}" not in picker.shown()
    picker.line.clear()
    QTest.keyClicks(picker.line, "penanda tangan")
    assert "{jabatan}" in picker.shown()
    while picker.list.currentItem().data(256).name != "{jabatan}":
        QTest.keyClick(picker.line, Qt.Key.Key_Down)
    QTest.keyClick(picker.line, Qt.Key.Key_Return)
    assert not picker.isVisible() and "{jabatan} pendaftaran" in edit.text()
    QTest.keyClick(edit, Qt.Key.Key_Space, CONTROL)
    QTest.keyClicks(picker.line, "zzz")
    QTest.keyClick(picker.line, Qt.Key.Key_Return)
    assert picker.isVisible() and picker.shown() == []
    QTest.keyClick(picker.line, Qt.Key.Key_Escape)
    assert not picker.isVisible() and screen.window().focusWidget() is edit


def test_a_whole_paragraph_is_inserted_on_lines_of_its_own(qtbot, screen):
    screen.pane.edit.find_text("**merekomendasikan**")
    screen.pane.pick()
    QTest.keyClicks(screen.pane.picker.line, "paragraf baru")
    QTest.keyClick(screen.pane.picker.line, Qt.Key.Key_Return)
    drawn(qtbot, screen)
    assert screen.preview.trial.problem is None
    assert screen.pane.edit.text().count("[[paragraphs]]") == OURS.count("[[paragraphs]]") + 1


def test_search_goes_round_and_says_when_there_is_nothing(qtbot, screen):
    edit, bar = screen.pane.edit, screen.pane.find_bar
    edit.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_F, CONTROL)
    QTest.keyClicks(bar.line, "[[paragraphs]]")
    count = OURS.count("[[paragraphs]]")
    assert bar._said.text() == f"{count} tempat"
    first = edit.line()
    for _ in range(count):
        QTest.keyClick(bar.line, Qt.Key.Key_Return)
    assert edit.line() == first
    QTest.keyClick(bar.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert edit.line() > first
    bar.line.setText("tidak pernah ada")
    assert bar._said.text() == "tidak ada" and bar.line.property("bad")
    QTest.keyClick(bar.line, Qt.Key.Key_Escape)
    assert not bar.isVisible() and screen.window().focusWidget() is edit


def test_samples_and_papers(qtbot, screen):
    sizes = {}
    for paper in ("a4", "f4", "folio"):
        screen.paper.setCurrentIndex(screen.paper.findData(paper))
        drawn(qtbot, screen)
        page = screen.preview.trial.page
        sizes[paper] = round(page.height / page.width, 3)
    assert sizes["a4"] < sizes["folio"] < sizes["f4"]
    counts = {}
    for sample in ("pendek", "panjang"):
        screen.sample.setCurrentIndex(screen.sample.findData(sample))
        drawn(qtbot, screen)
        assert screen.preview.trial.problem is None
        counts[sample] = screen.preview.trial.count
    assert counts["panjang"] > counts["pendek"]
    assert screen.sample.findData("terakhir") < 0  # never another office's people


def test_the_last_letter_of_ones_own_office_may_be_the_sample(qtbot, local_office):
    bring_to(local_office, seats_of(local_office), "diserahkan", people=2)
    screen = open_editor(qtbot, local_office, key=(1, "bast"))
    at = screen.sample.findData("terakhir")
    assert at >= 0 and "300.1/001/SATPOLPP" in screen.sample.itemText(at)
    screen.sample.setCurrentIndex(at)
    drawn(qtbot, screen)
    assert screen.preview.trial.problem is None
    assert screen.preview.trial.wish.facts["number"].startswith("300.1/001/SATPOLPP")


def test_out_into_a_folder_and_back(qtbot, screen, local_office, tmp_path):
    screen.ask_folder = lambda _parent, _title: str(tmp_path)
    screen.action_bar.trigger("tulis")
    settle(qtbot, screen)
    file = tmp_path / "rekomendasi" / "letter.toml"
    assert file.read_text(encoding="utf-8") == OURS and "1 templat Dinas Sosial" in screen.message_bar.sentence()
    file.write_text(TOML, encoding="utf-8")
    screen.action_bar.trigger("ambil")
    settle(qtbot, screen)
    open_sheet(screen).confirm()
    drawn(qtbot, screen)
    assert own(local_office).toml == TOML and screen.pane.edit.text() == TOML
    file.write_text(TOML.replace("{panti}", "{pantai}"), encoding="utf-8")
    screen.action_bar.trigger("ambil")
    settle(qtbot, screen)
    said = screen.message_bar.sentence()
    assert str(file) in said and "baris" in said and "Tidak ada templat yang diambil." in said
    assert own(local_office).toml == TOML


def test_a_folder_does_not_overwrite_what_is_typed(qtbot, screen, local_office, tmp_path):
    screen.ask_folder = lambda _parent, _title: str(tmp_path)
    screen.action_bar.trigger("tulis")
    settle(qtbot, screen)
    put(qtbot, screen, OLD, NEW)
    screen.action_bar.trigger("ambil")
    settle(qtbot, screen)
    assert "belum disimpan" in screen.message_bar.sentence() and sheets(screen) == 0
    assert screen.pane.edit.text() == TOML
    screen.ask_folder = lambda _parent, _title: str(tmp_path / "hilang")
    screen.action_bar.trigger("ambil")
    settle(qtbot, screen)
    assert "tidak bisa dibaca" in screen.message_bar.sentence()
    screen.ask_folder = lambda _parent, _title: ""
    screen.action_bar.trigger("ambil")
    settle(qtbot, screen)
    assert sheets(screen) == 0


def test_only_an_administrator_has_this_desk(local_office):
    from desktop.ui.screens.registry import screens_for

    assert {"templat", "tata_surat"} <= {entry.code for entry in screens_for({"admin"})}
    assert not {"templat", "tata_surat"} & {entry.code for entry in screens_for({"dinsos", "panti"})}


def test_today_stands_on_the_sample(screen):
    assert screen.text.opened.facts["date"] == date(2026, 11, 23).isoformat()


def test_the_form_changes_only_what_was_typed_in_it(qtbot, screen):
    QTest.keyClick(screen.pane.edit, Qt.Key.Key_F6)
    sheet = open_sheet(screen)
    form = sheet.form
    assert nameless(sheet) == [] and form.values()["head.urgency"] == "Segera"
    assert form.values()["copies"] == "Kepala Dinas Kesehatan\nKepala {panti}"
    form._fields["head.urgency"].put("Biasa")
    form._fields["copies"].put("Kepala {panti}\n\n  Arsip ")
    form._fields["paragraphs[1].text"].put(f'Dinas "Sosial"\n{NEW}')
    QTest.keyClick(sheet.focusWidget(), Qt.Key.Key_Return, CONTROL)
    drawn(qtbot, screen)
    expected = OURS.replace('"Segera"', '"Biasa"')
    expected = expected.replace('["Kepala Dinas Kesehatan", "Kepala {panti}"]', '["Kepala {panti}", "Arsip"]')
    line = next(line for line in OURS.split("\n") if OLD in line)
    assert screen.pane.edit.text() == expected.replace(line, f'text = "Dinas \\"Sosial\\" {NEW}"')
    assert screen.preview.trial.problem is None
    screen.pane.edit.undo()
    assert screen.pane.edit.text() == OURS


def test_the_form_leaves_what_is_written_in_a_special_way(qtbot, screen):
    toml = OURS.replace('urgency = "Segera"', 'urgency = """\nSegera"""')
    screen.pane.edit.replace_all(toml)
    QTest.keyClick(screen.pane.edit, Qt.Key.Key_F6)
    sheet = open_sheet(screen)
    sheet.form._fields["head.urgency"].put("Biasa")
    sheet.take()
    assert "langsung di penyunting" in sheet.form.errors()["head.urgency"] and screen.pane.edit.text() == toml
    sheet.cancel()
    screen.pane.edit.replace_all("[[[")
    drawn(qtbot, screen)
    QTest.keyClick(screen.pane.edit, Qt.Key.Key_F6)
    assert sheets(screen) == 0 and "Betulkan dulu di penyunting." in screen.message_bar.sentence()
