"""Letters to people: how each kind looks, and how the queue stands. No address is shown here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rethread.market.notifications.rules.kinds import KINDS
from rethread.market.notifications.selectors import count_waiting_letters, list_letters
from rethread.market.notifications.services import preview_letter

from .edge import staff_of, staff_only, surroundings

SHOWN = 50
# A letter carries its looks in attributes, as mail programs need it; it runs and loads nothing.
LETTER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"


@require_safe
@staff_only
def post(request: HttpRequest) -> HttpResponse:
    """Show the queue, and a preview of every kind."""
    waiting, refused = count_waiting_letters()
    context = surroundings("post") | {
        "waiting": waiting,
        "refused": refused,
        "kinds": [kind for kind in KINDS if kind.email],
        "letters": [(row, _label(row.kind)) for row in list_letters(limit=SHOWN)],
    }
    return render(request, "desk/post.html", context)


def _label(name: str) -> str:
    return next((str(kind.label) for kind in KINDS if kind.name == name), name)


@require_safe
@staff_only
def preview(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """Show the letter of a kind as HTML or as text."""
    letter = preview_letter(actor=staff_of(request), kind=kind)
    if form == "text":
        head = f"Subject: {letter.subject}\n\n"
        return HttpResponse(head + letter.text, content_type="text/plain; charset=utf-8")
    return HttpResponse(letter.html, headers={"Content-Security-Policy": LETTER_POLICY})
