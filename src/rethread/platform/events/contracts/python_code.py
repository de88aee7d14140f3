"""Writes the typed events of a domain as Python, laid out as the formatter would.

It never imports what it writes.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from ..contract import Contract, Field

_PLAIN = {"uuid": "UUID", "boolean": "bool"}


LINES_MAX = 400


def render_domain(domain: str, contracts: list[Contract]) -> dict[str, str]:
    """Return the files of a domain's events by name: `events.py`, or a package when that is long.

    Either way `from rethread.market.<domain>.events import ...` is how others reach them.
    """
    whole = render_events(domain, contracts)
    if whole.count("\n") <= LINES_MAX:
        return {"events.py": whole}
    files = {f"events/{one.event}.py": render_events(domain, [one]) for one in contracts}
    return {"events/__init__.py": _package(domain, contracts)} | files


def _package(domain: str, contracts: list[Contract]) -> str:
    lines = [
        f'"""Generated from contracts/{domain}; do not edit.',
        "",
        "The typed events of this domain, one file each, and their `emit_` functions.",
        '"""',
        "",
    ]
    every: list[str] = []
    for one in contracts:
        names = [_alias(one, field) for field in one.fields if field.values]
        names += [one.event.upper(), one.class_name, f"emit_{one.event}"]
        every += names
        lines += [f"from .{one.event} import (", *(f"    {name}," for name in _sorted(names)), ")"]
    lines += ["", "__all__ = [", *(f'    "{name}",' for name in _sorted(every)), "]"]
    return "\n".join(lines) + "\n"


def _sorted(names: list[str]) -> list[str]:
    """Sort as the linter does: constants, then classes, then functions."""
    return sorted(names, key=lambda name: (not name.isupper(), name[0].islower(), name))


def render_events(domain: str, contracts: list[Contract]) -> str:
    """Return the text of one module with the given events."""
    literal = any(field.values for one in contracts for field in one.fields)
    annotated = any("Annotated[" in _type(one, field) for one in contracts for field in one.fields)
    typing_names = [name for name, used in (("Annotated", annotated), ("Literal", literal)) if used]
    names = ["Meta", "Struct"] if annotated else ["Struct"]
    lines = [
        f'"""Generated from contracts/{domain}; do not edit.',
        "",
        "The typed events of this domain. An `emit_` function checks its event against the",
        "contract and adds it to the outbox of the current transaction; it refuses to run outside",
        'of one."""',
        "",
        "from __future__ import annotations",
        "",
        "from datetime import datetime",
        *([f"from typing import {', '.join(typing_names)}"] if typing_names else []),
        "from uuid import UUID",
        "",
        f"from msgspec import {', '.join(names)}",
        "",
        "from rethread.platform.events.emit import EventContext, EventType, emit",
        "from rethread.platform.kernel import Actor",
    ]
    for place, contract in enumerate(contracts):
        aliases = list(_aliases(contract))
        lines += [*([""] if place else []), "", *aliases] if aliases else []
        lines += ["", *_struct(contract), "", *_constant(contract), "", *_emit(contract)]
    return "\n".join(lines) + "\n"


def _alias(contract: Contract, field: Field) -> str:
    return contract.class_name + "".join(part.capitalize() for part in field.name.split("_"))


def _aliases(contract: Contract) -> Iterable[str]:
    for field in contract.fields:
        if not field.values:
            continue
        if len(field.values) == 1:
            yield f'{_alias(contract, field)} = Literal["{field.values[0]}"]'
            continue
        yield f"{_alias(contract, field)} = Literal["
        yield from (f'    "{value}",' for value in field.values)
        yield "]"


def _type(contract: Contract, field: Field) -> str:
    if field.type == "timestamp":
        kind = "Annotated[datetime, Meta(tz=True)]"
    elif field.type == "integer":
        kind = f"Annotated[int, Meta(ge={field.minimum}, le={field.maximum})]"
    elif field.type in _PLAIN:
        kind = _PLAIN[field.type]
    elif field.values:
        kind = _alias(contract, field)
    else:
        low = f"min_length={field.min_length}, " if field.min_length else ""
        kind = f"Annotated[str, Meta({low}max_length={field.max_length})]"
    if field.type == "strings":
        kind = f"Annotated[list[{kind}], Meta(max_length={field.max_items})]"
    return kind if field.required else f"{kind} | None"


def _plain_type(contract: Contract, field: Field) -> str:
    plain = {"timestamp": "datetime", "integer": "int", "string": "str", "strings": "str"}
    kind = _alias(contract, field) if field.values else plain.get(field.type, "")
    kind = kind or _PLAIN[field.type]
    if field.type == "strings":
        kind = f"list[{kind}]"
    return kind if field.required else f"{kind} | None"


def _wrapped(text: str, indent: str, first: str = "") -> list[str]:
    return textwrap.wrap(
        first + text.replace("\\", "\\\\"),
        width=99,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _docstring(text: str, indent: str = "    ") -> list[str]:
    if len(indent) + len(text) + 6 <= 100:
        return [f'{indent}"""{text}"""']
    return [*_wrapped(text, indent, '"""'), f'{indent}"""']


def _struct(contract: Contract) -> Iterable[str]:
    yield ""
    yield f"class {contract.class_name}(Struct, frozen=True, kw_only=True):"
    yield from _docstring(contract.description)
    for field in contract.fields:
        yield ""
        yield from _comment(field.description)
        default = "" if field.required else " = None"
        yield f"    {field.name}: {_type(contract, field)}{default}"


def _comment(text: str) -> list[str]:
    return textwrap.wrap(
        text, width=99, initial_indent="    # ", subsequent_indent="    # ", break_on_hyphens=False
    )


def _constant(contract: Contract) -> Iterable[str]:
    yield ""
    yield f"{contract.event.upper()} = EventType("
    yield f'    name="{contract.name}",'
    yield f"    version={contract.major},"
    yield f'    partition_key="{contract.partition_key}",'
    yield f"    payload={contract.class_name},"
    yield ")"


def _emit(contract: Contract) -> Iterable[str]:
    yield ""
    yield f"def emit_{contract.event}("
    yield "    *,"
    yield "    actor: Actor,"
    yield "    occurred_at: datetime | None = None,"
    yield "    context: EventContext | None = None,"
    for field in contract.fields:
        default = "" if field.required else " = None"
        yield f"    {field.name}: {_plain_type(contract, field)}{default},"
    yield ") -> UUID:"
    yield f'    """Emit `{contract.name}` and return the id of the event."""'
    yield f"    payload = {contract.class_name}("
    handed_on = " ".join(f"{field.name}={field.name}," for field in contract.fields)
    indent = " " * 8
    yield from textwrap.wrap(handed_on, width=100, initial_indent=indent, subsequent_indent=indent)
    yield "    )  # fmt: skip"
    call = f"{contract.event.upper()}, payload, actor=actor, occurred_at=occurred_at"
    line = f"    return emit({call}, context=context)"
    if len(line) <= 100:
        yield line
        return
    yield "    return emit("
    yield f"        {call}, context=context"
    yield "    )"
