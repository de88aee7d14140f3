"""Turns contracts into code, schemas and dbt sources, and tells when these lag behind.

It writes only files that say they are generated, and never deletes what a person wrote.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..contract import Contract, ContractProblem, Field, by_domain, newest, read_all, to_compiled
from .lint import lint
from .python_code import render_domain
from .warehouse_code import (
    render_all_events,
    render_sources,
    render_staging_sql,
    render_staging_yaml,
)

MARK = "Generated from contracts/"
UNIONED = Path("warehouse/models/intermediate/events/int_events_unioned.sql")
COMPILED = Path("src/rethread/platform/events/compiled")
SOURCE = Path("src/rethread")
# Domains whose package is not a room of the market.
ELSEWHERE = {"measurement": "insight", "experiments": "platform"}


def package_of(domain: str) -> Path:
    """Return the folder of the package that emits a domain's events."""
    return SOURCE / ELSEWHERE.get(domain, "market") / domain


def generated_files(root: Path) -> tuple[dict[Path, str], list[str]]:
    """Return what every generated file should hold, by path, and the problems of contracts.

    A domain with an unlawful contract is left as it is; the others do not wait for it.
    """
    problems = lint(root)
    unlawful = {line.split("/")[0] for line in problems}
    wanted: dict[Path, str] = {}
    for domain, versions in by_domain(read_all(root, without=unlawful)).items():
        wanted |= _of_domain(domain, versions)
    if not unlawful:
        wanted[UNIONED] = render_all_events(newest(read_all(root)))
    return wanted, problems


def _of_domain(domain: str, versions: list[Contract]) -> dict[Path, str]:
    current = newest(versions)
    staging = Path("warehouse/models/staging") / domain
    files = {
        COMPILED / f"{domain}.json": _json(
            {"generated": f"{MARK}{domain}", "events": [to_compiled(one) for one in versions]}
        ),
        staging / "_sources.yml": render_sources(domain, current),
        staging / "_models.yml": render_staging_yaml(domain, current),
    }
    package = package_of(domain)
    files |= {package / name: text for name, text in render_domain(domain, current).items()}
    for one in current:
        files[staging / f"stg_{domain}__{one.event}.sql"] = render_staging_sql(one)
    for one in versions:
        if one.channel == "behavioural":
            name = f"{one.name}.v{one.major}.json"
            files[Path("contracts/json-schema") / name] = _json(json_schema(one))
    return files


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def json_schema(contract: Contract) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of an event's payload, for clients in any language."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{contract.name}.v{contract.major}",
        "$comment": f"{MARK}{contract.domain}; do not edit.",
        "title": contract.class_name,
        "description": contract.description,
        "type": "object",
        "additionalProperties": False,
        "required": [field.name for field in contract.fields if field.required],
        "properties": {field.name: _field_schema(field) for field in contract.fields},
    }


def _field_schema(field: Field) -> dict[str, Any]:
    simple = {"integer": "integer", "boolean": "boolean", "strings": "array"}
    schema: dict[str, Any] = {"type": simple.get(field.type, "string")}
    words: dict[str, Any] = {"type": "string"} if field.type == "strings" else schema
    if field.type in ("uuid", "timestamp"):
        schema["format"] = "uuid" if field.type == "uuid" else "date-time"
    limits = {
        "minLength": field.min_length,
        "maxLength": field.max_length,
        "enum": list(field.values) or None,
    }
    words.update({key: value for key, value in limits.items() if value is not None})
    if field.type == "integer":
        schema.update(minimum=field.minimum, maximum=field.maximum)
    if field.type == "strings":
        schema.update(maxItems=field.max_items, items=words)
    if not field.required:
        schema["type"] = [schema["type"], "null"]
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
    return {**schema, "description": field.description}


def generate(root: Path) -> list[Path]:
    """Write every generated file that lags, remove generated ones without a contract, list both.

    Raises:
        ContractProblem: a contract is unlawful; its domain was left alone, the others are fresh.
    """
    wanted, problems = generated_files(root)
    changed = []
    for path, text in wanted.items():
        target = root / path
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
            changed.append(path)
    if problems:
        raise ContractProblem("\n".join(problems))
    for path in _orphans(root, wanted):
        (root / path).unlink()
        changed.append(path)
    return changed


def _orphans(root: Path, wanted: dict[Path, str]) -> list[Path]:
    patterns = (
        f"{SOURCE}/market/*/events.py",
        f"{SOURCE}/market/*/events/*.py",
        *(f"{SOURCE}/{wing}/{domain}/events.py" for domain, wing in ELSEWHERE.items()),
        *(f"{SOURCE}/{wing}/{domain}/events/*.py" for domain, wing in ELSEWHERE.items()),
        f"{COMPILED}/*.json",
        "contracts/json-schema/*.json",
        "warehouse/models/staging/*/*",
    )
    found = [path for pattern in patterns for path in root.glob(pattern) if path.is_file()]
    return sorted(
        path.relative_to(root)
        for path in found
        if path.relative_to(root) not in wanted and MARK in path.read_text(encoding="utf-8")[:400]
    )


def check_fresh(root: Path) -> list[str]:
    """Return one line for each generated file that is missing, lags or has lost its contract."""
    wanted, problems = generated_files(root)
    lagging = list(problems)
    for path, text in wanted.items():
        target = root / path
        if not target.exists():
            lagging.append(f"{path} is missing")
        elif target.read_text(encoding="utf-8") != text:
            lagging.append(f"{path} lags behind its contract")
    if not problems:
        lagging += [f"{path} has no contract" for path in _orphans(root, wanted)]
    return lagging
