"""Why a photo can be refused, with stable codes. A refused photo leaves nothing behind."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rethread.platform.kernel import Invalid, NotFound


class PhotoRefused(Invalid):
    """The file is no photo we can take.

    Codes: `media.not_a_photo`, `media.too_many_bytes`, `media.too_many_pixels`,
    `media.animated`, `media.damaged`, `media.too_small`.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"media.{code}", message, {"photo": message})


class PhotoNotFound(NotFound):
    """There is no such photo, or it is somebody else's (`media.photo_not_found`)."""

    def __init__(self) -> None:
        super().__init__("media.photo_not_found", _("There is no such photo."))
