"""The attribution report: credits of every model, what they cost, and, where a simulation knows it,
what was truly caused. It computes and explains nothing in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rethread.insight.lake.selectors import get_lake_status
from rethread.platform.kernel import settings

from .attribution import Model, Paths, attribute, count_paths
from .rules.channels import PAID
from .selectors import LandingCounts, read_landing_counts, read_paths, read_spend
from .truth import Truth, find_truth

SHOWN: Model = "markov_1"
CAMPAIGN_CHANNELS = PAID | {"email"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelCredit:
    """One channel: purchases credited by each model, and what it cost in minor units."""

    channel: str
    credits: dict[Model, float]
    spend_minor: int

    @property
    def low(self) -> float:
        """Return the least that any model credits."""
        return min(self.credits.values())

    @property
    def high(self) -> float:
        """Return the most that any model credits."""
        return max(self.credits.values())

    def cost_minor(self, model: Model = SHOWN) -> int | None:
        """Return the cost of a credited purchase, or None without spend or credit."""
        credit = self.credits[model]
        return round(self.spend_minor / credit) if self.spend_minor and credit >= 0.5 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class TruthRow:
    """A channel's credited purchases beside those it truly caused; organic is all that no campaign
    caused."""

    channel: str
    credited: float
    low: float
    high: float
    caused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Credits beside the truth of a simulation, over the same purchases."""

    until: datetime
    model: Model
    rows: tuple[TruthRow, ...]
    organic: TruthRow
    unconsented: int

    @property
    def credited(self) -> float:
        """Return what campaigns are credited with."""
        return sum(row.credited for row in self.rows)

    @property
    def caused(self) -> int:
        """Return what campaigns truly caused."""
        return sum(row.caused for row in self.rows)

    @property
    def ratio(self) -> float | None:
        """Return how many times the truth the credits are."""
        return self.credited / self.caused if self.caused else None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionReport:
    """Everything the attribution page says."""

    currency: str
    loaded_at: datetime | None
    built_at: datetime | None
    paths: int
    purchases: int
    purchases_untouched: int
    channels: tuple[ChannelCredit, ...]
    landings: LandingCounts
    comparison: Comparison | None

    @property
    def purchases_touched(self) -> int:
        """Return how many purchases the credits add up to."""
        return self.purchases - self.purchases_untouched

    @property
    def most_disputed(self) -> ChannelCredit | None:
        """Return the channel about which the models differ most."""
        return max(self.channels, key=lambda row: row.high - row.low, default=None)


def attribution_report() -> AttributionReport:
    """Attribute the purchases of the served marts.

    Raises:
        NotFound: nothing was built yet.
    """
    read = read_paths()
    status = get_lake_status()
    spend = read_spend()
    credited = credits_by_channel(read.paths)
    touched = int(read.paths.converted.sum())
    rows = [
        ChannelCredit(channel=name, credits=credits, spend_minor=spend.get(name, 0))
        for name, credits in credited.items()
        if any(credits.values()) or spend.get(name) or _is_touched(read.paths, name)
    ]
    return AttributionReport(
        currency=settings().currency,
        loaded_at=status.last_load_at,
        built_at=status.served_built_at,
        paths=len(read.paths),
        purchases=touched + read.purchases_untouched,
        purchases_untouched=read.purchases_untouched,
        channels=tuple(sorted(rows, key=lambda row: (-row.credits[SHOWN], row.channel))),
        landings=read_landing_counts(),
        comparison=_compare(find_truth()),
    )


def credits_by_channel(paths: Paths) -> dict[str, dict[Model, float]]:
    """Return every model's credit of every channel."""
    found = attribute(count_paths(paths))
    return {
        name: {model: float(credits[place]) for model, credits in found.items()}
        for place, name in enumerate(paths.channels)
    }


def _is_touched(paths: Paths, channel: str) -> bool:
    return bool((paths.codes == paths.channels.index(channel)).any())


def _compare(truth: Truth | None) -> Comparison | None:
    if truth is None:
        return None
    credited = credits_by_channel(read_paths(until=truth.until).paths)
    campaigns = sorted(CAMPAIGN_CHANNELS & credited.keys())
    rows = [_row(name, [credited[name]], truth.caused.get(name, 0)) for name in campaigns]
    organic = [credits for name, credits in credited.items() if name not in CAMPAIGN_CHANNELS]
    return Comparison(
        until=truth.until,
        model=SHOWN,
        rows=tuple(row for row in rows if row.high or row.caused),
        organic=_row("organic", organic, truth.anyway),
        unconsented=truth.unconsented,
    )


def _row(channel: str, credits: list[dict[Model, float]], caused: int) -> TruthRow:
    sums = {model: sum(one[model] for one in credits) for model in credits[0]}
    return TruthRow(
        channel=channel,
        credited=sums[SHOWN],
        low=min(sums.values()),
        high=max(sums.values()),
        caused=caused,
    )
