"""What every desk asks of a letter's file: its name, whose names stand under it, whether it is small enough to be one."""

import json
from typing import Any

from desktop.sop.letters import void_name
from desktop.sop.refusals import Refused

MOST_SIGNED = 20 * 1024 * 1024
MOST_CHECKED = 64 * 1024 * 1024


def file_name(number: str, void: bool = False) -> str:
    """A letter's number as the name of a file: ``400.9-017-PSBI.pdf``; a void one's begins with ``BATAL-``.

    Plain letters only, because the name also travels in e-mail.
    """
    kept = "".join(sign if sign.isascii() and (sign.isalnum() or sign in ".-_") else "-" for sign in number)
    name = f"{kept.strip('-.') or 'surat'}.pdf"
    return void_name(name) if void else name


def refuse_too_large(size: int) -> None:
    """:raises Refused: for a file that no letter could be."""
    if size > MOST_CHECKED:
        raise Refused("too_large", "Berkas ini lebih dari 64 MB, jadi bukan surat Padan. Pilih berkas lain.")


def refuse_too_large_signed(size: int) -> None:
    """:raises Refused: for a file that no letter with an electronic signature could be."""
    if size > MOST_SIGNED:
        raise Refused("too_large", "Berkas ini lebih dari 20 MB; surat ber-TTE jauh lebih kecil. Pilih berkas lain.")


def signers_in(facts: str) -> str:
    """«dr. Ani dan Budi»: the names under a letter, as they are frozen in it."""
    said: dict[str, Any] = json.loads(facts)
    names = [str((said.get(side) or {}).get("name") or "") for side in ("signer", "counterpart")]
    return " dan ".join(name for name in names if name)
