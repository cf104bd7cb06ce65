"""Who may sign an office's letters on a day: its head, an acting official (Plh, Plt), or somebody on its behalf (a.n.)."""

from datetime import date

from sqlalchemy import Connection

from db.queries.offices import OfficeRow
from db.queries.signers import SignerRow, signer_by_id, signers_on
from desktop.operations.work import Work
from desktop.sop.dates import say_date
from desktop.sop.refusals import Refused

CAPACITIES = {"definitif": "", "plh": "Plh.", "plt": "Plt.", "an": "a.n."}
ACTING = ("plh", "plt")
"""Both act for the office's head; of these there is never more than one on a day."""


def signer_for(work: Work, sender: OfficeRow, signer_id: int | None) -> tuple[int | None, dict[str, str]]:
    """(id, facts) of who signs today. Nobody chosen: the Plh or Plt in force, else the office's head.

    :raises Refused: when the chosen delegation is not in force today, or nobody can sign.
    """
    return pick_signer(work.connection, sender, signer_id, work.today)


def pick_signer(
    connection: Connection, sender: OfficeRow, signer_id: int | None, today: date
) -> tuple[int | None, dict[str, str]]:
    """The same for a reader (a draft on the screen)."""
    if signer_id is not None:
        row = signer_by_id(connection, signer_id)
        if row is None or row.office_id != sender.id:
            raise Refused("no_signer", "Penanda tangan itu bukan dari kantor ini. Pilih lagi.")
        refusal = not_in_force(row, today)
        if refusal:
            raise Refused("signer_ended", refusal)
        return row.id, signer_facts(row)
    acting = acting_on(connection, sender.id, today)
    if acting is not None:
        return acting.id, signer_facts(acting)
    if not sender.head_name:
        raise Refused("no_signer", "Penanda tangan surat kantor ini belum diisi. Minta administrator melengkapinya.")
    return None, head_of(sender)


def counterpart_of(connection: Connection, office: OfficeRow, today: date) -> dict[str, str]:
    """Who signs for the other side of a Berita Acara: its Plh or Plt on that day, else its head (who may be missing:
    most letters have no second signature, and one that has is refused before its number is taken)."""
    acting = acting_on(connection, office.id, today)
    return head_of(office) if acting is None else signer_facts(acting)


def acting_on(connection: Connection, office_id: int, day: date) -> SignerRow | None:
    """The Plh or Plt of an office on a day."""
    return next((row for row in signers_on(connection, office_id, day) if row.capacity in ACTING), None)


def not_in_force(row: SignerRow, today: date) -> str:
    """Why this signer may not sign on a day; "" when he may."""
    if not row.active:
        return f"{row.name} sudah tidak menjadi penanda tangan. Pilih penanda tangan lain."
    if row.valid_to is not None and row.valid_to < today:
        return f"Wewenang {row.name} berakhir {say_date(row.valid_to)}. Pilih penanda tangan lain atau perpanjang."
    if row.valid_from > today:
        return f"Wewenang {row.name} baru mulai {say_date(row.valid_from)}. Pilih penanda tangan lain."
    return ""


def signer_facts(row: SignerRow) -> dict[str, str]:
    """As frozen in a letter: an acting official signs as ``Plh. Kepala Dinas …``, one on behalf under ``a.n. …``."""
    prefix = CAPACITIES[row.capacity]
    return {
        "position": f"{prefix} {row.position}" if row.capacity in ACTING else row.position,
        "name": row.name,
        "rank": row.rank,
        "nip": row.nip,
        "on_behalf": f"{prefix} {row.on_behalf}" if row.capacity == "an" else "",
    }


def head_of(office: OfficeRow) -> dict[str, str]:
    """The head of an office as a signer."""
    return {
        "position": office.head_position,
        "name": office.head_name,
        "rank": office.head_rank,
        "nip": office.head_nip,
        "on_behalf": "",
    }
