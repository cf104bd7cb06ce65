"""A wording tried out while it is typed: the real PDF of a sample letter, or the place and words of what is wrong. No Qt."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop.ui.widgets.pdf_preview import Page

WIDTH = 760  # px of a page: readable at full size, and still sharp when it is fitted
MOST_PAGES = 30
ALL_FIELDS = "Pakai salah satu isian ini"


@dataclass(frozen=True, slots=True)
class TrialWish:
    """What is to be drawn: wording, facts (as ``desktop.operations.letter_facts``), paper ("" as the office has it)."""

    code: str
    toml: str
    facts: Mapping[str, Any]
    emblems: Mapping[str, bytes] = field(default_factory=dict)
    paper: str = ""
    at: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps the letter from being printed; ``line`` (from 1) where the wording is at fault."""

    sentence: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """The PDF with its page ``at``, or a problem; ``wish`` is what was tried."""

    wish: TrialWish
    problem: Problem | None = None
    pdf: bytes = b""
    page: Page | None = None
    at: int = 0
    count: int = 0


def try_out(wish: TrialWish) -> Trial:
    """Draw the letter and its page ``wish.at``; for a worker thread."""
    from desktop.documents.errors import PaperError, TemplateError
    from desktop.documents.facts import letter_facts_from_json
    from desktop.documents.letters import letter_problems, render_letter
    from desktop.documents.preview import page_count
    from desktop.documents.template import parse_template

    try:
        template = parse_template(wish.toml, wish.code)
        facts = letter_facts_from_json(json.dumps(wish.facts), wish.emblems)
        pdf = render_letter(facts, template, wish.paper or None)
        # Stricter than drawing a draft: what would be refused at issue is said here already.
        problems = letter_problems(facts, template)
    except TemplateError as problem:
        return Trial(wish, template_problem(problem, wish.toml))
    except PaperError as problem:
        return Trial(wish, Problem(problem.sentence))
    if problems:
        return Trial(wish, Problem(problems[0].sentence))
    count = page_count(pdf)
    at = min(wish.at, count - 1)
    return Trial(wish, None, pdf, page_of(pdf, at), at, count)


def template_problem(error: Any, toml: str) -> Problem:
    """A TemplateError as the editor says it: without the file's name, which is the text one is looking at."""
    from desktop.documents.toml_file import line_of

    line = error.line or line_of(toml, error.key)
    place = ", ".join(
        part for part in (f"baris {line}" if line else "", f"kunci {error.key}" if error.key else "") if part
    )
    remedy = error.remedy
    if ALL_FIELDS in remedy:
        remedy = remedy.split(ALL_FIELDS)[0].strip() or "Ctrl+Spasi menampilkan semua isian."
    said = f"{place}: {error.problem} {remedy}" if place else f"{error.problem} {remedy}"
    return Problem(said[:1].upper() + said[1:], line)


def page_of(pdf: bytes, at: int) -> Page:
    """One page as a picture."""
    from desktop.ui.widgets.paper_view import page_of as drawn

    return drawn(pdf, at, WIDTH)
