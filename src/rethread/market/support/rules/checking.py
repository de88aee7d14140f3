"""What may be written on a case: enough to be useful, not more than people read."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ..errors import InvalidWords

TEXT_CHARS_MIN = 10
TEXT_CHARS_MAX = 2000
PHOTOS_MAX = 6


def checked_words(text: str, *, needed: bool = True) -> str:
    """Return the words without surrounding space.

    Raises:
        InvalidWords: too few (where some are needed) or too many.
    """
    words = text.strip()
    if needed and len(words) < TEXT_CHARS_MIN:
        raise InvalidWords(
            _("Say a little more: %(count)d characters at least.") % {"count": TEXT_CHARS_MIN}
        )
    if len(words) > TEXT_CHARS_MAX:
        raise InvalidWords(_("Use %(count)d characters at most.") % {"count": TEXT_CHARS_MAX})
    return words
