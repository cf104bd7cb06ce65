"""The bill of materials beside a setup file: ``python installer/bill.py windows|linux OUT.cdx.json`` (CycloneDX 1.5).

Every distribution of ``requirements.lock`` with version, licence (from ``NOTICES.md``) and the hashes it was checked
against, Python, and PyInstaller's starter. Standard library only: it runs before anything is installed.
"""

import json
import re
import sys
import uuid
from pathlib import Path
from typing import Any

import bundle

ROOT = Path(__file__).resolve().parent.parent
PYTHON = {"windows": "3.11.9"}
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)([^\n]*\\\n(?:\s+--hash=[^\n]+\n)+)", re.MULTILINE)
STARTER = "pyinstaller"


def components(system: str) -> list[dict[str, Any]]:
    """What lies in the packaged program, by name."""
    notices = (ROOT / "installer/NOTICES.md").read_text(encoding="utf-8")
    licences = dict(re.findall(r"^\| `([^`]+)` \| ([^|]+?) \|", notices, re.MULTILINE))
    found = [_library(*pin, licences) for pin in PIN.findall((ROOT / "requirements.lock").read_text(encoding="utf-8"))]
    build = {name: (version, rest) for name, version, rest in PIN.findall(_text("requirements-build.lock"))}
    found.append(_library(STARTER, *build[STARTER], {STARTER: "GPL-2.0-or-later with the Bootloader exception"}))
    version = PYTHON.get(system, ".".join(map(str, sys.version_info[:3])))
    found.append(
        {
            "type": "platform",
            "name": "CPython",
            "version": version,
            "licenses": [{"license": {"name": "PSF-2.0"}}],
            "purl": f"pkg:generic/python@{version}",
        }
    )
    return found


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _library(name: str, version: str, rest: str, licences: dict[str, str]) -> dict[str, Any]:
    return {
        "type": "library",
        "name": name,
        "version": version,
        "licenses": [{"license": {"name": licences[name]}}],
        "purl": f"pkg:pypi/{name}@{version}",
        "hashes": [{"alg": "SHA-256", "content": one} for one in re.findall(r"sha256:([0-9a-f]{64})", rest)],
    }


def bill(system: str) -> dict[str, Any]:
    """The document; its serial number follows from the content, so that the same build gives the same file."""
    made: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "name": "Padan",
                "version": bundle.version(ROOT),
                "licenses": [{"license": {"id": "MIT"}}],
                "publisher": bundle.PUBLISHER,
            }
        },
        "components": components(system),
    }
    made["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(made, sort_keys=True))}"
    return made


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in {"windows", "linux"}:
        sys.exit("Pemakaian: python installer/bill.py windows|linux BERKAS.cdx.json")
    Path(sys.argv[2]).write_text(json.dumps(bill(sys.argv[1]), indent=1, ensure_ascii=False), encoding="utf-8")
