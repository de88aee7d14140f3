"""Reads of support. Reads that need permission begin with `access_`."""

from .cases import access_case, list_cases, list_queue, open_case_about
from .figures import check_promises, contact_figures
from .subjects import KINDS, access_subject

__all__ = [
    "KINDS",
    "access_case",
    "access_subject",
    "check_promises",
    "contact_figures",
    "list_cases",
    "list_queue",
    "open_case_about",
]
