"""The evaluation: equal seeds give equal figures, and it counts what it says."""

from __future__ import annotations

import json

from click.testing import CliRunner

from rethread.cli.main import main
from rethread.insight.observability.evaluation import Quality, evaluate
from rethread.insight.observability.rules.generated import generate


def test_equal_seeds_give_equal_copies_and_other_seeds_others() -> None:
    assert (generate(5).counts == generate(5).counts).all()
    assert generate(5).faults == generate(5).faults != generate(6).faults


def test_the_figures_are_what_their_names_say() -> None:
    found = Quality(
        seeds=(1,), faults=4, found=3, alarms=5, true_alarms=4, feed_months=2.0,
        recall_by_kind={}, to_detect=(2, 4, 9),
    )  # fmt: skip
    assert (found.precision, found.recall) == (0.8, 0.75)
    assert (found.false_per_feed_month, found.median_to_detect) == (0.5, 4.0)


def test_the_command_prints_what_the_evaluation_found() -> None:
    done = CliRunner().invoke(main, ["evaluate", "observability", "--copies", "1", "--json"])
    assert done.exit_code == 0
    told = json.loads(done.output)
    assert told == json.loads(json.dumps(evaluate([7000]).as_dict()))
    assert told["faults"] == 6
    assert sum(total for _found, total in told["recall_by_kind"].values()) == 6
