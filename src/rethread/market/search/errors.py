"""Errors of search, with stable codes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rethread.platform.kernel import Conflict, DomainError, Invalid, LimitReached, NotFound


class InvalidSearch(Invalid):
    """The request cannot be searched for: an unknown sort, a bad cursor, too many filters."""


class IndexBusy(Conflict):
    """Another process writes to this index."""

    def __init__(self) -> None:
        super().__init__("search.index_busy", _("Another process is writing to the search index."))


class IndexUnusable(DomainError):
    """The index cannot be opened and must be rebuilt."""

    status = 503

    def __init__(self, reason: str) -> None:
        super().__init__("search.index_unusable", f"The search index cannot be opened: {reason}")


class NothingToSave(Invalid):
    """A search without a word or a filter matches everything; nobody wants to hear of that."""

    def __init__(self) -> None:
        super().__init__(
            "search.nothing_to_save",
            _("Add a word or a filter first: this search would match every piece."),
        )


class NameTooLong(Invalid):
    """What somebody calls a saved search has a bound."""

    def __init__(self, chars_max: int) -> None:
        message = _("Use at most %(count)d characters.") % {"count": chars_max}
        super().__init__("search.name_too_long", message, {"name": message})


class TooManySaved(LimitReached):
    """One person saves a bounded number of searches."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            "search.too_many_saved",
            _("You have %(count)d saved searches, as many as there can be. Remove one first.")
            % {"count": limit},
        )


class SavedSearchNotFound(NotFound):
    """There is no such saved search, or it is somebody else's."""

    def __init__(self) -> None:
        super().__init__("search.saved_search_not_found", _("We cannot find this saved search."))


class UnknownSizes(Invalid):
    """Only sizes that the catalogue knows can be somebody's, and a bounded number of them."""

    def __init__(self, message: str) -> None:
        super().__init__("search.unknown_sizes", message, {"sizes": message})
