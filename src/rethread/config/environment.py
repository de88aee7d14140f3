"""Parses the environment once into the frozen settings. Nothing else reads `os.environ`."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, get_type_hints
from urllib.parse import unquote, urlsplit

from rethread.platform.kernel.errors import Invalid
from rethread.platform.kernel.money import EXPONENTS
from rethread.platform.kernel.settings import Settings, install_settings

PREFIX = "RETHREAD_"
TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}
KINDS: dict[type, str] = {bool: "yes or no", int: "a whole number", float: "a number"}
CHILD_VARIABLES = (
    "PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "VIRTUAL_ENV", "LD_LIBRARY_PATH",
    "SSL_CERT_FILE", "SSL_CERT_DIR", "TERM", "COLUMNS", "NO_COLOR", "PYTHONPATH",
    "PYTHONDONTWRITEBYTECODE",
)  # fmt: skip


def variable_of(field_name: str, metadata: Mapping[str, Any]) -> str:
    """Return the name of the environment variable that sets a field."""
    return metadata.get("env") or PREFIX + field_name.upper()


def parse(environ: Mapping[str, str]) -> Settings:
    """Read settings from a mapping of variables.

    Raises:
        Invalid: a value has the wrong type, or a RETHREAD_ variable means nothing.
    """
    hints = get_type_hints(Settings)
    known = {variable_of(f.name, f.metadata): f.name for f in fields(Settings)}
    unknown = sorted(n for n in environ if n.startswith(PREFIX) and n not in known)
    if unknown:
        raise Invalid("settings.unknown", f"Unknown setting: {', '.join(unknown)}.")
    values: dict[str, Any] = {}
    for variable, name in known.items():
        if variable in environ:
            values[name] = _convert(variable, environ[variable], hints[name])
    found = Settings(**values)
    _refuse_unknown_currencies(found)
    return found


def _refuse_unknown_currencies(value: Settings) -> None:
    unknown = [code for code in value.trading_currencies if code not in EXPONENTS]
    if unknown:
        raise Invalid("settings.invalid", f"No currency we know: {', '.join(unknown)}.")


def _convert(variable: str, text: str, kind: type) -> Any:
    try:
        if kind is bool:
            if text.lower() not in TRUE | FALSE:
                raise ValueError
            return text.lower() in TRUE
        if kind in (int, float):
            return kind(text)
    except ValueError as error:
        raise Invalid("settings.invalid", f"{variable}={text!r} is not {KINDS[kind]}.") from error
    return Path(text).expanduser() if kind is Path else text


def load() -> Settings:
    """Read the process's environment, install the result in the kernel and return it."""
    value = parse(os.environ)
    install_settings(value)
    return value


def to_environ(value: Settings) -> dict[str, str]:
    """Write settings as the environment of a child process, dropping what it need not know."""
    environ = {name: os.environ[name] for name in CHILD_VARIABLES if name in os.environ}
    for field in fields(Settings):
        item = getattr(value, field.name)
        if item != field.default:
            text = ("1" if item else "0") if isinstance(item, bool) else str(item)
            environ[variable_of(field.name, field.metadata)] = text
    return environ


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed over, and how the connection is protected."""

    host: str
    port: int
    user: str
    password: str
    ssl: bool
    starttls: bool


def mail_server(url: str) -> MailServer:
    """Read `smtp://` (STARTTLS), `smtps://` (TLS) or `smtp+plain://` (for a server beside us).

    Raises:
        Invalid: it is none of these, or names no host.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps", "smtp+plain"} or not parts.hostname:
        raise Invalid(
            "settings.invalid",
            "RETHREAD_EMAIL_URL must look like smtp://user:password@host:587, smtps:// or "
            "smtp+plain://.",
        )
    return MailServer(
        host=parts.hostname,
        port=parts.port or {"smtp": 587, "smtps": 465}.get(parts.scheme, 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        ssl=parts.scheme == "smtps",
        starttls=parts.scheme == "smtp",
    )


def secret_key(home: Path) -> str:
    """Return the market's signing key, made and stored (mode 600) on first use."""
    return _kept_secret(home / "secret_key")


def webhook_secret(home: Path) -> str:
    """Return the secret that the local sandbox signs webhooks with, made on first use."""
    return _kept_secret(home / "sandbox_webhook_secret", prefix="whsec_")


def _kept_secret(path: Path, prefix: str = "") -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(prefix + secrets.token_urlsafe(48))
    return path.read_text().strip()


def use_database(url: str) -> None:
    """Point this process and its children at a database; must precede the start of Django."""
    os.environ["DATABASE_URL"] = url


def use(value: Settings) -> None:
    """Make settings those of this process and its children; must precede the start of Django."""
    for field in fields(Settings):
        os.environ.pop(variable_of(field.name, field.metadata), None)
    os.environ.update(to_environ(value))
    install_settings(value)
