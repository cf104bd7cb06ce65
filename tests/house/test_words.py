"""Words that do not belong into the project: stray output, waiting for time, promises, keys, real people's numbers."""

import ast
import re

from house import modules, texts, within

PROMISES = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|X{3})\b")
HOSTS = re.compile(r"\b(?:pypi|pythonhosted|npmjs)\.(?:org|com)\b")
INDEXES = re.compile(r"^\s*--(?:extra-)?(?:index-url|find-links|trusted-host)|file://", re.MULTILINE)
KEYS = re.compile(r"BEGIN [A-Z ]*PRIVATE KEY|postgresql(?:\+\w+)?://[^\s/:@{}<>]+:[^\s/@{}<>]+@")
NIK = re.compile(r"(?<![\d.,-])([1-9]\d{5})(\d\d)(\d\d)\d\d(\d{4})(?![\d.])")
WRITERS = {"write_text", "write_bytes", "save", "copy", "copyfile"}


def test_only_the_verbs_print() -> None:
    printing = [
        f"{module.path}:{line}"
        for module in modules("main.py", "desktop", "db")
        if module.name not in {"desktop.cli", "desktop.verbs.desk"}
        for line, name, _ in module.calls()
        if name == "print"
    ]
    assert printing == []


def test_tests_wait_for_conditions_and_never_for_time() -> None:
    waiting = [
        f"{module.path}:{line} {name}"
        for module in modules("tests")
        if not within(module.name, "tests.bench")
        for line, name, _ in module.calls()
        if name in {"time.sleep", "sleep"} or name.endswith(("qtbot.wait", "QTest.qWait", "QThread.msleep"))
    ]
    assert waiting == []


def test_msgspec_is_given_only_types_that_any_thread_may_fill() -> None:
    bare = [
        f"{module.path}:{node.lineno}"
        for module in modules("main.py", "desktop", "db")
        for _, name, node in module.calls()
        if (kind := _filled_type(name, node)) is not None and not _is_typed(kind)
    ]
    assert bare == []


def _filled_type(name: str, call: ast.Call) -> ast.expr | None:
    if name == "msgspec.convert":
        return call.args[1] if len(call.args) > 1 else call.keywords[0].value
    if name in {"msgspec.json.decode", "msgspec.toml.decode"}:
        return next((keyword.value for keyword in call.keywords if keyword.arg == "type"), None)
    return None


def _is_typed(kind: ast.expr) -> bool:
    return isinstance(kind, ast.Call) and ast.unparse(kind.func) == "typed"


def test_no_promise_stands_in_the_code() -> None:
    assert [
        path for path, text in texts() if path.endswith((".py", ".toml", ".sh", ".cmd")) and PROMISES.search(text)
    ] == []


def test_no_test_writes_the_golden_it_reads() -> None:
    writing = []
    for module in modules("tests"):
        if "golden" not in module.source.lower():
            continue
        for function in module.functions():
            source = ast.get_source_segment(module.source, function) or ""
            if "golden" not in source.lower() or not function.name.startswith("test_"):
                continue
            calls = (node for node in ast.walk(function) if isinstance(node, ast.Call))
            names = {node.func.attr for node in calls if isinstance(node.func, ast.Attribute)}
            if names & WRITERS:
                writing.append(f"{module.path}:{function.lineno} {function.name}")
    assert writing == []


def test_no_package_host_and_no_local_index_is_named() -> None:
    named = [path for path, text in texts() if HOSTS.search(text)]
    locked = [path for path, text in texts() if path.endswith(".lock") and INDEXES.search(text)]
    assert (named, locked) == ([], [])


def test_no_key_and_no_password_in_a_url() -> None:
    assert [path for path, text in texts() if KEYS.search(text)] == []


def test_every_nik_is_invented() -> None:
    """A number that could be somebody's NIK has the serial 99xx, which no office has reached."""
    real = []
    for path, text in texts():
        if path.endswith((".lock", ".svg")):
            continue
        for match in NIK.finditer(text):
            day, month, serial = int(match[2]) % 40, int(match[3]), match[4]
            nobodys = serial.startswith("99") or len(set(match[0])) == 1
            if 1 <= day <= 31 and 1 <= month <= 12 and not nobodys:
                real.append(f"{path}: {match[0]}")
    assert real == []
