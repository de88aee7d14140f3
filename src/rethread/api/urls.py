"""Addresses of the API, version 1."""

from __future__ import annotations

from django.urls import path

from . import (
    carry,
    cases,
    conversations,
    listings,
    offers,
    openapi,
    orders,
    photos,
    saved_searches,
    shop,
)

app_name = "api"
urlpatterns = [
    path("openapi.json", openapi.view, name="openapi"),
    path("listings", listings.collection, name="listings"),
    path("listings/<uuid:listing_id>", listings.item, name="listing"),
    path("conversations", conversations.collection, name="conversations"),
    path("conversations/<uuid:conversation_id>/messages", conversations.messages, name="messages"),
    path("cases", cases.collection, name="cases"),
    path("cases/<uuid:case_id>", cases.item, name="case"),
    path("cases/<uuid:case_id>/answers", cases.answers, name="case_answers"),
    path("listings/<uuid:listing_id>/duplicate", listings.duplicate, name="listing_duplicate"),
    path(
        "listings/<uuid:listing_id>/sold-elsewhere",
        listings.sold_elsewhere,
        name="listing_elsewhere",
    ),
    path("shop", shop.item, name="shop"),
    path("shop/vacation", shop.vacation, name="shop_vacation"),
    path("shop/bundles", shop.bundles, name="shop_bundles"),
    path("shop/delivery", shop.delivery, name="shop_delivery"),
    path("offers", offers.collection, name="offers"),
    path("offers/<uuid:offer_id>", offers.item, name="offer"),
    path("offers/<uuid:offer_id>/answers", offers.answers, name="offer_answers"),
    path("listings/<uuid:listing_id>/offer-terms", offers.terms, name="offer_terms"),
    path("listings/<uuid:listing_id>/liker-offers", offers.likers, name="liker_offers"),
    path("exports", carry.exports, name="exports"),
    path("exports/<uuid:export_id>", carry.export, name="export"),
    path("exports/<uuid:export_id>/archive", carry.archive, name="archive"),
    path("imports", carry.imports, name="imports"),
    path("imports/<uuid:import_id>", carry.shop_import, name="import"),
    path("imports/<uuid:import_id>/decision", carry.decision, name="import_decision"),
    path("imports/<uuid:import_id>/stop", carry.stop, name="import_stop"),
    path("searches", saved_searches.collection, name="searches"),
    path("searches/<uuid:saved_search_id>", saved_searches.item, name="search"),
    path("searches/<uuid:saved_search_id>/matches", saved_searches.matches, name="matches"),
    path("searches/<uuid:saved_search_id>/look", saved_searches.looked, name="search_look"),
    path("sizes", saved_searches.sizes, name="sizes"),
    path("orders", orders.collection, name="orders"),
    path("orders/labels", orders.labels, name="labels"),
    path("orders/<uuid:order_id>", orders.item, name="order"),
    path("orders/<uuid:order_id>/label.pdf", orders.label, name="label"),
    path("orders/<uuid:order_id>/dispatch", orders.dispatch, name="dispatch"),
    path("orders/<uuid:order_id>/hand-over", orders.hand_over, name="hand_over"),
    path("orders/<uuid:order_id>/pickup-code", orders.new_code, name="pickup_code"),
    path("photos", photos.collection, name="photos"),
]
