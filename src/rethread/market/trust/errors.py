"""What can go wrong with notices, decisions and appeals, each with a code that never changes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rethread.platform.kernel import Conflict, Invalid, LimitReached, NotFound, PermissionDenied


class OwnThing(Conflict):
    """Nobody reports what is their own (`trust.own_listing`, `.own_message`, `.oneself`)."""

    def __init__(self, kind: str) -> None:
        code, message = {
            "listing": ("trust.own_listing", _("This is your own listing. You can edit it.")),
            "message": ("trust.own_message", _("You wrote this message yourself.")),
            "person": ("trust.oneself", _("This is you.")),
        }[kind]
        super().__init__(code, message)


class NothingToReport(NotFound):
    """There is no such thing, or it is not for this person to see."""

    def __init__(self) -> None:
        super().__init__("trust.nothing_to_report", _("We cannot find what this is about."))


class InvalidNotice(Invalid):
    """A notice names a ground, and says in at most 2,000 characters what is wrong."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__("trust.invalid_notice", message, {field: message})


class TooManyNotices(LimitReached):
    """More than anybody needs in a day; what was sent before is being looked at."""

    def __init__(self) -> None:
        super().__init__(
            "trust.too_many_notices",
            _("You have reported a lot today. We look at all of it; you can report more tomorrow."),
        )


class NoticeNotFound(NotFound):
    """There is no such notice, or it is somebody else's."""

    def __init__(self) -> None:
        super().__init__("trust.notice_not_found", _("There is no such report of yours."))


class StaffOnly(PermissionDenied):
    """Decisions are the staff's."""

    def __init__(self) -> None:
        super().__init__("trust.staff_only", _("Only staff may do this."))


class CaseNotFound(NotFound):
    """There is no such case."""

    def __init__(self) -> None:
        super().__init__("trust.case_not_found", _("There is no such case."))


class CaseDecided(Conflict):
    """Somebody decided it a moment ago."""

    def __init__(self) -> None:
        super().__init__("trust.case_decided", _("This case was decided meanwhile."))


class InvalidDecision(Invalid):
    """A decision lacks something, or does not fit its object; `fields` says what."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__("trust.invalid_decision", message, {field: message})


class NotOnOneself(PermissionDenied):
    """Nobody decides about themselves."""

    def __init__(self) -> None:
        super().__init__("trust.not_on_oneself", _("Another member of staff decides about you."))


class DecisionNotFound(NotFound):
    """There is no such decision, or it concerns somebody else."""

    def __init__(self) -> None:
        super().__init__("trust.decision_not_found", _("There is no such decision about you."))


class CannotAppeal(Conflict):
    """It was appealed before, its time has run out, or there is nothing left to appeal."""

    def __init__(self, message: str) -> None:
        super().__init__("trust.cannot_appeal", message)


class InvalidAppeal(Invalid):
    """An appeal, and the answer to it, have 1 to 2,000 characters."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__("trust.invalid_appeal", message, {field: message})


class AppealNotFound(NotFound):
    """There is no such appeal."""

    def __init__(self) -> None:
        super().__init__("trust.appeal_not_found", _("There is no such appeal."))


class AppealDecided(Conflict):
    """Somebody decided it a moment ago."""

    def __init__(self) -> None:
        super().__init__("trust.appeal_decided", _("This appeal was decided meanwhile."))


class AnotherDecides(PermissionDenied):
    """Where there is another member of staff, whoever decided does not judge the appeal."""

    def __init__(self) -> None:
        super().__init__(
            "trust.another_decides",
            _("You made this decision. Another member of staff looks at the appeal."),
        )


class InvalidLetter(Invalid):
    """A letter has 1 to 2,000 characters."""

    def __init__(self, message: str) -> None:
        super().__init__("trust.invalid_letter", message, {"text": message})


class TooManyLetters(LimitReached):
    """Staff read every letter; twenty a day are enough."""

    def __init__(self) -> None:
        super().__init__(
            "trust.too_many_letters", _("You have written a lot today. Write again tomorrow.")
        )
