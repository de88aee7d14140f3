"""Take one's shop along as an archive, and bring one in from elsewhere."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rethread.market.accounts.selectors import find_shop_of
from rethread.market.portability.errors import BadMapping, LinkExpired, NotReady
from rethread.market.portability.rules.table import template
from rethread.market.portability.selectors import (
    access_export,
    access_import,
    list_noted_rows,
    list_own_exports,
    list_own_imports,
    list_row_reports,
    market_document,
    preview_import,
)
from rethread.market.portability.services import (
    confirm_import,
    download_token,
    open_archive,
    receive_import,
    request_export,
    stop_import,
)
from rethread.market.portability.types import ExportView, ImportView
from rethread.platform.kernel import Actor, DomainError

from ..carrying import columns_of, field_choices, mapping_of, sent_files
from ..edge import actor_of, see_other, signed_in, to_sign_in

LOOK_AGAIN_S = 2
REPORTS_SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def take(request: HttpRequest) -> HttpResponse:
    """Show what a shop weighs and have it packed."""
    actor = actor_of(request)
    if request.method == "POST":
        try:
            request_export(actor=actor)
        except DomainError as error:
            messages.error(request, error.message)
        return see_other(reverse("web:take"))
    exports = list_own_exports(actor=actor)
    latest = exports[0] if exports else None
    context = {
        "shop": find_shop_of(actor.require_user()),
        "latest": latest,
        "percent": _percent(latest.done, latest.total) if latest else 0,
        "download": _download_url(actor, latest),
        "earlier": [one for one in exports[1:] if one.status == "ready"],
    }
    response = render(request, "web/take.html", context)
    return _look_again(response, latest is not None and latest.is_open)


def _download_url(actor: Actor, view: ExportView | None) -> str:
    if view is None or view.status != "ready":
        return ""
    token = download_token(actor=actor, export_id=view.export_id)
    return f"{reverse('web:take_download', args=[view.export_id])}?token={token}"


@require_safe
def take_download(request: HttpRequest, export_id: UUID) -> HttpResponseBase:
    """Send an archive to its owner, for as long as the link works."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    actor = actor_of(request)
    access_export(actor=actor, export_id=export_id)
    try:
        file, view = open_archive(
            actor=actor, export_id=export_id, token=request.GET.get("token", "")
        )
    except (LinkExpired, NotReady) as error:
        messages.error(request, error.message)
        return see_other(reverse("web:take"))
    name = f"shop-{view.ready_at:%Y-%m-%d}.zip"
    response = FileResponse(file, as_attachment=True, filename=name)
    response["Content-Length"] = view.size_bytes
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def bring(request: HttpRequest) -> HttpResponse:
    """Take what somebody sends of a shop, and list what came before."""
    if request.method != "POST":
        return _bring_page(request)
    uploads = [file for file in request.FILES.getlist("files") if file]
    try:
        with sent_files(uploads) as files:
            view = receive_import(actor=actor_of(request), files=files)
    except DomainError as error:
        return _bring_page(request, problem=error.message, status=422)
    return see_other(reverse("web:bring_one", args=[view.import_id]))


def _bring_page(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    imports = list_own_imports(actor=actor_of(request))
    context = {
        "unfinished": next((one for one in imports if one.is_open), None),
        "earlier": [one for one in imports if not one.is_open],
        "problem": problem,
    }
    return render(request, "web/bring.html", context, status=status)


@require_safe
def bring_template(request: HttpRequest) -> HttpResponse:
    """Send the table to fill in."""
    response = HttpResponse(template(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="pieces.csv"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def bring_one(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Show how far an import is; ask how it should come in."""
    view = access_import(actor=actor_of(request), import_id=import_id)
    if request.method == "POST" and view.status == "asking":
        return _answer(request, view)
    return _one_page(request, view)


def _answer(request: HttpRequest, view: ImportView) -> HttpResponse:
    mapping = mapping_of(view, request.POST) if view.kind == "table" else None
    if request.POST.get("then") == "look":
        return _one_page(request, view, mapping=mapping)
    try:
        confirm_import(
            actor=actor_of(request),
            import_id=view.import_id,
            publish=request.POST.get("as") == "live",
            lenient=request.POST.get("lenient") == "1",
            mapping=mapping,
        )
    except BadMapping as error:
        problem = error.message
        if "title" in error.fields:
            problem = _("Say which column has the titles.")
        return _one_page(request, view, mapping=mapping, problem=problem, status=422)
    return see_other(reverse("web:bring_one", args=[view.import_id]))


def _one_page(
    request: HttpRequest,
    view: ImportView,
    *,
    mapping: dict[str, list[int]] | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    actor = actor_of(request)
    lenient = request.POST.get("lenient") == "1"
    context: dict[str, object] = {
        "shop_import": view,
        "percent": _percent(view.done, view.total),
        "problem": problem,
        "lenient": lenient,
        "as_live": request.POST.get("as") == "live",
    }
    if view.status == "asking" and view.kind == "table":
        context |= {
            "columns": columns_of(view, mapping),
            "fields": field_choices(),
            "preview": preview_import(
                actor=actor, import_id=view.import_id, mapping=mapping, lenient=lenient
            ),
        }
    if view.status in {"done", "running", "stopped", "refused"}:
        context |= {
            "reports": list_row_reports(
                actor=actor, import_id=view.import_id, statuses=("failed",), limit=REPORTS_SHOWN
            ),
            "noted": list_noted_rows(actor=actor, import_id=view.import_id, limit=REPORTS_SHOWN),
        }
    response = render(request, "web/bring_one.html", context, status=status)
    return _look_again(response, view.status in {"waiting", "running"})


@require_POST
@signed_in
def bring_stop(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Stop an import; what came in stays."""
    try:
        stop_import(actor=actor_of(request), import_id=import_id)
    except DomainError as error:
        messages.error(request, error.message)
    return see_other(reverse("web:bring_one", args=[import_id]))


@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """Publish the key with which anybody can check what this market signed."""
    response = JsonResponse(market_document())
    response["Cache-Control"] = "public, max-age=3600"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _percent(done: int, total: int) -> int:
    return min(100, 100 * done // total) if total else 0


def _look_again(response: HttpResponse, working: bool) -> HttpResponse:
    if working:
        response["Refresh"] = str(LOOK_AGAIN_S)
    return response
