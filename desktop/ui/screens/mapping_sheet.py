"""Headings nobody knows yet: what each column means, proposed, confirmed once, remembered."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desktop.ui.screens.field_words import FIELDS
from desktop.ui.widgets.form_sheet import FormSheet
from desktop.ui.widgets.scroll import scrolled

if TYPE_CHECKING:
    from desktop.ui.screens.base import Screen

UNUSED, MOST_HEIGHT = "(tidak dipakai)", 360


class MappingSheet(FormSheet):
    """``needs`` is ``NeedsMapping``; ``then(layout, mapping)`` when it was confirmed."""

    def __init__(self, screen: "Screen", needs: Any, then: Callable[[str, dict[str, str]], None]) -> None:
        self._needs, self._then = needs, then
        title = "Kolom mana berisi apa?"
        super().__init__(screen, title, "Pakai padanan ini", f"{needs.sentence} Diingat untuk berkas berikutnya.", 640)
        # A list of 37 columns is longer than a window: the form moves into a place that scrolls, where it stood.
        at = self.box.indexOf(self.form)
        scroll, inner = scrolled("Padanan kolom")
        scroll.setMinimumHeight(min(MOST_HEIGHT, self.form.sizeHint().height() + 36))
        inner.addWidget(self.form)
        inner.addStretch(1)
        self.box.insertWidget(at, scroll, 1)

    def build(self) -> None:
        options = [(field, FIELDS.get(field, heading)) for field, heading, _required in self._needs.choices]
        for at, column in enumerate(self._needs.columns):
            if at % 2 == 0:
                self.form.pair(2)
            hint = ", ".join(column.samples) or "kosong"
            control = self.form.choice(str(at), f"{column.letter} · {column.heading}", options, hint=hint, empty=UNUSED)
            control.setCurrentIndex(max(control.findData(column.field), 0))

    def save(self) -> None:
        said = self.form.values()
        mapping = {one.heading: said[str(at)] for at, one in enumerate(self._needs.columns) if said[str(at)]}
        double = len(set(mapping.values())) != len(mapping)
        missing = [head for field, head, required in self._needs.choices if required and field not in mapping.values()]
        if double:
            self.say("Satu isian dipakai dua kolom. Pilih satu saja, yang lain tidak dipakai.")
        elif missing:
            self.say(f"Kolom {', '.join(missing)} harus ada. Tunjuk kolomnya, atau minta berkas yang lengkap.")
        else:
            self.cancel()
            needs, office = self._needs, self.desk.office

            def remember(_job: Any) -> None:
                office.register.remember(needs.mapping_key, needs.layout, mapping)

            self.desk.work(remember, then=lambda _nothing: self._then(needs.layout, mapping))
