"""`rethread export`, `rethread import`, `rethread market`: shops that go out and come in."""

from __future__ import annotations

import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rethread.config import environment

from .processes import database, start_django

if TYPE_CHECKING:
    from rethread.market.accounts.types import UserView
    from rethread.market.portability.types import ImportView

PUBLISHED = "/.well-known/rethread-market.json"
PUBLISHED_BYTES_MAX = 100_000
FETCH_TIMEOUT_S = 10.0


@click.group("export")
def export_group() -> None:
    """What leaves the market."""


@export_group.command("shop")
@click.option("--seller", required=True, help="The e-mail address of whose shop it is.")
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
def export_shop(seller: str, out: Path) -> None:
    """Write a shop to OUT, a ZIP file that this market signs."""
    with database(environment.load()):
        start_django()
        from rethread.market.portability.errors import NotReady
        from rethread.market.portability.selectors import access_export
        from rethread.market.portability.services import open_archive, request_export, run_export
        from rethread.platform.kernel import Actor

        actor = Actor.system("cli")
        asked = request_export(actor=actor, seller_id=_person(seller).id)
        run_export(asked.export_id)
        view = access_export(actor=actor, export_id=asked.export_id)
        if view.status == "failed":
            click.secho(f"rethread: {view.failure} ({view.failure_code})", fg="red", err=True)
            sys.exit(1)
        if view.status != "ready":
            raise NotReady
        file, _ = open_archive(actor=actor, export_id=asked.export_id)
        with file, out.open("wb") as target:
            shutil.copyfileobj(file, target)
    found = view.counts
    click.echo(
        f"{out}: {found.listings} pieces, {found.photos} photos, {found.reviews} reviews, "
        f"{found.sales} sales, {found.conversations} conversations."
    )


@click.group("import")
def import_group() -> None:
    """What comes into the market."""


@import_group.command("shop")
@click.option("--seller", required=True, help="The e-mail address of whose shop it becomes.")
@click.option("--live", is_flag=True, help="Put what is complete up for sale at once.")
@click.option(
    "--lenient", is_flag=True, help="Bring in rows with unknown words too, without those words."
)
@click.option(
    "--map",
    "mapped",
    multiple=True,
    metavar="FIELD=HEADING",
    help="Read a field from the column with this heading; may be given again.",
)
@click.argument("source", type=click.Path(path_type=Path, exists=True))
def import_shop(
    seller: str, live: bool, lenient: bool, mapped: tuple[str, ...], source: Path
) -> None:
    """Bring in a shop from SOURCE.

    SOURCE is a folder with a CSV table and photos, a ZIP of one, or the archive of another market.

    Good rows come in, bad ones are named with their line and reason (exit code 1). Importing the
    same again adds nothing.
    """
    with database(environment.load()):
        start_django()
        view = _brought(seller, live, lenient, mapped, source)
        _report(view)
    sys.exit(1 if view.counts.failed or view.status != "done" else 0)


def _brought(
    seller: str, live: bool, lenient: bool, mapped: tuple[str, ...], source: Path
) -> ImportView:
    from rethread.market.portability.selectors import access_import
    from rethread.market.portability.services import (
        SentFile,
        confirm_import,
        receive_import,
        run_import,
        stop_import,
    )
    from rethread.platform.kernel import Actor, DomainError

    actor, person = Actor.system("cli"), _person(seller)
    with _as_file(source) as path:
        view = receive_import(actor=actor, files=[SentFile(source.name, path)], seller_id=person.id)
    run_import(view.import_id)
    view = access_import(actor=actor, import_id=view.import_id)
    if view.status != "asking":
        return view
    try:
        mapping = _mapping(view, mapped) if view.kind == "table" else None
        confirm_import(
            actor=actor,
            import_id=view.import_id,
            publish=live,
            lenient=lenient,
            mapping=mapping,
        )
    except (DomainError, click.ClickException):
        stop_import(actor=actor, import_id=view.import_id)
        raise
    while run_import(view.import_id):
        pass
    return access_import(actor=actor, import_id=view.import_id)


