"""Whoever edits the tables with all rights is found: the first altered, missing or inserted line is named (J4)."""

import threading
from datetime import date, timedelta

import pytest
from chain import bring, give_nik, intake
from sqlalchemy import text
from superuser import broken, forge, proof, tamper

from db.queries.seals import newest_seal, seals
from desktop.operations.seal_day import seal_day
from tests.shelf import staged

FIRST_DAY = date(2026, 11, 23)


@pytest.fixture
def sealed(office, seat, clock):
    """Work of one day, sealed the next morning, and some work after the seal."""
    bring(seat, clock, "menunggu_nik")
    clock.forward(days=1)
    staged(office.database.url, ("sealed", clock.now), lambda: _seal_and_go_on(office, seat, clock))
    return office


def _seal_and_go_on(office, seat, clock):
    assert seal_day(office.database, clock.now, seat("yusuf").staff.id)
    intake(seat, clock, 1)


def chain_end(office, chain):
    with office.database.read() as connection:
        return connection.scalar(text("SELECT max(seq) FROM journal WHERE chain = :chain"), {"chain": chain})


def test_a_seal_counts_the_day_and_nothing_is_broken(sealed):
    found = proof(sealed)
    assert found.breaks == () and found.seals == 1 and found.letters > 0
    seal = sealed.read(newest_seal)
    with sealed.database.read() as connection:
        before = text(
            "SELECT count(*), count(DISTINCT chain) FROM journal WHERE id <= (SELECT last_id FROM journal_seal)"
        )
        assert connection.execute(before).one() == (seal.lines, seal.chains)
    assert seal.day == FIRST_DAY and found.lines > seal.lines


