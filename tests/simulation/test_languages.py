"""The people of a simulation read different languages, the same ones for the same seed."""

from __future__ import annotations

from rethread.simulation.cast import reads
from rethread.simulation.people import DEMO_BUYER, DEMO_SELLER


def test_about_one_in_eight_reads_french_and_always_the_same() -> None:
    emails = [f"person.{number}@people.rethread.example" for number in range(2_000)]
    read = [reads(email) for email in emails]
    assert read == [reads(email) for email in emails]
    assert set(read) == {"fr", "en-gb"}
    assert 200 <= read.count("fr") <= 300


def test_the_people_of_the_demo_read_what_a_browser_asks_for() -> None:
    assert reads(DEMO_BUYER) == reads(DEMO_SELLER) == ""
