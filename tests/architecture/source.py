"""Reads the project's own source for the architecture tests."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "rethread"


@dataclass(frozen=True)
class Module:
    """One module of the package: its dotted name, path, text and syntax tree."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        """Return how many lines the file has."""
        return self.text.count("\n")


@cache
def modules() -> tuple[Module, ...]:
    """Return every module of the package except migrations."""
    return tuple(
        _read(path) for path in sorted(PACKAGE.rglob("*.py")) if "migrations" not in path.parts
    )


def _read(path: Path) -> Module:
    text = path.read_text()
    dotted = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
    return Module(dotted.removesuffix(".__init__"), path, text, ast.parse(text))


def functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method of a module."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imported_names(module: Module) -> Iterator[tuple[str, int]]:
    """Yield every absolute dotted name that a module imports, with its line."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)
