"""Says what a check found, in words; what it was is stored as numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _


def sign_words(check: str, detail: Mapping[str, Any]) -> str:
    """Return one sentence about a sign of a fault."""
    if check == "completeness":
        share = 100 * detail["landed"] / detail["offered"] if detail["offered"] else 100.0
        return _(
            "Of %(offered)d events of the last day %(landed)d reached the lake: %(share).0f%%, "
            "where the contract promises %(promised).0f%%."
        ) % {**detail, "share": share, "promised": detail["promised_percent"]}
    if check in {"volume", "silence"}:
        return _(
            "%(seen)d events in %(hours)d h up to %(until)s, where %(low)d to %(high)d were "
            "expected."
        ) % {**detail, "until": _moment(detail["until"])}
    if check == "freshness" and "events" in detail:
        return _("Events wait for the lake since %(waiting_s)d s: %(names)s.") % {
            **detail,
            "names": ", ".join(detail["events"][:4]),
        }
    if check == "freshness":
        return _("The tables that are served are %(behind_s)d s behind the lake.") % detail
    if check == "build":
        return _("%(node)s failed in the newest build: %(said)s") % detail
    if check == "rows":
        return _("%(rows)d rows, where the build before had %(before)d.") % detail
    return _("%(field)s is absent in %(share).0f%% of events; usual are %(usual).0f%%.") % {
        "field": detail.get("field", ""),
        "share": 100 * float(detail.get("share", 0)),
        "usual": 100 * float(detail.get("usual", 0)),
    }


def check_name(check: str) -> str:
    """Return what a check is called."""
    names = {
        "completeness": _("Events are missing"),
        "volume": _("Unusual volume"),
        "silence": _("Nothing arrives"),
        "freshness": _("Late"),
        "build": _("Build failed"),
        "rows": _("Fewer rows"),
        "nulls": _("Absent values"),
    }
    return names.get(check, check)


def node_title(node_id: str) -> str:
    """Return a node's name without its kind."""
    return node_id.partition(":")[2]


def _moment(text: str) -> str:
    return date_format(localtime(datetime.fromisoformat(text)), "D j M, H:i")
