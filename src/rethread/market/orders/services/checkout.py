"""Start, pay for and cancel a checkout.

The amount is always computed here, under lock, from what the catalogue says; what a browser sends
is only compared with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from rethread.market.accounts.errors import AddressNotFound
from rethread.market.accounts.selectors import access_address
from rethread.market.catalogue import errors as catalogue_errors
from rethread.market.catalogue.services import reserve_listings
from rethread.market.catalogue.types import ReservedListing
from rethread.market.offers.services import take_private_prices
from rethread.market.payments.selectors import get_payment
from rethread.market.payments.services import (
    refresh_payment,
    request_expiry,
    run_operation_now,
    start_payment,
)
from rethread.market.pricing.types import DeliveryMethod
from rethread.platform.kernel import Actor, Money, business_now, new_id, settings
from rethread.platform.kernel.idempotency import run_idempotent

from ..errors import (
    AddressMissing,
    BagEmpty,
    BuyingRefused,
    CheckoutClosed,
    CheckoutInProgress,
    CheckoutNotFound,
    CurrenciesMixed,
    ListingUnavailable,
    OwnListing,
    PaymentUnavailable,
    PriceChanged,
)
from ..models import Bag, BagItem, Checkout, Order, OrderLine
from ..ports import buyer_gate
from ..rules.transitions import CHECKOUT_LIVE, CHECKOUT_PAYABLE
from ..selectors import get_checkout
from ..types import AddressView, CheckoutView
from .locking import lock_bag, lock_checkout
from .moving import end_timers, move_checkout, set_timer
from .writing import payment_request, quote_reserved, write_checkout

# Where nothing is sent: everything of the checkout is picked up.
NOWHERE: Final = AddressView(name="", line1="", line2="", city="", postcode="", country="")


def start_checkout(
    *,
    actor: Actor,
    address_id: UUID | None,
    idempotency_key: str,
    expected_total: Money | None,
    listing_ids: Sequence[UUID] | None = None,
    delivery: Mapping[UUID, DeliveryMethod] | None = None,
    currency: str = "",
) -> CheckoutView:
    """Reserve what lies in the bag for 10 minutes under a quote that cannot change.

    `listing_ids` chooses from the bag (or buys now what is not in it); None means the whole bag,
    or of a bag that mixes currencies what is priced in `currency` (in that of `expected_total`).
    `delivery` chooses, by shop, how each parcel gets to the buyer; a shop that is not named uses
    the first way it offers. `address_id` may be None when everything is picked up.
    `expected_total` is the total the buyer saw, None when no page showed one. The same key gives
    the same checkout; the pay page's address comes from `open_pay_page`.

    Raises:
        BagEmpty, AddressMissing, ListingUnavailable, OwnListing: nothing was reserved.
        CurrenciesMixed: they are not all priced in one currency.
        DeliveryNotOffered: a shop does not deliver as chosen (any more).
        PriceChanged: the total is not the expected one; ask again with the new total.
        CheckoutInProgress: the buyer is paying for one of these already.
        BuyingRefused: the buyer may not buy now; the message says why.
        Conflict: the key was used for another request.
    """
    buyer_id = actor.require_user()
    chosen = None if listing_ids is None else sorted(set(listing_ids))
    body: dict[str, object] = {
        "address": str(address_id) if address_id is not None else "",
        "expected": None if expected_total is None else [*_plain(expected_total)],
        "listings": None if chosen is None else [str(listing_id) for listing_id in chosen],
    }

    ways = dict(delivery or {})
    paid_in = currency or (expected_total.currency if expected_total is not None else "")
    if currency:
        body["currency"] = currency
    if ways:
        body["delivery"] = [[str(shop_id), ways[shop_id]] for shop_id in sorted(ways)]

    def work() -> dict[str, str]:
        checkout_id = _reserve_and_quote(actor, address_id, chosen, expected_total, ways, paid_in)
        return {"checkout_id": str(checkout_id)}

    answer, _ = run_idempotent(
        scope=f"orders.start_checkout:{buyer_id}", key=idempotency_key, body=body, work=work
    )
    return get_checkout(actor, UUID(answer["checkout_id"]))


def _plain(money: Money) -> tuple[int, str]:
    return money.amount_minor, money.currency


def _reserve_and_quote(
    actor: Actor,
    address_id: UUID | None,
    chosen: Sequence[UUID] | None,
    expected: Money | None,
    ways: Mapping[UUID, DeliveryMethod],
    paid_in: str,
) -> UUID:
    buyer_id = actor.require_user()
    reason = buyer_gate().reason_to_refuse(buyer_id)
    if reason is not None:
        raise BuyingRefused(reason)
    bag = lock_bag(buyer_id)
    if chosen is None:
        chosen = _in_bag(bag, paid_in)
    if not chosen:
        raise BagEmpty
    address = _address(actor, address_id)
    open_already = _find_in_progress(buyer_id, chosen, address, expected, ways)
    if open_already is not None:
        return open_already
    checkout_id = new_id()
    reserved = _reserve(actor, chosen, checkout_id)
    if len({listing.price.currency for listing in reserved}) > 1:
        raise CurrenciesMixed
    agreed = take_private_prices(buyer_id=buyer_id, reserved=reserved, checkout_id=checkout_id)
    quote = quote_reserved(reserved, agreed, ways)
    if address == NOWHERE and any(parcel.way.method != "pickup" for parcel in quote.parcels):
        raise AddressMissing
    total = Money(quote.total_minor, quote.currency)
    if expected is not None and expected != total:
        raise PriceChanged(expected, total)
    now = business_now()
    until = now + timedelta(minutes=settings().reservation_minutes)
    checkout, orders = write_checkout(checkout_id, buyer_id, address, quote, now, until)
    start_payment(actor=actor, payment=payment_request(checkout, orders))
    set_timer(checkout, "reservation_end", until)
    return checkout_id


def _in_bag(bag: Bag, paid_in: str) -> list[UUID]:
    """Return what lies in a bag, in one currency where it says which."""
    rows = BagItem.objects.filter(bag=bag)
    if paid_in:
        rows = rows.filter(currency=paid_in)
    return sorted(rows.values_list("listing_id", flat=True))


def _address(actor: Actor, address_id: UUID | None) -> AddressView:
    if address_id is None:
        return NOWHERE
    try:
        found = access_address(actor=actor, address_id=address_id)
    except AddressNotFound as error:
        raise AddressMissing from error
    return AddressView(
        name=found.name,
        line1=found.line1,
        line2=found.line2,
        city=found.city,
        postcode=found.postcode,
        country=found.country,
    )


def _find_in_progress(
    buyer_id: UUID,
    chosen: Sequence[UUID],
    address: AddressView,
    expected: Money | None,
    ways: Mapping[UUID, DeliveryMethod],
) -> UUID | None:
    """Return the buyer's payable checkout of just these garments; the bag's lock makes it one.

    Raises:
        CheckoutInProgress: one holds some of them, under other terms, or is being closed.
    """
    holding = OrderLine.objects.filter(
        listing_id__in=chosen,
        live=True,
        order__checkout__buyer_id=buyer_id,
        order__checkout__status__in=CHECKOUT_LIVE,
    ).values_list("order__checkout_id", flat=True)
    for checkout_id in set(holding):
        checkout = Checkout.objects.get(pk=checkout_id)
        garments = OrderLine.objects.filter(order__checkout=checkout, live=True)
        same = (
            checkout.status in CHECKOUT_PAYABLE
            and sorted(garments.values_list("listing_id", flat=True)) == list(chosen)
            and AddressView(**checkout.address) == address
            and _delivered_as(checkout, ways)
            and expected in {None, Money(checkout.total_minor, checkout.currency)}
        )
        if not same:
            raise CheckoutInProgress(checkout_id)
        return checkout.id
    return None


def _delivered_as(checkout: Checkout, ways: Mapping[UUID, DeliveryMethod]) -> bool:
    rows = Order.objects.filter(checkout=checkout, shop_id__in=ways)
    return all(
        ways[shop_id] == way for shop_id, way in rows.values_list("shop_id", "delivery_method")
    )


def _reserve(
    actor: Actor, listing_ids: Sequence[UUID], checkout_id: UUID
) -> Sequence[ReservedListing]:
    try:
        return reserve_listings(actor=actor, listing_ids=listing_ids, checkout_id=checkout_id)
    except catalogue_errors.OwnListing as error:
        raise OwnListing from error
    except catalogue_errors.ListingUnavailable as error:
        raise ListingUnavailable(error.listing_ids) from error


def open_pay_page(actor: Actor, checkout_id: UUID) -> str:
    """Return the address of the hosted page where this checkout is paid. Calls the provider.

    Asked again while the page is open it returns the same address without a call.

    Raises:
        CheckoutNotFound: there is none of the actor's.
        CheckoutClosed: it is paid, or its time is up.
        PaymentUnavailable: the provider does not answer; the reservation stands until its time.
    """
    view = get_checkout(actor, checkout_id)
    if view.status not in CHECKOUT_PAYABLE:
        raise CheckoutClosed
    payment = get_payment(checkout_id)
    if payment.pay_url is None and payment.operation_id is not None:
        run_operation_now(payment.operation_id)
        payment = get_payment(checkout_id)
    if payment.pay_url is None:
        raise PaymentUnavailable
    with transaction.atomic():
        checkout = lock_checkout(checkout_id)
        if checkout.status == "open":
            move_checkout(checkout, "pay_page_opened")
    return payment.pay_url


def refresh_checkout(*, actor: Actor, checkout_id: UUID) -> CheckoutView:
    """Ask the provider how a checkout's payment stands and return what became of it.

    For the page a buyer returns to from paying: a webhook may still be on its way. Calls the
    provider, not in a transaction; when it does not answer, what we know is returned.

    Raises:
        CheckoutNotFound: there is none of the actor's.
    """
    view = get_checkout(actor, checkout_id)
    if view.status in CHECKOUT_LIVE:
        refresh_payment(checkout_id)
        view = get_checkout(actor, checkout_id)
    return view


def cancel_checkout(*, actor: Actor, checkout_id: UUID) -> CheckoutView:
    """Give the garments back; they are free once the provider confirms nothing was paid.

    Raises:
        CheckoutNotFound: there is none of the actor's.
        CheckoutClosed: it is paid, or it ended before.
    """
    buyer_id = actor.require_user()
    if not Checkout.objects.filter(pk=checkout_id, buyer_id=buyer_id).exists():
        raise CheckoutNotFound
    with transaction.atomic():
        request_expiry(actor=actor, checkout_id=checkout_id)
        checkout = lock_checkout(checkout_id)
        if checkout.status not in CHECKOUT_PAYABLE:
            raise CheckoutClosed
        move_checkout(checkout, "buyer_cancels", cancelled_by_buyer=True)
        end_timers(checkout, "reservation_end")
    return get_checkout(actor, checkout_id)
