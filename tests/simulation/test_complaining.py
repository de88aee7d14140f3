"""A population that complains far more than real ones: every case ends, and the books agree."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.simulation.test_run import live

from rethread.market.fulfilment.models import Shipment
from rethread.market.support.models import Case
from rethread.market.support.selectors import check_promises, contact_figures
from rethread.simulation import complaining
from rethread.simulation.run import Scale

BUSY = Scale(seed=11, sellers=6, listings=60, buyers=70, days=16)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_everybody_complains_and_the_books_agree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(complaining, "DISAPPOINTED", 0.4)
    monkeypatch.setattr(complaining, "WORRIES", 0.2)
    monkeypatch.setattr(complaining, "GIVE_UP", 0.0)
    report, _ = live(BUSY, tmp_path)
    assert [row for row in check_promises() if not row.ok] == []
    assert report.contacts.cases == Case.objects.count() > 0
    assert report.contacts.asked == contact_figures().contacts >= report.contacts.cases
    assert Case.objects.filter(status="closed").exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_pieces_that_sellers_want_back_come_back_before_the_money_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(complaining, "DISAPPOINTED", 0.5)
    monkeypatch.setattr(complaining, "GIVE_UP", 0.0)
    monkeypatch.setattr(complaining, "ASKS_BACK", 1.0)
    monkeypatch.setattr(complaining, "FORGETS", 0.0)
    live(BUSY, tmp_path)
    asked = Case.objects.exclude(asked_back_at=None)
    came = asked.filter(status="closed", outcome="refund", solved_by="carrier")
    assert came.exists()
    back = Shipment.objects.filter(direction="return", status__in=["delivered", "lost"])
    assert set(came.values_list("order_id", flat=True)) == set(
        back.values_list("order_id", flat=True)
    )
    assert [row for row in check_promises() if not row.ok] == []
