"""What can go wrong with the feed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rethread.platform.kernel import Invalid


class BadCursor(Invalid):
    """The cursor is not one that we gave."""

    def __init__(self) -> None:
        super().__init__("discovery.bad_cursor", _("This page address is not valid."))
