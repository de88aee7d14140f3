"""Generated from contracts/accounts; do not edit.

The typed events of this domain. An `emit_` function checks its event against the
contract and adds it to the outbox of the current transaction; it refuses to run outside
of one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from rethread.platform.events.emit import EventContext, EventType, emit
from rethread.platform.kernel import Actor


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
        shop_id=shop_id,
        seller_key=seller_key,
    )
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
        user_key=user_key,
        is_staff=is_staff,
    )
    return emit(USER_REGISTERED, payload, actor=actor, occurred_at=occurred_at, context=context)
