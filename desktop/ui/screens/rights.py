"""Hak akses: the rights matrix, read straight from the procedure; one's own roles stand out (J1)."""

from typing import Any

from desktop.sop.procedure import ROLES, procedures
from desktop.ui.screens.base import Screen
from desktop.ui.screens.grid_table import TICK, Cell, GridTable
from desktop.ui.screens.rights_table import Right, rights
from desktop.ui.widgets import Card, Figure
from desktop.ui.widgets.scroll import scrolled

FIRST = 2
WIDTHS = (178, 0, *([88] * (len(ROLES) - 1)), 106)
STRETCH = (0, 1, *([0] * len(ROLES)))


class Rights(Screen):
    """Only to be read; changed by the procedure's file and by the roles of the staff."""

    code, title, icon, help_code = "hak", "Hak akses", "shield", "admin"

    def build(self) -> None:
        self.table = GridTable("Matriks hak akses", WIDTHS, STRETCH)
        card = Card()
        card.box.setContentsMargins(1, 1, 1, 1)
        scroll, box = scrolled("Matriks hak akses", (0, 0, 0, 0))
        box.addWidget(self.table)
        card.add(scroll)
        self.body.addWidget(card)

    def load(self, key: Any = None) -> None:
        mine = self.desk.staff.roles
        found = rights(*procedures())
        own = [label for code, label in ROLES.items() if code in mine]
        self.header.set_line("Siapa boleh apa, dibaca dari SOP. Pembuat dan pemeriksa selalu orang yang berbeda.")
        allowed = sum(1 for right in found if right.roles & mine)
        self.header.set_figures(
            Figure(", ".join(own) or "–", "peran Anda", "accent"),
            Figure(f"{allowed} dari {len(found)}", "boleh Anda lakukan"),
        )
        self.table.marked = frozenset(place for place, code in enumerate(ROLES, FIRST) if code in mine)
        self.table.set_cells(_heads() + _rows(found))


def _heads() -> list[Cell]:
    heads = [Cell(0, 0, "LANGKAH", head=True), Cell(0, 1, "YANG BOLEH DILAKUKAN", head=True)]
    return heads + [
        Cell(0, place, label.upper(), head=True, centre=True, spoken=label)
        for place, label in enumerate(ROLES.values(), FIRST)
    ]


def _rows(found: tuple[Right, ...]) -> list[Cell]:
    made: list[Cell] = []
    for row, right in enumerate(found, 1):
        same = sum(1 for other in found if other.group == right.group)
        if row == 1 or found[row - 2].group != right.group:
            made.append(Cell(row, 0, right.group, rows=same, strong=True))
        made.append(Cell(row, 1, f"{right.verb}\n{right.note}" if right.note else right.verb))
        for place, (code, label) in enumerate(ROLES.items(), FIRST):
            may = code in right.roles
            made.append(
                Cell(row, place, TICK if may else "", centre=True, spoken=f"{right.verb}: {label}" if may else "")
            )
    return made
