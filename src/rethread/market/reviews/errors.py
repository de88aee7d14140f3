"""What can go wrong with reviews."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rethread.platform.kernel import Conflict, Invalid, NotFound


class OrderNotCompleted(Conflict):
    """Only what was bought, received and settled can be reviewed."""

    def __init__(self) -> None:
        super().__init__(
            "reviews.order_not_completed", _("You can write a review once the order is completed.")
        )


class AlreadyReviewed(Conflict):
    """One review per order and side."""

    def __init__(self) -> None:
        super().__init__("reviews.already_reviewed", _("You have reviewed this order."))


class InvalidReview(Invalid):
    """A rating is 1 to 5 stars; a text has 1000 characters and a review 4 photos at most."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__("reviews.invalid", message, {field: message})


class ReviewClosed(Conflict):
    """What the other side wrote can be read already, so this one would not be blind."""

    def __init__(self) -> None:
        super().__init__(
            "reviews.closed",
            _("The time for a review is over: what the other side wrote can be read already."),
        )


class ReviewNotFound(NotFound):
    """There is no such review that this person may answer."""

    def __init__(self) -> None:
        super().__init__("reviews.not_found", _("We cannot find this review."))


class AlreadyReplied(Conflict):
    """A review is answered once."""

    def __init__(self) -> None:
        super().__init__("reviews.already_replied", _("You have answered this review."))
