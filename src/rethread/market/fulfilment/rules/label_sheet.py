"""Draw labels as a PDF, one A6 page each, and their codes as QR. Pure: values in, bytes out.

A label holds what a parcel needs to arrive and nothing else: no price, no title, no e-mail address.
The type covers the Latin alphabets; a letter it lacks is printed without its accents, or as "?".
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

import segno
from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A6
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ..types import LabelFace, PostalAddress

_FONTS: Final = Path(__file__).parent.parent / "fonts"
_REGULAR, _BOLD = "LabelRegular", "LabelBold"
_MARGIN: Final = 7 * mm
_QR_SIDE: Final = 34 * mm
_WIDTH, _HEIGHT = A6


def label_pdf(faces: Sequence[LabelFace]) -> bytes:
    """Return a PDF with a page for each label, in the order given."""
    _load_fonts()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A6, invariant=1, pageCompression=1)
    canvas.setTitle(_("Parcel labels"))
    canvas.setCreator("Rethread")
    for face in faces:
        _draw(canvas, face)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def label_qr_svg(code: str) -> str:
    """Return a code as a QR of SVG for a counter's scanner, without any style of its own."""
    out = io.BytesIO()
    segno.make_qr(code, error="m").save(
        out, kind="svg", xmldecl=False, svgclass=None, lineclass=None, omitsize=True, border=2
    )
    return out.getvalue().decode()


@cache
def _load_fonts() -> TTFont:
    regular = TTFont(_REGULAR, str(_FONTS / "label-regular.ttf"))
    pdfmetrics.registerFont(regular)
    pdfmetrics.registerFont(TTFont(_BOLD, str(_FONTS / "label-bold.ttf")))
    return regular


def _draw(canvas: Canvas, face: LabelFace) -> None:
    top = _HEIGHT - _MARGIN
    heading = _("Return") if face.purpose == "return" else face.carrier
    _text(canvas, heading, _MARGIN, top - 16, 16, bold=True)
    _text(canvas, face.service, _MARGIN, top - 30, 9)
    _text(canvas, face.size, _MARGIN, top - 42, 9)
    _qr(canvas, face.code, _WIDTH - _MARGIN - _QR_SIDE, top - _QR_SIDE)
    _rule(canvas, top - _QR_SIDE - 4 * mm)
    below = _address(canvas, _("To"), face.recipient, top - _QR_SIDE - 10 * mm, 13)
    _rule(canvas, below)
    _address(canvas, _("From"), face.sender, below - 6 * mm, 8.5)
    told = face.code if face.tracked else _("%(code)s, not tracked") % {"code": face.code}
    _text(canvas, told, _MARGIN, _MARGIN + 12, 12, bold=True)
    _text(canvas, face.reference, _MARGIN, _MARGIN, 8)


def _address(canvas: Canvas, label: str, to: PostalAddress, y: float, size: float) -> float:
    _text(canvas, label, _MARGIN, y, 8)
    lines = (to.name, to.line1, to.line2, to.city, to.postcode, to.country)
    for place, line in enumerate(line for line in lines if line):
        y -= size * 1.28
        _text(canvas, line, _MARGIN, y, size, bold=place == 0 or line == to.postcode)
    return y - 4 * mm


def _text(
    canvas: Canvas, text: str, x: float, y: float, size: float, *, bold: bool = False
) -> None:
    """Write a line, smaller when it would not fit: an address is never cut."""
    font = _BOLD if bold else _REGULAR
    shown = printable(text)
    room = _WIDTH - x - _MARGIN - (_QR_SIDE if y > _HEIGHT - _MARGIN - _QR_SIDE else 0)
    width = pdfmetrics.stringWidth(shown, font, size)
    canvas.setFont(font, size * min(1.0, room / width) if width else size)
    canvas.drawString(x, y, shown)


def printable(text: str) -> str:
    """Return a text in letters that the label's type has."""
    known = _known_letters()
    return "".join(char if ord(char) in known else _plainer(char, known) for char in text)


def _plainer(char: str, known: frozenset[int]) -> str:
    plain = "".join(part for part in unicodedata.normalize("NFKD", char) if ord(part) in known)
    return plain or ("" if unicodedata.category(char) in {"Mn", "Cf", "Cc"} else "?")


@cache
def _known_letters() -> frozenset[int]:
    return frozenset(_load_fonts().face.charToGlyph)


def _qr(canvas: Canvas, code: str, x: float, y: float) -> None:
    rows = [list(row) for row in segno.make_qr(code, error="m").matrix]
    side = _QR_SIDE / len(rows)
    for down, row in enumerate(rows):
        for across, dark in enumerate(row):
            if dark:
                canvas.rect(
                    x + across * side,
                    y + _QR_SIDE - (down + 1) * side,
                    side,
                    side,
                    stroke=0,
                    fill=1,
                )


def _rule(canvas: Canvas, y: float) -> None:
    canvas.setLineWidth(0.6)
    canvas.line(_MARGIN, y, _WIDTH - _MARGIN, y)
