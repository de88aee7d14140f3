"""What people do when something worries them: ask on the help page, act on it, or open a case.

Most read the answer and leave. Some parcels truly disappoint; sellers answer, agree or say nothing,
and a simulated member of staff decides when the deadline has passed.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from rethread.market.accounts.services import register_user
from rethread.market.orders.errors import OrderNotFound
from rethread.market.orders.selectors import access_order
from rethread.market.support.selectors import access_case, contact_figures
from rethread.market.support.services import (
    agree_to_refund,
    answer_case,
    appeal_decision,
    ask_back,
    ask_for_help,
    ask_staff,
    decide_case,
    get_return_label,
    mark_sent_back,
    open_case,
    take_action,
    withdraw_case,
)
from rethread.market.support.types import Decision
from rethread.platform.kernel import Actor, DomainError, business_now

from .cast import SYSTEM, Member
from .clockwork import Agenda

WORRIES = 0.012  # of buyers, on the way; the answer is on the page
DISAPPOINTED = 0.008  # of buyers, about the piece itself
REGRETS = 0.002  # of buyers, before it is sent
SELLERS_ASK = 0.004  # of sellers, about their money or the label
ASKS_BACK = 0.5  # of the sellers who agree, and of the refunds that staff decide
FORGETS = 0.1  # of the buyers who should send it back
GIVE_UP = 0.35  # of the disappointed, once they have read the answer
APPEALS = 0.15  # of the decisions of staff
COURSES = ("appealed", "agreed", "answered", "silent")  # of a case, before staff look at it
JUDGES = ("judge.one@people.example", "judge.two@people.example")
CLAIMS = (
    "The fabric has a hole that is not in any of the photos.",
    "The colour is nothing like the photos, and it smells of smoke.",
    "It is two sizes smaller than the label and the listing say.",
)
REPLIES = (
    "It was whole when I packed it. The photos in the listing are from that day.",
    "The measurements are in the listing, and I packed it with care.",
)
REASONS = {
    "refund": "The piece differs from its listing in a way that matters. Everything goes back.",
    "release": "What is reported is described in the listing. The seller is paid.",
}


@dataclass(frozen=True, slots=True)
class Contacts:
    """How often help was asked for, and how it ended."""

    asked: int
    cases: int
    solved_without_staff: int
    by_staff: int
    running: int
    per_100_orders: float
    without_staff_share: float


@dataclass(slots=True)
class Complaints:
    """The worries of one simulation. It draws from a generator of its own, so that nothing else in
    the simulation depends on who complains."""

    agenda: Agenda
    rng: random.Random
    password_hash: str
    cases: int = 0
    untold: list[str] = field(default_factory=list)  # of `COURSES`, beside what is drawn
    judges: list[Actor] = field(default_factory=list)
    returning: random.Random = field(default_factory=lambda: random.Random("returns"))

    def order_paid(self, buyer: Member, order_id: UUID, seller_id: UUID) -> None:
        """Draw what will worry the two sides of a new order, if anything."""
        draw = self.rng.random()
        now = business_now()
        if draw < REGRETS:
            act = partial(self._regret, buyer.actor, order_id)
            self.agenda.plan(now + timedelta(hours=2), act)
        elif draw < REGRETS + WORRIES:
            act = partial(self._worry, buyer.actor, order_id)
            self.agenda.plan(now + timedelta(days=self.rng.uniform(1, 6)), act)
        elif draw < REGRETS + WORRIES + DISAPPOINTED:
            act = partial(self._await_parcel, buyer.actor, order_id, seller_id, tries=40)
            self.agenda.plan(now + timedelta(days=2), act)
        elif self.untold:
            told = partial(self._await_parcel, buyer.actor, order_id, seller_id, tries=40)
            course = self.untold.pop(0)
            self.agenda.plan(now + timedelta(days=1), partial(told, course=course))
        if self.rng.random() < SELLERS_ASK:
            act = partial(self._seller_asks, Actor.user(seller_id), order_id)
            self.agenda.plan(now + timedelta(days=self.rng.uniform(0.2, 8)), act)

    def _ask(self, actor: Actor, order_id: UUID, *reasons: str) -> str:
        """Ask for the first reason that fits, and return it; "" where none does."""
        for reason in reasons:
            try:
                ask_for_help(actor=actor, kind="order", object_id=order_id, reason=reason)
            except DomainError:
                continue
            return reason
        return ""

    def _regret(self, actor: Actor, order_id: UUID) -> None:
        if self._ask(actor, order_id, "cancel"):
            self._try(
                partial(
                    take_action, actor=actor, kind="order", object_id=order_id,
                    reason="cancel", action="cancel",
                )
            )  # fmt: skip

    def _worry(self, actor: Actor, order_id: UUID) -> None:
        self._ask(actor, order_id, "where_is_it", "when_sent", "where_is_refund")

    def _seller_asks(self, actor: Actor, order_id: UUID) -> None:
        self._ask(actor, order_id, "when_paid", "why_cancelled")

    def _await_parcel(
        self, actor: Actor, order_id: UUID, seller_id: UUID, *, tries: int, course: str = ""
    ) -> None:
        """Complain a while after the parcel came; look every six hours until then.

        A course that this order cannot take is left for another one.
        """
        try:
            order = access_order(actor, order_id)
        except OrderNotFound:
            return
        if order.status == "delivered":
            self._complain(actor, order_id, seller_id, course)
        elif tries and order.status in {"paid", "shipped"}:
            act = partial(self._await_parcel, actor, order_id, seller_id, tries=tries - 1)
            self.agenda.plan(business_now() + timedelta(hours=6), partial(act, course=course))
        elif course:
            self.untold.append(course)

    def _complain(self, actor: Actor, order_id: UUID, seller_id: UUID, course: str) -> None:
        reason = self._ask(actor, order_id, self.rng.choice(("not_as_described", "damaged")))
        if not reason or (not course and self.rng.random() < GIVE_UP):
            return
        text = self.rng.choice(CLAIMS)
        try:
            case = open_case(
                actor=actor, kind="order", object_id=order_id, reason=reason, text=text
            )
        except DomainError:
            return
        self.cases += 1
        self._answer(case.case_id, actor, Actor.user(seller_id), course or self._course())
        judge = partial(self._judge, case.case_id, 0, appealed=course == "appealed")
        self._plan(business_now() + timedelta(hours=60), judge)

    def _course(self) -> str:
        draw = self.rng.random()
        return "agreed" if draw < 0.45 else "answered" if draw < 0.75 else "silent"

    def _answer(self, case_id: UUID, buyer: Actor, seller: Actor, course: str) -> None:
        """Plan what the two do before staff look at it; the seller may do nothing."""
        now, hours = business_now(), self.rng.uniform(1, 40)
        if course == "agreed":
            act = partial(agree_to_refund, actor=seller, case_id=case_id)
            if self.returning.random() < ASKS_BACK:
                act = partial(ask_back, actor=seller, case_id=case_id)
                self._send_back(buyer, case_id, now + timedelta(hours=hours))
            self._plan(now + timedelta(hours=hours), act)
        elif course == "answered":
            words = self.rng.choice(REPLIES)
            reply = partial(answer_case, actor=seller, case_id=case_id, text=words)
            self._plan(now + timedelta(hours=hours), reply)
            after = withdraw_case if self.rng.random() < 0.5 else ask_staff
            act = partial(after, actor=buyer, case_id=case_id)
            self._plan(now + timedelta(hours=hours + 6), act)

    def _send_back(self, buyer: Actor, case_id: UUID, asked_at: datetime) -> None:
        """Plan what a buyer who is asked for the piece does: most send it in time."""
        if self.returning.random() < FORGETS:
            return
        at = asked_at + timedelta(days=self.returning.uniform(0.3, 5))
        self._plan(at, partial(get_return_label, actor=buyer, case_id=case_id))
        sent = partial(mark_sent_back, actor=buyer, case_id=case_id)
        self._plan(at + timedelta(hours=3), sent)

    def _judge(self, case_id: UUID, number: int, *, appealed: bool = False) -> None:
        """Decide as staff once the case waits for them; it may not have come to that."""
        judge = self._judges()[number]
        case = access_case(actor=judge, case_id=case_id)
        if case.status in {"awaiting_answer", "answered"}:
            again = partial(self._judge, case_id, number, appealed=appealed)
            self._plan(business_now() + timedelta(hours=12), again)
        if case.status not in {"with_staff", "appealed"}:
            return
        refund = self.rng.random() < 0.7
        outcome: Decision = "refund" if refund else "release"
        if refund and case.can_come_back and self.returning.random() < ASKS_BACK:
            outcome = "return"
            buyer, due = Actor.user(case.opener_id), business_now() + timedelta(hours=49)
            self._send_back(buyer, case_id, due)
        decide_case(
            actor=judge,
            case_id=case_id,
            outcome=outcome,
            reason=REASONS["refund" if refund else "release"],
        )
        appealed = appealed or self.rng.random() < APPEALS
        if number == 0 and appealed and case.respondent_id is not None:
            loser = case.respondent_id if refund else case.opener_id
            self._try(
                partial(appeal_decision, actor=Actor.user(loser), case_id=case_id, text=REPLIES[0])
            )
            later = business_now() + timedelta(hours=20)
            self._plan(later, partial(self._judge, case_id, 1))

    def _judges(self) -> list[Actor]:
        if not self.judges:
            self.judges = [
                Actor.staff(
                    register_user(
                        actor=SYSTEM, email=email, password_hash=self.password_hash,
                        display_name="Our team", is_staff=True,
                    ).id
                )
                for email in JUDGES
            ]  # fmt: skip
        return self.judges

    def _plan(self, at: datetime, act: Callable[[], object]) -> None:
        self.agenda.plan(at, partial(self._try, act))

    def _try(self, act: Callable[[], object]) -> None:
        """Do what the case may no longer allow; then it is not done."""
        try:
            act()
        except DomainError:
            return

    def report(self, orders: int) -> Contacts:
        """Count what came of it, from the market's own tables."""
        found = contact_figures()
        return Contacts(
            asked=found.contacts,
            cases=self.cases,
            solved_without_staff=found.by_system + found.by_parties,
            by_staff=found.by_staff,
            running=found.running,
            per_100_orders=round(100 * found.contacts / orders, 2) if orders else 0.0,
            without_staff_share=round(found.without_staff_share, 3),
        )
