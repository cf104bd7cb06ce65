"""The published procedure as typed data, read from ``resources/sop/<code>.toml`` (DESIGN §3)."""

from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

import msgspec

from desktop.paths import RESOURCES
from desktop.sop.refusals import WrongDeclaration
from desktop.sop.typed import typed

ROLES: dict[str, str] = {
    "satpol_pp": "Satpol PP",
    "panti": "Panti Sosial",
    "dinsos": "Dinas Sosial",
    "dukcapil": "Dinas Dukcapil",
    "dinkes": "Dinas Kesehatan",
    "bpjs": "BPJS Kesehatan",
    "admin": "Administrator",
}
"""Role code → name on screen. A role of the procedure is also the kind of agency that plays it."""

AGENCIES = tuple(code for code in ROLES if code != "admin")
"""The roles that work on cases; an administrator as such does not."""

HEALTH_ROLES = frozenset({"satpol_pp", "panti", "dinsos", "dinkes"})
"""Who may read and write notes on health and disability (UU 27/2022 Art. 4). On the shared server
``db/backends/postgresql/walls.toml`` says the same and enforces it."""


def may_read_health(*kinds: str) -> bool:
    """Whether offices of all these kinds may hold notes on health: who gives them on, and who gets them."""
    return HEALTH_ROLES.issuperset(kinds)


