"""From the one entry in ``resources/sop`` everything else follows (DESIGN §2): here fails what was forgotten."""

import ast
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from house import ROOT, Module, dotted, modules

from desktop.sop.procedure import ROLES
from desktop.ui.screens.registry import SCREENS, screens_for

PROCEDURES = sorted((ROOT / "resources/sop").glob("*.toml"))
HELP = ROOT / "resources/help"
# Small verbs about one record and one screen, carried out beside each other. Everywhere else: one verb, one file.
FAMILIES = {
    "desktop/operations/mail_notice.py",
    "desktop/operations/dispatch.py",
    "desktop/operations/initial_draft.py",
    "desktop/operations/manage_office.py",
    "desktop/operations/manage_signers.py",
    "desktop/operations/manage_staff.py",
    "desktop/operations/manage_totp.py",
    "desktop/operations/number_rules.py",
    "desktop/operations/office_keys.py",
    "desktop/operations/submit_draft.py",
    "desktop/operations/lease_numbers.py",
    "desktop/operations/take.py",
}


def declared() -> Iterator[tuple[str, dict[str, Any]]]:
    """Code and raw content of every procedure."""
    for file in PROCEDURES:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        if "step" in content:
            yield content["code"], content


def actions(procedure: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every action of a procedure."""
    for step in procedure["step"]:
        yield from step["action"]


def used(kind: str) -> set[str]:
    """Letter or card codes that the actions name."""
    return {code for _, procedure in declared() for action in actions(procedure) for code in action.get(kind, ())}


def folders(kind: str) -> set[str]:
    """Folders of ``resources/<kind>``."""
    place = ROOT / "resources" / kind
    return {folder.name for folder in place.iterdir() if folder.is_dir()} if place.is_dir() else set()


def words(module: Module) -> set[str]:
    """Every string constant of a module."""
    return {
        node.value for node in ast.walk(module.tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _value(node: ast.expr) -> Any:
    if isinstance(node, ast.Call) and node.args:
        node = node.args[0]
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None


@pytest.mark.parametrize("file", PROCEDURES, ids=lambda file: file.name)
def test_a_file_carries_the_code_of_its_procedure(file: Any) -> None:
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    assert content.get("code", file.stem) == file.stem


@pytest.mark.parametrize(("kind", "page"), [("letters", "letter.toml"), ("cards", "card.toml")])
def test_every_letter_and_card_has_its_folder(kind: str, page: str) -> None:
    assert used(kind), f"no action names {kind}"
    assert sorted(used(kind) - folders(kind)) == []
    assert [code for code in sorted(folders(kind)) if not (ROOT / "resources" / kind / code / page).is_file()] == []


def test_every_status_has_a_label_and_a_way_in() -> None:
    for _code, procedure in declared():
        assert [status["code"] for status in procedure["status"] if not status["label"].strip()] == []
        reached = {action["to"] for action in actions(procedure)} | {procedure["initial"]}
        assert sorted({status["code"] for status in procedure["status"]} - reached) == []


def test_every_open_status_has_a_way_out() -> None:
    for _code, procedure in declared():
        left = {code for action in actions(procedure) for code in action["from"]}
        assert [
            status["code"] for status in procedure["status"] if status["waits_for"] and status["code"] not in left
        ] == []


def test_every_step_has_a_help_page_that_names_its_activity() -> None:
    for code, procedure in declared():
        for step in procedure["step"]:
            page = HELP / f"{code}-{step['number']}.md"
            assert page.is_file(), page.name
            text = page.read_text(encoding="utf-8")
            assert [word for word in (step["activity"], *step["needs"], *step["produces"]) if word not in text] == [], (
                page.name
            )


def test_every_button_of_a_step_is_named_in_its_help_page() -> None:
    missing = [
        f"{code}-{step['number']}.md: {action['label']}"
        for code, procedure in declared()
        for step in procedure["step"]
        for action in step["action"]
        if f"**{action['label']}**" not in (HELP / f"{code}-{step['number']}.md").read_text(encoding="utf-8")
    ]
    assert missing == []


def test_every_help_page_begins_with_its_title() -> None:
    assert [page.name for page in HELP.glob("*.md") if not page.read_text(encoding="utf-8").startswith("# ")] == []


def test_every_screen_of_the_registry_exists() -> None:
    assert SCREENS
    icons = {icon.stem for icon in (ROOT / "resources/icons").glob("*.svg")}
    assert [entry.code for entry in SCREENS if entry.icon not in icons] == []
    assert [entry.code for entry in SCREENS if entry.load().code != entry.code] == []
    assert len({entry.code for entry in SCREENS}) == len(SCREENS)
    assert sorted(set().union(*(entry.roles for entry in SCREENS)) - set(ROLES)) == []


def test_every_icon_is_used() -> None:
    said = set().union(*(words(module) for module in modules("desktop/ui")))
    assert sorted({icon.stem for icon in (ROOT / "resources/icons").glob("*.svg")} - said) == []


def test_every_role_has_a_screen_and_every_action_stands_on_one() -> None:
    said = set().union(*(words(module) for module in modules("desktop/ui")))
    for _code, procedure in declared():
        assert [step["actor"] for step in procedure["step"] if not screens_for({step["actor"]})] == []
        assert [action["name"] for action in actions(procedure) if action["name"] not in said] == []


def test_every_help_code_of_a_screen_has_its_page() -> None:
    pages = {page.stem for page in HELP.glob("*.md")}
    missing = [
        f"{module.path}: {code}" for module in modules("desktop/ui") for code in help_codes(module) if code not in pages
    ]
    assert missing == []


def test_every_help_page_is_opened_by_a_screen() -> None:
    opened = {code for module in modules("desktop/ui") for code in help_codes(module)}
    assert sorted({page.stem for page in HELP.glob("*.md")} - opened) == []


def help_codes(module: Module) -> Iterator[str]:
    """Values that a module gives to ``help_code``, alone or in a tuple of class attributes."""
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Assign):
            continue
        target, value = node.targets[0], node.value
        names = target.elts if isinstance(target, ast.Tuple) else [target]
        values = value.elts if isinstance(value, ast.Tuple) else [value]
        for name, given in zip(names, values, strict=False):
            text = _value(given)
            if dotted(name).endswith("help_code") and isinstance(text, str) and text:
                yield text


def test_one_verb_one_file() -> None:
    """A module of the operations holds one frozen command and the one function that carries it out, or no command."""
    wrong = []
    for module in modules("desktop/operations"):
        commands = [node for node in module.tree.body if isinstance(node, ast.ClassDef) and is_command(node)]
        carried_out = [
            dotted(mark.args[0])
            for node in module.tree.body
            if isinstance(node, ast.FunctionDef)
            for mark in node.decorator_list
            if isinstance(mark, ast.Call) and dotted(mark.func) == "operation" and mark.args
        ]
        if [command.name for command in commands] != carried_out or (len(commands) > 1 and module.path not in FAMILIES):
            wrong.append(f"{module.path}: {[command.name for command in commands]} carried out: {carried_out}")
        wrong += [f"{module.path}: {command.name} is not frozen" for command in commands if not is_frozen(command)]
    assert wrong == []


def is_command(node: ast.ClassDef) -> bool:
    """Whether a class is a wish of a clerk."""
    return any(dotted(base).rpartition(".")[2] == "Command" for base in node.bases)


def is_frozen(node: ast.ClassDef) -> bool:
    """Whether a class is declared ``@dataclass(frozen=True, …)``."""
    return any(
        isinstance(mark, ast.Call)
        and dotted(mark.func).endswith("dataclass")
        and any(word.arg == "frozen" and _value(word.value) is True for word in mark.keywords)
        for mark in node.decorator_list
    )
