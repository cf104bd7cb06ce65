"""What a long list costs in memory besides the list itself and the file that is made of it."""

import gc
import tracemalloc
from dataclasses import replace

from desktop.documents.letters import render_letter
from desktop.documents.sample import sample_letter, sample_rows


def working(names: int) -> tuple[int, int]:
    """Peak of memory beyond rows and file, and the length of the file, of a letter whose cells all differ."""
    rows = tuple(
        {**row, "nama": f"{row['nama']} {at}", "keterangan": f"Kartu {at}"} for at, row in enumerate(sample_rows(names))
    )
    facts = replace(sample_letter("rekomendasi"), rows=rows)
    gc.collect()
    tracemalloc.start()
    try:
        file = render_letter(facts)
        return tracemalloc.get_traced_memory()[1] - len(file), len(file)
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_names_of_an_annex() -> None:
    render_letter(sample_letter("rekomendasi"))  # fonts and modules
    working(600)  # fills what is kept between letters
    few, short = working(600)
    many, long = working(2_400)

    assert long > 2.5 * short
    assert many < 1.3 * few
