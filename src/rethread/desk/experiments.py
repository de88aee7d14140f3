"""Experiments: who saw what, and the result where its plan lets one be read."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from rethread.insight.lake.selectors import get_lake_status
from rethread.insight.measurement.trials import Trial, read_trial
from rethread.platform.experiments.definitions import Experiment
from rethread.platform.experiments.definitions import experiments as defined
from rethread.platform.kernel import NotFound
from rethread.platform.kernel.languages import date_format

from .edge import staff_only, surroundings
from .overview import freshness
from .ranges import RangeInput, RangeView, range_chart


@dataclass(frozen=True, slots=True)
class TrialView:
    """An experiment as the page shows it: its state in words, and a chart where it may be read."""

    experiment: Experiment
    trial: Trial
    badge: str
    verdict: str
    plan: str
    chart: RangeView | None


@require_safe
@staff_only
def experiments(request: HttpRequest) -> HttpResponse:
    """Show every experiment."""
    context = surroundings("experiments") | freshness(get_lake_status())
    try:
        context["trials"] = [_view(read_trial(one)) for one in defined().values()]
    except NotFound:
        context["no_warehouse"] = True
    return render(request, "desk/experiments.html", context)


def _view(trial: Trial) -> TrialView:
    badges = {"empty": "warn", "mismatch": "bad", "early": "warn", "readable": "good"}
    return TrialView(
        experiment=trial.experiment,
        trial=trial,
        badge=badges[trial.state],
        verdict=verdict(trial),
        plan=_plan(trial),
        chart=_chart(trial),
    )


def verdict(trial: Trial) -> str:
    """Say what an experiment shows, or why it may not be read and what is missing."""
    if trial.state == "empty":
        return _("Nobody has seen it yet.")
    if trial.state == "mismatch":
        return _(
            "Not read: the split is not the planned one (a true split would be this uneven with a "
            "chance of %(p).1g). Something drops people from one side; find it before looking "
            "at any result."
        ) % {"p": trial.split_p}
    if trial.state == "early":
        return _missing(trial)
    return _result(trial)


def _missing(trial: Trial) -> str:
    parts = []
    if trial.ready_on:
        parts.append(
            _("the planned time ends on %(day)s") % {"day": date_format(trial.ready_on, "j F Y")}
        )
    if trial.units_missing:
        parts.append(
            ngettext(
                "%(n)d more browser must take part",
                "%(n)d more browsers must take part",
                trial.units_missing,
            )
            % {"n": trial.units_missing}
        )
    reasons = _(" and ").join(parts)
    return _("Not read yet: %(reasons)s. Looking earlier finds differences that are not there.") % {
        "reasons": reasons
    }


def _result(trial: Trial) -> str:
    found = trial.difference
    if found is None:
        return _("Nothing was put before anybody on one side, so there is nothing to compare.")
    names = {"control": trial.arms[0].name, "treatment": trial.arms[1].name}
    figures = {
        "gap": 100 * found.estimate,
        "low": 100 * found.low,
        "high": 100 * found.high,
        "percent": 100 * (1 - trial.experiment.plan.alpha),
    } | names
    if not found.is_clear:
        return (
            _(
                "No difference found: %(treatment)s less %(control)s is %(gap)+.2f points, with "
                "%(percent).0f%% between %(low)+.2f and %(high)+.2f."
            )
            % figures
        )
    return (
        _(
            "%(treatment)s differs from %(control)s by %(gap)+.2f points, with %(percent).0f%% "
            "between %(low)+.2f and %(high)+.2f."
        )
        % figures
    )


def _plan(trial: Trial) -> str:
    plan = trial.experiment.plan
    return _(
        "Planned for %(units)d browsers over %(days)d days: enough to show a change of "
        "%(effect).1f points from %(baseline).1f%% in %(power).0f of 100 experiments."
    ) % {
        "units": trial.units_planned,
        "days": plan.horizon_days,
        "effect": 100 * plan.minimum_effect,
        "baseline": 100 * plan.baseline,
        "power": 100 * plan.power,
    }


def _chart(trial: Trial) -> RangeView | None:
    found = trial.difference
    if found is None:
        return None
    rates = ((trial.arms[0].name, found.control), (trial.arms[1].name, found.treatment))
    return range_chart(
        title=_("Garments opened of 100 shown"),
        summary=_("%(a)s %(x).1f, %(b)s %(y).1f of 100")
        % {"a": rates[0][0], "x": 100 * rates[0][1], "b": rates[1][0], "y": 100 * rates[1][1]},
        rows=[
            RangeInput(name, f"{100 * rate:.1f}", [("shown", 100 * rate, f"{100 * rate:.2f}")])
            for name, rate in rates
        ],
    )
