"""A lake and a warehouse of each test's own, and people under fixed pseudonyms."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from rethread.insight.lake.marts import close_marts
from rethread.platform.events.emit import install_pseudonymise
from rethread.platform.kernel.settings import install_settings, settings


@pytest.fixture(autouse=True)
def home(tmp_path: Path) -> Iterator[Path]:
    before = settings()
    install_settings(dataclasses.replace(before, home=tmp_path))
    install_pseudonymise(lambda user_id: f"p-{user_id.hex[-6:]}")
    yield tmp_path
    close_marts()
    install_pseudonymise(None)
    install_settings(before)
