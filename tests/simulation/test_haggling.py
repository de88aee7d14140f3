"""Simulated people haggle by their nature, the same way every time, and pay what they agreed to."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from tests.simulation.test_run import live

from rethread.simulation import haggling
from rethread.simulation.haggling import nature_of
from rethread.simulation.run import Scale

HAGGLING = Scale(seed=5, sellers=5, listings=60, buyers=90, days=20)


def test_a_seller_bargains_by_one_nature() -> None:
    assert nature_of(7, 3) == nature_of(7, 3)
    assert nature_of(7, 3) != nature_of(7, 4)
    assert all(0.72 <= nature_of(7, number).takes_share <= 0.97 for number in range(50))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_people_haggle_and_pay_what_they_agreed_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of so few people one in five would be one or none: here everybody who would haggle does.
    monkeypatch.setattr(haggling, "HAGGLES", 1.0)
    report, _ = live(HAGGLING, tmp_path)
    assert report.offers > 0
    assert report.offers_agreed > 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.price_minor, o.amount_minor, o.status FROM orders_orderline l "
            "JOIN offers_offer o ON o.id::text = l.snapshot->>'offer_id' WHERE l.live"
        )
        bought = cursor.fetchall()
        cursor.execute("SELECT status, count(*) FROM offers_offer GROUP BY 1")
        print(dict(cursor.fetchall()), report)  # noqa: T201  # what a failure needs to be read
    assert bought
    assert all(paid == agreed and status == "bought" for paid, agreed, status in bought)
