"""Help with a parcel, a dispute that holds the money back, and a piece that may not be public.

Every figure is read anew from orders, the books and the carrier's own record.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rethread.market.fulfilment.selectors import find_shipment_for_order
from rethread.market.orders.selectors import access_order
from rethread.market.orders.services import make_label, mark_shipped
from rethread.market.orders.types import OrderView
from rethread.market.payments.selectors import order_money
from rethread.market.support.rules.answers import answer_for
from rethread.market.support.rules.wording import moment, status_label
from rethread.market.support.selectors import access_case, access_subject
from rethread.market.support.services import ask_for_help, open_case
from rethread.market.support.types import OrderFacts, Subject
from rethread.platform.kernel import Actor, Conflict, Money, business_now

from ..ports import demo_controls
from ..presenting.help import answer_page
from ..templatetags.web import format_money
from . import buying, held
from .sale import SLUG as SALE
from .stop import Fact, Notes, Scene, Step, Stop, Visit

SLUG = "help"
QUESTION = "where_is_it"
COMPLAINT = "not_as_described"
_READER = Actor.system("tour")
_HOUR = timedelta(hours=1)


def _send(visit: Visit) -> None:
    """Let a piece be bought, and its seller send it."""
    order = buying.buy_something()
    seller = Actor.user(order.seller_id)
    make_label(actor=seller, order_id=order.order_id)
    mark_shipped(actor=seller, order_id=order.order_id)
    visit.notes(SLUG)["order"] = str(order.order_id)


def _ask(visit: Visit) -> None:
    order = _order(visit.notes(SLUG))
    ask_for_help(
        actor=Actor.user(order.buyer_id), kind="order", object_id=order.order_id, reason=QUESTION
    )
    visit.notes(SLUG)["asked"] = True


def _arrive(visit: Visit) -> None:
    demo_controls().deliver(_order(visit.notes(SLUG)).order_id)
    visit.notes(SLUG)["arrived"] = True


def _complain(visit: Visit) -> None:
    """Open a case as the buyer, noting first when the money was to go to the seller."""
    notes = visit.notes(SLUG)
    order = _order(notes)
    release_at = _facts_of(_subject(order)).release_at
    if release_at is None:
        raise Conflict("tour.released", _("Its money has gone to the seller. Take another."))
    case = open_case(
        actor=Actor.user(order.buyer_id),
        kind="order",
        object_id=order.order_id,
        reason=COMPLAINT,
        text=_("A seam is torn, and no photo shows it."),
    )
    notes |= {"case": str(case.case_id), "release_at": release_at.isoformat()}


def _wait(visit: Visit) -> None:
    notes = visit.notes(SLUG)
    due = datetime.fromisoformat(notes["release_at"])
    demo_controls().advance(max(_HOUR, due + _HOUR - business_now()))
    notes["waited"] = True


def _go_on(visit: Visit) -> None:
    visit.notes(SLUG)["frozen_seen"] = True


def _again(visit: Visit) -> None:
    visit.notes(SLUG).clear()


def _publish(visit: Visit) -> None:
    visit.notes(SLUG)["listing"] = held.publish_with_a_phrase()


def _appeal(visit: Visit) -> None:
    notes = visit.notes(SLUG)
    notes["decision"] = held.appeal(notes["listing"])


def _judge(visit: Visit) -> None:
    held.judge(visit.notes(SLUG)["decision"])


def _order(notes: Notes) -> OrderView:
    return access_order(_READER, UUID(notes["order"]))


def _subject(order: OrderView) -> Subject:
    return access_subject(actor=Actor.user(order.buyer_id), kind="order", object_id=order.order_id)


def _facts_of(subject: Subject) -> OrderFacts:
    if not isinstance(subject.facts, OrderFacts):
        raise Conflict("tour.no_order", _("There is no sale yet. Make one first."))
    return subject.facts


def _scene(visit: Visit) -> Scene:
    notes = visit.notes(SLUG)
    if "order" not in notes:
        return Scene(
            said=_("A buyer wonders where their parcel is. Who has to answer?"),
            step=Step(_("Let a piece be bought and sent"), "send"),
        )
    if "frozen_seen" in notes:
        return held.scene(notes)
    order = _order(notes)
    if "case" in notes:
        return _dispute_scene(notes, order, visit.notes(SALE))
    if order.status in {"shipped", "delivered"}:
        return _parcel_scene(notes, order)
    return Scene(
        said=_("This sale has ended meanwhile. Take another."),
        step=Step(_("Take another sale"), "again"),
    )


# The parcel


def _parcel_scene(notes: Notes, order: OrderView) -> Scene:
    subject = _subject(order)
    if order.status == "delivered":
        return _arrived_scene(order, _facts_of(subject))
    if "arrived" in notes:
        return Scene(
            said=_("The carrier has brought it; the market reads the scan …"), waiting=True
        )
    if "asked" not in notes:
        return Scene(
            said=_("It is on its way. On the order’s page the buyer presses “Get help”."),
            step=Step(_("Ask: where is my parcel?"), "ask"),
            context={"order": order},
        )
    answer = answer_for(subject.facts, QUESTION)
    shown = answer_page(subject, answer) if answer is not None else None
    return Scene(
        said=_("Answered at once from what is known. Nobody had to be asked."),
        step=Step(_("Let it arrive, with a torn seam"), "arrive"),
        facts=_parcel_facts(order, shown.sentences if shown else ()),
        context={"order": order, "answer": shown},
    )


def _parcel_facts(order: OrderView, sentences: tuple[str, ...]) -> tuple[Fact, ...]:
    """Compare what the answer says with the carrier's record and the books."""
    shipment = find_shipment_for_order(order.order_id)
    number = shipment.tracking_code if shipment else ""
    money = order_money(order.order_id)
    amount = format_money(Money(money.paid_minor, money.currency))
    told = " ".join(sentences)
    return (
        Fact(_("The carrier’s own number for it"), number or _("none"), bool(number in told)),
        Fact(_("Paid for it, say the books"), amount, amount in told),
        Fact(_("Cases opened for this"), "0" if _facts_of(_subject(order)).open_case_id is None
             else "1"),
    )  # fmt: skip


