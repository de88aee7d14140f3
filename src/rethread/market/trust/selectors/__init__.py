"""Reads of trust. What concerns one person is read by that person, or by staff at the desk."""

from .counts import transparency_counts
from .desk import (
    access_case,
    count_waiting,
    list_appeals,
    list_cases,
    list_letter_writers,
    notices_of_case,
)
from .notices import access_notice, count_unread_answers, find_reporter, list_own_notices
from .standing import (
    access_decision,
    count_unread_news,
    count_unread_reasons,
    decisions_of_case,
    find_listing_decision,
    find_restriction,
    list_letters,
    list_standing,
)

__all__ = [
    "access_case",
    "access_decision",
    "access_notice",
    "count_unread_answers",
    "count_unread_news",
    "count_unread_reasons",
    "count_waiting",
    "decisions_of_case",
    "find_listing_decision",
    "find_reporter",
    "find_restriction",
    "list_appeals",
    "list_cases",
    "list_letter_writers",
    "list_letters",
    "list_own_notices",
    "list_standing",
    "notices_of_case",
    "transparency_counts",
]
