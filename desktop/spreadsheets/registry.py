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


def number_fields(code: str) -> frozenset[str]:
    """Fields of a layout, of a form or of a large list, whose cells are text for ever."""
    from desktop.spreadsheets.list_registry import list_layouts

    forms = {form.code: [column.field for column in form.columns if column.text] for form in layouts()}
    lists = {one.code: [column.field for column in one.columns if column.text] for one in list_layouts()}
    return frozenset((forms | lists)[code])
