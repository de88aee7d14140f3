"""Masks what was refused before it is kept: a broken event may hold anything, also a person.

Values that the named contract vouches for stay, scrubbed; every other text becomes its length.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any
from uuid import UUID

import msgspec

from .registry import accepted

RAW_CHARS_MAX = 4000
_TEXT_MAX = 200
_KEYS_MAX = 60
_PERSONAL = re.compile(r"[^\s@]+@[^\s@]+|\+?\d[\d\s().-]{7,}\d")
_NAME = re.compile(r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")
_ENVELOPE = ("event_id", "name", "schema_version", "occurred_at")


def mask_unreadable(raw: bytes) -> str:
    """Describe bytes that are no JSON by size and hash; keep none of them."""
    return f"<unreadable, {len(raw)} bytes, sha256 {hashlib.sha256(raw).hexdigest()}>"


def mask_event(raw: bytes) -> str:
    """Return an event's JSON with every value masked that its contract does not know."""
    try:
        event = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return mask_unreadable(raw)
    if not isinstance(event, dict):
        return mask_unreadable(raw)
    vouched = _fields_of(event)
    kept = {key: _envelope_value(event[key]) for key in _ENVELOPE if key in event}
    payload = event.get("payload")
    if isinstance(payload, dict):
        kept["payload"] = {
            key if key in vouched else _masked_key(key): _mask(value, key in vouched)
            for key, value in list(payload.items())[:_KEYS_MAX]
        }
    return msgspec.json.encode(kept).decode()[:RAW_CHARS_MAX]


def _fields_of(event: dict[str, Any]) -> set[str]:
    name = event.get("name")
    return {
        field.name
        for (known, _), contract in accepted().items()
        if known == name
        for field in contract.fields
    }


def _masked_key(key: str) -> str:
    return key if _NAME.match(key) and len(key) <= 40 else f"<key of {len(key)}>"


def _envelope_value(value: Any) -> Any:
    if isinstance(value, str) and not _NAME.match(value) and not _is_harmless(value):
        return f"<text of {len(value)}>"
    return value[:_TEXT_MAX] if isinstance(value, str) else _mask(value, False)


def _is_harmless(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return bool(re.match(r"^\d{4}-\d\d-\d\dT[\d:.]{5,15}(Z|[+-]\d\d:\d\d)?$", text))
    return True


def _mask(value: Any, vouched: bool) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return value if vouched else "<number>"
    if isinstance(value, str):
        if not vouched:
            return f"<text of {len(value)}>"
        return (
            value[:_TEXT_MAX]
            if _is_harmless(value)
            else _PERSONAL.sub("<masked>", value)[:_TEXT_MAX]
        )
    if isinstance(value, list):
        return [_mask(item, vouched) for item in value[:20]]
    return "<object>"