def test_a_day_is_sealed_once_whoever_comes_first(sealed, seat, clock):
    clock.forward(days=1)
    made, ready = [], threading.Barrier(4)

    def desk(name):
        ready.wait()
        made.append(seal_day(sealed.database, clock.now, seat(name).staff.id))

    names = ("yusuf", "sari", "andi", "ratna")
    for name in names:
        seat(name)
    threads = [threading.Thread(target=desk, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [False, False, False, True]
    assert [row.day for row in sealed.read(seals)] == [FIRST_DAY + timedelta(days=1), FIRST_DAY]
    assert not seal_day(sealed.database, clock.now, None)
    assert proof(sealed).breaks == ()


def test_days_nobody_worked_are_covered_by_the_next_seal(sealed, seat, clock):
    clock.forward(days=5)
    assert seal_day(sealed.database, clock.now, None)
    assert [row.day for row in sealed.read(seals)] == [FIRST_DAY + timedelta(days=5), FIRST_DAY]
    assert proof(sealed).breaks == ()


def test_nothing_is_sealed_on_the_first_day(office, seat, clock):
    intake(seat, clock, 1)
    assert not seal_day(office.database, clock.now, None) or office.read(newest_seal).day < FIRST_DAY
    assert proof(office).breaks == ()


@pytest.mark.parametrize("verb", ["UPDATE journal_seal SET lines = 1", "DELETE FROM journal_seal_head"])
def test_the_guards_keep_seals_as_they_are(sealed, verb):
    from db.errors import RecordRoomError

    with pytest.raises(RecordRoomError, match="guard"), sealed.database.write() as connection:
        connection.execute(text(verb))


PLAIN = [
    ("UPDATE journal SET reason = 'lain' WHERE chain = 'application:1' AND seq = 2", 2, "isi baris 2 diubah"),
    ("UPDATE journal SET seq = 77 WHERE chain = 'application:1' AND seq = 2", 2, "baris 2 hilang"),
    ("DELETE FROM journal WHERE chain = 'application:1' AND seq = 1", 1, "baris 1 hilang"),
    ("UPDATE journal SET previous = hash WHERE chain = 'application:1' AND seq = 3", 3, "baris 3 disisipi atau diubah"),
]


@pytest.mark.parametrize(("statement", "seq", "sentence"), PLAIN)
def test_a_plain_change_is_named(sealed, statement, seq, sentence):
    tamper(sealed, statement)
    found = broken(sealed)
    assert sentence in found["application:1", seq]
    assert {chain for chain, _seq in found} <= {"application:1", "segel"}


def test_one_line_rewritten_with_its_hash_is_named(sealed):
    end = chain_end(sealed, "application:1")
    forge(sealed, "application:1", end - 1, only=True, reason="dipalsukan")
    found = broken(sealed)["application:1", end - 1]
    assert found == f"baris {end - 1} diubah dan dihitung ulang: baris {end} masih menyebut sidik jari yang lama"


def test_a_chain_rewritten_with_all_hashes_is_found_by_the_seal(sealed):
    forge(sealed, "application:1", 2, reason="dipalsukan")
    found = broken(sealed)
    assert list(found) == [("application:1", 1)]
    assert "ditulis ulang: berbeda dari segel 23-11-2026" in found["application:1", 1]


def test_what_an_earlier_seal_proves_is_not_blamed(sealed, seat, clock):
    end = chain_end(sealed, "application:1")
    give_nik(seat)
    clock.forward(days=1)
    assert seal_day(sealed.database, clock.now, None)
    forge(sealed, "application:1", end + 1, reason="dipalsukan")
    assert list(broken(sealed)) == [("application:1", end + 1)]


def test_a_tail_cut_off_with_its_head_is_named(sealed):
    end = chain_end(sealed, "application:1")
    tamper(
        sealed,
        f"DELETE FROM journal WHERE chain = 'application:1' AND seq >= {end - 1}",
        f"UPDATE journal_head SET seq = {end - 2}, hash = (SELECT hash FROM journal WHERE chain = 'application:1'"
        f" AND seq = {end - 2}) WHERE chain = 'application:1'",
    )
    found = broken(sealed)
    assert f"baris {end - 1} hilang: segel 23-11-2026 mencatat {end} baris" in found["application:1", end - 1]


def test_a_whole_chain_taken_away_with_its_head_is_named(sealed):
    tamper(
        sealed,
        "DELETE FROM journal WHERE chain = 'application:2'",
        "DELETE FROM journal_head WHERE chain = 'application:2'",
    )
    assert "seluruh rantai hilang" in broken(sealed)["application:2", 1]


def test_a_line_put_into_a_sealed_day_is_named(sealed):
    tamper(sealed, "UPDATE journal SET id = -id WHERE id = (SELECT min(id) FROM journal)")
    found = broken(sealed)
    assert any(chain == "segel" and "di jurnal kini ada" in sentence for (chain, _), sentence in found.items())


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE journal_seal SET lines = lines - 1", "segel 23-11-2026 diubah"),
        ("UPDATE journal_seal SET made_by = made_by + 1", "segel 23-11-2026 diubah"),
        ("DELETE FROM journal_seal_head WHERE chain = 'application:1'", "daftar rantai pada segel 23-11-2026 diubah"),
        ("UPDATE journal_seal_head SET seq = 1 WHERE chain = 'application:1'", "daftar rantai pada segel 23-11-2026"),
        ("DELETE FROM journal_seal", "segel ke-1 hilang"),
    ],
)
def test_an_edited_seal_is_named(sealed, clock, statement, sentence):
    clock.forward(days=1)
    assert seal_day(sealed.database, clock.now, None)
    tamper(
        sealed,
        f"{statement}{' AND' if 'WHERE' in statement else ' WHERE'} {'seal' if 'head' in statement else 'seq'} = 1",
    )
    assert any(sentence in found for (chain, _), found in broken(sealed).items() if chain == "segel")


def test_a_letter_whose_stored_file_was_changed_is_named(sealed):
    tamper(sealed, "UPDATE letter SET pdf = pdf || :more WHERE id = 2", more=b"!")
    assert "PDF surat nomor urut 2 diubah" in broken(sealed)["surat", 2]


def test_a_letter_changed_together_with_its_hash_is_found_by_the_journal(sealed):
    import hashlib

    false = b"%PDF-1.7 lain"
    values = {"pdf": false, "sha256": hashlib.sha256(false).hexdigest()}
    tamper(sealed, "UPDATE letter SET pdf = :pdf, sha256 = :sha256 WHERE id = 2", **values)
    assert "berbeda dari yang tercatat di jurnal" in broken(sealed)["surat", 2]
