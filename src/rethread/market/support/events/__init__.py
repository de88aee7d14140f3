"""Generated from contracts/support; do not edit.

The typed events of this domain, one file each, and their `emit_` functions.
"""

from .case_answered import (
    CASE_ANSWERED,
    CaseAnswered,
    emit_case_answered,
)
from .case_closed import (
    CASE_CLOSED,
    CaseClosed,
    CaseClosedOutcome,
    CaseClosedSolvedBy,
    emit_case_closed,
)
from .case_decided import (
    CASE_DECIDED,
    CaseDecided,
    CaseDecidedOutcome,
    emit_case_decided,
)
from .case_escalated import (
    CASE_ESCALATED,
    CaseEscalated,
    CaseEscalatedCause,
    emit_case_escalated,
)
from .case_opened import (
    CASE_OPENED,
    CaseOpened,
    CaseOpenedObjectKind,
    CaseOpenedOpenerSide,
    CaseOpenedStatus,
    emit_case_opened,
)
from .help_asked import (
    HELP_ASKED,
    HelpAsked,
    HelpAskedObjectKind,
    HelpAskedSide,
    emit_help_asked,
)
from .return_asked import (
    RETURN_ASKED,
    ReturnAsked,
    ReturnAskedAskedBy,
    emit_return_asked,
)

__all__ = [
    "CASE_ANSWERED",
    "CASE_CLOSED",
    "CASE_DECIDED",
    "CASE_ESCALATED",
    "CASE_OPENED",
    "HELP_ASKED",
    "RETURN_ASKED",
    "CaseAnswered",
    "CaseClosed",
    "CaseClosedOutcome",
    "CaseClosedSolvedBy",
    "CaseDecided",
    "CaseDecidedOutcome",
    "CaseEscalated",
    "CaseEscalatedCause",
    "CaseOpened",
    "CaseOpenedObjectKind",
    "CaseOpenedOpenerSide",
    "CaseOpenedStatus",
    "HelpAsked",
    "HelpAskedObjectKind",
    "HelpAskedSide",
    "ReturnAsked",
    "ReturnAskedAskedBy",
    "emit_case_answered",
    "emit_case_closed",
    "emit_case_decided",
    "emit_case_escalated",
    "emit_case_opened",
    "emit_help_asked",
    "emit_return_asked",
]
