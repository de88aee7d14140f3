"""What staff read is words and figures that stand apart: charts of young markets, codes by name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.test import Client

from rethread.desk.charts import LABEL_CHAR, Plot, bar_chart, line_chart
from rethread.desk.overview import HOURS_MIN, _since_the_first
from rethread.desk.words import (
    deed_words,
    operation_state_words,
    operation_words,
    promise_words,
)
from rethread.insight.lake.selectors import HourValue
from rethread.market.ledger.rules import KINDS
from rethread.market.payments.services import check_invariants
from rethread.market.support.rules.wording import account_words
from rethread.market.support.selectors import check_promises
from tests.support.factories import make_staff
from tests.web.browsing import browser_of, text_of

LONG = "Thu 01:00"
BEGAN = datetime(2026, 11, 27, tzinfo=UTC)


def test_long_labels_never_touch_and_the_first_is_shown() -> None:
    chart = bar_chart(title="", summary="", labels=[LONG] * 48, values=[1] * 48)
    places = [tick.position for tick in chart.x_ticks]
    assert places[0] == min(places)
    assert min(b - a for a, b in pairwise(places)) > len(LONG) * LABEL_CHAR


def test_a_single_day_is_a_modest_bar_and_a_dot_in_the_middle() -> None:
    plot = Plot()
    (bar,) = bar_chart(title="", summary="", labels=["27 Nov"], values=[3]).bars
    assert bar.width == round((plot.right - plot.left) / 4, 1)
    (dot,) = line_chart(title="", summary="", labels=["27 Nov"], values=[3]).dots
    assert dot.x == (plot.left + plot.right) / 2


def hours(values: list[int]) -> list[HourValue]:
    return [HourValue(BEGAN + timedelta(hours=at), value) for at, value in enumerate(values)]


def test_empty_hours_before_the_first_event_are_left_out_but_a_few_stay() -> None:
    young = hours([0] * 40 + [5])
    assert _since_the_first(young) == young[-HOURS_MIN:]
    old = hours([0, 0, 7, *([0] * 20)])
    assert _since_the_first(old) == old[2:]
    assert _since_the_first(hours([0, 0])) == hours([0, 0])


@pytest.mark.django_db
def test_every_promise_every_account_and_every_request_has_words() -> None:
    names = [row.name for row in [*check_invariants(), *check_promises()]]
    assert [name for name in names if promise_words(name) == name] == []
    asked = ("create_session", "expire_session", "refund", "create_account", "account_link",
             "transfer", "payout")  # fmt: skip
    assert [kind for kind in asked if operation_words(kind) == kind] == []
    states = ("intended", "unknown", "succeeded", "failed")
    assert [state for state in states if operation_state_words(state) == state] == []
    moved = ("held", "fee_buyer", "fee_seller", "seller_pending", "seller_available", "shipping",
             "seller_payout", "buyer_refund_due", "provider_pending")  # fmt: skip
    assert set(moved) <= set(KINDS)
    plain = {kind: account_words(f"{kind}:1") for kind in moved}
    assert [kind for kind, words in plain.items() if "_" in words or ":" in words] == []


def test_a_code_without_words_is_shown_as_it_is() -> None:
    assert (promise_words("x = y"), operation_words("x"), deed_words("a.b")) == (
        "x = y",
        "x",
        "a.b",
    )
    assert account_words("fx_clearing:GBP") == "fx clearing"


@pytest.fixture
def staff(db: None) -> Client:
    return browser_of(make_staff().id)


def test_the_desk_is_no_tab_of_the_market(staff: Client) -> None:
    html = text_of(staff.get("/desk/cases/"))
    bar = html.split('class="tabbar"')[1].split("</nav>")[0]
    assert "aria-current" not in bar
    assert '<summary>Cases<svg class="icon' in html.replace("\n", "")
