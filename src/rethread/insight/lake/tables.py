"""The Delta tables of the lake: one per event, columns from its contract, one folder per day.

It knows contracts and files, not the bus: the loader decides what is written when.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Transaction, write_deltalake

from rethread.platform.events import registry
from rethread.platform.events.contract import ENVELOPE_COLUMNS, Contract, Field
from rethread.platform.events.envelope import Envelope
from rethread.platform.kernel import settings

_TIMES = ("occurred_at", "received_at", "placed_at")
_TYPES = {"schema_version": pa.int32(), "bus_partition": pa.int32(), "bus_offset": pa.int64()}
_FIELD_TYPES = {
    "uuid": pa.string(),
    "string": pa.string(),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
    "timestamp": pa.timestamp("us", tz="UTC"),
    "strings": pa.list_(pa.string()),
}


def lake_folder() -> Path:
    """Return where the lake lies."""
    return settings().home / "lake"


def table_path(name: str) -> Path:
    """Return the folder of an event's table."""
    return lake_folder() / name


@cache
def fields_of(name: str) -> tuple[Field, ...]:
    """Return the payload's fields over all accepted versions, the newest version's first."""
    versions = [one for (known, _), one in registry.accepted().items() if known == name]
    fields: dict[str, Field] = {}
    for contract in sorted(versions, key=lambda one: -one.major):
        for field in contract.fields:
            fields.setdefault(field.name, field)
    return tuple(fields.values())


@cache
def schema_of(name: str) -> pa.Schema:
    """Return the Arrow schema of an event's table; everything may be null but the date."""
    columns = [(column, _envelope_type(column)) for column, _ in ENVELOPE_COLUMNS]
    columns += [(field.name, _FIELD_TYPES[field.type]) for field in fields_of(name)]
    return pa.schema(columns)


def _envelope_type(column: str) -> Any:
    if column == "date":
        return pa.date32()
    if column in _TIMES:
        return pa.timestamp("us", tz="UTC")
    return _TYPES.get(column, pa.string())


def ensure_tables(contracts: Iterable[Contract] | None = None) -> int:
    """Make the empty table of every event that has none yet, so that every model can build."""
    made = 0
    for contract in contracts if contracts is not None else registry.current():
        path = table_path(contract.name)
        if not DeltaTable.is_deltatable(str(path)):
            path.mkdir(parents=True, exist_ok=True)
            DeltaTable.create(
                str(path),
                schema=schema_of(contract.name),
                mode="ignore",
                partition_by=["date"],
                name=contract.name,
                description=contract.description,
            )
            made += 1
    return made


def open_table(name: str) -> DeltaTable:
    """Open an event's table, making it when it is new."""
    ensure_tables([one for one in registry.current() if one.name == name])
    return DeltaTable(str(table_path(name)))


def append(table: DeltaTable, name: str, events: list[Envelope], marks: Mapping[str, int]) -> None:
    """Append events in one commit together with how far each bus partition was read.

    `marks` maps an app id to the last offset in it. delta-rs accepts the same mark twice, so the
    caller must have left out what is at or below the mark of the table.
    """
    transactions = [Transaction(app_id, offset) for app_id, offset in sorted(marks.items())]
    write_deltalake(
        table,
        arrow_of(name, events),
        mode="append",
        schema_mode="merge",
        commit_properties=CommitProperties(app_transactions=transactions),
    )


def arrow_of(name: str, events: list[Envelope]) -> pa.Table:
    """Lay events out in columns, typed by the contract."""
    schema = schema_of(name)
    columns: list[list[Any]] = [
        [_envelope_value(event, column) for event in events] for column, _ in ENVELOPE_COLUMNS
    ]
    for field in fields_of(name):
        values = [event.payload.get(field.name) for event in events]
        if field.type == "timestamp":
            values = [_moment(value) for value in values]
        columns.append(values)
    arrays = [
        pa.array(values, type=kind) for values, kind in zip(columns, schema.types, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _envelope_value(event: Envelope, column: str) -> Any:
    if column == "event_id":
        return str(event.event_id)
    if column == "date":
        return event.occurred_at.date()
    if column == "bus_partition":
        return event.partition
    if column == "bus_offset":
        return event.offset
    return getattr(event, column)


def _moment(value: Any) -> datetime | None:
    return None if value is None else msgspec.convert(value, datetime, strict=False)


def rows_digest(name: str) -> str:
    """Hash an event's rows by partition and offset; a replay of the bus must give the same."""
    table = open_table(name).to_pyarrow_dataset().to_table()
    ordered = table.select(sorted(table.column_names)).sort_by(
        [("bus_partition", "ascending"), ("bus_offset", "ascending")]
    )
    digest = hashlib.sha256()
    for batch in ordered.to_batches(max_chunksize=10_000):
        for row in batch.drop_columns(["placed_at"]).to_pylist():
            digest.update(msgspec.json.encode(row))
    return digest.hexdigest()


def compact(*, target_bytes: int = 64_000_000) -> int:
    """Rewrite small files into larger ones, table by table; return how many files went away.

    Old files stay for readers that still hold them; `vacuum` removes them a week later.
    """
    removed = 0
    for contract in registry.current():
        if DeltaTable.is_deltatable(str(table_path(contract.name))):
            table = DeltaTable(str(table_path(contract.name)))
            metrics = table.optimize.compact(target_size=target_bytes)
            removed += int(metrics["numFilesRemoved"])
            table.vacuum(retention_hours=168, dry_run=False)
            table.create_checkpoint()
    return removed
