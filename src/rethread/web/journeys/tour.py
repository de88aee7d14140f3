"""The tour's pages: what there is to see, one stop at a time, and pressing its one button.

Progress lies in a signed cookie, so that becoming somebody else on the way does not lose it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rethread.platform.kernel import DomainError, NotFound

from ..edge import see_other
from ..tour.stop import Scene, Stop, Visit
from ..tour.stops import STOPS, find_stop
from .demo import demo_only, in_a_demo

COOKIE = "tour"
COOKIE_AGE_S = 7 * 24 * 3600
COOKIE_BYTES_MAX = 3500
_DONE = "done"


@dataclass(frozen=True, slots=True)
class StopRow:
    """A stop on the list and in the thread at the top."""

    place: int
    stop: Stop
    done: bool
    current: bool

    @property
    def url(self) -> str:
        """Return its address."""
        return reverse("web:tour_stop", args=[self.stop.slug])


@in_a_demo
@require_safe
def tour(request: HttpRequest) -> HttpResponse:
    """Show the stops, which are done, and where to go on."""
    rows = _rows(_visit(request), "")
    following = next((row for row in rows if not row.done), None)
    context = {"rows": rows, "following": following, "begun": any(row.done for row in rows)}
    return render(request, "web/tour/index.html", context)


@in_a_demo
@require_safe
def stop(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one stop as it is now; while something is on its way the page asks again."""
    place, found = _found(slug)
    visit = _visit(request)
    scene = _scene(found, visit)
    if scene.done:
        visit.notes(slug)[_DONE] = True
    rows = _rows(visit, slug)
    context = {
        **scene.context,
        "rows": rows,
        "place": place,
        "stop": found,
        "scene": scene,
        "following": rows[place] if place < len(rows) else None,
    }
    return _remember(render(request, found.template, context), visit)


def _scene(found: Stop, visit: Visit) -> Scene:
    try:
        return found.scene(visit)
    except NotFound:
        visit.notes(found.slug).clear()  # of another market, or of one that was made anew
        return found.scene(visit)


@demo_only
def act(request: HttpRequest, slug: str) -> HttpResponse:
    """Do the one thing that the stop offers now."""
    _place, found = _found(slug)
    action = found.actions.get(request.POST.get("action", ""))
    if action is None:
        raise Http404
    visit = _visit(request)
    try:
        action(visit)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    except KeyError:
        messages.warning(
            request, _("That step was taken in another window. This is how it stands.")
        )
    return _remember(see_other(reverse("web:tour_stop", args=[slug])), visit)


@demo_only
def again(request: HttpRequest) -> HttpResponse:
    """Forget the visit and start afresh; what happened in the market stays."""
    response = see_other(reverse("web:tour"))
    response.delete_cookie(COOKIE)
    return response


def _found(slug: str) -> tuple[int, Stop]:
    found = find_stop(slug)
    if found is None:
        raise Http404
    return found


def _rows(visit: Visit, current: str) -> list[StopRow]:
    return [
        StopRow(place, one, bool(visit.notes(one.slug).get(_DONE)), one.slug == current)
        for place, one in enumerate(STOPS, 1)
    ]


def _visit(request: HttpRequest) -> Visit:
    try:
        stops: Any = Signer(salt=COOKIE).unsign_object(request.COOKIES.get(COOKIE, ""))
    except (BadSignature, ValueError):
        return Visit()
    known = {one.slug for one in STOPS}
    return Visit({slug: notes for slug, notes in stops.items() if slug in known})


def _remember(response: HttpResponse, visit: Visit) -> HttpResponse:
    kept = {slug: notes for slug, notes in visit.stops.items() if notes}
    text = Signer(salt=COOKIE).sign_object(kept, compress=True)
    if len(text) <= COOKIE_BYTES_MAX:
        response.set_cookie(COOKIE, text, max_age=COOKIE_AGE_S, httponly=True, samesite="Lax")
    return response
