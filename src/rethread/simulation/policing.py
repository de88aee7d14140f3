"""What goes wrong in a market, and who looks after it: sellers who write phone numbers and tall
claims into listings, people who write to each other and report one another, and staff who decide
every morning. A small, seeded side of the simulation; everything goes through the services.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from rethread.market.accounts.services import register_user
from rethread.market.catalogue.errors import ListingNotFound
from rethread.market.catalogue.selectors import get_listing, list_own_cards
from rethread.market.catalogue.services import show_listing, update_listing
from rethread.market.catalogue.types import ListingChanges, ListingView
from rethread.market.social.errors import MessageNeedsConfirmation
from rethread.market.social.services import send_message, start_conversation
from rethread.market.trust.rules.grounds import default_facts
from rethread.market.trust.selectors import list_appeals, list_cases, list_standing
from rethread.market.trust.services import decide_appeal, decide_case, make_appeal, submit_notice
from rethread.market.trust.types import CaseView
from rethread.platform.kernel import Actor, DomainError, business_now

from .cast import SYSTEM, Member
from .clockwork import Agenda
from .selling import SellingSide

SPOILT_SHARE = 0.04  # of the listings that go live
REPORTS_A_WEEK = 2.0
TALK_SHARE = 0.25  # of the people who come, once each
MORNING_H = 9
LAST_HOURS = timedelta(hours=5)  # after the last morning: what is left for whoever looks at it
SPOILERS = (  # what is added to a description, and how often of all
    (" Text me on 07700 900123 for more photos.", 0.5),
    (" Cheaper if you pay by PayPal friends and family.", 0.25),
    (" AAA quality, comes with box.", 0.25),
)
QUESTIONS = (
    "Is it still available?", "What is the length, please?", "Any marks I should know of?",
    "Would you take a little less?",
)  # fmt: skip
ANSWERS = ("Yes, it is!", "About 68 cm.", "None that I know of.", "The price is firm, sorry.")
AWAY = "My number is 07700 900456, easier there."


@dataclass(slots=True)
class Policing:
    """The trust side of one simulation."""

    agenda: Agenda
    rng: random.Random
    selling: SellingSide
    staff: list[Actor] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)

    def plan(self, start: datetime, days: int, listings: int, password_hash: str) -> None:
        """Plan the whole run: when something is written that should not be, and every morning."""
        self.agenda.plan(start, partial(self._hire, password_hash))
        whole = timedelta(days=days)
        for _ in range(max(2, round(listings * SPOILT_SHARE))):
            self._some_time(start, whole, self._spoil)
        for _ in range(max(2, round(REPORTS_A_WEEK * days / 7))):
            self._some_time(start, whole, self._report)
        for day in range(2, days):
            self.agenda.plan(start + timedelta(days=day, hours=MORNING_H), self._work)
        self.agenda.plan(start + whole - LAST_HOURS, self._leave_something_to_do)

    def _some_time(self, start: datetime, whole: timedelta, act: Callable[[], None]) -> None:
        self.agenda.plan(start + whole * self.rng.uniform(0.25, 0.9), act)

    def meet(self, member: Member) -> None:
        """Take note of somebody who came; some of them write to a seller."""
        self.members.append(member)
        if self.rng.random() < TALK_SHARE:
            at = business_now() + timedelta(hours=self.rng.uniform(0.2, 30))
            self.agenda.plan(at, partial(self._talk, member))

    def _hire(self, password_hash: str) -> None:
        for number in (1, 2):
            user = register_user(
                actor=SYSTEM,
                email=f"moderator.{number}@people.rethread.example",
                password_hash=password_hash,
                display_name=f"Moderator {number}",
                is_staff=True,
            )
            self.staff.append(Actor.staff(user.id))

    def _live_listing(self) -> ListingView | None:
        ids = list(self.selling.truth)
        for _ in range(min(8, len(ids))):
            try:
                view = get_listing(self.rng.choice(ids))
            except ListingNotFound:
                continue
            if view.status == "live":
                return view
        return None

    def _leave_something_to_do(self) -> None:
        """End with something to decide: a report, and a tall claim of the seller shown first."""
        self._report()
        first = next((m for m in self.selling.by_user.values() if not m.seller.person.number), None)
        if first is None:
            return
        cards = list_own_cards(actor=first.member.actor)
        live = next((card for card in cards if card.status == "live"), None)
        if live is not None:
            view = get_listing(live.id)
            changes: ListingChanges = {"description": view.description + SPOILERS[-1][0]}
            update_listing(actor=first.member.actor, listing_id=view.id, changes=changes)

    # -- what sellers do -------------------------------------------------------------------

    def _spoil(self) -> None:
        view = self._live_listing()
        if view is None:
            return
        weights = [weight for _, weight in SPOILERS]
        addition = self.rng.choices([words for words, _ in SPOILERS], weights)[0]
        seller = Actor.user(view.seller_id)
        spoilt = view.description[: 2000 - len(addition)] + addition
        update_listing(actor=seller, listing_id=view.id, changes={"description": spoilt})
        later = business_now() + timedelta(hours=self.rng.uniform(3, 60))
        follow = self.rng.choices((self._mend, self._appeal, None), (0.6, 0.25, 0.15))[0]
        if follow is not None:
            self.agenda.plan(later, partial(follow, seller, view.id, view.description))

    def _mend(self, seller: Actor, listing_id: UUID, description: str) -> None:
        self._try(
            partial(
                update_listing,
                actor=seller,
                listing_id=listing_id,
                changes={"description": description},
            )
        )
        self._try(partial(show_listing, actor=seller, listing_id=listing_id))

    def _appeal(self, seller: Actor, listing_id: UUID, description: str) -> None:
        del description
        for found in list_standing(seller):
            if found.listing_id == listing_id and found.appeal is None:
                words = "This is how I have always written it. Please look again."
                appeal = partial(make_appeal, actor=seller, decision_id=found.decision_id)
                self._try(partial(appeal, text=words))
                return

    # -- what people say to and of each other -----------------------------------------------

    def _talk(self, member: Member) -> None:
        view = self._live_listing()
        if view is None or view.seller_id == member.user_id:
            return
        talk = start_conversation(actor=member.actor, listing_id=view.id)
        at = self.rng.randrange(len(QUESTIONS))
        self._say(member.actor, talk.conversation_id, QUESTIONS[at])
        self._say(Actor.user(view.seller_id), talk.conversation_id, ANSWERS[at])
        if self.rng.random() < 0.12:
            self._say(member.actor, talk.conversation_id, AWAY)

    def _say(self, actor: Actor, conversation_id: UUID, text: str) -> None:
        """Write; of those who are warned, half think better of it."""
        say = partial(send_message, actor=actor, conversation_id=conversation_id, text=text)
        try:
            say()
        except MessageNeedsConfirmation:
            if self.rng.random() < 0.5:
                self._try(partial(say, acknowledged=True))
        except DomainError:
            return  # blocked, restricted or too quick: they leave it

    def _report(self) -> None:
        view = self._live_listing()
        if view is None or not self.members:
            return
        reporter = self.rng.choice(self.members)
        ground = self.rng.choice(("misdescribed", "counterfeit", "other"))
        self._try(
            partial(
                submit_notice,
                actor=reporter.actor,
                kind="listing",
                object_id=view.id,
                ground=ground,
            )
        )

    # -- what staff do ---------------------------------------------------------------------

    def _work(self) -> None:
        """Decide everything that waits; appeals go to the other of the two."""
        one, other = self.staff
        for case in list_cases(one):
            self._try(partial(self._decide, one, case))
        for appeal in list_appeals(other):
            outcome = "reversed" if self.rng.random() < 0.3 else "upheld"
            answer = {
                "reversed": "You are right. We have taken it back.",
                "upheld": "We looked again and it stays as it is.",
            }[outcome]
            self._try(
                partial(
                    decide_appeal,
                    actor=other,
                    appeal_id=appeal.appeal_id,
                    outcome=outcome,
                    answer=answer,
                )
            )

    def _decide(self, actor: Actor, case: CaseView) -> None:
        ground = case.findings[0].ground if case.findings else "other"
        action = "none"
        if case.object_kind == "message":
            action = "warn" if self.rng.random() < 0.7 else "restrict"
        elif case.findings and self.rng.random() < 0.75:
            action = "remove_listing"
        elif self.rng.random() < 0.3:
            action, ground = "hide_listing", "misdescribed"
        decide_case(
            actor=actor,
            case_id=case.case_id,
            action=action,
            ground=ground,
            facts=default_facts(ground) if action != "none" else "It keeps to our rules.",
            days=7 if action == "restrict" else None,
        )

    def _try(self, act: Callable[[], object]) -> None:
        """Do what may be refused: it was sold, deleted or decided a moment ago."""
        try:
            act()
        except DomainError:
            return
