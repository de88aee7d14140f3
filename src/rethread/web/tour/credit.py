"""Who gets the credit: what models share out, beside what a simulation knows was caused.

Credits come from the served tables, the truth from the simulation that filled this market, the
next test from the roadmap's own file and today's traffic.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rethread.insight.lake.selectors import get_lake_status
from rethread.insight.measurement.attribution import MODELS
from rethread.insight.measurement.questions import roadmap
from rethread.insight.measurement.report import (
    SHOWN,
    AttributionReport,
    Comparison,
    TruthRow,
    attribution_report,
)
from rethread.insight.measurement.roadmap import Standing, standing_of
from rethread.insight.measurement.wording import (
    channel_name,
    next_test_text,
    state_text,
    truth_sentence,
)
from rethread.platform.kernel import NotFound
from rethread.platform.kernel.languages import date_format

from .stop import Fact, Scene, Step, Stop, Visit

SLUG = "credit"
SMALLEST_SHOWN = 0.1


@dataclass(frozen=True, slots=True)
class CreditRow:
    """A channel: its credit, what the models say at the least and the most, what it caused.

    The widths are in percent of the widest bar; `caused` is None while nothing is known of it.
    """

    name: str
    credited: str
    spread: str
    credited_width: str
    caused: str | None = None
    caused_width: str = "0"


def _reveal(visit: Visit) -> None:
    visit.notes(SLUG)["revealed"] = True


def _plan(visit: Visit) -> None:
    visit.notes(SLUG)["planned"] = True


def _scene(visit: Visit) -> Scene:
    try:
        report = attribution_report()
        standings = [standing_of(question) for question in roadmap().questions]
    except NotFound:
        return _building_scene()
    notes = visit.notes(SLUG)
    if "planned" in notes:
        return _plan_scene(report, standings)
    if "revealed" in notes:
        return _truth_scene(report)
    return _credit_scene(report)


def _building_scene() -> Scene:
    status = get_lake_status()
    loaded = status.last_load_at
    return Scene(
        said=_(
            "The tables behind these figures are being built for the first time. This page goes "
            "on by itself …"
        ),
        waiting=True,
        facts=(
            Fact(
                _("Last load into the lake"),
                date_format(localtime(loaded), "H:i:s") if loaded else _("not yet"),
            ),
        ),
    )


# The credits


def _credit_scene(report: AttributionReport) -> Scene:
    if not report.purchases_touched:
        return Scene(
            said=_(
                "No purchase here followed a visit that left a trace, so there is no credit to "
                "share out yet. The plan of tests stands all the same."
            ),
            step=Step(_("What to test next"), "plan"),
        )
    told = ngettext(
        "Before %(n)d purchase the buyer came through an ad, a letter or another door. "
        "%(models)d common ways to share out the credit %(verdict)s.",
        "Before %(n)d purchases the buyer came through an ad, a letter or another door. "
        "%(models)d common ways to share out the credit %(verdict)s.",
        report.purchases_touched,
    )
    verdict = _("do not agree") if _differ(report) else _("agree for once")
    known = report.comparison is not None
    return Scene(
        said=told % {"n": report.purchases_touched, "models": len(MODELS), "verdict": verdict},
        step=Step(_("Show what was truly caused"), "reveal")
        if known
        else Step(_("What to test next"), "plan"),
        facts=_lost(report),
        context={"credits": _rows(report)},
    )


def _differ(report: AttributionReport) -> bool:
    disputed = report.most_disputed
    return disputed is not None and disputed.high - disputed.low >= SMALLEST_SHOWN


def _lost(report: AttributionReport) -> tuple[Fact, ...]:
    return (
        Fact(_("Purchases without a trace"), f"{report.purchases_untouched:,}"),
        Fact(
            _("Visits without consent"),
            f"{report.landings.unconsented:,}",
        ),
    )


def _rows(report: AttributionReport, *, with_truth: bool = False) -> list[CreditRow]:
    """Arrange the credits, the largest first and what no campaign brought last."""
    found = report.comparison
    if found is not None:
        shown = [*sorted(found.rows, key=lambda row: -row.credited), found.organic]
    else:
        shown = [
            TruthRow(channel=row.channel, credited=row.credits[SHOWN], low=row.low, high=row.high,
                     caused=0)
            for row in report.channels
        ]  # fmt: skip
    widest = max([1.0, *(max(row.credited, row.caused) for row in shown)])
    return [_row(row, widest, with_truth=with_truth) for row in shown]


def _row(row: TruthRow, widest: float, *, with_truth: bool) -> CreditRow:
    return CreditRow(
        name=channel_name(row.channel),
        credited=f"{row.credited:,.1f}",
        spread=_("%(low).1f to %(high).1f") % {"low": row.low, "high": row.high},
        credited_width=f"{100 * row.credited / widest:.1f}",
        caused=f"{row.caused:,}" if with_truth else None,
        caused_width=f"{100 * row.caused / widest:.1f}",
    )


# The truth


def _truth_scene(report: AttributionReport) -> Scene:
    found = report.comparison
    if found is None:
        return Scene(
            said=_("Nobody knows it here: this market was not filled by a simulation."),
            step=Step(_("What to test next"), "plan"),
        )
    return Scene(
        said=truth_sentence(found),
        step=Step(_("What to test next"), "plan"),
        facts=_sums(found),
        context={"credits": _rows(report, with_truth=True)},
    )


def _sums(found: Comparison) -> tuple[Fact, ...]:
    return (
        Fact(_("Credited to campaigns, all in all"), f"{found.credited:,.1f}"),
        Fact(_("Truly caused by them"), f"{found.caused:,}"),
        Fact(_("Who knows the truth"), _("the simulation alone, never a model")),
    )  # fmt: skip


# The plan


def _plan_scene(report: AttributionReport, standings: list[Standing]) -> Scene:
    due = [one for one in standings if one.proposal is not None]
    if not due:
        return Scene(
            said=_("Every question on the roadmap has fresh evidence: no test is due."),
            done=True,
            facts=(_open_questions(due, standings),),
        )
    chosen = _most_wanted(report, due)
    return Scene(
        said=_("Credit alone cannot decide what to spend. The roadmap names what to test first:"),
        done=True,
        facts=(_open_questions(due, standings),),
        context={
            "plan": chosen.question,
            "state": state_text(chosen),
            "test": next_test_text(chosen),
        },
    )


def _most_wanted(report: AttributionReport, due: list[Standing]) -> Standing:
    """Return the due question about whose channel credits are furthest off, or else the first."""
    rows = report.comparison.rows if report.comparison is not None else ()
    gap = {row.channel: abs(row.credited - row.caused) for row in rows}
    return max(due, key=lambda one: gap.get(one.question.next_test.channel or "", 0.0))


def _open_questions(due: list[Standing], standings: list[Standing]) -> Fact:
    words = _("%(due)d of %(all)d") % {"due": len(due), "all": len(standings)}
    return Fact(_("Decisions that wait for a test"), words)


STOP = Stop(
    slug=SLUG,
    title=gettext_lazy("Who gets the credit"),
    promise=gettext_lazy("What models say, beside what was true."),
    template="web/tour/credit.html",
    scene=_scene,
    actions={"reveal": _reveal, "plan": _plan},
)
