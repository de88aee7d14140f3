"""The part of the OpenAPI description about boosts, and about changing many listings."""

from __future__ import annotations

from typing import Any

from .boost_schemas import (
    BoostBody,
    BoostClickBody,
    BoostDayBody,
    BoostListBody,
    BoostTrailBody,
    NewBoost,
)
from .bulk import BULK_TYPES
from .describing import ONCE, answers, id_in_path, operation

BOOST_TYPES = (
    BoostListBody, BoostBody, BoostTrailBody, BoostClickBody, BoostDayBody, NewBoost, *BULK_TYPES,
)  # fmt: skip
_ID = id_in_path("boost_id")


def boost_paths() -> dict[str, Any]:
    """Return the addresses of boosts and what may be asked there."""
    return {
        "/boosts": {
            "get": operation(
                "listBoosts", "List your boosts, and what you owe for them", [],
                answers("200", "BoostListBody", "401", "403"),
            ),
            "post": operation(
                "startBoost", "Pay by the click for labelled places of a listing of yours", [ONCE],
                answers("201", "BoostBody", "401", "403", "404", "409", "422"), body="NewBoost",
            ),
        },
        "/boosts/{boost_id}": {
            "get": operation(
                "getBoost", "Get a boost of yours with every click that cost something, or did not",
                [_ID], answers("200", "BoostTrailBody", "401", "403", "404"),
            ),
        },
        "/listings/changes": {
            "post": operation(
                "changeListings", "Change many of your listings at once, or preview it", [ONCE],
                answers("201", "BulkResultsBody", "401", "403", "409", "422"),
                body="NewBulkChange",
            ),
        },
        "/boosts/{boost_id}/stop": {
            "post": operation(
                "stopBoost", "Stop a boost at once", [_ID, ONCE],
                answers("201", "BoostBody", "401", "403", "404", "409", "422"),
            ),
        },
    }  # fmt: skip
