"""What can go wrong with likes and follows."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rethread.platform.kernel import Conflict, NotFound


class CannotFollowOneself(Conflict):
    """People do not follow their own shop."""

    def __init__(self) -> None:
        super().__init__("social.own_shop", _("This is your own shop."))


class ListingNotLikeable(NotFound):
    """The garment does not exist, or it was never public."""

    def __init__(self) -> None:
        super().__init__("social.listing_not_found", _("We cannot find this listing."))


class ShopNotFound(NotFound):
    """There is no such shop."""

    def __init__(self) -> None:
        super().__init__("social.shop_not_found", _("We cannot find this shop."))
