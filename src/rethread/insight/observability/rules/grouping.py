"""One fault, one incident: signs that lie below one another in the lineage belong together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .lineage import DOOR, LAKE, Graph

TOGETHER_MIN = 3  # so many feeds that fail alike have one cause, and it lies before all of them
SHARED = {"completeness": LAKE, "volume": DOOR}


@dataclass(frozen=True, slots=True)
class Found:
    """One check that fails now at one node; `detail` says what was seen and what expected."""

    node: str
    check: str
    detail: dict[str, Any] = field(default_factory=dict)


def group(found: Iterable[Found], graph: Graph) -> dict[str, list[Found]]:
    """Return signs by the node that their fault is at: the one furthest up that fails itself."""
    signs = sorted(found, key=lambda sign: (sign.node, sign.check))
    failing = {sign.node for sign in signs}
    shared = _shared_causes(signs)
    groups: dict[str, list[Found]] = {}
    for sign in signs:
        above = graph.above(sign.node) & (failing | set(shared))
        causes = {cause for cause in above if not graph.above(cause) & (failing | set(shared))}
        root = min(causes, default=sign.node)
        groups.setdefault(root, []).append(sign)
    return groups


def _shared_causes(signs: list[Found]) -> list[str]:
    causes = []
    for check, cause in SHARED.items():
        feeds = [sign for sign in signs if sign.check == check and sign.node.startswith("event:")]
        if len(feeds) >= TOGETHER_MIN:
            causes.append(cause)
    return causes
