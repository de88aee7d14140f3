"""The part of the OpenAPI description that is about the caller's own shop."""

from __future__ import annotations

from typing import Any

from .describing import ONCE, answers, id_in_path, operation
from .shop_schemas import BundleDiscount, DeliveryMethods, ShopBody, ShopCurrency, Vacation

SHOP_TYPES = (ShopBody, Vacation, BundleDiscount, DeliveryMethods, ShopCurrency)
LISTING = id_in_path("listing_id")


def shop_paths() -> dict[str, Any]:
    """Return the addresses of one's shop and what may be asked there."""
    return {
        "/listings/{listing_id}/duplicate": {
            "post": operation(
                "duplicateListing", "Begin a draft like another of your listings",
                [LISTING, ONCE], answers("201", "ListingBody", "401", "403", "404", "409", "422"),
            )
        },
        "/listings/{listing_id}/sold-elsewhere": {
            "post": operation(
                "markSoldElsewhere", "Say that a garment was sold somewhere else; it pays nobody",
                [LISTING, ONCE], answers("201", "ListingBody", "401", "403", "404", "409", "422"),
            )
        },
        "/listings/{listing_id}/refresh": {
            "post": operation(
                "refreshListing", "Refresh a listing that got better, once in 30 days",
                [LISTING, ONCE], answers("201", "ListingBody", "401", "403", "404", "409", "422"),
            )
        },
        "/shop": {
            "get": operation(
                "getShop", "Get your shop", [], answers("200", "ShopBody", "401", "403", "404")
            )
        },
        "/shop/vacation": {
            "post": operation(
                "setVacation", "Go on holiday or come back; nothing can be bought meanwhile",
                [ONCE], answers("201", "ShopBody", "401", "403", "404", "409", "422"),
                body="Vacation",
            )
        },
        "/shop/bundles": {
            "post": operation(
                "setBundleDiscount", "Say what you take off for 2, 3, 4 or 5 of your pieces",
                [ONCE], answers("201", "ShopBody", "401", "403", "404", "409", "422"),
                body="BundleDiscount",
            )
        },
        "/shop/currency": {
            "post": operation(
                "setShopCurrency", "Choose what your next listings are priced in",
                [ONCE], answers("201", "ShopBody", "401", "403", "404", "409", "422"),
                body="ShopCurrency",
            )
        },
        "/shop/delivery": {
            "post": operation(
                "setDeliveryMethods", "Say how you deliver: tracked, untracked, to be picked up",
                [ONCE], answers("201", "ShopBody", "401", "403", "404", "409", "422"),
                body="DeliveryMethods",
            )
        },
    }  # fmt: skip
