"""The contracts as the running program knows them: the compiled form, read once.

It reads no YAML and decides nothing; it answers which versions are accepted and how they look.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from .contract import Contract, from_compiled, newest, runtime_struct

FOLDER = Path(__file__).parent / "compiled"


@cache
def accepted() -> dict[tuple[str, int], Contract]:
    """Return every version of every event that may still arrive, by (name, major version)."""
    found: dict[tuple[str, int], Contract] = {}
    for path in sorted(FOLDER.glob("*.json")):
        for raw in msgspec.json.decode(path.read_bytes())["events"]:
            contract = from_compiled(raw)
            found[contract.name, contract.major] = contract
    return found


def current() -> list[Contract]:
    """Return the newest version of each event, by name."""
    return newest([accepted()[key] for key in sorted(accepted())])


@cache
def struct_of(name: str, major: int) -> type[msgspec.Struct]:
    """Return the type that validates a payload.

    Raises:
        KeyError: there is no such contract.
    """
    return runtime_struct(accepted()[name, major])
