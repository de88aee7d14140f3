"""Build, test, swap: real dbt on a real lake; a failed build never reaches a reader."""

from __future__ import annotations

import fcntl
import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from rethread.insight.lake import loader, selectors, warehouse
from rethread.insight.lake.marts import find_served, query_marts
from rethread.insight.lake.models import LakeLoad, WarehouseBuild
from rethread.insight.lake.project import PROJECT
from rethread.platform.events.postgres_bus import PostgresBus
from rethread.platform.kernel import Conflict, NotFound
from tests.market.search.conftest import engine
from tests.support.factories import make_staff
from tests.support.moderated_market import moderate_two_listings
from tests.support.small_market import DAY_1, sell_two_garments, uid
from tests.web.browsing import browser_of, text_of

__all__ = ["engine"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def broken_project(built: Path, copy: Path) -> Path:
    """Copy what orders are made from, with a test that fails whenever an order exists."""
    manifest = json.loads((built / "target" / "manifest.json").read_text())
    wanted, left = set(), ["model.rethread.fct_order"]
    while left:
        wanted.add(node := left.pop())
        left += [one for one in manifest["parent_map"][node] if one not in wanted]
    known = manifest["nodes"] | manifest["sources"]
    kept = {known[node]["original_file_path"] for node in wanted}
    shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns("target", "logs", "tests"))
    for path in copy.glob("models/**/*.*"):
        if str(path.relative_to(copy)) not in kept:
            path.unlink()
    (copy / "tests").mkdir()
    (copy / "tests" / "assert_no_orders.sql").write_text(
        "select order_id from {{ ref('fct_order') }}\n"
    )
    return copy


def test_nothing_is_served_before_the_first_build() -> None:
    assert find_served() is None
    with pytest.raises(NotFound):
        query_marts("select 1")
    assert selectors.get_lake_status().served_built_at is None


def test_one_build_at_a_time(home: Path) -> None:
    folder = home / "warehouse"
    folder.mkdir()
    with (folder / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Conflict):
            warehouse.build_warehouse()
    assert WarehouseBuild.objects.count() == 0


def test_from_events_to_charts_and_a_failed_build_keeps_the_last_good_one(
    home: Path, engine: object, tmp_path: Path
) -> None:
    _empty_lake_builds()
    emitted = sell_two_garments() + moderate_two_listings()
    PostgresBus().flush()
    assert loader.load_all() == emitted

    status = warehouse.build_warehouse()
    assert status.failures == ()
    assert status.ok
    assert status.tests_passed > 60
    assert status.loaded_through == LakeLoad.objects.get().loaded_through
    _marts_are_exact(emitted)
    _contacts_are_exact()
    _moderation_is_exact()
    _charts_are_exact(emitted)
    _the_overview_draws_what_the_marts_say()

    served = find_served()
    failed = warehouse.build_warehouse(
        project=broken_project(home / "warehouse", tmp_path / "broken")
    )
    assert not failed.ok
    assert any("assert_no_orders" in failure for failure in failed.failures)
    assert find_served() == served
    assert query_marts("select count(*) from marts.fct_order") == [(2,)]
    lake = selectors.get_lake_status()
    assert not lake.last_build_ok
    assert served is not None
    assert lake.served_built_at == served.built_at
    assert len(list((home / "warehouse").glob("marts-*.duckdb"))) == 2


def _the_overview_draws_what_the_marts_say() -> None:
    html = text_of(browser_of(make_staff().id).get("/desk/"))
    assert "No figures yet" not in html
    assert re.search(r"Loaded (just now|\d+ minutes? ago)", html)  # by how busy the machine is
    assert html.count('<svg class="chart"') == 5
    assert 'aria-label="2 orders in ' in html
    assert 'aria-label="£30.00 in ' in html
    assert 'aria-label="£3.00 in ' in html


