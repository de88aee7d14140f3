"""What a contract says, read from its YAML or from its compiled form.

It knows the shape of contracts, not which events exist, and refuses what it cannot type.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
import yaml

FieldType = Literal["uuid", "string", "integer", "boolean", "timestamp", "strings"]
Channel = Literal["transactional", "behavioural"]
INTEGER_MAX = 2**53 - 1
CLASSIFICATIONS = ("public", "internal", "pseudonymous", "confidential")
FILE_NAME = re.compile(r"^(?P<event>[a-z][a-z0-9_]*)\.v(?P<major>[1-9][0-9]*)\.yaml$")
# What the envelope, the bus and the lake add to a payload; no field may be called so.
RESERVED = frozenset(
    {
        "event_id", "name", "schema_version", "producer", "occurred_at", "sent_at", "received_at",
        "subject_key", "anonymous_id", "session_id", "consent", "trace_id", "partition_key",
        "payload", "context", "partition", "offset", "bus_partition", "bus_offset", "placed_at",
        "date", "actor",
    }
)  # fmt: skip

# Columns that every event has in the lake and the warehouse, with what they mean.
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


class ContractProblem(Exception):
    """A contract cannot be read; the message names the file and what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of an event's payload."""

    name: str
    type: FieldType
    required: bool
    description: str
    classification: str
    min_length: int | None = None
    max_length: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    max_items: int | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """One version of one event."""

    domain: str
    event: str
    version: str
    description: str
    owner: str
    channel: Channel
    partition_key: str
    retention_days: int
    freshness_s: int
    completeness_percent: float
    fields: tuple[Field, ...]

    @property
    def name(self) -> str:
        """Return the name on the bus, "catalogue.listing_published"."""
        return f"{self.domain}.{self.event}"

    @property
    def major(self) -> int:
        """Return the schema version that envelopes carry."""
        return int(self.version.split(".")[0])

    @property
    def class_name(self) -> str:
        """Return the name of the typed event, "ListingPublished"."""
        return "".join(part.capitalize() for part in self.event.split("_"))

    def field(self, name: str) -> Field:
        """Return a field by its name.

        Raises:
            KeyError: the event has no such field.
        """
        for item in self.fields:
            if item.name == name:
                return item
        raise KeyError(name)


_SECONDS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400}


def read_contract(path: Path) -> Contract:
    """Read one YAML document.

    Raises:
        ContractProblem: something that a contract must say is missing or of no known kind.
    """
    try:
        return contract_from(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, yaml.YAMLError) as error:
        raise ContractProblem(f"{path.parent.name}/{path.name}: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)


def contract_from(document: dict[str, Any]) -> Contract:
    """Translate a parsed ODCS document."""
    custom = {item["property"]: item["value"] for item in document.get("customProperties", [])}
    sla = {item["property"]: item for item in document.get("slaProperties", [])}
    freshness = sla["freshness"]
    schema = document["schema"][0]
    return Contract(
        domain=document["domain"],
        event=document["name"],
        version=document["version"],
        description=" ".join(document["description"]["purpose"].split()),
        owner=document["team"]["name"],
        channel=custom["channel"],
        partition_key=custom["partitionKey"],
        retention_days=int(custom["retentionDays"]),
        freshness_s=int(freshness["value"]) * _SECONDS[freshness["unit"]],
        completeness_percent=float(sla["completeness"]["value"]),
        fields=tuple(_field(item) for item in schema["properties"]),
    )


def _field(item: dict[str, Any]) -> Field:
    options = item.get("logicalTypeOptions", {})
    inner = item.get("items", {})
    kind = _kind(item, options, inner)
    words = inner if kind == "strings" else item
    limits = words.get("logicalTypeOptions", {})
    return Field(
        name=item["name"],
        type=kind,
        required=bool(item.get("required", False)),
        description=" ".join(str(item.get("description", "")).split()),
        classification=str(item.get("classification", "")),
        min_length=limits.get("minLength") if kind in ("string", "strings") else None,
        max_length=limits.get("maxLength") if kind in ("string", "strings") else None,
        minimum=options.get("minimum") if kind == "integer" else None,
        maximum=options.get("maximum") if kind == "integer" else None,
        max_items=options.get("maxItems") if kind == "strings" else None,
        values=tuple(str(entry["value"]) for entry in words.get("enum", [])),
    )


def _kind(item: dict[str, Any], options: dict[str, Any], inner: dict[str, Any]) -> FieldType:
    logical = item["logicalType"]
    if logical == "string":
        return "uuid" if options.get("format") == "uuid" else "string"
    if logical == "array" and inner.get("logicalType") == "string":
        return "strings"
    if logical in ("integer", "boolean", "timestamp"):
        return logical  # type: ignore[no-any-return]  # the line above narrows it
    raise ValueError(f"{item['name']}: type {logical!r} is not one an event may have")


def read_all(root: Path, *, without: Collection[str] = ()) -> list[Contract]:
    """Read the contracts below `root/contracts`, in order of name and version.

    `without` names domains to leave out.
    """
    found = [
        read_contract(path)
        for path in sorted((root / "contracts").glob("*/*.yaml"))
        if FILE_NAME.match(path.name) and path.parent.name not in without
    ]
    return sorted(found, key=lambda contract: (contract.name, contract.major))


def by_domain(contracts: list[Contract]) -> dict[str, list[Contract]]:
    """Group contracts by domain, keeping their order."""
    grouped: dict[str, list[Contract]] = {}
    for contract in contracts:
        grouped.setdefault(contract.domain, []).append(contract)
    return grouped


def newest(contracts: list[Contract]) -> list[Contract]:
    """Return the highest version of each event; only these are emitted."""
    return list({contract.name: contract for contract in contracts}.values())


def to_compiled(contract: Contract) -> dict[str, Any]:
    """Return the contract as plain JSON values, leaving out what is unset."""
    plain = asdict(contract)
    plain["fields"] = [
        {key: value for key, value in item.items() if value not in (None, ())}
        for item in plain["fields"]
    ]
    return plain


def from_compiled(raw: dict[str, Any]) -> Contract:
    """Rebuild a contract from its compiled form."""
    fields = tuple(
        Field(**{**item, "values": tuple(item.get("values", ()))}) for item in raw["fields"]
    )
    return Contract(**{**raw, "fields": fields})


def runtime_type(field: Field) -> Any:
    """Return the type that validates a field's value when an event arrives."""
    kind: Any
    if field.type == "uuid":
        kind = UUID
    elif field.type == "timestamp":
        kind = Annotated[datetime, msgspec.Meta(tz=True)]
    elif field.type == "boolean":
        kind = bool
    elif field.type == "integer":
        kind = Annotated[int, msgspec.Meta(ge=field.minimum, le=field.maximum)]
    elif field.values:
        kind = Literal[field.values]
    else:
        kind = Annotated[
            str, msgspec.Meta(min_length=field.min_length, max_length=field.max_length)
        ]
    if field.type == "strings":
        kind = Annotated[list[kind], msgspec.Meta(max_length=field.max_items)]
    return kind if field.required else (kind | None)


def runtime_struct(contract: Contract) -> type[msgspec.Struct]:
    """Build the struct that validates a payload; unknown fields are refused, absent ones null."""
    fields: list[Any] = [
        (field.name, runtime_type(field))
        if field.required
        else (field.name, runtime_type(field), None)
        for field in contract.fields
    ]
    return msgspec.defstruct(
        contract.class_name, fields, kw_only=True, frozen=True, forbid_unknown_fields=True
    )
