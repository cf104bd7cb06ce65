"""The recovery key as people copy it: eight groups of five letters, the fifth of each proving the other four.

Only letters that are not mistaken for digits or for each other are used. Their number, 23, is a prime, so that the check
letter finds every single wrong letter, every two neighbours changed about, and a group written in another group's place.
Eight groups of four free letters carry 144 bits.
"""

import secrets

from desktop.sop.refusals import Refused

LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
GROUPS, FREE = 8, 4


def new_recovery_key() -> str:
    """A fresh key, written in groups: ``ABCDE-…``."""
    return "-".join(_with_check("".join(secrets.choice(LETTERS) for _ in range(FREE)), at) for at in range(GROUPS))


def read_recovery_key(typed: str) -> str:
    """What was typed, as it was printed; capital letters, blanks and dashes do not matter.

    :raises Refused: naming the groups that cannot be right, never their letters.
    """
    size = FREE + 1
    groups = _groups(typed, size)
    wrong = [at + 1 for at, group in enumerate(groups[:GROUPS]) if not _fits(group, at)]
    if wrong:
        named = ", ".join(map(str, wrong))
        sentence = f"Kunci pemulihan salah ketik pada kelompok ke-{named}. Cocokkan huruf demi huruf dengan kertasnya."
        raise Refused("recovery_typo", sentence)
    if len(groups) != GROUPS:
        sentence = f"Kunci pemulihan terdiri atas {GROUPS} kelompok {size} huruf; yang diketik {len(groups)} kelompok."
        raise Refused("recovery_typo", f"{sentence} Ketik semuanya.")
    return "-".join(groups)


def _groups(typed: str, size: int) -> list[str]:
    """As typed when it came in eight parts, so that one letter too few spoils one group; else cut at every fifth."""
    plain = "".join(letter if letter.isalnum() else " " for letter in typed.upper())
    parts = plain.split()
    if len(parts) == GROUPS:
        return parts
    letters = "".join(parts)
    return [letters[at : at + size] for at in range(0, len(letters), size)]


def temporary_password() -> str:
    """A first password that can be read aloud: three groups of four small letters (54 bits)."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
    return "-".join(groups).lower()


def _with_check(free: str, place: int) -> str:
    weighed = sum(weight * LETTERS.index(letter) for weight, letter in enumerate(free, 2))
    return free + LETTERS[(weighed + place) % len(LETTERS)]


def _fits(group: str, place: int) -> bool:
    if len(group) != FREE + 1 or any(letter not in LETTERS for letter in group):
        return False
    return group == _with_check(group[:FREE], place)
