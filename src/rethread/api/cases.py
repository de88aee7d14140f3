"""Cases over the API: list mine, get, open, answer, through the services that the pages call."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from rethread.market.fulfilment.rules.label_sheet import label_pdf
from rethread.market.orders.selectors import access_return_label
from rethread.market.support.errors import CaseNotFound
from rethread.market.support.selectors import access_case, list_cases
from rethread.market.support.services import (
    agree_to_refund,
    answer_case,
    ask_back,
    get_return_label,
    mark_sent_back,
    open_case,
)
from rethread.market.support.types import CaseView
from rethread.platform.kernel import Actor

from .case_schemas import CasePage, NewAnswer, NewCase, case_body, case_summary
from .edge import caller, once, problems, read_body, require_key, respond


@problems
@require_http_methods(["GET", "HEAD", "POST"])
def collection(request: HttpRequest) -> HttpResponse:
    """GET lists the caller's cases, newest first; POST opens one."""
    return _open(request) if request.method == "POST" else _list(request)


@problems
@require_http_methods(["GET", "HEAD"])
def item(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """GET one case of the caller's."""
    actor = caller(request, "cases:read")
    return respond(case_body(access_case(actor=actor, case_id=case_id)))


@problems
@require_POST
def answers(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """POST the other party's answer, or their agreement to refund."""
    actor = caller(request, "cases:write")
    wanted = read_body(request, NewAnswer)
    access_case(actor=actor, case_id=case_id)
    return once(
        request,
        actor,
        f"cases.{case_id}.answer",
        lambda: case_body(_answer(actor, case_id, wanted)),
    )


def _answer(actor: Actor, case_id: UUID, wanted: NewAnswer) -> CaseView:
    if wanted.agree:
        return agree_to_refund(actor=actor, case_id=case_id, text=wanted.text)
    if wanted.ask_back:
        return ask_back(actor=actor, case_id=case_id, text=wanted.text)
    return answer_case(actor=actor, case_id=case_id, text=wanted.text, photo_ids=wanted.photo_ids)


@problems
@require_POST
def return_label(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """POST gets the label with which the caller sends the piece of a case back.

    Not through the idempotency record: the service is idempotent by itself, and it calls the
    carrier outside of any transaction.
    """
    actor = caller(request, "cases:write")
    require_key(request)
    get_return_label(actor=actor, case_id=case_id)
    return respond(case_body(access_case(actor=actor, case_id=case_id)), status=201)


@problems
@require_http_methods(["GET", "HEAD"])
def return_pdf(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """GET that label as a PDF."""
    actor = caller(request, "cases:read")
    case = access_case(actor=actor, case_id=case_id)
    if case.order_id is None:
        raise CaseNotFound
    face = access_return_label(actor=actor, order_id=case.order_id)
    response = HttpResponse(label_pdf([face]), content_type="application/pdf")
    response["Cache-Control"] = "private, no-store"
    return response


@problems
@require_POST
def sent_back(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """POST says that the caller handed the return to the carrier."""
    actor = caller(request, "cases:write")
    access_case(actor=actor, case_id=case_id)
    return once(
        request,
        actor,
        f"cases.{case_id}.sent_back",
        lambda: case_body(mark_sent_back(actor=actor, case_id=case_id)),
    )


def _list(request: HttpRequest) -> HttpResponse:
    actor = caller(request, "cases:read")
    page = list_cases(actor=actor, cursor=request.GET.get("cursor", ""))
    return respond(
        CasePage(data=[case_summary(c) for c in page.cases], next_cursor=page.next_cursor or None)
    )


def _open(request: HttpRequest) -> HttpResponse:
    actor = caller(request, "cases:write")
    wanted = read_body(request, NewCase)
    return once(request, actor, "cases.open", lambda: case_body(_opened(actor, wanted)))


def _opened(actor: Actor, wanted: NewCase) -> CaseView:
    return open_case(
        actor=actor,
        kind=wanted.object_kind,
        object_id=wanted.object_id,
        reason=wanted.reason,
        text=wanted.text,
        photo_ids=wanted.photo_ids,
    )
