"""Generated from contracts/accounts; do not edit.

The typed events of this domain. An `emit_` function checks its event against the
contract and adds it to the outbox of the current transaction; it refuses to run outside
of one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from rethread.platform.events.emit import EventContext, EventType, emit
from rethread.platform.kernel import Actor


class BundleDiscountSet(Struct, frozen=True, kw_only=True):
    """A shop said what it takes off for several of its pieces."""

    # The shop.
    shop_id: UUID

    # Pseudonym of who sells there.
    seller_key: Annotated[str, Meta(max_length=64)]

    # Per cent off from 2 pieces; 0 for no step there.
    percent_from_2: Annotated[int, Meta(ge=0, le=50)]

    # Per cent off from 3 pieces; 0 for no step there.
    percent_from_3: Annotated[int, Meta(ge=0, le=50)]

    # Per cent off from 4 pieces; 0 for no step there.
    percent_from_4: Annotated[int, Meta(ge=0, le=50)]

    # Per cent off from 5 pieces; 0 for no step there.
    percent_from_5: Annotated[int, Meta(ge=0, le=50)]


BUNDLE_DISCOUNT_SET = EventType(
    name="accounts.bundle_discount_set",
    version=1,
    partition_key="seller_key",
    payload=BundleDiscountSet,
)


def emit_bundle_discount_set(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    shop_id: UUID,
    seller_key: str,
    percent_from_2: int,
    percent_from_3: int,
    percent_from_4: int,
    percent_from_5: int,
) -> UUID:
    """Emit `accounts.bundle_discount_set` and return the id of the event."""
    payload = BundleDiscountSet(
        shop_id=shop_id, seller_key=seller_key, percent_from_2=percent_from_2,
        percent_from_3=percent_from_3, percent_from_4=percent_from_4, percent_from_5=percent_from_5,
    )  # fmt: skip
    return emit(BUNDLE_DISCOUNT_SET, payload, actor=actor, occurred_at=occurred_at, context=context)


class DeliveryMethodsSet(Struct, frozen=True, kw_only=True):
    """A shop said in which ways it delivers."""

    # The shop.
    shop_id: UUID

    # Pseudonym of who sells there.
    seller_key: Annotated[str, Meta(max_length=64)]

    # Whether it sends parcels that the carrier scans.
    tracked: bool

    # Whether it sends parcels that nobody scans.
    untracked: bool

    # Whether buyers may pick up what they bought.
    pickup: bool


DELIVERY_METHODS_SET = EventType(
    name="accounts.delivery_methods_set",
    version=1,
    partition_key="seller_key",
    payload=DeliveryMethodsSet,
)


def emit_delivery_methods_set(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    shop_id: UUID,
    seller_key: str,
    tracked: bool,
    untracked: bool,
    pickup: bool,
) -> UUID:
    """Emit `accounts.delivery_methods_set` and return the id of the event."""
    payload = DeliveryMethodsSet(
        shop_id=shop_id, seller_key=seller_key, tracked=tracked, untracked=untracked, pickup=pickup,
    )  # fmt: skip
    return emit(
        DELIVERY_METHODS_SET, payload, actor=actor, occurred_at=occurred_at, context=context
    )


class ShopCurrencySet(Struct, frozen=True, kw_only=True):
    """A shop chose what its next listings are priced in."""

    # The shop.
    shop_id: UUID

    # Pseudonym of who sells there.
    seller_key: Annotated[str, Meta(max_length=64)]

    # ISO 4217 code of the currency.
    currency: Annotated[str, Meta(min_length=3, max_length=3)]


SHOP_CURRENCY_SET = EventType(
    name="accounts.shop_currency_set",
    version=1,
    partition_key="seller_key",
    payload=ShopCurrencySet,
)


def emit_shop_currency_set(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    shop_id: UUID,
    seller_key: str,
    currency: str,
) -> UUID:
    """Emit `accounts.shop_currency_set` and return the id of the event."""
    payload = ShopCurrencySet(
        shop_id=shop_id, seller_key=seller_key, currency=currency,
    )  # fmt: skip
    return emit(SHOP_CURRENCY_SET, payload, actor=actor, occurred_at=occurred_at, context=context)


class ShopOpened(Struct, frozen=True, kw_only=True):
    """Somebody opened a shop."""

    # The shop.
    shop_id: UUID

    # Pseudonym of who sells there.
    seller_key: Annotated[str, Meta(max_length=64)]


SHOP_OPENED = EventType(
    name="accounts.shop_opened",
    version=1,
    partition_key="seller_key",
    payload=ShopOpened,
)


def emit_shop_opened(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    shop_id: UUID,
    seller_key: str,
) -> UUID:
    """Emit `accounts.shop_opened` and return the id of the event."""
    payload = ShopOpened(
        shop_id=shop_id, seller_key=seller_key,
    )  # fmt: skip
    return emit(SHOP_OPENED, payload, actor=actor, occurred_at=occurred_at, context=context)


class UserRegistered(Struct, frozen=True, kw_only=True):
    """Somebody signed up."""

    # Pseudonym of who signed up.
    user_key: Annotated[str, Meta(max_length=64)]

    # Whether the account is one of the operator's staff.
    is_staff: bool


USER_REGISTERED = EventType(
    name="accounts.user_registered",
    version=1,
    partition_key="user_key",
    payload=UserRegistered,
)


def emit_user_registered(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    user_key: str,
    is_staff: bool,
) -> UUID:
    """Emit `accounts.user_registered` and return the id of the event."""
    payload = UserRegistered(
        user_key=user_key, is_staff=is_staff,
    )  # fmt: skip
    return emit(USER_REGISTERED, payload, actor=actor, occurred_at=occurred_at, context=context)


VacationEndedEndedBy = Literal[
    "seller",
    "date",
]


class VacationEnded(Struct, frozen=True, kw_only=True):
    """A shop is back from its vacation."""

    # The shop.
    shop_id: UUID

    # Pseudonym of who sells there.
    seller_key: Annotated[str, Meta(max_length=64)]

    # Whether its owner said so or its date came.
    ended_by: VacationEndedEndedBy


VACATION_ENDED = EventType(
    name="accounts.vacation_ended",
    version=1,
    partition_key="seller_key",
    payload=VacationEnded,
)


def emit_vacation_ended(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    shop_id: UUID,
    seller_key: str,
    ended_by: VacationEndedEndedBy,
) -> UUID:
    """Emit `accounts.vacation_ended` and return the id of the event."""
    payload = VacationEnded(
        shop_id=shop_id, seller_key=seller_key, ended_by=ended_by,
    )  # fmt: skip
    return emit(VACATION_ENDED, payload, actor=actor, occurred_at=occurred_at, context=context)


class VacationStarted(Struct, frozen=True, kw_only=True):
    """A shop went on vacation, or changed when it returns."""

    # The shop.
    shop_id: UUID

    # Pseudonym of who sells there.
    seller_key: Annotated[str, Meta(max_length=64)]

    # When it comes back by itself; absent when its owner will say.
    returns_at: Annotated[datetime, Meta(tz=True)] | None = None


VACATION_STARTED = EventType(
    name="accounts.vacation_started",
    version=1,
    partition_key="seller_key",
    payload=VacationStarted,
)


def emit_vacation_started(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    shop_id: UUID,
    seller_key: str,
    returns_at: datetime | None = None,
) -> UUID:
    """Emit `accounts.vacation_started` and return the id of the event."""
    payload = VacationStarted(
        shop_id=shop_id, seller_key=seller_key, returns_at=returns_at,
    )  # fmt: skip
    return emit(VACATION_STARTED, payload, actor=actor, occurred_at=occurred_at, context=context)
