"""The ranking of feeds: which step of the ladder serves, its model, where garments come from."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rethread.market.discovery.selectors import list_source_shares
from rethread.market.discovery.services import ladder_status
from rethread.market.discovery.types import LADDER, ModelCard, Rung, Source, SourceShare
from rethread.platform.kernel import NotFound

from .charts import bar_chart
from .edge import staff_only, surroundings
from .overview import Table, Tile

DAYS = 14
FEATURES_SHOWN = 8


@require_safe
@staff_only
def ranking(request: HttpRequest) -> HttpResponse:
    """Show what ranks feeds now, how it did, and what people saw of each source."""
    status = ladder_status()
    context = surroundings("ranking") | {
        "status": status,
        "rungs": [(_rung(rung), rung == status.rung) for rung in LADDER if rung != "newest"],
        "tiles": _tiles(status.card) if status.card else [],
        "metrics": _metrics(status.card) if status.card else None,
        "importance": _importance(status.card) if status.card else None,
    }
    try:
        shares = list_source_shares(days=DAYS)
    except NotFound:
        shares = []
    if shares:
        context |= {"chart": _chart(shares), "sources": _sources(shares)}
    return render(request, "desk/ranking.html", context)


def _rung(rung: Rung) -> str:
    return {
        "trees": _("Trees learned from what people did"),
        "rules": _("Rules set by hand"),
        "popular": _("Recency times interest"),
        "newest": _("Newest first"),
    }[rung]


def _source(source: Source) -> str:
    return {
        "fresh": _("Fresh"),
        "popular": _("Popular"),
        "followed_shop": _("Followed"),
        "similar": _("Alike"),
        "together": _("Together"),
        "explore": _("Explored"),
        "boosted": _("Boosted"),
    }[source]


def _tiles(card: ModelCard) -> list[Tile]:
    return [
        Tile(_("Learned from"), f"{card.rankings:,}", _("rankings that led to something")),
        Tile(_("Garments in them"), f"{card.rows:,}"),
        Tile(_("Measured on"), f"{card.rankings_held_out:,}", _("rankings after those")),
        Tile(_("NDCG@10"), f"{card.metrics['trees']['ndcg@10']:.3f}", _("on the later days")),
    ]


def _metrics(card: ModelCard) -> Table:
    names = {
        "trees": _rung("trees"),
        "rules": _rung("rules"),
        "popular": _rung("popular"),
        "newest": _rung("newest"),
        "as shown": _("As it was shown"),
    }
    best = sorted(card.metrics.items(), key=lambda item: -item[1]["ndcg@10"])
    rows = tuple((names.get(name, name), f"{one['ndcg@10']:.4f}") for name, one in best)
    return Table(_("On the later days"), (_("Order"), _("NDCG@10")), rows)


def _importance(card: ModelCard) -> Table:
    rows = tuple(
        (name.replace("_", " "), f"{share:.1%}")
        for name, share in list(card.importance.items())[:FEATURES_SHOWN]
    )
    return Table(_("What the trees look at"), (_("Feature"), _("Share of the gain")), rows)


def _chart(shares: list[SourceShare]) -> object:
    total = sum(one.seen for one in shares)
    return bar_chart(
        title=_("Where garments on feeds came from"),
        summary=_("%(n)s garments seen on ranked feeds in %(days)d days, by source, in percent")
        % {"n": f"{total:,}", "days": DAYS},
        labels=[_source(one.source) for one in shares],
        values=[100 * one.seen / total for one in shares],
    )


def _sources(shares: list[SourceShare]) -> Table:
    rows = tuple(
        (
            _source(one.source),
            f"{one.seen:,}",
            f"{one.opened / one.seen:.1%}",
            f"{one.bought / one.seen:.2%}",
        )
        for one in shares
    )
    headings = (_("Source"), _("Seen"), _("Opened"), _("Bought"))
    return Table(_("What became of them"), headings, rows)
