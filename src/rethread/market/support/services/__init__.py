"""Everything that asks for help, or changes a case. Reads live in `selectors`."""

from .answering import (
    add_to_case,
    agree_to_refund,
    answer_case,
    appeal_decision,
    ask_staff,
    withdraw_case,
)
from .deciding import decide_case
from .helping import ask_for_help, take_action
from .opening import open_case
from .returning import ask_back, get_return_label, mark_sent_back

__all__ = [
    "add_to_case",
    "agree_to_refund",
    "answer_case",
    "appeal_decision",
    "ask_back",
    "ask_for_help",
    "ask_staff",
    "decide_case",
    "get_return_label",
    "mark_sent_back",
    "open_case",
    "take_action",
    "withdraw_case",
]
