"""All layouts of large lists, in the order in which they are tried."""

from functools import cache

from desktop.spreadsheets.list_layout import ListLayout


@cache
def list_layouts() -> tuple[ListLayout, ...]:
    """The lists that can be read. A new one is a file in `formats/` and a line here."""
    from desktop.spreadsheets.formats import (
        bpjs_rekon,
        bpjs_tagihan,
        edabu_mutasi,
        pbi_apbd,
        pbi_bnba,
        siak_kematian,
        siak_penduduk,
        siak_pindah,
        siksng_usulan,
    )

    found = (siak_penduduk, siak_kematian, siak_pindah, pbi_bnba, pbi_apbd, bpjs_rekon, bpjs_tagihan, siksng_usulan)
    return (*(module.LAYOUT for module in found), edabu_mutasi.LAYOUT)


def list_layout(code: str) -> ListLayout:
    """The list called `code`; KeyError when there is none."""
    return {layout.code: layout for layout in list_layouts()}[code]
