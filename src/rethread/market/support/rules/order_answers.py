"""Reasons and answers about an order. Every statement is true of the facts it is built from.

Each reason has a condition and an answer; a reason whose condition does not hold is not offered,
and asking for it all the same is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from ..types import Answer, CaseOffer, LinkCode, OrderFacts, Statement
from .stating import Rule, case_link, say, staff

QUIET_DAYS: Final = 3  # a parcel that was heard of since then is on its way, not missing
_DISPUTE: Final = CaseOffer(holds_money=True)

Parts = tuple[Statement, ...]


def _parcel(f: OrderFacts) -> Parts:
    """Say where the parcel is."""
    if f.status == "paid":
        return _not_sent(f)
    if f.shipped_at is None:
        return ()
    found = [say("sent_on", at=f.shipped_at)]
    if _is_untracked(f):
        found.append(say("sent_untracked"))
    elif f.tracking_code:
        found.append(say("tracked_as", code=f.tracking_code))
    else:
        found.append(say("not_tracked"))
    if f.scans:
        last = f.scans[-1]
        found.append(say("last_scan", kind=last.kind, at=last.at, note=last.note))
    elif f.tracking_code:
        found.append(say("no_scan_yet"))
    return tuple(found)


def _is_untracked(f: OrderFacts) -> bool:
    """Tell whether nobody scans it: chosen so, and its seller gave no number of their own."""
    return f.delivery == "untracked" and not f.tracking_code


def _is_pickup(f: OrderFacts) -> bool:
    return f.delivery == "pickup"


def _not_sent(f: OrderFacts) -> Parts:
    if _is_pickup(f):
        return _not_fetched(f)
    found = [say("not_sent_yet")]
    if f.ship_promised_at is not None:
        late = f.now > f.ship_promised_at
        found.append(say("promise_missed" if late else "promised_by", at=f.ship_promised_at))
    if f.auto_cancel_at is not None:
        found.append(say("cancels_itself", at=f.auto_cancel_at, amount=f.total))
    return tuple(found)


def _not_fetched(f: OrderFacts) -> Parts:
    found = [say("not_fetched_yet", place=f.pickup_place)]
    if f.auto_cancel_at is not None:
        found.append(say("cancels_unfetched", at=f.auto_cancel_at, amount=f.total))
    return tuple(found)


def _arrived(f: OrderFacts, at: datetime) -> Statement:
    return say("fetched_on", at=at) if _is_pickup(f) else say("delivered_on", at=at)


def _money(f: OrderFacts) -> Parts:
    """Say where the money is, for the side that asks."""
    if f.disputed_at is not None:
        return (_frozen(f, f.disputed_at), *_coming_back(f))
    if f.status in {"awaiting_payment", "lapsed"}:
        return (say("not_charged"),)
    if f.status in {"cancelled", "refunded"}:
        return _refund(f)
    if f.status == "completed" and f.completed_at is not None:
        return _released(f)
    return (_held(f), *_release_timer(f))


def _held(f: OrderFacts) -> Statement:
    """Say that nobody has it yet: of a buyer's payment the fee and the delivery are not held."""
    if f.side == "seller":
        return say("money_held", amount=f.seller_gets)
    return say("payment_kept", amount=f.total)


def _frozen(f: OrderFacts, since: datetime) -> Statement:
    if f.side == "seller":
        return say("money_frozen", since=since, amount=f.seller_gets)
    return say("payment_frozen", since=since, amount=f.total)


def _coming_back(f: OrderFacts) -> Parts:
    """Say what is to happen with a piece that goes back, or what the carrier last saw of it."""
    if f.return_by is None:
        return ()
    if f.return_scans:
        last = f.return_scans[-1]
        return (say("return_seen", kind=last.kind, at=last.at),)
    if f.side == "seller":
        return (say("return_awaited", by=f.return_by),)
    return (say("return_asked", by=f.return_by, amount=f.total),)


def _release_timer(f: OrderFacts) -> Parts:
    if f.release_at is None:
        return ()
    code = "after_window" if f.status == "delivered" else "if_silent"
    if f.status == "shipped" and _is_untracked(f):
        code = "if_untold"
    whose = "yours" if f.side == "seller" else "released"
    return (say(f"{whose}_{code}", at=f.release_at),)


