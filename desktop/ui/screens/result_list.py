"""The list of what a trial of a file found, worst first."""

from collections.abc import Callable, Sequence

from desktop.ui.screens.import_lines import EFFECTS, LINE_TONES
from desktop.ui.widgets import Column, ListCard, Segment


def result_list(empty: str, choose: Callable[[], None], unit: str, more: Sequence[Segment] = ()) -> ListCard:
    """A card of ``import_lines.Line``; ``choose`` asks for a file while there is none, ``more`` are further segments."""
    return ListCard(
        "Hasil uji berkas",
        (
            Column("Baris", lambda one: one.row, width=66, kind="mono", align="right", sort=lambda one: one.row),
            Column("Kolom", lambda one: one.column, width=126, tip=lambda one: one.column),
            Column("Isi", lambda one: one.value, width=150, kind="mono", tip=lambda one: one.value),
            Column("Keterangan", lambda one: one.sentence, stretch=1, tip=lambda one: one.sentence),
            Column(
                "Akibat",
                lambda one: EFFECTS[one.kind][0],
                width=96,
                kind="chip",
                tone=lambda one: LINE_TONES[one.kind],
            ),
        ),
        key=lambda one: one.key,
        segments=(
            Segment("semua", "Semua"),
            Segment("menolak", "Ditolak", lambda one: one.kind == "error"),
            Segment("peringatan", "Peringatan", lambda one: one.kind == "warning"),
            *more,
        ),
        empty=empty,
        empty_action=("Pilih berkas…", choose),
        filter_hint="Saring",
        unit=unit,
    )
