"""What may happen to one garment, put together from the rules that the services judge by.

S sells it, and A and the rival B want it; S agrees on a price with A alone. Nothing is decided
here: the tables of listings, checkouts, orders, offers and money are asked, and the guards of the
services for what they keep out. `apply` returns the world after an event, or None where it is
refused or changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from rethread.market.catalogue.rules import EDITABLE, next_status
from rethread.market.catalogue.rules.lifecycle import Step
from rethread.market.offers.rules import (
    LIVE,
    PRICE_H,
    Terms,
    next_offer_status,
    private_price_counts,
)
from rethread.market.offers.rules.transitions import OfferEvent
from rethread.market.offers.types import EndedBy
from rethread.market.orders.rules.calendar import (
    IDENTITY_LIMIT,
    IDENTITY_WARNING,
    WorkingCalendar,
    auto_cancel_at,
    claim_window_end,
    no_scan_release_at,
    ship_reminder_at,
    shipping_days_from,
)
from rethread.market.orders.rules.transitions import (
    CHECKOUT_LIVE,
    CHECKOUT_PAYABLE,
    ORDER_DISPUTABLE,
    CheckoutEvent,
    OrderEvent,
    next_checkout_status,
    next_order_status,
)
from rethread.market.orders.types import CancelReason
from rethread.market.payments.rules.machines import HOLD, may_follow

from .state import AGREED_PRICE, BUYERS, LIST_PRICE, LOW_PRICE, Deal, Money, State, Who

CALENDAR: Final = WorkingCalendar(zone=ZoneInfo("Europe/London"), country="GB")
RESERVED_FOR: Final = timedelta(minutes=10)
AGREEMENTS_MAX: Final = 2  # they agree on a price no more often than this
_HOLD: Final[dict[Money, str]] = {
    "none": "expected", "held": "held", "frozen": "frozen", "released": "released",
    "owed": "refunded",
}  # fmt: skip
_SENT_BACK: Final[dict[CancelReason, OrderEvent]] = {
    "parcel_lost": "lose", "seller_refunded": "give_back", "dispute_upheld": "give_back",
}  # fmt: skip


def apply(state: State, event: str) -> State | None:
    """Return the world after an event, or None where it is refused or changes nothing."""
    return _ACTS[event](state)


# -- the listing -------------------------------------------------------------------------------


def _step(step: Step) -> Callable[[State], State | None]:
    def act(state: State) -> State | None:
        following = next_status(state.listing, step)
        if following is None:
            return None
        moved = state._replace(listing=following)
        return _taken_down(moved) if following in {"removed", "elsewhere"} else moved

    return act


def _taken_down(state: State) -> State:
    down = state._replace(was_down=True)
    live = down.offer is not None and down.offer.status in LIVE
    return _offer(down, "overtaken", ended_by="removal") if live else down


def _price(state: State) -> State | None:
    if state.listing not in EDITABLE:
        return None
    return state._replace(price=LOW_PRICE if state.price == LIST_PRICE else LIST_PRICE)


def _away(state: State) -> State | None:
    return None if state.away else state._replace(away=True)


def _back(state: State) -> State | None:
    if not state.away:
        return None
    state = state._replace(away=False)
    for who in BUYERS:
        deal = state.deal(who)
        due = deal.due("auto_cancel") if deal is not None else None
        if deal is not None and due is not None and due > auto_cancel_at(state.now):
            state = state.with_deal(who, _days_count(deal, state.now))
    return state


def _days_count(deal: Deal, begins: object) -> Deal:
    return deal.timed(ship_reminder=ship_reminder_at(begins), auto_cancel=auto_cancel_at(begins))  # type: ignore[arg-type]  # a moment


# -- the price that is agreed on ---------------------------------------------------------------


def _agree(state: State) -> State | None:
    live = state.offer is not None and state.offer.status in LIVE
    if live or not state.piece.available or state.agreements >= AGREEMENTS_MAX:
        return None
    if state.price <= AGREED_PRICE:
        return None
    until = state.now + timedelta(hours=PRICE_H)
    accepted = next_offer_status("with_seller", "seller_accepts")
    assert accepted is not None
    terms = Terms(accepted, AGREED_PRICE, 1, 0, AGREED_PRICE, None, until)
    return state._replace(
        offer=terms, price_until=until, agreements=state.agreements + 1, seen_a=AGREED_PRICE
    )


def _offer(state: State, event: OfferEvent, *, due: object = None, ended_by: EndedBy = "") -> State:
    terms = state.offer
    assert terms is not None
    following = next_offer_status(terms.status, event)
    assert following is not None, (terms.status, event)
    moved = Terms(following, terms.amount_minor, 1, 0, terms.buyer_last_minor, None, due, ended_by)  # type: ignore[arg-type]  # a moment
    return state._replace(offer=moved)


def costs(state: State, who: Who) -> tuple[int, bool]:
    """Return what the garment costs a buyer now, and whether that was agreed with them."""
    terms = state.offer
    if who == "A" and terms and private_price_counts(terms, state.piece, state.now):
        return terms.amount_minor, True
    return state.price, False


# -- checkouts ---------------------------------------------------------------------------------


def _check_out(who: Who) -> Callable[[State], State | None]:
    def act(state: State) -> State | None:
        following = next_status(state.listing, "reserve")
        if following is None or state.away:
            return None
        price, private = costs(state, who)
        if price != state.seen(who):  # refused, and told what it costs now
            return state.with_seen(who, price)
        deal = Deal(price, private, reserved_until=state.now + RESERVED_FOR)
        held = state._replace(listing=following, holder=who).with_deal(who, deal)
        return _offer(held, "checkout_begins") if private else held

    return act


def _move(deal: Deal, event: CheckoutEvent) -> Deal | None:
    following = next_checkout_status(deal.checkout, event, cancelled_by_buyer=deal.given_up)
    return deal._replace(checkout=following) if following is not None else None


def _give_up(who: Who) -> Callable[[State], State | None]:
    def act(state: State) -> State | None:
        deal = state.deal(who)
        if deal is None or deal.checkout not in CHECKOUT_PAYABLE:
            return None
        moved = _move(deal, "buyer_cancels")
        assert moved is not None
        return state.with_deal(who, moved._replace(given_up=True, reserved_until=None))

    return act


def _pay(who: Who) -> Callable[[State], State | None]:
    def act(state: State) -> State | None:
        deal = state.deal(who)
        if deal is None or deal.checkout not in CHECKOUT_LIVE:
            return None
        paid = _move(deal, "paid")
        assert paid is not None
        return _stands(state, who, paid, "paid")

    return act


def _stands(state: State, who: Who, deal: Deal, event: OrderEvent) -> State:
    following = next_order_status(deal.order, event)
    sold = next_status(state.listing, "sell")
    assert following is not None
    assert sold is not None
    begins = shipping_days_from(state.now, on_vacation=state.away, returns_at=None)
    deal = deal._replace(
        order=following, reserved_until=None, paid_at=state.now, money=_money(deal, "held")
    )
    state = state._replace(listing=sold, bought=state.bought | {who})
    state = state.with_deal(who, _days_count(deal, begins))
    if state.offer is None or state.offer.status not in LIVE:
        return state
    if who == "A":
        return _offer(state, "buyer_buys", ended_by="buyer")
    return _offer(state, "overtaken", ended_by="sale")


def _money(deal: Deal, to: Money) -> Money:
    """Return where the money is next, once the table of holds was asked."""
    assert may_follow(HOLD, _HOLD[deal.money], _HOLD[to]), (deal.money, to)
    return to


def _close_page(who: Who) -> Callable[[State], State | None]:
    def act(state: State) -> State | None:
        deal = state.deal(who)
        if deal is None or deal.checkout not in CHECKOUT_LIVE:
            return None
        ended, lapsed = _move(deal, "provider_expired"), next_order_status(deal.order, "lapse")
        free = next_status(state.listing, "release")
        assert ended is not None
        assert lapsed is not None
        assert free is not None
        ended = ended._replace(order=lapsed, reserved_until=None)
        state = state._replace(listing=free, holder=None).with_deal(who, ended)
        if not deal.private:
            return state
        until = state.price_until
        if until is not None and until > state.now:
            return _offer(state, "checkout_ends", due=until)
        return _offer(state, "checkout_ends_late", ended_by="time")

    return act


def _pay_late(who: Who) -> Callable[[State], State | None]:
    def act(state: State) -> State | None:
        deal = state.deal(who)
        if deal is None or deal.late or _move(deal, "paid_late") is None:
            return None
        reserved = next_status(state.listing, "reserve")
        price, private = costs(state, who)
        if reserved is None or state.away or price != deal.price:
            gone = next_order_status(deal.order, "paid_too_late")
            assert gone is not None
            return state.with_deal(
                who, deal._replace(order=gone, reason="paid_too_late", late=True, money="owed")
            )
        taken = state._replace(listing=reserved, holder=who)
        taken = _offer(taken, "checkout_begins") if private else taken
        paid = _move(deal, "paid_late")
        assert paid is not None
        return _stands(taken, who, paid, "paid_late")

    return act


# -- orders ------------------------------------------------------------------------------------


def _ordered(deal: Deal, event: OrderEvent) -> Deal | None:
    following = next_order_status(deal.order, event, disputed=deal.disputed)
    return deal._replace(order=following) if following is not None else None


def _on(who: Who, change: Callable[[State, Deal], Deal | None]) -> Callable[[State], State | None]:
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


def _ship(state: State, deal: Deal) -> Deal | None:
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


def _carried(state: State, deal: Deal) -> Deal | None:
    deal = _ship(state, deal) or deal
    if deal.order != "shipped":
        return None
    if deal.disputed:
        return deal._replace(scanned=True)
    silent = no_scan_release_at(state.now, CALENDAR)
    return deal._replace(scanned=True).timed(no_scan_release=silent)


def _brought(state: State, deal: Deal) -> Deal | None:
    return _deliver(state, _ship(state, deal) or deal)


def _lost(state: State, deal: Deal) -> Deal | None:
    deal = _ship(state, deal) or deal
    return _call_off(deal, "parcel_lost") if deal.order == "shipped" else None


def _call_off(deal: Deal, reason: CancelReason) -> Deal | None:
    gone = _ordered(deal, _SENT_BACK.get(reason, "cancel"))
    if gone is None:
        return None
    return gone._replace(reason=reason, disputed=False, timers=(), money=_money(deal, "owed"))


def _calls_off(reason: CancelReason) -> Callable[[State, Deal], Deal | None]:
    return lambda state, deal: _call_off(deal, reason) if deal.order == "paid" else None


def _gives_back(state: State, deal: Deal) -> Deal | None:
    allowed = deal.order in ORDER_DISPUTABLE
    return _call_off(deal, "seller_refunded") if allowed else None


def _complete(deal: Deal) -> Deal | None:
    done = _ordered(deal, "complete")
    if done is None or deal.paid_at is None:
        return None
    done = done._replace(timers=(), money=_money(deal, "released"))
    # S has not shown who they are: the money waits for that, and not for ever.
    return done.timed(
        identity_warning=deal.paid_at + IDENTITY_WARNING,
        identity_limit=deal.paid_at + IDENTITY_LIMIT,
    )


def _take_back(deal: Deal) -> Deal | None:
    gone = _ordered(deal, "take_back")
    return gone._replace(reason="taken_back", timers=(), money="owed") if gone is not None else None


def _confirm(state: State, deal: Deal) -> Deal | None:
    if deal.disputed:
        return None
    return _complete(_deliver(state, deal) or deal) if deal.order in ORDER_DISPUTABLE else None


def _open_case(state: State, deal: Deal) -> Deal | None:
    if deal.order not in ORDER_DISPUTABLE or deal.disputed:
        return None
    frozen = deal._replace(disputed=True, money=_money(deal, "frozen"))
    return frozen.timed("claim_window_end", "no_scan_release")


def _end_case(deal: Deal) -> Deal:
    return deal._replace(disputed=False, money=_money(deal, "held"))


def _withdraw_case(state: State, deal: Deal) -> Deal | None:
    if not deal.disputed:
        return None
    if deal.order == "delivered":
        return _end_case(deal).timed(claim_window_end=claim_window_end(state.now))
    return _end_case(deal).timed(no_scan_release=no_scan_release_at(state.now, CALENDAR))


def _for_buyer(state: State, deal: Deal) -> Deal | None:
    return _call_off(deal, "dispute_upheld") if deal.disputed else None


def _for_seller(state: State, deal: Deal) -> Deal | None:
    return _complete(_end_case(deal)) if deal.disputed else None


def _refund_arrives(state: State, deal: Deal) -> Deal | None:
    if deal.money != "owed" or deal.refund_failed:
        return None
    given = _ordered(deal, "refunded")
    return given._replace(money="given") if given is not None else None


def _refund_comes_back(state: State, deal: Deal) -> Deal | None:
    if deal.money not in {"owed", "given"}:
        return None
    return deal._replace(money="bounced", refund_failed=True)


def _transfer_arrives(state: State, deal: Deal) -> Deal | None:
    if deal.money != "released":
        return None
    return deal._replace(seller_paid=True).timed("identity_warning", "identity_limit")


# -- the clock ---------------------------------------------------------------------------------


def next_due(state: State) -> object | None:
    """Return when the next timer of anything runs out, or None where none runs."""
    found = []
    for deal in (state.a, state.b):
        if deal is not None:
            found += [at for _, at in deal.timers]
            if deal.reserved_until is not None and deal.checkout in CHECKOUT_PAYABLE:
                found.append(deal.reserved_until)
    terms = state.offer
    if terms is not None and terms.status == "accepted" and terms.due_at is not None:
        found.append(terms.due_at)
    return min(found) if found else None


def _time_moves_on(state: State) -> State | None:
    due = next_due(state)
    if due is None:
        return None
    state = state._replace(now=max(state.now, due))  # type: ignore[type-var,arg-type]  # moments
    for who in BUYERS:
        deal = state.deal(who)
        if deal is None:
            continue
        if deal.reserved_until is not None and deal.reserved_until <= state.now:
            closing = _move(deal, "time_up")
            assert closing is not None
            state = state.with_deal(who, closing._replace(reserved_until=None))
        for kind, at in deal.timers:
            if at <= state.now:
                state = _on(who, _FIRES[kind])(state) or state
    terms = state.offer
    if terms is not None and terms.status == "accepted" and terms.over(state.now):
        state = _offer(state, "time_up", ended_by="time")
    return state


_FIRES: Final[dict[str, Callable[[State, Deal], Deal | None]]] = {
    "ship_reminder": lambda state, deal: deal.timed("ship_reminder"),
    "auto_cancel": lambda state, deal: _call_off(deal, "not_shipped"),
    "claim_window_end": lambda state, deal: _complete(deal),
    "no_scan_release": lambda state, deal: _complete(deal),
    "identity_warning": lambda state, deal: deal.timed("identity_warning"),
    "identity_limit": lambda state, deal: _take_back(deal),
}
_ACTS: Final[dict[str, Callable[[State], State | None]]] = {
    "S publishes it": _step("publish"),
    "S hides it": _step("hide"),
    "S shows it": _step("show"),
    "S sells it elsewhere": _step("leave"),
    "S relists it": _step("relist"),
    "S removes it": _step("remove"),
    "S changes the price": _price,
    "S goes away": _away,
    "S comes back": _back,
    "S and A agree": _agree,
    "S ships to A": _on("A", _ship),
    "S calls A off": _on("A", _calls_off("seller_cancelled")),
    "S gives A it all back": _on("A", _gives_back),
    "A checks out": _check_out("A"),
    "A gives up": _give_up("A"),
    "A pays": _pay("A"),
    "A's page closes": _close_page("A"),
    "A pays late": _pay_late("A"),
    "A calls it off": _on("A", _calls_off("buyer_cancelled")),
    "A confirms": _on("A", _confirm),
    "A opens a case": _on("A", _open_case),
    "A withdraws the case": _on("A", _withdraw_case),
    "staff decide for A": _on("A", _for_buyer),
    "staff decide for S": _on("A", _for_seller),
    "the carrier takes it to A": _on("A", _carried),
    "the carrier brings it to A": _on("A", _brought),
    "the carrier loses it": _on("A", _lost),
    "A's refund arrives": _on("A", _refund_arrives),
    "A's refund comes back": _on("A", _refund_comes_back),
    "S's money of A arrives": _on("A", _transfer_arrives),
    "B checks out": _check_out("B"),
    "B pays": _pay("B"),
    "B's page closes": _close_page("B"),
    "B pays late": _pay_late("B"),
    "B calls it off": _on("B", _calls_off("buyer_cancelled")),
    "B gives up": _give_up("B"),
    "S ships to B": _on("B", _ship),
    "S calls B off": _on("B", _calls_off("seller_cancelled")),
    "the carrier brings it to B": _on("B", _brought),
    "B confirms": _on("B", _confirm),
    "B opens a case": _on("B", _open_case),
    "staff decide for B": _on("B", _for_buyer),
    "B's refund arrives": _on("B", _refund_arrives),
    "B's refund comes back": _on("B", _refund_comes_back),
    "time moves on": _time_moves_on,
}
EVENTS: Final = tuple(_ACTS)
