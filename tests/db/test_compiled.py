"""A statement is compiled once for all engines of one kind, and anew for another kind."""

from sqlalchemy import create_engine, literal_column, select

from db.compiled import COMPILED
from db.database import Database
from db.tables.access import staff

_NAMES = select(staff.c.username, literal_column("7").label("only_here")).order_by(staff.c.username)


def test_every_engine_of_an_office_finds_it(office):
    with office.database.read() as connection:
        names = connection.execute(_NAMES).all()
    kept = len(COMPILED)
    again = Database(office.database.url)
    with again.read() as reading, office.database.write() as writing:
        assert reading.execute(_NAMES).all() == writing.execute(_NAMES).all() == names
    again.close()
    assert len(COMPILED) == kept


def test_another_version_compiles_its_own(tmp_path):
    statement = select(literal_column("1").label("same_word"))
    engine = create_engine(f"sqlite:///{tmp_path / 'a.db'}", execution_options={"compiled_cache": COMPILED})
    with engine.connect() as connection:
        kept = len(COMPILED)
        assert connection.execute(statement).scalar() == connection.execute(statement).scalar() == 1
        engine.dialect.server_version_info = (3, 99, 0)
        assert connection.execute(statement).scalar() == 1
    engine.dispose()
    assert len(COMPILED) == kept + 2