def _mapping(view: ImportView, mapped: tuple[str, ...]) -> dict[str, list[int]]:
    mapping = {field: list(numbers) for field, numbers in view.mapping.items()}
    for one in mapped:
        field, _, heading = one.partition("=")
        numbers = [
            column.number
            for column in view.columns
            if column.heading.casefold() == heading.strip().casefold()
        ]
        if not numbers:
            known = ", ".join(column.heading for column in view.columns)
            raise click.UsageError(f"There is no column {heading!r}. There are: {known}.")
        for others in mapping.values():
            others[:] = [number for number in others if number not in numbers]
        mapping[field.strip()] = numbers
    return {field: numbers for field, numbers in mapping.items() if numbers}


@contextmanager
def _as_file(source: Path) -> Iterator[Path]:
    """Yield a folder as one ZIP file; a file as it is. Links are not followed out of a folder."""
    if source.is_file():
        yield source
        return
    with tempfile.TemporaryDirectory(prefix="rethread-import-") as folder:
        path = Path(folder) / "sent.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
            for file in sorted(source.rglob("*")):
                if file.is_file() and not file.is_symlink():
                    archive.write(file, file.relative_to(source).as_posix())
        yield path


def _report(view: ImportView) -> None:
    from rethread.market.portability.selectors import list_noted_rows, list_row_reports
    from rethread.platform.kernel import Actor

    if view.status != "done":
        click.secho(f"rethread: {view.failure or view.status}", fg="red", err=True)
        click.echo(f"          ({view.failure_code or view.status})", err=True)
        return
    actor = Actor.system("cli")
    for row in list_row_reports(
        actor=actor, import_id=view.import_id, statuses=("failed",), limit=500
    ):
        for reason in row.reasons:
            click.secho(f"line {row.line}: {reason}", fg="red", err=True)
    for row in list_noted_rows(actor=actor, import_id=view.import_id, limit=500):
        for reason in row.reasons:
            click.secho(f"line {row.line}: came in, but {reason}", fg="yellow", err=True)
    found = view.counts
    reviews = f", {found.reviews_added} reviews" if view.kind == "archive" else ""
    click.echo(
        f"{found.added} pieces added{reviews}, {found.known} known already, {found.left} sold "
        f"elsewhere, {found.failed} left out."
    )


def _person(email: str) -> UserView:
    from rethread.market.accounts.selectors import find_user_by_email

    found = find_user_by_email(email)
    if found is None:
        raise click.UsageError(f"Nobody here has the address {email}.")
    return found


@click.group("market")
def market_group() -> None:
    """This market and others."""


@market_group.command("key")
def market_key() -> None:
    """Print what this market publishes about itself and its key."""
    import json

    with database(environment.load()):
        start_django()
        from rethread.market.portability.selectors import market_document

        click.echo(json.dumps(market_document(), indent=1))


@market_group.command("trust")
@click.argument("where")
def market_trust(where: str) -> None:
    """Trust the key of another market.

    WHERE is its address, or a file with what it publishes. Reviews that it signed are then said
    to be its.
    """
    with database(environment.load()):
        start_django()
        from rethread.market.portability.services import trust_market
        from rethread.platform.kernel import Actor

        known = trust_market(actor=Actor.system("cli"), published=_published(where))
    click.echo(f"{known.name} ({known.url}) is known by its key {known.key_id}.")


def _published(where: str) -> bytes:
    if not where.startswith(("https://", "http://")):
        return Path(where).read_bytes()[:PUBLISHED_BYTES_MAX]
    import httpx

    try:
        answer = httpx.get(where.rstrip("/") + PUBLISHED, timeout=FETCH_TIMEOUT_S)
        answer.raise_for_status()
    except httpx.HTTPError as error:
        raise click.ClickException(f"{where} does not answer: {error}") from error
    return answer.content[:PUBLISHED_BYTES_MAX]
