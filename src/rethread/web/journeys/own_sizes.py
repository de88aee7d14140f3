"""The sizes that somebody wears."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rethread.market.search.selectors import worn_sizes
from rethread.market.search.services import set_own_sizes, sizes_known
from rethread.platform.kernel import DomainError

from ..edge import actor_of, see_other, signed_in


@dataclass(frozen=True, slots=True)
class SizeGroup:
    """Sizes of one kind, as (code, label, worn)."""

    label: str
    sizes: tuple[tuple[str, str, bool], ...]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def own_sizes(request: HttpRequest) -> HttpResponse:
    """Show the sizes to choose from, and keep what was chosen."""
    actor = actor_of(request)
    error = ""
    worn = worn_sizes(actor)
    codes, applies = worn.codes, worn.applies or not worn.codes
    if request.method == "POST":
        codes = tuple(request.POST.getlist("size"))
        applies = request.POST.get("applies") == "1"
        try:
            set_own_sizes(actor=actor, codes=codes, applies=applies)
        except DomainError as refusal:
            error = refusal.message
        else:
            notices.success(request, _("Your sizes are kept."))
            return see_other(reverse("web:own_sizes"))
    context = {"groups": _groups(frozenset(codes)), "applies": applies, "error": error}
    return render(request, "web/own_sizes.html", context, status=422 if error else 200)


def _groups(worn: frozenset[str]) -> list[SizeGroup]:
    words = {
        "letters": _("Clothes, in letters"),
        "numbers": _("Clothes, in UK sizes"),
        "waist": _("Trousers, by waist"),
        "shoes": _("Shoes, in UK sizes"),
        "kids": _("Children, by age"),
    }
    return [
        SizeGroup(words[name], tuple((one.code, one.label, one.code in worn) for one in sizes))
        for name, sizes in sizes_known().items()
    ]
