"""Show one notice in every browser of a person. One that is no longer there is forgotten."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from rethread.platform.kernel import business_now

from ..models import Notice, PushDevice, QueuedLetter
from ..ports import MailFailed, letter_writer, pusher
from ..selectors import devices_of, folded_view
from ..types import Device, PushText
from .settling import put_off, settle

_log = logging.getLogger(__name__)


def push(row: QueuedLetter, notice: Notice, language: str, now: datetime) -> None:
    """Hand a notice, in the language of its reader, to each device and settle its row.

    Where one browser took it, it is sent: to try the others again would show it twice. Where
    none did and one may yet, it waits as letters do.
    """
    devices = devices_of(row.person_id)
    if not devices:
        settle([row], "skipped", "no browser to tell them in", now)
        return
    try:
        text = letter_writer().short(notice=folded_view([notice]), language=language)
        taken, failures = _hand_to(devices, text)
    except MailFailed as failure:
        put_off([row], failure, now)
    except Exception as error:  # noqa: BLE001  # a worker loop: one bad push stops no other
        _log.exception("push %s could not be sent", row.id)
        put_off([row], MailFailed(type(error).__name__), now)
    else:
        if taken:
            settle([row], "sent", "", now)
        else:
            put_off([row], failures[-1], now)


def _hand_to(devices: Sequence[Device], text: PushText) -> tuple[int, list[MailFailed]]:
    """Return how many took it, and why others did not, what may change last."""
    taken, failures = 0, []
    for device in devices:
        try:
            pusher().send(device, text)
        except MailFailed as failure:
            failures.append(failure)
            if failure.for_good:
                PushDevice.objects.filter(pk=device.device_id).delete()
        else:
            taken += 1
            PushDevice.objects.filter(pk=device.device_id).update(reached_at=business_now())
    return taken, sorted(failures, key=lambda failure: not failure.for_good)
