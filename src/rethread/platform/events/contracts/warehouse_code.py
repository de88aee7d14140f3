"""Writes what the warehouse reads of a domain: dbt sources with tests, and one staging model each.

Staging models hold the first arrival of each event id; plain SQL that DuckDB and Spark share.
"""

from __future__ import annotations

from typing import Any

import yaml

from ..contract import Contract, Field

ENVELOPE_COLUMNS = (
    ("event_id", "Id of the event."),
    ("schema_version", "Major version of the contract it was sent under."),
    ("producer", "Which process sent it."),
    ("occurred_at", "When it happened, on the business clock, UTC."),
    ("received_at", "When the market received it, UTC; null when the market made it."),
    ("placed_at", "When it was placed on the bus, UTC."),
    ("subject_key", "Pseudonym of who acted; null for processes and strangers."),
    ("anonymous_id", "Browser that acted, where consent allows."),
    ("session_id", "Visit it belongs to, where consent allows."),
    ("consent", "What the person agreed to when it was recorded."),
    ("partition_key", "Events of one key stay in order."),
    ("bus_partition", "Partition of the bus."),
    ("bus_offset", "Place in that partition, dense."),
    ("date", "Day it happened, UTC."),
)
NEVER_NULL = {
    "event_id", "schema_version", "producer", "occurred_at", "placed_at", "consent",
    "partition_key", "bus_partition", "bus_offset", "date",
}  # fmt: skip


def render_sources(domain: str, contracts: list[Contract]) -> str:
    """Return `_sources.yml`: a source per domain, a table per event, tests from the contract."""
    document = {
        "version": 2,
        "sources": [
            {
                "name": domain,
                "description": f"Events of {domain}, as the lake holds them.",
                "meta": {"plugin": "delta"},
                "tables": [_source_table(contract) for contract in contracts],
            }
        ],
    }
    return _yaml(domain, document)


def _source_table(contract: Contract) -> dict[str, Any]:
    path = f"{{{{ env_var('RETHREAD_LAKE', 'lake') }}}}/{contract.name}"
    return {
        "name": contract.event,
        "description": contract.description,
        "meta": {
            "delta_table_path": path,
            "owner": contract.owner,
            "freshness_s": contract.freshness_s,
            "contract": f"{contract.name}.v{contract.major}",
        },
        "columns": [
            {"name": name, "description": text}
            | ({"data_tests": ["not_null"]} if name in NEVER_NULL else {})
            for name, text in ENVELOPE_COLUMNS
        ]
        + [_column(field) for field in contract.fields],
    }


def _column(field: Field) -> dict[str, Any]:
    column: dict[str, Any] = {
        "name": field.name,
        "description": field.description,
        "meta": {"classification": field.classification},
    }
    tests: list[Any] = ["not_null"] if field.required else []
    if field.values and field.type == "string":
        tests.append({"accepted_values": {"arguments": {"values": list(field.values)}}})
    if tests:
        column["data_tests"] = tests
    return column


def render_staging_sql(contract: Contract) -> str:
    """Return `stg_<domain>__<event>.sql`: the event's columns, each event id once."""
    columns = [name for name, _ in ENVELOPE_COLUMNS] + [field.name for field in contract.fields]
    listed = ",\n".join(f"    {name}" for name in columns)
    ranked = ",\n".join(f"        {name}" for name in columns)
    return (
        f"-- Generated from contracts/{contract.domain}; do not edit.\n"
        "with arrivals as (\n"
        "    select\n"
        f"{ranked},\n"
        "        row_number() over (\n"
        "            partition by event_id order by bus_partition, bus_offset\n"
        "        ) as arrival\n"
        f"    from {{{{ source('{contract.domain}', '{contract.event}') }}}}\n"
        ")\n\n"
        f"select\n{listed}\n"
        "from arrivals\n"
        "where arrival = 1\n"
    )


def render_staging_yaml(domain: str, contracts: list[Contract]) -> str:
    """Return `_models.yml`: owner, description and grain of each staging model."""
    models = [
        {
            "name": f"stg_{domain}__{contract.event}",
            "description": f"{contract.description} One row per event.",
            "config": {"meta": {"owner": contract.owner}},
            "columns": [
                {
                    "name": "event_id",
                    "description": "Id of the event.",
                    "data_tests": ["unique", "not_null"],
                }
            ],
        }
        for contract in contracts
    ]
    return _yaml(domain, {"version": 2, "models": models})


def _yaml(domain: str, document: dict[str, Any]) -> str:
    text = yaml.safe_dump(document, sort_keys=False, width=100, allow_unicode=True)
    return f"# Generated from contracts/{domain}; do not edit.\n{text}"