class Status(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a case stands; ``waits_for`` is the role that must act next, empty when the case is closed."""

    code: str
    label: str
    waits_for: str
    step: int
    tone: Literal["info", "ok", "warn", "bad", "muted"]


class Action(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"sources": "from", "target": "to"}):
    """One move between statuses that a role may make.

    ``letters`` and ``cards`` are codes of folders in ``resources``; ``rules`` are names of functions of
    :mod:`desktop.sop.rules`; ``second_pair_of_eyes`` lists the actions whose maker may not make this one. ``recall``: the
    office where the case began takes it back, whoever holds it now, and also when it was closed.
    """

    name: str
    label: str
    done: str
    sources: tuple[str, ...]
    target: str
    letters: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    reason: bool = False
    send_back: bool = False
    recall: bool = False
    second_pair_of_eyes: tuple[str, ...] = ()
    batch: Literal["skip_refused", "all_or_nothing"] = "skip_refused"


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"actions": "action"}):
    """One row of the published table: actor, activity in the source's words, standard time, papers in and out. ``unit``: what
    the time is given for, where it is not the procedure's own."""

    number: int
    actor: str
    title: str
    activity: str
    minutes: int
    per: Literal["handover", "person"]
    needs: tuple[str, ...]
    produces: tuple[str, ...]
    actions: tuple[Action, ...]
    note: str = ""
    unit: str = ""

    def standard_seconds(self, people: int) -> int:
        """Standard time (mutu baku) in seconds for a list of ``people``."""
        return self.minutes * 60 * (people if self.per == "person" else 1)


class Procedure(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True, rename={"statuses": "status", "steps": "step"}
):
    """A whole procedure. Look-ups raise ``KeyError`` for a code that the file does not declare. ``unit``: what one case is
    called when cases are counted («3 WBS»); ``short``: the procedure's name on a button."""

    code: str
    title: str
    legal_basis: str
    initial: str
    unit: str
    short: str
    statuses: tuple[Status, ...]
    steps: tuple[Step, ...]

    @cached_property
    def _statuses(self) -> dict[str, Status]:
        return {status.code: status for status in self.statuses}

    @cached_property
    def _actions(self) -> dict[str, tuple[Step, Action]]:
        return {action.name: (step, action) for step in self.steps for action in step.actions}

    def status(self, code: str) -> Status:
        """The status with this code."""
        return self._statuses[code]

    def action(self, name: str) -> Action:
        """The action with this name."""
        return self._actions[name][1]

    def step_of(self, action: str) -> Step:
        """The step in which this action is made."""
        return self._actions[action][0]

    def step(self, number: int) -> Step:
        """The step with this number (1-based, as published)."""
        return self.steps[number - 1]

    def actions(self) -> Iterator[tuple[Step, Action]]:
        """Every action with its step, in the order of the file."""
        return iter(self._actions.values())


def read_procedure(path: Path) -> Procedure:
    """The procedure declared in one file. :raises WrongDeclaration: with file, key and remedy."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise WrongDeclaration(path.name, "", "Berkas prosedur tidak terbaca. Pasang ulang Padan.") from error
    try:
        procedure = msgspec.toml.decode(text, type=typed(Procedure))
    except msgspec.ValidationError as error:
        what, _, place = str(error).partition(" - at ")
        raise WrongDeclaration(
            path.name, place.strip("`").removeprefix("$.") or "(berkas)", f"{what}. Perbaiki nilai kunci ini."
        ) from error
    except ValueError as error:
        raise WrongDeclaration(path.name, "(baris)", f"bukan TOML yang sah: {error}. Perbaiki baris itu.") from error
    _check(path.name, procedure)
    return procedure


def _check(file: str, procedure: Procedure) -> None:
    """References inside the file that its types cannot express."""
    from desktop.sop.rules import RULES

    known = {status.code for status in procedure.statuses}
    names = [action.name for _, action in procedure.actions()]

    def need(holds: bool, key: str, sentence: str) -> None:
        if not holds:
            raise WrongDeclaration(file, key, sentence)

    need(procedure.initial in known, "initial", "Status awal tidak dinyatakan di [[status]]. Pakai kode yang ada.")
    for index, status in enumerate(procedure.statuses):
        role = status.waits_for
        need(
            role in ROLES or not role,
            f"status[{index}].waits_for",
            f"Peran '{role}' tidak dikenal. Pakai: {', '.join(ROLES)}.",
        )
        need(1 <= status.step <= len(procedure.steps), f"status[{index}].step", "Nomor langkah tidak ada di [[step]].")
    total = sum(len(step.actions) for step in procedure.steps)
    need(len(names) == total, "step.action.name", "Nama tindakan dipakai dua kali. Beri nama lain.")
    for index, step in enumerate(procedure.steps):
        place = f"step[{index}]"
        need(step.number == index + 1, f"{place}.number", f"Nomor langkah harus berurutan; di sini {index + 1}.")
        need(step.actor in ROLES, f"{place}.actor", f"Peran '{step.actor}' tidak dikenal. Pakai: {', '.join(ROLES)}.")
        need(step.minutes > 0, f"{place}.minutes", "Waktu baku harus lebih dari 0 menit.")
        for at, action in enumerate(step.actions):
            key = f"{place}.action[{at}]"
            wrong = [code for code in (*action.sources, action.target) if code not in known]
            need(not wrong, f"{key}.from/to", f"Status '{', '.join(wrong)}' tidak dinyatakan di [[status]].")
            wrong = [rule for rule in action.rules if rule not in RULES]
            need(not wrong, f"{key}.rules", f"Aturan '{', '.join(wrong)}' tidak ada. Pakai: {', '.join(RULES)}.")
            wrong = [name for name in action.second_pair_of_eyes if name not in names]
            need(not wrong, f"{key}.second_pair_of_eyes", f"Tindakan '{', '.join(wrong)}' tidak ada.")
            held = {procedure.status(code).waits_for for code in action.sources}
            need(action.recall or held == {step.actor}, f"{key}.from", "Status asal harus menunggu pelaku langkah ini.")


@cache
def load_procedure(code: str) -> Procedure:
    """A procedure that the program ships, by its code (``wbs``)."""
    return read_procedure(RESOURCES / "sop" / f"{code}.toml")


CODES = ("wbs", "terpadu")
"""The procedures that the program ships. No two of them share a status or an action (tests/sop), so that a queue, a line
of the journal or a button needs no more than the name to find its procedure."""


MONTHLY = "rekonsiliasi"
"""What is moved here is a month, never a person: no queue and no case, but a letter with its maker and its paraf."""


def procedures() -> tuple[Procedure, ...]:
    """All that the program ships for people."""
    return tuple(load_procedure(code) for code in CODES)


@cache
def with_status(code: str) -> Procedure:
    """The procedure that declares this status. :raises KeyError:"""
    return next((one for one in procedures() if code in one._statuses), None) or _unknown(code)


@cache
def with_action(name: str) -> Procedure:
    """The procedure that declares this action. :raises KeyError:"""
    return next((one for one in (*procedures(), load_procedure(MONTHLY)) if name in one._actions), None) or _unknown(
        name
    )


def _unknown(code: str) -> Procedure:
    raise KeyError(code)
