"""Puts every port back after each test, so that what one test plugs in no other test meets."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

PORTS = re.compile(
    r"rethread\.(market\.\w+|insight\.\w+|web)\.ports|rethread\.platform\.events\.immediate"
    r"|rethread\.platform\.live\.signalling"
)

SHELF = "rethread.market.discovery.services.shelf"


@pytest.fixture(autouse=True)
def _ports_are_put_back() -> Iterator[None]:
    before = [(module, _plugged(module)) for module in _port_modules()]
    yield
    if SHELF in sys.modules:  # what a test rolled back is not for sale in the next
        vars(sys.modules[SHELF])["forget_shelf"]()
    for module, values in before:
        vars(module).update(values)


def _port_modules() -> list[ModuleType]:
    return [module for name, module in sorted(sys.modules.items()) if PORTS.fullmatch(name)]


def _plugged(module: ModuleType) -> dict[str, Any]:
    """Return a module's private values: what `install_*` functions set."""
    return {
        name: value
        for name, value in vars(module).items()
        if name.startswith("_") and not name.startswith("__")
    }
