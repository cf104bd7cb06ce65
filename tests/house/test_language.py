"""What a clerk reads is Indonesian: the words that slip in from English are not shown on any screen or help page."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from house import ROOT, Module, modules

ENGLISH = re.compile(
    r"\b(?:Add|Apply|Approved?|Back|Cancel|Choose|Close|Confirm|Delete|Done|Download|Edit|Error|Failed|Help|Home|Invalid|"
    r"Loading|Log ?in|Log ?out|Next|Not found|Open|Password|Please|Preview|Print|Ready|Refresh|Reject(?:ed)?|Remove|"
    r"Required|Retry|Save|Search|Select|Settings|Sign in|Submit|Success|Today|Unknown|Upload|Username|Warning|Yes)\b"
)
QT = (
    r"set(?:Text|WindowTitle|ToolTip|PlaceholderText|Title|StatusTip|AccessibleName|AccessibleDescription|InformativeText)"
    r"|add(?:Action|Button|Item|Items|Tab)|Q(?:Label|PushButton|ToolButton|Action|CheckBox|RadioButton|GroupBox|MessageBox)"
)
KIT = (
    r"set_\w+|add|add_\w+|say|toast|confirm|ask_reason|text|area|choice|date|number|check"
    r"|ListCard|FigureCard|Card|EmptyState|ScreenEntry|Column|Segment|Figure|Panel|Task|Bar|Check|Leg|Title|Muted|Caption|Strong|Chip|Header"
)
SHOWS = re.compile(rf"(?:^|\.)(?:{QT}|{KIT})$")
CODES = {"key", "kind", "icon", "name", "code", "shortcut", "tone", "slot", "target", "place"}
PLACE = re.compile(r"[\w.]+:\w+")  # ``module:Class`` of the list of screens, which is never read by a clerk


def shown(module: Module) -> Iterator[tuple[int, str]]:
    """String constants inside the arguments of calls that put words on the screen."""
    for line, name, call in module.calls():
        if not SHOWS.search(name):
            continue
        given = [*call.args, *(word.value for word in call.keywords if word.arg not in CODES)]
        for argument in given:
            for node in ast.walk(argument):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and not PLACE.fullmatch(node.value):
                    yield line, node.value


def test_screens_speak_indonesian() -> None:
    english = [
        f"{module.path}:{line} {text!r}"
        for module in modules("desktop/ui")
        for line, text in shown(module)
        if ENGLISH.search(text)
    ]
    assert english == []


@pytest.mark.parametrize("page", sorted((ROOT / "resources/help").glob("*.md")), ids=lambda page: page.stem)
def test_help_pages_speak_indonesian(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert ENGLISH.findall(re.sub(r"`[^`]*`", "", text)) == []


def test_the_test_finds_an_english_button() -> None:
    source = 'button.setText("Cancel")\nbar.add("save", "Simpan", key="Home")\nScreenEntry("x", "x", "x", "a.b:Home")\n'
    module = Module("x.py", "x", source)
    assert [text for _, text in shown(module) if ENGLISH.search(text)] == ["Cancel"]
