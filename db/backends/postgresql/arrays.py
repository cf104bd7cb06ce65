"""Columns of a large list as the words of an array: the driver would look at each of a million values by itself."""

from collections.abc import Sequence
from typing import Any

_MEANT = str.maketrans({'"': '\\"', "\\": "\\\\"})


def array_words(column: Sequence[Any]) -> str | list[Any]:
    """``{"a",NULL,"b"}`` for texts, ``{1,2}`` for whole numbers; a list, for the driver, of anything else."""
    kinds = set(map(type, column))
    some = kinds - {type(None)}
    if some == {int}:
        return "{" + ",".join("NULL" if one is None else str(one) for one in column) + "}"
    if not some <= {str}:
        return list(column)
    if kinds == some and some:
        told = '","'.join(column)
        if "\\" not in told and told.count('"') == 2 * (len(column) - 1):
            return '{"' + told + '"}'
    return "{" + ",".join("NULL" if one is None else f'"{one.translate(_MEANT)}"' for one in column) + "}"
