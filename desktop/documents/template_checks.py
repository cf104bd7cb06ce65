"""What a well-typed letter.toml must also be: complete for its shape, its fields known, its frame wide enough."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from desktop.documents.errors import TemplateError
from desktop.documents.fields import COLUMNS, SUPPLIED
from desktop.documents.page_setup import page_fault
from desktop.documents.template import LetterTemplate

_Refuse = Callable[[str, str, str], NoReturn]


def check_template(template: LetterTemplate, code: str) -> None:
    """Raises TemplateError when the template, though well typed, cannot make a letter."""

    def refuse(key: str, problem: str, remedy: str) -> NoReturn:
        raise TemplateError(template.file, key, problem, remedy)

    if template.code != code:
        refuse("code", f'kodenya "{template.code}", foldernya "{code}".', "Samakan kode dengan nama folder.")
    if template.shape == "korespondensi" and not template.head.subject:
        refuse("head.subject", "hal surat kosong.", "Tulis hal surat, misalnya Permohonan Rekomendasi.")
    if template.shape == "judul" and not template.head.lines:
        refuse("head.lines", "judul kosong.", "Tulis judul sebagai daftar baris.")
    fault = page_fault(template.page)
    if fault:
        refuse(*fault)
    _check_table(template, refuse)
    _check_guards(template, refuse)
    _ = template.texts


def _check_table(template: LetterTemplate, refuse: _Refuse) -> None:
    markers = [at for at, part in enumerate(template.paragraphs) if part.kind == "table"]
    inside = template.table is not None and template.table.placement == "body"
    if inside and len(markers) != 1:
        refuse("paragraphs", "tempat daftar tidak jelas.", 'Beri tepat satu paragraf kind = "table".')
    if markers and not inside:
        refuse(f"paragraphs[{markers[0]}].kind", "tidak ada daftar di badan surat.", 'Isi [table] placement = "body".')
    if template.table is None:
        return
    keys = [column.key for column in template.table.columns]
    if not keys or len(set(keys)) != len(keys):
        refuse("table.columns", "kolom kosong atau berulang.", "Beri setiap kolom key yang berbeda.")
    for at, column in enumerate(template.table.columns):
        if column.key not in COLUMNS:
            listed = ", ".join(COLUMNS)
            refuse(f"table.columns[{at}].key", f'kolom "{column.key}" tidak dikenal.', f"Pakai salah satu: {listed}.")
        if not 5 <= column.width <= 200:
            refuse(f"table.columns[{at}].width", "lebar kolom di luar 5 sampai 200 mm.", "Perbaiki lebarnya.")


def _check_guards(template: LetterTemplate, refuse: _Refuse) -> None:
    for at, part in enumerate(template.paragraphs):
        for guard, name in (("when", part.when), ("unless", part.unless)):
            if name and name not in SUPPLIED:
                listed = ", ".join(SUPPLIED)
                refuse(f"paragraphs[{at}].{guard}", f'isian "{name}" tidak dikenal.', f"Pakai salah satu: {listed}.")
        if part.kind == "party" and not part.party:
            refuse(f"paragraphs[{at}].party", "pihak belum ditentukan.", "Isi party = 1 atau party = 2.")
