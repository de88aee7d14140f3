"""Where the dbt project lies: beside `src`, in the checkout that the package runs from."""

from __future__ import annotations

from pathlib import Path

PROJECT = Path(__file__).resolve().parents[4] / "warehouse"
"""The folder `warehouse/` of this checkout."""
