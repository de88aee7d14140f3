"""A market in which sellers may price in euros as well as in pounds."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager

from rethread.platform.kernel.settings import install_settings, settings


@contextmanager
def trading_in(*further: str) -> Iterator[None]:
    """Let sellers price in further currencies for as long as this lasts."""
    before = settings()
    install_settings(dataclasses.replace(before, currencies=",".join(further)))
    try:
        yield
    finally:
        install_settings(before)
