"""The program around the window, with a real house behind it: first start, sign-in, lock, news of other desks."""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.house import House
from desktop.ui.driver import Driver


@pytest.fixture
def house(templates, tmp_path, monkeypatch, clock):
    monkeypatch.setenv("PADAN_HOME", str(tmp_path))
    shutil.copy(templates["sqlite"], tmp_path / "latihan.db")
    return House(practice=True, folder=tmp_path, clock=clock)


@pytest.fixture
def driver(house, qapp):
    made = Driver(house)
    yield made
    made.close()
    assert made.crashes == []


def test_a_wrong_password_is_a_sentence_and_keeps_the_name(driver, password):
    page = driver.page_named("SignIn")
    driver.write(page.user, "ratna")
    driver.write(page.password, "bukan ini")
    driver.click(page.button)
    driver.until(page.refusal.isVisible, "no refusal was shown")
    assert "salah" in page.refusal.text() and page.user.text() == "ratna"
    driver.sign_in("ratna", password)
    assert driver.window.stage.session.staff.name == "dr. Ratna Wulandari"


def test_a_practice_colleague_signs_in_with_one_click(driver):
    driver.program._pick("yusuf", lambda _answer: None)
    driver.until(lambda: driver.window.stage, "the desk did not open")
    assert driver.window.stage.session.staff.username == "yusuf"


def test_a_single_office_has_no_outbox(driver, password):
    driver.sign_in("bagus", password)
    buttons = driver.window.stage.rail.buttons
    assert "penjangkauan" in buttons and "kotak_keluar" not in buttons


def test_lock_keeps_half_typed_words_and_opens_with_the_own_password(driver, password):
    driver.sign_in("bagus", password)
    screen = driver.go("penjangkauan")
    screen.form.put("name", "Setengah Diketik")
    driver.window.lock()
    page = driver.window.lock_page
    driver.write(page.password, "salah")
    QTest.keyClick(page.password, Qt.Key.Key_Return)
    driver.settle()
    assert driver.window.is_locked()
    driver.write(page.password, password)
    QTest.keyClick(page.password, Qt.Key.Key_Return)
    driver.until(lambda: not driver.window.is_locked(), "the lock did not open")
    assert screen.form.text("name") == "Setengah Diketik"


def test_the_work_of_another_desk_appears_without_a_key(driver, house, password):
    """Satpol PP hands somebody over at another desk; the panti's list and the pill in the rail follow."""
    driver.sign_in("yusuf", password)
    screen = driver.go("serah_terima")
    assert screen.people.rows() == ()
    driver.answer(lambda: _hand_over(house))
    driver.until(lambda: len(screen.people.rows()) == 1, "the hand-over did not appear")
    pill = driver.window.stage.rail.buttons["serah_terima"]
    driver.until(lambda: pill.count() == 1, "the pill did not follow")


def _hand_over(house):
    from db.queries.cases import cases_by_id
    from desktop.operations.intake import Newcomer, RecordIntake
    from desktop.operations.move import Move

    satpol = house.sign_in_practice("bagus")
    panti = house.sign_in_practice("yusuf").staff.office_id
    found = Newcomer(name="Orang Baru", sex="L", found_place="Stasiun Senen", found_at=satpol.now())
    ids = satpol.run(RecordIntake(people=(found,), panti_office_id=panti)).done
    row = satpol.read(cases_by_id, ids)[0]
    satpol.run(Move(procedure="wbs", action="serahkan", cases=((row.id, row.version),)))


def test_a_password_set_by_the_administrator_must_be_changed_first(driver, house, password):
    from db.queries.staff import staff_by_username
    from desktop.operations.manage_staff import ResetPassword

    def reset():
        admin = house.sign_in_practice("admin")
        row = admin.read(staff_by_username, "sari")
        admin.run(ResetPassword(staff_id=row.id, password="sementara saja"))

    driver.answer(reset)
    driver.sign_in("sari", "sementara saja")
    assert driver.window.stage.code() == "akun"


def test_signing_out_shows_the_first_page_again(driver, password):
    driver.sign_in("ratna", password)
    driver.sign_out()
    driver.until(lambda: driver.page_named("SignIn"), "the sign-in page did not come")


