"""Generated from contracts/catalogue; do not edit.

The typed events of this domain, one file each, and their `emit_` functions.
"""

from .listing_created import (
    LISTING_CREATED,
    ListingCreated,
    ListingCreatedStatus,
    emit_listing_created,
)
from .listing_elsewhere import (
    LISTING_ELSEWHERE,
    ListingElsewhere,
    ListingElsewhereStatus,
    emit_listing_elsewhere,
)
from .listing_hidden import (
    LISTING_HIDDEN,
    ListingHidden,
    ListingHiddenStatus,
    emit_listing_hidden,
)
from .listing_published import (
    LISTING_PUBLISHED,
    ListingPublished,
    ListingPublishedStatus,
    emit_listing_published,
)
from .listing_refreshed import (
    LISTING_REFRESHED,
    ListingRefreshed,
    ListingRefreshedStatus,
    emit_listing_refreshed,
)
from .listing_released import (
    LISTING_RELEASED,
    ListingReleased,
    ListingReleasedStatus,
    emit_listing_released,
)
from .listing_removed import (
    LISTING_REMOVED,
    ListingRemoved,
    ListingRemovedStatus,
    emit_listing_removed,
)
from .listing_reserved import (
    LISTING_RESERVED,
    ListingReserved,
    ListingReservedStatus,
    emit_listing_reserved,
)
from .listing_shown import (
    LISTING_SHOWN,
    ListingShown,
    ListingShownStatus,
    emit_listing_shown,
)
from .listing_sold import (
    LISTING_SOLD,
    ListingSold,
    ListingSoldStatus,
    emit_listing_sold,
)
from .listing_updated import (
    LISTING_UPDATED,
    ListingUpdated,
    ListingUpdatedStatus,
    emit_listing_updated,
)

__all__ = [
    "LISTING_CREATED",
    "LISTING_ELSEWHERE",
    "LISTING_HIDDEN",
    "LISTING_PUBLISHED",
    "LISTING_REFRESHED",
    "LISTING_RELEASED",
    "LISTING_REMOVED",
    "LISTING_RESERVED",
    "LISTING_SHOWN",
    "LISTING_SOLD",
    "LISTING_UPDATED",
    "ListingCreated",
    "ListingCreatedStatus",
    "ListingElsewhere",
    "ListingElsewhereStatus",
    "ListingHidden",
    "ListingHiddenStatus",
    "ListingPublished",
    "ListingPublishedStatus",
    "ListingRefreshed",
    "ListingRefreshedStatus",
    "ListingReleased",
    "ListingReleasedStatus",
    "ListingRemoved",
    "ListingRemovedStatus",
    "ListingReserved",
    "ListingReservedStatus",
    "ListingShown",
    "ListingShownStatus",
    "ListingSold",
    "ListingSoldStatus",
    "ListingUpdated",
    "ListingUpdatedStatus",
    "emit_listing_created",
    "emit_listing_elsewhere",
    "emit_listing_hidden",
    "emit_listing_published",
    "emit_listing_refreshed",
    "emit_listing_released",
    "emit_listing_removed",
    "emit_listing_reserved",
    "emit_listing_shown",
    "emit_listing_sold",
    "emit_listing_updated",
]
