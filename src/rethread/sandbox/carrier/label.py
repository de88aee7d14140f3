"""The printable label: an SVG with addresses' postcodes and the tracking number as a Code 39
barcode.

It holds no name and no street; a label of a stand-in goes on no parcel.
"""

from html import escape
from typing import Any

# Code 39 (ISO/IEC 16388): nine elements a character, 1 wide, 0 narrow, bars and spaces by turns.
_CODE39 = {
    "0": "000110100", "1": "100100001", "2": "001100001", "3": "101100000", "4": "000110001",
    "5": "100110000", "6": "001110000", "7": "000100101", "8": "100100100", "9": "001100100",
    "R": "100000110", "T": "000010110", "*": "010010100",
}  # fmt: skip
_NARROW, _WIDE, _HEIGHT = 2, 5, 80


def barcode_bars(text: str) -> list[tuple[int, int]]:
    """Return the bars as (x, width), start and stop marks included."""
    bars, x = [], 0
    for char in f"*{text}*":
        for at, wide in enumerate(_CODE39[char]):
            width = _WIDE if wide == "1" else _NARROW
            if at % 2 == 0:
                bars.append((x, width))
            x += width
        x += _NARROW
    return bars


def draw_label(label: dict[str, Any]) -> bytes:
    """Return the label as SVG."""
    bars = barcode_bars(label["tracking_no"])
    width = max(bars[-1][0] + bars[-1][1] + 80, 640)
    drawn = "".join(
        f'<rect x="{x + 40}" y="200" width="{bar}" height="{_HEIGHT}"/>' for x, bar in bars
    )
    lines = (
        (60, 28, "Rethread test carrier - not a real label"),
        (110, 34, f"To {label['to_postcode']}"),
        (155, 22, f"From {label['from_postcode']}   {label['parcel']} parcel"),
        (320, 26, label["tracking_no"]),
    )
    texts = "".join(
        f'<text x="40" y="{y}" font-size="{size}">{escape(text)}</text>' for y, size, text in lines
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 360" role="img"'
        f' aria-label="Parcel label {label["tracking_no"]}" font-family="sans-serif">'
        f'<rect width="{width}" height="360" fill="#fff"/><g fill="#111">{drawn}{texts}</g></svg>'
    ).encode()
