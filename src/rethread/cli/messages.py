"""Gathers what is to be translated, brings the catalogues up to date, and says what they lack.

`python -m rethread.cli.messages update` is `make messages`; `check` is one of `make check`. It
translates nothing: a new message stands in `locale/<language>/LC_MESSAGES/django.po`, empty.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE: Final = Path(__file__).resolve().parent.parent
LOCALE: Final = PACKAGE / "locale"
NOT_OURS: Final = ("sandbox", "simulation")  # no reader of the market sees them
MARKS: Final[dict[str, tuple[str | None, ...]]] = {  # what each argument of a marking call is
    "_": ("one",),
    "gettext": ("one",),
    "gettext_lazy": ("one",),
    "gettext_noop": ("one",),
    "ngettext": ("one", "many"),
    "ngettext_lazy": ("one", "many"),
    "pgettext": ("context", "one"),
    "pgettext_lazy": ("context", "one"),
    "npgettext": ("context", "one", "many"),
}
_KEYWORDS: Final[dict[str, Any]] = dict.fromkeys(MARKS)
_PLACEHOLDER: Final = re.compile(r"%(?:\((\w+)\))?[.\d]*([sdfr%])|\{(\w*)[^{}]*\}")
Found = tuple[str | None, str, str | None]  # context, message, plural


def gather() -> Catalog:
    """Return every message of the source, in the order of its files."""
    catalog = Catalog(fuzzy=False)
    for path in sorted(PACKAGE.rglob("*")):
        place = path.relative_to(PACKAGE)
        if place.parts[0] in NOT_OURS or not path.is_file():
            continue
        if path.suffix == ".py":
            found = _of_python(path.read_text())
        elif "templates" in place.parts:
            found = _of_template(path.read_text())
        else:
            continue
        for context, one, many in found:
            catalog.add((one, many) if many else one, context=context, locations=[(str(place), 0)])
    return catalog


def _of_python(source: str) -> Iterator[Found]:
    if "gettext" not in source:
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            marks = MARKS.get(node.func.id, ())
            texts = [_text(each) for each in node.args[: len(marks)]]
            if marks and len(texts) == len(marks) and all(text is not None for text in texts):
                said = dict(zip(marks, texts, strict=True))
                yield said.get("context"), said["one"] or "", said.get("many")


def _text(node: ast.expr) -> str | None:
    known = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return str(node.value) if known else None  # type: ignore[attr-defined]  # known to be one


def _of_template(source: str) -> Iterator[Found]:
    """Read a template as Django does; in brackets, what it leaves tokenises as one expression."""
    if "translate" not in source and "trans " not in source and "_(" not in source:
        return
    marked = BytesIO(f"(\n{templatize(source)}\n)".encode())
    for _line, name, said, _comments in extract_python(marked, _KEYWORDS, (), {}):
        texts: list[str] = [text for text in _several(said) if text]
        shape = [mark for mark in MARKS[str(name)] if mark]
        parts = dict(zip(shape, texts, strict=False))
        if "one" in parts:
            yield parts.get("context"), parts["one"], parts.get("many")


def _several(said: Any) -> tuple[Any, ...]:
    return tuple(said) if isinstance(said, (list, tuple)) else (said,)


def files() -> list[Path]:
    """Return the catalogues there are, one per language."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def read(path: Path) -> Catalog:
    """Read a catalogue."""
    return read_po(BytesIO(path.read_bytes()), locale=path.parent.parent.name)


def update(path: Path, source: Catalog) -> None:
    """Give a catalogue the messages of the source, and no others; compile what it translates."""
    catalog = read(path)
    catalog.update(source, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    with path.open("wb") as file:
        write_po(file, catalog, width=99, include_lineno=False, ignore_obsolete=True)
    path.with_suffix(".mo").write_bytes(compiled(read(path)))


def compiled(catalog: Catalog) -> bytes:
    """Return a catalogue as programs read it."""
    out = BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def problems(path: Path, source: Catalog) -> list[str]:
    """Say what a catalogue lacks, holds too much, or got wrong."""
    catalog = read(path)
    known = {(message.context, message.id) for message in catalog if message.id}
    wanted = {(message.context, message.id) for message in source if message.id}
    said = [f"not in the catalogue: {one!r}" for _context, one in sorted(wanted - known, key=str)]
    said += [f"no longer said: {one!r}" for _context, one in sorted(known - wanted, key=str)]
    for message in catalog:
        if message.id:
            said += [f"{problem}: {message.id!r}" for problem in _wrong(message, catalog)]
    mo = path.with_suffix(".mo")
    if not mo.is_file() or mo.read_bytes() != compiled(catalog):
        said.append("django.mo is not what django.po says: run `make messages`")
    return said


def _wrong(message: Message, catalog: Catalog) -> Iterator[str]:
    ids: list[str] = [str(one) for one in _several(message.id)]
    texts: list[str] = [str(one or "") for one in _several(message.string)]
    if message.fuzzy:
        yield "marked fuzzy"
    if not all(texts) or (len(ids) > 1 and len(texts) != catalog.num_plurals):
        yield "not translated"
        return
    # A singular may say "one" and name no number; what many say must name all there is.
    wanted = _placeholders(ids[-1])
    for place, text in enumerate(texts):
        lacks, has = wanted - _placeholders(text), _placeholders(text) - wanted
        may_lack = _placeholders(ids[-1]) - _placeholders(ids[0]) if place == 0 else set()
        if has or (lacks - may_lack):
            yield f"placeholders differ ({', '.join(sorted(lacks | has))})"
    if any(("%%" in text) != ("%%" in ids[-1]) for text in texts):
        yield "a per cent sign is doubled in one of them alone"
    if _edges(ids[0]) != _edges(texts[0]):
        yield "begins or ends with a space where the other does not"


def _edges(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


def _placeholders(text: str) -> set[str]:
    return {match.group(0) for match in _PLACEHOLDER.finditer(text)} - {"%%"}


def main(arguments: list[str]) -> int:
    """Update or check every catalogue."""
    source = gather()
    if arguments == ["update"]:
        for path in files():
            update(path, source)
        return 0
    failed = False
    for path in files():
        for problem in problems(path, source):
            failed = True
            sys.stdout.write(f"{path.parent.parent.name}: {problem}\n")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
