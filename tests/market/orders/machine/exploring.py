"""Where explorations begin, and how they go through every order of events."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from .model import EVENTS, apply
from .state import State

DEPTH: Final = 6
BOUGHT: Final = ("A checks out", "A pays")
SENT: Final = (*BOUGHT, "S ships to A")
BEGINNINGS: Final[dict[str, tuple[str, ...]]] = {
    "nothing has happened": (),
    "a price is agreed": ("S and A agree",),
    "an agreed price is being paid": ("S and A agree", "A checks out"),
    "a checkout has lapsed": ("A checks out", "A's page closes"),
    "it was sold while its seller goes away": ("A checks out", "S goes away", "A pays"),
    "it is paid": BOUGHT,
    "it is on its way": SENT,
    "it is disputed": (*SENT, "the carrier brings it to A", "A opens a case"),
    "a sale was called off": (*BOUGHT, "A calls it off"),
    "a late payment is owed back": (
        "A checks out", "A's page closes", "S hides it", "A pays late",
    ),
    "the rival has it": ("A checks out", "A's page closes", "B checks out", "B pays"),
}  # fmt: skip


def after(events: tuple[str, ...]) -> State:
    """Return the world after events that all must be possible."""
    state = State()
    for event in events:
        following = apply(state, event)
        assert following is not None, event
        state = following
    return state


@cache
def explored() -> tuple[tuple[State, str, State], ...]:
    """Return every step of any order of events, worked out once."""
    return tuple(_steps(DEPTH))


def _steps(depth: int) -> Iterator[tuple[State, str, State]]:
    """Return every step of any order of events to this depth from any of the beginnings.

    Orders that lead to the same world are followed once.
    """
    begun = [after(events) for events in BEGINNINGS.values()]
    front = [State(listing="draft"), *begun]
    seen = set(front)
    for _ in range(depth):
        following = []
        for state in front:
            for event in EVENTS:
                to = apply(state, event)
                if to is None:
                    continue
                yield state, event, to
                if to not in seen:
                    seen.add(to)
                    following.append(to)
        front = following
