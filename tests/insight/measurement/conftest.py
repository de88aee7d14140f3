"""A lake and a warehouse of each test's own, and people under fixed pseudonyms."""

from __future__ import annotations

from tests.insight.lake.conftest import home

__all__ = ["home"]
