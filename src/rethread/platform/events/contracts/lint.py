"""Says what is wrong with a contract: the official ODCS schema first, then the house's own rules.

It changes nothing; an empty answer means every document is lawful.
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from ..contract import (
    CLASSIFICATIONS,
    FILE_NAME,
    INTEGER_MAX,
    RESERVED,
    Contract,
    ContractProblem,
    Field,
    read_contract,
)


def lint(root: Path) -> list[str]:
    """Return every problem of every contract below `root/contracts`, one line each."""
    schema = json.loads(files("open_data_contract_standard").joinpath("schema.json").read_text())
    validator = jsonschema.Draft201909Validator(schema)
    problems: list[str] = []
    for path in sorted((root / "contracts").glob("*/*.yaml")):
        where = f"{path.parent.name}/{path.name}"
        problems += [f"{where}: {text}" for text in _lint_file(path, validator)]
    return problems


def _lint_file(path: Path, validator: Any) -> list[str]:
    match = FILE_NAME.match(path.name)
    if match is None:
        return ["the file must be called <event>.v<major>.yaml"]
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        return [f"is not YAML: {error}"]
    official = [
        f"{'/'.join(map(str, error.absolute_path)) or 'document'}: {error.message}"
        for error in validator.iter_errors(document)
    ]
    if official:
        return official
    try:
        contract = read_contract(path)
    except ContractProblem as problem:
        return [str(problem)]
    return _lint_identity(path, match["event"], int(match["major"]), document, contract) + [
        text for field in contract.fields for text in _lint_field(field)
    ]


def _lint_identity(
    path: Path, event: str, major: int, document: dict[str, Any], contract: Contract
) -> list[str]:
    problems = []
    if contract.domain != path.parent.name:
        problems.append(f"domain is {contract.domain!r}, its folder says {path.parent.name!r}")
    if contract.event != event or document["schema"][0]["name"] != event:
        problems.append(f"name and schema must both be {event!r}, as the file says")
    if document["id"] != contract.name:
        problems.append(f"id must be {contract.name!r}")
    if contract.version.count(".") != 2 or contract.major != major:
        problems.append(f"version {contract.version!r} does not begin with {major}")
    if contract.channel not in ("transactional", "behavioural"):
        problems.append("channel must be transactional or behavioural")
    names = [field.name for field in contract.fields]
    if len(names) != len(set(names)):
        problems.append("a field is named twice")
    keys = [field for field in contract.fields if field.name == contract.partition_key]
    if not keys or not keys[0].required or keys[0].type not in ("uuid", "string"):
        problems.append("partitionKey must be a required uuid or string field")
    return problems


def _lint_field(field: Field) -> list[str]:
    problems = []
    if field.name in RESERVED:
        problems.append("is a name of the envelope")
    if not field.name.isidentifier() or field.name != field.name.lower():
        problems.append("must be a lower-case word")
    if not field.description:
        problems.append("has no description")
    if field.classification not in CLASSIFICATIONS:
        problems.append(f"classification must be one of {', '.join(CLASSIFICATIONS)}")
    if field.type in ("string", "strings") and not field.values and field.max_length is None:
        problems.append("needs a maxLength or an enum")
    if field.type == "strings" and field.max_items is None:
        problems.append("needs maxItems")
    if field.type == "integer" and (
        field.minimum is None
        or field.maximum is None
        or not -INTEGER_MAX <= field.minimum <= field.maximum <= INTEGER_MAX
    ):
        problems.append(f"needs a minimum and a maximum within ±{INTEGER_MAX}")
    return [f"{field.name}: {problem}" for problem in problems]
