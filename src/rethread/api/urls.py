"""Addresses of the API, version 1."""

from __future__ import annotations

from django.urls import path

from . import carry, cases, conversations, listings, openapi, photos

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
    path("exports", carry.exports, name="exports"),
    path("exports/<uuid:export_id>", carry.export, name="export"),
    path("exports/<uuid:export_id>/archive", carry.archive, name="archive"),
    path("imports", carry.imports, name="imports"),
    path("imports/<uuid:import_id>", carry.shop_import, name="import"),
    path("imports/<uuid:import_id>/decision", carry.decision, name="import_decision"),
    path("imports/<uuid:import_id>/stop", carry.stop, name="import_stop"),
    path("photos", photos.collection, name="photos"),
]
