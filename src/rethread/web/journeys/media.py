"""Photos, straight from storage. A key names one content for ever, so browsers may keep it."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from rethread.platform.storage import BadKey, ObjectNotFound, open_object

TYPES = {"avif": "image/avif", "webp": "image/webp"}


@require_safe
def media(request: HttpRequest, key: str) -> HttpResponseBase:
    """Send one rendering; masters and whatever else is stored are nobody's to fetch."""
    kind = TYPES.get(key.rpartition(".")[2])
    if kind is None:
        return HttpResponse(status=404)
    try:
        file, size = open_object(key)
    except (BadKey, ObjectNotFound):
        return HttpResponse(status=404)
    response = FileResponse(file, content_type=kind)
    response["Content-Length"] = size
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
