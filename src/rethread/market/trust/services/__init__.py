"""Writes of trust: notices, screening, decisions, appeals, letters."""

from .appeals import decide_appeal, make_appeal
from .deciding import decide_case, open_case_about, write_decision
from .ending import end_due_decisions, next_decision_end
from .letters import answer_letters, write_letter
from .notices import read_own_notices, submit_notice
from .screening import flag_repeats, screen_listing
from .standing import read_standing

__all__ = [
    "answer_letters",
    "decide_appeal",
    "decide_case",
    "end_due_decisions",
    "flag_repeats",
    "make_appeal",
    "next_decision_end",
    "open_case_about",
    "read_own_notices",
    "read_standing",
    "screen_listing",
    "submit_notice",
    "write_decision",
    "write_letter",
]
