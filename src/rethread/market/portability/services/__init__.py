"""Everything that sends a shop out or takes one in. Reads live in `selectors`."""

from .bringing import run_import, run_next_import
from .exporting import (
    download_token,
    open_archive,
    request_export,
    run_export,
    run_next_export,
    work_folder,
)
from .receiving import SentFile, confirm_import, receive_import, stop_import
from .trusting import trust_market

__all__ = [
    "SentFile",
    "confirm_import",
    "download_token",
    "open_archive",
    "receive_import",
    "request_export",
    "run_export",
    "run_import",
    "run_next_export",
    "run_next_import",
    "stop_import",
    "trust_market",
    "work_folder",
]
