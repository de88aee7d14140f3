"""Read form-encoded parameters as Stripe does: `a[b]=1`, `a[0][c]=2`, `expand[]=x`.

It builds plain dicts, lists and strings and refuses shapes that contradict each other.
"""

from typing import Any
from urllib.parse import parse_qsl

from rethread.sandbox.stripe.errors import invalid

_DEPTH_MAX = 8
_FIELDS_MAX = 2_000


def parse_form(text: str) -> dict[str, Any]:
    """Return the nested parameters.

    Raises:
        ApiError: when a name is malformed, nested too deep, or used both as a value and as a group.
    """
    if not text:
        return {}
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=_FIELDS_MAX, errors="strict")
    except ValueError as error:
        raise invalid(f"Invalid request: {error}") from error
    root: dict[str, Any] = {}
    for name, value in pairs:
        _put(root, name, value)
    return {name: _lists(value) for name, value in root.items()}


def _put(root: dict[str, Any], name: str, value: str) -> None:
    keys = _keys(name)
    node = root
    for depth, written in enumerate(keys):
        key = written or str(len(node))
        if depth == len(keys) - 1:
            if isinstance(node.get(key), dict):
                raise invalid(f"Invalid parameter name: {name}", keys[0])
            node[key] = value
            return
        child = node.setdefault(key, {})
        if not isinstance(child, dict):
            raise invalid(f"Invalid parameter name: {name}", keys[0])
        node = child


def _keys(name: str) -> list[str]:
    head, bracket, rest = name.partition("[")
    if not bracket:
        return [name]
    if not head or not rest.endswith("]"):
        raise invalid(f"Invalid parameter name: {name}")
    keys = [head, *rest[:-1].split("][")]
    if len(keys) > _DEPTH_MAX:
        raise invalid(f"Parameter nested too deep: {head}", head)
    return keys


def _lists(value: Any) -> Any:
    """Turn groups whose names are 0, 1, 2 ... into lists, all the way down."""
    if not isinstance(value, dict):
        return value
    children = {name: _lists(child) for name, child in value.items()}
    if children and all(name.isascii() and name.isdigit() for name in children):
        return [children[name] for name in sorted(children, key=int)]
    return children
