"""The manifest of an audit pack: the SHA-256 of every file, one over all, and whether a folder still agrees with it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from desktop.sop.refusals import Refused

MANIFEST = "MANIFES-SHA256.txt"
PACK, CONTENT = "# Sidik jari paket: ", "# Sidik jari isi: "
_BLOCK = 1 << 20
_MOST = 1 << 24


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look at a folder found; ``troubles`` empty when nothing was touched."""

    files: int
    fingerprint: str
    content: str
    troubles: tuple[str, ...]


def seal_folder(folder: Path, content: str) -> str:
    """Write the manifest; gives the fingerprint of the whole. ``sha256sum -c`` reads it, too. :raises CannotWrite:"""
    from desktop.spreadsheets.files import write_atomically

    lines = [f"{_sha256(path)}  {name}" for name, path in _files(folder)]
    lines.append(f"{CONTENT}{content}")
    fingerprint = _over(lines)
    text = "\n".join((*lines, f"{PACK}{fingerprint}")) + "\n"
    write_atomically(folder / MANIFEST, text.encode())
    return fingerprint


def check_folder(folder: Path, expected: str = "") -> Checked:
    """Compare every file with the manifest, and the whole with ``expected`` when it is known from elsewhere (the journal,
    a paper): whoever changes a file can change the manifest too. :raises Refused: when there is no manifest."""
    written, fingerprint, content, lines = _read(folder)
    here = dict(_files(folder))
    troubles = [f"{name}: hilang." for name in sorted(written.keys() - here.keys())]
    troubles += [f"{name}: tidak ada dalam manifes." for name in sorted(here.keys() - written.keys())]
    troubles += [
        f"{name}: isinya berubah."
        for name in sorted(written.keys() & here.keys())
        if _sha256(here[name]) != written[name]
    ]
    if _over(lines) != fingerprint:
        troubles.append(f"{MANIFEST}: barisnya berubah, sidik jari paketnya tidak cocok.")
    if expected and expected.strip().lower() != fingerprint:
        troubles.append("Sidik jari paket ini lain dari yang disebut.")
    return Checked(len(written), fingerprint, content, tuple(troubles))


def _read(folder: Path) -> tuple[dict[str, str], str, str, list[str]]:
    """(name → hash, fingerprint, content, the lines it is over). :raises Refused:"""
    place = folder / MANIFEST
    try:
        if place.stat().st_size > _MOST:
            raise Refused("no_manifest", f"{MANIFEST} terlalu besar untuk sebuah manifes. Buat paketnya lagi.")
        text = place.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        what = f"{MANIFEST} tidak ada atau tidak terbaca di folder itu."
        raise Refused("no_manifest", f"{what} Sebut folder paket audit yang lengkap.") from None
    lines = text.splitlines()
    fingerprint = lines.pop().removeprefix(PACK) if lines and lines[-1].startswith(PACK) else ""
    content = next((line.removeprefix(CONTENT) for line in lines if line.startswith(CONTENT)), "")
    named = (line.split("  ", 1) for line in lines if not line.startswith("#"))
    written = {pair[1]: pair[0] for pair in named if len(pair) == 2}
    return written, fingerprint, content, lines


def _files(folder: Path) -> list[tuple[str, Path]]:
    """Every file but the manifest, by its name inside, in order."""
    found = ((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*") if path.is_file())
    return sorted((name, path) for name, path in found if name != MANIFEST)


def _over(lines: list[str]) -> str:
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_BLOCK):
            digest.update(piece)
    return digest.hexdigest()
