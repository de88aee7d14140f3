"""A label is a page of A6 that a printer and a scanner can read, and holds nothing else."""

from __future__ import annotations

import base64
import re
import zlib

from rethread.market.fulfilment.rules.label_sheet import (
    label_pdf,
    label_qr_svg,
    printable,
)
from rethread.market.fulfilment.types import LabelFace, PostalAddress

TO = PostalAddress("Łukasz Żółć", "1 Mill Street", "", "Leeds", "LS1 4AP", "GB")
FROM = PostalAddress("Bo", "14 Canal Street " * 6, "Flat 3", "York", "YO1 7HH", "GB")


def face(code: str = "RT00012345678901", *, tracked: bool = True) -> LabelFace:
    return LabelFace(
        code=code, carrier="Courier", service="Two-day parcel", size="Small parcel",
        reference="AB12CD34", sender=FROM, recipient=TO, tracked=tracked,
    )  # fmt: skip


def streams(pdf: bytes) -> list[bytes]:
    """Return the drawing of every page, unpacked."""
    found = re.findall(rb"/ASCII85Decode /FlateDecode.*?stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    return [zlib.decompress(base64.a85decode(b"<~" + part.strip(), adobe=True)) for part in found]


def test_every_label_is_a_page_of_a6_with_a_qr() -> None:
    pdf = label_pdf([face(), face("RT00012345678902", tracked=False), face()])
    assert pdf.startswith(b"%PDF-")
    assert pdf.rstrip().endswith(b"%%EOF")
    boxes = re.findall(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", pdf)
    assert [(round(float(w)), round(float(h))) for w, h in boxes] == [(298, 420)] * 3
    pages = [page for page in streams(pdf) if b" re f" in page]
    assert len(pages) == 3
    assert all(page.count(b" re f") > 150 for page in pages)  # the dark fields of a QR


def test_the_same_labels_are_the_same_document() -> None:
    assert label_pdf([face()]) == label_pdf([face()])
    assert label_pdf([face()]) != label_pdf([face("RT1")])


def test_letters_that_the_type_lacks_lose_their_accents_before_they_are_lost() -> None:
    assert printable("Łukasz Ångström-Żółć") == "Łukasz Ångström-Żółć"
    assert printable("\N{LATIN SMALL LETTER A WITH HOOK ABOVE}") == "a"
    assert printable("A\N{ZERO WIDTH SPACE}b\x07") == "Ab"
    assert printable("\N{CJK UNIFIED IDEOGRAPH-738B}") == "?"


def test_a_qr_holds_its_code_and_no_style() -> None:
    svg = label_qr_svg("RT00012345678901")
    assert svg.startswith("<svg ")
    assert "style" not in svg
    assert svg != label_qr_svg("RT00012345678902")
