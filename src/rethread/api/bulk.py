"""Change many of the caller's listings at once over the API, or only preview it."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from rethread.market.accounts.selectors import selling_currency
from rethread.market.catalogue.rules.bulk import PIECES_MAX
from rethread.market.catalogue.services import change_many, plan_many
from rethread.market.catalogue.types import BulkChange, BulkKind, ChosenPiece

from .edge import caller, once, problems, read_body, respond


class BulkPieceRef(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A listing at the version that was looked at; a price is set on no other."""

    listing_id: UUID
    version: int


class NewBulkChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One change for many listings: "lower" takes `percent`, "price" takes `price_minor`, "parcel"
    takes `parcel_size`; the others take nothing. A price is in your shop's currency. With `preview`
    nothing is changed.
    """

    listings: Annotated[list[BulkPieceRef], msgspec.Meta(max_length=PIECES_MAX)]
    kind: BulkKind
    percent: int | None = None
    price_minor: int | None = None
    parcel_size: str = ""
    preview: bool = False


class BulkResultBody(msgspec.Struct, frozen=True):
    """What became, or would become, of one listing; `refused` is null where it is changed."""

    listing_id: UUID
    refused: str | None
    price_minor: int | None


class BulkResultsBody(msgspec.Struct, frozen=True):
    """One result per listing of the caller's, in the order sent; others are left out."""

    preview: bool
    data: list[BulkResultBody]


BULK_TYPES = (NewBulkChange, BulkPieceRef, BulkResultsBody, BulkResultBody)


@problems
@require_POST
def changes(request: HttpRequest) -> HttpResponse:
    """POST changes many listings, each with its own result."""
    actor = caller(request, "listings:write")
    wanted = read_body(request, NewBulkChange)
    change = BulkChange(
        wanted.kind,
        wanted.percent,
        wanted.price_minor,
        wanted.parcel_size,
        selling_currency(actor.require_user()),
    )
    chosen = [ChosenPiece(one.listing_id, one.version) for one in wanted.listings]
    plans = plan_many(actor=actor, chosen=chosen, change=change)
    prices = {plan.piece.id: plan.price_minor for plan in plans}
    if wanted.preview:
        data = [BulkResultBody(plan.piece.id, plan.refused, plan.price_minor) for plan in plans]
        return respond(BulkResultsBody(preview=True, data=data), status=201)

    def work() -> object:
        outcomes = change_many(actor=actor, chosen=chosen, change=change)
        return BulkResultsBody(
            preview=False,
            data=[
                BulkResultBody(
                    one.piece.id,
                    one.refused,
                    prices[one.piece.id] if one.refused is None else None,
                )
                for one in outcomes
            ],
        )

    return once(request, actor, "listings.changes", work)