def _refund(f: OrderFacts) -> Parts:
    to = "_you" if f.side == "buyer" else ""
    if f.refund_failed_at is not None:  # even after it had been given: banks send money back
        return (say(f"refund{to}_failed", at=f.refund_failed_at, amount=f.total),)
    if f.refunded_at is not None:
        return (say(f"refunded{to}_on", at=f.refunded_at, amount=f.total),)
    return (say(f"refund{to}_under_way", amount=f.total),)


def _released(f: OrderFacts) -> Parts:
    at = f.completed_at or f.now
    if f.side == "buyer":
        return (say("released_to_seller", at=at),)
    if f.seller_paid_at is not None:
        return (say("reached_balance", at=f.seller_paid_at, amount=f.seller_gets),)
    if f.seller_can_receive:
        return (say("transfer_under_way", since=at, amount=f.seller_gets),)
    return (say("waits_for_identity", since=at, amount=f.seller_gets),)


def _why_cancelled(f: OrderFacts) -> Parts:
    at = f.cancelled_at or f.now
    return (say("cancelled_because", at=at, reason=f.cancel_reason),)


def _can_dispute(f: OrderFacts) -> bool:
    return f.status in {"shipped", "delivered"} and f.disputed_at is None


# -- the buyer ---------------------------------------------------------------------------------


def _pay(f: OrderFacts) -> Answer:
    links: tuple[LinkCode, ...] = ("checkout",) if f.status == "awaiting_payment" else ()
    return Answer("pay", _money(f), links=links)


def _when_sent(f: OrderFacts) -> Answer:
    return Answer("when_sent", (*_parcel(f), *_money(f)), actions=("cancel",))


def _can_cancel(f: OrderFacts) -> Statement:
    code = "can_cancel_pickup" if _is_pickup(f) else "can_cancel"
    return say(code, amount=f.total)


def _change_mind(f: OrderFacts) -> Answer:
    return Answer("cancel", (_can_cancel(f),), actions=("cancel",))


def _how_to_fetch(f: OrderFacts) -> Answer:
    return Answer("how_to_fetch", (*_not_fetched(f), say("code_on_page")), links=("order",))


def _how_to_hand_over(f: OrderFacts) -> Answer:
    return Answer("how_to_hand_over", (*_not_fetched(f), say("type_their_code")), links=("order",))


def _wrong_address(f: OrderFacts) -> Answer:
    fixed = say("address_is_fixed", address=f.address)
    return Answer("wrong_address", (fixed, _can_cancel(f)), actions=("cancel",))


def _where(f: OrderFacts) -> Answer:
    return Answer("where_is_it", (*_parcel(f), *_money(f)), actions=("confirm",))


def _not_arrived(f: OrderFacts) -> Answer:
    since = max([f.shipped_at or f.now, *(scan.at for scan in f.scans)])
    from_when = since + timedelta(days=QUIET_DAYS)
    if f.status == "shipped" and f.now < from_when:
        quiet = f.scans or not _is_untracked(f)
        wait = say("case_possible_from" if quiet else "case_possible_sent", at=from_when)
        return Answer("not_arrived", (*_parcel(f), *_money(f), wait))
    return Answer("not_arrived", (*_parcel(f), *_money(f)), case=_DISPUTE)


def _says_delivered(f: OrderFacts) -> Answer:
    at = f.delivered_at or f.now
    sent_to = () if _is_pickup(f) else (say("sent_to", address=f.address),)
    parts = (_arrived(f, at), *sent_to, *_money(f))
    return Answer("says_delivered", parts, case=_DISPUTE)


def _not_as_described(f: OrderFacts) -> Answer:
    return Answer("not_as_described", (*_money(f), say("case_freezes")), case=_DISPUTE)


def _damaged(f: OrderFacts) -> Answer:
    return Answer("damaged", (*_money(f), say("case_freezes")), case=_DISPUTE)


def _all_well(f: OrderFacts) -> Answer:
    parts = (*_money(f), say("confirming_releases"))
    return Answer("all_well", parts, actions=("confirm",))


def _refund_where(f: OrderFacts) -> Answer:
    case = staff() if f.refund_failed_at is not None else None
    return Answer("where_is_refund", (*_why_cancelled(f), *_money(f)), case=case)


def _too_late(f: OrderFacts) -> Answer:
    return Answer("after_completion", (*_money(f), say("no_longer_held")), case=staff())


# -- the seller --------------------------------------------------------------------------------


