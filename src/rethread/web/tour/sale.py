"""A sale to its end: shipped, delivered, two days later, and the seller's money to the penny."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rethread.market.orders.selectors import access_order, order_statement, order_timeline
from rethread.market.orders.services import make_label, mark_shipped
from rethread.market.orders.types import OrderView
from rethread.market.payments.selectors import order_money
from rethread.market.payments.services import check_invariants
from rethread.market.support.rules.wording import moment
from rethread.platform.kernel import Actor, Conflict, Money

from ..ports import demo_controls
from ..presenting.orders import steps
from ..templatetags.web import format_money
from . import buying
from .race import SLUG as RACE
from .stop import Fact, Notes, Scene, Step, Stop, Visit

SLUG = "sale"
CLAIM_WINDOW = timedelta(days=2)
_READER = Actor.system("tour")


def _order(visit: Visit) -> OrderView | None:
    """Return the order of this visit: its own, or the one that the race ended with."""
    notes = visit.notes(SLUG)
    if "order" not in notes:
        won = buying.paid_order(visit.notes(RACE).get("checkout"))
        if won is None or won.status != "paid":
            return None
        notes["order"] = str(won.order_id)
    return access_order(_READER, UUID(notes["order"]))


def _required(visit: Visit) -> OrderView:
    order = _order(visit)
    if order is None:
        raise Conflict("tour.no_order", _("There is no sale yet. Make one first."))
    return order


def _buy(visit: Visit) -> None:
    visit.notes(SLUG)["order"] = str(buying.buy_something().order_id)


def _ship(visit: Visit) -> None:
    order = _required(visit)
    seller = Actor.user(order.seller_id)
    make_label(actor=seller, order_id=order.order_id)
    mark_shipped(actor=seller, order_id=order.order_id)


def _deliver(visit: Visit) -> None:
    demo_controls().deliver(_required(visit).order_id)
    visit.notes(SLUG)["brought"] = True


def _later(visit: Visit) -> None:
    demo_controls().advance(CLAIM_WINDOW)
    visit.notes(SLUG)["passed"] = True


def _again(visit: Visit) -> None:
    visit.notes(SLUG).clear()
    visit.notes(RACE).pop("checkout", None)


def _scene(visit: Visit) -> Scene:
    order = _order(visit)
    if order is None:
        return Scene(
            said=_("First somebody has to buy something."), step=Step(_("Buy a piece"), "buy")
        )
    done = order.status == "completed" and _credited(order)
    lagging = _lagging(order, visit.notes(SLUG))
    said, step = (lagging, None) if lagging else _what_next(order)
    statement = order_statement(order.order_id)
    return Scene(
        said=said,
        step=step,
        done=done,
        waiting=bool(lagging),
        facts=_proofs(order) if done else (),
        context={
            "order": order,
            "lines": statement.seller.rows,
            "total": statement.seller.total,
            "steps": steps(order_timeline(order.order_id)),
            "broken": [result for result in check_invariants() if not result.ok],
        },
    )


def _lagging(order: OrderView, notes: Notes) -> str:
    """Say what is still on its way through the worker, which may be busy with it right now."""
    if order.status == "shipped" and "brought" in notes:
        return _("The carrier has brought it; the market reads the scan …")
    if order.status == "delivered" and "passed" in notes:
        return _("The two days are over; the worker closes the sale …")
    if order.status == "completed" and not _credited(order):
        return _("The sale is closed; the seller’s money is on its way …")
    return ""


def _credited(order: OrderView) -> bool:
    booked = order_money(order.order_id).to_seller_minor
    return booked == order_statement(order.order_id).seller.total.amount_minor


def _what_next(order: OrderView) -> tuple[str, Step | None]:
    if order.status == "paid":
        money = order_money(order.order_id)
        told = _("Paid: %(held)s is held, and %(theirs)s has gone to the seller so far.")
        return (
            told
            % {
                "held": _minor(money.held_minor, money.currency),
                "theirs": _minor(money.to_seller_minor, money.currency),
            },
            Step(_("Print the label and ship it"), "ship"),
        )
    if order.status == "shipped":
        return _("On its way. The carrier brings it now."), Step(
            _("Let it be delivered"), "deliver"
        )
    if order.status == "delivered":
        until = _claim_ends(order)
        told = _("It has arrived. Until %(moment)s the buyer can complain.")
        return (
            told % {"moment": moment(until)} if until else _("It has arrived."),
            Step(_("Let two days pass"), "later"),
        )
    if order.status == "completed":
        if order.disputed_at is not None:
            return _("The complaint was settled, and the seller has been paid. To the penny:"), None
        return _("Nobody complained, so the seller is paid, to the penny:"), None
    return _("This order was called off. Take another."), Step(_("Take another sale"), "again")


def _claim_ends(order: OrderView) -> datetime | None:
    timers = (one for one in order_timeline(order.order_id) if one.kind == "claim_window_end")
    return next((one.at for one in timers), None)


def _proofs(order: OrderView) -> tuple[Fact, ...]:
    """Compare the statement with the books, and every promise about money, now."""
    statement = order_statement(order.order_id)
    money = order_money(order.order_id)
    booked = Money(money.to_seller_minor, money.currency)
    sides = (statement.buyer.total, statement.seller.total, statement.market.total)
    promises = check_invariants()
    held = sum(result.ok for result in promises)
    return (
        Fact(
            _("The books say"),
            format_money(booked),
            booked == statement.seller.total,
        ),
        Fact(_("Still held"), _minor(money.held_minor, money.currency),
             money.held_minor == 0),
        Fact(
            _("Paid, received, and what fees and delivery took"),
            " · ".join(format_money(side) for side in sides),
            sum(side.amount_minor for side in sides) == 0,
        ),
        Fact(
            _("Promises about money"),
            ngettext("%(held)d of %(all)d holds", "%(held)d of %(all)d hold", len(promises))
            % {"held": held, "all": len(promises)},
            held == len(promises),
            reverse("desk:money"),
        ),
    )  # fmt: skip


def _minor(amount_minor: int, currency: str) -> str:
    return format_money(Money(amount_minor, currency))


STOP = Stop(
    slug=SLUG,
    title=gettext_lazy("A sale, to the penny"),
    promise=gettext_lazy("Who got what, and do the books agree?"),
    template="web/tour/sale.html",
    scene=_scene,
    actions={"buy": _buy, "ship": _ship, "deliver": _deliver, "later": _later, "again": _again},
)
