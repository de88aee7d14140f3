"""What the catalogue can refuse, with stable codes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from rethread.platform.kernel import Conflict, Invalid, NotFound, PermissionDenied
from rethread.platform.kernel.languages import date_format


class InvalidListing(Invalid):
    """Fields of a listing are not acceptable; `fields` says which and why
    (`catalogue.invalid_listing`)."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        message = " ".join(fields.values()) or _("This listing is not complete.")
        super().__init__("catalogue.invalid_listing", message, fields)


class ListingNotFound(NotFound):
    """There is no such listing, or it is not this person's (`catalogue.listing_not_found`)."""

    def __init__(self) -> None:
        super().__init__("catalogue.listing_not_found", _("There is no such listing."))


class ListingUnavailable(Conflict):
    """Something in the bag cannot be had now; `listing_ids` says what
    (`catalogue.listing_unavailable`)."""

    def __init__(self, listing_ids: tuple[UUID, ...]) -> None:
        message = _("Somebody else was quicker, or it is no longer for sale.")
        fields = {str(listing_id): message for listing_id in listing_ids}
        super().__init__("catalogue.listing_unavailable", message, fields)
        self.listing_ids = listing_ids


class OwnListing(PermissionDenied):
    """Nobody buys their own (`catalogue.own_listing`)."""

    def __init__(self) -> None:
        super().__init__("catalogue.own_listing", _("You cannot buy your own listing."))


class WrongStatus(Conflict):
    """The life cycle does not allow this step (`catalogue.wrong_status`)."""

    def __init__(self, status: str, step: str) -> None:
        super().__init__("catalogue.wrong_status", f"A {status} listing cannot {step}.")
        self.listing_status = status


class InvalidBulk(Invalid):
    """Nothing was chosen, too much was, or the change makes no sense (`catalogue.invalid_bulk`)."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__("catalogue.invalid_bulk", message, {field: message})


class ChangedMeanwhile(Conflict):
    """Somebody changed the listing since it was read (`catalogue.changed_meanwhile`)."""

    def __init__(self) -> None:
        super().__init__(
            "catalogue.changed_meanwhile", _("This listing changed meanwhile. Look at it again.")
        )


class RefreshTooSoon(Conflict):
    """It was listed or refreshed less than 30 days ago (`catalogue.refresh_too_soon`)."""

    def __init__(self, from_at: datetime) -> None:
        super().__init__(
            "catalogue.refresh_too_soon",
            _("It can be refreshed once in 30 days: again from %(day)s.")
            % {"day": date_format(from_at, "j F Y")},
        )
        self.from_at = from_at


class NothingImproved(Conflict):
    """Nothing about it got better since it was listed or refreshed
    (`catalogue.nothing_improved`)."""

    def __init__(self) -> None:
        super().__init__(
            "catalogue.nothing_improved",
            _(
                "First make it better: lower the price by 5% or more, add a photo, measurements, "
                "or a sentence or two to its description."
            ),
        )


class PublishRefused(PermissionDenied):
    """A screen said no, and says why (`catalogue.publish_refused`)."""

    def __init__(self, reason: str) -> None:
        super().__init__("catalogue.publish_refused", reason)
