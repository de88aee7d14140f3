"""Typed reading of one request's parameters, with Stripe's messages for what is wrong.

Each endpoint reads what it knows and then calls `done`, which refuses the rest: a parameter
silently ignored is a
feature silently missing.
"""

import math
from collections.abc import Iterable
from typing import Any

from rethread.sandbox.stripe.currencies import AMOUNT_MAX, CURRENCIES
from rethread.sandbox.stripe.errors import invalid

_TEXT_MAX = 5_000
_METADATA_MAX = 50


class Params:
    """Read parameters by name; `prefix` is the group they stand in, for messages."""

    def __init__(self, values: dict[str, Any], prefix: str = "") -> None:
        self._values = values
        self._prefix = prefix
        self._read: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def _full(self, name: str) -> str:
        return f"{self._prefix}[{name}]" if self._prefix else name

    def _take(self, name: str) -> Any:
        self._read.add(name)
        return self._values.get(name)

    def missing(self, name: str) -> Exception:
        """Return the error for a required parameter that is not there."""
        full = self._full(name)
        return invalid(f"Missing required param: {full}.", full, "parameter_missing")

    def text(self, name: str, *, max_length: int = _TEXT_MAX) -> str | None:
        """Read a string; an empty one counts as not given."""
        value = self._take(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            raise invalid("Invalid string.", self._full(name))
        if len(value) > max_length:
            full = self._full(name)
            raise invalid(f"Invalid string: {full} must be at most {max_length} characters", full)
        return value

    def required_text(self, name: str, *, max_length: int = _TEXT_MAX) -> str:
        """Read a string that must be there."""
        value = self.text(name, max_length=max_length)
        if value is None:
            raise self.missing(name)
        return value

    def choice(self, name: str, allowed: Iterable[str]) -> str | None:
        """Read one of a few words."""
        value = self.text(name)
        if value is not None and value not in allowed:
            options = ", ".join(allowed)
            raise invalid(f"Invalid {self._full(name)}: must be one of {options}", self._full(name))
        return value

    def integer(self, name: str) -> int | None:
        """Read a whole number."""
        value = self._take(name)
        if value is None or value == "":
            return None
        full = self._full(name)
        try:
            if not isinstance(value, str) or not math.isfinite(float(value)):
                raise ValueError(value)
            return int(value)
        except ValueError as error:
            raise invalid(f"Invalid integer: {value}", full, "parameter_invalid_integer") from error

    def flag(self, name: str) -> bool | None:
        """Read true or false."""
        value = self._take(name)
        if value is None or value == "":
            return None
        if value not in ("true", "false"):
            raise invalid(f"Invalid boolean: {value}", self._full(name))
        return bool(value == "true")

    def amount(self, name: str = "amount") -> int | None:
        """Read a positive amount in minor units that Stripe would take."""
        value = self.integer(name)
        if value is None:
            return None
        full = self._full(name)
        if value < 1:
            message = "This value must be greater than or equal to 1."
            raise invalid(message, full, "parameter_invalid_integer")
        if value > AMOUNT_MAX:
            raise invalid(f"Amount must be no more than {AMOUNT_MAX}", full, "amount_too_large")
        return value

    def required_amount(self, name: str = "amount") -> int:
        """Read an amount that must be there."""
        value = self.amount(name)
        if value is None:
            raise self.missing(name)
        return value

    def currency(self, name: str = "currency") -> str:
        """Read an ISO 4217 code, in lower case as Stripe writes it."""
        value = self.required_text(name).lower()
        if value not in CURRENCIES:
            known = ", ".join(CURRENCIES)
            raise invalid(
                f"Invalid currency: {value}. The sandbox supports these currencies: {known}",
                self._full(name),
            )
        return value

    def group(self, name: str) -> "Params":
        """Read a nested group, empty when not given."""
        value = self._take(name)
        if value is None or value == "":
            value = {}
        if not isinstance(value, dict):
            raise invalid(f"Invalid object: {self._full(name)}", self._full(name))
        return Params(value, self._full(name))

    def groups(self, name: str) -> list["Params"]:
        """Read a list of nested groups."""
        value = self._take(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise invalid(f"Invalid array: {self._full(name)}", self._full(name))
        return [Params(item, f"{self._full(name)}[{at}]") for at, item in enumerate(value)]

    def texts(self, name: str) -> list[str]:
        """Read a list of strings."""
        value = self._take(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise invalid(f"Invalid array: {self._full(name)}", self._full(name))
        return list(value)

    def metadata(self, name: str = "metadata") -> dict[str, str]:
        """Read key-value notes within Stripe's limits: 50 keys of 40 characters, values of 500."""
        value = self._take(name)
        if value is None or value == "":
            return {}
        full = self._full(name)
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            raise invalid("Invalid hash: metadata", full)
        if len(value) > _METADATA_MAX:
            raise invalid("You can have at most 50 metadata keys", full)
        for key, text in value.items():
            if len(key) > 40 or len(text) > 500:
                raise invalid(f"Metadata key or value too long: {key}", full)
        return dict(value)

    def span(self, name: str) -> tuple[int | None, int | None]:
        """Read a `created` filter: a second, or a group of gt, gte, lt, lte.

        Return inclusive bounds.
        """
        if isinstance(self._values.get(name), str):
            exact = self.integer(name)
            return exact, exact
        group = self.group(name)
        gt, gte = group.integer("gt"), group.integer("gte")
        lt, lte = group.integer("lt"), group.integer("lte")
        group.done()
        low = [bound for bound in (gte, None if gt is None else gt + 1) if bound is not None]
        high = [bound for bound in (lte, None if lt is None else lt - 1) if bound is not None]
        return (max(low) if low else None), (min(high) if high else None)

    def done(self) -> None:
        """Refuse what was not read."""
        for name in self._values:
            if name not in self._read:
                full = self._full(name)
                raise invalid(
                    f"Received unknown parameter: {full}"
                    " (or one that the sandbox does not implement)",
                    full,
                    "parameter_unknown",
                )
