"""What may happen to an order of one of the two buyers: sending, arriving, a case, money back.

Each change takes the world and the deal and gives the deal after it, or None where it is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from zoneinfo import ZoneInfo

from rethread.market.catalogue.rules import next_status
from rethread.market.orders.rules.calendar import (
    IDENTITY_LIMIT,
    IDENTITY_WARNING,
    WorkingCalendar,
    claim_window_end,
    no_scan_release_at,
)
from rethread.market.orders.rules.transitions import (
    ORDER_DISPUTABLE,
    OrderEvent,
    next_order_status,
)
from rethread.market.orders.types import CancelReason
from rethread.market.payments.rules.machines import HOLD, may_follow

from .state import Deal, Money, State, Who

CALENDAR: Final = WorkingCalendar(zone=ZoneInfo("Europe/London"), country="GB")
_HOLD: Final[dict[Money, str]] = {
    "none": "expected", "held": "held", "frozen": "frozen", "released": "released",
    "owed": "refunded",
}  # fmt: skip
_SENT_BACK: Final[dict[CancelReason, OrderEvent]] = {
    "parcel_lost": "lose", "seller_refunded": "give_back", "dispute_upheld": "give_back",
}  # fmt: skip


def money(deal: Deal, to: Money) -> Money:
    """Return where the money is next, once the table of holds was asked."""
    assert may_follow(HOLD, _HOLD[deal.money], _HOLD[to]), (deal.money, to)
    return to


def _ordered(deal: Deal, event: OrderEvent) -> Deal | None:
    following = next_order_status(deal.order, event, disputed=deal.disputed)
    return deal._replace(order=following) if following is not None else None


def on(who: Who, change: Callable[[State, Deal], Deal | None]) -> Callable[[State], State | None]:
    def act(state: State) -> State | None:
        deal = state.deal(who)
        changed = change(state, deal) if deal is not None else None
        if changed is None or changed == deal:
            return None
        after = state.with_deal(who, changed)
        if changed.order == "cancelled" and not changed.sent and state.holder == who:
            back = next_status(state.listing, "return")
            assert back is not None
            after = after._replace(listing=back, holder=None)
        return after

    return act


def ship(state: State, deal: Deal) -> Deal | None:
    sent = _ordered(deal, "ship")
    if sent is None:
        return None
    silent = no_scan_release_at(state.now, CALENDAR)
    return sent._replace(sent=True).timed("ship_reminder", "auto_cancel", no_scan_release=silent)


def _deliver(state: State, deal: Deal) -> Deal | None:
    arrived = _ordered(deal, "deliver")
    if arrived is None:
        return None
    arrived = arrived._replace(arrived=True).timed("no_scan_release")
    if deal.disputed:
        return arrived
    return arrived.timed(claim_window_end=claim_window_end(state.now))


def carried(state: State, deal: Deal) -> Deal | None:
    deal = ship(state, deal) or deal
    if deal.order != "shipped":
        return None
    if deal.disputed:
        return deal._replace(scanned=True)
    silent = no_scan_release_at(state.now, CALENDAR)
    return deal._replace(scanned=True).timed(no_scan_release=silent)


def brought(state: State, deal: Deal) -> Deal | None:
    return _deliver(state, ship(state, deal) or deal)


def lost(state: State, deal: Deal) -> Deal | None:
    deal = ship(state, deal) or deal
    return call_off(deal, "parcel_lost") if deal.order == "shipped" else None


def call_off(deal: Deal, reason: CancelReason) -> Deal | None:
    gone = _ordered(deal, _SENT_BACK.get(reason, "cancel"))
    if gone is None:
        return None
    return gone._replace(reason=reason, disputed=False, timers=(), money=money(deal, "owed"))


def calls_off(reason: CancelReason) -> Callable[[State, Deal], Deal | None]:
    return lambda state, deal: call_off(deal, reason) if deal.order == "paid" else None


def gives_back(state: State, deal: Deal) -> Deal | None:
    allowed = deal.order in ORDER_DISPUTABLE
    return call_off(deal, "seller_refunded") if allowed else None


def complete(deal: Deal) -> Deal | None:
    done = _ordered(deal, "complete")
    if done is None or deal.paid_at is None:
        return None
    done = done._replace(timers=(), money=money(deal, "released"))
    # S has not shown who they are: the money waits for that, and not for ever.
    return done.timed(
        identity_warning=deal.paid_at + IDENTITY_WARNING,
        identity_limit=deal.paid_at + IDENTITY_LIMIT,
    )


def take_back(deal: Deal) -> Deal | None:
    gone = _ordered(deal, "take_back")
    return gone._replace(reason="taken_back", timers=(), money="owed") if gone is not None else None


def confirm(state: State, deal: Deal) -> Deal | None:
    if deal.disputed:
        return None
    return complete(_deliver(state, deal) or deal) if deal.order in ORDER_DISPUTABLE else None


def open_case(state: State, deal: Deal) -> Deal | None:
    if deal.order not in ORDER_DISPUTABLE or deal.disputed:
        return None
    frozen = deal._replace(disputed=True, money=money(deal, "frozen"))
    return frozen.timed("claim_window_end", "no_scan_release")


def _end_case(deal: Deal) -> Deal:
    return deal._replace(disputed=False, money=money(deal, "held"))


def withdraw_case(state: State, deal: Deal) -> Deal | None:
    if not deal.disputed:
        return None
    if deal.order == "delivered":
        return _end_case(deal).timed(claim_window_end=claim_window_end(state.now))
    return _end_case(deal).timed(no_scan_release=no_scan_release_at(state.now, CALENDAR))


def for_buyer(state: State, deal: Deal) -> Deal | None:
    return call_off(deal, "dispute_upheld") if deal.disputed else None


def for_seller(state: State, deal: Deal) -> Deal | None:
    return complete(_end_case(deal)) if deal.disputed else None


def refund_arrives(state: State, deal: Deal) -> Deal | None:
    if deal.money != "owed" or deal.refund_failed:
        return None
    given = _ordered(deal, "refunded")
    return given._replace(money="given") if given is not None else None


def refund_comes_back(state: State, deal: Deal) -> Deal | None:
    if deal.money not in {"owed", "given"}:
        return None
    return deal._replace(money="bounced", refund_failed=True)


def transfer_arrives(state: State, deal: Deal) -> Deal | None:
    if deal.money != "released":
        return None
    return deal._replace(seller_paid=True).timed("identity_warning", "identity_limit")
