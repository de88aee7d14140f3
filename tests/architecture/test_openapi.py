"""The OpenAPI snapshot in the docs is what the code serves; another shape is another file."""

from __future__ import annotations

import json

from rethread.api.openapi import document

from .source import ROOT

SNAPSHOT = ROOT / "docs" / "reference" / "openapi.json"


def test_the_openapi_snapshot_is_fresh() -> None:
    assert json.loads(SNAPSHOT.read_text()) == document()


def test_every_write_needs_a_key_and_every_refusal_is_a_problem() -> None:
    for path, operations in document()["paths"].items():
        for method, operation in operations.items():
            assert method == "get" or operation["security"], path
            refusals = [s for s in operation["responses"] if s.startswith("4")]
            assert refusals, path
