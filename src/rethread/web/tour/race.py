"""Two people press Buy at the same moment; then everything that tells the market fails at once."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rethread.market.catalogue.rules import TYPES
from rethread.market.catalogue.selectors import cards_by_ids, list_fresh_cards
from rethread.market.catalogue.types import ListingCard
from rethread.market.orders.errors import CheckoutClosed
from rethread.market.orders.selectors import get_checkout, list_orders_for_buyer
from rethread.market.orders.services import open_pay_page, start_checkout
from rethread.market.orders.types import CheckoutView
from rethread.market.payments.selectors import news_of_payment, orders_money_by_ids
from rethread.platform.kernel import (
    Actor,
    Conflict,
    DomainError,
    Money,
    business_now,
    new_id,
    settings,
)

from ..ports import WorkerProcess, demo_controls
from ..templatetags.web import format_money
from . import people
from .stop import Fact, Notes, Scene, Step, Stop, Visit

SLUG = "race"
LOOKED_AT = 100
POLL_AFTER = timedelta(minutes=5)
WAIT_S = 30


@dataclass(frozen=True, slots=True)
class Runner:
    """One of the two, and how it went."""

    name: str
    won: bool
    told: str
    taken: str
    was_charged: bool


def _race(visit: Visit) -> None:
    """Let both start a checkout of one garment, in two threads with a connection each."""
    card = _jacket()
    runners = [people.buyer(name) for name in people.NAMES]
    addresses = [people.address_of(*pair) for pair in zip(runners, people.NAMES, strict=True)]

    def buying(place: int) -> Callable[[], CheckoutView]:
        return lambda: start_checkout(
            actor=runners[place],
            address_id=addresses[place].id,
            idempotency_key=str(new_id()),
            expected_total=None,
            listing_ids=[card.id],
        )

    outcomes = _at_once([buying(0), buying(1)])
    notes = visit.notes(SLUG)
    notes.clear()
    notes["listing"] = str(card.id)
    notes["told"] = [str(getattr(found, "message", "")) for found in outcomes]
    for place, found in enumerate(outcomes):
        if isinstance(found, CheckoutView):
            notes |= {"winner": place, "checkout": str(found.checkout_id)}
    if "checkout" not in notes:
        notes.clear()
        raise Conflict("tour.nobody_won", _("Somebody else was faster than both. Try once more."))


def _at_once(acts: list[Callable[[], CheckoutView]]) -> list[CheckoutView | DomainError]:
    """Do both at the same moment; a refusal is an outcome, anything else is raised here."""
    gate = threading.Barrier(len(acts))
    outcomes: dict[int, CheckoutView | DomainError] = {}
    broken: list[BaseException] = []

    def run(place: int) -> None:
        try:
            gate.wait(WAIT_S)
            outcomes[place] = acts[place]()
        except DomainError as refusal:
            outcomes[place] = refusal
        except BaseException as error:  # noqa: BLE001  # raised again in the request's own thread
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[place]) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT_S)
    if broken:
        raise broken[0]
    return [outcomes[place] for place in range(len(acts))]


def _jacket() -> ListingCard:
    """Choose a coat or jacket that is for sale now, or else any garment.

    Raises:
        Conflict: nothing is for sale.
    """
    cards = [card for card in list_fresh_cards(limit=LOOKED_AT).cards if card.available]
    if not cards:
        raise Conflict("tour.nothing_for_sale", _("Nothing is for sale, so nobody can race."))
    outerwear = {term.code for term in TYPES if term.category == "outerwear"}
    jackets = [card for card in cards if card.type in outerwear]
    return random.choice(jackets or cards)  # noqa: S311  # variety, not secrecy


def _pay(visit: Visit) -> None:
    """Lose the provider's messages from now on, then let the winner pay."""
    notes = visit.notes(SLUG)
    actor, checkout_id = _winner(notes), UUID(notes["checkout"])
    try:
        url = open_pay_page(actor, checkout_id)
    except CheckoutClosed:
        notes.clear()
        raise
    demo_controls().begin_fault("webhooks_lost")
    notes["provider_says"] = demo_controls().pay(url)


