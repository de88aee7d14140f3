"""Notes in the home folder about filling a demo market: begun, and done. Holds no facts itself."""

from __future__ import annotations

from pathlib import Path


def filling_note(home: Path) -> Path:
    """Return the file that says that filling has begun; beside no `filled_note`, it was cut off."""
    return home / "demo" / "filling"


def filled_note(home: Path) -> Path:
    """Return the file that says that this market was filled, and how."""
    return home / "demo" / "filled.json"
