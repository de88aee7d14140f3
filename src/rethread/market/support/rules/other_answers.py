"""Reasons and answers about listings, payouts and conversations."""

from __future__ import annotations

from typing import Final

from ..types import (
    ActionCode,
    Answer,
    ConversationFacts,
    LinkCode,
    ListingFacts,
    PayoutFacts,
    Statement,
)
from .stating import Rule, case_link, say, staff

# -- listings ----------------------------------------------------------------------------------


def _shown(f: ListingFacts) -> tuple[Statement, ...]:
    """Say who can see a listing now, and why."""
    if f.status == "sold" and f.sold_at is not None:
        return (say("listing_sold", at=f.sold_at),)
    if f.status == "live":
        if f.on_holiday:
            return (say("listing_on_holiday"),)
        return (say("listing_live", since=f.published_at),) if f.published_at else ()
    return (say(f"listing_{f.status}"),)


def _why_not_shown(f: ListingFacts) -> Answer:
    actions: tuple[ActionCode, ...] = ()
    if f.status == "hidden":
        actions = ("show_listing",)
    elif f.status == "live" and f.on_holiday:
        actions = ("end_holiday",)
    links: tuple[LinkCode, ...] = ("edit_listing",) if f.status == "draft" else ("listing",)
    return Answer("why_not_shown", _shown(f), actions=actions, links=links)


def _edit(f: ListingFacts) -> Answer:
    if f.status in {"draft", "live", "hidden"}:
        return Answer("edit", (say("can_edit"),), links=("edit_listing",))
    return Answer("edit", (*_shown(f), say("cannot_edit")))


def _can_i_buy(f: ListingFacts) -> Answer:
    return Answer("can_i_buy", _shown(f), links=("listing",))


def _price(f: ListingFacts) -> Answer:
    if f.price is None or f.buyer_price is None:
        return Answer("price", (say("no_price_yet"),))
    fee = f.buyer_price - f.price
    parts = say("price_parts", price=f.price, fee=fee, buyer_price=f.buyer_price)
    return Answer("price", (parts, say("delivery_comes_on_top")))


def _other_listing(f: ListingFacts) -> Answer:
    return Answer("other", (*_shown(f), say("staff_answer")), case=staff())


LISTING_OWNER: Final[dict[str, Rule[ListingFacts]]] = {
    "case": Rule(lambda f: f.open_case_id is not None, lambda f: case_link(_shown(f))),
    "why_not_shown": Rule(lambda f: True, _why_not_shown),
    "edit": Rule(lambda f: True, _edit),
    "price": Rule(lambda f: True, _price),
    "other": Rule(lambda f: True, _other_listing),
}
LISTING_VISITOR: Final[dict[str, Rule[ListingFacts]]] = {
    "case": Rule(lambda f: f.open_case_id is not None, lambda f: case_link(_shown(f))),
    "can_i_buy": Rule(lambda f: True, _can_i_buy),
    "price": Rule(lambda f: True, _price),
    "other": Rule(lambda f: True, _other_listing),
}

# -- payouts -----------------------------------------------------------------------------------


def _state(f: PayoutFacts) -> tuple[Statement, ...]:
    first = say("payout_asked", at=f.asked_at, amount=f.amount)
    if f.status == "failed":
        return (first, say("payout_failed", failure=f.failure), say("payout_came_back"))
    return (first, say(f"payout_{f.status}"))


def _when_arrives(f: PayoutFacts) -> Answer:
    return Answer("when_arrives", _state(f))


def _failed(f: PayoutFacts) -> Answer:
    ready = f.payouts_enabled and f.available.amount_minor > 0
    parts = (*_state(f), say("available_now", amount=f.available))
    if not f.payouts_enabled:
        parts = (*parts, say("identity_missing"))
    links: tuple[LinkCode, ...] = () if f.payouts_enabled else ("identity",)
    actions: tuple[ActionCode, ...] = ("payout",) if ready else ()
    return Answer("failed", parts, actions=actions, links=links, case=staff())


def _other_payout(f: PayoutFacts) -> Answer:
    return Answer("other", (*_state(f), say("staff_answer")), case=staff())


PAYOUT: Final[dict[str, Rule[PayoutFacts]]] = {
    "case": Rule(lambda f: f.open_case_id is not None, lambda f: case_link(_state(f))),
    "when_arrives": Rule(lambda f: f.status != "failed", _when_arrives),
    "failed": Rule(lambda f: f.status == "failed", _failed),
    "other": Rule(lambda f: True, _other_payout),
}

# -- conversations -----------------------------------------------------------------------------


def _silence(f: ConversationFacts) -> tuple[Statement, ...]:
    if f.blocked:
        return (say("conversation_blocked"),)
    code = "waits_for_other" if f.last_is_own else "waits_for_you"
    return (say(code, since=f.last_message_at, name=f.other_name),)


def _no_reply(f: ConversationFacts) -> Answer:
    return Answer("no_reply", _silence(f))


def _off_platform(f: ConversationFacts) -> Answer:
    return Answer("off_platform", (say("pay_here_only"), say("staff_answer")), case=staff())


def _other_conversation(f: ConversationFacts) -> Answer:
    return Answer("other", (*_silence(f), say("staff_answer")), case=staff())


CONVERSATION: Final[dict[str, Rule[ConversationFacts]]] = {
    "case": Rule(lambda f: f.open_case_id is not None, lambda f: case_link(_silence(f))),
    "no_reply": Rule(lambda f: True, _no_reply),
    "off_platform": Rule(lambda f: True, _off_platform),
    "other": Rule(lambda f: True, _other_conversation),
}
