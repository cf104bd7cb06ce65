"""Rooms stay small: a module with two purposes and a function that does not fit a screen are split.

Migrations are exempt: a frozen list of tables is as long as the tables were.
"""

from house import modules, within

MODULE_LINES = 350
FUNCTION_LINES = 60

BUILT = tuple(module for module in modules() if not within(module.name, "db.migrations.versions"))


def test_no_module_is_too_long() -> None:
    assert [f"{module.path}: {module.lines} lines" for module in BUILT if module.lines > MODULE_LINES] == []


def test_no_function_is_too_long() -> None:
    too_long = [
        f"{module.path}:{function.lineno} {function.name}: {size} lines"
        for module in BUILT
        for function in module.functions()
        if (size := (function.end_lineno or function.lineno) - function.lineno + 1) > FUNCTION_LINES
    ]
    assert too_long == []
