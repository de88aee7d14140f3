"""Lay charts out on the server: numbers in, positions out; the template only draws.

Refuses to style: the strict security policy allows attributes and classes, nothing inline.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, floor, log10

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 14, 30
MAX_X_LABELS = 7
LABEL_CHAR, LABEL_GAP = 10.5, 24  # as wide as on a phone, where labels are largest
LONELY_SHARE = 0.25  # of the width: a single bar is no wall


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis."""

    position: float
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, with what it says when pointed at."""

    x: float
    y: float
    width: float
    height: float
    label: str


@dataclass(frozen=True, slots=True)
class Dot:
    """The last point of a line."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """A path; a second series is drawn dashed."""

    d: str
    second: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """The inner box of a chart and where its labels stand."""

    left: float = LEFT
    right: float = WIDTH - RIGHT
    top: float = TOP
    bottom: float = HEIGHT - BOTTOM
    label_x: float = LEFT - 8
    label_y: float = HEIGHT - 8


@dataclass(frozen=True, slots=True)
class ChartView:
    """A chart ready to be drawn."""

    title: str
    summary: str
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]
    bars: tuple[Bar, ...] = ()
    paths: tuple[Line, ...] = ()
    dots: tuple[Dot, ...] = ()
    wide: bool = False
    key: str = ""
    width: int = WIDTH
    height: int = HEIGHT
    plot: Plot = field(default_factory=Plot)


def nice_step(top: float, wanted: int = 4) -> float:
    """Return a round step (1, 2, 5 x 10^n) that cuts 0..top into about `wanted` parts."""
    if top <= 0:
        return 1.0
    raw = top / wanted
    power: float = 10.0 ** floor(log10(raw))
    for factor in (1, 2, 5, 10):
        if raw <= factor * power:
            return max(1.0, factor * power) if top >= 1 else factor * power
    return 10 * power


def _scale(values: Sequence[float], unit: str) -> tuple[float, tuple[Tick, ...]]:
    top = max(values, default=0.0)
    step = nice_step(top)
    steps = max(1, ceil(top / step))
    plot = Plot()
    ticks = tuple(
        Tick(round(_y(step * n, step * steps, plot), 1), f"{unit}{step * n:,.0f}")
        for n in range(steps + 1)
    )
    return step * steps, ticks


def _y(value: float, top: float, plot: Plot) -> float:
    return plot.bottom - (plot.bottom - plot.top) * (value / top if top else 0)


def _x_labels(labels: Sequence[str], centres: Sequence[float]) -> tuple[Tick, ...]:
    longest = max((len(label) for label in labels), default=1)
    room = max(1, int((Plot().right - Plot().left) // (longest * LABEL_CHAR + LABEL_GAP)))
    every = max(1, ceil(len(labels) / min(MAX_X_LABELS, room)))
    return tuple(Tick(centres[i], label) for i, label in enumerate(labels) if i % every == 0)


def bar_chart(
    *, title: str, summary: str, labels: Sequence[str], values: Sequence[float],
    unit: str = "", wide: bool = False, key: str = "",
) -> ChartView:  # fmt: skip
    """Lay out one bar per label."""
    plot = Plot()
    top, y_ticks = _scale(values, unit)
    slot = (plot.right - plot.left) / max(1, len(values))
    width = round(min(slot * 0.68, (plot.right - plot.left) * LONELY_SHARE), 1)
    centres = [round(plot.left + slot * (i + 0.5), 1) for i in range(len(values))]
    bars = tuple(
        Bar(round(c - width / 2, 1), round(_y(v, top, plot), 1), width,
            round(plot.bottom - _y(v, top, plot), 1), f"{label}: {unit}{v:,.0f}")
        for label, v, c in zip(labels, values, centres, strict=True)
    )  # fmt: skip
    return ChartView(
        title, summary, y_ticks, _x_labels(labels, centres), bars=bars, wide=wide, key=key
    )


def line_chart(
    *, title: str, summary: str, labels: Sequence[str], values: Sequence[float],
    second: Sequence[float] = (), unit: str = "", wide: bool = False, key: str = "",
) -> ChartView:  # fmt: skip
    """Lay out one line, and a second dashed one to compare with."""
    plot = Plot()
    top, y_ticks = _scale([*values, *second], unit)
    gap = (plot.right - plot.left) / max(1, len(values) - 1)
    xs = [round(plot.left + gap * i, 1) for i in range(len(values))]
    if len(xs) == 1:  # one day is no line: its dot stands in the middle
        xs = [(plot.left + plot.right) / 2]

    def path(series: Sequence[float]) -> str:
        points = (f"{x} {round(_y(v, top, plot), 1)}" for x, v in zip(xs, series, strict=True))
        return "M" + "L".join(points)

    lines = (*([Line(path(second), second=True)] if second else []),)
    if values:
        lines = (*lines, Line(path(values)))
    dots = tuple(
        Dot(xs[-1], round(_y(values[-1], top, plot), 1), f"{labels[-1]}: {unit}{values[-1]:,.0f}")
        for _ in values[-1:]
    )
    return ChartView(
        title, summary, y_ticks, _x_labels(labels, xs), paths=lines, dots=dots, wide=wide, key=key
    )
