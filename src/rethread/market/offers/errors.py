"""What can go wrong with offers, each with a code that never changes."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from rethread.platform.kernel import (
    Conflict,
    Invalid,
    LimitReached,
    Money,
    NotFound,
    PermissionDenied,
)


class OfferNotFound(NotFound):
    """There is no such negotiation of this person's."""

    def __init__(self) -> None:
        super().__init__("offers.offer_not_found", _("We cannot find this offer."))


class OwnListing(PermissionDenied):
    """People cannot make offers to themselves."""

    def __init__(self) -> None:
        super().__init__("offers.own_listing", _("This is your own listing."))


class ListingUnavailable(Conflict):
    """The listing cannot be bought now, so no price for it can be named or agreed."""

    def __init__(self) -> None:
        super().__init__(
            "offers.listing_unavailable", _("This piece is not for sale at the moment.")
        )


class AlreadyOpen(Conflict):
    """One negotiation at a time about one listing."""

    def __init__(self, offer_id: UUID) -> None:
        self.offer_id = offer_id
        super().__init__(
            "offers.already_open",
            _("You have an offer open for this piece already."),
            {"offer_id": str(offer_id)},
        )


class PriceOutOfRange(Invalid):
    """The price is not between what may be named; says both ends."""

    def __init__(self, low: Money, high: Money) -> None:
        message = (
            _("Name a price of %(amount)s.") % {"amount": low}
            if low == high
            else _("Name a price from %(low)s to %(high)s.") % {"low": low, "high": high}
        )
        super().__init__("offers.price_out_of_range", message, {"amount": message})


class PriceMissing(Invalid):
    """No price was named."""

    def __init__(self) -> None:
        message = _("Name a price.")
        super().__init__("offers.price_missing", message, {"amount": message})


class NothingBelow(Conflict):
    """The price is so low, or the two are so close, that no price can be named between."""

    def __init__(self) -> None:
        super().__init__(
            "offers.no_price_between", _("There is no other price left to name between the two.")
        )


class TooManyOffers(LimitReached):
    """Many offers in a short time."""

    def __init__(self, message: str) -> None:
        super().__init__("offers.too_many", message)


class NoLongerOpen(Conflict):
    """It was answered, taken back, or its time is up."""

    def __init__(self) -> None:
        super().__init__("offers.no_longer_open", _("This offer is no longer open."))


class NotYourTurn(Conflict):
    """It waits for the other side."""

    def __init__(self) -> None:
        super().__init__("offers.not_your_turn", _("This offer waits for the other side."))


class OfferChanged(Conflict):
    """The price that stands is not the one the person saw; they look again."""

    def __init__(self, now: Money) -> None:
        super().__init__(
            "offers.offer_changed",
            _("The price in this offer is %(amount)s now. Look again before you answer.")
            % {"amount": now},
        )


class ClosedBetweenYou(PermissionDenied):
    """A block stands between the two; both read the same."""

    def __init__(self) -> None:
        super().__init__(
            "offers.closed_between_you", _("Offers between the two of you are closed.")
        )


class Beaten(Conflict):
    """The public price is as low as the offer, or lower."""

    def __init__(self) -> None:
        super().__init__(
            "offers.beaten", _("It costs no more than this for everybody now. It can be bought.")
        )


class NoPricesLeft(Conflict):
    """Each side names a price three times."""

    def __init__(self) -> None:
        super().__init__(
            "offers.no_prices_left",
            _("You have named three prices. Accept the other side’s price, or leave it."),
        )


class OfferRefused(PermissionDenied):
    """The person may not make offers now; the message says why."""

    def __init__(self, reason: str) -> None:
        super().__init__("offers.refused", reason)


class InvalidFloor(Invalid):
    """The lowest price is no amount between the least price and the listing's own."""

    def __init__(self, low: Money, high: Money) -> None:
        message = _("Choose an amount from %(low)s to %(high)s, or leave it empty.") % {
            "low": low,
            "high": high,
        }
        super().__init__("offers.invalid_floor", message, {"floor": message})


class SentToday(LimitReached):
    """One offer a day to the people who like a listing."""

    def __init__(self) -> None:
        super().__init__(
            "offers.sent_today",
            _("You have sent today’s offer for this piece. Tomorrow you can send another."),
        )


class NobodyToSendTo(Conflict):
    """Nobody who likes it can be sent an offer now."""

    def __init__(self) -> None:
        super().__init__(
            "offers.nobody_to_send_to",
            _("Nobody can be sent an offer now: who likes it has one, or nobody likes it yet."),
        )
