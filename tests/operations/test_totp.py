"""The second factor: RFC 6238's own numbers, set up, asked at sign-in, good once, resettable, required by role (J5)."""

import json
import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from db.queries.staff import staff_by_username
from desktop.operations import totp
from desktop.operations.intake import Newcomer, RecordIntake
from desktop.operations.manage_staff import ChangePassword, ResetPassword
from desktop.operations.manage_totp import RemoveTotp, RequireTotp, ResetTotp, SetTotp
from desktop.operations.sign_in import FREE_FAILURES
from desktop.sop.refusals import Refused

RFC = b"12345678901234567890"


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_the_codes_are_those_of_the_standard(second, code):
    moment = datetime.fromtimestamp(second, UTC)
    assert totp.code_at(RFC, moment) == code
    assert totp.step_of(RFC, code, moment, -1) == second // 30


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "½²³456", "28708２", "abcdef"])
def test_nonsense_is_no_code(typed):
    assert totp.step_of(RFC, typed, datetime.fromtimestamp(59, UTC), -1) is None


def test_a_secret_opens_with_its_own_password_and_owner_only():
    stored = totp.seal(RFC, "kuda laut biru", 7)
    assert RFC not in stored and totp.unseal(stored, "kuda laut biru", 7) == RFC
    assert totp.unseal(stored, "kuda laut biro", 7) is None
    assert totp.unseal(stored, "kuda laut biru", 8) is None
    assert totp.unseal(stored[:-1] + bytes([stored[-1] ^ 1]), "kuda laut biru", 7) is None
    assert totp.unseal(b"", "x", 7) is None


@pytest.fixture
def equipped(office, seat, clock, password):
    """Ratna with an authenticator; gives (secret, recovery codes)."""
    secret, recovery = totp.new_secret(), totp.new_recovery()
    code = totp.code_at(secret, clock.now)
    seat("ratna").run(SetTotp(password=password, secret=secret, code=code, recovery=recovery))
    clock.forward(seconds=60)
    return secret, recovery


def refusal(office, *given):
    with pytest.raises(Refused) as refused:
        office.sign_in(*given)
    return refused.value.code


def actions(office):
    with office.database.read() as connection:
        return list(connection.scalars(text("SELECT action FROM journal ORDER BY id")))


def test_nothing_of_it_is_stored_in_the_clear(office, equipped):
    secret, recovery = equipped
    with office.database.read() as connection:
        row = connection.execute(text("SELECT secret, recovery FROM staff_totp")).one()
        stored = " ".join(map(str, connection.execute(text("SELECT * FROM request")).all()))
        told = " ".join(map(str, connection.execute(text("SELECT * FROM journal")).all()))
    assert secret not in bytes(row.secret) and len(json.loads(row.recovery)) == 10
    for code in recovery:
        assert code not in row.recovery + stored + told
    assert totp.spelled(secret) not in stored + told and str(secret) not in stored + told


def test_a_code_is_asked_and_good_once(office, clock, password, equipped):
    secret, _recovery = equipped
    assert refusal(office, "ratna", password) == "code_needed"
    assert refusal(office, "ratna", password, "000000") == "wrong_code"
    code = totp.code_at(secret, clock.now)
    assert office.sign_in("ratna", password, code).staff.totp
    assert refusal(office, "ratna", password, code) == "wrong_code"
    clock.forward(seconds=30)
    assert office.sign_in(
        "ratna", password, f" {totp.code_at(secret, clock.now)[:3]} {totp.code_at(secret, clock.now)[3:]}"
    )
    assert office.sign_in("ratna", password, None), "an unlocked screen asks for the password alone"
    assert refusal(office, "ratna", "salah", totp.code_at(secret, clock.now)) == "wrong_password"


