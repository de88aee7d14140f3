"""What the house's style asks of every file, held by tests so that nobody has to remember it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from .source import ROOT, functions, imported_names, modules

LINES_MAX = 450
FUNCTION_LINES_MAX = 60
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}


def _offenders(found: list[str]) -> str:
    return "\n".join(["", *found])


def test_every_module_says_what_it_is_for() -> None:
    silent = [m.name for m in modules() if m.text.strip() and not ast.get_docstring(m.tree)]
    assert not silent, _offenders(silent)


def test_no_module_outgrows_a_sitting() -> None:
    long = [f"{m.name}: {m.lines} lines" for m in modules() if m.lines > LINES_MAX]
    assert not long, _offenders(long)


def test_functions_fit_on_a_screen() -> None:
    long = [
        f"{m.name}.{f.name}: {(f.end_lineno or f.lineno) - f.lineno + 1} lines"
        for m in modules()
        for f in functions(m)
        if (f.end_lineno or f.lineno) - f.lineno + 1 > FUNCTION_LINES_MAX
    ]
    assert not long, _offenders(long)


def test_names_say_what_a_module_holds() -> None:
    vague = [m.name for m in modules() if m.name.rsplit(".", 1)[-1] in VAGUE]
    assert not vague, _offenders(vague)


def test_public_functions_of_services_and_selectors_are_documented() -> None:
    bare = [
        f"{m.name}.{node.name}"
        for m in modules()
        if re.search(r"\.(services|selectors)(\.|$)", m.name)
        for node in m.tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert not bare, _offenders(bare)


def test_only_the_environment_module_reads_the_environment() -> None:
    allowed = {"rethread.config.environment", "rethread.config.wsgi", "rethread.cli.processes"}
    found = [
        m.name
        for m in modules()
        if m.name not in allowed and re.search(r"os\.environ|os\.getenv", m.text)
    ]
    assert not found, _offenders(found)


def test_only_the_clock_reads_the_time_of_day() -> None:
    pattern = re.compile(r"datetime\.now\(|datetime\.utcnow\(|date\.today\(|timezone\.now\(")
    allowed = {"rethread.platform.kernel.clock"}
    found = [
        f"{m.name}:{m.text[: match.start()].count(chr(10)) + 1}"
        for m in modules()
        if m.name not in allowed
        for match in pattern.finditer(m.text)
    ]
    assert not found, _offenders(found)


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX", "NotImplementedError"])
def test_nothing_is_left_open(word: str) -> None:
    found = [m.name for m in modules() if re.search(rf"\b{word}\b", m.text)]
    assert not found, _offenders(found)


def test_no_model_or_module_is_reached_by_a_string() -> None:
    pattern = re.compile(r"get_model\(|import_module\(|__import__\(|import_string\(")
    found = [
        m.name
        for m in modules()
        if not m.name.startswith("rethread.config") and pattern.search(m.text)
    ]
    assert not found, _offenders(found)


def test_no_django_signals() -> None:
    found = [
        f"{m.name}:{line}"
        for m in modules()
        for name, line in imported_names(m)
        if name.startswith("django.db.models.signals") or name.startswith("django.dispatch")
    ]
    assert not found, _offenders(found)


def test_a_type_ignore_names_its_error_and_its_reason() -> None:
    pattern = re.compile(r"#\s*type:\s*ignore(?!\[[a-z-, ]+\]\s+#\s+\S)")
    found = [
        f"{m.name}:{m.text[: match.start()].count(chr(10)) + 1}"
        for m in modules()
        for match in pattern.finditer(m.text)
    ]
    assert not found, _offenders(found)


def test_every_package_of_the_market_introduces_itself() -> None:
    rooms = [
        path
        for wing in ("market", "platform", "insight")
        for path in sorted((ROOT / "src" / "rethread" / wing).iterdir())
        if path.is_dir() and (path / "__init__.py").exists()
    ]
    missing = [str(p.relative_to(ROOT)) for p in rooms if not (p / "README.md").exists()]
    assert rooms
    assert not missing, _offenders(missing)


EAGER = {"gettext", "ngettext", "pgettext"}


def _marks(tree: ast.Module) -> dict[str, str]:
    """Return what the marking functions of a module are called there, and which they are."""
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }


def _called(node: ast.AST) -> str:
    known = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    return node.func.id if known else ""  # type: ignore[attr-defined]  # a call of a name


def _outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.Lambda):
            yield child
            yield from _outside_functions(child)


def _marking() -> Iterator[tuple[str, ast.Module, dict[str, str]]]:
    for m in modules():
        if "gettext" in m.text:
            yield m.name, m.tree, _marks(m.tree)


def test_nothing_is_translated_before_anybody_reads_it() -> None:
    found = [
        f"{name}:{node.lineno}"  # type: ignore[attr-defined]  # a call has a line
        for name, tree, marks in _marking()
        for node in _outside_functions(tree)
        if marks.get(_called(node)) in EAGER
    ]
    assert not found, _offenders(found)


def test_what_marks_a_message_is_not_hidden_by_a_name_thrown_away() -> None:
    found = [
        f"{name}:{function.lineno}"
        for name, tree, _marks_there in _marking()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        and any(_called(node) == "_" for node in ast.walk(function))
        and any(
            isinstance(node, ast.Name) and node.id == "_" and isinstance(node.ctx, ast.Store)
            for node in ast.walk(function)
        )
    ]
    assert not found, _offenders(found)


def test_every_message_is_written_out_where_it_is_marked() -> None:
    found = [
        f"{name}:{node.lineno}"  # type: ignore[attr-defined]  # a call has a line
        for name, tree, marks in _marking()
        for node in ast.walk(tree)
        if marks.get(_called(node), "").startswith(("gettext", "ngettext"))
        and not isinstance(node.args[0], ast.Constant)  # type: ignore[attr-defined]  # a call
    ]
    assert not found, _offenders(found)
