"""Everything that sends a shop out or takes one in. Reads live in `selectors`."""

from .exporting import (
    download_token,
    open_archive,
    request_export,
    run_export,
    run_next_export,
)

__all__ = [
    "download_token",
    "open_archive",
    "request_export",
    "run_export",
    "run_next_export",
]
