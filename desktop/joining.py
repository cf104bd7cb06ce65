"""A desk joins a shared database: tried as the clerk first, then remembered."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from desktop.office import Office
from desktop.settings import for_all_desks, write_desk
from desktop.sop.refusals import Refused


def join(url: str, username: str, password: str, folder: Path, clock: Callable[[], datetime]) -> tuple[str, Office]:
    """Try the server as the clerk; only an address that let the clerk in is remembered, without any account. Gives that
    address and the office behind it.

    :raises Refused: ``for_all_desks`` when an administrator gave all desks another address. :raises WorldTrouble:
    """
    where = urlsplit(url)
    plain = where._replace(netloc=where.netloc.rpartition("@")[2]).geturl()
    if for_all_desks().values.get("database", plain) != plain:
        sentence = "Alamat basis data diatur untuk semua meja oleh administrator. Mintalah kepadanya untuk mengubahnya."
        raise Refused("for_all_desks", sentence)
    folder.mkdir(parents=True, exist_ok=True)
    office = Office(plain, folder / "berkas", clock=clock)
    office.sign_in(username, password).office.close()
    write_desk(database=plain)
    return plain, office
