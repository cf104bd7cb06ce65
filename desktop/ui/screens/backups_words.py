"""What copies are called on the screen: their age, size and state, and what the last good one says of the office."""

from datetime import datetime, timedelta

from db.queries.backups import BackupRow
from desktop.backup.folder import CopyFile
from desktop.ui.format import number

SOON_OLD = timedelta(days=2)
OLD = timedelta(days=7)
NEVER = "Belum pernah ada cadangan yang baik."


def age_words(then: datetime, now: datetime) -> str:
    """``hari ini``, ``kemarin``, ``9 hari lalu``: by the days on the office's wall."""
    days = (now.date() - then.astimezone(now.tzinfo).date()).days
    return "hari ini" if days <= 0 else "kemarin" if days == 1 else f"{number(days)} hari lalu"


def good_words(good: BackupRow | None, now: datetime) -> tuple[str, str]:
    """(words, tone) for the last good copy: ok up to two days, then a warning, after a week an alarm."""
    if good is None:
        return "belum ada", "bad"
    age = now - good.started_at
    return age_words(good.started_at, now), "bad" if age > OLD else "warn" if age > SOON_OLD else "ok"


def size_words(size: int) -> str:
    """``640 KB``, ``12,4 MB``."""
    if size < 1_000_000:
        return f"{number(max(round(size / 1000), 1))} KB"
    millions = size / 1_000_000
    return f"{millions:.1f} MB".replace(".", ",") if millions < 1000 else f"{millions / 1000:.1f} GB".replace(".", ",")


def state_of(row: CopyFile) -> tuple[str, str]:
    """(word, tone) of one file."""
    if row.header is None:
        return "bukan cadangan", "bad"
    return ("mencurigakan", "warn") if row.suspicious else ("baik", "ok")


def content_of(row: CopyFile) -> str:
    """What a copy holds, in the numbers an office knows."""
    if row.header is None:
        return "tidak terbaca"
    named = (("person", "orang"), ("letter", "surat"), ("card", "kartu"))
    return ", ".join(f"{number(row.header.counts.get(name, 0))} {word}" for name, word in named)
