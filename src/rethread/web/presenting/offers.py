"""Offers in words: what stands, what it means for the reader, and what they can do about it.

Every sentence follows from `told`, which the domain works out of the negotiation, the listing and
the clock; nothing here decides how it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rethread.market.accounts.selectors import shops_by_owner_ids
from rethread.market.media.types import PhotoView
from rethread.market.offers.types import OfferStepView, OfferView, Side, Step
from rethread.market.pricing.rules import buyer_price, seller_fee
from rethread.market.pricing.selectors import current_schedule
from rethread.platform.kernel import Money, business_now
from rethread.platform.kernel.languages import date_format

from ..isolating import isolated
from ..templatetags.web import format_money

ROUND_MINOR = 50  # suggested prices end in .00 or .50
_OFF_PERCENT = (10, 15, 20)
_LABELS_TONES = {
    "asks_seller": "warn",
    "asks_buyer": "warn",
    "price_runs": "good",
    "paying": "good",
    "bought": "accent",
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A price that takes one tap, with what it means for both."""

    price: Money
    buyer_pays: Money
    seller_gets: Money


@dataclass(frozen=True, slots=True)
class OfferRow:
    """A negotiation as its page shows it to one side."""

    id: UUID
    listing_id: UUID
    title: str
    photo: PhotoView | None
    side: Side
    other: str
    price: Money
    buyer_pays: Money
    seller_gets: Money
    list_price: Money | None
    state: str
    tone: str
    text: str
    until: datetime | None
    left: str
    steps: tuple[Step, ...]
    one_tap: Suggestion | None
    can_buy: bool
    live: bool
    waits: bool
    history: tuple[str, ...]


def suggestion(price: Money) -> Suggestion:
    """Say what a price would mean for both, under today's fees."""
    schedule = current_schedule(price.currency)
    return Suggestion(price, buyer_price(price, schedule), price - seller_fee(price, schedule))


def suggestions(price: Money, low: Money, high: Money) -> list[Suggestion]:
    """Offer round prices somewhat below a public price, within what may be named."""
    found = [
        price.amount_minor * (100 - off) // 100 // ROUND_MINOR * ROUND_MINOR for off in _OFF_PERCENT
    ]
    fit = [one for one in dict.fromkeys(found) if low.amount_minor <= one <= high.amount_minor]
    return [suggestion(Money(one, price.currency)) for one in fit]


def between(low: Money, high: Money) -> Money:
    """Return a round price about half way between two, within them."""
    middle = (low.amount_minor + high.amount_minor) // 2
    round_one = middle // ROUND_MINOR * ROUND_MINOR
    return Money(round_one if round_one >= low.amount_minor else middle, low.currency)


def offer_rows(offers: Sequence[OfferView]) -> list[OfferRow]:
    """Put negotiations into words for whoever reads them."""
    shops = shops_by_owner_ids({offer.seller_id for offer in offers})
    return [
        _row(offer, shops[offer.seller_id].name if offer.seller_id in shops else _("the seller"))
        for offer in offers
    ]


def _row(offer: OfferView, shop_name: str) -> OfferRow:
    card = offer.card
    middle = None
    if offer.counter_min is not None and offer.counter_max is not None:
        middle = suggestion(between(offer.counter_min, offer.counter_max))
    return OfferRow(
        id=offer.offer_id,
        listing_id=offer.listing_id,
        title=offer.title,
        photo=card.photo if card is not None else None,
        side=offer.side,
        other=shop_name if offer.side == "buyer" else offer.buyer_name or _("Somebody"),
        price=offer.price,
        buyer_pays=offer.buyer_price,
        seller_gets=offer.seller_gets,
        list_price=card.price if card is not None else None,
        state=state_of(offer),
        tone=_LABELS_TONES.get(offer.told, ""),
        text=sentence_of(offer),
        until=offer.until,
        left=time_left(offer.until) if offer.live else "",
        steps=offer.steps,
        one_tap=middle,
        can_buy=offer.side == "buyer" and offer.told in {"price_runs", "beaten"},
        live=offer.live,
        waits=offer.waits_for_viewer,
        history=tuple(_said(step, offer.side) for step in offer.history),
    )


def time_left(until: datetime | None) -> str:
    """Say how long there is until a moment of the market's clock."""
    left = until - business_now() if until is not None else timedelta(0)
    if left <= timedelta(0):
        return ""
    hours, minutes = int(left.total_seconds()) // 3600, int(left.total_seconds()) // 60
    if hours:
        return ngettext("%(count)d hour left", "%(count)d hours left", hours) % {"count": hours}
    count = max(1, minutes)
    return ngettext("%(count)d minute left", "%(count)d minutes left", count) % {"count": count}


def moment(at: datetime) -> str:
    """Write a moment as "14:05 on 3 Mar", in the market's time."""
    local = localtime(at)
    return _("%(time)s on %(day)s") % {
        "time": date_format(local, "H:i"),
        "day": date_format(local, "j M"),
    }


