"""An office's own folder: its letters written out, and a folder's letters taken over, all of them or none."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.operations.import_templates import ImportTemplates
from desktop.operations.letter_samples import codes_of
from desktop.operations.save_template import template_text
from desktop.ui.screens.template_editor_reading import LetterLine
from desktop.ui.tasks import Job

if TYPE_CHECKING:
    from desktop.ui.screens.template_editor import TemplateEditor


def ask_folder(parent: QWidget, title: str) -> str:
    """Which folder; empty when the clerk changed their mind. Tests put their own in its place."""
    return QFileDialog.getExistingDirectory(parent, title)


def put(screen: "TemplateEditor") -> None:
    """Write the office's letters, as they are stored, into a folder."""
    text = screen.text
    chosen = screen.ask_folder(screen, "Simpan templat ke folder") if text is not None else ""
    if text is None or not chosen:
        return
    office = text.opened.office
    lines = tuple(line for line in screen.lines.values() if line.office_id == office.id)

    def write(_job: Job) -> int:
        from desktop.documents.template_folder import write_folder
        from desktop.sop.letters import shipped_template

        for line in lines:
            write_folder(Path(chosen), line.code, line.own.toml if line.own else shipped_template(line.code))
        return len(lines)

    def done(count: int) -> None:
        screen.desk.say(f"{count} templat {office.name} ditulis di {chosen}", "ok")

    screen.desk.work(write, then=done)


def take(screen: "TemplateEditor") -> None:
    """Read a folder, say what would change, then take it over."""
    chosen = screen.ask_folder(screen, "Ambil templat dari folder")
    if not chosen:
        return

    def read(job: Job) -> Any:
        from desktop.documents.template_folder import read_folder

        job.report(0, 1, "Membaca folder")
        return read_folder(Path(chosen))

    screen.desk.work(read, then=lambda found: _judge(screen, found))


def _judge(screen: "TemplateEditor", found: Any) -> None:
    """Which office each letter is for: that of the letter on show, else the only one that issues it."""
    wrong = [_Told(one.code, one.problem) for one in found if one.problem]
    wanted: list[tuple[LetterLine, str]] = []
    for one in found:
        line = None if one.problem else _line_for(screen, one.code)
        if line is not None:
            wanted.append((line, one.toml))
        elif not one.problem:
            words = f"{one.file}: ada beberapa kantor untuk surat ini. Pilih dulu surat kantor yang dimaksud di kiri."
            wrong.append(_Told(one.code, words))
    if wrong:
        screen.desk.say(f"{wrong[0].sentence} Tidak ada templat yang diambil.", "bad", [_why(screen, wrong)])
        return
    facts = [(line.title, f"{line.office_name} · {_change(line, toml)}") for line, toml in wanted]
    templates = tuple((line.office_id, line.code, toml) for line, toml in wanted)
    typed = [line.title for line, _ in wanted if line.key in screen.texts and screen.texts[line.key].dirty]
    if typed:
        names = ", ".join(typed)
        screen.desk.say(
            f"{names} masih diketik dan belum disimpan. Simpan atau urungkan dulu, lalu ambil lagi.", "warn"
        )
        return
    command = ImportTemplates(templates=templates, note="Dari folder")
    screen.confirm(
        f"Ambil {len(wanted)} templat dari folder?",
        facts,
        "Ambil",
        lambda: screen.desk.run(command, then=lambda _: screen.load()),
        note="Semua diambil, atau tidak sama sekali. Surat yang sudah terbit tidak berubah.",
    )


def _line_for(screen: "TemplateEditor", code: str) -> LetterLine | None:
    lines = [line for line in screen.lines.values() if line.code == code]
    shown = screen.text
    if shown is not None and code in codes_of(shown.opened.office.kind):
        lines = [line for line in lines if line.office_id == shown.opened.office.id]
    return lines[0] if len(lines) == 1 else None


def _change(line: LetterLine, toml: str) -> str:
    text = template_text(line.code, toml)
    before = line.own.toml if line.own else ""
    if text == before:
        return "sama dengan yang berlaku"
    return "diganti" if text else "kembali ke templat bawaan"


class _Told:
    """One row of the reasons."""

    def __init__(self, label: str, sentence: str) -> None:
        self.label, self.sentence = label, sentence


def _why(screen: "TemplateEditor", rows: list[_Told]) -> tuple[str, Any]:
    return "Lihat alasan", lambda: screen.desk.detailed.emit("Yang tidak dapat diambil", rows)
