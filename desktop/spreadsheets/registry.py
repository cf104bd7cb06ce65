"""All layouts Padan knows, in the order in which they are tried."""

from functools import cache

from desktop.spreadsheets.columns import Layout


@cache
def layouts() -> tuple[Layout, ...]:
    """The layouts that can be read. A new one is a file in `formats/` and a line here."""
    from desktop.spreadsheets.formats import eid_result, wbs_handover

    return (wbs_handover.LAYOUT, eid_result.LAYOUT)


def layout_by_code(code: str) -> Layout:
    """The layout called `code`; KeyError when there is none."""
    return {layout.code: layout for layout in layouts()}[code]
