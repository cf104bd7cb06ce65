"""A file that belongs to another screen: the way there with a button, or whose desk it is."""

from pathlib import Path
from typing import TYPE_CHECKING

from desktop.sop.procedure import ROLES

if TYPE_CHECKING:
    from desktop.ui.screens.base import Screen

LISTS = "daftar_peserta"
PLACES = {
    "wbs_handover": "impor",
    "eid_result": "eid",
    "siak_kematian": "kematian_pindah",
    "siak_pindah": "kematian_pindah",
}
"""Layout → the screen it comes in by; every other list comes in by ``LISTS``."""


def say_where(screen: "Screen", path: Path, layout: str, title: str) -> None:
    """One sentence, with a button when the clerk may open that screen."""
    from desktop.ui.screens.registry import SCREENS

    desk, code = screen.desk, PLACES.get(layout, LISTS)
    entry = next(one for one in SCREENS if one.code == code)
    what = f"{path.name} adalah {title[:1].lower()}{title[1:]}"
    if entry.roles & frozenset(desk.staff.roles):
        way = (f"Buka {entry.title}", lambda: desk.go(code, str(path)))
        desk.say(f"{what}; masuknya lewat layar {entry.title}.", "info", [way])
        return
    owners = " atau ".join(name for role, name in ROLES.items() if role in entry.roles)
    desk.say(f"{what}; masuknya lewat layar {entry.title} di {owners}. Kirim berkas ini ke sana.", "warn")
