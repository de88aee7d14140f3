"""One garment, its seller S, a buyer A who negotiates and a rival B, without a database.

It is put together from the rules that the services judge by: the tables of listings and offers, who
may do what, and which price counts. `apply` returns the world after an event, or None where the
event is refused. What really happened is kept apart in `truth`, so that what people are told can be
compared with it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from rethread.market.catalogue.rules import EDITABLE, next_status
from rethread.market.offers.rules import (
    ANSWER_H,
    LIVE,
    PRICE_H,
    OfferEvent,
    Piece,
    Terms,
    counter_range,
    event_of,
    next_offer_status,
    private_price_counts,
    why_not,
)
from rethread.market.offers.types import EndedBy, Side, Step

START: Final = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LIST_PRICE, LOW_PRICE, HIGH_PRICE = 3_000, 1_500, 4_000
PRICE_MIN: Final = 100
NAMED: Final[dict[str, int]] = {"A offers": 2_000, "S counters": 2_500, "A counters": 2_200}
Who = Literal["A", "B"]
EVENTS: Final = (
    "A offers", "S counters", "A counters", "S accepts", "A accepts", "S declines", "A declines",
    "S withdraws", "A withdraws", "a day passes", "timers run", "news arrive", "A checks out",
    "A pays", "A lets it lapse", "A pays late", "B checks out", "B pays", "B lets it lapse",
    "B pays late", "S hides it", "S shows it", "S makes it cheaper", "S makes it dearer",
    "S removes it", "they fall out", "they make up",
)  # fmt: skip


@dataclass(frozen=True)
class Quote:
    """A checkout: whose, at which price, agreed or public, and how it stands."""

    price_minor: int
    private: bool
    status: Literal["open", "lapsed", "paid", "refunded"]


@dataclass(frozen=True)
class State:
    """Everything that the next event depends on, and what really happened."""

    now: datetime = START
    listing: str = "live"
    price: int = LIST_PRICE
    offer: Terms | None = None
    named_at: datetime = START
    price_until: datetime | None = None
    agreed_minor: int | None = None
    blocked: bool = False
    quotes: tuple[tuple[Who, Quote], ...] = ()
    sold_to: tuple[Who, ...] = ()
    truth: str = ""

    @property
    def piece(self) -> Piece:
        return Piece(self.listing, self.listing == "live", self.price)

    def quote(self, who: Who) -> Quote | None:
        return dict(self.quotes).get(who)

    def with_quote(self, who: Who, quote: Quote) -> State:
        return replace(self, quotes=tuple(sorted({**dict(self.quotes), who: quote}.items())))


def apply(state: State, event: str) -> State | None:
    """Return the world after an event, or None where it is refused."""
    who, _, what = event.partition(" ")
    if event == "A offers":
        return _begin(state)
    if what in {"counters", "accepts", "declines", "withdraws"}:
        side: Side = "buyer" if who == "A" else "seller"
        return _answer(state, side, what[:-1], event)  # type: ignore[arg-type]  # a step
    if what in {"checks out", "pays", "lets it lapse", "pays late"}:
        buyer: Who = "A" if who == "A" else "B"
        steps = {
            "checks out": _check_out,
            "pays": _pay,
            "lets it lapse": _lapse,
            "pays late": _pay_late,
        }
        return steps[what](state, buyer)
    return _elsewhere(state, event)


def _elsewhere(state: State, event: str) -> State | None:
    if event == "a day passes":
        return replace(state, now=state.now + timedelta(days=1))
    if event == "timers run":
        return _timers(state)
    if event == "news arrive":
        return _news(state)
    if event in {"S makes it cheaper", "S makes it dearer"}:
        price = LOW_PRICE if event.endswith("cheaper") else HIGH_PRICE
        return replace(state, price=price) if state.listing in EDITABLE else None
    if event in {"they fall out", "they make up"}:
        return replace(state, blocked=event == "they fall out")
    steps = {"S hides it": "hide", "S shows it": "show", "S removes it": "remove"}
    following = next_status(state.listing, steps[event])  # type: ignore[arg-type]  # steps
    return replace(state, listing=following) if following else None


def _begin(state: State) -> State | None:
    refused = not state.piece.available or state.blocked or NAMED["A offers"] >= state.price
    live = state.offer is not None and state.offer.status in LIVE and not _over(state)
    if refused or live:
        return None
    terms = Terms(
        status="with_seller",
        amount_minor=NAMED["A offers"],
        buyer_prices=1,
        seller_prices=0,
        buyer_last_minor=NAMED["A offers"],
        seller_last_minor=None,
        due_at=state.now + timedelta(hours=ANSWER_H),
    )
    begun = replace(state, offer=terms, named_at=state.now, truth="")
    return replace(begun, agreed_minor=None, price_until=None)


def _over(state: State) -> bool:
    return state.offer is not None and state.offer.over(state.now)


def _answer(state: State, side: Side, step: Step, event: str) -> State | None:
    terms = state.offer
    if terms is None:
        return None
    refusal = why_not(
        step, side, terms, state.piece,
        blocked=state.blocked, now=state.now, price_min=PRICE_MIN,
    )  # fmt: skip
    if refusal is not None:
        return None
    if step == "counter":
        return _counter(state, side, terms, NAMED[event])
    if step == "accept":
        until = state.now + timedelta(hours=PRICE_H)
        agreed = replace(state, price_until=until, agreed_minor=terms.amount_minor)
        return _move(agreed, event_of(side, step), due_at=until)
    end: EndedBy = side
    said = {"decline": "declined_by", "withdraw": "withdrawn_by"}[step]
    return _move(state, event_of(side, step), ended_by=end, truth=f"{said}_{side}")


def _counter(state: State, side: Side, terms: Terms, amount: int) -> State | None:
    low, high = counter_range(terms, state.piece, PRICE_MIN)
    if not low <= amount <= high:
        return None
    buyer = side == "buyer"
    named = replace(
        terms,
        amount_minor=amount,
        buyer_prices=terms.buyer_prices + buyer,
        seller_prices=terms.seller_prices + (not buyer),
        buyer_last_minor=amount if buyer else terms.buyer_last_minor,
        seller_last_minor=terms.seller_last_minor if buyer else amount,
    )
    due = state.now + timedelta(hours=ANSWER_H)
    moved = replace(state, offer=named, named_at=state.now)
    return _move(moved, event_of(side, "counter"), due_at=due)


def _move(
    state: State,
    event: OfferEvent,
    *,
    due_at: datetime | None = None,
    ended_by: EndedBy = "",
    truth: str = "",
) -> State:
    terms = state.offer
    assert terms is not None
    following = next_offer_status(terms.status, event)
    assert following is not None, (terms.status, event)
    moved = replace(terms, status=following, due_at=due_at, ended_by=ended_by)
    return replace(state, offer=moved, truth=truth)


def _timers(state: State) -> State | None:
    terms = state.offer
    if terms is None or not _over(state):
        return None
    truth = "price_ended" if terms.status == "accepted" else "unanswered"
    return _move(state, "time_up", ended_by="time", truth=truth)


def _news(state: State) -> State | None:
    terms = state.offer
    gone = state.listing in {"sold", "removed"}
    if terms is None or terms.status not in LIVE or not gone:
        return None
    by: EndedBy = "sale" if state.listing == "sold" else "removal"
    return _move(state, "overtaken", ended_by=by, truth=state.listing)


def _price_for(state: State, who: Who) -> tuple[int, bool]:
    terms = state.offer
    if who == "A" and terms is not None and private_price_counts(terms, state.piece, state.now):
        return terms.amount_minor, True
    return state.price, False


def _check_out(state: State, who: Who) -> State | None:
    following = next_status(state.listing, "reserve")
    if following is None:
        return None
    price, private = _price_for(state, who)
    held = replace(state, listing=following)
    if private:
        held = _move(held, "checkout_begins")
    return held.with_quote(who, Quote(price, private, "open"))


def _pay(state: State, who: Who) -> State | None:
    quote = state.quote(who)
    if quote is None or quote.status != "open":
        return None
    return _sold(state, who, quote)


def _sold(state: State, who: Who, quote: Quote) -> State:
    following = next_status(state.listing, "sell")
    assert following is not None
    sold = replace(state, listing=following, sold_to=(*state.sold_to, who))
    sold = sold.with_quote(who, replace(quote, status="paid"))
    if sold.offer is None or sold.offer.status not in LIVE:
        return sold
    if who == "A":
        return _move(sold, "buyer_buys", ended_by="buyer", truth="bought")
    return _move(sold, "overtaken", ended_by="sale", truth="sold")


def _lapse(state: State, who: Who) -> State | None:
    quote = state.quote(who)
    if quote is None or quote.status != "open":
        return None
    following = next_status(state.listing, "release")
    assert following is not None
    freed = replace(state, listing=following).with_quote(who, replace(quote, status="lapsed"))
    if freed.offer is None or freed.offer.status != "in_checkout":
        return freed
    until = freed.price_until
    assert until is not None
    if until > freed.now:
        return _move(freed, "checkout_ends", due_at=until)
    return _move(freed, "checkout_ends_late", ended_by="time", truth="price_ended")


def _pay_late(state: State, who: Who) -> State | None:
    quote = state.quote(who)
    if quote is None or quote.status != "lapsed":
        return None
    again = _check_out(state, who)
    taken = again.quote(who) if again is not None else None
    if again is None or taken is None or taken.price_minor != quote.price_minor:
        return state.with_quote(who, replace(quote, status="refunded"))
    return _sold(again, who, taken)
