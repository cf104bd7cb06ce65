"""The journal's chains: unbroken after real work, and every kind of tampering is named."""

import pytest
from chain import bring
from sqlalchemy import text

from desktop.operations import journal


def tamper(office, statement):
    """What a superuser could do: take the wall down and edit the table."""
    with office.database.write() as connection:
        on = " ON journal" if office.database.backend.name == "postgresql" else ""
        connection.execute(text(f"DROP TRIGGER guard_journal_update{on}"))
        if office.database.backend.name == "sqlite":
            connection.execute(text("DROP TRIGGER guard_journal_delete"))
        connection.execute(text(statement))


def proof(office):
    with office.database.read() as connection:
        return journal.verify(connection)


def test_unbroken_after_real_work(office, seat, clock):
    bring(seat, clock, "disetujui")
    found = proof(office)
    assert found.lines > 30 and found.chains > 3 and found.breaks == ()


TAMPERING = [
    ("UPDATE journal SET reason = 'diubah' WHERE chain = 'application:1' AND seq = 2", 2, "isi baris 2 diubah"),
    ("UPDATE journal SET staff_name = 'Orang Lain' WHERE chain = 'application:1' AND seq = 1", 1, "isi baris 1 diubah"),
    ("DELETE FROM journal WHERE chain = 'application:1' AND seq = 2", 2, "baris 2 hilang"),
    (
        "DELETE FROM journal WHERE chain = 'application:1' AND seq = "
        "(SELECT max(seq) FROM journal WHERE chain = 'application:1')",
        None,
        "ujung rantai",
    ),
    ("DELETE FROM journal WHERE chain = 'application:1'", None, "ujung rantai"),
]


@pytest.mark.parametrize(("statement", "seq", "sentence"), TAMPERING)
def test_tampering_is_found_and_named(office, seat, clock, statement, seq, sentence):
    bring(seat, clock, "diterima")
    tamper(office, statement)
    # The first line of a case also says which file its first letter is.
    found = [line for line in proof(office).breaks if line.chain != "surat"]
    assert [line.chain for line in found] == ["application:1"]
    assert sentence in found[0].sentence
    if seq is not None:
        assert found[0].seq == seq
