"""The part of the OpenAPI description that is about sending a disputed piece back."""

from __future__ import annotations

from typing import Any

from .describing import KEY, ONCE, answers, id_in_path, operation

CASE = id_in_path("case_id")


def return_paths() -> dict[str, Any]:
    """Return the addresses of a return and what may be asked there."""
    refusals = ("401", "403", "404", "409", "422")
    return {
        "/cases/{case_id}/return-label": {
            "post": operation(
                "makeReturnLabel", "Get the label with which you send the piece back; it is free",
                [CASE, ONCE], answers("201", "CaseBody", *refusals),
            )
        },
        "/cases/{case_id}/return-label.pdf": {"get": _label()},
        "/cases/{case_id}/sent-back": {
            "post": operation(
                "sendBack", "Say that you handed the return to the carrier; its scans count",
                [CASE, ONCE], answers("201", "CaseBody", *refusals),
            )
        },
    }  # fmt: skip


def _label() -> dict[str, Any]:
    responses = answers("200", "Problem", "401", "403", "404")
    responses["200"] = {
        "description": "One page of A6",
        "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
    }
    return {
        "operationId": "getReturnLabel",
        "summary": "Get the label with which you send the piece back",
        "security": KEY,
        "parameters": [CASE],
        "responses": responses,
    }
