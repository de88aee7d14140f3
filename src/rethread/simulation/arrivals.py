"""How simulated people come in: through doors that a market sees, for reasons that it does not.

Landings go through the same service as a real page's. Which visits a campaign truly caused is kept
here and written to a file beside the market, never into it.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from rethread.insight.measurement.rules.address import read_marks
from rethread.insight.measurement.services import record_landing
from rethread.insight.measurement.truth import Truth
from rethread.platform.events.emit import EventContext
from rethread.platform.experiments.services import expose
from rethread.platform.kernel import business_now, new_id

from .advertising import (
    FOLLOWED_DAYS,
    RETARGETING,
    Door,
    caused_share,
    causing_door,
    followed_share,
    habitual_door,
)
from .browsing import BrowserSession
from .cast import Member

CONSENT_SHARE = 0.85
FRONT_PAGE_EXPERIMENT = "feed_density"


@dataclass(slots=True)
class Visitor:
    """What is known of a person's browser: its id, whether they agreed, and their latest visit."""

    browser_id: str
    agreed: bool
    last_at: datetime | None = None
    door: Door | None = None
    caused: bool = False


@dataclass(slots=True)
class Arrivals:
    """Everybody's arrivals; `rng` is its own, so that nothing else of a run depends on it."""

    seed: int
    rng: random.Random = field(init=False)
    visitors: dict[UUID, Visitor] = field(default_factory=dict)
    visits: Counter[str] = field(default_factory=Counter)
    caused_visits: Counter[str] = field(default_factory=Counter)
    caused: Counter[str] = field(default_factory=Counter)
    anyway: int = 0
    unconsented: int = 0
    clicks: Counter[tuple[date, Door]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.rng = random.Random(f"arrive-{self.seed}")

    def arrive(self, buyer: Member, browser: BrowserSession) -> None:
        """Begin a visit: choose its cause and its door, land, and see the front page's variant."""
        visitor = self.visitors.get(buyer.user_id) or self._meet(buyer)
        now = business_now()
        visitor.caused, visitor.door = self._choose(buyer, visitor, now)
        visitor.last_at = now
        browser.consent = "analytics" if visitor.agreed else "essential"
        browser.anonymous_id = visitor.browser_id if visitor.agreed else None
        self._count(visitor, visitor.door, now)
        context = EventContext(
            session_id=browser.session_id if visitor.agreed else None,
            anonymous_id=browser.anonymous_id,
            consent=browser.consent,
        )
        marks = read_marks(visitor.door.query(self.rng), visitor.door.referrer)
        record_landing(actor=buyer.actor, marks=marks, page_kind="feed", context=context)
        expose(actor=buyer.actor, experiment_key=FRONT_PAGE_EXPERIMENT, context=context)

    def purchased(self, buyer: Member) -> None:
        """Note that the person's latest visit ended in a purchase."""
        visitor = self.visitors[buyer.user_id]
        if not visitor.agreed:
            self.unconsented += 1
        elif visitor.caused and visitor.door is not None:
            self.caused[visitor.door.channel] += 1
        else:
            self.anyway += 1

    def truth(self) -> Truth:
        """Return what no market can see."""
        return Truth(
            until=business_now(),
            seed=self.seed,
            caused=dict(sorted(self.caused.items())),
            anyway=self.anyway,
            unconsented=self.unconsented,
            visits=dict(sorted(self.visits.items())),
            caused_visits=dict(sorted(self.caused_visits.items())),
        )

    def _meet(self, buyer: Member) -> Visitor:
        # The demo's own buyer agrees, so that whoever plays them sees everything at work.
        agreed = self.rng.random() < CONSENT_SHARE or buyer.person.number == 0
        visitor = Visitor(browser_id=str(new_id()), agreed=agreed)
        self.visitors[buyer.user_id] = visitor
        return visitor

    def _choose(self, buyer: Member, visitor: Visitor, now: datetime) -> tuple[bool, Door]:
        eager = buyer.person.sessions_per_week
        if self.rng.random() < caused_share(eager):
            return True, causing_door(self.rng)
        lately = visitor.last_at is not None and now - visitor.last_at < timedelta(FOLLOWED_DAYS)
        if lately and self.rng.random() < followed_share(eager):
            return False, RETARGETING
        return False, habitual_door(self.rng)

    def _count(self, visitor: Visitor, door: Door, now: datetime) -> None:
        self.clicks[now.date(), door] += 1
        if visitor.agreed:
            self.visits[door.channel] += 1
            self.caused_visits[door.channel] += visitor.caused
