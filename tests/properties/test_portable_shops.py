"""Export, import elsewhere, export again: the same pieces, whatever they say."""

from __future__ import annotations

import csv
import io
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rethread.market.accounts.services import ensure_shop
from rethread.market.catalogue.rules import (
    COLOURS,
    CONDITIONS,
    DEPARTMENTS,
    ERAS,
    MATERIALS,
    PATTERNS,
    STYLES,
    TYPES,
    sizes_offered,
)
from rethread.market.catalogue.services import create_draft
from rethread.market.portability.errors import ArchiveRefused
from rethread.market.portability.rules import format as shape
from rethread.market.portability.rules import reading
from rethread.market.portability.rules.mapping import guess_mapping, values_of
from rethread.market.portability.rules.table import TABLE_FIELDS, read_table, row_of
from rethread.market.portability.rules.words import understand
from rethread.platform.kernel import Actor
from tests.market.portability.shops import archive_of, document, exported, files_of
from tests.market.portability.test_bringing import brought, signed_again
from tests.support.factories import ensure_pricing, make_photo, make_user

TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Co", "Cn")) | st.sampled_from("🧥✨ﷺ‍é\"',;|\n=@+"),
    max_size=60,
)


@st.composite
def pieces(draw: st.DrawFn) -> dict[str, Any]:
    """Return what somebody could say of a piece in the editor, complete or not."""
    kind = draw(st.sampled_from(["", *(term.code for term in TYPES)]))
    department = draw(st.sampled_from(["", *(term.code for term in DEPARTMENTS)]))
    known = TYPES.get(kind)
    labels = [size.label for size in sizes_offered(known.size_kind, department)] if known else []
    one = lambda words: draw(st.sampled_from(["", *(term.code for term in words)]))  # noqa: E731
    some = lambda words, most: draw(  # noqa: E731
        st.lists(st.sampled_from([term.code for term in words]), max_size=most, unique=True)
    )
    return {
        "title": draw(TEXT),
        "description": draw(TEXT),
        "type": kind,
        "department": department,
        "brand": draw(st.sampled_from(["", "levis", "Agnès B.", "Nobody's Brand"]) | TEXT),
        "size": draw(st.sampled_from(["", *labels])),
        "condition": one(CONDITIONS),
        "colours": some(COLOURS, 2),
        "styles": some(STYLES, 3),
        "era": one(ERAS),
        "material": one(MATERIALS),
        "pattern": one(PATTERNS),
        "measurements": draw(TEXT),
        "price_minor": draw(st.none() | st.integers(100, 1_000_000)),
    }


def without_identity(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record without ids and times, which another market gives anew."""
    gone = ("id", "photos", "created_at", "published_at", "sold_at")
    plain = {name: value for name, value in record.items() if name not in gone}
    return plain | {"photo_count": len(record["photos"])}


@pytest.mark.django_db
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(said=st.lists(pieces(), min_size=1, max_size=4))
def test_what_left_comes_back_the_same(said: list[dict[str, Any]]) -> None:
    ensure_pricing()
    one, two = make_user(), make_user()
    ensure_shop(actor=Actor.user(one.id))
    photo = make_photo(one.id)
    for number, changes in enumerate(said):
        photos = {"photo_ids": [photo.id] if number == 0 else []}
        create_draft(actor=Actor.user(one.id), changes={**changes, **photos})  # type: ignore[typeddict-item]  # as drawn
    first = files_of(archive_of(exported(one.id)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        view = brought(Actor.user(two.id), signed_again(first, path), path)
    assert (view.counts.added, view.counts.failed) == (len(said), 0)
    second = files_of(archive_of(exported(two.id)))
    before = [without_identity(one) for one in document(first, "listings.json")["listings"]]
    after = [without_identity(one) for one in document(second, "listings.json")["listings"]]
    assert after == before


@given(record=pieces())
def test_a_row_that_we_wrote_we_understand(record: dict[str, Any]) -> None:
    clean = {**record, "title": "A piece", "description": "", "brand": "", "measurements": ""}
    currency = "GBP" if record["price_minor"] is not None else ""
    listing = shape.ListingRecord(id="1", status="draft", currency=currency, **clean)
    out = io.StringIO()
    csv.writer(out).writerows([TABLE_FIELDS, row_of(listing)])
    table = read_table(out.getvalue().encode(), "t.csv")
    said = understand(values_of(table.rows[0], guess_mapping(table.headings, table.rows)), "GBP")
    assert said.problems == {} or set(said.problems) == {"size"}
    for name in ("type", "department", "condition", "era", "material", "pattern", "price_minor"):
        assert said.values.get(name, "") in (clean[name], clean[name] or ""), name
    assert said.values["colours"] == clean["colours"]
    assert said.values["styles"] == clean["styles"]


@given(data=st.binary(max_size=3000))
def test_no_bytes_do_more_than_be_refused(data: bytes) -> None:
    for sent in (data, b"PK\x03\x04" + data, data + b"PK\x05\x06" + bytes(18)):
        try:
            with reading.opened(io.BytesIO(sent), 1_000_000) as archive:
                reading.names_of(archive)
        except ArchiveRefused:
            continue


@given(data=st.binary(max_size=500))
def test_any_bytes_are_a_table_or_refused(data: bytes) -> None:
    with suppress(ArchiveRefused):  # and raise nothing else
        table = read_table(data, "t.csv")
        assert all(row.line >= 2 for row in table.rows)
