"""Writes what the warehouse reads of a domain: dbt sources with tests, and one staging model each.

Staging models hold the first arrival of each event id; plain SQL that DuckDB and Spark share.
"""

from __future__ import annotations

from typing import Any

import yaml

from ..contract import ENVELOPE_COLUMNS, NEVER_NULL, Contract, Field


def render_sources(domain: str, contracts: list[Contract]) -> str:
    """Return `_sources.yml`: a source per domain, a table per event, tests from the contract."""
    document = {
        "version": 2,
        "sources": [
            {
                "name": domain,
                "description": f"Events of {domain}, as the lake holds them.",
                "tables": [_source_table(contract) for contract in contracts],
            }
        ],
    }
    return _yaml(domain, document)


def _source_table(contract: Contract) -> dict[str, Any]:
    required = [name for name, _ in ENVELOPE_COLUMNS if name in NEVER_NULL]
    required += [field.name for field in contract.fields if field.required]
    accepted = {
        field.name: list(field.values)
        for field in contract.fields
        if field.values and field.type == "string"
    }
    return {
        "name": contract.event,
        "description": contract.description,
        "config": {
            "meta": {
                "owner": contract.owner,
                "freshness_s": contract.freshness_s,
                "contract": f"{contract.name}.v{contract.major}",
            }
        },
        "data_tests": [
            {"honours_contract": {"arguments": {"required": required, "accepted": accepted}}}
        ],
        "columns": [
            *({"name": name, "description": text} for name, text in ENVELOPE_COLUMNS),
            *(_column(field) for field in contract.fields),
        ],
    }


def _column(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "description": field.description,
        "config": {"meta": {"classification": field.classification}},
    }


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
    """Return `_models.yml`: owner, description and grain of each staging model.

    That an event id comes once is tested where all events meet, in `fct_event`: one test for all
    of them, and across contracts too. A test for each is a sixth of what a build costs.
    """
    models = [
        {
            "name": f"stg_{domain}__{contract.event}",
            "description": f"{contract.description} One row per event.",
            "config": {"meta": {"owner": contract.owner}},
            "columns": [{"name": "event_id", "description": "Id of the event."}],
        }
        for contract in contracts
    ]
    return _yaml(domain, {"version": 2, "models": models})


def render_all_events(contracts: list[Contract]) -> str:
    """Return `int_events_unioned.sql`: what every event has in common, of every event."""
    columns = [name for name, _ in ENVELOPE_COLUMNS]
    listed = ",\n    ".join(columns)
    parts = [
        f"select\n    '{one.name}' as event_name,\n    {listed}\n"
        f"from {{{{ ref('stg_{one.domain}__{one.event}') }}}}"
        for one in contracts
    ]
    return "-- Generated from contracts/; do not edit.\n" + "\nunion all\n".join(parts) + "\n"


def _yaml(domain: str, document: dict[str, Any]) -> str:
    text = yaml.safe_dump(document, sort_keys=False, width=100, allow_unicode=True)
    return f"# Generated from contracts/{domain}; do not edit.\n{text}"
