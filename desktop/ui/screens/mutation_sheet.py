"""Kinds of change that nobody explained yet: what each means, said once, remembered."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from desktop.sop.mutations import MEANINGS
from desktop.ui.widgets.form_sheet import FormSheet

if TYPE_CHECKING:
    from desktop.ui.screens.base import Screen

NOTE = "BPJS tidak mengumumkan arti kode ini. Yang Anda sebut diingat untuk berkas berikutnya."


class MutationSheet(FormSheet):
    """``words``: kind of change → how many lines ask for it; ``then()`` when it was explained."""

    def __init__(self, screen: "Screen", words: Mapping[str, int], then: Callable[[], None]) -> None:
        self._words, self._then = tuple(words.items()), then
        super().__init__(screen, "Apa arti jenis mutasi ini?", "Pakai arti ini", NOTE)

    def build(self) -> None:
        for at, (word, lines) in enumerate(self._words):
            hint = f"{lines} baris di berkas ini"
            self.form.choice(str(at), f"Jenis mutasi {word}", list(MEANINGS.items()), hint=hint, empty="Belum tahu")

    def save(self) -> None:
        said = self.form.values()
        answers = {word: said[str(at)] for at, (word, _lines) in enumerate(self._words) if said[str(at)]}
        if not answers:
            self.say("Belum ada yang disebut. Pilih arti paling sedikit satu jenis mutasi, atau tutup lembar ini.")
            return
        self.cancel()
        register = self.desk.office.register

        def explain(_job: Any) -> None:
            register.explain_mutations(answers)

        self.desk.work(explain, then=lambda _nothing: self._then())
