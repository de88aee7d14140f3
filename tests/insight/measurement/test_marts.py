"""From landings to paths, credits, trials and pages: one real lake and one real build."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest

from rethread.cli.attribution import as_plain
from rethread.desk.attribution import MODEL_NAMES
from rethread.insight.lake import loader, warehouse
from rethread.insight.lake.marts import query_marts
from rethread.insight.measurement.attribution import MODELS
from rethread.insight.measurement.events import LANDING_RECORDED
from rethread.insight.measurement.report import attribution_report
from rethread.insight.measurement.services import import_spend
from rethread.insight.measurement.traffic import channel_traffic
from rethread.insight.measurement.trials import read_trial, units_planned
from rethread.insight.measurement.truth import Truth, save_truth
from rethread.platform.events.ingestion import count_unconsented
from rethread.platform.events.postgres_bus import PostgresBus
from rethread.platform.experiments.definitions import get_experiment
from rethread.platform.kernel import Actor, NotFound
from rethread.platform.kernel.clock import business_clock
from tests.support.factories import make_staff
from tests.support.measured_market import NOON, expose_browsers, key_of, people_come_and_buy
from tests.support.small_market import uid
from tests.web.browsing import Page, browser_of, text_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SPEND = b"""day,channel,campaign,amount,currency
2026-03-08,email,weekly,1.00,GBP
2026-03-14,paid_social,autumn,9.00,GBP
2026-03-15,retargeting,back,4.50,GBP
2026-03-15,retargeting,back,4.50,EUR
"""
DENSITY = get_experiment("feed_density")


@contextmanager
def built_market() -> Iterator[None]:
    with business_clock(lambda: NOON):
        people_come_and_buy()
        assert import_spend(actor=Actor.system("tests"), data=SPEND).added == 4
        count_unconsented({LANDING_RECORDED.name: 3})
        half = units_planned(DENSITY) // 2
        expose_browsers(
            DENSITY.key, DENSITY.version, {"roomy": half + 1, "dense": half + 1}, opens=1
        )
        PostgresBus().flush()
        loader.load_all()
        status = warehouse.build_warehouse()
        assert status.failures == ()
        yield


def test_before_the_first_build_nothing_is_reported() -> None:
    with pytest.raises(NotFound):
        attribution_report()
    with pytest.raises(NotFound):
        read_trial(DENSITY)


def test_from_landings_to_pages() -> None:
    with built_market():
        _touches_are_exact()
        _paths_are_exact()
        _spend_is_exact()
        _credits_are_exact()
        _the_truth_stands_beside()
        _the_trial_is_read()
        _traffic_is_counted()
        _pages_say_it()
    _a_trial_is_not_read_too_early()


def _touches_are_exact() -> None:
    rows = query_marts(
        "select person_key, channel, campaign, is_anonymous from marts.fct_touchpoint "
        "order by touched_at"
    )
    assert rows == [
        (key_of(1), "email", "weekly", False),
        (key_of(2), "paid_social", "autumn", False),
        (key_of(3), "retargeting", "back", False),
        ("browser:dot", "direct", None, True),
        (key_of(1), "paid_search", "our_name", False),
        (key_of(1), "direct", None, False),
    ]
    assert query_marts(
        "select campaign_key, touches, has_spend from marts.dim_campaign order by 1"
    ) == [
        ("direct:", 2, False),
        ("email:weekly", 1, True),
        ("paid_search:our_name", 1, False),
        ("paid_social:autumn", 1, True),
        ("retargeting:back", 1, True),
    ]


def _paths_are_exact() -> None:
    day = 86_400
    rows = query_marts(
        "select path_id, is_converted, orders, total_minor, fees_minor, channels, ages_s, "
        "touch_count from marts.fct_conversion_path order by person_key, is_converted desc"
    )
    assert [row[:6] for row in rows] == [
        ("open:browser:dot", False, 0, 0, 0, ["direct"]),
        (str(uid(201)), True, 1, 1420, 150, ["email", "paid_search"]),
        (f"open:{key_of(1)}", False, 0, 0, 0, ["direct"]),
        (str(uid(202)), True, 2, 2840, 300, ["paid_social"]),
        (f"open:{key_of(3)}", False, 0, 0, 0, ["retargeting"]),
        (str(uid(203)), True, 1, 1420, 150, None),
    ]
    assert rows[1][6] == [10 * day, day]
    assert rows[3][6] == [day]
    assert rows[5][7] == 0


def _spend_is_exact() -> None:
    assert query_marts(
        "select spend_date, channel, campaign, amount_minor, currency from marts.fct_spend "
        "order by spend_date, currency desc, channel"
    ) == [
        (date(2026, 3, 8), "email", "weekly", 100, "GBP"),
        (date(2026, 3, 14), "paid_social", "autumn", 900, "GBP"),
        (date(2026, 3, 15), "retargeting", "back", 450, "GBP"),
        (date(2026, 3, 15), "retargeting", "back", 450, "EUR"),
    ]


def _credits_are_exact() -> None:
    report = attribution_report()
    assert (report.purchases, report.purchases_untouched, report.purchases_touched) == (3, 1, 2)
    assert (report.landings.recorded, report.landings.unconsented) == (7, 3)
    assert report.landings.unconsented_share == 0.3
    credits = {row.channel: row.credits for row in report.channels}
    assert {name: found["first"] for name, found in credits.items() if found["first"]} == {
        "email": 1.0,
        "paid_social": 1.0,
    }
    assert {name: found["linear"] for name, found in credits.items() if found["linear"]} == {
        "email": 0.5,
        "paid_search": 0.5,
        "paid_social": 1.0,
    }
    for model in MODELS:
        assert sum(found[model] for found in credits.values()) == pytest.approx(2, abs=1e-12)
    social = next(row for row in report.channels if row.channel == "paid_social")
    assert (social.spend_minor, social.cost_minor("last")) == (900, 900)
    assert credits["retargeting"]["shapley"] == 0.0  # it cost money and sold nothing
    plain = json.loads(json.dumps(as_plain(report)))
    assert plain["truth"] is None
    assert {row["channel"] for row in plain["channels"]} == set(credits)


def _the_truth_stands_beside() -> None:
    save_truth(
        Truth(
            until=NOON - timedelta(days=3),  # Ada's purchase came later than the truth was kept
            seed=1, caused={"paid_social": 1}, anyway=0, unconsented=1,
            visits={"paid_social": 1}, caused_visits={"paid_social": 1},
        )
    )  # fmt: skip
    found = attribution_report().comparison
    assert found is not None
    assert [(row.channel, row.credited, row.caused) for row in found.rows] == [
        ("paid_social", pytest.approx(1), 1)
    ]
    assert (found.organic.credited, found.organic.caused) == (0.0, 0)
    assert found.ratio == pytest.approx(1)


def _the_trial_is_read() -> None:
    trial = read_trial(DENSITY)
    assert (trial.state, trial.crossed, trial.units_missing) == ("readable", 0, 0)
    assert trial.split_p == 1.0
    assert trial.difference is not None
    # Everybody opened one of four garments; the dense arm opened each once more.
    assert trial.difference.control == 0.25
    assert trial.difference.treatment == 1.25
    assert trial.difference.is_clear


def _a_trial_is_not_read_too_early() -> None:
    with business_clock(lambda: NOON - timedelta(days=10)):
        trial = read_trial(DENSITY)
    assert trial.state == "early"
    assert trial.difference is None
    assert trial.ready_on == date(2026, 3, 18)


def _traffic_is_counted() -> None:
    traffic = channel_traffic("email")
    assert (traffic.units_a_week, traffic.rate) == (0.25, 1.0)
    assert channel_traffic("affiliate").units_a_week == 0.0


def _pages_say_it() -> None:
    staff = browser_of(make_staff().id)
    html = text_of(staff.get("/desk/attribution/"))
    page = Page(html)
    assert page.inline == []
    assert html.count('<svg class="range"') == 2
    assert "Paid social" in page.words
    assert all(str(name) in page.words for name in MODEL_NAMES.values())
    assert "30% of those in 30 days: counted, never followed" in page.words
    assert any("the credit is 1.0 times the truth" in words for words in page.words)
    html = text_of(staff.get("/desk/experiments/"))
    assert "dense differs from roomy by +100.00 points" in html
    html = text_of(staff.get("/desk/roadmap/"))
    words = " ".join(Page(html).words)
    assert words.count("never measured") == 4
    assert "known until 17 Aug 2026" in words
    assert "Hold Retargeting back from 20% of people at random" in words
