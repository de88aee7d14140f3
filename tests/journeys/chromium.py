"""Where Chromium is on this machine, and how it is started. Nothing is ever downloaded."""

from __future__ import annotations

import shutil

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "no Chromium here; get it with: apt-get install chromium"


def chromium() -> str | None:
    """Return the path of a Chromium of this machine."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)
