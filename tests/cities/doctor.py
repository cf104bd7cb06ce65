"""How good the proposals for wrong NIKs are: ``python -m tests.cities.doctor [seed] [people]`` prints precision and recall.

A slip of each kind is made in people's NIKs whose record is right. A proposal is right when the one repair offered is the
true NIK (but for a digit that is lost for good). Slips in the region or the serial leave no trace in sixteen digits: how
many show at all is printed beside. A slip in the record (``rekaman``) looks like one in the NIK; how often the NIK is
suspected is why the advice names both.
"""

import random
import sys
from collections import Counter
from datetime import date, timedelta

from desktop.sop.nik_doctor import repairs

KINDS = ("tukar", "salah", "empat_puluh", "kolom_kk", "excel", "hilang", "rangkap", "huruf", "rekaman")
Figures = dict[str, tuple[float, float, float]]


def slip(kind: str, nik: str, kk: str, dice: random.Random) -> object:
    """The NIK as a hand or Excel wrote it."""
    at = dice.randrange(16)
    if kind == "tukar":
        at = dice.randrange(15)
        return f"{nik[:at]}{nik[at + 1]}{nik[at]}{nik[at + 2 :]}"
    if kind == "salah":
        return f"{nik[:at]}{dice.choice([one for one in '0123456789' if one != nik[at]])}{nik[at + 1 :]}"
    if kind == "empat_puluh":
        day = int(nik[6:8])
        return f"{nik[:6]}{day - 40 if day > 40 else day + 40:02d}{nik[8:]}"
    if kind == "kolom_kk":
        return kk
    if kind == "excel":
        return float(f"{nik[:15]}0")
    if kind == "hilang":
        return nik[:at] + nik[at + 1 :]
    if kind == "rangkap":
        return nik[: at + 1] + nik[at:]
    spots = [at for at in range(6, 12) if nik[at] in "015"]
    at = dice.choice(spots) if spots else 6
    return f"{nik[:at]}{ {'0': 'O', '1': 'I', '5': 'S'}.get(nik[at], nik[at]) }{nik[at + 1 :]}"


def figures(seed: int, people: int) -> tuple[Figures, float]:
    """({kind of slip: (share that shows, precision, recall of what shows)}, share of slips in the record that the NIK is
    suspected of)."""
    dice = random.Random(seed)
    made: Counter[str] = Counter()
    shows: Counter[str] = Counter()
    said: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for turn in range(people):
        kind = KINDS[turn % len(KINDS)]
        born = date(1945, 1, 1) + timedelta(days=dice.randrange(27_000))
        sex = dice.choice("LP")
        day = born.day + 40 * (sex == "P")
        nik = f"3375{dice.randint(1, 4):02d}{day:02d}{born:%m%y}99{dice.randrange(100):02d}"
        kk = f"337501{dice.randint(1, 28):02d}{dice.randint(1, 12):02d}1{dice.randrange(10)}99{dice.randrange(100):02d}"
        written, record, other = nik, born, kk
        if kind == "rekaman":
            record = born + timedelta(days=dice.choice((1, 9, 30, 365)))
        else:
            written = slip(kind, nik, kk, dice)  # type: ignore[assignment]
            other = nik if kind == "kolom_kk" else kk
        if written == nik and kind != "rekaman":
            continue
        made[kind] += 1
        text, middle = str(written), f"{day:02d}{born:%m%y}"
        shows[kind] += kind in ("excel", "huruf") or len(text) != 16 or text[6:12] != middle
        found = repairs(written, birth_date=record, sex=sex, kk=other)
        if len(found) == 1:
            said[kind] += 1
            meant = found[0].nik
            right[kind] += meant == nik or (meant.endswith("?") and nik.startswith(meant[:-1]))
    told = {
        kind: (shows[kind] / made[kind], right[kind] / max(said[kind], 1), right[kind] / max(shows[kind], 1))
        for kind in KINDS[:-1]
    }
    return told, said["rekaman"] / made["rekaman"]


def main(seed: int = 1, people: int = 90_000) -> None:
    """One line a kind of slip."""
    told, blamed = figures(seed, people)
    for kind, (seen, precision, recall) in told.items():
        print(f"{kind:12} shows {seen:.3f}, precision {precision:.3f}, recall {recall:.3f}")
    print(f"{'rekaman':12} NIK suspected {blamed:.3f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
