"""Looks into every room of a running market for `rethread doctor`; reads only.

Each probe returns (level, subject, detail); level is "ok", "warn" or "fail".
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection

from rethread.insight.lake.selectors import get_lake_status
from rethread.market.ledger.services import verify as verify_ledger
from rethread.market.notifications.selectors import count_waiting_letters
from rethread.market.payments.selectors import list_operations
from rethread.market.payments.services import check_invariants, reconcile
from rethread.market.search.services import index_status, verify_index
from rethread.platform.jobs.due import earliest_due
from rethread.platform.kernel import business_now, settings, wall_now
from rethread.platform.kernel.clock import clock_offset

from . import wiring

Probe = Callable[[], tuple[str, str, str]]
LAG_WARN_S = 60.0


def clock() -> tuple[str, str, str]:
    """Say how far business time runs ahead."""
    return "ok", "clock", f"business time is {clock_offset()} ahead of the wall clock"


def outbox() -> tuple[str, str, str]:
    """Say how many events wait to be relayed, and for how long."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM outbox")
        waiting = cursor.fetchone()[0]
    level = "ok" if waiting < 1000 else "warn"
    return level, "events", f"{waiting} wait in the outbox; the worker relays them"


def dead_letters() -> tuple[str, str, str]:
    """Say how many events nobody could take."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM events_deadletter")
        dead = cursor.fetchone()[0]
    return ("ok" if dead == 0 else "warn"), "dead letters", f"{dead}; the desk shows why"


def timers() -> tuple[str, str, str]:
    """Say whether timers run on time."""
    due = earliest_due(wiring.DUE_WORK)
    late_s = (business_now() - due).total_seconds() if due else 0.0
    if late_s > LAG_WARN_S:
        return "warn", "timers", f"the earliest is {late_s:.0f} s late; is the worker running?"
    return "ok", "timers", "on time"


def letters() -> tuple[str, str, str]:
    """Say how many letters wait, and whether the mail server refuses them."""
    waiting, refused = count_waiting_letters()
    where = "mail server" if settings().email_url else f"folder {settings().home / 'mail'}"
    level = "warn" if refused else "ok"
    return level, "letters", f"{waiting} wait, {refused} were refused so far; to the {where}"


def operations() -> tuple[str, str, str]:
    """Say whether any step towards the payment provider is stuck."""
    dead = [operation for operation in list_operations(limit=1000) if operation.dead]
    if dead:
        return "fail", "payment operations", f"{len(dead)} gave up; first: {dead[0].last_error}"
    return "ok", "payment operations", "none is stuck"


def ledger() -> tuple[str, str, str]:
    """Say whether stored balances equal the sum of entries and the chain is whole."""
    report = verify_ledger()
    if not report.ok:
        return "fail", "ledger", str(report)
    detail = f"{report.transfers:,} transfers; every balance is the sum of its entries"
    return "ok", "ledger", detail


def invariants() -> tuple[str, str, str]:
    """Say which promise about money does not hold now."""
    broken = [result for result in check_invariants() if not result.ok]
    if broken:
        names = ", ".join(f"{result.name} ({result.violations})" for result in broken)
        return "fail", "money invariants", names
    return "ok", "money invariants", "all hold"


def provider_balances() -> tuple[str, str, str]:
    """Say whether the ledger equals the provider's own balance objects."""
    report = reconcile()
    detail = f"{len(report.rows)} balances compared, {len(report.breaks)} differ"
    return ("ok" if report.ok else "warn"), "provider balances", detail


def search() -> tuple[str, str, str]:
    """Say whether the index agrees with the catalogue."""
    status, agreement = index_status(), verify_index()
    return (
        "ok" if agreement.agrees else "warn",
        "search index",
        f"{status.documents} listings, {status.lag_s:.1f} s behind"
        + ("" if agreement.agrees else "; it disagrees with the catalogue"),
    )


def lake() -> tuple[str, str, str]:
    """Say when the lake was loaded and the marts were built."""
    status = get_lake_status()
    if status.last_load_at is None:
        return "warn", "lake", "nothing was loaded yet; the worker does, or `warehouse build`"
    age = wall_now() - status.last_load_at
    built = f"marts built {status.served_built_at:%Y-%m-%d %H:%M}" if status.served_built_at else ""
    level = "ok" if status.last_build_ok and built else "warn"
    return (
        level,
        "lake and warehouse",
        f"loaded {age.total_seconds():.0f} s ago, {built or 'no marts'}",
    )


PROBES: tuple[Probe, ...] = (
    clock,
    outbox,
    dead_letters,
    timers,
    letters,
    operations,
    ledger,
    invariants,
    provider_balances,
    search,
    lake,
)
