"""What can go wrong with help and cases."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rethread.platform.kernel import Conflict, Invalid, NotFound, PermissionDenied


class SubjectNotFound(NotFound):
    """There is no such thing, or it is not this person's to ask about."""

    def __init__(self) -> None:
        super().__init__("support.subject_not_found", _("We cannot find what this is about."))


class ReasonNotOffered(Conflict):
    """The reason does not fit the thing as it stands now."""

    def __init__(self) -> None:
        super().__init__(
            "support.reason_not_offered",
            _("This has changed in the meantime. Choose again what it is about."),
        )


class ActionNotOffered(Conflict):
    """What was asked for cannot be done now."""

    def __init__(self) -> None:
        super().__init__(
            "support.action_not_offered", _("This cannot be done any more. Look again.")
        )


class CaseNotOffered(Conflict):
    """No case can be opened for this reason as things stand."""

    def __init__(self) -> None:
        super().__init__(
            "support.case_not_offered", _("No case can be opened about this as it stands now.")
        )


class CaseAlreadyOpen(Conflict):
    """One case at a time about one thing."""

    def __init__(self) -> None:
        super().__init__("support.case_already_open", _("A case is open about this already."))


class CaseNotFound(NotFound):
    """There is no such case for this person."""

    def __init__(self) -> None:
        super().__init__("support.case_not_found", _("We cannot find this case."))


class NotNow(Conflict):
    """The case is not in a state in which this can be done."""

    def __init__(self) -> None:
        super().__init__(
            "support.not_now", _("The case has moved on: this cannot be done any more.")
        )


class NotYourPart(PermissionDenied):
    """Only one of the parties, or staff, may do this."""

    def __init__(self) -> None:
        super().__init__("support.not_your_part", _("This is for the other party to do."))


class SameJudge(PermissionDenied):
    """An appeal is decided by somebody else than who decided first."""

    def __init__(self) -> None:
        super().__init__(
            "support.same_judge", _("Somebody else of the staff must decide this appeal.")
        )


class InvalidWords(Invalid):
    """What was written is too short or too long."""

    def __init__(self, message: str) -> None:
        super().__init__("support.words", message, {"text": message})


class InvalidEvidence(Invalid):
    """Photos on record are one's own, and few."""

    def __init__(self, message: str) -> None:
        super().__init__("support.evidence", message, {"photos": message})
