"""Connections that are at work while the database lets go of its connections."""

import gc

import pytest


@pytest.mark.parametrize("way", ["read", "write"])
@pytest.mark.parametrize("letting_go", ["close", "_drop_idle"])
def test_a_connection_at_work_while_all_are_let_go_is_closed_when_it_is_given_back(office, way, letting_go):
    with getattr(office.database, way)() as connection:
        driver = connection.connection.driver_connection
        getattr(office.database, letting_go)()
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
    with pytest.raises(Exception, match=r"(?i)closed"):
        driver.execute("SELECT 1")
    with getattr(office.database, way)() as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
    del driver, connection
    gc.collect()  # an open connection that Python finds is a warning, and a warning fails


def test_who_still_asks_a_closed_database_leaves_nothing_open(office):
    office.database.close()
    with office.database.read() as connection:
        driver = connection.connection.driver_connection
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
    with pytest.raises(Exception, match=r"(?i)closed"):
        driver.execute("SELECT 1")


def test_otherwise_a_connection_serves_again(office):
    seen = []
    for _ in range(2):
        with office.database.read() as connection:
            seen.append(connection.connection.driver_connection)
    assert seen[0] is seen[1]
