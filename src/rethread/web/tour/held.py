"""A piece that the market's rules hold back, why, and how its seller gets another look.

The sentence is innocent, and the rule is wrong about it: that is what an appeal is for.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from rethread.market.catalogue.errors import InvalidListing, PublishRefused
from rethread.market.catalogue.rules.sizes import Size
from rethread.market.catalogue.selectors import (
    access_listing_for_view,
    list_fresh_cards,
    list_own_cards,
)
from rethread.market.catalogue.services import create_draft, publish_listing, remove_listing
from rethread.market.catalogue.types import ListingCard, ListingView
from rethread.market.trust.selectors import access_decision, find_listing_decision
from rethread.market.trust.services import decide_appeal, make_appeal
from rethread.market.trust.types import DecisionView
from rethread.platform.kernel import Actor, Conflict

from ..ports import demo_controls
from ..presenting.trust import reasons_card
from .stop import Fact, Notes, Scene, Step

TRIES = 20
LOOKED_AT = 100
PHRASE = "Bought after a 1:1 with a stylist, worn twice since."
_READER = Actor.system("tour")


def _seller() -> Actor:
    return Actor.user(demo_controls().become("seller"))


def publish_with_a_phrase() -> str:
    """Publish a piece like one that the demo's seller has had, with the phrase; return its id.

    Raises:
        Conflict: the seller has nothing with a photo, or the rules let the phrase pass.
        PublishRefused: the seller has not proved who they are; the message says how.
    """
    actor = _seller()
    for card in _models(actor)[:TRIES]:
        known = access_listing_for_view(actor=actor, listing_id=card.id)
        if not known.photos or known.price is None:
            continue
        try:
            listing = _published(actor, _draft(actor, known).id)
        except InvalidListing:
            continue
        if listing.status != "draft":
            raise Conflict("tour.not_held", _("The rules let it pass. That was not meant to be."))
        return str(listing.id)
    raise Conflict(
        "tour.nothing_to_list",
        _("The demo’s seller has no piece with a photo. Put one up under Sell, as the seller."),
    )


def _models(actor: Actor) -> list[ListingCard]:
    """Return pieces to copy: those no longer for sale first, so that no rail shows one twice."""
    own = list_own_cards(actor=actor)
    shown = {card.title for card in own if card.status == "live"}
    return sorted(own, key=lambda card: card.title in shown)


def _published(actor: Actor, draft_id: UUID) -> ListingView:
    try:
        return publish_listing(actor=actor, listing_id=draft_id)
    except (InvalidListing, PublishRefused):
        remove_listing(actor=actor, listing_id=draft_id)
        raise


def _draft(actor: Actor, known: ListingView) -> ListingView:
    size = Size(known.size_system, known.size).label if known.size else ""
    return create_draft(
        actor=actor,
        changes={
            "title": known.title,
            "description": PHRASE,
            "type": known.type,
            "department": known.department,
            "brand": known.brand_label,
            "size": size,
            "condition": known.condition,
            "colours": known.colours,
            "price_minor": known.price.amount_minor if known.price else None,
            "photo_ids": [photo.id for photo in known.photos],
        },
    )


def appeal(listing_id: str) -> str:
    """Ask for another look as the seller; return the decision."""
    decision = find_listing_decision(UUID(listing_id))
    if decision is None:
        raise Conflict("tour.not_held", _("Nothing holds it back any more."))
    make_appeal(
        actor=_seller(),
        decision_id=decision.decision_id,
        text=_("“1:1” is an hour with a stylist. The piece is no copy of anything."),
    )
    return str(decision.decision_id)


def judge(decision_id: str) -> None:
    """Take the decision back, as staff."""
    staff = Actor.staff(demo_controls().become("staff"))
    decision = access_decision(staff, UUID(decision_id))
    if decision.appeal is None:
        raise Conflict("tour.no_appeal", _("Nobody has asked for another look."))
    decide_appeal(
        actor=staff,
        appeal_id=decision.appeal.appeal_id,
        outcome="reversed",
        answer=_("You are right: “1:1” means an appointment here. It is for sale now."),
    )


def scene(notes: Notes) -> Scene:
    """Show how it stands with the piece."""
    if "listing" not in notes:
        return Scene(
            said=_(
                "Rules read every text before it is public. “1:1” is what sellers of fakes call a "
                "copy, but this one means well: “%(phrase)s”"
            )
            % {"phrase": PHRASE},
            step=Step(_("Put it up for sale"), "publish"),
        )
    listing = access_listing_for_view(actor=_READER, listing_id=UUID(notes["listing"]))
    decision = (
        access_decision(_READER, UUID(notes["decision"]))
        if "decision" in notes
        else find_listing_decision(listing.id)
    )
    if decision is None:
        return Scene(said=_("Nothing holds it back: staff have let it go."), done=True)
    said, step = _what_next(decision)
    return Scene(
        said=said,
        step=step,
        done=step is None,
        facts=_facts(decision, listing),
        context={"card": reasons_card(_seller(), decision, over=False)},
    )


def _what_next(decision: DecisionView) -> tuple[str, Step | None]:
    if decision.appeal is None:
        return (
            _("Held back, but not silently. The seller reads:"),
            Step(_("Ask for another look, as the seller"), "appeal"),
        )
    if decision.appeal.status == "open":
        told = _("No rule answers an appeal: a person does.")
        if decision.automated:
            told += " " + _("Nobody has decided this before, only a rule.")
        return (
            told,
            Step(_("Undo the decision, as staff"), "judge"),
        )
    if decision.status == "reversed":
        return _("Undone by a person, and the piece is for sale."), None
    return _("Staff have let it stand, with an answer."), None


def _facts(decision: DecisionView, listing: ListingView) -> tuple[Fact, ...]:
    public = listing.status == "live"
    on_sale = listing.id in {card.id for card in list_fresh_cards(limit=LOOKED_AT).cards}
    return (
        Fact(_("Decided by"), _("a rule, no person") if decision.automated else _("a person")),
        Fact(
            _("For sale, seen by everybody"),
            _("yes") if public and on_sale else _("no"),
            True if decision.status == "reversed" and public else None,
        ),
    )
