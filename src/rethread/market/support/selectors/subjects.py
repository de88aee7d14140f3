"""Look at a thing as one person may see it, and gather the facts that answers are built from."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from rethread.market.accounts.selectors import users_by_ids
from rethread.market.catalogue.errors import ListingNotFound
from rethread.market.catalogue.selectors import access_listing_for_view
from rethread.market.fulfilment.selectors import find_return_for_order, find_shipment_for_order
from rethread.market.orders.errors import OrderNotFound
from rethread.market.orders.selectors import access_order, order_timeline
from rethread.market.orders.types import AddressView, OrderView
from rethread.market.payments.errors import PaymentNotFound
from rethread.market.payments.selectors import (
    access_payout,
    seller_balance,
    seller_payment_status,
)
from rethread.market.social.errors import ConversationNotFound
from rethread.market.social.selectors import access_conversation
from rethread.platform.kernel import Actor, business_now

from ..errors import SubjectNotFound
from ..models import Case
from ..types import (
    ConversationFacts,
    Facts,
    ListingFacts,
    ObjectKind,
    OrderFacts,
    PayoutFacts,
    Scan,
    Side,
    Subject,
)

KINDS: tuple[ObjectKind, ...] = ("order", "listing", "payout", "conversation")


def access_subject(*, actor: Actor, kind: str, object_id: UUID) -> Subject:
    """Return a thing with its facts, if the actor may ask about it.

    A person who may not sell or buy for now may still ask: nothing here looks at that.

    Raises:
        SubjectNotFound: there is none, or it is not theirs to ask about.
        PermissionDenied: nobody is signed in.
    """
    user_id = actor.require_user()
    try:
        if kind == "order":
            subject = _order(actor, object_id)
        elif kind == "listing":
            subject = _listing(actor, object_id)
        elif kind == "payout":
            subject = _payout(actor, object_id)
        elif kind == "conversation":
            subject = _conversation(actor, object_id)
        else:
            raise SubjectNotFound
    except (OrderNotFound, ListingNotFound, PaymentNotFound, ConversationNotFound) as error:
        raise SubjectNotFound from error
    return replace(subject, facts=_with_case(subject, user_id))


def _with_case(subject: Subject, user_id: UUID) -> Facts:
    """Add the open case that this person can read: their own, or the one about their order."""
    found = Case.objects.exclude(status="closed").filter(
        object_kind=subject.kind, object_id=subject.object_id
    )
    mine = [row for row in found if user_id in {row.opener_id, row.respondent_id}]
    mine.sort(key=lambda row: (not row.holds_money, row.id))
    return replace(subject.facts, open_case_id=mine[0].id if mine else None)


def _order(actor: Actor, order_id: UUID) -> Subject:
    order = access_order(actor, order_id)
    if order.side is None:
        raise SubjectNotFound
    return Subject(
        kind="order",
        object_id=order_id,
        facts=order_facts(order, order.side),
        title=order.lines[0].title,
        side=order.side,
        order_id=order_id,
        checkout_id=order.checkout_id,
        other_id=order.seller_id if order.side == "buyer" else order.buyer_id,
        photo=order.lines[0].photo,
    )


def _return_of(order: OrderView) -> tuple[datetime | None, tuple[Scan, ...]]:
    """Return by when a disputed order is to be sent back, and what its carrier saw of that."""
    if order.disputed_at is None:
        return None, ()
    due = Case.objects.filter(order_id=order.order_id, status="returning").values_list("due_at")
    if not (found := due.first()):
        return None, ()
    back = find_return_for_order(order.order_id)
    scans = back.scans if back else ()
    return found[0], tuple(Scan(scan.kind, scan.at, scan.note) for scan in scans)


def order_facts(order: OrderView, side: Side) -> OrderFacts:
    """Gather what is known about an order, for one of its sides."""
    shipment = find_shipment_for_order(order.order_id)
    timers = {row.kind: row.at for row in order_timeline(order.order_id) if not row.done}
    label = shipment.label_code if shipment else ""
    tracking = shipment.tracking_code if shipment else ""
    scans = shipment.scans if shipment else ()
    return_by, return_scans = _return_of(order)
    return OrderFacts(
        side=side,
        status=order.status,
        now=business_now(),
        total=order.total,
        seller_gets=order.seller_gets,
        address=_address(order.address),
        paid_at=order.paid_at,
        ship_promised_at=timers.get("ship_promised"),
        auto_cancel_at=timers.get("auto_cancel"),
        shipped_at=order.shipped_at,
        has_label=bool(label),
        tracking_code=order.tracking_code or tracking,
        delivery=order.delivery_method,
        pickup_place=order.pickup_place,
        scans=tuple(Scan(scan.kind, scan.at, scan.note) for scan in scans),
        delivered_at=order.delivered_at,
        release_at=timers.get("claim_window_end") or timers.get("no_scan_release"),
        completed_at=order.completed_at,
        seller_paid_at=order.seller_paid_at,
        seller_can_receive=seller_payment_status(order.seller_id).transfers_enabled,
        cancelled_at=order.cancelled_at,
        cancel_reason=order.cancel_reason,
        refund_failed_at=order.refund_failed_at,
        refunded_at=order.refunded_at,
        disputed_at=order.disputed_at,
        return_by=return_by,
        return_scans=return_scans,
    )


def _address(to: AddressView) -> str:
    return ", ".join(part for part in (to.line1, to.line2, to.city, to.postcode) if part)


def _listing(actor: Actor, listing_id: UUID) -> Subject:
    listing = access_listing_for_view(actor=actor, listing_id=listing_id)
    side: Side = "seller" if listing.seller_id == actor.user_id else "visitor"
    facts = ListingFacts(
        side=side,
        status=listing.status,
        on_holiday=listing.shop.on_vacation,
        published_at=listing.published_at,
        sold_at=listing.sold_at,
        price=listing.price,
        buyer_price=listing.buyer_price,
    )
    return Subject(
        kind="listing",
        object_id=listing_id,
        facts=facts,
        title=listing.title,
        side=side,
        photo=listing.photos[0] if listing.photos else None,
    )


def _payout(actor: Actor, payout_id: UUID) -> Subject:
    payout = access_payout(actor, payout_id)
    if payout.seller_id != actor.user_id:
        raise SubjectNotFound
    facts = PayoutFacts(
        side="seller",
        status=payout.status,
        amount=payout.amount,
        asked_at=payout.created_at,
        failure=payout.failure,
        available=seller_balance(payout.seller_id, payout.amount.currency).available,
        payouts_enabled=seller_payment_status(payout.seller_id).payouts_enabled,
    )
    return Subject(
        kind="payout", object_id=payout_id, facts=facts, title=payout.amount.format(), side="seller"
    )


def _conversation(actor: Actor, conversation_id: UUID) -> Subject:
    talk = access_conversation(actor, conversation_id)
    if actor.user_id not in {talk.buyer_id, talk.seller_id}:
        raise SubjectNotFound
    other = users_by_ids([talk.other_id])[talk.other_id].display_name
    last = talk.last_message
    facts = ConversationFacts(
        side="buyer" if talk.viewer_id == talk.buyer_id else "seller",
        other_name=other,
        started_at=talk.started_at,
        last_message_at=last.sent_at if last else talk.started_at,
        last_is_own=last is None or last.sender_id == talk.viewer_id,
        blocked=talk.closed,
    )
    return Subject(
        kind="conversation",
        object_id=conversation_id,
        facts=facts,
        title=other,
        side=facts.side,
        order_id=talk.order_id,
        other_id=talk.other_id,
    )
