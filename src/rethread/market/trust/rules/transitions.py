"""How cases, decisions and appeals move, as transition tables. The README draws the same; a test
holds the two together."""

from __future__ import annotations

from typing import Literal

DecisionStep = Literal["mend", "end", "replace", "reverse"]
AppealStep = Literal["uphold", "reverse"]
CaseStep = Literal["decide"]

DECISION: dict[tuple[str, str], str] = {
    ("in_force", "mend"): "mended",
    ("in_force", "end"): "ended",
    ("in_force", "replace"): "replaced",
    ("in_force", "reverse"): "reversed",
    ("mended", "reverse"): "reversed",
    ("ended", "reverse"): "reversed",
}
APPEAL: dict[tuple[str, str], str] = {
    ("open", "uphold"): "upheld",
    ("open", "reverse"): "reversed",
}
CASE: dict[tuple[str, str], str] = {("open", "decide"): "decided"}
APPEALABLE: frozenset[str] = frozenset({"in_force", "mended", "ended"})


def next_decision_status(status: str, step: DecisionStep) -> str | None:
    """Return what a decision becomes, or None where the step is not allowed."""
    return DECISION.get((status, step))


def next_appeal_status(status: str, step: AppealStep) -> str | None:
    """Return what an appeal becomes, or None where the step is not allowed."""
    return APPEAL.get((status, step))
