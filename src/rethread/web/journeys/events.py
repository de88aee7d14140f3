"""Where browsers send their behavioural events, in batches."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from rethread.platform.events.ingestion import BYTES_MAX, IngestContext, ingest_batch
from rethread.platform.kernel import DomainError, new_id

from ..edge import ANALYTICS, VISIT_COOKIE, VISITOR_COOKIE, cookie_id, has_consent

VISIT_S = 1800  # a visit ends after 30 quiet minutes, as in web analytics at large


@csrf_exempt
@require_POST
def events(request: HttpRequest) -> HttpResponse:
    """Take a batch; say what became of it. A beacon reads no answer."""
    length = request.headers.get("Content-Length", "0")
    if not length.isdecimal() or int(length) > BYTES_MAX:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    agreed = has_consent(request)
    visit = cookie_id(request, VISIT_COOKIE) or (str(new_id()) if agreed else None)
    context = IngestContext(
        user_agent=request.headers.get("User-Agent", "")[:400],
        user_id=request.user.pk if request.user.is_authenticated else None,
        session_id=visit,
        anonymous_id=cookie_id(request, VISITOR_COOKIE),
        consent=ANALYTICS if agreed else "essential",
    )
    try:
        result = ingest_batch(request.body, context=context)
    except (DomainError, RawPostDataException) as error:
        text = error.message if isinstance(error, DomainError) else str(error)
        return JsonResponse({"error": text}, status=HTTPStatus.BAD_REQUEST)
    response = JsonResponse(
        {
            "accepted": result.accepted,
            "rejected": result.rejected,
            "duplicates": result.duplicates,
            "dropped": result.dropped,
        },
        status=HTTPStatus.ACCEPTED,
    )
    if visit is not None and agreed:
        response.set_cookie(
            VISIT_COOKIE,
            visit,
            max_age=VISIT_S,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response
