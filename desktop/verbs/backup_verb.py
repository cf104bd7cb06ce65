"""``backup``: a sealed copy of the office, the list of copies, a rehearsal, a new backup key."""

import os
import sys
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from db.queries.offices import settings
from desktop.sop.refusals import Refused
from desktop.verbs.desk import VerbDesk, password
from desktop.world import WorldTrouble

if TYPE_CHECKING:
    from db.queries.staff import StaffRow
    from desktop.backup.keys import Opener

PASSPHRASE = "PADAN_BACKUP_PASSPHRASE"  # noqa: S105 the name of the variable
KEY_LETTERS = "PADAN_BACKUP_KEY"


def arguments(parser: ArgumentParser) -> None:
    """One of four things to do; secrets come from the environment, a file or a prompt."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--out", metavar="TEMPAT", help="folder, atau nama berkas .padan, untuk cadangan baru")
    what.add_argument("--list", metavar="FOLDER", help="daftar cadangan dalam folder")
    what.add_argument("--check", metavar="BERKAS", help="buka cadangan di tempat sementara dan hitung isinya")
    what.add_argument("--new-key", metavar="BERKAS", help="kunci cadangan baru; berkas ini untuk kepala kantor")
    parser.add_argument("--daily", action="store_true", help="sekali sehari, dan yang lama memberi tempat (untuk cron)")
    parser.add_argument("--key", metavar="BERKAS", help="berkas kunci cadangan, untuk --check")
    parser.add_argument("--accept", metavar="ALASAN", default="", help="kantor memang menjadi lebih kecil")


def carry_out(desk: VerbDesk) -> int:
    """Status 1 for a suspicious copy: it is kept, and no good one."""
    given = desk.arguments
    if given.list:
        return _list(desk, Path(given.list))
    if given.check:
        return _check(desk, Path(given.check))
    if given.new_key:
        return _new_key(desk, Path(given.new_key))
    return _make(desk, Path(given.out))


def opener(path: Path, key_file: str | None) -> "Opener":
    """What opens this copy: the key file, the variables, else a prompt for what the copy asks for."""
    from desktop.backup.keys import Opener, read_key
    from desktop.backup.sealed import slot_names

    if not path.is_file():
        raise WorldTrouble("backup-gone", f"Berkas cadangan {path} tidak ada. Periksa tempatnya.")
    if key_file:
        return Opener(private=read_key(Path(key_file).read_text(encoding="utf-8", errors="replace")).private)
    if letters := os.environ.get(KEY_LETTERS):
        return Opener(private=read_key(letters).private)
    names = slot_names(path)
    if PASSPHRASE in os.environ or "frasa sandi" in names:
        return Opener(passphrase=password(PASSPHRASE, "Frasa sandi cadangan: "))
    return Opener(private=read_key(password(KEY_LETTERS, f"Huruf kunci cadangan {names[0]}: ")).private)


def progress(desk: VerbDesk) -> "Progress":
    """Tells each stage once, on stderr."""
    return Progress(desk)


class Progress:
    """A report for people at a terminal: one line a stage, not one a page."""

    def __init__(self, desk: VerbDesk) -> None:
        self._desk, self._told = desk, ""

    def __call__(self, done: int, total: int, sentence: str) -> None:
        """Say the stage when it is a new one."""
        if sentence != self._told:
            self._told = sentence
            self._desk.progress(f"{sentence} …")


def _make(desk: VerbDesk, place: Path) -> int:
    from desktop.backup_desk import plan_of
    from desktop.backup_making import Wish, make
    from desktop.operations.backup_runs import day_claim
    from desktop.seat import ZONE

    staff = _who(desk)
    office = desk.office()
    if staff is not None and "admin" not in staff.roles:
        raise Refused("not_your_role", "Hanya administrator yang membuat cadangan. Masuk dengan --as administrator.")
    plan = plan_of(office.read(settings))
    public = plan.public
    words = os.environ.get(PASSPHRASE, "")
    if not public and not words and sys.stdin.isatty():
        words = password(PASSPHRASE, "Frasa sandi cadangan (sedikitnya 12 huruf): ")
    wish = Wish(place, public, words, accept=desk.arguments.accept)
    if desk.arguments.daily:
        today = office.clock().astimezone(ZONE).date().isoformat()
        wish = replace(wish, claim=day_claim(today), keep=(plan.daily, plan.monthly))
    made = make(office, wish, staff, progress(desk))
    if made is None:
        desk.answer({"state": "sudah"}, "Cadangan hari ini sudah dibuat atau sedang dibuat meja lain.")
        return 0
    data = {
        "file": str(made.path),
        "size": made.size,
        "state": made.state,
        "alarms": list(made.alarms),
        "made_at": made.header.made_at,
        "counts": made.header.counts,
        "rows": sum(made.header.counts.values()),
        "removed": list(made.removed),
    }
    desk.answer(data, f"{made.path}\n{made.sentence}")
    if made.alarms:
        desk.progress(made.sentence)
    return 1 if made.alarms else 0


def _who(desk: VerbDesk) -> "StaffRow | None":
    """Who makes the copy; also of a file whose office has moved to a server."""
    if not desk.arguments.user:
        return None
    try:
        return desk.seat().staff
    except Refused as refused:
        if refused.code != "moved":
            raise
    return desk.proved().staff


def _list(desk: VerbDesk, folder: Path) -> int:
    from desktop.backup.folder import copies
    from desktop.backup_opening import counted

    data, lines = [], []
    for one in copies(folder):
        state = "mencurigakan" if one.suspicious else "baik" if one.header else "bukan cadangan"
        counts = one.header.counts if one.header else {}
        made_at = one.header.made_at if one.header else ""
        data.append({"file": str(one.path), "size": one.size, "state": state, "made_at": made_at, "counts": counts})
        lines.append(f"{one.path.name}  {state}  {counted(counts) if counts else ''}".rstrip())
    desk.answer({"copies": data}, "\n".join(lines) or "Belum ada cadangan di folder ini.")
    return 0


def _check(desk: VerbDesk, path: Path) -> int:
    from desktop.backup_opening import check, counted

    opened = check(path, opener(path, desk.arguments.key), desk.office().database, progress(desk))
    header = opened.header
    broken = [{"chain": one.chain, "line": one.seq, "sentence": one.sentence} for one in opened.breaks]
    sentence = f"Cadangan {header.made_at} dapat dibuka, isinya cocok: {counted(header.counts)}."
    if broken:
        sentence = f"Cadangan {header.made_at} dapat dibuka, tetapi jurnalnya rusak di {len(broken)} rantai."
    desk.answer({"counts": header.counts, "broken": broken, "made_at": header.made_at}, sentence)
    return 1 if broken else 0


def _new_key(desk: VerbDesk, place: Path) -> int:
    from desktop.operations.save_backup_plan import SaveBackupPlan

    seat = desk.seat()
    if "admin" not in seat.staff.roles:
        raise Refused(
            "not_your_role", "Hanya administrator yang membuat kunci cadangan. Masuk dengan --as administrator."
        )
    key, plan = seat.backups.new_key(place), seat.backups.plan()
    public = key.public.hex()
    seat.run(SaveBackupPlan(hour=plan.hour, daily=plan.daily, monthly=plan.monthly, public_key=public))
    sentence = (
        f"Kunci cadangan {key.key_id} ada di {place}. Cetak dua lembar untuk kepala kantor, lalu hapus berkas itu."
    )
    desk.answer({"key": key.key_id, "file": str(place)}, sentence)
    return 0
