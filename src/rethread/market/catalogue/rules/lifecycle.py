"""The life cycle of a listing as a transition table. The README draws the same; a test holds the
two together."""

from __future__ import annotations

from typing import Literal

from ..types import ListingStatus

Step = Literal[
    "publish", "reserve", "release", "sell", "return", "hide", "show", "leave", "relist", "remove",
]  # fmt: skip

TRANSITIONS: dict[tuple[str, Step], ListingStatus] = {
    ("draft", "publish"): "live",
    ("live", "reserve"): "reserved",
    ("reserved", "release"): "live",
    ("reserved", "sell"): "sold",
    ("sold", "return"): "hidden",
    ("live", "hide"): "hidden",
    ("hidden", "show"): "live",
    ("live", "leave"): "elsewhere",
    ("hidden", "leave"): "elsewhere",
    ("elsewhere", "relist"): "live",
    ("draft", "remove"): "removed",
    ("live", "remove"): "removed",
    ("hidden", "remove"): "removed",
    ("elsewhere", "remove"): "removed",
}
EDITABLE: frozenset[str] = frozenset({"draft", "live", "hidden"})
PUBLIC: frozenset[str] = frozenset({"live", "reserved", "sold", "elsewhere"})


def next_status(status: str, step: Step) -> ListingStatus | None:
    """Return the status after a step, or None where the step is not allowed."""
    return TRANSITIONS.get((status, step))
