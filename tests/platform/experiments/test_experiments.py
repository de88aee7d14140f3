"""Assignment is stable and even; an exposure is noted once a day, and only with consent."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from rethread.platform.events.emit import EventContext
from rethread.platform.experiments.assignment import assign
from rethread.platform.experiments.definitions import (
    FOLDER,
    DefinitionProblem,
    Experiment,
    get_experiment,
    read_definition,
    read_definitions,
)
from rethread.platform.experiments.services import expose, forget_exposures_before
from rethread.platform.kernel import Actor, NotFound, new_id
from rethread.platform.kernel.clock import business_clock
from tests.support.outbox import emitted

EXPOSED = "experiments.unit_exposed"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FILE = FOLDER / "feed_density.v1.yaml"
DENSITY = get_experiment("feed_density")
AGREED = EventContext(anonymous_id="019a0000-0000-7000-8000-000000000001", consent="analytics")


def other_version(experiment: Experiment, version: int) -> Experiment:
    return type(experiment)(
        **{name: getattr(experiment, name) for name in experiment.__struct_fields__}
        | {"version": version}
    )


def chi_square(counts: Counter[str], expected: dict[str, float]) -> float:
    return sum((counts[name] - n) ** 2 / n for name, n in expected.items())


def test_a_unit_always_sees_the_same_variant() -> None:
    # Written down, so that a change of the draw (which would move everybody) fails here.
    units = [f"unit-{n}" for n in range(12)]
    assert [assign(DENSITY, unit)[0] for unit in units] == list("rddrdrrdddrd")
    assert [assign(DENSITY, unit) for unit in units] == [assign(DENSITY, unit) for unit in units]


@pytest.mark.parametrize("shape", ["{}", "unit-{:09d}", "019a0000-0000-7000-8000-{:012d}"])
def test_shares_are_as_planned_whatever_units_look_like(shape: str) -> None:
    counts = Counter(assign(DENSITY, shape.format(n)) for n in range(20_000))
    # 10.83 is passed by chance once in a thousand, with one degree of freedom.
    assert chi_square(counts, {"roomy": 10_000, "dense": 10_000}) < 10.83


def test_uneven_weights_are_kept() -> None:
    raw = yaml.safe_load(FILE.read_text())
    raw["variants"] = [
        {"name": "aa", "weight_percent": 70},
        {"name": "bb", "weight_percent": 20},
        {"name": "cc", "weight_percent": 10},
    ]
    import msgspec

    uneven = msgspec.convert(raw, Experiment)
    counts = Counter(assign(uneven, f"u{n}") for n in range(20_000))
    assert chi_square(counts, {"aa": 14_000, "bb": 4_000, "cc": 2_000}) < 13.82


def test_experiments_do_not_share_a_draw() -> None:
    second = other_version(DENSITY, 2)
    both = Counter((assign(DENSITY, f"u{n}"), assign(second, f"u{n}")) for n in range(20_000))
    assert all(abs(count - 5_000) < 300 for count in both.values())
    assert len(both) == 4


@pytest.mark.django_db
def test_an_exposure_is_noted_once_a_day() -> None:
    variant = assign(DENSITY, AGREED.anonymous_id or "")
    for day in (0, 0, 1):
        with business_clock(lambda day=day: NOON + timedelta(days=day)):  # type: ignore[misc]  # bound now
            assert (
                expose(actor=Actor.anonymous(), experiment_key="feed_density", context=AGREED)
                == variant
            )
    notes = emitted(EXPOSED)
    assert len(notes) == 2
    assert notes[0] == {
        "experiment": "feed_density",
        "experiment_version": 1,
        "variant": variant,
        "unit_key": AGREED.anonymous_id,
        "weight_percent": 50,
    }
    assert forget_exposures_before(NOON.date() + timedelta(days=1)) == 1


@pytest.mark.django_db
def test_without_consent_everybody_sees_the_control_and_nothing_is_written() -> None:
    for context in (EventContext(), EventContext(anonymous_id=str(new_id()))):
        for _ in range(20):
            shown = expose(actor=Actor.anonymous(), experiment_key="feed_density", context=context)
            assert shown == "roomy"
    assert emitted(EXPOSED) == []


def test_an_unknown_experiment_is_refused() -> None:
    with pytest.raises(NotFound):
        get_experiment("no_such")


BREAKAGES: list[tuple[Any, str]] = [
    (lambda d: d.pop("owner"), "owner"),
    (lambda d: d.update(unheard="of"), "unheard"),
    (lambda d: d.update(unit="person"), "unit"),
    (lambda d: d["variants"].pop(), "length >= 2"),
    (lambda d: d["variants"][0].update(weight_percent=60), "weights add up to 110 per cent"),
    (lambda d: d["variants"][0].update(name="dense"), "named twice"),
    (lambda d: d.update(version=2), "must be called feed_density.v2.yaml"),
    (lambda d: d["plan"].update(minimum_effect=0), "minimum_effect"),
    (lambda d: d["plan"].pop("baseline"), "baseline"),
]


@pytest.mark.parametrize(("edit", "said"), BREAKAGES, ids=[said for _, said in BREAKAGES])
def test_a_definition_that_cannot_be_used_says_why(tmp_path: Path, edit: Any, said: str) -> None:
    raw = yaml.safe_load(FILE.read_text())
    edit(raw)
    path = tmp_path / FILE.name
    path.write_text(yaml.safe_dump(raw))
    with pytest.raises(DefinitionProblem, match=said):
        read_definition(path)


def test_what_is_no_yaml_is_refused_and_the_newest_version_counts(tmp_path: Path) -> None:
    first = yaml.safe_load(FILE.read_text())
    (tmp_path / "feed_density.v1.yaml").write_text(yaml.safe_dump(first))
    second = first | {"version": 2, "title": "Another try at it"}
    (tmp_path / "feed_density.v2.yaml").write_text(yaml.safe_dump(second))
    assert read_definitions(tmp_path)["feed_density"].title == "Another try at it"
    (tmp_path / "other.v1.yaml").write_text("a: [")
    with pytest.raises(DefinitionProblem, match=r"other\.v1\.yaml: is not YAML"):
        read_definitions(tmp_path)
