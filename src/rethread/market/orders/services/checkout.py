"""Start, pay for and cancel a checkout."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from rethread.platform.kernel import Actor, Money

from ..types import CheckoutView


def start_checkout(
    *,
    actor: Actor,
    address_id: UUID,
    idempotency_key: str,
    expected_total: Money | None,
    listing_ids: Sequence[UUID] | None = None,
) -> CheckoutView:
    """Reserve what lies in the bag for 10 minutes under a quote that cannot change.

    `listing_ids` chooses from the bag (or buys now what is not in it); None means the whole bag.
    `expected_total` is the total the buyer saw, None when no page showed one. The same key gives
    the same checkout; the pay page's address comes from `open_pay_page`.

    Raises:
        BagEmpty, AddressMissing, ListingUnavailable, OwnListing: nothing was reserved.
        PriceChanged: the total is not the expected one; ask again with the new total.
        CheckoutInProgress: the buyer is paying for one of these already.
        Conflict: the key was used for another request.
    """
    raise NotImplementedError


def open_pay_page(actor: Actor, checkout_id: UUID) -> str:
    """Return the address of the hosted page where this checkout is paid. Calls the provider.

    Raises:
        CheckoutNotFound: there is none of the actor's.
        CheckoutClosed: it is paid, or its time is up.
        PaymentUnavailable: the provider does not answer; the reservation stands until its time.
    """
    raise NotImplementedError


def cancel_checkout(*, actor: Actor, checkout_id: UUID) -> CheckoutView:
    """Give the garments back; they are free once the provider confirms nothing was paid.

    Raises:
        CheckoutNotFound, CheckoutClosed.
    """
    raise NotImplementedError
