from datetime import date

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from desktop.ui.widgets import (
    ActionBar,
    Bar,
    BarList,
    Compare,
    Form,
    Page,
    Panel,
    PdfPreview,
    PhotoWell,
    ReasonSheet,
    Toasts,
)
from desktop.ui.widgets.photo import NOT_PICTURE, TOO_LARGE


@pytest.fixture
def holder(dressed, qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def picture(wide: int = 30, high: int = 40) -> bytes:
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def test_a_disabled_action_says_why(holder, qtbot) -> None:
    bar, done = ActionBar(), []
    bar.setParent(holder)
    bar.resize(800, bar.height())
    holder.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    holder.setFocus()
    bar.add("setuju", "Setujui R&D", "K", "primary", lambda: done.append(1))
    bar.set_state("setuju", False, "Centang sedikitnya satu orang.")
    button = bar.button("setuju")
    assert button.toolTip() == button.accessibleDescription() == "Centang sedikitnya satu orang."
    assert button.text() == "Setujui R&&D   K"
    with qtbot.waitSignal(bar.refused) as said:
        qtbot.keyClick(holder, Qt.Key.Key_K)
    assert said.args == ["Centang sedikitnya satu orang."]
    bar.set_state("setuju", True)
    qtbot.keyClick(holder, Qt.Key.Key_K)
    assert done == [1]


def test_a_busy_bar_does_nothing(holder, qtbot) -> None:
    bar, done = ActionBar(), []
    bar.setParent(holder)
    bar.add("a", "A", "K", on=lambda: done.append(1))
    bar.set_busy(True)
    bar.trigger("a")
    qtbot.mouseClick(bar.button("a"), Qt.MouseButton.LeftButton)
    assert done == []
    bar.set_busy(False)
    bar.trigger("a")
    assert done == [1]


def test_a_form_gives_clean_values(dressed, qtbot) -> None:
    form = Form()
    qtbot.addWidget(form)
    form.text("name", "Nama", required=True, longest=200)
    form.choice("sex", "Jenis kelamin", (("L", "Laki-laki"), ("P", "Perempuan")), empty="Pilih…")
    form.date("found", "Ditemukan")
    form.area("note", "Catatan", longest=20)
    form.check("estimated", "Perkiraan")
    assert form.values() == {"name": "", "sex": None, "found": None, "note": "", "estimated": False}
    form.set_values({"name": "  Rohani ", "sex": "P", "found": date(2026, 11, 23), "unknown": 1})
    assert form.values()["name"] == "Rohani"
    assert (form.values()["sex"], form.values()["found"]) == ("P", date(2026, 11, 23))
    assert not form.is_dirty()
    qtbot.keyClicks(form.control("note"), "x" * 30)
    assert form.values()["note"] == "x" * 20
    assert form.is_dirty()
    form.reset()
    assert form.values() == {"name": "", "sex": None, "found": None, "note": "", "estimated": False}
    qtbot.keyClicks(form.control("name"), "a" * 300)
    assert len(form.values()["name"]) == 200


def test_form_errors_stand_beneath_and_are_heard(holder, qtbot) -> None:
    form = Form()
    form.setParent(holder)
    form.text("a", "Satu", hint="Petunjuk")
    form.text("b", "Dua")
    form.show()
    assert not form.set_errors({"b": "Isi dua dahulu."})
    assert form.control("b").accessibleDescription() == "Isi dua dahulu."
    qtbot.waitUntil(form.control("b").hasFocus)
    assert form.set_errors({})
    assert form.errors() == {}


def test_a_photo_that_is_none_is_refused_and_the_old_one_stays(dressed, qtbot, tmp_path) -> None:
    well = PhotoWell()
    qtbot.addWidget(well)
    good = picture()
    assert well.set_data(good) == ""
    (tmp_path / "bukan.jpg").write_bytes(b"MZ this is a program")
    assert well.take_file(str(tmp_path / "bukan.jpg")) == NOT_PICTURE
    assert well.error() == NOT_PICTURE
    assert well.data() == good
    assert well.take_file(str(tmp_path / "hilang.jpg")).startswith("Berkas foto tidak dapat dibaca")
    assert well.set_data(b"\0" * (15 * 1024 * 1024 + 1)) == TOO_LARGE
    well.check = lambda _data: "Foto terlalu gelap."
    assert well.set_data(picture(10, 10)) == "Foto terlalu gelap."
    assert well.data() == good
    well.set_data(None)
    assert well.data() is None


def test_a_reason_is_required(holder, qtbot) -> None:
    got = []
    sheet = ReasonSheet(holder, "Kembalikan", ["NIK ganda"], "Kembalikan", got.append)
    sheet.open()
    sheet.confirm()
    assert got == []
    sheet.text.setPlainText("  abc ")
    sheet.confirm()
    assert got == []
    sheet._group.buttons()[0].click()
    assert sheet.reason() == "NIK ganda"
    sheet.confirm()
    sheet.confirm()
    assert got == ["NIK ganda"]


def test_tab_stays_inside_a_sheet(holder, qtbot) -> None:
    sheet = ReasonSheet(holder, "Kembalikan", ["NIK ganda", "Nama beda"], "Kembalikan", lambda _r: None)
    sheet.open()
    seen = set()
    for _ in range(12):
        seen.add(holder.focusWidget())
        qtbot.keyClick(holder.focusWidget(), Qt.Key.Key_Tab)
        assert sheet.isAncestorOf(holder.focusWidget())
    assert len(seen) >= 3
    qtbot.keyClick(holder.focusWidget(), Qt.Key.Key_Escape)
    assert sheet.isHidden()


def test_a_nik_is_seen_only_while_held(holder, qtbot) -> None:
    from desktop.ui.widgets.nik import NikLabel, hold_to_reveal

    label, looked = NikLabel(), []
    label.setParent(holder)
    label.revealed.connect(looked.append)
    label.set_nik("3275015402989907", 7)
    label.show()
    holder.keyPressEvent = lambda event: hold_to_reveal(holder, event)
    holder.keyReleaseEvent = lambda event: hold_to_reveal(holder, event)
    qtbot.keyPress(holder, Qt.Key.Key_F8)
    assert label.text() == "3275 0154 0298 9907"
    qtbot.keyRelease(holder, Qt.Key.Key_F8)
    assert label.text() == "3275 •••• •••• 9907"
    assert looked == [7]
    qtbot.keyPress(holder, Qt.Key.Key_F8)
    label.hide()
    assert "0154" not in label.text()


def test_toasts_are_at_most_two_and_are_kept(holder) -> None:
    toasts = Toasts(holder)
    for n in range(5):
        toasts.show(f"Kabar {n}")
    assert toasts.shown() == ("Kabar 3", "Kabar 4")
    assert [note.sentence for note in toasts.notes] == [f"Kabar {n}" for n in (4, 3, 2, 1, 0)]


def test_bars_share_the_largest(dressed, qtbot) -> None:
    bars = BarList()
    qtbot.addWidget(bars)
    bars.set_bars([Bar("a", 40, "40"), Bar("b", 10, "10"), Bar("c", 124, "124 %", share=2.0)])
    assert bars.share(bars.bars[1]) == pytest.approx(10 / 124)
    assert bars.share(bars.bars[2]) == 1.0
    assert "b: 10" in bars.accessibleDescription()
    bars.set_bars([Bar("a", 0, "0")])
    assert bars.share(bars.bars[0]) == 0


def test_panel_clears_what_belonged_to_the_one_before(holder) -> None:
    panel = Panel("Orang")
    panel.setParent(holder)
    panel.set_person("Dewi", "28 tahun", nik="3275015402989907")
    panel.set_obstacle("Sudah PBI", "Kembalikan.")
    assert (panel.name(), panel.obstacle()) == ("Dewi", "Sudah PBI")
    panel.set_person("Rohani", "70 tahun")
    assert (panel.name(), panel.obstacle()) == ("Rohani", "")
    assert panel.nik.text() == "Belum ada NIK"
    panel.clear("Pilih satu orang.")
    assert panel.name() == ""


def test_preview_turns_pages(holder, qtbot) -> None:
    preview = PdfPreview()
    preview.setParent(holder)
    preview.resize(300, 400)
    preview.show()
    preview.set_pages([Page(20, 30, b"\xff" * 1800)] * 3)
    preview.turn(1)
    preview.turn(5)
    assert preview.page() == 3
    preview.toggle_zoom()
    preview.set_pages([])
    assert preview.page() == 0
    preview.grab()


def test_compare_says_differences_in_words(dressed, qtbot) -> None:
    compare = Compare()
    qtbot.addWidget(compare)
    compare.set_sides("Kami", "Dukcapil", [("Nama", "A", "B", "bad"), ("Lahir", "", "1998", "plain")])
    names = [child.accessibleName() for child in compare.findChildren(QWidget)]
    assert "Nama: A dan B, beda" in names


def test_a_narrow_action_bar_cuts_no_button_and_keeps_every_key(holder, qtbot) -> None:
    bar, done = ActionBar(), []
    bar.setParent(holder)
    for code, label, key, kind in (
        ("cetak", "Cetak buku agenda", "Ctrl+P", "secondary"),
        ("ekspor", "Ekspor ke lembar kerja", "Ctrl+E", "secondary"),
        ("batal", "Batalkan baris ini", "Ctrl+B", "danger"),
        ("utama", "Catat surat masuk", "Ctrl+Enter", "primary"),
    ):
        bar.add(code, label, key=key, kind=kind, on=lambda code=code: done.append(code), keys_of=holder)
    holder.show()
    for width in (1100, 640, 470, 390):
        bar.resize(width, bar.height())
        bar.layout().activate()
        shown = [bar.button(code) for code in bar._acts if not bar.button(code).isHidden()]
        assert bar.button("utama") in shown
        assert all(one.width() >= one.sizeHint().width() for one in shown), width
        assert bar.more.isHidden() == (len(shown) == 4)
    assert bar.behind() == ("cetak", "ekspor", "batal")
    bar.set_state("batal", False, "Pilih dulu satu baris.")
    lines = {line.text(): line for line in bar.menu().actions()}
    assert not lines["Batalkan baris ini\tCtrl+B"].isEnabled()
    assert lines["Batalkan baris ini\tCtrl+B"].toolTip() == "Pilih dulu satu baris."
    lines["Ekspor ke lembar kerja\tCtrl+E"].trigger()
    bar.trigger("cetak")
    assert done == ["ekspor", "cetak"]
    bar.set_visible("ekspor", False)
    assert bar.behind() == ("cetak", "batal")
    bar.resize(1100, bar.height())
    assert bar.behind() == () and bar.button("ekspor").isHidden() and bar.button("cetak").text().endswith("Ctrl+P")
