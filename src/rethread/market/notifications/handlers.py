"""What people are told when a domain below has news. The same event again tells nobody anything:
every notice is keyed by what happened."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID
from zoneinfo import ZoneInfo

from rethread.market.accounts.selectors import shops_by_ids
from rethread.market.boosts.selectors import find_live_boost, list_boosts
from rethread.market.catalogue.selectors import find_owner
from rethread.market.offers.selectors import find_offer_parties
from rethread.market.orders.selectors import find_parties
from rethread.market.payments.selectors import access_payout
from rethread.market.search.selectors import saved_searches_by_ids
from rethread.market.social.selectors import find_message_parties, likes_by_ids
from rethread.market.support.selectors import find_case_parties
from rethread.market.trust.selectors import access_decision, find_reporter
from rethread.platform.events.envelope import Envelope
from rethread.platform.kernel import Actor, settings

from .services import notify
from .types import Fact

_ACTOR = Actor.system("notifications.handlers")
# event -> (kind for the buyer, kind for the seller)
_ORDERS: dict[str, tuple[str, str]] = {
    "orders.order_placed": ("order_confirmed", "order_sold"),
    "orders.order_shipped": ("order_shipped", ""),
    "orders.order_delivered": ("order_delivered", "sale_delivered"),
    "orders.order_completed": ("", "sale_completed"),
    "orders.order_cancelled": ("order_called_off", "sale_called_off"),
    "orders.order_refunded": ("order_refunded", ""),
}
ORDER_EVENTS = tuple(_ORDERS)
# event -> (kind, which of its facts names the side that did it, whether it happens once)
_OFFERS: dict[str, tuple[str, str, bool]] = {
    "offers.offer_made": ("offer_received", "made_by", True),
    "offers.offer_countered": ("offer_countered", "countered_by", False),
    "offers.offer_accepted": ("offer_accepted", "accepted_by", True),
    "offers.offer_declined": ("offer_declined", "declined_by", True),
    "offers.offer_withdrawn": ("offer_declined", "withdrawn_by", True),
    "offers.offer_expired": ("offer_ended", "", True),
}
OFFER_EVENTS = tuple(_OFFERS)
CASE_EVENTS = (
    "support.case_opened", "support.case_answered", "support.case_escalated",
    "support.case_decided", "support.case_closed", "support.return_asked",
)  # fmt: skip


BOOST_EVENTS = ("boosts.boost_paused", "boosts.boost_resumed", "boosts.boost_ended")
HOLIDAY_EVENTS = ("accounts.vacation_started", "accounts.vacation_ended")
SEEN_EVENTS = ("catalogue.listing_hidden", "catalogue.listing_shown")
_ENDED_BY_ITSELF = {"time", "cap"}  # what sold or was taken away is told of already, or was meant


def on_order_news(envelope: Envelope) -> None:
    """Tell the two sides of an order what became of it, each what concerns them."""
    payload = envelope.payload
    order_id = _id(envelope, "order_id")
    parties = find_parties(order_id)
    if parties is None or payload.get("delivered_by") == "buyer":
        return  # a buyer who says that it is there releases the money: that is told instead
    facts: dict[str, Fact] = {
        "title": parties.title,
        "pieces": parties.pieces,
        "currency": str(payload["currency"]),
        "reason": str(payload.get("reason", "")),
        "delivery": parties.delivery_method,
    }
    buyer_kind, seller_kind = _ORDERS[envelope.name]
    for kind, person_id, amount in (
        (buyer_kind, parties.buyer_id, payload["total_minor"]),
        (seller_kind, parties.seller_id, payload["item_minor"] - payload["seller_fee_minor"]),
    ):
        if kind:
            _tell(envelope, kind, [person_id], order_id, {**facts, "amount_minor": int(amount)})


def on_offer_news(envelope: Envelope) -> None:
    """Tell a side of a negotiation what the other did, and both when its time is over.

    Each reads the price that is theirs: the buyer with the fee, the seller without it.
    """
    payload = envelope.payload
    offer_id = _id(envelope, "offer_id")
    parties = find_offer_parties(offer_id)
    if parties is None:
        return
    kind, named, once = _OFFERS[envelope.name]
    by = str(payload[named]) if named else ""
    for side, person_id, amount in (
        ("buyer", parties.buyer_id, payload["buyer_price_minor"]),
        ("seller", parties.seller_id, payload["amount_minor"]),
    ):
        if side == by or (side == "seller" and parties.too_low):
            continue
        facts: dict[str, Fact] = {
            "title": parties.title,
            "side": side,
            "by": by,
            "amount_minor": int(amount),
            "currency": str(payload["currency"]),
            "used": str(payload.get("expired_as", "")),
        }
        key = str(offer_id) if once else str(envelope.event_id)
        _tell(envelope, kind, [person_id], offer_id, facts, key=key)


def on_payout_paid(envelope: Envelope) -> None:
    """Tell a seller that their money has arrived."""
    payload = envelope.payload
    payout_id = _id(envelope, "payout_id")
    seller_id = access_payout(_ACTOR, payout_id).seller_id
    facts: dict[str, Fact] = {
        "amount_minor": int(payload["amount_minor"]),
        "currency": str(payload["currency"]),
    }
    _tell(envelope, "payout_paid", [seller_id], payout_id, facts)


def on_review_opened(envelope: Envelope) -> None:
    """Tell whom a review is about, once both may read what was written."""
    order_id = _id(envelope, "order_id")
    parties = find_parties(order_id)
    if parties is not None:
        about = parties.seller_id if envelope.payload["side"] == "buyer" else parties.buyer_id
        review = str(envelope.payload["review_id"])
        _tell(envelope, "review_received", [about], order_id, {"title": parties.title}, key=review)


def on_saved_search_matched(envelope: Envelope) -> None:
    """Tell somebody that there is something new for what they look for."""
    search_id = _id(envelope, "saved_search_id")
    saved = saved_searches_by_ids([search_id]).get(search_id)
    if saved is not None:
        facts: dict[str, Fact] = {
            "title": saved.name or saved.query,
            "new": int(envelope.payload["new_count"]),
        }
        key = str(envelope.event_id)
        _tell(envelope, "search_matched", [saved.user_id], search_id, facts, key=key)


def on_liked_price_dropped(envelope: Envelope) -> None:
    """Tell somebody that a piece they like has become cheaper."""
    payload, like_id = envelope.payload, _id(envelope, "like_id")
    like = likes_by_ids([like_id]).get(like_id)
    owner = find_owner(like.listing_id) if like is not None else None
    if like is not None and owner is not None:
        facts: dict[str, Fact] = {
            "title": owner.title,
            "amount_minor": int(payload["now_minor"]),
            "currency": str(payload["currency"]),
        }
        key = str(envelope.event_id)
        _tell(envelope, "price_dropped", [like.user_id], like.listing_id, facts, key=key)


def on_message_sent(envelope: Envelope) -> None:
    """Write to whom it is for, unless they read it first."""
    message_id = _id(envelope, "message_id")
    parties = find_message_parties(message_id)
    if parties is not None and not parties.read:
        facts = {"title": parties.title}
        _tell(
            envelope, "message_received", [parties.recipient_id], parties.conversation_id, facts,
            key=str(message_id),
        )  # fmt: skip


def on_boost_news(envelope: Envelope) -> None:
    """Tell a seller that a boost stands still for what they owe, goes on, or is over by itself.

    Several that stop or go on are one notice: all of a seller's do so together.
    """
    payload, boost_id = envelope.payload, _id(envelope, "boost_id")
    owner = find_owner(_id(envelope, "listing_id"))
    if owner is None:
        return
    facts: dict[str, Fact] = {"title": owner.title, "reason": str(payload.get("reason", "owed"))}
    if envelope.name != "boosts.boost_ended":
        kind = envelope.name.partition(".")[2]
        key = str(envelope.event_id)
        _tell(envelope, kind, [owner.seller_id], owner.seller_id, facts, key=key)
    elif facts["reason"] in _ENDED_BY_ITSELF:
        facts |= {"amount_minor": payload["spent_minor"], "currency": str(payload["currency"])}
        _tell(envelope, "boost_ended", [owner.seller_id], boost_id, facts)


def on_boosted_seen_or_not(envelope: Envelope) -> None:
    """Tell a seller that a boost rests because nobody can buy the piece, or no longer does.

    Its days run on meanwhile, which is why they should know.
    """
    boost = find_live_boost(_id(envelope, "listing_id"))
    owner = find_owner(boost.listing_id) if boost is not None else None
    if boost is None or owner is None or boost.status != "running":
        return
    hidden = envelope.name == "catalogue.listing_hidden"
    kind = "boost_paused" if hidden else "boost_resumed"
    facts: dict[str, Fact] = {"title": owner.title, "reason": "hidden"}
    key = str(envelope.event_id)
    _tell(envelope, kind, [owner.seller_id], owner.seller_id, facts, key=key)


def on_boost_clicked(envelope: Envelope) -> None:
    """Tell a seller that a boost has spent what it may in a day: once a day, on the activity page.

    Told late, after that day, it would be no news any more.
    """
    if not envelope.payload["price_minor"]:
        return
    boost = find_live_boost(_id(envelope, "listing_id"))
    owner = find_owner(boost.listing_id) if boost is not None else None
    if boost is None or owner is None or not boost.resting_today:
        return
    day = envelope.occurred_at.astimezone(ZoneInfo(settings().time_zone)).date().isoformat()
    spent = boost.spent_today
    facts: dict[str, Fact] = {
        "title": owner.title,
        "day": day,
        "amount_minor": spent.amount_minor,
        "currency": spent.currency,
    }
    _tell(envelope, "boost_rested", [owner.seller_id], boost.id, facts, key=f"{boost.id}:{day}")


def on_holiday(envelope: Envelope) -> None:
    """Tell a seller that their boosts rest while the shop is away and their days run on, or that
    they go on."""
    shop_id = _id(envelope, "shop_id")
    shop = shops_by_ids([shop_id]).get(shop_id)
    if shop is None:
        return
    kind = "boost_paused" if envelope.name == HOLIDAY_EVENTS[0] else "boost_resumed"
    for boost in list_boosts(actor=Actor.user(shop.owner_id)):
        owner = find_owner(boost.listing_id) if boost.status == "running" else None
        if owner is not None:
            facts: dict[str, Fact] = {"title": owner.title, "reason": "holiday"}
            key = f"{envelope.event_id}:{boost.id}"
            _tell(envelope, kind, [shop.owner_id], shop.owner_id, facts, key=key)


def on_case_news(envelope: Envelope) -> None:
    """Tell the parties of a case what happened in it; nobody is told what they did themselves."""
    case_id = _id(envelope, "case_id")
    parties = find_case_parties(case_id)
    if parties is None:
        return
    both = [one for one in (parties.opener_id, parties.respondent_id) if one is not None]
    opener, others = [parties.opener_id], [one for one in both if one != parties.opener_id]
    kind, people = {
        "support.case_opened": ("case_opened", others),
        "support.case_answered": ("case_answered", opener),
        "support.case_escalated": ("case_with_staff", both),
        "support.case_decided": ("case_decided", both),
        "support.case_closed": ("case_closed", both),
        "support.return_asked": ("return_asked", opener),
    }[envelope.name]
    facts = {"title": parties.title, "outcome": str(envelope.payload.get("outcome", ""))}
    _tell(envelope, kind, people, case_id, facts, key=str(envelope.event_id))


def on_decision_taken(envelope: Envelope) -> None:
    """Tell whom a decision concerns that there is one, with reasons to read."""
    if envelope.payload["action"] != "none":
        _tell_subject(envelope, "decision_taken")


def on_decision_ended(envelope: Envelope) -> None:
    """Tell whom a decision concerned that it is over."""
    _tell_subject(envelope, "decision_ended")


def on_appeal_decided(envelope: Envelope) -> None:
    """Tell who appealed that there is an answer."""
    _tell_subject(envelope, "appeal_decided")


def _tell_subject(envelope: Envelope, kind: str) -> None:
    decision = access_decision(_ACTOR, _id(envelope, "decision_id"))
    if decision.action != "none":
        facts = {"action": decision.action, "outcome": str(envelope.payload.get("outcome", ""))}
        _tell(envelope, kind, [decision.subject_id], decision.decision_id, facts)


def on_notice_answered(envelope: Envelope) -> None:
    """Tell who reported something that there is an answer."""
    notice_id = _id(envelope, "notice_id")
    reporter_id = find_reporter(notice_id)
    if reporter_id is not None:
        _tell(envelope, "report_answered", [reporter_id], notice_id, {})


def on_listing_liked(envelope: Envelope) -> None:
    """Tell a seller that somebody likes a piece; who it was is theirs to keep."""
    payload = envelope.payload
    if payload["liker_key"] == payload["seller_key"]:
        return
    listing_id = _id(envelope, "listing_id")
    owner = find_owner(listing_id)
    if owner is not None:
        key = f"{listing_id}:{payload['liker_key']}"  # liked, unliked and liked again is one like
        facts = {"title": owner.title}
        _tell(envelope, "listing_liked", [owner.seller_id], listing_id, facts, key=key)


def on_shop_followed(envelope: Envelope) -> None:
    """Tell a seller that somebody follows their shop."""
    shop_id = _id(envelope, "shop_id")
    shop = shops_by_ids([shop_id]).get(shop_id)
    if shop is not None:
        key = f"{shop_id}:{envelope.payload['follower_key']}"
        _tell(envelope, "shop_followed", [shop.owner_id], shop_id, {}, key=key)


def _tell(
    envelope: Envelope,
    kind: str,
    people: list[UUID],
    subject_id: UUID,
    facts: Mapping[str, Fact],
    key: str = "",
) -> None:
    notify(
        actor=_ACTOR,
        kind=kind,
        people=people,
        subject_id=subject_id,
        key=key or str(subject_id),
        facts=facts,
        happened_at=envelope.occurred_at,
    )


def _id(envelope: Envelope, name: str) -> UUID:
    return UUID(str(envelope.payload[name]))