def _label(f: OrderFacts) -> Statement:
    if _is_untracked(f):
        return say("label_untracked")
    return say("label_ready", code=f.tracking_code)


def _how_to_send(f: OrderFacts) -> Answer:
    label = _label(f) if f.has_label else say("label_free")
    return Answer("how_to_send", (*_not_sent(f), label), actions=("label",), links=("order",))


def _label_broken(f: OrderFacts) -> Answer:
    parts = (_label(f), say("same_label_again"))
    return Answer("label_broken", parts, actions=("label",), case=staff())


def _cannot_send(f: OrderFacts) -> Answer:
    code = "can_cancel_unfetched" if _is_pickup(f) else "can_cancel_sale"
    return Answer("cannot_send", (say(code, amount=f.total),), actions=("cancel",))


def _when_paid(f: OrderFacts) -> Answer:
    first = _not_sent(f) if f.status == "paid" else ()
    links: tuple[LinkCode, ...] = ("identity",) if not f.seller_can_receive else ()
    return Answer("when_paid", (*first, *_money(f)), links=links)


def _buyer_has_not(f: OrderFacts) -> Answer:
    arrived = (_arrived(f, f.delivered_at),) if f.delivered_at is not None else ()
    parts = (*_parcel(f), *arrived, *_money(f))
    return Answer("buyer_says_not_arrived", parts, case=None)


def _give_back(f: OrderFacts) -> Answer:
    return Answer("give_refund", (say("refund_is_whole", amount=f.total),), actions=("give_back",))


# -- both --------------------------------------------------------------------------------------


def _why_called_off(f: OrderFacts) -> Answer:
    return Answer("why_cancelled", (*_why_cancelled(f), *_money(f)))


def _other(f: OrderFacts) -> Answer:
    return Answer("other", (*_money(f), say("staff_answer")), case=staff())


def _is(*statuses: str) -> Callable[[OrderFacts], bool]:
    return lambda f: f.status in statuses


def _to_send(f: OrderFacts) -> bool:
    return f.status == "paid" and not _is_pickup(f)


def _to_fetch(f: OrderFacts) -> bool:
    return f.status == "paid" and _is_pickup(f)


def _always(f: OrderFacts) -> bool:
    return True


BUYER: Final[dict[str, Rule[OrderFacts]]] = {
    "case": Rule(lambda f: f.open_case_id is not None, lambda f: case_link(_money(f))),
    "pay": Rule(_is("awaiting_payment", "lapsed"), _pay),
    "when_sent": Rule(_to_send, _when_sent),
    "how_to_fetch": Rule(_to_fetch, _how_to_fetch),
    "cancel": Rule(_is("paid"), _change_mind),
    "wrong_address": Rule(_to_send, _wrong_address),
    "where_is_it": Rule(lambda f: f.status == "shipped" and f.disputed_at is None, _where),
    "not_arrived": Rule(lambda f: f.status == "shipped" and _can_dispute(f), _not_arrived),
    "says_delivered": Rule(lambda f: f.status == "delivered" and _can_dispute(f), _says_delivered),
    "not_as_described": Rule(_can_dispute, _not_as_described),
    "damaged": Rule(_can_dispute, _damaged),
    "all_well": Rule(lambda f: f.status == "delivered" and f.disputed_at is None, _all_well),
    "where_is_refund": Rule(_is("cancelled", "refunded"), _refund_where),
    "why_cancelled": Rule(_is("cancelled", "refunded"), _why_called_off),
    "after_completion": Rule(_is("completed"), _too_late),
    "other": Rule(_always, _other),
}
SELLER: Final[dict[str, Rule[OrderFacts]]] = {
    "case": Rule(lambda f: f.open_case_id is not None, lambda f: case_link(_money(f))),
    "how_to_send": Rule(_to_send, _how_to_send),
    "how_to_hand_over": Rule(_to_fetch, _how_to_hand_over),
    "label_broken": Rule(lambda f: f.status == "paid" and f.has_label, _label_broken),
    "cannot_send": Rule(_is("paid"), _cannot_send),
    "when_paid": Rule(_is("paid", "shipped", "delivered", "completed"), _when_paid),
    "buyer_says_not_arrived": Rule(_is("shipped", "delivered"), _buyer_has_not),
    "give_refund": Rule(_is("shipped", "delivered"), _give_back),
    "why_cancelled": Rule(_is("cancelled", "refunded"), _why_called_off),
    "other": Rule(_always, _other),
}