def _kill(visit: Visit) -> None:
    visit.notes(SLUG)["killed"] = demo_controls().kill_worker()


def _pass(visit: Visit) -> None:
    demo_controls().let_pass(POLL_AFTER)
    visit.notes(SLUG)["passed"] = True


def _mend(visit: Visit) -> None:
    demo_controls().end_fault("webhooks_lost")
    visit.notes(SLUG)["mended"] = True


def _again(visit: Visit) -> None:
    demo_controls().end_fault("webhooks_lost")
    visit.notes(SLUG).clear()


def _winner(notes: Notes) -> Actor:
    return people.buyer(people.NAMES[int(notes["winner"])])


def _scene(visit: Visit) -> Scene:
    notes = visit.notes(SLUG)
    if "checkout" not in notes:
        return Scene(
            said=_(
                "%(one)s and %(two)s want the same piece, and there is only one. Both press Buy in "
                "the same instant."
            )
            % {"one": people.NAMES[0], "two": people.NAMES[1]},
            step=Step(_("Let both press Buy"), "race"),
        )
    checkout = get_checkout(_winner(notes), UUID(notes["checkout"]))
    runners = _runners(notes, checkout)
    card = cards_by_ids([UUID(notes["listing"])]).get(UUID(notes["listing"]))
    said, step, waiting = _what_next(notes, checkout, runners)
    return Scene(
        said=said,
        step=step,
        waiting=waiting,
        facts=_facts(notes, checkout),
        done="mended" in notes and checkout.status == "paid",
        context={"runners": runners, "card": card},
    )


def _what_next(
    notes: Notes, checkout: CheckoutView, runners: list[Runner]
) -> tuple[str, Step | None, bool]:
    winner = next(runner.name for runner in runners if runner.won)
    loser = next(runner.name for runner in runners if not runner.won)
    names: dict[str, Any] = {"winner": winner, "loser": loser}
    if "provider_says" not in notes:
        if checkout.status not in {"open", "paying"}:
            return _("The ten minutes ran out before anybody paid."), _race_again(), False
        left = max(1, round((checkout.reserved_until - business_now()).total_seconds() / 60))
        told = ngettext(
            "%(winner)s has it for %(left)d minute; %(loser)s was told at once. What if the "
            "provider’s messages about the payment get lost?",
            "%(winner)s has it for %(left)d minutes; %(loser)s was told at once. What if the "
            "provider’s messages about the payment get lost?",
            left,
        )
        return (
            told % (names | {"left": left}),
            Step(_("Lose the provider’s messages, then pay"), "pay"),
            False,
        )
    if "mended" in notes:
        return _outcome(runners), None, False
    if checkout.status == "paid":
        return _paid_after_all(notes, checkout), _mending(), False
    if "killed" not in notes:
        told = _(
            "%(winner)s paid: the provider says “%(provider)s”, but its message was lost. The "
            "market’s worker could still ask the provider, so let us kill it too."
        )
        return (
            told % (names | {"provider": notes["provider_says"]}),
            Step(_("Kill the worker"), "kill"),
            False,
        )
    if "passed" not in notes:
        return _after_the_kill(int(notes["killed"])), Step(_("Let five minutes pass"), "pass"), True
    return _("The new worker asks the provider …"), None, True


def _after_the_kill(killed: int) -> str:
    worker = demo_controls().worker()
    if worker is None or worker.pid == killed:
        return _("Nobody is left to notice. Another worker starts by itself …")
    return _("Another worker has started by itself. It has not heard of the payment either.")


def _outcome(runners: list[Runner]) -> str:
    charged = sum(runner.was_charged for runner in runners)
    if charged == 1:
        return _("One piece, one buyer, one payment. Nothing that failed cost anybody.")
    return ngettext(
        "%(n)d person was charged for one piece. That was not meant to happen.",
        "%(n)d people were charged for one piece. That was not meant to happen.",
        charged,
    ) % {"n": charged}


