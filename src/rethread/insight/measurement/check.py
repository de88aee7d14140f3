"""`python -m rethread.insight.measurement.check`: are experiments and roadmap lawful?

It needs no market and no settings; it prints every problem and changes nothing.
"""

from __future__ import annotations

import sys

from rethread.platform.experiments.definitions import DefinitionProblem, read_definitions

from .questions import RoadmapProblem, read_roadmap
from .rules.metrics import METRICS


def problems() -> list[str]:
    """Return what is wrong, one line each."""
    try:
        defined = read_definitions()
    except DefinitionProblem as problem:
        return [str(problem)]
    unknown = [
        f"{one.salt}: there is no metric {one.plan.metric!r}"
        for one in defined.values()
        if one.plan.metric not in METRICS
    ]
    try:
        read_roadmap()
    except RoadmapProblem as problem:
        return [*unknown, str(problem)]
    return unknown


def main() -> int:
    """Print the problems and return the exit code."""
    found = problems()
    for line in found:
        sys.stderr.write(line + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
