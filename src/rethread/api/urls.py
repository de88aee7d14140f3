"""Addresses of the API, version 1."""

from __future__ import annotations

from django.urls import path

from . import cases, conversations, listings, openapi, photos, saved_searches

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
    path("searches", saved_searches.collection, name="searches"),
    path("searches/<uuid:saved_search_id>", saved_searches.item, name="search"),
    path("searches/<uuid:saved_search_id>/matches", saved_searches.matches, name="matches"),
    path("searches/<uuid:saved_search_id>/look", saved_searches.looked, name="search_look"),
    path("sizes", saved_searches.sizes, name="sizes"),
    path("photos", photos.collection, name="photos"),
]
