"""The parts that answers are built from: a rule per reason, and how a statement is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from ..types import Answer, CaseOffer, Facts, Statement, Value

F = TypeVar("F", bound=Facts)


@dataclass(frozen=True, slots=True)
class Rule(Generic[F]):
    """When a reason is offered, and what is answered to it."""

    offered: Callable[[F], bool]
    answer: Callable[[F], Answer]


def say(code: str, /, **values: Value) -> Statement:
    """Make a statement."""
    return Statement(code, values)


def staff() -> CaseOffer:
    """Offer a question to staff; no money is frozen by it."""
    return CaseOffer(holds_money=False)


def case_link(statements: tuple[Statement, ...]) -> Answer:
    """Answer with the case that is open already."""
    return Answer("case", (say("case_is_open"), *statements), links=("case",))
