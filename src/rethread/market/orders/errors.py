"""What can go wrong with bags, checkouts and orders, each with a code that never changes."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
        message = _("Somebody else has this, or its seller has taken it down.")
        super().__init__(
            "orders.listing_unavailable", message, {str(i): message for i in listing_ids}
        )


class BuyingRefused(PermissionDenied):
    """The person may not buy now; the message says why and where to read more."""

    def __init__(self, reason: str) -> None:
        super().__init__("orders.buying_refused", reason)


class OwnListing(PermissionDenied):
    """People cannot buy from themselves."""

    def __init__(self) -> None:
        super().__init__("orders.own_listing", _("This is your own listing."))


class PriceChanged(Conflict):
    """The total is not the one the buyer was shown; they must agree to the new one."""

    def __init__(self, expected: Money, actual: Money) -> None:
        self.expected, self.actual = expected, actual
        super().__init__(
            "orders.price_changed",
            _("The total has changed from %(old)s to %(new)s. Do you want to go on?")
            % {"old": expected, "new": actual},
            {"expected_total": str(actual.amount_minor)},
        )


class BagEmpty(Invalid):
    """There is nothing to buy."""

    def __init__(self) -> None:
        super().__init__("orders.bag_empty", _("Your bag is empty."))


class BagFull(Invalid):
    """A bag holds a limited number of garments."""

    def __init__(self, limit: int) -> None:
        super().__init__("orders.bag_full", _("A bag holds %(limit)d garments.") % {"limit": limit})


class CurrenciesMixed(Invalid):
    """One payment is in one currency."""

    def __init__(self) -> None:
        super().__init__(
            "orders.currencies_mixed",
            _("These pieces are priced in different currencies. Pay for one currency at a time."),
        )


class CheckoutInProgress(Conflict):
    """The buyer already pays for one of these garments in another checkout."""

    def __init__(self, checkout_id: UUID) -> None:
        self.checkout_id = checkout_id
        super().__init__(
            "orders.checkout_in_progress",
            _("You have a checkout open for this. Finish or cancel it first."),
            {"checkout_id": str(checkout_id)},
        )


class CheckoutClosed(Conflict):
    """The checkout is no longer open for paying."""

    def __init__(self) -> None:
        super().__init__("orders.checkout_closed", _("This checkout has ended."))


class CheckoutNotFound(NotFound):
    """There is no such checkout for this person."""

    def __init__(self) -> None:
        super().__init__("orders.checkout_not_found", _("We cannot find this checkout."))


class OrderNotFound(NotFound):
    """There is no such order for this person."""

    def __init__(self) -> None:
        super().__init__("orders.order_not_found", _("We cannot find this order."))


def _status_word(status: str) -> str:
    return {
        "awaiting_payment": _("not paid yet"),
        "paid": _("paid"),
        "shipped": _("on its way"),
        "delivered": _("delivered"),
        "completed": _("completed"),
        "lapsed": _("over, unpaid"),
        "cancelled": _("cancelled"),
        "refunded": _("refunded"),
    }.get(status, status.replace("_", " "))


def _action_words(action: str) -> str:
    return {
        "cancel it": _("cancel it"),
        "confirm it": _("confirm it"),
        "hand it over": _("hand it over"),
        "make a label": _("make a label"),
        "make another code": _("make another code"),
        "open a case about it": _("open a case about it"),
        "refund it": _("refund it"),
        "ship it": _("ship it"),
    }.get(action, action)


class NotAllowedNow(Conflict):
    """The order is not in a state in which this can be done."""

    def __init__(self, action: str, status: str) -> None:
        super().__init__(
            "orders.not_allowed_now",
            _("This order is %(status)s: you cannot %(action)s any more.")
            % {"status": _status_word(status), "action": _action_words(action)},
        )


class OrderDisputed(Conflict):
    """A case is open about this order; what would release its money waits until it is closed."""

    def __init__(self) -> None:
        super().__init__(
            "orders.disputed",
            _("A case is open about this order. Its money is held until the case is closed."),
        )


class NotYourOrder(PermissionDenied):
    """Only one side of the order may do this."""

    def __init__(self, side: str) -> None:
        super().__init__(
            "orders.not_your_part",
            _("Only the buyer can do this.")
            if side == "buyer"
            else _("Only the seller can do this."),
        )


class AddressMissing(Invalid):
    """A parcel needs an address of the buyer's."""

    def __init__(self) -> None:
        super().__init__(
            "orders.address_missing",
            _("Tell us where to send it."),
            {"address_id": _("Choose an address.")},
        )


class PaymentUnavailable(DomainError):
    """The payment provider does not answer; nothing was charged."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            "orders.payment_unavailable",
            _("Payments do not answer at the moment. Your garments stay reserved; try again."),
        )


class DeliveryNotOffered(Conflict):
    """A shop does not deliver in the way that was chosen."""

    def __init__(self, shop: str) -> None:
        super().__init__(
            "orders.delivery_not_offered",
            _("%(shop)s does not deliver that way any more. Choose another way.") % {"shop": shop},
        )


class PickedUp(Conflict):
    """The order is fetched by its buyer: there is nothing to send."""

    def __init__(self) -> None:
        super().__init__(
            "orders.is_picked_up",
            _("The buyer picks this up. Ask for their code when you hand it over."),
        )


class NotPickedUp(Conflict):
    """The order is sent to its buyer: there is no code."""

    def __init__(self) -> None:
        super().__init__("orders.not_a_pickup", _("This order is sent, not picked up."))


class WrongPickupCode(Conflict):
    """That is not the code of this order."""

    def __init__(self, tries_left: int) -> None:
        super().__init__(
            "orders.wrong_pickup_code",
            ngettext(
                "That is not the code of this order. You can try %(count)d more time.",
                "That is not the code of this order. You can try %(count)d more times.",
                tries_left,
            )
            % {"count": tries_left},
        )


class PickupCodeSpent(Conflict):
    """The code was guessed wrong too often; the buyer makes another."""

    def __init__(self) -> None:
        super().__init__(
            "orders.pickup_code_spent",
            _(
                "This code was typed wrong too often, so it no longer works. The buyer can make a "
                "new one on their page of the order."
            ),
        )


class NoLabel(NotFound):
    """There is no label to print."""

    def __init__(self) -> None:
        super().__init__("orders.no_label", _("There is no label for this yet."))


class NoReturnAddress(Conflict):
    """Nobody knows where to send an order back to: its seller has written down no address."""

    def __init__(self) -> None:
        super().__init__(
            "orders.no_return_address",
            _("The seller has written down no address to send this back to."),
        )
