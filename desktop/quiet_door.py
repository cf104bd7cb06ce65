"""A single office opened without a line in its journal: to move it, and to read the file of one that has moved."""

from typing import TYPE_CHECKING

from db.errors import RecordRoomError
from desktop.operations.sign_in import WRONG, recognise
from desktop.seat import Seat
from desktop.sop.refusals import Refused
from desktop.world import world_trouble

if TYPE_CHECKING:
    from desktop.house import House


def open_quietly(house: "House", username: str, password: str, code: str | None = "") -> Seat:
    """A seat for an administrator whose password (and authenticator) is right. Close its office afterwards.

    :raises Refused: as signing in; ``not_your_role`` for everybody else, ``not_single``, ``no_office``.
    :raises WorldTrouble:
    """
    if not house.is_single():
        raise Refused("not_single", "Ini bukan kantor tunggal di komputer ini. Sebutkan berkasnya dengan --database.")
    if house.is_new():
        raise Refused("no_office", "Belum ada kantor di komputer ini. Buat dulu dengan: main.py init")
    office = house.safe.enter(username, password) if house.is_sealed() else house.raw_office()
    try:
        office.prepare()
        staff = recognise(office.database, username, password, office.clock(), code)
        if "admin" not in staff.roles:
            raise Refused("not_your_role", "Hanya administrator yang boleh. Masuk dengan --as ADMINISTRATOR.")
    except RecordRoomError as error:
        office.close()
        # Where nothing may be written any more, a failure cannot be counted either.
        raise Refused("wrong_password", WRONG) if error.kind == "moved" else world_trouble(error) from None
    except BaseException:
        office.close()
        raise
    return Seat(office, staff)
