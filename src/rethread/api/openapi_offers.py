"""The part of the OpenAPI description that is about offers."""

from __future__ import annotations

from typing import Any

from .describing import CURSOR, ONCE, answers, id_in_path, operation
from .offer_schemas import (
    LikerOfferBody,
    NewLikerOffer,
    NewOffer,
    NewOfferAnswer,
    NewOfferTerms,
    OfferBody,
    OfferPageBody,
    OfferTermsBody,
)

OFFER_TYPES = (
    OfferPageBody,
    OfferBody,
    NewOffer,
    NewOfferAnswer,
    OfferTermsBody,
    NewOfferTerms,
    NewLikerOffer,
    LikerOfferBody,
)


def offer_paths() -> dict[str, Any]:
    """Return the addresses of offers and what may be asked there."""
    return {
        "/offers": {
            "get": operation(
                "listOffers", "List your offers on both sides, newest first", [CURSOR],
                answers("200", "OfferPageBody", "401", "403", "422"),
            ),
            "post": operation(
                "createOffer", "Offer a price for a listing", [ONCE],
                answers("201", "OfferBody", "401", "403", "409", "422", "429"),
                body="NewOffer",
            ),
        },
        "/offers/{offer_id}": {
            "get": operation(
                "getOffer", "Get one of your offers", [id_in_path("offer_id")],
                answers("200", "OfferBody", "401", "403", "404"),
            ),
        },
        "/offers/{offer_id}/answers": {
            "post": operation(
                "answerOffer", "Accept, counter, decline or withdraw",
                [id_in_path("offer_id"), ONCE],
                answers("201", "OfferBody", "401", "403", "404", "409", "422"),
                body="NewOfferAnswer",
            ),
        },
        "/listings/{listing_id}/offer-terms": {
            "get": operation(
                "getOfferTerms", "Get what you have set for a listing of yours",
                [id_in_path("listing_id")],
                answers("200", "OfferTermsBody", "401", "403", "404"),
            ),
            "post": operation(
                "setOfferTerms", "Set the lowest price you take; nobody else is shown it",
                [id_in_path("listing_id"), ONCE],
                answers("201", "OfferTermsBody", "401", "403", "404", "409", "422"),
                body="NewOfferTerms",
            ),
        },
        "/listings/{listing_id}/liker-offers": {
            "post": operation(
                "createLikerOffer", "Offer a lower price to people who like a listing of yours",
                [id_in_path("listing_id"), ONCE],
                answers("201", "LikerOfferBody", "401", "403", "404", "409", "422", "429"),
                body="NewLikerOffer",
            ),
        },
    }  # fmt: skip
