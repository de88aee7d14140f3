"""The part of the OpenAPI description that is about shops that go out and come in."""

from __future__ import annotations

from typing import Any

from .carry_schemas import ExportBody, ExportPage, ImportBody, ImportDecision, ImportPage
from .describing import KEY, ONCE, as_json, id_in_path

CARRY_TYPES = (ExportPage, ExportBody, ImportPage, ImportBody, ImportDecision)
REF = "#/components/schemas/"
ZIP = {"schema": {"type": "string", "format": "binary"}}


def carry_paths() -> dict[str, Any]:
    """Return the addresses of exports and imports and what may be asked there."""
    export_id, import_id = id_in_path("export_id"), id_in_path("import_id")
    upload = {"required": True, "content": {"application/zip": ZIP, "text/csv": ZIP}}
    decision = {"required": True, "content": as_json("ImportDecision")}
    return {
        "/exports": {
            "get": _operation("listExports", "List your exports, latest first", [], "ExportPage"),
            "post": _operation(
                "createExport", "Have your shop packed", [ONCE], "ExportBody", created=True
            ),
        },
        "/exports/{export_id}": {
            "get": _operation("getExport", "How far an export is", [export_id], "ExportBody"),
        },
        "/exports/{export_id}/archive": {
            "get": _operation("getArchive", "Fetch the archive", [export_id], None),
        },
        "/imports": {
            "get": _operation("listImports", "List your imports, latest first", [], "ImportPage"),
            "post": _operation(
                "createImport",
                "Send in an archive of another market, a table, or a ZIP of a table and photos",
                [],
                "ImportBody",
                created=True,
                body=upload,
            ),
        },
        "/imports/{import_id}": {
            "get": _operation("getImport", "How far an import is", [import_id], "ImportBody"),
        },
        "/imports/{import_id}/decision": {
            "post": _operation(
                "decideImport",
                "Say how it should come in",
                [import_id, ONCE],
                "ImportBody",
                created=True,
                body=decision,
            ),
        },
        "/imports/{import_id}/stop": {
            "post": _operation(
                "stopImport", "Stop it; what came in stays", [import_id, ONCE], "ImportBody",
                created=True,
            ),
        },
    }  # fmt: skip


def _operation(
    operation_id: str,
    summary: str,
    parameters: list[dict[str, Any]],
    answer: str | None,
    *,
    created: bool = False,
    body: dict[str, Any] | None = None,
) -> dict[str, Any]:
    content = as_json(answer) if answer else {"application/zip": ZIP}
    refusals = ("401", "403", "404", "409", "422")
    operation: dict[str, Any] = {
        "operationId": operation_id,
        "summary": summary,
        "security": KEY,
        "parameters": parameters,
        "responses": {
            "201" if created else "200": {"description": answer or "The archive",
                                          "content": content},
            **{status: _refusal() for status in refusals},
        },
    }  # fmt: skip
    return operation | ({"requestBody": body} if body else {})


def _refusal() -> dict[str, Any]:
    return {
        "description": "Refused; the code says why",
        "content": as_json("Problem", "application/problem+json"),
    }
