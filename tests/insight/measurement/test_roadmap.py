"""The roadmap: bad rows stop the checks, and an expired row says which test to run next."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from rethread.desk import roadmap as page
from rethread.insight.measurement import check, questions, roadmap
from rethread.insight.measurement.questions import FILE, RoadmapProblem, read_roadmap
from rethread.insight.measurement.roadmap import standing_of
from rethread.insight.measurement.statistics import units_needed
from rethread.insight.measurement.traffic import Traffic
from rethread.platform.kernel.clock import business_clock

EVIDENCE = {
    "measured_on": "2026-01-10",
    "estimate": 0.4,
    "low": 0.1,
    "high": 0.7,
    "unit": "of credited purchases",
    "source": "holdout of January",
    "coverage_percent": 60,
}


def rows() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(FILE.read_text())["questions"]
    return found


def written(folder: Path, *changed: dict[str, Any], version: int = 1) -> Path:
    path = folder / "roadmap.yaml"
    path.write_text(yaml.safe_dump({"version": version, "questions": list(changed)}))
    return path


def test_the_roadmap_of_the_repository_is_lawful() -> None:
    assert check.problems() == []
    assert len(read_roadmap().questions) >= 5


BREAKAGES: list[tuple[dict[str, Any], str]] = [
    ({"owner": None}, r"questions\[0\]\.owner"),
    ({"unheard": 1}, "unheard"),
    ({"valid_days": 0}, "valid_days"),
    ({"interference": {"level": "huge", "why": "because"}}, "interference"),
    ({"next_test": {"design": "guess"}}, "design"),
    ({"next_test": {"design": "holdout", "channel": "tv"}}, "a holdout needs a channel, not 'tv'"),
    ({"next_test": {"design": "ab_test", "experiment": "nope"}}, "an experiment that is defined"),
    ({"evidence": EVIDENCE | {"high": 0.2}}, "outside of its interval"),
    ({"evidence": EVIDENCE | {"measured_on": "soon"}}, "measured_on"),
]


@pytest.mark.parametrize(("change", "said"), BREAKAGES, ids=[said for _, said in BREAKAGES])
def test_a_row_that_cannot_be_understood_is_named(
    tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    with pytest.raises(RoadmapProblem, match=said):
        read_roadmap(written(tmp_path, rows()[0] | change))


def test_a_row_twice_no_row_and_no_yaml_are_named(tmp_path: Path) -> None:
    with pytest.raises(RoadmapProblem, match="retargeting_budget: named twice"):
        read_roadmap(written(tmp_path, rows()[0], rows()[0]))
    with pytest.raises(RoadmapProblem, match="length >= 1"):
        read_roadmap(written(tmp_path))
    broken = tmp_path / "broken.yaml"
    broken.write_text("questions: [")
    with pytest.raises(RoadmapProblem, match=r"broken\.yaml is not YAML"):
        read_roadmap(broken)


def question(**changes: Any) -> questions.Question:
    return msgspec.convert(rows()[0] | changes, questions.Question)


@pytest.fixture
def traffic(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"retargeting": Traffic(units_a_week=500.0, rate=0.2)}
    nothing = Traffic(units_a_week=0.0, rate=0.0)
    monkeypatch.setattr(roadmap, "channel_traffic", lambda name: known.get(name, nothing))


def test_evidence_holds_for_its_days_and_then_asks_for_a_test(traffic: None) -> None:
    measured = question(evidence=EVIDENCE, valid_days=180)
    with business_clock(lambda: datetime(2026, 7, 9, tzinfo=UTC)):
        standing = standing_of(measured)
        assert (standing.state, standing.proposal) == ("current", None)
    with business_clock(lambda: datetime(2026, 7, 10, tzinfo=UTC)):
        standing = standing_of(measured)
        view = page._view(standing)
    assert standing.state == "expired"
    assert standing.proposal is not None
    # 30 % of a rate of 20 % is 6 points; a yes or no at 20 % deviates by 0.4.
    units = units_needed(deviation=0.4, effect=0.06, treated_share=0.8, alpha=0.05, power=0.8)
    assert units == 2181
    assert (standing.proposal.units, standing.proposal.weeks) == (units, 5)
    assert standing.proposal.withheld == 437
    assert view.state == "expired on 9 Jul 2026"
    assert view.evidence == (
        "10 Jan 2026: 0.4 (0.1 to 0.7) of credited purchases, from holdout of January"
    )
    assert view.next_test == (
        "Hold Retargeting back from 20% of people at random: 2,181 people in all, 437 of them "
        "held back, to show a change of 30% from the 20.0% who buy now. At 500.0 people a week "
        "that takes 5 weeks."
    )


def test_without_traffic_the_page_says_that_no_size_can_be_computed(traffic: None) -> None:
    with business_clock(lambda: datetime(2026, 7, 9, tzinfo=UTC)):
        standing = standing_of(question(next_test={"design": "holdout", "channel": "email"}))
    assert standing.state == "never"
    assert standing.proposal is not None
    assert standing.proposal.units is None
    assert "Its size cannot be computed yet" in page._view(standing).next_test
