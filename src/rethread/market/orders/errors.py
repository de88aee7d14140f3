"""What can go wrong with bags, checkouts and orders, each with a code that never changes."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from rethread.platform.kernel import (
    Conflict,
    DomainError,
    Invalid,
    Money,
    NotFound,
    PermissionDenied,
)


class ListingUnavailable(Conflict):
    """A garment is sold, reserved, hidden or gone."""

    def __init__(self, listing_ids: Iterable[UUID] = ()) -> None:
        message = "Somebody else has this, or its seller has taken it down."
        super().__init__(
            "orders.listing_unavailable", message, {str(i): message for i in listing_ids}
        )


class OwnListing(PermissionDenied):
    """People cannot buy from themselves."""

    def __init__(self) -> None:
        super().__init__("orders.own_listing", "This is your own listing.")


class PriceChanged(Conflict):
    """The total is not the one the buyer was shown; they must agree to the new one."""

    def __init__(self, expected: Money, actual: Money) -> None:
        self.expected, self.actual = expected, actual
        super().__init__(
            "orders.price_changed",
            f"The total has changed from {expected} to {actual}. Do you want to go on?",
            {"expected_total": str(actual.amount_minor)},
        )


class BagEmpty(Invalid):
    """There is nothing to buy."""

    def __init__(self) -> None:
        super().__init__("orders.bag_empty", "Your bag is empty.")


class BagFull(Invalid):
    """A bag holds a limited number of garments."""

    def __init__(self, limit: int) -> None:
        super().__init__("orders.bag_full", f"A bag holds {limit} garments.")


class CheckoutInProgress(Conflict):
    """The buyer already pays for one of these garments in another checkout."""

    def __init__(self, checkout_id: UUID) -> None:
        self.checkout_id = checkout_id
        super().__init__(
            "orders.checkout_in_progress",
            "You have a checkout open for this. Finish or cancel it first.",
            {"checkout_id": str(checkout_id)},
        )


class CheckoutClosed(Conflict):
    """The checkout is no longer open for paying."""

    def __init__(self) -> None:
        super().__init__("orders.checkout_closed", "This checkout has ended.")


class CheckoutNotFound(NotFound):
    """There is no such checkout for this person."""

    def __init__(self) -> None:
        super().__init__("orders.checkout_not_found", "We cannot find this checkout.")


class OrderNotFound(NotFound):
    """There is no such order for this person."""

    def __init__(self) -> None:
        super().__init__("orders.order_not_found", "We cannot find this order.")


class NotAllowedNow(Conflict):
    """The order is not in a state in which this can be done."""

    def __init__(self, action: str, status: str) -> None:
        super().__init__(
            "orders.not_allowed_now", f"This order is {status.replace('_', ' ')}: {action} no more."
        )


class NotYourOrder(PermissionDenied):
    """Only one side of the order may do this."""

    def __init__(self, side: str) -> None:
        super().__init__("orders.not_your_part", f"Only the {side} can do this.")


class AddressMissing(Invalid):
    """A parcel needs an address of the buyer's."""

    def __init__(self) -> None:
        super().__init__(
            "orders.address_missing",
            "Tell us where to send it.",
            {"address_id": "Choose an address."},
        )


class PaymentUnavailable(DomainError):
    """The payment provider does not answer; nothing was charged."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            "orders.payment_unavailable",
            "Payments do not answer at the moment. Your garments stay reserved; try again.",
        )
