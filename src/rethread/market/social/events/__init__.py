"""Generated from contracts/social; do not edit.

The typed events of this domain, one file each, and their `emit_` functions.
"""

from .conversation_started import (
    CONVERSATION_STARTED,
    ConversationStarted,
    ConversationStartedAbout,
    emit_conversation_started,
)
from .liked_price_dropped import (
    LIKED_PRICE_DROPPED,
    LikedPriceDropped,
    emit_liked_price_dropped,
)
from .listing_liked import (
    LISTING_LIKED,
    ListingLiked,
    emit_listing_liked,
)
from .listing_unliked import (
    LISTING_UNLIKED,
    ListingUnliked,
    emit_listing_unliked,
)
from .message_sent import (
    MESSAGE_SENT,
    MessageSent,
    MessageSentAbout,
    emit_message_sent,
)
from .person_blocked import (
    PERSON_BLOCKED,
    PersonBlocked,
    emit_person_blocked,
)
from .person_unblocked import (
    PERSON_UNBLOCKED,
    PersonUnblocked,
    emit_person_unblocked,
)
from .shop_followed import (
    SHOP_FOLLOWED,
    ShopFollowed,
    emit_shop_followed,
)
from .shop_unfollowed import (
    SHOP_UNFOLLOWED,
    ShopUnfollowed,
    emit_shop_unfollowed,
)

__all__ = [
    "CONVERSATION_STARTED",
    "LIKED_PRICE_DROPPED",
    "LISTING_LIKED",
    "LISTING_UNLIKED",
    "MESSAGE_SENT",
    "PERSON_BLOCKED",
    "PERSON_UNBLOCKED",
    "SHOP_FOLLOWED",
    "SHOP_UNFOLLOWED",
    "ConversationStarted",
    "ConversationStartedAbout",
    "LikedPriceDropped",
    "ListingLiked",
    "ListingUnliked",
    "MessageSent",
    "MessageSentAbout",
    "PersonBlocked",
    "PersonUnblocked",
    "ShopFollowed",
    "ShopUnfollowed",
    "emit_conversation_started",
    "emit_liked_price_dropped",
    "emit_listing_liked",
    "emit_listing_unliked",
    "emit_message_sent",
    "emit_person_blocked",
    "emit_person_unblocked",
    "emit_shop_followed",
    "emit_shop_unfollowed",
]
