"""Generated from contracts/offers; do not edit.

The typed events of this domain, one file each, and their `emit_` functions.
"""

from .offer_accepted import (
    OFFER_ACCEPTED,
    OfferAccepted,
    OfferAcceptedAcceptedBy,
    emit_offer_accepted,
)
from .offer_countered import (
    OFFER_COUNTERED,
    OfferCountered,
    OfferCounteredCounteredBy,
    emit_offer_countered,
)
from .offer_declined import (
    OFFER_DECLINED,
    OfferDeclined,
    OfferDeclinedDeclinedBy,
    emit_offer_declined,
)
from .offer_expired import (
    OFFER_EXPIRED,
    OfferExpired,
    OfferExpiredExpiredAs,
    emit_offer_expired,
)
from .offer_made import (
    OFFER_MADE,
    OfferMade,
    OfferMadeMadeBy,
    emit_offer_made,
)
from .offer_overtaken import (
    OFFER_OVERTAKEN,
    OfferOvertaken,
    OfferOvertakenOvertakenBy,
    emit_offer_overtaken,
)
from .offer_redeemed import (
    OFFER_REDEEMED,
    OfferRedeemed,
    emit_offer_redeemed,
)
from .offer_withdrawn import (
    OFFER_WITHDRAWN,
    OfferWithdrawn,
    OfferWithdrawnWithdrawnBy,
    emit_offer_withdrawn,
)
from .offers_sent import (
    OFFERS_SENT,
    OffersSent,
    emit_offers_sent,
)

__all__ = [
    "OFFERS_SENT",
    "OFFER_ACCEPTED",
    "OFFER_COUNTERED",
    "OFFER_DECLINED",
    "OFFER_EXPIRED",
    "OFFER_MADE",
    "OFFER_OVERTAKEN",
    "OFFER_REDEEMED",
    "OFFER_WITHDRAWN",
    "OfferAccepted",
    "OfferAcceptedAcceptedBy",
    "OfferCountered",
    "OfferCounteredCounteredBy",
    "OfferDeclined",
    "OfferDeclinedDeclinedBy",
    "OfferExpired",
    "OfferExpiredExpiredAs",
    "OfferMade",
    "OfferMadeMadeBy",
    "OfferOvertaken",
    "OfferOvertakenOvertakenBy",
    "OfferRedeemed",
    "OfferWithdrawn",
    "OfferWithdrawnWithdrawnBy",
    "OffersSent",
    "emit_offer_accepted",
    "emit_offer_countered",
    "emit_offer_declined",
    "emit_offer_expired",
    "emit_offer_made",
    "emit_offer_overtaken",
    "emit_offer_redeemed",
    "emit_offer_withdrawn",
    "emit_offers_sent",
]
