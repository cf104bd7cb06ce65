"""One question at a time: pressing a key twice does not ask twice."""

from collections.abc import Callable

from desktop.ui.widgets.sheet import Sheet


class OneQuestion:
    """For a screen. ``question`` is the sheet that lies open, ``None`` without one."""

    question: Sheet | None = None

    def ask(self, make: Callable[[], Sheet]) -> None:
        """Open a question, unless one is open."""
        if self.question is not None:
            return
        self.question = make()
        self.question.closed.connect(self._answered)

    def _answered(self) -> None:
        self.question = None
