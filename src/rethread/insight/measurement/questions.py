"""The questions a market must decide, read from `roadmap.yaml` and checked. Pure.

The rows are written by people. One that cannot be understood stops the checks before it is served.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import yaml

from rethread.platform.experiments.definitions import experiments

from .rules.channels import CHANNELS

FILE = Path(__file__).parent / "roadmap.yaml"
Share = Annotated[float, msgspec.Meta(gt=0, lt=1)]
Text = Annotated[str, msgspec.Meta(min_length=3, max_length=300)]
Design = Literal["holdout", "ab_test"]


class Risk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far those who are treated may change what happens to those who are not."""

    level: Literal["low", "medium", "high"]
    why: Text


class Evidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was measured last, when, and how wide the interval is."""

    measured_on: date
    estimate: float
    low: float
    high: float
    unit: Text
    source: Text
    coverage_percent: Annotated[int, msgspec.Meta(ge=1, le=100)]


class NextTest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a new test of this decision would look like: whom to keep it from, what must show."""

    design: Design
    channel: str | None = None
    experiment: str | None = None
    treated_share: Share = 0.8
    minimum_effect_percent: Annotated[int, msgspec.Meta(ge=1, le=100)] = 20
    alpha: Share = 0.05
    power: Share = 0.8


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One decision and what is known for it."""

    key: Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{2,58}$")]
    decision: Text
    owner: Text
    estimand: Text
    interference: Risk
    valid_days: Annotated[int, msgspec.Meta(ge=1, le=1095)]
    next_test: NextTest
    evidence: Evidence | None = None


class Roadmap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file, under a version that changes with its form."""

    version: Literal[1]
    questions: Annotated[list[Question], msgspec.Meta(min_length=1)]


class RoadmapProblem(Exception):
    """The file cannot be used; says where and why."""


def read_roadmap(path: Path = FILE) -> Roadmap:
    """Read and check a roadmap file.

    Raises:
        RoadmapProblem: it is not YAML, or a row says too little, too much or the impossible.
    """
    try:
        raw: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        found = msgspec.convert(raw, Roadmap)
    except yaml.YAMLError as error:
        raise RoadmapProblem(f"{path.name} is not YAML: {error}") from error
    except msgspec.ValidationError as error:
        raise RoadmapProblem(f"{path.name}: {error}") from error
    keys = [question.key for question in found.questions]
    faults = [f"{key}: named twice" for key in sorted(set(keys)) if keys.count(key) > 1]
    faults += [f"{one.key}: {fault}" for one in found.questions if (fault := _fault(one))]
    if faults:
        raise RoadmapProblem(f"{path.name}: " + "; ".join(faults))
    return found


def _fault(question: Question) -> str:
    test, evidence = question.next_test, question.evidence
    if test.design == "holdout" and test.channel not in CHANNELS:
        return f"a holdout needs a channel, not {test.channel!r}"
    if test.design == "ab_test" and test.experiment not in experiments():
        return f"an A/B test needs an experiment that is defined, not {test.experiment!r}"
    if evidence and not evidence.low <= evidence.estimate <= evidence.high:
        return "the estimate lies outside of its interval"
    return ""


@cache
def roadmap() -> Roadmap:
    """Return the roadmap of this process, read once."""
    return read_roadmap()
