"""Photos over the API: the bytes of one photograph become a photo that a listing can show."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, RawPostDataException
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rethread.market.media.services import accept_photo
from rethread.platform.kernel import Invalid, settings

from .edge import caller, problems, respond
from .schemas import photo_body


@problems
@require_POST
def collection(request: HttpRequest) -> HttpResponse:
    """POST the bytes of a JPEG, PNG, WebP, AVIF or HEIC; the same bytes give the same photo."""
    actor = caller(request, "listings:write")
    limit = settings().photo_bytes_max
    try:
        data = request.read(limit + 1)
    except (RawPostDataException, OSError) as error:
        raise Invalid("api.photo", _("The upload broke off; send it again.")) from error
    if len(data) > limit:
        raise Invalid(
            "api.photo", _("A photo may have at most %(count)d bytes.") % {"count": limit}
        )
    return respond(photo_body(accept_photo(actor=actor, data=data)), status=201)
