"""A market whose discovery listens, and no model unless a test puts one in place."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from rethread.market.discovery.wiring import LISTENERS
from rethread.platform.events.immediate import install_listeners
from rethread.platform.kernel.settings import install_settings, settings


@pytest.fixture(autouse=True)
def home(tmp_path: Path) -> Iterator[Path]:
    before = settings()
    install_settings(dataclasses.replace(before, home=tmp_path))
    install_listeners(LISTENERS)
    yield tmp_path
    install_settings(before)
