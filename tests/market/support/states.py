"""Every state that a thing can be in, as facts: what answers about it must be true of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any, get_args
from uuid import UUID

from rethread.market.catalogue.types import ListingStatus
from rethread.market.fulfilment.types import ScanKind
from rethread.market.orders.types import CancelReason
from rethread.market.payments.types import PayoutStatus
from rethread.market.support.types import (
    ConversationFacts,
    Facts,
    ListingFacts,
    OrderFacts,
    PayoutFacts,
    Scan,
    Side,
)
from rethread.platform.kernel import Money

T0 = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
CASE_ID = UUID("019a0000-0000-7000-8000-000000000001")
TOTAL, GETS, FEE = Money(2207, "GBP"), Money(1697, "GBP"), Money(158, "GBP")
PRICE, BUYER_PRICE = Money(1750, "GBP"), Money(1908, "GBP")
SIDES: tuple[Side, ...] = ("buyer", "seller")
ACCEPTED = Scan("accepted", T0 + DAY)
SCANS: tuple[tuple[Scan, ...], ...] = (
    (),
    (ACCEPTED,),
    *((ACCEPTED, Scan(kind, T0 + 4 * DAY, "Leeds")) for kind in get_args(ScanKind)),
)
NOT_THERE = {"removed"}  # a listing that nobody can ask about


def order_states() -> Iterator[OrderFacts]:
    """Walk every state an order can be in, with everything that varies within it."""
    yield from _pickup_states()
    yield from _untracked_states()
    for side, days, tracked in product(SIDES, (0, 2, 6, 9), (False, True)):
        common: dict[str, Any] = {
            "side": side, "now": T0 + days * DAY, "total": TOTAL, "seller_gets": GETS,
            "address": "1 Mill Street, Leeds", "tracking_code": "RT1" if tracked else "",
            "has_label": tracked,
        }  # fmt: skip
        for case_id in (None, CASE_ID):
            yield from _unsent(common | {"open_case_id": case_id})
            yield from _sent(common | {"open_case_id": case_id}, tracked)
            yield from _ended(common | {"open_case_id": case_id})


def _pickup_states() -> Iterator[OrderFacts]:
    """Nothing of a pick-up is ever sent, labelled or scanned."""
    for side, days, case_id in product(SIDES, (0, 6), (None, CASE_ID)):
        common: dict[str, Any] = {
            "side": side, "now": T0 + days * DAY, "total": TOTAL, "seller_gets": GETS,
            "address": "", "delivery": "pickup", "pickup_place": "Headingley",
            "open_case_id": case_id,
        }  # fmt: skip
        yield from _unsent(common)
        for disputed_at in (None, T0 + 5 * DAY):
            yield OrderFacts(
                status="delivered", paid_at=T0, delivered_at=T0 + 4 * DAY,
                release_at=None if disputed_at else T0 + 6 * DAY, disputed_at=disputed_at,
                **common | {"open_case_id": CASE_ID if disputed_at else case_id},
            )  # fmt: skip
        yield OrderFacts(
            status="completed", paid_at=T0, delivered_at=T0 + 4 * DAY, completed_at=T0 + 6 * DAY,
            **common,
        )  # fmt: skip
        ended = {"paid_at": T0, "cancelled_at": T0 + 10 * DAY, "cancel_reason": "not_shipped"}
        yield OrderFacts(status="cancelled", **ended, **common)  # type: ignore[arg-type]
        yield OrderFacts(status="refunded", refunded_at=T0 + 11 * DAY, **ended, **common)  # type: ignore[arg-type]


def _untracked_states() -> Iterator[OrderFacts]:
    """An untracked parcel has a label or none, and no scan in either case."""
    for side, days, labelled, case_id in product(
        SIDES, (0, 2, 6, 9), (False, True), (None, CASE_ID)
    ):
        common: dict[str, Any] = {
            "side": side, "now": T0 + days * DAY, "total": TOTAL, "seller_gets": GETS,
            "address": "1 Mill Street, Leeds", "delivery": "untracked", "has_label": labelled,
            "open_case_id": case_id,
        }  # fmt: skip
        yield from _unsent(common)
        yield from _sent(common, tracked=False)
        yield from _ended(common)


def _unsent(common: dict[str, Any]) -> Iterator[OrderFacts]:
    yield OrderFacts(status="awaiting_payment", **common)
    yield OrderFacts(status="lapsed", **common)
    yield OrderFacts(
        status="paid",
        paid_at=T0,
        ship_promised_at=T0 + 5 * DAY,
        auto_cancel_at=T0 + 10 * DAY,
        **common,
    )


def _sent(common: dict[str, Any], tracked: bool) -> Iterator[OrderFacts]:
    for scans, disputed_at in product(SCANS if tracked else SCANS[:1], (None, T0 + 5 * DAY)):
        sent = common | {
            "paid_at": T0, "shipped_at": T0 + DAY, "scans": scans, "disputed_at": disputed_at,
            "open_case_id": CASE_ID if disputed_at else common["open_case_id"],
        }  # fmt: skip
        release_at = None if disputed_at else T0 + 12 * DAY
        yield OrderFacts(status="shipped", release_at=release_at, **sent)
        yield OrderFacts(
            status="delivered", delivered_at=T0 + 4 * DAY, release_at=release_at, **sent
        )
        for back in ((), (Scan("accepted", T0 + 8 * DAY, "Leeds"),)) if disputed_at else ():
            yield OrderFacts(
                status="delivered", delivered_at=T0 + 4 * DAY, release_at=None,
                return_by=T0 + 12 * DAY, return_scans=back, **sent,
            )  # fmt: skip


def _ended(common: dict[str, Any]) -> Iterator[OrderFacts]:
    sent = {"paid_at": T0, "shipped_at": T0 + DAY, "delivered_at": T0 + 4 * DAY}
    for paid_at, can_receive in product((None, T0 + 7 * DAY), (False, True)):
        if paid_at is None or can_receive:
            yield OrderFacts(
                status="completed", completed_at=T0 + 6 * DAY, seller_paid_at=paid_at,
                seller_can_receive=can_receive, **sent, **common,
            )  # fmt: skip
    reasons = [reason for reason in get_args(CancelReason) if reason]
    for reason, failed_at in product(reasons, (None, T0 + 8 * DAY)):
        ended = {"paid_at": T0, "cancelled_at": T0 + 7 * DAY, "cancel_reason": reason, **common}
        yield OrderFacts(status="cancelled", refund_failed_at=failed_at, **ended)
        yield OrderFacts(status="refunded", refunded_at=T0 + 9 * DAY, **ended)
        if failed_at is not None:  # the bank sent it back after it had been given
            bounced = {**ended, "refund_failed_at": T0 + 12 * DAY}
            yield OrderFacts(status="refunded", refunded_at=T0 + 9 * DAY, **bounced)


def listing_states() -> Iterator[ListingFacts]:
    sides: tuple[Side, ...] = ("seller", "visitor")
    statuses = [status for status in get_args(ListingStatus) if status not in NOT_THERE]
    for side, status, holiday, case_id in product(sides, statuses, (False, True), (None, CASE_ID)):
        if side == "visitor" and status in {"draft", "hidden"}:
            continue  # not there for anybody else
        priced = [True] if status != "draft" else [False, True]
        for has_price in priced:
            yield ListingFacts(
                side=side,
                status=status,
                on_holiday=holiday,
                published_at=None if status == "draft" else T0,
                sold_at=T0 + DAY if status == "sold" else None,
                price=PRICE if has_price else None,
                buyer_price=BUYER_PRICE if has_price else None,
                open_case_id=case_id,
            )


def payout_states() -> Iterator[PayoutFacts]:
    for status, left, enabled, case_id in product(
        get_args(PayoutStatus), (0, 1697), (False, True), (None, CASE_ID)
    ):
        for failure in ("", "account closed") if status == "failed" else ("",):
            yield PayoutFacts(
                side="seller", status=status, amount=GETS, asked_at=T0, failure=failure,
                available=Money(left, "GBP"), payouts_enabled=enabled, open_case_id=case_id,
            )  # fmt: skip


def conversation_states() -> Iterator[ConversationFacts]:
    for side, own, blocked, case_id in product(
        SIDES, (False, True), (False, True), (None, CASE_ID)
    ):
        yield ConversationFacts(
            side=side, other_name="Bo", started_at=T0, last_message_at=T0 + DAY, last_is_own=own,
            blocked=blocked, open_case_id=case_id,
        )  # fmt: skip


ALL: list[Facts] = [
    *order_states(), *listing_states(), *payout_states(), *conversation_states()
]  # fmt: skip
