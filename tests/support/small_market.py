"""A few dozen events of a market that sold two garments, through the generated emit functions.

Amounts are chosen so that every expected figure can be worked out by hand.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from rethread.market.accounts.events import emit_shop_opened, emit_user_registered
from rethread.market.catalogue.events import (
    emit_listing_created,
    emit_listing_published,
    emit_listing_reserved,
    emit_listing_sold,
)
from rethread.market.discovery.events import emit_listing_impressed, emit_listing_viewed
from rethread.market.ledger.events import emit_transfer_posted
from rethread.market.orders.events import (
    emit_order_completed,
    emit_order_placed,
    emit_order_shipped,
)
from rethread.platform.kernel import Actor

from .small_complaint import complain

DAY_1 = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ACTOR = Actor.system("tests")


def uid(number: int) -> UUID:
    return UUID(f"01900000-0000-7000-8000-{number:012d}")


def sell_two_garments() -> int:
    """Emit everything and return how many events there are."""
    with transaction.atomic():
        people = _people()
        listings = sum(_listing(number) for number in (1, 2, 3))
        orders = sum(_order(number) for number in (1, 2))
        complaint = complain(
            order_id=uid(101),
            questions=(uid(701), uid(702)),
            case_id=uid(750),
            at=DAY_1 + timedelta(days=2),
        )
        return people + listings + orders + complaint


def _people() -> int:
    for key in ("seller", "buyer"):
        emit_user_registered(actor=ACTOR, occurred_at=DAY_1, user_key=key, is_staff=False)
    emit_shop_opened(actor=ACTOR, occurred_at=DAY_1, shop_id=uid(900), seller_key="seller")
    return 3


def _listing(number: int) -> int:
    snapshot: dict[str, Any] = {
        "actor": ACTOR,
        "listing_id": uid(number),
        "seller_key": "seller",
        "shop_id": uid(900),
        "type": "jumper",
        "colours": ["red"],
        "styles": [],
        "price_minor": 1000 * number,
        "currency": "GBP",
        "photo_count": 1,
    }
    created = DAY_1 + timedelta(hours=number)
    emit_listing_created(**snapshot, occurred_at=created, listing_version=1, status="draft")
    # Published at the same moment: of the two only this one was ever true for any length of time.
    emit_listing_published(
        **snapshot, occurred_at=created, listing_version=2, status="live", published_at=created
    )
    emit_listing_impressed(
        actor=Actor.anonymous(),
        occurred_at=created + timedelta(hours=1),
        listing_id=uid(number),
        ranking_id=uid(800),
        surface="feed",
        position=number,
    )
    emit_listing_viewed(
        actor=Actor.anonymous(),
        occurred_at=created + timedelta(hours=2),
        listing_id=uid(number),
        surface="direct",
    )
    if number == 3:
        return 4
    sold = DAY_1 + timedelta(days=number)
    emit_listing_reserved(
        **snapshot, occurred_at=sold - timedelta(minutes=5), listing_version=3, status="reserved"
    )
    emit_listing_sold(**snapshot, occurred_at=sold, listing_version=4, status="sold")
    return 6


def _order(number: int) -> int:
    sold = DAY_1 + timedelta(days=number)
    item = 1000 * number
    order: dict[str, Any] = {
        "actor": ACTOR,
        "order_id": uid(100 + number),
        "checkout_id": uid(200 + number),
        "buyer_key": "buyer",
        "seller_key": "seller",
        "listing_ids": [str(uid(number))],
        "item_minor": item,
        "buyer_fee_minor": 120,
        "delivery_minor": 300,
        "seller_fee_minor": 30,
        "total_minor": item + 420,
        "currency": "GBP",
    }
    emit_order_placed(**order, occurred_at=sold, fee_schedule_version=1)
    moves = [
        ("provider_pending:platform", f"held:{uid(100 + number)}", item),
        ("provider_pending:platform", "fee_buyer", 120),
        ("provider_pending:platform", "shipping", 300),
    ]
    for place, (debit, credit, amount) in enumerate(moves):
        emit_transfer_posted(
            actor=ACTOR,
            occurred_at=sold,
            journal_id=uid(300 + number),
            transfer_id=uid(400 + number * 10 + place),
            journal_kind="payment_captured",
            debit_account=debit,
            credit_account=credit,
            amount_minor=amount,
            currency="GBP",
            order_id=uid(100 + number),
        )
    if number == 2:
        return 4
    emit_order_shipped(**order, occurred_at=sold + timedelta(hours=5), has_tracking=True)
    emit_order_completed(**order, occurred_at=sold + timedelta(days=4), completed_by="buyer")
    return 6
