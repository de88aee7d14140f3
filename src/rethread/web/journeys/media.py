"""Photos, straight from storage. A key names one content for ever, so browsers may keep it."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from rethread.market.media.types import PhotoView, is_private_key
from rethread.platform.storage import BadKey, ObjectNotFound, open_object

TYPES = {"avif": "image/avif", "webp": "image/webp"}


@require_safe
def media(request: HttpRequest, key: str) -> HttpResponseBase:
    """Send one rendering; masters, and what only some may see, are nobody's to fetch."""
    kind = TYPES.get(key.rpartition(".")[2])
    if kind is None or is_private_key(key):
        return HttpResponse(status=404)
    try:
        file, size = open_object(key)
    except (BadKey, ObjectNotFound):
        return HttpResponse(status=404)
    response = FileResponse(file, content_type=kind)
    response["Content-Length"] = size
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def send_private_photo(photo: PhotoView, width: int, fmt: str) -> HttpResponse:
    """Send a rendering to somebody who may see it; whoever calls has checked that.

    Only this person's browser may keep it, and not for long.
    """
    kind = TYPES.get(fmt)
    if kind is None:
        return HttpResponse(status=404)
    file, _size = open_object(photo.key(width, "avif" if fmt == "avif" else "webp"))
    with file:
        response = HttpResponse(file.read(), content_type=kind)
    response["Cache-Control"] = "private, max-age=600"
    return response