def test_first_start_makes_an_office_and_then_asks_who_it_is(tmp_path, monkeypatch, qapp):
    from desktop.ui.shell.first_start import FirstStart

    monkeypatch.setenv("PADAN_HOME", str(tmp_path))
    driver = Driver(House(folder=tmp_path))
    assert driver.page_named("Wizard")
    choice = FirstStart(
        "baru",
        office_name="Panti Contoh",
        office_kind="panti",
        region="Jakarta",
        name="Ibu Contoh",
        position="Kepala",
        username="ibu",
        password="gajah putih terbang",
    )
    answers = []
    driver.program._first_start(choice, answers.append)
    driver.until(lambda: driver.page_named("KeyPage"), "the recovery key was not shown")
    keys = driver.page_named("KeyPage")
    keys.key.box.click()
    keys.go.click()
    driver.until(lambda: driver.page_named("SignIn"), "the sign-in page did not come")
    assert [answer.ok for answer in answers] == [True]
    driver.sign_in("ibu", "gajah putih terbang")
    assert driver.window.stage.session.staff.position == "Kepala"
    assert "petugas" in driver.window.stage.codes()
    driver.close()


def test_joining_a_server_that_does_not_answer_keeps_what_was_typed(tmp_path, monkeypatch, qapp):
    from desktop.ui.shell.first_start import FirstStart

    monkeypatch.setenv("PADAN_HOME", str(tmp_path))
    driver = Driver(House(folder=tmp_path))
    answers = []
    choice = FirstStart("gabung", url="postgresql://127.0.0.1:9/padan", username="siapa", password="rahasia sekali")
    driver.program._first_start(choice, answers.append)
    driver.until(lambda: answers, "no answer came")
    assert not answers[0].ok and "tidak terjangkau" in answers[0].sentence
    assert driver.page_named("Wizard") and not (tmp_path / "meja.json").exists()
    driver.close()


def test_a_refused_first_start_leaves_nothing_behind(tmp_path, monkeypatch, qapp):
    """A password that names the user is refused; the practice office chosen next is the practice office, and the
    wizard still comes for the real one."""
    from desktop.ui.shell.first_start import FirstStart

    monkeypatch.setenv("PADAN_HOME", str(tmp_path))
    driver = Driver(House(folder=tmp_path))
    answers = []
    facts = {"office_name": "Panti Contoh", "office_kind": "panti", "region": "Jakarta", "name": "Ibu"}
    driver.program._first_start(FirstStart("baru", **facts, username="admin", password="admin12345"), answers.append)
    driver.until(lambda: answers, "no answer came")
    assert not answers[0].ok and "ditebak" in answers[0].sentence
    driver.program._first_start(FirstStart("latihan"), answers.append)
    driver.until(lambda: len(answers) == 2, "no answer came")
    driver.program._pick("yusuf", answers.append)
    driver.until(lambda: driver.window.stage, "the practice office did not open")
    driver.close()
    assert House(folder=tmp_path).is_new()
    assert [path.name for path in tmp_path.glob("*.db*")] == ["latihan.db"]


def test_what_was_looked_at_is_written_when_the_window_closes(driver, house, password):
    driver.sign_in("yusuf", password)
    driver.answer(lambda: _hand_over(house))
    person = driver.answer(lambda: _people(house))[0]
    driver.go("orang", person)
    driver.settle()
    driver.window.stage.topbar.search.provider("Orang Baru", lambda _hits: None)
    driver.settle()
    driver.program.leave()
    told = _looks(house)
    assert ("buka_orang", person) in told and ("cari_orang", None) in told


def _people(house):
    from sqlalchemy import text

    with house.office().database.read() as connection:
        return list(connection.scalars(text("SELECT id FROM person ORDER BY id DESC")))


def _looks(house):
    from sqlalchemy import create_engine, text

    engine = create_engine(house._url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT action, person_id FROM journal WHERE chain LIKE 'lihat:%'")).all()
    engine.dispose()
    return {(row.action, row.person_id) for row in rows}


def test_an_authenticator_is_asked_for_at_the_page_and_not_at_the_lock(driver, house, password, clock):
    from desktop.operations import totp
    from desktop.operations.manage_totp import SetTotp

    secret = totp.new_secret()
    given = {"secret": secret, "code": totp.code_at(secret, clock.now), "recovery": totp.new_recovery()}
    driver.answer(lambda: house.sign_in_practice("ratna").run(SetTotp(password=password, **given)))
    clock.forward(seconds=60)
    page = driver.page_named("SignIn")
    driver.write(page.user, "ratna")
    driver.write(page.password, password)
    driver.click(page.button)
    driver.until(page.code.isVisible, "no code was asked for")
    driver.write(page.code, totp.code_at(secret, clock.now))
    driver.click(page.button)
    driver.until(lambda: driver.window.stage, "the desk did not open")
    driver.settle()
    driver.window.lock()
    driver.write(driver.window.lock_page.password, password)
    QTest.keyClick(driver.window.lock_page.password, Qt.Key.Key_Return)
    driver.until(lambda: not driver.window.is_locked(), "the lock did not open")