def _empty_lake_builds() -> None:
    status = warehouse.build_warehouse()
    assert status.failures == ()
    assert query_marts("select count(*) from marts.fct_event") == [(0,)]
    assert [one.value for one in selectors.list_orders_per_day()] == [0]
    assert selectors.list_events_per_hour() == []


def _contacts_are_exact() -> None:
    assert query_marts(
        "select request_id, reason, case_id, solved_by from marts.fct_support_contact order by 1"
    ) == [
        (str(uid(701)), "where_is_it", None, "system"),
        (str(uid(702)), "damaged", str(uid(750)), "parties"),
    ]
    assert query_marts(
        "select case_id, order_id, holds_money, outcome, solved_by, is_appealed,"
        " date_diff('hour', opened_at, answered_at), date_diff('hour', opened_at, closed_at),"
        " with_staff_at is null from marts.fct_support_case"
    ) == [(str(uid(750)), str(uid(101)), True, "withdrawn", "parties", False, 5, 24, True)]


def _moderation_is_exact() -> None:
    assert query_marts(
        "select decision_id, action, is_automated, status, appeal_status, appeal_by_another, open_s"
        " from marts.fct_moderation_decision order by decision_id"
    ) == [
        (str(uid(601)), "hold_listing", True, "mended", "none", None, 0),
        (str(uid(602)), "remove_listing", False, "reversed", "reversed", True, 7200),
    ]
    assert query_marts(
        "select notice_id, ground, reporter_key, person_key, is_upheld,"
        " date_diff('hour', submitted_at, answered_at) from marts.fct_notice"
    ) == [(str(uid(620)), "counterfeit", "buyer", "seller", True, 2)]


def _marts_are_exact(emitted: int) -> None:
    assert query_marts("select count(*), count(distinct event_id) from marts.fct_event") == [
        (emitted, emitted)
    ]
    assert query_marts(
        "select order_id, status, item_count, total_minor, placed_date, shipped_at is not null"
        " from marts.fct_order order by order_id"
    ) == [
        (str(uid(101)), "completed", 1, 1420, date(2026, 3, 3), True),
        (str(uid(102)), "placed", 1, 2420, date(2026, 3, 4), False),
    ]
    history = query_marts(
        "select row_version, status, valid_from, valid_to is null, is_current"
        " from marts.dim_listing where listing_id = ? order by row_version",
        [str(uid(1))],
    )
    assert [(row[0], row[1], row[3], row[4]) for row in history] == [
        (1, "live", False, False),
        (2, "reserved", False, False),
        (3, "sold", True, True),
    ]
    assert history[2][2] == DAY_1.replace(day=3)
    assert query_marts(
        "select side, count(*), sum(amount_minor), sum(signed_minor)::bigint"
        " from marts.fct_ledger_entry group by side order by side"
    ) == [("credit", 6, 3840, -3840), ("debit", 6, 3840, 3840)]
    assert query_marts(
        "select user_key, shop_id, is_inferred from marts.dim_user order by user_key"
    ) == [("buyer", None, False), ("seller", str(uid(900)), False)]


def _charts_are_exact(emitted: int) -> None:
    days = [date(2026, 3, day) for day in range(2, 8)]
    assert [(one.day, one.value) for one in selectors.list_orders_per_day()] == list(
        zip(days, [0, 1, 1, 0, 0, 0], strict=True)
    )
    assert [one.value for one in selectors.list_gmv_per_day()] == [0, 1000, 2000, 0, 0, 0]
    assert [one.value for one in selectors.list_take_per_day()] == [0, 150, 150, 0, 0, 0]
    assert [one.value for one in selectors.list_live_listings_per_day()] == [3, 2, 1, 1, 1, 1]
    assert [one.value for one in selectors.list_orders_per_day(days=2)] == [0, 0]
    hours = selectors.list_events_per_hour(hours=3)
    assert len(hours) == 3
    assert sum(one.value for one in hours) == emitted
