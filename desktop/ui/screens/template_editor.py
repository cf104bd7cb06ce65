"""Templat surat: an office's own wording of each letter, typed beside the real PDF that comes of it (C1)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop.operations.save_template import LONGEST_NOTE, SaveTemplate
from desktop.ui.screens import template_editor_folder, template_editor_form, template_editor_history
from desktop.ui.screens.base import Screen
from desktop.ui.screens.template_editor_pane import EditPane, Text, begin
from desktop.ui.screens.template_editor_preview import LivePreview
from desktop.ui.screens.template_editor_reading import LAST, SAMPLES, LetterLine, Opened, letter_lines, read_opened
from desktop.ui.screens.template_editor_trial import Trial, TrialWish
from desktop.ui.widgets import Card, Figure, Form
from desktop.ui.widgets.form import Wheelless
from desktop.ui.widgets.side_list import WIDTH, SideLine, SideList

PAPERS = (("", "Kertas kantor"), ("a4", "A4"), ("f4", "F4"), ("folio", "Folio"))


class TemplateEditor(Screen):
    """``key`` is (office id, code of the letter). Every letter keeps its own text and undo until it is saved."""

    code, title, icon, help_code = "templat", "Templat surat", "file-cog", "templat"
    topics = frozenset({"letter_template", "office"})

    def build(self) -> None:
        self.texts: dict[tuple[int, str], Text] = {}
        self.ask_folder: Callable[[QWidget, str], str] = template_editor_folder.ask_folder
        self.wanted: Any = None
        left = Card()
        left.setFixedWidth(WIDTH)
        left.box.setContentsMargins(1, 6, 1, 6)
        self.lines: dict[tuple[int, str], LetterLine] = {}
        self.list = SideList("Daftar surat")
        self.list.typed = lambda key: key in self.texts and self.texts[key].dirty
        self.list.chosen.connect(self.open_letter)
        left.add(self.list, 1)
        self.pane = EditPane()
        self.pane.changed.connect(self._typed)
        self.pane.form_wanted.connect(lambda: template_editor_form.open_form(self))
        self.pane.bind(self)
        self.body.addWidget(left)
        self.body.addWidget(self.pane, 52)
        self.body.addWidget(self._preview_card(), 48)
        bar = self.action_bar
        bar.add("ambil", "Ambil dari folder…", on=lambda: template_editor_folder.take(self))
        bar.add("tulis", "Simpan ke folder…", on=lambda: template_editor_folder.put(self))
        bar.add("riwayat", "Riwayat…", key="Ctrl+H", on=lambda: template_editor_history.open_history(self))
        bar.add("bawaan", "Kembali ke bawaan", kind="danger", on=self.go_back)
        bar.add("simpan", "Simpan", key="Ctrl+S", kind="primary", on=self.save)
        self._state()

    def _preview_card(self) -> Card:
        card = Card()
        card.box.setContentsMargins(12, 10, 12, 8)
        self.sample, self.paper = QComboBox(), QComboBox()
        wheelless = Wheelless(self)
        for box, name in ((self.sample, "Data contoh"), (self.paper, "Kertas pratinjau")):
            box.setAccessibleName(name)
            box.view().setAccessibleName(name)
            box.installEventFilter(wheelless)
        for value, label in SAMPLES.items():
            self.sample.addItem(label, value)
        for value, label in PAPERS:
            self.paper.addItem(label, value)
        for box in (self.sample, self.paper):
            box.currentIndexChanged.connect(lambda _at: self.draw(now=True))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.sample, 3)
        row.addWidget(self.paper, 2)
        self.preview = LivePreview(self.desk)
        self.preview.tried.connect(self._tried)
        inside = QVBoxLayout()
        inside.addLayout(row)
        inside.addWidget(self.preview, 1)
        card.add(inside, 1)
        return card

    @property
    def text(self) -> Text | None:
        """The letter on show."""
        return self.pane.text

    def is_dirty(self) -> bool:
        return any(text.dirty for text in self.texts.values())

    def leave_for_ever(self) -> None:
        super().leave_for_ever()
        self.preview.leave()

    # reading
    def load(self, key: Any = None) -> None:
        self.wanted = key
        self.desk.read(letter_lines, then=self.fill)

    def fill(self, lines: tuple[LetterLine, ...]) -> None:
        """The list; then the letter on show is read again, whatever is typed stays."""
        before = self.list.key()
        self.lines = {line.key: line for line in lines}
        zone = self.desk.now().tzinfo
        self.list.set_lines(
            SideLine(line.key, line.title, line.state(zone), "accent" if line.own else "muted", line.office_name)
            for line in lines
        )
        if self.wanted is not None:
            self.list.select(tuple(self.wanted))
            self.wanted = None
        own = sum(1 for line in lines if line.own)
        self.header.set_line("Kata-kata dan susunan surat", "berlaku untuk surat berikutnya")
        self.header.set_figures(Figure(own, "diubah kantor"), Figure(len(lines) - own, "templat bawaan"))
        if before is not None and self.list.key() == before:
            self.open_letter(before, again=True)

    def open_letter(self, key: tuple[int, str], again: bool = False) -> None:
        """Show a letter: at once when it was shown before, else when it is read."""
        if key in self.texts and not again:
            return self._show(self.texts[key])
        day, office = self.desk.now().date(), self.desk.staff.office_id
        self.desk.read(read_opened, key[0], key[1], day, office, then=self._opened, slot="letter")
        return None

    def _opened(self, opened: Opened | None) -> None:
        if opened is None:
            return self.desk.say("Surat itu tidak ada lagi di kantor ini. Pilih surat lain.", "warn")
        text = self.texts.get(opened.key)
        if text is None:
            text = self.texts[opened.key] = begin(opened)
        elif text.dirty:
            text.opened = opened  # ``seen`` stays: what was stored meanwhile must not be overwritten unseen
        else:
            text.opened, text.seen = opened, opened.seen
            if opened.toml != text.base:
                text.base = opened.toml
                self._replace(text, opened.toml)
        if opened.key == self.list.key():
            self._show(text)
        return None

    def _replace(self, text: Text, toml: str) -> None:
        """A stored text takes the place of the shown one, as a step that can be undone."""
        if text is self.text:
            self.pane.edit.replace_all(toml)
        else:
            text.document.setPlainText(toml)

    def _show(self, text: Text) -> None:
        self.pane.show_text(text, self.desk.now().tzinfo)
        self.sample.blockSignals(True)
        at = self.sample.findData(LAST)
        if at >= 0:
            self.sample.removeItem(at)
        if text.opened.last is not None:
            self.sample.addItem(f"Surat {text.opened.last[0]}", LAST)
        self.sample.blockSignals(False)
        self._state()
        self.draw(now=True)

    # typing and trying
    def _typed(self) -> None:
        self.list.viewport().update()
        self._state()
        self.draw()

    def draw(self, now: bool = False) -> None:
        """Ask for the preview of what is typed."""
        text = self.text
        if text is not None:
            facts = text.opened.sample(str(self.sample.currentData()))
            paper = str(self.paper.currentData())
            self.preview.ask(TrialWish(text.opened.code, text.typed, facts, text.opened.emblems, paper), now)

    def _tried(self, trial: Trial) -> None:
        if self.text is None or trial.wish.code != self.text.opened.code or trial.wish.toml != self.text.typed:
            return
        pages = f"{trial.count} halaman" if trial.count else ""
        self.pane.set_problem(trial.problem, f"Dapat dicetak · {pages} · {self.paper.currentText()}")
        self._state()

    def _state(self) -> None:
        text, bar = self.text, self.action_bar
        dirty = text is not None and text.dirty
        problem = text.problem if text else None
        reason = "Belum ada yang diubah." if not dirty else problem.sentence if problem else ""
        bar.set_state("simpan", not reason, reason)
        own = text is not None and text.opened.own is not None
        back = own or (text is not None and text.typed != text.opened.ours)
        bar.set_state("bawaan", back, "Surat ini memang memakai templat bawaan.")
        for code in ("riwayat", "tulis"):
            bar.set_state(code, text is not None, "Pilih surat dulu.")
        others = sum(1 for one in self.texts.values() if one.dirty and one is not text)
        waits = f"{others} surat lain belum disimpan" if others else ""
        bar.set_summary("Belum disimpan" if dirty else "", waits)

    # keeping
    def save(self) -> None:
        """Ask for a note, then store; a refusal leaves everything as typed."""
        text = self.text
        if text is None or not text.dirty:
            return
        opened = text.opened
        form = Form()
        note = form.text(
            "note", "Catatan", hint="Boleh dikosongkan, misalnya sesuai edaran nomor 12", longest=LONGEST_NOTE
        )
        typed = text.typed
        draft = SaveTemplate(office_id=opened.office.id, code=opened.code, toml=typed, seen=text.seen)

        def store() -> None:
            wish = replace(draft, note=form.values()["note"])
            sheet.cancel()
            self.desk.run(wish, then=lambda _: self._stored(text, typed), failed=lambda _: self._again(opened))

        sheet = self.sheet(f"Simpan templat {opened.title}?", form, "Simpan", store)
        note.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_back(self) -> None:
        """To the program's own wording: the stored one with a confirmation, a typed one with Ctrl+Z to take it back."""
        text = self.text
        if text is None:
            return
        opened = text.opened
        if opened.own is None:
            return self.pane.replace_all(opened.ours)
        command = SaveTemplate(office_id=opened.office.id, code=opened.code, seen=text.seen)

        def store() -> None:
            self.desk.run(command, then=lambda _: self._went_back(text), failed=lambda _: self._again(opened))

        facts = [
            ("Kantor", opened.office.name),
            ("Berlaku", "untuk surat berikutnya; surat yang sudah terbit tidak berubah"),
            ("Templat kantor", "tetap ada di Riwayat"),
        ]
        self.confirm(f"{opened.title} kembali ke templat bawaan?", facts, "Kembali ke bawaan", store, danger=True)
        return None

    def _went_back(self, text: Text) -> None:
        if text is self.text:
            self.pane.replace_all(text.opened.ours)
        else:
            text.document.setPlainText(text.opened.ours)
        self._stored(text, text.opened.ours)

    def _stored(self, text: Text, toml: str) -> None:
        """What is stored now is what was sent; what was typed since then is still unsaved."""
        text.base = toml
        self.load()

    def _again(self, opened: Opened) -> None:
        """After a refusal: somebody may have stored another wording, which is then seen in Riwayat."""
        text = self.texts.get(opened.key)
        if text is not None:
            self.desk.read(
                read_opened,
                *opened.key,
                self.desk.now().date(),
                self.desk.staff.office_id,
                then=lambda fresh: self._seen(text, fresh),
                slot="again",
            )

    def _seen(self, text: Text, fresh: Opened | None) -> None:
        if fresh is not None:
            text.opened, text.seen = fresh, fresh.seen
            self._state()
