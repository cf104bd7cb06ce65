"""Cadangan: the plan, a copy now, its rehearsal, every trouble of the place, and the copy of the day."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from db.queries.backups import backup_runs, last_good
from desktop.backup.keys import key_letters, new_key, read_key
from desktop.operations.save_backup_plan import SaveBackupPlan
from desktop.settings import desk_setting, write_desk
from desktop.ui.daily_backup import DailyBackup
from desktop.ui.screens.registry import SCREENS
from desktop.ui.tasks import Tasks
from desktop.ui.widgets import FigureCard
from tests.conftest import seats_of
from tests.ui.desks import open_screen, settle
from tests.ui.looking import nameless
from tests.ui.stages import bring_to, open_sheet

KEY = new_key()


@pytest.fixture(autouse=True)
def own_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("PADAN_HOME", str(tmp_path / "rumah"))


@pytest.fixture
def admin(local_office):
    return seats_of(local_office)("admin")


@pytest.fixture
def place(tmp_path):
    where = tmp_path / "usb"
    where.mkdir()
    return where


@pytest.fixture
def planned(admin, place):
    """The folder is chosen and the office has a key."""
    write_desk(backup_folder=str(place))
    admin.run(SaveBackupPlan(hour=12, daily=14, monthly=12, public_key=KEY.public.hex()))
    return admin


def opened(qtbot, seat):
    return open_screen(qtbot, seat, "cadangan")


def act(qtbot, screen, code):
    screen.action_bar.trigger(code)
    settle(qtbot, screen)


def press(sheet, text):
    next(button for button in sheet.findChildren(QPushButton) if button.text().startswith(text)).click()


def test_only_administrators_find_it_in_the_rail():
    entry = next(entry for entry in SCREENS if entry.code == "cadangan")
    assert (entry.roles, entry.rail) == (frozenset({"admin"}), True)


def test_at_first_it_says_what_is_missing(qtbot, admin):
    screen = opened(qtbot, admin)
    assert "Folder cadangan belum dipilih" in screen.trouble.text() and nameless(screen) == []
    assert "Belum pernah ada" in screen.good.text() and "Belum ada kunci" in screen.key_line.text()
    screen.action_bar.trigger("cadangkan")
    assert "Belum ada kunci cadangan" in screen.message_bar.sentence()


def test_the_plan_is_kept_the_folder_for_this_pc(qtbot, admin, place, local_office):
    screen = opened(qtbot, admin)
    screen.folder.setText(str(place / "tidak"))
    for name, value in (("hour", 7), ("daily", 30), ("monthly", 6)):
        screen.form.control(name).setValue(value)
    act(qtbot, screen, "simpan")
    assert "tidak ada di komputer ini" in screen.message_bar.sentence() and screen.is_dirty()
    screen.action_bar.trigger("cadangkan")
    assert screen.message_bar.sentence() == "Simpan dulu pengaturannya."
    screen.folder.setText(str(place))
    act(qtbot, screen, "simpan")
    assert desk_setting("backup_folder") == str(place) and not screen.is_dirty()
    plan = admin.backups.plan()
    assert (plan.hour, plan.daily, plan.monthly) == (7, 30, 6)


def test_a_new_key_goes_to_a_file_and_never_into_the_office(qtbot, admin, place, local_office, monkeypatch):
    target = place / "kunci.txt"
    monkeypatch.setattr("desktop.ui.screens.backups_sheets.ask_place", lambda *_: str(target))
    screen = opened(qtbot, admin)
    screen.action_bar.trigger("kunci")
    press(open_sheet(screen), "Pilih tempat")
    settle(qtbot, screen)
    key = read_key(target.read_text(encoding="utf-8"))
    assert admin.backups.plan().public == key.public and key.key_id in screen.message_bar.sentence()
    local_office.close()
    file = Path(local_office.database.url.removeprefix("sqlite:///")).read_bytes()
    assert key.private not in file and key_letters(key).encode() not in file and key.private.hex().encode() not in file
    screen.action_bar.trigger("kunci")
    press(open_sheet(screen), "Pilih tempat")
    settle(qtbot, screen)
    assert "sudah ada dan tidak ditimpa" in screen.message_bar.sentence()
    assert admin.backups.plan().public == key.public


def test_a_copy_now_its_line_and_its_rehearsal(qtbot, planned, local_office):
    bring_to(local_office, seats_of(local_office), "menunggu_validasi", people=5)
    screen = opened(qtbot, planned)
    act(qtbot, screen, "cadangkan")
    assert screen.message_bar.sentence().startswith("Cadangan selesai, sudah dibuka lagi dan dihitung")
    (row,) = screen.list.rows()
    assert row.header.counts["application"] == 5 and "hari ini" in screen.good_line.text()
    screen.list.select(row.path.name)
    for typed, told in (("bukan kunci", "bukan kunci cadangan"), ("", "bukan kunci cadangan")):
        screen.action_bar.trigger("periksa")
        sheet = open_sheet(screen)
        sheet.form.set_values({"key": typed})
        press(sheet, "Periksa")
        assert told in sheet.trouble.text() and not sheet.isHidden()
        sheet.cancel()
    screen.action_bar.trigger("periksa")
    sheet = open_sheet(screen)
    sheet.form.set_values({"key": key_letters(KEY).lower()})
    press(sheet, "Periksa")
    settle(qtbot, screen)
    assert screen.message_bar.sentence().startswith("Cadangan utuh: dibuka seluruhnya")


def test_the_wrong_key_is_named(qtbot, planned):
    planned.backups.make_now(lambda *_: None)
    screen = opened(qtbot, planned)
    screen.list.select(screen.list.rows()[0].path.name)
    screen.action_bar.trigger("periksa")
    sheet = open_sheet(screen)
    sheet.form.set_values({"key": key_letters(new_key())})
    press(sheet, "Periksa")
    settle(qtbot, screen)
    assert f"dibuka dengan kunci {KEY.key_id}" in screen.message_bar.sentence()


def test_a_stick_that_was_pulled_out(qtbot, planned, place, local_office):
    screen = opened(qtbot, planned)
    place.rmdir()
    act(qtbot, screen, "cadangkan")
    assert "tidak ada di komputer ini" in screen.message_bar.sentence()
    assert local_office.read(backup_runs)[0].state == "gagal" and "Percobaan terakhir" in screen.last_line.text()


def test_a_suspicious_copy_is_accepted_with_a_reason(qtbot, planned, local_office, clock):
    planned.backups.make_now(lambda *_: None)
    with local_office.database.write() as connection:
        connection.exec_driver_sql("DROP TRIGGER guard_backup_run_update")
        connection.exec_driver_sql("""UPDATE backup_run SET counts = '{"letter": 120}'""")
    clock.forward(minutes=5)
    screen = opened(qtbot, planned)
    assert screen.action_bar.button("terima").isHidden()
    act(qtbot, screen, "cadangkan")
    assert "surat 120 → 0" in screen.message_bar.sentence() and len(screen.list.rows()) == 2
    clock.forward(minutes=5)
    screen.action_bar.trigger("terima")
    sheet = open_sheet(screen)
    sheet.text.setPlainText("Surat uji coba dihapus pusat")
    press(sheet, "Cadangkan")
    settle(qtbot, screen)
    assert screen.message_bar.sentence().startswith("Cadangan selesai")
    assert local_office.read(last_good).counts["letter"] == 0


def figure(screen, title):
    every = [screen.cards.itemAt(place).widget() for place in range(screen.cards.count())]
    return next(
        card.accessibleName() for card in every if isinstance(card, FigureCard) and title in card.accessibleName()
    )


def test_the_administrators_home_shows_the_last_good_copy(qtbot, planned, clock):
    assert figure(open_screen(qtbot, planned, "beranda"), "cadangan") == "belum ada cadangan baik terakhir"
    planned.backups.make_now(lambda *_: None)
    clock.forward(days=1)
    assert figure(open_screen(qtbot, planned, "beranda"), "cadangan") == "kemarin cadangan baik terakhir"
    clock.forward(days=8)
    assert figure(open_screen(qtbot, planned, "beranda"), "cadangan") == "9 hari lalu cadangan baik terakhir"


class Told:
    """What a desk was told about its daily copy."""

    def __init__(self):
        self.said = []

    def __call__(self, sentence, kind):
        self.said.append((sentence, kind))


@pytest.fixture
def daily(qtbot):
    tasks, told = Tasks(), Told()
    made = DailyBackup(tasks, told)
    made.told, made.tasks = told, tasks
    yield made
    made.stop()
    assert tasks.close()


def look(qtbot, daily):
    daily.look()
    qtbot.waitUntil(daily.tasks.idle)


def test_the_copy_of_the_day_is_made_once_at_its_hour(qtbot, planned, local_office, clock, place, daily):
    bagus = seats_of(local_office)("bagus")
    daily.begin(bagus)
    look(qtbot, daily)
    assert daily.told.said == [] and list(place.iterdir()) == []
    clock.forward(hours=4)
    look(qtbot, daily)
    assert daily.told.said[0][1] == "ok" and len(list(place.iterdir())) == 1
    look(qtbot, daily)
    daily.begin(planned)
    look(qtbot, daily)
    assert len(daily.told.said) == 1 and len(local_office.read(backup_runs)) == 1
    clock.forward(days=1)
    look(qtbot, daily)
    assert len(list(place.iterdir())) == 2


def test_a_copy_of_the_day_that_failed_is_said_and_tried_again(qtbot, planned, clock, place, daily):
    clock.forward(hours=4)
    place.rmdir()
    daily.begin(planned)
    look(qtbot, daily)
    (told,) = daily.told.said
    assert told[0].startswith("Cadangan harian tidak jadi.") and told[1] == "bad"
    place.mkdir()
    look(qtbot, daily)
    assert len(daily.told.said) == 1
    clock.now += timedelta(hours=1)
    look(qtbot, daily)
    assert daily.told.said[1][1] == "ok" and len(list(place.iterdir())) == 1


def test_signing_out_gives_a_copy_up_whole(qtbot, planned, clock, place, daily, local_office, monkeypatch):
    clock.forward(hours=4)
    real = local_office.database.backend.copying

    def stopping(database, progress):
        daily._job.cancel()
        return real(database, progress)

    monkeypatch.setattr(local_office.database.backend, "copying", stopping)
    daily.begin(planned)
    look(qtbot, daily)
    assert daily.told.said == [] and list(place.iterdir()) == []
    assert local_office.read(backup_runs)[0].state == "gagal"


def test_a_desk_without_folder_or_key_makes_none(qtbot, admin, clock, place, daily):
    clock.forward(hours=6)
    assert not admin.backups.due()
    write_desk(backup_folder=str(place))
    assert not admin.backups.due()
    daily.begin(admin)
    look(qtbot, daily)
    assert daily.told.said == [] and list(place.iterdir()) == []
