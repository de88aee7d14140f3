"""Lay out rows of a range with marks on it: what several models say of one thing, side by side.

Numbers in, positions out, as in `charts`; the template only draws. Drawn narrow, so that its words
stay readable on a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from .charts import Tick, nice_step

WIDTH = 400
LEFT, RIGHT, TOP = 8, 12, 6
ROW, AXIS = 46, 24
LABEL_AT, LINE_AT = 14, 30


@dataclass(frozen=True, slots=True)
class Mark:
    """A point on a row: `kind` is one of model, shown, truth and chooses its form."""

    x: float
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class RangeRow:
    """One thing: its name, its figure in words, and the span and marks on its line."""

    label: str
    figure: str
    label_y: float
    y: float
    x1: float
    x2: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class RangeView:
    """A chart ready to be drawn."""

    title: str
    summary: str
    rows: tuple[RangeRow, ...]
    ticks: tuple[Tick, ...]
    height: float
    bottom: float
    width: int = WIDTH
    left: float = LEFT
    right: float = WIDTH - RIGHT
    top: float = TOP


@dataclass(frozen=True, slots=True)
class RangeInput:
    """One row before it is laid out: (kind, value, label) for each mark."""

    label: str
    figure: str
    marks: Sequence[tuple[str, float, str]]


def range_chart(*, title: str, summary: str, rows: Sequence[RangeInput]) -> RangeView:
    """Lay out one row per thing over a common axis from 0."""
    top = max((value for row in rows for _, value, _ in row.marks), default=0.0)
    step = nice_step(top)
    end = step * max(1, ceil(top / step))
    bottom = TOP + ROW * len(rows)
    return RangeView(
        title=title,
        summary=summary,
        rows=tuple(_row(row, place, end) for place, row in enumerate(rows)),
        ticks=tuple(
            Tick(_x(step * n, end), f"{step * n:,.0f}" if step >= 1 else f"{step * n:g}")
            for n in range(round(end / step) + 1)
        ),
        height=bottom + AXIS,
        bottom=bottom,
    )


def _x(value: float, end: float) -> float:
    return round(LEFT + (WIDTH - RIGHT - LEFT) * value / end, 1)


def _row(row: RangeInput, place: int, end: float) -> RangeRow:
    y = TOP + ROW * place
    xs = [_x(value, end) for _, value, _ in row.marks]
    # What is drawn last lies on top: the shown model over the others, the truth over all.
    order = {"model": 0, "shown": 1, "truth": 2}
    marks = sorted(row.marks, key=lambda mark: order[mark[0]])
    return RangeRow(
        label=row.label,
        figure=row.figure,
        label_y=y + LABEL_AT,
        y=y + LINE_AT,
        x1=min(xs, default=LEFT),
        x2=max(xs, default=LEFT),
        marks=tuple(Mark(_x(value, end), kind, label) for kind, value, label in marks),
    )
