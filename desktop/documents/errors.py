"""The three ways paper can be refused. Each carries one Indonesian sentence that a clerk can act on."""

from __future__ import annotations


class PaperError(Exception):
    """A refusal of this room.

    `sentence` says what is wrong and what to do now. It never holds a NIK or a participant number.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class TemplateError(PaperError):
    """A template folder that cannot be used: names the file, the key, the line (when known) and the remedy."""

    def __init__(self, file: str, key: str, problem: str, remedy: str, line: int | None = None) -> None:
        place = f"{file}, baris {line}" if line else file
        about = f", kunci {key}" if key else ""
        super().__init__(f"{place}{about}: {problem} {remedy}")
        self.file = file
        self.key = key
        self.line = line
        self.problem = problem
        self.remedy = remedy

    def on_line(self, line: int | None) -> TemplateError:
        """The same refusal with its line."""
        return TemplateError(self.file, self.key, self.problem, self.remedy, self.line or line)


class Unprintable(PaperError):
    """Facts that would leave a hole, a wrong letter or an unreadable name on the paper.

    `subject` is the index (from 0) of the card or of the row in the list; -1 means the paper as a whole.
    """

    def __init__(self, sentence: str, subject: int = -1) -> None:
        super().__init__(sentence)
        self.subject = subject


class BadPicture(PaperError):
    """Bytes that cannot serve as a photo or an emblem."""
