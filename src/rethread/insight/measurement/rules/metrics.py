"""Metrics that experiments may plan for: which sum over which, per unit. Pure names."""

from __future__ import annotations

from collections.abc import Mapping

METRICS: Mapping[str, tuple[str, str]] = {
    "opens_per_impression": ("feed_opens", "feed_impressions"),
}
