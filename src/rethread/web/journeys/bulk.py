"""Change many pieces of one's rail at once: choose, look at what becomes of each, do it.

Nothing is changed before the preview was seen, and a price only as the preview said.
"""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rethread.market.accounts.selectors import selling_currency
from rethread.market.catalogue.errors import InvalidBulk
from rethread.market.catalogue.rules.bulk import PERCENT_MAX, PIECES_MAX
from rethread.market.catalogue.selectors import cards_by_ids, list_own_cards, own_pieces
from rethread.market.catalogue.services import change_many, plan_many
from rethread.market.catalogue.types import BulkChange, BulkKind, ChosenPiece, ListingCard
from rethread.platform.kernel import Actor, DomainError, Money
from rethread.platform.kernel.money import SYMBOLS

from ..edge import actor_of, signed_in, uuid_of
from ..presenting.bulk import outcome_rows, planned_rows
from ..presenting.listings import listing_rows

CHANGEABLE = ("live", "hidden", "elsewhere", "draft")
KINDS = ("lower", "price", "parcel", "hide", "show", "relist", "refresh", "remove")


@signed_in
def many(request: HttpRequest) -> HttpResponse:
    """Show the rail to choose from; then what becomes of each piece; then do it."""
    if request.method != "POST":
        return _choose(request)
    actor = actor_of(request)
    try:
        chosen, change = _chosen(request, actor), _change(request, actor)
        if request.POST.get("step") == "do":
            return _do(request, actor, chosen, change)
        return _preview(request, actor, chosen, change)
    except DomainError as error:
        if error.status == 404:
            raise
        return _choose(request, problem=error)


def _choose(request: HttpRequest, *, problem: DomainError | None = None) -> HttpResponse:
    actor = actor_of(request)
    cards = [card for card in list_own_cards(actor=actor) if card.status in CHANGEABLE]
    currency = selling_currency(actor.require_user())
    context = {
        "rows": listing_rows(cards, {}),
        "most": PIECES_MAX,
        "percent_max": PERCENT_MAX,
        "symbol": SYMBOLS.get(currency, currency),
        "typed": request.POST,
        "picked": set(request.POST.getlist("piece")),
        "problem": problem.message if problem is not None else "",
    }
    return render(
        request, "web/many.html", context, status=problem.status if problem is not None else 200
    )


def _preview(
    request: HttpRequest, actor: Actor, chosen: list[ChosenPiece], change: BulkChange
) -> HttpResponse:
    plans = plan_many(actor=actor, chosen=chosen, change=change)
    rows = planned_rows(plans, change, _cards(chosen))
    context = {
        "rows": [row for row in rows if not row.refused],
        "left": [row for row in rows if row.refused],
        "change": change,
        "typed": request.POST,
        "falls": change.kind in {"lower", "price"},
    }
    return render(request, "web/many_preview.html", context)


def _do(
    request: HttpRequest, actor: Actor, chosen: list[ChosenPiece], change: BulkChange
) -> HttpResponse:
    cards = _cards(chosen)
    rows = outcome_rows(change_many(actor=actor, chosen=chosen, change=change), cards)
    context = {
        "done": [row for row in rows if not row.refused],
        "left": [row for row in rows if row.refused],
    }
    return render(request, "web/many_done.html", context)


def _cards(chosen: list[ChosenPiece]) -> dict[UUID, ListingCard]:
    return cards_by_ids(one.listing_id for one in chosen)


def _chosen(request: HttpRequest, actor: Actor) -> list[ChosenPiece]:
    """Read the pieces: "id" from the list, "id:version" from the preview."""
    named = request.POST.getlist("piece")[: PIECES_MAX + 1]
    ids = [uuid_of(one.partition(":")[0], code="catalogue.invalid_bulk") for one in named]
    if request.POST.get("step") != "do":
        return [
            ChosenPiece(piece.id, piece.version)
            for piece in own_pieces(actor=actor, listing_ids=ids)
        ]
    versions = [one.partition(":")[2] for one in named]
    return [
        ChosenPiece(listing_id, int(version) if version.isdecimal() else 0)
        for listing_id, version in zip(ids, versions, strict=True)
    ]


def _change(request: HttpRequest, actor: Actor) -> BulkChange:
    kind = request.POST.get("kind", "")
    if kind not in KINDS:
        raise InvalidBulk("change", "")
    currency = selling_currency(actor.require_user())
    percent = request.POST.get("percent", "").strip().removesuffix("%").strip()
    price = request.POST.get("price", "").strip()
    return BulkChange(
        kind=cast(BulkKind, kind),
        percent=int(percent) if kind == "lower" and percent.isdecimal() else None,
        price_minor=(
            Money.parse(price, currency, field="price").amount_minor
            if kind == "price" and price
            else None
        ),
        currency=currency if kind == "price" else "",
        parcel_size=request.POST.get("parcel_size", "") if kind == "parcel" else "",
    )
