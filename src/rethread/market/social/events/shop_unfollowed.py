"""Generated from contracts/social; do not edit.

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


class ShopUnfollowed(Struct, frozen=True, kw_only=True):
    """A person stopped following a shop."""

    # The shop.
    shop_id: UUID

    # Pseudonym of who followed it.
    follower_key: Annotated[str, Meta(max_length=64)]

    # Pseudonym of whose shop it is.
    seller_key: Annotated[str, Meta(max_length=64)]


SHOP_UNFOLLOWED = EventType(
    name="social.shop_unfollowed",
    version=1,
    partition_key="shop_id",
    payload=ShopUnfollowed,
)


def emit_shop_unfollowed(
    *,
    actor: Actor,
    occurred_at: datetime | None = None,
    context: EventContext | None = None,
    shop_id: UUID,
    follower_key: str,
    seller_key: str,
) -> UUID:
    """Emit `social.shop_unfollowed` and return the id of the event."""
    payload = ShopUnfollowed(
        shop_id=shop_id, follower_key=follower_key, seller_key=seller_key,
    )  # fmt: skip
    return emit(SHOP_UNFOLLOWED, payload, actor=actor, occurred_at=occurred_at, context=context)
