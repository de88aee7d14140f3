"""What an experiment says of itself, read from its YAML and checked before anybody sees it.

A definition is never edited once it runs: another hypothesis, split or metric is another version.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import yaml

from rethread.platform.kernel import NotFound

FOLDER = Path(__file__).parent / "definitions"
_NAME = re.compile(r"^[a-z][a-z0-9_]{2,58}$")
Share = Annotated[float, msgspec.Meta(gt=0, lt=1)]


class Variant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way to show something, and its share of the units in per cent."""

    name: Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{1,38}$")]
    weight_percent: Annotated[int, msgspec.Meta(ge=1, le=99)]


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was planned before the first unit came; results are read against nothing else.

    `baseline` and `minimum_effect` are in units of the metric; `deviation` is the spread of the
    metric between units (for a ratio, of its linear part).
    """

    metric: str
    baseline: Annotated[float, msgspec.Meta(gt=0)]
    deviation: Annotated[float, msgspec.Meta(gt=0)]
    minimum_effect: Annotated[float, msgspec.Meta(gt=0)]
    horizon_days: Annotated[int, msgspec.Meta(ge=1, le=365)]
    alpha: Share = 0.05
    power: Share = 0.8


class Experiment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One version of one experiment. The first variant is the control."""

    key: str
    version: Annotated[int, msgspec.Meta(ge=1, le=1000)]
    title: Annotated[str, msgspec.Meta(min_length=5, max_length=120)]
    owner: Annotated[str, msgspec.Meta(min_length=2, max_length=60)]
    hypothesis: Annotated[str, msgspec.Meta(min_length=20, max_length=400)]
    unit: Literal["browser"]
    status: Literal["running", "stopped"]
    variants: Annotated[list[Variant], msgspec.Meta(min_length=2, max_length=6)]
    plan: Plan

    @property
    def salt(self) -> str:
        """Return what makes this experiment's draw independent of every other's."""
        return f"{self.key}.v{self.version}"

    @property
    def control(self) -> str:
        """Return the variant that everybody saw before, and sees outside of the experiment."""
        return self.variants[0].name


@dataclass(frozen=True, slots=True)
class DefinitionProblem(Exception):
    """A definition cannot be used; says which file and why."""

    file: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.reason}"


def read_definition(path: Path) -> Experiment:
    """Read one file.

    Raises:
        DefinitionProblem: it is not YAML, or says too little, too much or the impossible.
    """
    try:
        raw: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        experiment = msgspec.convert(raw, Experiment)
    except yaml.YAMLError as error:
        raise DefinitionProblem(path.name, f"is not YAML: {error}") from error
    except msgspec.ValidationError as error:
        raise DefinitionProblem(path.name, str(error)) from error
    reason = _fault(path, experiment)
    if reason:
        raise DefinitionProblem(path.name, reason)
    return experiment


def _fault(path: Path, experiment: Experiment) -> str:
    names = [variant.name for variant in experiment.variants]
    if not _NAME.match(experiment.key):
        return f"key {experiment.key!r} must be a lower-case word of 3 to 59 letters"
    if path.name != f"{experiment.key}.v{experiment.version}.yaml":
        return f"must be called {experiment.key}.v{experiment.version}.yaml"
    if len(set(names)) != len(names):
        return "a variant is named twice"
    total = sum(variant.weight_percent for variant in experiment.variants)
    return "" if total == 100 else f"weights add up to {total} per cent, not 100"


def read_definitions(folder: Path = FOLDER) -> dict[str, Experiment]:
    """Return the newest version of every experiment by key.

    Raises:
        DefinitionProblem: a file cannot be used.
    """
    found: dict[str, Experiment] = {}
    for path in sorted(folder.glob("*.yaml")):
        experiment = read_definition(path)
        known = found.get(experiment.key)
        if known is None or known.version < experiment.version:
            found[experiment.key] = experiment
    return found


@cache
def experiments() -> dict[str, Experiment]:
    """Return the experiments of this process, read once."""
    return read_definitions()


def get_experiment(key: str) -> Experiment:
    """Return an experiment by its key.

    Raises:
        NotFound: there is none of that name.
    """
    try:
        return experiments()[key]
    except KeyError as error:
        raise NotFound("experiments.unknown", f"There is no experiment {key!r}.") from error
