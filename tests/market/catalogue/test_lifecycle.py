"""The table of the life cycle, and its drawing in the README."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import rethread.market.catalogue
from rethread.market.catalogue.rules.lifecycle import TRANSITIONS, Step, next_status
from rethread.market.catalogue.types import ListingStatus

README = Path(rethread.market.catalogue.__file__).with_name("README.md")


def test_the_readme_draws_exactly_the_transition_table() -> None:
    drawn = set(re.findall(r"^\s+(\w+) --> (\w+) *: *(\w+)$", README.read_text(), re.MULTILINE))
    table = {(source, target, step) for (source, step), target in TRANSITIONS.items()}
    assert drawn == table


def test_every_status_is_in_the_table_and_nothing_leaves_removed() -> None:
    statuses = set(get_args(ListingStatus))
    assert {source for source, _ in TRANSITIONS} | set(TRANSITIONS.values()) == statuses
    assert all(next_status("removed", step) is None for step in get_args(Step))


def test_only_what_is_live_can_be_reserved_and_only_what_is_reserved_can_be_sold() -> None:
    assert [source for source, step in TRANSITIONS if step == "reserve"] == ["live"]
    assert [source for source, step in TRANSITIONS if step == "sell"] == ["reserved"]
