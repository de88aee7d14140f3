"""The shapes of a shop and of what its owner sends about it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from rethread.market.accounts.types import ShopSummary


class ShopBody(msgspec.Struct, frozen=True):
    """A shop as its owner sees it; `vacation_until` is null when no return is planned."""

    id: UUID
    handle: str
    name: str
    ships_within_days: int
    on_vacation: bool
    vacation_until: datetime | None


class Vacation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Go on holiday or come back. `until`, with its offset, brings the shop back by itself."""

    on_vacation: bool
    until: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


def shop_body(shop: ShopSummary) -> ShopBody:
    """Turn a shop into its JSON shape."""
    return ShopBody(
        id=shop.id,
        handle=shop.handle,
        name=shop.name,
        ships_within_days=shop.ships_within_days,
        on_vacation=shop.on_vacation,
        vacation_until=shop.vacation_until,
    )
