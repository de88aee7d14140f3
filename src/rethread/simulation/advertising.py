"""The campaigns of the simulated market, and what each of them truly causes. Pure.

The market sees links with their parameters. It never sees `pull`: which visits would not have
happened without the campaign.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One way in: what the address and the referrer say, and what a visit through it costs.

    `pull` weighs how many of the visits that campaigns cause are this one's; `habit` weighs how
    many of the visits that happen anyway come this way.
    """

    channel: str
    campaign: str = ""
    source: str = ""
    medium: str = ""
    click: str = ""
    referrer: str = ""
    cost_minor: int = 0
    pull: float = 0.0
    habit: float = 0.0

    def query(self, rng: random.Random) -> str:
        """Write the query of the link, with a click id where the network adds one."""
        words = {
            "utm_source": self.source,
            "utm_medium": self.medium,
            "utm_campaign": self.campaign,
            self.click: f"{rng.getrandbits(64):x}" if self.click else "",
        }
        return urlencode({name: word for name, word in words.items() if name and word})


SOCIAL = Door(
    channel="paid_social", campaign="autumn_finds", source="instagram", medium="paid_social",
    click="fbclid", referrer="https://l.instagram.com/", cost_minor=42, pull=0.44,
)  # fmt: skip
GENERIC = Door(
    channel="paid_search", campaign="second_hand_coats", source="google", medium="cpc",
    click="gclid", referrer="https://www.google.com/", cost_minor=58, pull=0.18,
)  # fmt: skip
# Ads on the market's own name: people who search for it were coming anyway.
BRAND = Door(
    channel="paid_search", campaign="our_name", source="google", medium="cpc", click="gclid",
    referrer="https://www.google.com/", cost_minor=21, habit=0.16,
)  # fmt: skip
RETARGETING = Door(
    channel="retargeting", campaign="come_back", source="criteo", medium="retargeting",
    cost_minor=35, pull=0.06,
)  # fmt: skip
LETTER = Door(
    channel="email", campaign="weekly_letter", source="newsletter", medium="email",
    cost_minor=1, pull=0.20, habit=0.08,
)  # fmt: skip
BLOGS = Door(
    channel="affiliate", campaign="style_blogs", source="blog", medium="affiliate",
    referrer="https://wearagain.example/", cost_minor=30, pull=0.12, habit=0.02,
)  # fmt: skip
SEARCHED = Door(channel="organic_search", referrer="https://www.google.com/", habit=0.24)
SHARED = Door(channel="organic_social", referrer="https://www.tiktok.com/", habit=0.10)
TYPED = Door(channel="direct", habit=0.40)

DOORS = (SOCIAL, GENERIC, BRAND, RETARGETING, LETTER, BLOGS, SEARCHED, SHARED, TYPED)
CAUSED_SHARE = 0.32  # of all visits, for somebody of ordinary intent
EAGER_VISITS_A_WEEK = 0.6  # people above it come by themselves, and the ads follow them around
FOLLOWED_DAYS = 14
FOLLOWED_SHARE = 0.45  # of the visits that happen anyway, soon after another one, of eager people


def caused_share(visits_a_week: float) -> float:
    """Return which share of a person's visits campaigns cause: the eager need no campaign."""
    return CAUSED_SHARE * (0.5 if visits_a_week > EAGER_VISITS_A_WEEK else 1.4)


def followed_share(visits_a_week: float) -> float:
    """Return how often a retargeting ad is the door of a visit that happens anyway.

    This is the confounding: those who would buy anyway see most of the ads.
    """
    return FOLLOWED_SHARE * (1.0 if visits_a_week > EAGER_VISITS_A_WEEK else 0.3)


def causing_door(rng: random.Random) -> Door:
    """Draw the campaign that causes a visit."""
    return rng.choices(DOORS, [door.pull for door in DOORS])[0]


def habitual_door(rng: random.Random) -> Door:
    """Draw the door of a visit that happens anyway."""
    return rng.choices(DOORS, [door.habit for door in DOORS])[0]
