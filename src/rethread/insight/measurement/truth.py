"""What a simulation knows and a market never does: how many purchases each channel really caused.

Kept in a file of the home, outside of the lake and the warehouse, so that no model can learn from
it. A live market has no such file.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec

from rethread.platform.kernel import settings


class Truth(msgspec.Struct, frozen=True, kw_only=True):
    """Purchases until a moment, of people who agreed to statistics, by what caused their visit.

    `caused` are purchases in visits that would not have happened without the channel; `anyway`
    those in visits that would have, through any door. `unconsented` are purchases of all others.
    """

    until: datetime
    seed: int
    caused: dict[str, int]
    anyway: int
    unconsented: int
    visits: dict[str, int]
    caused_visits: dict[str, int]


def truth_path() -> Path:
    """Return where the file lies."""
    return settings().home / "demo" / "incremental_truth.json"


def save_truth(truth: Truth) -> None:
    """Write the file."""
    truth_path().parent.mkdir(parents=True, exist_ok=True)
    truth_path().write_bytes(msgspec.json.format(msgspec.json.encode(truth)))


def find_truth() -> Truth | None:
    """Return what the simulation of this market kept, or None where there was none."""
    try:
        return msgspec.json.decode(truth_path().read_bytes(), type=Truth)
    except (FileNotFoundError, msgspec.MsgspecError):
        return None
