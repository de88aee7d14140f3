"""Shops over the API: have one packed and fetch it, send one in and say how it should come in."""

from __future__ import annotations

import tempfile
from pathlib import Path
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, RawPostDataException
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rethread.market.portability.selectors import (
    access_export,
    access_import,
    list_noted_rows,
    list_own_exports,
    list_own_imports,
    list_row_reports,
)
from rethread.market.portability.services import (
    SentFile,
    confirm_import,
    open_archive,
    receive_import,
    request_export,
    stop_import,
)
from rethread.market.portability.types import ImportView
from rethread.platform.kernel import Actor, DomainError, Invalid, settings

from .carry_schemas import (
    ExportPage,
    ImportBody,
    ImportDecision,
    ImportPage,
    export_body,
    import_body,
)
from .edge import caller, once, problem, problems, read_body, respond

PART_BYTES = 1_048_576


@problems
@require_http_methods(["GET", "HEAD", "POST"])
def exports(request: HttpRequest) -> HttpResponse:
    """GET lists the caller's exports; POST asks for one."""
    if request.method == "POST":
        actor = caller(request, "exports:write")
        return once(
            request, actor, "exports.request", lambda: export_body(request_export(actor=actor))
        )
    actor = caller(request, "exports:read")
    return respond(ExportPage([export_body(one) for one in list_own_exports(actor=actor)]))


@problems
@require_safe
def export(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """GET how far an export of the caller's is."""
    actor = caller(request, "exports:read")
    return respond(export_body(access_export(actor=actor, export_id=export_id)))


def archive(request: HttpRequest, export_id: UUID) -> HttpResponseBase:
    """GET the archive itself, in parts."""
    if request.method != "GET":
        return HttpResponse(status=405, headers={"Allow": "GET"})
    try:
        actor = caller(request, "exports:read")
        file, view = open_archive(actor=actor, export_id=export_id)
    except DomainError as error:
        return problem(error)
    response = FileResponse(file, as_attachment=True, filename="shop.zip")
    response["Content-Length"] = view.size_bytes
    response["Cache-Control"] = "private, no-store"
    return response


@problems
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """GET lists the caller's imports; POST the bytes of a ZIP or a CSV file begins one."""
    if request.method == "POST":
        return _receive(request, caller(request, "imports:write"))
    actor = caller(request, "imports:read")
    return respond(ImportPage([import_body(one) for one in list_own_imports(actor=actor)]))


def _receive(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take the body in parts; sent again while the first is unfinished, it is refused (409)."""
    with tempfile.NamedTemporaryFile(prefix="rethread-upload-") as file:
        size, limit = 0, settings().carry_bytes_max
        try:
            while part := request.read(PART_BYTES):
                size += len(part)
                if size > limit:
                    raise Invalid(
                        "portability.too_large",
                        _("Send at most %(count)d bytes.") % {"count": limit},
                    )
                file.write(part)
        except (RawPostDataException, OSError) as error:
            raise Invalid("api.upload", _("The upload broke off; send it again.")) from error
        if not size:
            raise Invalid("api.upload", _("Send the bytes of a ZIP or a CSV file."))
        file.flush()
        sent = SentFile("shop.csv", Path(file.name))
        view = receive_import(actor=actor, files=[sent])
    return respond(import_body(view), status=201)


@problems
@require_safe
def shop_import(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """GET how far an import of the caller's is, with the rows there is something to say of."""
    actor = caller(request, "imports:read")
    return respond(_body(actor, access_import(actor=actor, import_id=import_id)))


@problems
@require_POST
def decision(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """POST how an import should come in."""
    actor = caller(request, "imports:write")
    wanted = read_body(request, ImportDecision)
    access_import(actor=actor, import_id=import_id)

    def decide() -> ImportBody:
        view = confirm_import(
            actor=actor,
            import_id=import_id,
            publish=wanted.publish,
            lenient=wanted.lenient,
            mapping=wanted.mapping,
        )
        return import_body(view)

    return once(request, actor, f"imports.{import_id}.decide", decide)


@problems
@require_POST
def stop(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """POST to stop an import; what came in stays."""
    actor = caller(request, "imports:write")
    access_import(actor=actor, import_id=import_id)
    return once(
        request,
        actor,
        f"imports.{import_id}.stop",
        lambda: import_body(stop_import(actor=actor, import_id=import_id)),
    )


def _body(actor: Actor, view: ImportView) -> ImportBody:
    reports = list_row_reports(actor=actor, import_id=view.import_id)
    noted = list_noted_rows(actor=actor, import_id=view.import_id)
    return import_body(view, tuple(sorted((*reports, *noted), key=lambda one: one.line)))
