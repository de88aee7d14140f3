"""Asks for a seller's identity before their first listing goes live, where the operator wants it.

It only reads what the provider has told us; it never calls the provider.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from rethread.market.catalogue.types import ListingView
from rethread.platform.kernel import settings

from ..selectors import seller_payment_status


class IdentityScreen:
    """`PublishScreen` of the catalogue: a listing waits until its seller can be paid for it.

    Asked now and never sprung after a sale; `RETHREAD_IDENTITY_BEFORE=payout` asks only then.
    """

    def reason_to_refuse(self, listing: ListingView) -> str | None:
        """Return what the seller still has to do, or None."""
        if settings().identity_before != "listing":
            return None
        if seller_payment_status(listing.seller_id).transfers_enabled:
            return None
        return _(
            "Before your first listing goes live we need to know who you are and where to send "
            "your money. It takes two minutes, once; your draft is saved."
        )
