"""What descriptions of addresses are made of: parameters, answers, operations for a key."""

from __future__ import annotations

from typing import Any

KEY: list[dict[str, list[str]]] = [{"personalKey": []}]
CURSOR = {
    "name": "cursor",
    "in": "query",
    "schema": {"type": "string"},
    "description": "`next_cursor` of the page before",
}
ONCE = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}


def id_in_path(name: str) -> dict[str, Any]:
    """Describe an id that is part of an address."""
    schema = {"type": "string", "format": "uuid"}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def word_in_path(name: str) -> dict[str, Any]:
    """Describe a word that is part of an address."""
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def operation(
    operation_id: str,
    summary: str,
    parameters: list[dict[str, Any]],
    responses: dict[str, Any],
    body: str = "",
) -> dict[str, Any]:
    """Describe what one method of an address does, for the holder of a key."""
    described = {
        "operationId": operation_id,
        "summary": summary,
        "security": KEY,
        "parameters": parameters,
        "responses": responses,
    }
    if body:
        described["requestBody"] = {"required": True, "content": as_json(body)}
    return described


def answers(status: str, name: str, *refusals: str) -> dict[str, Any]:
    """Describe the answer that is hoped for, and the refusals."""
    found = {status: {"description": name, "content": as_json(name)}}
    for refusal in refusals:
        found[refusal] = {
            "description": "Refused; the code says why",
            "content": as_json("Problem", "application/problem+json"),
        }
    return found


def as_json(name: str, kind: str = "application/json") -> dict[str, Any]:
    """Describe content of one of the shapes."""
    return {kind: {"schema": {"$ref": f"#/components/schemas/{name}"}}}
