"""Reads of portability. What is somebody's own is read through `access_*` and `list_own_*`."""

from .brought import list_brought_reviews, list_known_markets
from .exports import access_export, list_own_exports
from .identity import market_document
from .imports import access_import, list_noted_rows, list_own_imports, list_row_reports
from .preview import preview_import

__all__ = [
    "access_export",
    "access_import",
    "list_brought_reviews",
    "list_known_markets",
    "list_noted_rows",
    "list_own_exports",
    "list_own_imports",
    "list_row_reports",
    "market_document",
    "preview_import",
]
