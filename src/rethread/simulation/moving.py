"""What a few sellers do besides: take their shop along, or bring a table of pieces from elsewhere.

Draws from a generator of its own, so that nothing else of a run depends on it.
"""

from __future__ import annotations

import csv
import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from rethread.market.portability.services import (
    SentFile,
    confirm_import,
    receive_import,
    request_export,
    run_export,
    run_import,
)
from rethread.platform.kernel import DomainError

from .cast import SellerMember
from .clockwork import Agenda
from .closet import Garment

TAKES_ALONG = 0.06  # of the sellers, once
BRINGS_TABLE = 0.05  # of the sellers, once, with a few pieces as drafts
PIECES = (2, 5)
MISTYPED = 0.15  # of the prices in such a table


@dataclass(slots=True)
class Moving:
    """Sellers who move; how many did is for the report of a run."""

    agenda: Agenda
    rng: random.Random
    taken: int = 0
    brought: int = 0

    def plan(
        self, shop: SellerMember, closet: Sequence[Garment], *, begin: datetime, end: datetime
    ) -> None:
        """Plan what a seller does, if anything.

        The demo's own seller packs nothing: an archive that is made while the population lives is
        without the photos, which are drawn afterwards.
        """
        span = (end - begin).total_seconds()
        takes, brings = self.rng.random() < TAKES_ALONG, self.rng.random() < BRINGS_TABLE
        at = begin + timedelta(seconds=span * self.rng.uniform(0.5, 0.95))
        if shop.seller.person.number == 0:
            takes = False
        if takes:
            self.agenda.plan(at, partial(self._take, shop))
        count = min(self.rng.randint(*PIECES), len(closet))
        wares = self.rng.sample(list(closet), count)
        prices = [self._price(garment) for garment in wares]
        if brings and wares:
            early = begin + timedelta(seconds=span * self.rng.uniform(0.1, 0.6))
            self.agenda.plan(early, partial(self._bring, shop, wares, prices))

    def _price(self, garment: Garment) -> str:
        typed = f"£{garment.price_minor / 100:.2f}"
        return "ask me" if self.rng.random() < MISTYPED else typed

    def _take(self, shop: SellerMember) -> None:
        try:
            asked = request_export(actor=shop.member.actor)
        except DomainError:
            return  # nothing listed yet, or one is being packed
        run_export(asked.export_id)
        self.taken += 1

    def _bring(self, shop: SellerMember, wares: Sequence[Garment], prices: Sequence[str]) -> None:
        actor = shop.member.actor
        with tempfile.TemporaryDirectory(prefix="rethread-simulated-") as folder:
            path = Path(folder) / "pieces.csv"
            _write(path, wares, prices)
            view = receive_import(actor=actor, files=[SentFile("pieces.csv", path)])
        run_import(view.import_id)
        confirm_import(actor=actor, import_id=view.import_id)
        while run_import(view.import_id):
            pass
        self.brought += 1


def _write(path: Path, wares: Sequence[Garment], prices: Sequence[str]) -> None:
    """Write a table as somebody keeps it: their own headings, no photos yet."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(("Item", "Category", "Gender", "Label", "Size", "Condition", "Price"))
        for garment, price in zip(wares, prices, strict=True):
            writer.writerow(
                (
                    f"{garment.title} (again)", garment.type, garment.department, garment.brand,
                    garment.size, garment.condition, price,
                )
            )  # fmt: skip
