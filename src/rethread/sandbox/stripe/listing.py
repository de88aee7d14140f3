"""Lists with Stripe's cursors: newest first, `starting_after`, `ending_before`, `limit` 1 to 100,
`has_more`.

It pages by the order in which objects were made, never by offset, so a page cannot skip or repeat.
"""

from collections.abc import Mapping
from typing import Any

from rethread.sandbox.store import decode
from rethread.sandbox.stripe.call import Call, Json
from rethread.sandbox.stripe.errors import invalid, missing_resource
from rethread.sandbox.stripe.params import Params


def list_objects(
    call: Call,
    params: Params,
    kind: str,
    url: str,
    *,
    filters: Mapping[str, str | None] | None = None,
    any_of: tuple[str, list[str]] | None = None,
) -> Json:
    """Read the paging parameters and return one page of this account's objects.

    `filters` are tags that must all hold; `any_of` is a tag with several values of which one must.
    """
    limit = params.integer("limit")
    limit = 10 if limit is None else limit
    after, before = params.text("starting_after"), params.text("ending_before")
    since, until = params.span("created")
    params.done()
    if not 1 <= limit <= 100:
        raise invalid("limit must be between 1 and 100", "limit", "parameter_invalid_integer")
    if after and before:
        raise invalid(
            "You may only specify one of these parameters: ending_before, starting_after."
        )
    where, values = _conditions(call, kind, filters or {}, any_of, since, until)
    if after:
        where += " AND o.seq < ?"
        values.append(_seq(call, kind, after, "starting_after"))
    if before:
        where += " AND o.seq > ?"
        values.append(_seq(call, kind, before, "ending_before"))
    order = "ASC" if before else "DESC"
    # The text is made of fixed pieces and question marks; no value is in it.
    ordered = f"{where} ORDER BY o.seq {order} LIMIT ?"
    text = f"SELECT o.body FROM objects o WHERE {ordered}"  # noqa: S608
    rows = call.db.execute(text, (*values, limit + 1)).fetchall()
    found = [decode(row[0]) for row in rows[:limit]]
    if before:
        found.reverse()
    return page(found, url, has_more=len(rows) > limit)


def page(found: list[Json], url: str, *, has_more: bool = False) -> Json:
    """Wrap objects as a list object."""
    return {"object": "list", "data": found, "has_more": has_more, "url": url}


def _conditions(
    call: Call,
    kind: str,
    filters: Mapping[str, str | None],
    any_of: tuple[str, list[str]] | None,
    since: int | None,
    until: int | None,
) -> tuple[str, list[Any]]:
    where, values = "o.account = ? AND o.kind = ?", [call.account, kind]
    tests: list[tuple[str, list[str]]] = [(n, [v]) for n, v in filters.items() if v is not None]
    if any_of is not None:
        tests.append(any_of)
    numbers: list[Any] = list(values)
    for name, wanted in tests:
        marks = ", ".join("?" for _ in wanted)
        ours = "SELECT seq FROM tags WHERE account = ? AND kind = ? AND name = ?"
        where += f" AND o.seq IN ({ours} AND value IN ({marks}))"
        numbers += [call.account, kind, name, *wanted]
    for bound, sign in ((since, ">="), (until, "<=")):
        if bound is not None:
            where += f" AND o.created {sign} ?"
            numbers.append(bound)
    return where, numbers


def _seq(call: Call, kind: str, object_id: str, param: str) -> int:
    row = call.db.execute(
        "SELECT seq FROM objects WHERE id = ? AND kind = ? AND account = ?",
        (object_id, kind, call.account),
    ).fetchone()
    if row is None:
        raise missing_resource(kind.replace("_", " "), object_id, param, 400)
    return int(row[0])
