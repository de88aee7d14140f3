"""Which doors people came through, what the doors cost, and what no model can know."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from rethread.insight.lake.selectors import get_lake_status
from rethread.insight.measurement.attribution import MODELS, Model
from rethread.insight.measurement.report import (
    SHOWN,
    AttributionReport,
    ChannelCredit,
    Comparison,
    attribution_report,
)
from rethread.insight.measurement.rules.spend import BYTES_MAX, BadLine
from rethread.insight.measurement.services import import_spend
from rethread.insight.measurement.wording import channel_name, truth_sentence
from rethread.platform.audit.services import record
from rethread.platform.kernel import DomainError, Invalid, Money, NotFound

from .edge import staff_of, staff_only, surroundings
from .overview import Tile, freshness
from .ranges import RangeInput, RangeView, range_chart

BAD_LINES_SHOWN = 20
MODEL_NAMES: dict[Model, Promise] = {
    "first": gettext_lazy("First"),
    "last": gettext_lazy("Last"),
    "last_non_direct": gettext_lazy("Last, not direct"),
    "linear": gettext_lazy("Linear"),
    "position": gettext_lazy("By position"),
    "time_decay": gettext_lazy("Time decay"),
    "markov_1": gettext_lazy("Markov, order 1"),
    "markov_2": gettext_lazy("Markov, order 2"),
    "shapley": gettext_lazy("Shapley"),
}


@require_safe
@staff_only
def attribution(request: HttpRequest) -> HttpResponse:
    """Show the report; before the first build, how to get one."""
    return _page(request)


@require_POST
@staff_only
def spend(request: HttpRequest) -> HttpResponse:
    """Take in a spend file; what is wrong with it is said on the same page, line by line."""
    actor = staff_of(request)
    upload = request.FILES.get("file")
    try:
        if upload is None or upload.size is None or upload.size > BYTES_MAX:
            raise Invalid(
                "measurement.spend_file", _("Choose a CSV file of at most 5 MB and send it again.")
            )
        with transaction.atomic():
            done = import_spend(actor=actor, data=upload.read())
            record(
                actor=actor,
                action="measurement.import_spend",
                object_type="spend",
                object_id="file",
                detail={"added": done.added, "corrected": done.corrected, "bad": len(done.bad)},
            )
    except DomainError as error:
        return _page(request, problem=error.message, status=error.status)
    said = _("%(added)d new, %(corrected)d corrected, %(unchanged)d known already.") % {
        "added": done.added,
        "corrected": done.corrected,
        "unchanged": done.unchanged,
    }
    if not done.bad:
        messages.success(request, f"{said} {_('The figures follow with the next build.')}")
        return redirect("desk:attribution")
    return _page(request, said=said, bad=done.bad, status=422)


def _page(
    request: HttpRequest,
    *,
    problem: str = "",
    said: str = "",
    bad: tuple[BadLine, ...] = (),
    status: int = 200,
) -> HttpResponse:
    context = surroundings("attribution") | freshness(get_lake_status())
    context |= {
        "problem": problem,
        "said": said,
        "bad": bad[:BAD_LINES_SHOWN],
        "bad_more": max(0, len(bad) - BAD_LINES_SHOWN),
    }
    try:
        context |= _figures(attribution_report())
    except NotFound:
        context |= {"no_warehouse": True}
    return render(request, "desk/attribution.html", context, status=status)


def _figures(report: AttributionReport) -> dict[str, object]:
    found = report.comparison
    return {
        "report": report,
        "tiles": _tiles(report),
        "plainly": _plainly(report),
        "models": [str(MODEL_NAMES[model]) for model in MODELS],
        "models_chart": _models_chart(report),
        "models_table": [
            (channel_name(row.channel), [f"{row.credits[model]:,.1f}" for model in MODELS])
            for row in report.channels
        ],
        "costs": [_cost_row(row, report.currency) for row in report.channels],
        "shown_model": str(MODEL_NAMES[SHOWN]),
        "comparison": found,
        "truth_chart": _truth_chart(found) if found else None,
        "truth_sentence": truth_sentence(found) if found else "",
    }


def _tiles(report: AttributionReport) -> list[Tile]:
    landings = report.landings
    return [
        Tile(_("Purchases in the warehouse"), f"{report.purchases:,}"),
        Tile(
            _("With a door on record"),
            f"{report.purchases_touched:,}",
            _("credits below add up to these"),
        ),
        Tile(_("Without one"), f"{report.purchases_untouched:,}", _("nobody is credited")),
        Tile(
            _("Landings without consent"),
            f"{landings.unconsented:,}",
            _("%(share).0f%% of those in %(days)d days: counted, never followed")
            % {"share": 100 * landings.unconsented_share, "days": landings.days},
        ),
    ]


def _plainly(report: AttributionReport) -> str:
    """Say what the models cannot know, with this report's own figures."""
    disputed = report.most_disputed
    if disputed is None or not report.purchases_touched:
        return _("No purchase has a door on record yet, so there is nothing to share out.")
    return _(
        "Every model shares out the same %(touched)d purchases by the doors people came through "
        "within 30 days before. They differ most about %(channel)s: between %(low).1f and "
        "%(high).1f. None can know who would have bought without an ad; only keeping an ad from "
        "some people and comparing tells that. %(dark)s%(share).0f%% of landings left no trace."
    ) % {
        "touched": report.purchases_touched,
        "channel": channel_name(disputed.channel),
        "low": disputed.low,
        "high": disputed.high,
        "dark": _untouched(report.purchases_untouched),
        "share": 100 * report.landings.unconsented_share,
    }


