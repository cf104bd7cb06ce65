"""Who may sign an office's letters on a day: its head, an acting official (Plh, Plt), or somebody on its behalf (a.n.)."""

from datetime import date

from sqlalchemy import Connection

from db.queries.offices import OfficeRow
from db.queries.signers import SignerRow, signer_by_id, signers_on
from desktop.operations.letter_facts import head_of
from desktop.operations.work import Work
from desktop.sop.dates import say_date
from desktop.sop.refusals import Refused

CAPACITIES = {"definitif": "", "plh": "Plh.", "plt": "Plt.", "an": "a.n."}


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
    acting = [row for row in signers_on(connection, sender.id, today) if row.capacity in ("plh", "plt")]
    if acting:
        return acting[0].id, signer_facts(acting[0])
    if not sender.head_name:
        raise Refused("no_signer", "Penanda tangan surat kantor ini belum diisi. Minta administrator melengkapinya.")
    return None, head_of(sender)


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
    acting = row.capacity in ("plh", "plt")
    return {
        "position": f"{prefix} {row.position}" if acting else row.position,
        "name": row.name,
        "rank": row.rank,
        "nip": row.nip,
        "on_behalf": f"{prefix} {row.on_behalf}" if row.capacity == "an" else "",
    }
