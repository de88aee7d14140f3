"""The typed, frozen settings of one process. `config.environment` fills them; nobody else reads
the environment. Each field's metadata documents it; the reference page is generated from here."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .errors import invariant


def _setting(default: Any, doc: str, env: str | None = None) -> Any:
    return field(default=default, metadata={"doc": doc, "env": env})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything an operator can set. Names of variables are `RETHREAD_` + the upper-case field."""

    home: Path = _setting(Path(".rethread"), "Folder that holds everything this market stores.")
    database_url: str = _setting(
        "", "PostgreSQL to use; empty means the embedded one under the home.", "DATABASE_URL"
    )
    secret_key: str = _setting("", "Signs sessions and links; made on first start if empty.")
    signing_key: str = _setting(
        "",
        "Ed25519 key (32 bytes, base64url) that signs what people take with them; made on first "
        "use, in home/signing_key, if empty.",
    )
    mode: str = _setting(
        "demo", "`demo` shows the demo controls and may move the clock; `live` refuses both."
    )
    host: str = _setting("127.0.0.1", "Address the web server listens on.")
    port: int = _setting(8000, "Port of the web server.")
    sandbox_port: int = _setting(8001, "Port of the local payment and carrier sandbox.")
    public_url: str = _setting("", "Address people use; empty means http://host:port.")
    allowed_hosts: str = _setting("", "Further host names to answer to, separated by commas.")
    debug: bool = _setting(False, "Show stack traces in the browser. Never on in public.")
    market_name: str = _setting("Rethread", "What the market is called on its pages.")
    currency: str = _setting("GBP", "ISO 4217 code that listings are priced in.")
    currencies: str = _setting(
        "", "Further codes that sellers may price in instead, separated by commas."
    )
    country: str = _setting("GB", "ISO 3166 code of the market's country.")
    language: str = _setting(
        "en-gb",
        "Language of whoever chose none and whose browser asks for none of ours: `en-gb`, `fr`.",
    )
    time_zone: str = _setting("Europe/London", "Time zone of the market's working days.")
    stripe_api_key: str = _setting(
        "", "Secret key of the Stripe account; empty means the local sandbox."
    )
    stripe_api_base: str = _setting("", "Address of Stripe's API; empty means the sandbox's.")
    stripe_webhook_secrets: str = _setting(
        "", "Webhook signing secrets, newest first, separated by commas (two during a rotation)."
    )
    stripe_connect_s: float = _setting(1.0, "Seconds to wait for a connection to Stripe.")
    stripe_read_s: float = _setting(5.0, "Seconds to wait for an answer from Stripe.")
    carrier_url: str = _setting("", "Address of the carrier; empty means the local sandbox.")
    carrier_shape: str = _setting(
        "sandbox",
        "What the carrier speaks: `sandbox`, or `easypost` (written from its public reference, not "
        "verified against the real service).",
    )
    carrier_key: str = _setting("", "API key of the carrier, where it asks for one.")
    reservation_minutes: int = _setting(10, "How long checkout keeps a garment for one buyer.")
    identity_before: str = _setting(
        "listing", "When sellers prove who they are: before their first `listing`, or `payout`."
    )
    bus_partitions: int = _setting(4, "Partitions of the event bus; fixed once events exist.")
    photo_pixels_max: int = _setting(80_000_000, "Largest photo accepted, in pixels.")
    photo_bytes_max: int = _setting(25_000_000, "Largest photo file accepted, in bytes.")
    carry_bytes_max: int = _setting(
        2_000_000_000, "Largest archive of a shop that is made or taken in, in bytes."
    )
    search_folder: str = _setting("", "Folder of the search index; empty means home/search.")
    email_url: str = _setting(
        "",
        "Mail server: smtp://user:password@host:587 (STARTTLS), smtps:// (TLS) or smtp+plain://; "
        "empty writes mail to home/mail.",
    )
    email_from: str = _setting("hello@localhost", "Address that mail of the market comes from.")
    push_key: str = _setting(
        "",
        "P-256 private key (base64url of 32 bytes) by which push services know this market; made "
        "on first use, in home/push_key, if empty.",
    )
    push_hosts: str = _setting(
        "fcm.googleapis.com,push.services.mozilla.com,web.push.apple.com,notify.windows.com",
        "Hosts of push services that devices may name, with their subdomains.",
    )
    live_port: int = _setting(8002, "Port of the process that tells open pages what is new.")
    live_origin: str = _setting(
        "",
        "Where browsers reach that process: an origin or a path; empty means /live behind the "
        "proxy of a public address, else http://host:live_port.",
    )
    live_connections_max: int = _setting(
        2000, "Open pages that one such process keeps connected; more are asked to come later."
    )
    warehouse_pause_s: float = _setting(
        20.0, "Seconds from the end of one build of the warehouse to a look whether data is newer."
    )
    web_workers: int = _setting(1, "Web server processes.")
    web_threads: int = _setting(4, "Threads in each web server process.")
    log_level: str = _setting("INFO", "Lowest level written to the log.")

    @property
    def trading_currencies(self) -> tuple[str, ...]:
        """Return the codes that sellers may price in, the market's own first."""
        further = (code.strip() for code in self.currencies.split(","))
        return tuple(dict.fromkeys((self.currency, *(code for code in further if code))))

    @property
    def is_demo(self) -> bool:
        """Tell whether demo controls are served."""
        return self.mode == "demo"

    @property
    def clock_moves(self) -> bool:
        """Tell whether business time may be moved (demo and tests)."""
        return self.mode in {"demo", "test"}

    @property
    def base_url(self) -> str:
        """Return the address people use, without a trailing slash."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def sandbox_url(self) -> str:
        """Return the address of the local sandbox."""
        return f"http://{self.host}:{self.sandbox_port}"

    @property
    def live_url(self) -> str:
        """Return where browsers reach live news, without a trailing slash."""
        usual = "/live" if self.public_url else f"http://{self.host}:{self.live_port}"
        return (self.live_origin or usual).rstrip("/")

    @property
    def uses_sandbox(self) -> bool:
        """Tell whether payments go to the local stand-in instead of Stripe."""
        return not self.stripe_api_key


_current: Settings | None = None


def install_settings(value: Settings) -> None:
    """Set the settings of this process; `config.environment` calls it once at start."""
    global _current
    _current = value


def settings() -> Settings:
    """Return the settings of this process."""
    invariant(_current is not None, "settings were not installed: import rethread.config.settings")
    return _current  # type: ignore[return-value]  # the invariant above excludes None
