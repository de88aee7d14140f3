"""Who may come to the desk: people of the staff. For everyone else it is not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from rethread.platform.kernel import Actor

View = Callable[..., HttpResponse]


def staff_only(view: View) -> View:
    """Let staff through; a visitor signs in first, anybody else finds nothing."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        if not user.is_authenticated:
            query = urlencode({"next": request.path})
            return redirect(f"{reverse('account_login')}?{query}")
        if not user.is_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return answer


def staff_of(request: HttpRequest) -> Actor:
    """Return the member of staff who acts."""
    user = request.user
    if not user.is_authenticated:
        raise Http404
    return Actor.staff(user.pk)


def surroundings(tab: str) -> dict[str, object]:
    """Give the desk's templates their tabs."""
    return {
        "desk_tab": tab,
        "desk_tabs": [
            (reverse("desk:overview"), _("Overview"), "overview"),
            (reverse("desk:money"), _("Money"), "money"),
            (reverse("desk:cases"), _("Cases"), "cases"),
            (reverse("desk:trust"), _("Moderation"), "trust"),
            (reverse("desk:ranking"), _("Ranking"), "ranking"),
            (reverse("desk:attribution"), _("Attribution"), "attribution"),
            (reverse("desk:experiments"), _("Experiments"), "experiments"),
            (reverse("desk:roadmap"), _("Roadmap"), "roadmap"),
            (reverse("desk:health"), _("Data health"), "health"),
            (reverse("desk:lineage_index"), _("Lineage"), "lineage"),
            (reverse("desk:post"), _("Letters"), "post"),
            (reverse("desk:letters"), _("Dead letters"), "letters"),
        ],
    }
