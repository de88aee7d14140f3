"""How the caller reads the market over the API: its language, and a currency for estimates."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from rethread.market.accounts.selectors import get_user
from rethread.market.accounts.services import choose_currency, choose_language
from rethread.market.accounts.types import UserView
from rethread.platform.kernel import Actor

from .describing import ONCE, answers, operation
from .edge import caller, once, problems, read_body, respond


class ReadingBody(msgspec.Struct, frozen=True):
    """How you read the market. An empty `language` is what your browser asks for; an empty
    `currency` shows prices as they are, without an estimate beside them."""

    language: str
    currency: str


class NewReading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to change of it; what you leave out stays as it is."""

    language: Annotated[str, msgspec.Meta(max_length=10)] | None = None
    currency: Annotated[str, msgspec.Meta(max_length=3)] | None = None


READING_TYPES = (ReadingBody, NewReading)


@problems
@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: HttpRequest) -> HttpResponse:
    """GET says how the caller reads the market; POST changes it."""
    if request.method != "POST":
        actor = caller(request, "account:read")
        return respond(_body(get_user(actor.require_user())))
    actor = caller(request, "account:write")
    wanted = read_body(request, NewReading)
    return once(request, actor, "account.reading", lambda: _changed(actor, wanted))


@transaction.atomic
def _changed(actor: Actor, wanted: NewReading) -> ReadingBody:
    if wanted.language is not None:
        choose_language(actor=actor, language=wanted.language)
    if wanted.currency is not None:
        choose_currency(actor=actor, currency=wanted.currency)
    return _body(get_user(actor.require_user()))


def _body(person: UserView) -> ReadingBody:
    return ReadingBody(language=person.language, currency=person.currency)


def reading_paths() -> dict[str, Any]:
    """Return the address of these choices, and what may be asked there."""
    return {
        "/account/reading": {
            "get": operation(
                "getReading", "Get the language you read in and the currency of estimates", [],
                answers("200", "ReadingBody", "401", "403"),
            ),
            "post": operation(
                "setReading", "Choose the language you read in or the currency of estimates",
                [ONCE], answers("201", "ReadingBody", "401", "403", "409", "422"),
                body="NewReading",
            ),
        },
    }  # fmt: skip
