"""Closes the books of the simulated advertising: what it cost, as a file like a network's, imported
like anybody's; and what it truly caused, kept for comparison."""

from __future__ import annotations

import csv
from pathlib import Path

from rethread.insight.measurement.rules.spend import COLUMNS
from rethread.insight.measurement.services import SpendImport, import_spend
from rethread.insight.measurement.truth import save_truth
from rethread.platform.kernel import Actor, Money, settings

from .arrivals import Arrivals

SYSTEM = Actor.system("simulation")


def close_marketing_books(arrivals: Arrivals, folder: Path) -> SpendImport:
    """Write the spend file and the truth into a folder's reach, and import the file."""
    file = folder / "spend.csv"
    folder.mkdir(parents=True, exist_ok=True)
    with file.open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(COLUMNS)
        currency = settings().currency
        for (day, door), clicks in sorted(
            arrivals.clicks.items(),
            key=lambda item: (item[0][0], item[0][1].channel, item[0][1].campaign),
        ):
            if door.cost_minor:
                cost = Money(clicks * door.cost_minor, currency).decimal()
                rows.writerow((day.isoformat(), door.channel, door.campaign, cost, currency))
    save_truth(arrivals.truth())
    return import_spend(actor=SYSTEM, data=file.read_bytes())
