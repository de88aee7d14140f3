"""The words of measurement: what channels are called, how far credits are from the truth, and which
test comes next. For whoever shows the figures."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rethread.platform.experiments.definitions import get_experiment
from rethread.platform.kernel.languages import date_format

from .report import Comparison
from .roadmap import SHORT_WEEKS, Proposal, Standing

CHANNEL_NAMES: dict[str, Promise] = {
    "paid_search": gettext_lazy("Paid search"),
    "paid_social": gettext_lazy("Paid social"),
    "display": gettext_lazy("Display ads"),
    "retargeting": gettext_lazy("Retargeting"),
    "affiliate": gettext_lazy("Affiliates"),
    "email": gettext_lazy("Email"),
    "organic_search": gettext_lazy("Organic search"),
    "organic_social": gettext_lazy("Shared posts"),
    "referral": gettext_lazy("Links elsewhere"),
    "direct": gettext_lazy("Direct"),
    "other": gettext_lazy("Other"),
    "organic": gettext_lazy("Organic, all doors"),
}


def channel_name(channel: str) -> str:
    """Return what a channel is called on pages."""
    return str(CHANNEL_NAMES.get(channel, channel))


def truth_sentence(found: Comparison) -> str:
    """Say how far credits are from the truth, in this market's own figures."""
    if found.ratio is None:
        return _(
            "Campaigns are credited with %(credited).0f purchases, and the simulation knows of "
            "none that they caused."
        ) % {"credited": found.credited}
    worst = max(found.rows, key=lambda row: row.credited - row.caused)
    return _(
        "Campaigns are credited with %(credited).0f purchases. The simulation knows that they "
        "caused %(caused)d, so the credit is %(ratio).1f times the truth; it is furthest off for "
        "%(channel)s (credited %(worst).1f, caused %(worst_caused)d)."
    ) % {
        "credited": found.credited,
        "caused": found.caused,
        "ratio": found.ratio,
        "channel": channel_name(worst.channel),
        "worst": worst.credited,
        "worst_caused": worst.caused,
    }


def state_text(standing: Standing) -> str:
    """Say until when a question is answered, if it is."""
    if standing.expires_on is None:
        return _("never measured")
    day = {"day": date_format(standing.expires_on, "j M Y")}
    if standing.state == "expired":
        return _("expired on %(day)s") % day
    return _("known until %(day)s") % day


def next_test_text(standing: Standing) -> str:
    """Say which test to run next, how large and how long; "" where none is due."""
    plan, test = standing.proposal, standing.question.next_test
    if plan is None:
        return ""
    if test.experiment:
        return _experiment_text(plan, get_experiment(test.experiment).title)
    return _holdout_text(plan, channel_name(test.channel or ""))


def _experiment_text(plan: Proposal, title: str) -> str:
    text = _(
        "Let “%(title)s” run to its end: %(units)d browsers in all, to show a change of "
        "%(effect).0f%%."
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
            "Hold %(channel)s back from %(share).0f%% of people at random. Its size cannot be "
            "computed yet: %(rate).0f%% of those who came through it bought, at %(a_week).1f "
            "people a week."
        ) % {
            "channel": channel,
            "share": 100 * (1 - plan.treated_share),
            "rate": 100 * plan.traffic.rate,
            "a_week": plan.traffic.units_a_week,
        }
    text = _(
        "Hold %(channel)s back from %(share).0f%% of people at random: %(units)s people in all, "
        "%(withheld)s of them held back, to show a change of %(effect).0f%% from the %(rate).1f%% "
        "who buy now. At %(a_week).1f people a week that takes %(weeks)s weeks."
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
        "That is too long to wait for: in %(weeks)d weeks only a change of %(effect).0f%% or more "
        "would show."
    ) % {"weeks": SHORT_WEEKS, "effect": plan.effect_in_short_percent}
    return f"{text} {short}"