# The dispute


def _arrived_scene(order: OrderView, facts: OrderFacts) -> Scene:
    due = moment(facts.release_at) if facts.release_at else _("no day yet")
    return Scene(
        said=_("It has arrived torn. If the buyer says nothing, the seller is paid on %(due)s.")
        % {"due": due},
        step=Step(_("Say that it is not as described"), "complain"),
        context={"order": order},
    )


def _dispute_scene(notes: Notes, order: OrderView, sale: Notes) -> Scene:
    due = datetime.fromisoformat(notes["release_at"])
    over = business_now() > due
    step = Step(_("Let that day pass"), "wait")
    case = access_case(actor=Actor.user(order.buyer_id), case_id=UUID(notes["case"]))
    told = _what_froze(order)
    if over:
        step = Step(_("Go on: a rule that is wrong"), "go_on")
        told = _what_was_paid(order, case.status)
    facts = (*_frozen_facts(order, due), *(_unfrozen(sale) if over else ()))
    where = Fact(
        _("The case"), status_label(case.status), url=reverse("desk:case", args=[case.case_id])
    )
    return Scene(said=told, step=step, facts=(*facts, where), context={"order": order})


def _what_froze(order: OrderView) -> str:
    money = order_money(order.order_id)
    if order.disputed_at is None or not money.held_minor:
        return _("A case is open, but the payment is not frozen. That was not meant to happen.")
    return _("A case is open, and the payment is frozen with it.")


def _what_was_paid(order: OrderView, status: str) -> str:
    if order_money(order.order_id).to_seller_minor:
        return _("The day came, and money went to the seller. That was not meant to happen.")
    if status == "with_staff":
        return _(
            "The day went by, and nothing was paid out. The seller did not answer, so it waits "
            "at the desk for a person to decide."
        )
    return _("The day went by, and nothing was paid out.")


def _frozen_facts(order: OrderView, due: datetime) -> tuple[Fact, ...]:
    money = order_money(order.order_id)
    to_seller = Money(money.to_seller_minor, money.currency)
    return (
        Fact(_("Has gone to the seller"), format_money(to_seller), to_seller.amount_minor == 0),
        Fact(
            _("Frozen: the price of the piece"),
            format_money(Money(money.held_minor, money.currency)),
            money.held_minor > 0 and order.disputed_at is not None,
        ),
        Fact(
            _("Would have gone to the seller"),
            _("%(amount)s on %(due)s")
            % {"amount": format_money(order.seller_gets), "due": moment(due)},
        ),
        Fact(_("The market’s clock says"), moment(business_now())),
    )


def _unfrozen(sale: Notes) -> tuple[Fact, ...]:
    """Show the sale of the stop before as a comparison: the same wait, and nobody complained."""
    if "order" not in sale:
        return ()
    order = access_order(_READER, UUID(sale["order"]))
    money = order_money(order.order_id)
    if order.status != "completed":
        return ()
    paid = format_money(Money(money.to_seller_minor, money.currency))
    return (Fact(_("The sale before, without a complaint"), _("%(paid)s paid") % {"paid": paid}),)


STOP = Stop(
    slug=SLUG,
    title=gettext_lazy("When something is wrong"),
    promise=gettext_lazy("True answers, frozen money, a decision undone."),
    template="web/tour/help.html",
    scene=_scene,
    actions={
        "send": _send,
        "ask": _ask,
        "arrive": _arrive,
        "complain": _complain,
        "wait": _wait,
        "go_on": _go_on,
        "again": _again,
        "publish": _publish,
        "appeal": _appeal,
        "judge": _judge,
    },
)
