"""Generated from contracts/discovery; do not edit.

The typed events of this domain, one file each, and their `emit_` functions.
"""

from .action_recorded import (
    ACTION_RECORDED,
    ActionRecorded,
    ActionRecordedKind,
    emit_action_recorded,
)
from .feed_ranked import (
    FEED_RANKED,
    FeedRanked,
    FeedRankedRung,
    emit_feed_ranked,
)
from .heat_counted import (
    HEAT_COUNTED,
    HeatCounted,
    emit_heat_counted,
)
from .listing_clicked import (
    LISTING_CLICKED,
    ListingClicked,
    ListingClickedSurface,
    emit_listing_clicked,
)
from .listing_impressed import (
    LISTING_IMPRESSED,
    ListingImpressed,
    ListingImpressedSource,
    ListingImpressedSurface,
    emit_listing_impressed,
)
from .listing_viewed import (
    LISTING_VIEWED,
    ListingViewed,
    ListingViewedSurface,
    emit_listing_viewed,
)

__all__ = [
    "ACTION_RECORDED",
    "FEED_RANKED",
    "HEAT_COUNTED",
    "LISTING_CLICKED",
    "LISTING_IMPRESSED",
    "LISTING_VIEWED",
    "ActionRecorded",
    "ActionRecordedKind",
    "FeedRanked",
    "FeedRankedRung",
    "HeatCounted",
    "ListingClicked",
    "ListingClickedSurface",
    "ListingImpressed",
    "ListingImpressedSource",
    "ListingImpressedSurface",
    "ListingViewed",
    "ListingViewedSurface",
    "emit_action_recorded",
    "emit_feed_ranked",
    "emit_heat_counted",
    "emit_listing_clicked",
    "emit_listing_impressed",
    "emit_listing_viewed",
]