def state_of(offer: OfferView) -> str:
    """Name how a negotiation stands, in two or three words."""
    buying = offer.side == "buyer"
    yours, theirs = _("Your turn"), _("Waiting for the other side")
    return {
        "asks_seller": theirs if buying else yours,
        "asks_buyer": yours if buying else theirs,
        "price_runs": _("Agreed"),
        "paying": _("Being paid"),
        "bought": _("Bought") if buying else _("Sold"),
        "beaten": _("Costs no more for everybody"),
        "not_on_sale": _("Not for sale now"),
        "in_a_checkout": _("In a checkout"),
        "closed": _("Closed"),
        "sold": _("Somebody else bought it"),
        "removed": _("It was taken down"),
        "declined_by_seller": _("Declined"),
        "declined_by_buyer": _("Declined"),
        "too_low": _("Declined"),
        "withdrawn_by_seller": _("Taken back"),
        "withdrawn_by_buyer": _("Taken back"),
        "unanswered": _("Not answered"),
        "price_ended": _("Price ended"),
    }[offer.told]


def sentence_of(offer: OfferView) -> str:
    """Say how a negotiation stands for the reader, in one or two sentences that are true now."""
    values = {
        "price": format_money(offer.price),
        "pays": format_money(offer.buyer_price),
        "until": moment(offer.until) if offer.until is not None else "",
        "name": isolated(offer.buyer_name) or _("Somebody"),
        "now": format_money(offer.card.buyer_price) if offer.card is not None else "",
    }
    return (_for_buyer(offer) if offer.side == "buyer" else _for_seller(offer)) % values


def _for_buyer(offer: OfferView) -> str:
    liked = offer.opened_by == "seller" and len(offer.history) == 1
    return {
        "asks_seller": _("You offered %(price)s. The seller can answer until %(until)s."),
        "asks_buyer": _("You like this, and the seller offers it to you for %(price)s.")
        if liked
        else _("The seller asks %(price)s."),
        "price_runs": _(
            "You pay %(pays)s for it until %(until)s. It is not held for you: "
            "whoever pays first has it."
        ),
        "paying": _("You are in the middle of paying for it at this price."),
        "bought": _("You bought it."),
        "beaten": _("It costs %(now)s for everybody now. That is no more than this offer."),
        "declined_by_seller": _("The seller said no to %(price)s."),
        "declined_by_buyer": _("You said no to %(price)s."),
        "too_low": _("The seller does not take offers this low for this piece."),
        "withdrawn_by_seller": _("The seller took %(price)s back."),
        "withdrawn_by_buyer": _("You took it back."),
        "unanswered": _("The seller did not answer within a day.")
        if offer.named_by == "buyer"
        else _("You did not answer within a day."),
    }.get(offer.told) or _for_both(offer)


def _for_seller(offer: OfferView) -> str:
    return {
        "asks_seller": _("%(name)s offers %(price)s. You can answer until %(until)s."),
        "asks_buyer": _("You asked %(price)s. %(name)s can answer until %(until)s."),
        "price_runs": _(
            "%(name)s can buy it for %(price)s until %(until)s. "
            "Everybody else pays your public price, and whoever pays first has it."
        ),
        "paying": _("%(name)s is in the middle of paying for it at this price."),
        "bought": _("%(name)s bought it."),
        "beaten": _("Your public price is no higher than this offer now."),
        "declined_by_seller": _("You said no to %(price)s."),
        "declined_by_buyer": _("%(name)s said no to %(price)s."),
        "too_low": _("%(price)s was below your lowest price, so it was declined at once."),
        "withdrawn_by_seller": _("You took %(price)s back."),
        "withdrawn_by_buyer": _("%(name)s took it back."),
        "unanswered": _("You did not answer within a day.")
        if offer.named_by == "buyer"
        else _("%(name)s did not answer within a day."),
    }.get(offer.told) or _for_both(offer)


def _for_both(offer: OfferView) -> str:
    return {
        "not_on_sale": _("It is not for sale at the moment."),
        "in_a_checkout": _("It is in a checkout at the moment. Unpaid, it comes back."),
        "closed": _("Offers between the two of you are closed."),
        "sold": _("Somebody else bought it."),
        "removed": _("It was taken down."),
        "price_ended": _("The agreed price of %(price)s has ended. Nobody bought at it."),
    }[offer.told]


def _said(step: OfferStepView, reader: Side) -> str:
    own = step.side == reader
    if step.kind == "named" and step.price is not None:
        text = _("You: %(price)s") if own else _("They: %(price)s")
        return text % {"price": format_money(step.price)}
    return {
        "accepted": _("You agreed") if own else _("They agreed"),
        "declined": _("You said no") if own else _("They said no"),
        "withdrawn": _("You took it back") if own else _("They took it back"),
    }[step.kind]


@dataclass(frozen=True, slots=True)
class OffersPage:
    """All offers of a person, by what they ask of them."""

    waiting: list[OfferRow]
    agreed: list[OfferRow]
    open: list[OfferRow]
    ended: list[OfferRow]


def offers_page(rows: Iterable[OfferRow]) -> OffersPage:
    """Put what waits for the reader first, then what they can buy, what waits, what is over."""
    all_rows = list(rows)
    waiting = [row for row in all_rows if row.waits]
    agreed = [row for row in all_rows if row.live and not row.waits and row.can_buy]
    first = {row.id for row in (*waiting, *agreed)}
    return OffersPage(
        waiting=waiting,
        agreed=agreed,
        open=[row for row in all_rows if row.live and row.id not in first],
        ended=[row for row in all_rows if not row.live],
    )
