"""Lay out a feed's hours with the band they were expected in; the template only draws."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from rethread.insight.observability.selectors import HourPoint
from rethread.platform.kernel.languages import date_format


@dataclass(frozen=True, slots=True)
class Outlier:
    """An hour outside of its band."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class BandChart:
    """Paths in a box of `width` by `height`; the square root of counts, so that nights show too."""

    width: int
    height: int
    line: str
    areas: tuple[str, ...]
    outliers: tuple[Outlier, ...]
    top: int
    first: str
    last: str
    summary: str


def band_chart(
    points: Sequence[HourPoint], *, name: str, width: int = 640, height: int = 200
) -> BandChart:
    """Lay out hours from left to right, with the expected band behind them."""
    highest = max(
        [1.0, *(p.landed for p in points), *(p.band.high for p in points if p.band is not None)]
    )
    step = width / max(1, len(points) - 1)
    xs = [round(step * place, 1) for place in range(len(points))]

    def y(count: float) -> float:
        return round(height - 4 - (height - 12) * sqrt(max(0.0, count) / highest), 1)

    line = "L".join(f"{x} {y(p.landed)}" for x, p in zip(xs, points, strict=True))
    outside = tuple(
        Outlier(x, y(p.landed), _label(p))
        for x, p in zip(xs, points, strict=True)
        if p.band is not None and p.band.unusual and p.band.expected >= 1
    )
    return BandChart(
        width=width,
        height=height,
        line=f"M{line}" if points else "",
        areas=_areas(points, xs, y),
        outliers=outside,
        top=round(highest),
        first=_hour(points[0]) if points else "",
        last=_hour(points[-1]) if points else "",
        summary=_("%(name)s: %(n)d events in %(hours)d hours, %(out)d hours outside of the band")
        % {
            "name": name,
            "n": sum(p.landed for p in points),
            "hours": len(points),
            "out": len(outside),
        },
    )


def _areas(
    points: Sequence[HourPoint], xs: Sequence[float], y: Callable[[float], float]
) -> tuple[str, ...]:
    """Return one closed path per stretch of hours in which something was expected."""
    found: list[str] = []
    upper: list[str] = []
    lower: list[str] = []

    def close() -> None:
        if len(upper) > 1:
            found.append("M" + "L".join([*upper, *reversed(lower)]) + "Z")
        upper.clear()
        lower.clear()

    for x, point in zip(xs, points, strict=True):
        if point.band is None:
            close()
            continue
        upper.append(f"{x} {y(point.band.high)}")
        lower.append(f"{x} {y(point.band.low)}")
    close()
    return tuple(found)


def _hour(point: HourPoint) -> str:
    return date_format(localtime(point.hour), "D j M, H:i")


def _label(point: HourPoint) -> str:
    low, high = (point.band.low, point.band.high) if point.band else (0, 0)
    return _("%(hour)s: %(n)d, expected %(low)d to %(high)d") % {
        "hour": _hour(point),
        "n": point.landed,
        "low": round(low),
        "high": round(high),
    }
