"""The models: credits per channel that add up to the purchases with a touch on record.

Heuristics split each path by a rule. Markov (Anderl et al. 2016, "Mapping the customer journey")
asks what share of purchases a chain of the same steps would lose without a channel; solved exactly,
never sampled. Shapley gives each channel its average marginal purchase over all orders of joining.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rethread.platform.kernel import Invalid

from .counting import Counts, Floats

Model = Literal[
    "first", "last", "last_non_direct", "linear", "position", "time_decay",
    "markov_1", "markov_2", "shapley",
]  # fmt: skip
STATES_MAX = 2_500  # a dense inverse of this many states takes about a second and 50 MB
Credits = NDArray[np.float64]


def attribute(counts: Counts) -> dict[Model, Credits]:
    """Return each model's credits, one number per channel in the order of `counts.channels`.

    Raises:
        Invalid: a chain would have more states than can be solved at once.
    """
    return {name: model(counts) for name, model in MODELS.items()}


def _split(name: str) -> Callable[[Counts], Credits]:
    return lambda counts: counts.shares[name].copy()


def shapley(counts: Counts) -> Credits:
    """Return Shapley values of the game v(T) = purchases of people whom only T ever touched.

    v is a sum of unanimity games, c(S) purchases for each set S, and the value of one of those is
    shared evenly by its members (Shapley 1953): the sum of c(S) / |S|, with nothing enumerated.
    """
    k = len(counts.channels)
    credits = np.zeros(k)
    for held, purchases in counts.together.items():
        members = [channel for channel in range(k) if held >> channel & 1]
        credits[members] += purchases / len(members)
    return credits


def markov_1(counts: Counts) -> Credits:
    """Return removal effects where the next step depends on the present channel."""
    steps = counts.steps.sum(axis=0)
    begins = counts.steps[-1].sum(axis=1) + counts.bought[-1] + counts.left[-1]
    return _by_removal(
        counts,
        begins=begins.astype(np.float64),
        steps=steps.astype(np.float64),
        bought=counts.bought.sum(axis=0).astype(np.float64),
        left=counts.left.sum(axis=0).astype(np.float64),
        channel_of=np.arange(len(counts.channels)),
    )


def markov_2(counts: Counts) -> Credits:
    """Return removal effects where the next step depends on the present channel and the one before.

    Removing a channel removes every state that stands on it.
    """
    k = len(counts.channels)
    seen = (counts.steps.sum(axis=2) + counts.bought + counts.left).ravel() > 0
    states = np.flatnonzero(seen)
    place = np.full((k + 1) * k, -1)
    place[states] = np.arange(len(states))
    _refuse_too_many(len(states))
    steps = np.zeros((len(states), len(states)))
    before, now, after = np.nonzero(counts.steps)
    steps[place[before * k + now], place[now * k + after]] = counts.steps[before, now, after]
    begins = np.zeros((k + 1) * k)
    begins[k * k :] = counts.steps[-1].sum(axis=1) + counts.bought[-1] + counts.left[-1]
    return _by_removal(
        counts,
        begins=begins[states],
        steps=steps,
        bought=counts.bought.ravel()[states].astype(np.float64),
        left=counts.left.ravel()[states].astype(np.float64),
        channel_of=states % k,
    )


def _by_removal(
    counts: Counts,
    *,
    begins: Floats,
    steps: Floats,
    bought: Floats,
    left: Floats,
    channel_of: NDArray[np.intp],
) -> Credits:
    """Share purchases out by what the chain loses when all states of a channel lead nowhere.

    With N the inverse of I - Q (expected visits), the walk from the start first enters a set B of
    states with distribution h, where h N[B, B] = (s N)[B]; what is lost is h times the chance of a
    purchase from there. One inverse serves every channel.
    """
    k = len(counts.channels)
    leaving = steps.sum(axis=1) + bought + left
    used = leaving > 0
    if not counts.purchases:
        return np.zeros(k)
    _refuse_too_many(int(used.sum()))
    leaving, channel_of = leaving[used], channel_of[used]
    visits = np.linalg.inv(np.eye(len(leaving)) - steps[np.ix_(used, used)] / leaving[:, None])
    chance = visits @ (bought[used] / leaving)
    reached = (begins[used] / begins.sum()) @ visits
    lost = np.zeros(k)
    for channel in np.unique(channel_of):
        states = np.flatnonzero(channel_of == channel)
        entered = np.linalg.solve(visits[np.ix_(states, states)].T, reached[states])
        lost[channel] = entered @ chance[states]
    credits: Credits = counts.purchases * lost / lost.sum()
    return credits


def _refuse_too_many(states: int) -> None:
    if states > STATES_MAX:
        raise Invalid(
            "measurement.too_many_states",
            f"A chain of {states} states is too large to solve; join channels (at most "
            f"{STATES_MAX} states).",
        )


MODELS: Mapping[Model, Callable[[Counts], Credits]] = {
    "first": _split("first"),
    "last": _split("last"),
    "last_non_direct": _split("last_non_direct"),
    "linear": _split("linear"),
    "position": _split("position"),
    "time_decay": _split("time_decay"),
    "markov_1": markov_1,
    "markov_2": markov_2,
    "shapley": shapley,
}
