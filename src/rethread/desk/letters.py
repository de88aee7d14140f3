"""Dead letters: what nobody could take, why, and putting it right. Every replay is written down."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rethread.platform.audit.services import list_entries
from rethread.platform.events.letters import (
    count_letters,
    fix_letter,
    get_letter,
    list_letters,
    replay_letter,
)
from rethread.platform.kernel import Conflict, Invalid

from .edge import staff_of, staff_only, surroundings

SHOWN = 100


@require_safe
@staff_only
def letters(request: HttpRequest) -> HttpResponse:
    """List letters that wait, and those replayed lately."""
    context = surroundings("letters") | {
        "waiting": list_letters(limit=SHOWN),
        "total": count_letters(),
        "replayed": list_letters(replayed=True, limit=10),
    }
    return render(request, "desk/letters.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def letter(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Show one letter; sent, put it right and send it again."""
    errors: dict[str, str] = {}
    problem = ""
    if request.method == "POST":
        try:
            _replay(request, letter_id)
        except Invalid as refusal:
            errors, problem = dict(refusal.fields), refusal.message
        except Conflict as refusal:
            problem = refusal.message
        else:
            messages.success(request, _("Sent again, and taken. It is written down who did it."))
            return redirect("desk:letter", letter_id=letter_id)
    found = get_letter(letter_id)
    typed = request.POST
    context = surroundings("letters") | {
        "letter": found,
        "fields": [
            (field, typed.get(field.name, field.value), errors.get(field.name, ""))
            for field in found.fields
        ],
        "masked": [field.name for field in found.fields if field.masked],
        "problem": problem,
        "trail": list_entries(object_type="dead_letter", object_id=letter_id),
    }
    return render(request, "desk/letter.html", context, status=422 if problem else 200)


def _replay(request: HttpRequest, letter_id: UUID) -> None:
    found = get_letter(letter_id)
    actor = staff_of(request)
    if found.fields:
        values = {field.name: request.POST.get(field.name, "") for field in found.fields}
        fix_letter(actor=actor, letter_id=letter_id, values=values)
    else:
        replay_letter(actor=actor, letter_id=letter_id)
