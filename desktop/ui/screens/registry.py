"""The list of all screens. A new screen is one file beside this one and one line here."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module

from desktop.ui.screens.base import Screen

EVERYONE = frozenset({"satpol_pp", "panti", "dinsos", "dukcapil", "dinkes", "bpjs", "admin"})


@dataclass(frozen=True, slots=True)
class ScreenEntry:
    """``place`` is ``module:Class``, imported when first shown. ``rail`` False: reached only by ``desk.go``."""

    code: str
    title: str
    icon: str
    place: str
    roles: frozenset[str]
    order: int
    rail: bool = True

    def load(self) -> type[Screen]:
        """Import the class."""
        module, name = self.place.split(":")
        found: type[Screen] = getattr(import_module(module), name)
        return found


SCREENS: list[ScreenEntry] = []


def screens_for(roles: Iterable[str], entries: Iterable[ScreenEntry] | None = None) -> list[ScreenEntry]:
    """The entries somebody with these roles may open, in the order of the rail."""
    mine = frozenset(roles)
    every = SCREENS if entries is None else entries
    return sorted((entry for entry in every if entry.roles & mine), key=lambda entry: entry.order)