@pytest.mark.parametrize(("seconds", "right"), [(-30, True), (30, True), (-60, False), (60, False)])
def test_clocks_may_differ_by_one_step(office, clock, password, equipped, seconds, right):
    secret, _recovery = equipped
    clock.forward(seconds=300)
    moment = datetime.fromtimestamp(clock.now.timestamp() // 30 * 30 + seconds, UTC)
    code = totp.code_at(secret, moment)
    if right:
        assert office.sign_in("ratna", password, code)
    else:
        assert refusal(office, "ratna", password, code) == "wrong_code"


def test_two_desks_with_one_code_let_one_in(office, clock, password, equipped):
    code, seats, refused, ready = totp.code_at(equipped[0], clock.now), [], [], threading.Barrier(2)

    def desk():
        ready.wait()
        try:
            seats.append(office.sign_in("ratna", password, code))
        except Refused as error:
            refused.append(error.code)

    threads = [threading.Thread(target=desk) for _desk in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seats) == 1 and refused == ["wrong_code"]


def test_wrong_codes_lock_the_account_like_wrong_passwords(office, password, equipped):
    for _try in range(FREE_FAILURES - 1):
        assert refusal(office, "ratna", password, "000000") == "wrong_code"
    assert refusal(office, "ratna", password, "000000") == "locked"


def test_asking_for_the_code_is_no_failure(office, clock, password, equipped):
    for _try in range(FREE_FAILURES + 2):
        assert refusal(office, "ratna", password) == "code_needed"
    assert office.sign_in("ratna", password, totp.code_at(equipped[0], clock.now))


def test_a_recovery_code_is_good_once_however_it_is_written(office, password, equipped):
    _secret, recovery = equipped
    assert office.sign_in("ratna", password, recovery[3].lower().replace("-", " "))
    assert refusal(office, "ratna", password, recovery[3]) == "wrong_code"
    assert office.sign_in("ratna", password, recovery[4])
    assert actions(office).count("kode_pemulihan") == 2


def test_a_changed_password_keeps_the_authenticator(office, seat, clock, password, equipped):
    seat("ratna").run(ChangePassword(old=password, new="gajah putih terbang"))
    assert office.sign_in("ratna", "gajah putih terbang", totp.code_at(equipped[0], clock.now))


def test_a_reset_password_takes_it_off(office, seat, password, equipped):
    ratna = office.read(staff_by_username, "ratna")
    seat("admin").run(ResetPassword(staff_id=ratna.id, password="gajah putih terbang"))
    assert office.sign_in("ratna", "gajah putih terbang")
    assert "autentikator_dilepas" in actions(office)


def test_the_administrator_resets_with_a_reason(office, seat, password, equipped):
    ratna = office.read(staff_by_username, "ratna")
    for who, reason, code in (("yusuf", "Telepon hilang", "not_your_role"), ("admin", " ", "reason_needed")):
        with pytest.raises(Refused, match=code):
            seat(who).run(ResetTotp(staff_id=ratna.id, reason=reason))
    seat("admin").run(ResetTotp(staff_id=ratna.id, reason="Telepon hilang"))
    assert not office.sign_in("ratna", password).staff.totp
    with pytest.raises(Refused, match="no_totp"):
        seat("admin").run(ResetTotp(staff_id=ratna.id, reason="Telepon hilang"))
    with office.database.read() as connection:
        found = connection.scalars(text("SELECT reason FROM journal WHERE action = 'autentikator_dilepas'"))
        assert list(found) == ["Telepon hilang"]


def test_it_is_taken_off_with_the_password(office, seat, password, equipped):
    with pytest.raises(Refused, match="wrong_password"):
        seat("ratna").run(RemoveTotp(password="salah"))
    seat("ratna").run(RemoveTotp(password=password))
    assert office.sign_in("ratna", password)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"password": "salah"}, "wrong_password"),
        ({"code": "000000"}, "wrong_code"),
        ({"recovery": ()}, "no_recovery"),
        ({"secret": b"pendek"}, "wrong_code"),
    ],
)
def test_what_is_not_proved_is_not_set_up(office, seat, clock, password, change, code):
    secret = change.get("secret", totp.new_secret())
    if len(secret) < 16:
        given = {"secret": secret, "code": "123456"}
    else:
        given = {"secret": secret, "code": totp.code_at(secret, clock.now)}
    given |= {"password": password, "recovery": totp.new_recovery()} | change
    with pytest.raises(Refused, match=code):
        seat("ratna").run(SetTotp(**given))
    assert not office.read(staff_by_username, "ratna").totp


def test_a_role_may_require_it(office, seat, clock, password):
    work = RecordIntake(people=(Newcomer(name="Seseorang", sex="L"),))
    seat("admin").run(RequireTotp(roles=frozenset({"satpol_pp"})))
    with pytest.raises(Refused, match="totp_needed"):
        seat("bagus").run(work)
    secret = totp.new_secret()
    command = SetTotp(
        password=password, secret=secret, code=totp.code_at(secret, clock.now), recovery=totp.new_recovery()
    )
    seat("bagus").run(command)
    seat("bagus").run(work)
    with pytest.raises(Refused, match="totp_needed"):
        seat("bagus").run(RemoveTotp(password=password))
    seat("admin").run(RequireTotp(roles=frozenset()))
    seat("bagus").run(RemoveTotp(password=password))
    with pytest.raises(Refused, match="unknown_role"):
        seat("admin").run(RequireTotp(roles=frozenset({"raja"})))
    with pytest.raises(Refused, match="not_your_role"):
        seat("bagus").run(RequireTotp(roles=frozenset()))


def test_a_damaged_secret_lets_nobody_in_but_a_recovery_code(office, clock, password, equipped):
    secret, recovery = equipped
    with office.database.write() as connection:
        connection.execute(text("UPDATE staff_totp SET secret = :other"), {"other": b"rusak" * 20})
    assert refusal(office, "ratna", password, totp.code_at(secret, clock.now)) == "factor_damaged"
    assert office.sign_in("ratna", password, recovery[0])
