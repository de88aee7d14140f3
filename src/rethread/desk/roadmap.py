"""What is known about the decisions that matter, and which test to run next."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from rethread.insight.lake.selectors import get_lake_status
from rethread.insight.measurement.questions import Question
from rethread.insight.measurement.questions import roadmap as the_roadmap
from rethread.insight.measurement.roadmap import Standing, standing_of
from rethread.insight.measurement.wording import next_test_text, state_text
from rethread.platform.kernel import NotFound
from rethread.platform.kernel.languages import date_format

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
        state=state_text(standing),
        evidence=_evidence(standing),
        coverage=_("%(n)d%% of what is decided") % {"n": standing.evidence.coverage_percent}
        if standing.evidence
        else _("nothing yet"),
        design=str(DESIGNS[question.next_test.design]),
        risk=f"{RISKS[question.interference.level]}: {question.interference.why}",
        next_test=next_test_text(standing),
    )


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
