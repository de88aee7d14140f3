"""The OpenAPI 3.1 description, generated from the types that read and write the bodies."""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse

from rethread import __version__

from .address_schemas import ADDRESS_TYPES
from .addresses import address_paths
from .bag import bag_paths
from .bag_schemas import BAG_TYPES
from .case_schemas import CaseBody, CasePage, NewAnswer, NewCase
from .describing import KEY, id_in_path
from .edge import respond
from .figures import figure_paths
from .figures_schemas import FIGURE_TYPES
from .likes import LIKE_TYPES, like_paths
from .notice_schemas import NOTICE_TYPES
from .notices import notice_paths
from .openapi_boosts import BOOST_TYPES, boost_paths
from .openapi_carry import CARRY_TYPES, carry_paths
from .openapi_cases import return_paths
from .openapi_conversations import CONVERSATION_TYPES, conversation_paths
from .openapi_offers import OFFER_TYPES, offer_paths
from .openapi_orders import ORDER_TYPES, order_paths
from .openapi_shop import SHOP_TYPES, shop_paths
from .reading import READING_TYPES, reading_paths
from .review_schemas import REVIEW_TYPES
from .reviews import review_paths
from .saved_searches import saved_search_paths
from .schemas import ListingBody, ListingPage, NewListing, PhotoBody, Problem
from .search_schemas import SEARCH_TYPES
from .statement_schemas import STATEMENT_TYPES
from .statements import statement_paths

REF = "#/components/schemas/{name}"


def document() -> dict[str, Any]:
    """Return the description of the whole API."""
    types = (
        ListingPage, ListingBody, NewListing, PhotoBody, Problem,
        CasePage, CaseBody, NewCase, NewAnswer,
        *BOOST_TYPES, *CARRY_TYPES, *CONVERSATION_TYPES, *OFFER_TYPES, *ORDER_TYPES,
        *SEARCH_TYPES, *SHOP_TYPES,
        *FIGURE_TYPES, *LIKE_TYPES, *NOTICE_TYPES, *REVIEW_TYPES,
        *STATEMENT_TYPES, *ADDRESS_TYPES, *BAG_TYPES, *READING_TYPES,
    )  # fmt: skip
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
            **offer_paths(),
            **order_paths(),
            **shop_paths(),
            **boost_paths(),
            **carry_paths(),
            **saved_search_paths(),
            **figure_paths(),
            **like_paths(),
            **notice_paths(),
            **review_paths(),
            **statement_paths(),
            **address_paths(),
            **bag_paths(),
            **reading_paths(),
            **return_paths(),
            "/cases": {"get": _list_cases(), "post": _open_case()},
            "/cases/{case_id}": {"get": _get_case()},
            "/cases/{case_id}/answers": {"post": _answer_case()},
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


def _list_cases() -> dict[str, Any]:
    return {
        "operationId": "listCases",
        "summary": "List the cases you are a party of, newest first",
        "security": KEY,
        "parameters": [_query("cursor", {"type": "string"}, "`next_cursor` of the page before")],
        "responses": _answers("200", "A page of cases", "CasePage", "401", "403", "422"),
    }


def _get_case() -> dict[str, Any]:
    return {
        "operationId": "getCase",
        "summary": "Get one of your cases with its timeline",
        "security": KEY,
        "parameters": [id_in_path("case_id")],
        "responses": _answers("200", "The case", "CaseBody", "401", "403", "404"),
    }


def _open_case() -> dict[str, Any]:
    return {
        "operationId": "openCase",
        "summary": "Open a case; about an order, its money is frozen",
        "security": KEY,
        "parameters": [_idempotency()],
        "requestBody": _body("application/json", {"$ref": REF.format(name="NewCase")}),
        "responses": _answers(
            "201", "The case as opened", "CaseBody", "401", "403", "404", "409", "422"
        ),
    }


def _answer_case() -> dict[str, Any]:
    return {
        "operationId": "answerCase",
        "summary": "Answer a case as the other party, agree to refund, or ask for it back",
        "security": KEY,
        "parameters": [id_in_path("case_id"), _idempotency()],
        "requestBody": _body("application/json", {"$ref": REF.format(name="NewAnswer")}),
        "responses": _answers(
            "201", "The case as it stands now", "CaseBody", "401", "403", "404", "409", "422"
        ),
    }


def _idempotency() -> dict[str, Any]:
    schema = {"type": "string", "minLength": 1, "maxLength": 255}
    return {"name": "Idempotency-Key", "in": "header", "required": True, "schema": schema}


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
