"""An old office gets its key: what was wrong before is carried over, what goes wrong on the way changes nothing."""

import pytest
from offices import ADMIN, CLERK, PASSWORDS, house_at
from sqlalchemy import text

import desktop.reseal
from db.backends.sqlite.cipher import connect
from desktop.operations import journal
from desktop.sop.refusals import Refused


def test_an_office_whose_journal_was_broken_is_encrypted_with_the_break(old_home, clock):
    house = house_at(old_home, clock)
    seat = house.sign_in(CLERK, PASSWORDS[CLERK])
    with seat.office.database.write() as connection:
        connection.execute(text("DROP TRIGGER guard_journal_update"))
        connection.execute(text("UPDATE journal SET reason = 'x' WHERE seq = 2"))
    house.close()
    house.seal(ADMIN, PASSWORDS[ADMIN], lambda _done, _total, _sentence: None)
    with house.sign_in(ADMIN, PASSWORDS[ADMIN]).office.database.read() as connection:
        assert journal.verify(connection).breaks[0].seq == 2
    house.close()


def test_a_copy_that_differs_is_thrown_away(old_home, clock, monkeypatch):
    """A row lost on the way: the office stays as it was, and says so."""

    real = desktop.reseal.export

    def lossy(source, target, key):
        real(source, target, key)
        copy = connect(target, key)
        copy.execute("DELETE FROM staff_role WHERE staff_id = 2")
        copy.close()

    monkeypatch.setattr(desktop.reseal, "export", lossy)
    house = house_at(old_home, clock)
    before = (old_home / "kantor.db").stat().st_size
    with pytest.raises(Refused, match="not_the_same"):
        house.seal(ADMIN, PASSWORDS[ADMIN], lambda _done, _total, _sentence: None)
    assert [path.name for path in old_home.glob("kantor*")] == ["kantor.db"]
    assert (old_home / "kantor.db").stat().st_size == before
    assert house.sign_in(CLERK, PASSWORDS[CLERK])
    house.close()
