"""What can go wrong with reviews."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rethread.platform.kernel import Conflict, Invalid, PermissionDenied


class OrderNotCompleted(Conflict):
    """Only what was bought, received and settled can be reviewed."""

    def __init__(self) -> None:
        super().__init__(
            "reviews.order_not_completed", _("You can write a review once the order is completed.")
        )


class NotTheBuyer(PermissionDenied):
    """The review of a seller is the buyer's to write."""

    def __init__(self) -> None:
        super().__init__("reviews.not_the_buyer", _("Only the buyer can review this order."))


class AlreadyReviewed(Conflict):
    """One review per order and side."""

    def __init__(self) -> None:
        super().__init__("reviews.already_reviewed", _("You have reviewed this order."))


class InvalidReview(Invalid):
    """A rating is 1 to 5 stars; a text has at most 1000 characters."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__("reviews.invalid", message, {field: message})
