"""``letter gallery``: every letter and card on every paper as PDF, with an index, to be looked at page by page."""

from argparse import ArgumentParser, _SubParsersAction
from pathlib import Path

from desktop.verbs.desk import VerbDesk


def arguments(deeds: "_SubParsersAction[ArgumentParser]") -> None:
    """``--out`` is the folder."""
    gallery = deeds.add_parser("gallery", help="semua surat dan kartu di semua kertas, dengan data rekaan")
    gallery.add_argument("--out", required=True, type=Path, metavar="DIR")


def gallery(desk: VerbDesk) -> None:
    """Needs no office. JSON: ``folder`` and ``files``, the index first, by their names in the folder."""
    from desktop.documents.gallery import write_gallery

    folder: Path = desk.arguments.out
    made = write_gallery(folder, lambda done, total, title: desk.progress(f"{done}/{total} {title}"))
    data = {"folder": str(folder), "files": [file.name for file in made]}
    desk.answer(data, f"{len(made) - 1} berkas dan {made[0].name} ada di {folder}.")
