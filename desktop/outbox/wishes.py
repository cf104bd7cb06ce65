"""Commands that may wait in the outbox, as plain values and back: exactly these, so that a file can name no other."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

import msgspec

from desktop.operations.attach_photo import AttachPhoto
from desktop.operations.command import Command
from desktop.operations.edit_case import LABELS, EditCase
from desktop.operations.intake import Newcomer, RecordIntake
from desktop.operations.lease_numbers import registration
from desktop.operations.texts import storable
from desktop.sop.typed import typed

KINDS: dict[str, type[Command]] = {kind.__name__: kind for kind in (RecordIntake, EditCase, AttachPhoto)}


def may_wait(command: Command) -> bool:
    """Whether this command is kept for a server that is away."""
    return type(command).__name__ in KINDS


def plain(command: Command) -> dict[str, Any]:
    """As it is stored; texts without signs that no database takes."""
    clean = storable(command)
    if isinstance(clean, EditCase):
        values = {"request": clean.request, "application_id": clean.application_id}
        sides = {
            side: {name: _tagged(one) for name, one in getattr(clean, side).items()} for side in ("before", "after")
        }
        return {"kind": "EditCase", **values, **sides}
    values = msgspec.to_builtins(clean)
    return {"kind": type(clean).__name__, **values}


def command_of(stored: dict[str, Any]) -> Command:
    """The command again, equal to what was stored. :raises KeyError: :raises msgspec.ValidationError: for anything else."""
    values = dict(stored)
    kind = KINDS[values.pop("kind")]
    if kind is EditCase:
        sides = {side: {name: _untagged(one) for name, one in values[side].items()} for side in ("before", "after")}
        return EditCase(request=values["request"], application_id=values["application_id"], **sides)
    made: Command = msgspec.convert(values, typed(kind))
    return made


def label_of(command: Command) -> str:
    """How the clerk knows it: the person's name, alias or number."""
    if isinstance(command, RecordIntake):
        names = [one.name.strip() or one.alias.strip() for one in command.people]
        return ", ".join(name for name in names if name) or ", ".join(registrations_of(command, ""))
    if isinstance(command, EditCase):
        named = command.after.get("name") or command.before.get("name")
        return str(
            named or command.after.get("alias") or command.before.get("alias") or f"kasus {command.application_id}"
        )
    return f"kasus {command.application_id}" if isinstance(command, AttachPhoto) else ""


def registrations_of(command: Command, year: str) -> tuple[str, ...]:
    """The numbers that were given to the people when they were typed."""
    lease = command.lease if isinstance(command, RecordIntake) else None
    return tuple(registration(year, number) for number in lease.numbers) if lease else ()


def changes_of(typed: Command, mended: Command, cases: Sequence[int]) -> tuple[EditCase, ...] | None:
    """What turns people recorded as ``typed`` into ``mended``, on the ``cases`` they were given; ``None`` when these are
    no new people."""
    if not (isinstance(typed, RecordIntake) and isinstance(mended, RecordIntake)):
        return None
    names = [field.name for field in fields(Newcomer) if field.name in LABELS]
    changes = []
    for was, now, case in zip(typed.people, mended.people, cases, strict=True):
        after = {name: getattr(now, name) for name in names if getattr(now, name) != getattr(was, name)}
        if after:
            changes.append(EditCase(application_id=case, before={n: getattr(was, n) for n in after}, after=after))
    return tuple(changes)


def _tagged(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _untagged(value: Any) -> Any:
    if isinstance(value, dict):
        return datetime.fromisoformat(value["moment"]) if "moment" in value else date.fromisoformat(value["day"])
    return value
