"""Who signs an issued letter, as it was frozen when the letter was issued."""

import json

from sqlalchemy import Connection, select

from db.tables.papers import letter


def letter_signer(connection: Connection, letter_id: int) -> str:
    """«Premi Lestariningsih, Kepala Dinas Sosial»; empty when there is no such letter."""
    facts = connection.scalar(select(letter.c.facts).where(letter.c.id == letter_id))
    signer = json.loads(facts)["signer"] if facts else {}
    return ", ".join(signer[part] for part in ("name", "on_behalf", "position") if signer.get(part))
