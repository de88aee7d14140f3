"""Lets a build read the lake: one DuckDB view per event over the active files of its Delta table.

The file list is fixed when the view is made, so one build sees one version of every table.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
from deltalake import DeltaTable

from rethread.platform.events import registry

from . import tables

_TYPES = {
    pa.string(): "VARCHAR",
    pa.int32(): "INTEGER",
    pa.int64(): "BIGINT",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
    pa.timestamp("us", tz="UTC"): "TIMESTAMPTZ",
    pa.list_(pa.string()): "VARCHAR[]",
}


def create_source_views(building: Path) -> None:
    """Make the views that dbt's sources name, in a new file."""
    with duckdb.connect(str(building)) as connection:
        for contract in registry.current():
            connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{contract.domain}"')
            connection.execute(
                f'CREATE VIEW "{contract.domain}"."{contract.event}" AS {_query(contract.name)}'
            )


def drop_source_views(built: Path) -> None:
    """Drop the views again: they name files that the lake may rewrite after the build."""
    with duckdb.connect(str(built)) as connection:
        for contract in registry.current():
            connection.execute(f'DROP VIEW IF EXISTS "{contract.domain}"."{contract.event}"')


def _query(name: str) -> str:
    # The empty half gives every column its name and type, also where no file has it yet.
    schema = tables.schema_of(name)
    columns = ", ".join(
        f'CAST(NULL AS {_TYPES[kind]}) AS "{column}"'
        for column, kind in zip(schema.names, schema.types, strict=True)
    )
    empty = f"SELECT {columns} WHERE false"  # names come from contracts
    files = DeltaTable(str(tables.table_path(name))).file_uris()
    if not files:
        return empty
    listed = ", ".join("'" + _local(uri).replace("'", "''") + "'" for uri in files)
    read = (
        f"SELECT * FROM read_parquet([{listed}], union_by_name = true, "  # noqa: S608
        "hive_partitioning = true, hive_types = {'date': DATE})"
    )
    return f"{empty} UNION ALL BY NAME {read}"


def _local(uri: str) -> str:
    return uri.removeprefix("file://")
