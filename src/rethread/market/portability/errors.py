"""What can go wrong when a shop goes out or comes in, with stable codes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rethread.platform.kernel import Conflict, Invalid, NotFound


class ExportNotFound(NotFound):
    """There is no such export, or it is somebody else's (`portability.export_not_found`)."""

    def __init__(self) -> None:
        super().__init__("portability.export_not_found", _("We cannot find this archive."))


class ImportNotFound(NotFound):
    """There is no such import, or it is somebody else's (`portability.import_not_found`)."""

    def __init__(self) -> None:
        super().__init__("portability.import_not_found", _("We cannot find this import."))


class NothingToTake(Conflict):
    """The person has no shop (`portability.nothing_to_take`)."""

    def __init__(self) -> None:
        super().__init__("portability.nothing_to_take", _("You have no shop to take along yet."))


class StillWorking(Conflict):
    """One at a time (`portability.still_working`)."""

    def __init__(self) -> None:
        super().__init__(
            "portability.still_working",
            _("The one before is not finished. Wait for it, or stop it."),
        )


class NotReady(Conflict):
    """The archive is not packed yet, or is gone (`portability.not_ready`)."""

    def __init__(self) -> None:
        super().__init__("portability.not_ready", _("This archive is not there to download."))


class NotNow(Conflict):
    """The import is not at a point where this can be done (`portability.not_now`)."""

    def __init__(self) -> None:
        super().__init__("portability.not_now", _("This cannot be done any more. Look again."))


class LinkExpired(NotFound):
    """The address of a download works for ten minutes (`portability.link_expired`)."""

    def __init__(self) -> None:
        super().__init__(
            "portability.link_expired", _("This link has run out. Take a new one from your page.")
        )


class ShopTooLarge(Invalid):
    """The archive would be larger than this market makes them (`portability.shop_too_large`)."""

    def __init__(self, bytes_max: int) -> None:
        super().__init__(
            "portability.shop_too_large",
            _("Your shop makes an archive of more than %(size)d MB; ask our team for it.")
            % {"size": bytes_max // 1_000_000},
        )


class ArchiveRefused(Invalid):
    """What was sent cannot be taken in; `file` says where, the message says why.

    Codes: `portability.not_an_archive`, `.too_large`, `.too_many_files`, `.unsafe_name`,
    `.name_twice`, `.compressed_too_much`, `.encrypted`, `.no_manifest`, `.unknown_version`,
    `.bad_manifest`, `.bad_signature`, `.file_changed`, `.file_missing`, `.file_unexpected`,
    `.bad_document`, `.no_table`, `.bad_table`.
    """

    def __init__(self, code: str, message: str, file: str = "") -> None:
        fields = {"file": file} if file else {}
        text = f"{file}: {message}" if file else message
        super().__init__(f"portability.{code}", text, fields)
        self.file = file


class BadMapping(Invalid):
    """A field is read from a column that is not there (`portability.bad_mapping`)."""

    def __init__(self, field: str) -> None:
        message = _("Choose one of the columns.")
        super().__init__("portability.bad_mapping", message, {field: message})


class BadMarket(Invalid):
    """Another market's published key cannot be read (`portability.bad_market`)."""

    def __init__(self, reason: str) -> None:
        super().__init__("portability.bad_market", reason, {"market": reason})


class LeaseLost(Exception):
    """Another worker has taken the work over; whoever notices stops at once."""
