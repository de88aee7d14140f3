"""Reads of support. Reads that need permission begin with `access_`."""

from .cases import access_case, find_case_parties, list_cases, list_queue, open_case_about
from .figures import check_promises, contact_figures
from .subjects import KINDS, access_subject
from .timeline import TimelineItem, case_timeline, money_movements

__all__ = [
    "KINDS",
    "TimelineItem",
    "access_case",
    "access_subject",
    "case_timeline",
    "check_promises",
    "contact_figures",
    "find_case_parties",
    "list_cases",
    "list_queue",
    "money_movements",
    "open_case_about",
]
