"""The tables of what becomes of exports and imports, and their drawings in the README."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import rethread.market.portability
from rethread.market.portability.rules.steps import EXPORT_STEPS, IMPORT_STEPS
from rethread.market.portability.types import ExportStatus, ImportStatus

README = Path(rethread.market.portability.__file__).with_name("README.md")


def test_the_readme_draws_exactly_the_tables() -> None:
    drawings = [part.split("```")[0] for part in README.read_text().split("```mermaid")[1:]]
    drawn = [set(re.findall(r"^\s+(\w+) --> (\w+) :", one, re.MULTILINE)) for one in drawings]
    assert drawn == [EXPORT_STEPS, IMPORT_STEPS]


def test_every_status_is_in_its_table() -> None:
    for steps, statuses in ((EXPORT_STEPS, ExportStatus), (IMPORT_STEPS, ImportStatus)):
        assert {status for step in steps for status in step} == set(get_args(statuses))
