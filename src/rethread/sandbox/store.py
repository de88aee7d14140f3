"""The sandbox's SQLite file: JSON objects with tags to list them by, balance entries, timers,
deliveries, parcels.

One connection, one writer lock, and every change of one request in one transaction. It refuses a
second process on the same file (see `server`), and it never commits half a request.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    account TEXT NOT NULL,
    created INTEGER NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS objects_by_kind ON objects (account, kind, seq);
CREATE TABLE IF NOT EXISTS tags (
    account TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, seq INTEGER
    NOT NULL, PRIMARY KEY (account, kind, name, value, seq)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entries (
    txn TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    currency TEXT NOT NULL,
    net INTEGER NOT NULL,
    available_on INTEGER NOT NULL,
    settled INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entries_pending ON entries (account, available_on) WHERE settled = 0;
CREATE TABLE IF NOT EXISTS balances (
    account TEXT NOT NULL, currency TEXT NOT NULL, pending INTEGER NOT NULL, available INTEGER NOT
    NULL, PRIMARY KEY (account, currency)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS due (
    at INTEGER NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL,
    PRIMARY KEY (at, action, subject)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS idempotency (
    account TEXT NOT NULL, key TEXT NOT NULL, fingerprint BLOB NOT NULL,
    status INTEGER NOT NULL, body BLOB NOT NULL, request_id TEXT NOT NULL, created INTEGER NOT NULL,
    PRIMARY KEY (account, key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS idempotency_by_age ON idempotency (created);
CREATE TABLE IF NOT EXISTS deliveries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    event TEXT NOT NULL, endpoint TEXT NOT NULL,
    next_at INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed', 'lost'))
);
CREATE INDEX IF NOT EXISTS deliveries_waiting ON deliveries (next_at, seq) WHERE state = 'waiting';
CREATE TABLE IF NOT EXISTS endpoints (
    id TEXT PRIMARY KEY, secret TEXT NOT NULL, connect INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS parcels (
    tracking_no TEXT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    fingerprint BLOB NOT NULL,
    body BLOB NOT NULL,
    handed_over_at INTEGER, delivered_at INTEGER, lost_at INTEGER
) WITHOUT ROWID;
"""

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder()


def encode(value: object) -> bytes:
    """Return compact JSON."""
    return _encoder.encode(value)


def decode(body: bytes | str) -> Any:
    """Return what the JSON says, in plain Python values."""
    return _decoder.decode(body)


class Store:
    """Open the file (or memory) and hand out transactions, one at a time."""

    def __init__(self, path: Path | None, *, durable: bool = True) -> None:
        self.lock = threading.RLock()
        self.db = sqlite3.connect(
            ":memory:" if path is None else str(path),
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute(f"PRAGMA synchronous = {'FULL' if durable else 'OFF'}")
        self.db.execute("PRAGMA busy_timeout = 5000")
        self.db.executescript(_SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Hold the writer lock and one transaction: all of it is kept, or none."""
        with self.lock:
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield self.db
            except BaseException:
                self.db.execute("ROLLBACK")
                raise
            self.db.execute("COMMIT")

    def get_meta(self, name: str) -> str | None:
        """Return a stored setting, or None."""
        with self.lock:
            row = self.db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def set_meta(self, name: str, value: str) -> None:
        """Keep a setting across restarts."""
        with self.lock:
            self.db.execute(
                "INSERT INTO meta VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, value),
            )

    def save_to(self, path: Path) -> None:
        """Copy the whole state into a new file, which a server can continue from.

        Raises:
            FileExistsError: when there is a file already; another's state is never overwritten.
        """
        if path.exists():
            raise FileExistsError(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(path.name + ".part")
        unfinished.unlink(missing_ok=True)
        with self.lock:
            target = sqlite3.connect(unfinished)
            try:
                self.db.backup(target)
            finally:
                target.close()
        unfinished.rename(path)

    def close(self) -> None:
        """Close the file."""
        with self.lock:
            self.db.close()