def _untouched(count: int) -> str:
    """Say how many purchases no model knows of; nothing where there is none."""
    if not count:
        return ""
    told = ngettext(
        "%(n)d purchase has no door on record, so nobody is credited with it; ",
        "%(n)d purchases have no door on record, so nobody is credited with them; ",
        count,
    )
    return told % {"n": count}


def _models_chart(report: AttributionReport) -> RangeView:
    return range_chart(
        title=_("Credited purchases, model by model"),
        summary=ngettext(
            "What %(models)d models credit to %(n)d channel",
            "What %(models)d models credit to %(n)d channels",
            len(report.channels),
        )
        % {"models": len(MODELS), "n": len(report.channels)},
        rows=[_models_row(row) for row in report.channels],
    )


def _models_row(row: ChannelCredit) -> RangeInput:
    marks = [
        (
            "shown" if model == SHOWN else "model",
            row.credits[model],
            f"{MODEL_NAMES[model]}: {row.credits[model]:,.1f}",
        )
        for model in MODELS
    ]
    return RangeInput(
        channel_name(row.channel),
        _("%(low).1f to %(high).1f") % {"low": row.low, "high": row.high},
        marks,
    )


def _cost_row(row: ChannelCredit, currency: str) -> tuple[str, str, str, str, str]:
    costs = [row.cost_minor(model) for model in MODELS]
    known = [cost for cost in costs if cost is not None]
    spread = f"{_money(min(known), currency)} – {_money(max(known), currency)}" if known else "–"
    cost = row.cost_minor()
    return (
        channel_name(row.channel),
        _money(row.spend_minor, currency) if row.spend_minor else "–",
        f"{row.credits[SHOWN]:,.1f}",
        _money(cost, currency) if cost is not None else "–",
        spread,
    )


def _money(amount_minor: int, currency: str) -> str:
    return Money(amount_minor, currency).format()


def _truth_chart(found: Comparison) -> RangeView:
    rows = [*sorted(found.rows, key=lambda row: -row.credited), found.organic]
    return range_chart(
        title=_("Credited beside truly caused"),
        summary=_("Campaigns are credited with %(credited).0f purchases and caused %(caused)d")
        % {"credited": found.credited, "caused": found.caused},
        rows=[
            RangeInput(
                channel_name(row.channel),
                _("credited %(credited).1f, caused %(caused)d")
                % {"credited": row.credited, "caused": row.caused},
                [
                    ("model", row.low, _("least of all models: %(n).1f") % {"n": row.low}),
                    ("model", row.high, _("most of all models: %(n).1f") % {"n": row.high}),
                    ("shown", row.credited, _("credited: %(n).1f") % {"n": row.credited}),
                    ("truth", row.caused, _("truly caused: %(n)d") % {"n": row.caused}),
                ],
            )
            for row in rows
        ],
    )