def _paid_after_all(notes: Notes, checkout: CheckoutView) -> str:
    if "killed" in notes:
        told = _("Paid for, though no message came and the worker died.")
    else:
        told = _("Paid for, though no message came, and before you could kill the worker.")
    return f"{told} {_how(checkout, killed='killed' in notes)}"


def _mending() -> Step:
    return Step(_("Let the messages through again"), "mend")


def _race_again() -> Step:
    return Step(_("Race again"), "again")


def _how(checkout: CheckoutView, *, killed: bool) -> str:
    sources = {news.source for news in news_of_payment(checkout.checkout_id)}
    if "webhook" in sources:
        return _("A message got through after all.")
    if "poller" in sources:
        if killed:
            return _("Another worker asked the provider.")
        return _("It asked the provider by itself.")
    return _("Somebody opened the order’s page, and that asked the provider.")


def _runners(notes: Notes, checkout: CheckoutView) -> list[Runner]:
    found = []
    for place, name in enumerate(people.NAMES):
        won = place == int(notes["winner"])
        told = _won(checkout) if won else str(notes["told"][place])
        taken = _taken_from(people.buyer(name), notes["listing"])
        found.append(Runner(name, won, told, format_money(taken), taken.amount_minor > 0))
    return found


def _won(checkout: CheckoutView) -> str:
    if checkout.status == "paid":
        return _("It’s theirs: paid, and held until it arrives.")
    return _("Reserved: %(total)s to pay, with delivery.") % {"total": format_money(checkout.total)}


def _taken_from(actor: Actor, listing_id: str) -> Money:
    """Return what the books show that this buyer has paid for the garment."""
    orders = [
        order
        for order in list_orders_for_buyer(actor, limit=50).orders
        if UUID(listing_id) in order.listing_ids
    ]
    money = orders_money_by_ids([order.order_id for order in orders]).values()
    paid = sum(row.paid_minor for row in money)
    return Money(paid, settings().currency)


def _facts(notes: Notes, checkout: CheckoutView) -> tuple[Fact, ...]:
    if "provider_says" not in notes:
        return ()
    faults = {fault.name: fault for fault in demo_controls().faults()}
    lost = faults.get("webhooks_lost")
    worker = demo_controls().worker()
    found: list[Fact] = [
        Fact(_("The provider says"), notes["provider_says"], notes["provider_says"] == "paid"),
        Fact(_("The market says"), _status(checkout), checkout.status == "paid"),
        Fact(
            _("Its messages (webhooks)"),
            _("lost on purpose: %(n)d so far") % {"n": lost.struck} if lost else _("get through"),
            lost is None,
        ),
    ]
    if "killed" in notes:
        found.append(_worker_fact(int(notes["killed"]), worker))
    return tuple(found)


def _status(checkout: CheckoutView) -> str:
    return _("paid") if checkout.status == "paid" else _("waiting for the payment")


def _worker_fact(killed: int, worker: WorkerProcess | None) -> Fact:
    words: dict[str, Any] = {"old": killed, "new": worker.pid if worker else 0}
    if worker is None or worker.pid == killed:
        return Fact(
            _("Worker, by process number"), _("%(old)d killed, none runs now") % words, False
        )
    return Fact(
        _("Worker, by process number"), _("%(old)d killed, %(new)d took over") % words, True
    )


STOP = Stop(
    slug=SLUG,
    title=gettext_lazy("Two people, one jacket"),
    promise=gettext_lazy("Sold once, charged once, whatever breaks."),
    template="web/tour/race.html",
    scene=_scene,
    actions={
        "race": _race,
        "pay": _pay,
        "kill": _kill,
        "pass": _pass,
        "mend": _mend,
        "again": _again,
    },
)
