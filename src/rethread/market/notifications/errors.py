"""What can go wrong with notifications, as errors with stable codes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rethread.platform.kernel import Conflict, Invalid, NotFound


class UnknownKind(NotFound):
    """Nobody is told of such a thing (`notifications.unknown_kind`)."""

    def __init__(self) -> None:
        super().__init__("notifications.unknown_kind", _("There is no such notification."))


class AlwaysTold(Conflict):
    """Money and safety always stand on the activity page (`notifications.always_told`)."""

    def __init__(self) -> None:
        super().__init__(
            "notifications.always_told",
            _("This is about your money or your safety, so it always stands in your activity."),
        )


class InvalidHours(Invalid):
    """Hours run from 0 to 23 (`notifications.invalid_hours`)."""

    def __init__(self) -> None:
        message = _("Choose full hours from 0 to 23.")
        super().__init__("notifications.invalid_hours", message, {"quiet": message})


class BrokenLink(NotFound):
    """The link was cut short or changed on its way (`notifications.broken_link`)."""

    def __init__(self) -> None:
        super().__init__(
            "notifications.broken_link",
            _("This link is not complete. You can choose what you get on your own page."),
        )


class InvalidCursor(Invalid):
    """The address of a page is none of ours (`notifications.bad_cursor`)."""

    def __init__(self) -> None:
        super().__init__("notifications.bad_cursor", _("This page address is not valid."))


class InvalidDevice(Invalid):
    """This is not how a browser names itself (`notifications.invalid_device`)."""

    def __init__(self) -> None:
        super().__init__(
            "notifications.invalid_device",
            _("This browser could not be reached. Its push service is not one that we know."),
        )
