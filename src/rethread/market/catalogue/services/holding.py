"""Keep a listing as it is while a package above agrees on something about it."""

from __future__ import annotations

from uuid import UUID

from rethread.platform.kernel import Money, invariant
from rethread.platform.kernel.fetching import select

from ..types import HeldListing

_HOLD = """
SELECT l.seller_id, l.status, s.on_vacation, l.title, l.price_minor, l.currency
FROM catalogue_listing l JOIN accounts_shop s ON s.id = l.shop_id
WHERE l.id = %s FOR SHARE OF l
"""


def hold_listing(listing_id: UUID) -> HeldListing | None:
    """Return a listing that was public once; nobody changes it until the transaction ends.

    Several may hold it at once; reserving, hiding and repricing wait. Drafts are None.
    """
    found = select(_HOLD, [listing_id])
    if not found or found[0][1] == "draft" or found[0][4] is None:
        return None
    seller_id, status, on_vacation, title, price_minor, currency = found[0]
    invariant(price_minor > 0, "what was public has a price")
    return HeldListing(
        id=listing_id,
        seller_id=seller_id,
        status=status,
        available=status == "live" and not on_vacation,
        title=title,
        price=Money(price_minor, currency),
    )
