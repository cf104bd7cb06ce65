"""What Windows' group policy says about the desks: the one place that reads the registry. Elsewhere nothing is said."""

import sys
from collections.abc import Iterable
from typing import Any

KEY = r"Software\Policies\Padan"


def policy_values(names: Iterable[str]) -> dict[str, str]:
    """The named values under ``KEY``, as text; what is set for the machine counts before what is set for the user."""
    if sys.platform != "win32":
        return {}
    import winreg

    found: dict[str, str] = {}
    for hive in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
        try:
            key = winreg.OpenKey(hive, KEY)
        except OSError:
            continue
        with key:
            found |= {name: text for name in names if (text := _value(key, name))}
    return found


def _value(key: Any, name: str) -> str:
    """A string or a number of the key; empty when it is not there."""
    if sys.platform != "win32":
        return ""
    import winreg

    try:
        value, _kind = winreg.QueryValueEx(key, name)
    except OSError:
        return ""
    return str(value).strip() if isinstance(value, str | int) else ""
