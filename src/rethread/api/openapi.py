"""The OpenAPI 3.1 description, generated from the types that read and write the bodies."""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse

from rethread import __version__

from .edge import respond
from .openapi_conversations import CONVERSATION_TYPES, conversation_paths
from .schemas import ListingBody, ListingPage, NewListing, PhotoBody, Problem

REF = "#/components/schemas/{name}"
KEY: list[dict[str, list[str]]] = [{"personalKey": []}]


def document() -> dict[str, Any]:
    """Return the description of the whole API."""
    types = (ListingPage, ListingBody, NewListing, PhotoBody, Problem, *CONVERSATION_TYPES)
    _, schemas = msgspec.json.schema_components(types, ref_template=REF)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Rethread",
            "version": __version__,
            "description": "A marketplace for preloved fashion. Amounts are integer minor units.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/api/v1"}],
        "paths": {
            "/listings": {"get": _list_listings(), "post": _create_listing()},
            "/listings/{listing_id}": {"get": _get_listing()},
            "/photos": {"post": _create_photo()},
            **conversation_paths(),
        },
        "components": {
            "schemas": schemas,
            "securitySchemes": {"personalKey": {"type": "http", "scheme": "bearer"}},
        },
    }


def view(request: HttpRequest) -> HttpResponse:
    """Serve the description."""
    return respond(document())


def _list_listings() -> dict[str, Any]:
    return {
        "operationId": "listListings",
        "summary": "List what is for sale, newest first",
        "parameters": [
            _query("cursor", {"type": "string"}, "`next_cursor` of the page before"),
            _query("limit", {"type": "integer", "minimum": 1, "maximum": 100}, "Page size"),
        ],
        "responses": _answers("200", "A page of listings", "ListingPage", "422"),
    }


def _get_listing() -> dict[str, Any]:
    schema = {"type": "string", "format": "uuid"}
    return {
        "operationId": "getListing",
        "summary": "Get one listing",
        "parameters": [{"name": "listing_id", "in": "path", "required": True, "schema": schema}],
        "responses": _answers("200", "The listing", "ListingBody", "404"),
    }


def _create_listing() -> dict[str, Any]:
    schema = {"type": "string", "minLength": 1, "maxLength": 255}
    return {
        "operationId": "createListing",
        "summary": "Create a listing, and put it up for sale if asked to",
        "security": KEY,
        "parameters": [
            {"name": "Idempotency-Key", "in": "header", "required": True, "schema": schema}
        ],
        "requestBody": _body("application/json", {"$ref": REF.format(name="NewListing")}),
        "responses": _answers(
            "201", "The listing as created", "ListingBody", "401", "403", "409", "422"
        ),
    }


def _create_photo() -> dict[str, Any]:
    return {
        "operationId": "createPhoto",
        "summary": "Upload one photograph; the same bytes give the same photo",
        "security": KEY,
        "requestBody": _body("image/*", {"type": "string", "format": "binary"}),
        "responses": _answers("201", "The photo", "PhotoBody", "401", "403", "422"),
    }


def _query(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, "description": description}


def _body(kind: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {kind: {"schema": schema}}}


def _answers(status: str, text: str, name: str, *refusals: str) -> dict[str, Any]:
    def content(kind: str, schema: str) -> dict[str, Any]:
        return {kind: {"schema": {"$ref": REF.format(name=schema)}}}

    answers = {status: {"description": text, "content": content("application/json", name)}}
    for refusal in refusals:
        answers[refusal] = {
            "description": "Refused; the code says why",
            "content": content("application/problem+json", "Problem"),
        }
    return answers
