"""Every kind of notification. A new one is a line here and a template of its name in
`web/templates/notices/`; a test holds the two together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..types import About, Channel, Guard, Pace, Place, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of thing that people are told.

    `label` stands beside its switches. `about` says what it leads to, whose id is the subject.
    `pace` is that of letters: at once, after five minutes (and not if it was read meanwhile), or
    together once a day. `guard` says why it cannot be switched off on the activity page. `awake`
    kinds answer what the person has just done, so quiet hours do not hold them. What has the
    place "inbox" is counted and read there. `once` kinds write no letter while an earlier one
    about the same thing is unread.
    """

    name: str
    label: Promise
    topic: Topic
    about: About
    pace: Pace = "at_once"
    guard: Guard = ""
    place: Place = "activity"
    awake: bool = False
    once: bool = False
    email: bool = True

    def carries(self, channel: Channel) -> bool:
        """Tell whether a channel is there for this kind at all."""
        if channel == "in_app":
            return self.place == "activity"
        if channel == "push":
            return self.pace != "daily"  # what can wait for the evening need not light a screen
        return self.email

    def may_refuse(self, channel: Channel) -> bool:
        """Tell whether a person may switch a channel off."""
        return self.carries(channel) and not (channel == "in_app" and self.guard)


KINDS: Final[tuple[Kind, ...]] = (
    Kind(name="order_confirmed", label=_("An order of yours is confirmed"), topic="buying",
         about="order", guard="money", awake=True),
    Kind(name="order_shipped", label=_("A parcel is on its way to you"), topic="buying",
         about="order"),
    Kind(name="order_delivered", label=_("A parcel has arrived"), topic="buying",
         about="order", guard="money"),
    Kind(name="order_refunded", label=_("Money came back to you"), topic="buying",
         about="order", guard="money"),
    Kind(name="order_called_off", label=_("An order was called off"), topic="buying",
         about="order", guard="money"),
    Kind(name="order_sold", label=_("Somebody bought from you"), topic="selling",
         about="order", guard="money"),
    Kind(name="sale_delivered", label=_("What you sent has arrived"), topic="selling",
         about="order"),
    Kind(name="sale_completed", label=_("Money for a sale is yours"), topic="selling",
         about="order", guard="money"),
    Kind(name="sale_called_off", label=_("A sale was called off"), topic="selling",
         about="order", guard="money"),
    Kind(name="payout_paid", label=_("A payout reached your bank"), topic="selling",
         about="money", guard="money"),
    Kind(name="boost_paused", label=_("A boost of yours stands still"), topic="selling",
         about="boosts", once=True),
    Kind(name="boost_resumed", label=_("A boost of yours goes on again"), topic="selling",
         about="boosts", once=True),
    Kind(name="boost_rested", label=_("A boost of yours has spent its day"), topic="selling",
         about="boost", pace="daily", email=False),
    Kind(name="boost_ended", label=_("A boost of yours is over"), topic="selling",
         about="boost"),
    Kind(name="search_matched", label=_("There is something new for a saved search"),
         topic="buying", about="search", once=True),
    Kind(name="price_dropped", label=_("A piece that you like costs less"), topic="buying",
         about="listing"),
    Kind(name="review_received", label=_("A review of you can be read"), topic="selling",
         about="order"),
    Kind(name="offer_received", label=_("Somebody offers you a price"), topic="offers",
         about="offer"),
    Kind(name="offer_countered", label=_("An offer is answered with another price"),
         topic="offers", about="offer"),
    Kind(name="offer_accepted", label=_("An offer is accepted"), topic="offers",
         about="offer", guard="money"),
    Kind(name="offer_declined", label=_("An offer is declined or taken back"), topic="offers",
         about="offer"),
    Kind(name="offer_ended", label=_("The time of an offer is over"), topic="offers",
         about="offer", pace="soon"),
    Kind(name="message_received", label=_("Somebody wrote to you"), topic="talking",
         about="conversation", pace="soon", place="inbox", once=True),
    Kind(name="case_opened", label=_("Somebody opened a case about an order"), topic="safety",
         about="case", guard="money"),
    Kind(name="case_answered", label=_("The other side answered a case"), topic="safety",
         about="case", guard="money"),
    Kind(name="case_with_staff", label=_("A case went to our staff"), topic="safety",
         about="case", guard="money"),
    Kind(name="case_decided", label=_("A case was decided"), topic="safety",
         about="case", guard="money"),
    Kind(name="return_asked", label=_("You are to send a piece back"), topic="safety",
         about="case", guard="money"),
    Kind(name="case_closed", label=_("A case is over"), topic="safety",
         about="case", guard="money"),
    Kind(name="decision_taken", label=_("We decided something about you or a piece"),
         topic="safety", about="standing", guard="safety"),
    Kind(name="decision_ended", label=_("A decision about you is over"), topic="safety",
         about="standing", guard="safety"),
    Kind(name="appeal_decided", label=_("Your appeal was decided"), topic="safety",
         about="standing", guard="safety"),
    Kind(name="report_answered", label=_("There is an answer to your report"), topic="safety",
         about="reports", guard="safety"),
    Kind(name="listing_liked", label=_("Somebody likes a piece of yours"), topic="likes",
         about="listing", pace="daily"),
    Kind(name="shop_followed", label=_("Somebody follows your shop"), topic="likes",
         about="shop", pace="daily"),
)  # fmt: skip
BY_NAME: Final = {kind.name: kind for kind in KINDS}
TOPICS: Final[tuple[tuple[Topic, Promise], ...]] = (
    ("buying", _("Buying")),
    ("selling", _("Selling")),
    ("offers", _("Offers")),
    ("talking", _("Messages")),
    ("safety", _("Help and safety")),
    ("likes", _("Likes and followers")),
)
