"""What is known about the decisions that matter, and which test to run next."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from rethread.insight.lake.selectors import get_lake_status
from rethread.insight.measurement.questions import Question
from rethread.insight.measurement.questions import roadmap as the_roadmap
from rethread.insight.measurement.roadmap import SHORT_WEEKS, Proposal, Standing, standing_of
from rethread.platform.experiments.definitions import get_experiment
from rethread.platform.kernel import NotFound

from .attribution import channel_name
from .edge import staff_only, surroundings
from .experiments import verdict
from .overview import freshness

RISKS = {
    "low": gettext_lazy("low"),
    "medium": gettext_lazy("medium"),
    "high": gettext_lazy("high"),
}
DESIGNS = {
    "holdout": gettext_lazy("holdout at random"),
    "ab_test": gettext_lazy("A/B test"),
}


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question as the page shows it."""

    question: Question
    badge: str
    state: str
    evidence: str
    coverage: str
    design: str
    risk: str
    next_test: str


@require_safe
@staff_only
def roadmap(request: HttpRequest) -> HttpResponse:
    """Show every question; those that nobody can answer today come first."""
    context = surroundings("roadmap") | freshness(get_lake_status())
    try:
        standings = [standing_of(question) for question in the_roadmap().questions]
    except NotFound:
        return render(request, "desk/roadmap.html", context | {"no_warehouse": True})
    order = {"expired": 0, "never": 1, "current": 2}
    standings.sort(key=lambda standing: order[standing.state])
    context |= {
        "questions": [_view(standing) for standing in standings],
        "due": sum(standing.state != "current" for standing in standings),
        "known": sum(standing.state == "current" for standing in standings),
    }
    return render(request, "desk/roadmap.html", context)


def _view(standing: Standing) -> QuestionView:
    question = standing.question
    return QuestionView(
        question=question,
        badge={"never": "warn", "expired": "bad", "current": "good"}[standing.state],
        state=_state(standing),
        evidence=_evidence(standing),
        coverage=_("%(n)d %% of what is decided") % {"n": standing.evidence.coverage_percent}
        if standing.evidence
        else _("nothing yet"),
        design=str(DESIGNS[question.next_test.design]),
        risk=f"{RISKS[question.interference.level]}: {question.interference.why}",
        next_test=_next_test(standing),
    )


def _state(standing: Standing) -> str:
    if standing.expires_on is None:
        return _("never measured")
    day = {"day": date_format(standing.expires_on, "j M Y")}
    if standing.state == "expired":
        return _("expired on %(day)s") % day
    return _("known until %(day)s") % day


def _evidence(standing: Standing) -> str:
    found = standing.evidence
    if found is None:
        return verdict(standing.trial) if standing.trial else _("No test was run yet.")
    return _("%(day)s: %(estimate).3g (%(low).3g to %(high).3g) %(unit)s, from %(source)s") % {
        "day": date_format(found.measured_on, "j M Y"),
        "estimate": found.estimate,
        "low": found.low,
        "high": found.high,
        "unit": found.unit,
        "source": found.source,
    }


def _next_test(standing: Standing) -> str:
    plan, test = standing.proposal, standing.question.next_test
    if plan is None:
        return ""
    if test.experiment:
        return _experiment_text(plan, get_experiment(test.experiment).title)
    return _holdout_text(plan, channel_name(test.channel or ""))


def _experiment_text(plan: Proposal, title: str) -> str:
    text = _(
        "Let “%(title)s” run to its end: %(units)d browsers in all, to show a change of "
        "%(effect).0f %%."
    ) % {"title": title, "units": plan.units or 0, "effect": plan.minimum_effect_percent}
    if plan.weeks is None:
        return f"{text} {_('Nobody sees it at present, so its length is unknown.')}"
    length = _("At %(a_week).0f browsers a week that takes %(weeks)d weeks.") % {
        "a_week": plan.traffic.units_a_week,
        "weeks": plan.weeks,
    }
    return f"{text} {length}"


def _holdout_text(plan: Proposal, channel: str) -> str:
    if plan.units is None or plan.weeks is None:
        return _(
            "Hold %(channel)s back from %(share).0f %% of people at random. Its size cannot be "
            "computed yet: %(rate).0f %% of those who came through it bought, at %(a_week).1f "
            "people a week."
        ) % {
            "channel": channel,
            "share": 100 * (1 - plan.treated_share),
            "rate": 100 * plan.traffic.rate,
            "a_week": plan.traffic.units_a_week,
        }
    text = _(
        "Hold %(channel)s back from %(share).0f %% of people at random: %(units)s people in all, "
        "%(withheld)s of them held back, to show a change of %(effect).0f %% from the %(rate).1f "
        "%% who buy now. At %(a_week).1f people a week that takes %(weeks)s weeks."
    ) % {
        "channel": channel,
        "share": 100 * (1 - plan.treated_share),
        "units": f"{plan.units:,}",
        "withheld": f"{plan.withheld:,}",
        "effect": plan.minimum_effect_percent,
        "rate": 100 * plan.traffic.rate,
        "a_week": plan.traffic.units_a_week,
        "weeks": f"{plan.weeks:,}",
    }
    if plan.effect_in_short_percent is None:
        return text
    short = _(
        "That is too long to wait for: in %(weeks)d weeks only a change of %(effect).0f %% or more "
        "would show."
    ) % {"weeks": SHORT_WEEKS, "effect": plan.effect_in_short_percent}
    return f"{text} {short}"
