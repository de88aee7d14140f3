"""Which reasons a person is offered about a thing, and what is answered: a function of the facts
alone. Whoever asks for a reason that is not offered gets none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..types import Answer, ConversationFacts, Facts, ListingFacts, OrderFacts
from . import order_answers, other_answers
from .stating import Rule


def rules_for(facts: Facts) -> dict[str, Rule[Any]]:
    """Return the rules for a kind of thing and a side of it, in the order they are offered."""
    rules: dict[str, Rule[Any]]
    if isinstance(facts, OrderFacts):
        rules = order_answers.SELLER if facts.side == "seller" else order_answers.BUYER
    elif isinstance(facts, ListingFacts):
        owner = facts.side == "seller"
        rules = other_answers.LISTING_OWNER if owner else other_answers.LISTING_VISITOR
    elif isinstance(facts, ConversationFacts):
        rules = other_answers.CONVERSATION
    else:
        rules = other_answers.PAYOUT
    return rules


def reasons_for(facts: Facts) -> tuple[str, ...]:
    """Return the reasons offered for these facts."""
    return tuple(code for code, rule in rules_for(facts).items() if rule.offered(facts))


def answer_for(facts: Facts, reason: str) -> Answer | None:
    """Return the answer to a reason, or None where it is not offered."""
    rule = rules_for(facts).get(reason)
    if rule is None or not rule.offered(facts):
        return None
    answer: Answer = rule.answer(facts)
    if facts.open_case_id is None:
        return answer
    links = answer.links if "case" in answer.links else (*answer.links, "case")
    return replace(answer, links=links, case=None)  # one case at a time
