"""What can become of an export and of an import, as transition tables. The README draws the same; a
test holds the two together."""

from __future__ import annotations

from ..types import ExportStatus, ImportStatus

EXPORT_STEPS: frozenset[tuple[ExportStatus, ExportStatus]] = frozenset(
    {
        ("waiting", "working"),
        ("working", "ready"),
        ("working", "failed"),
        ("ready", "expired"),
    }
)
IMPORT_STEPS: frozenset[tuple[ImportStatus, ImportStatus]] = frozenset(
    {
        ("waiting", "asking"),
        ("waiting", "refused"),
        ("asking", "running"),
        ("asking", "expired"),
        ("running", "done"),
        ("running", "refused"),
        ("waiting", "stopped"),
        ("asking", "stopped"),
        ("running", "stopped"),
    }
)
CAN_STOP = frozenset(source for source, target in IMPORT_STEPS if target == "stopped")
CAN_START = frozenset(source for source, target in IMPORT_STEPS if target == "running")
