"""Listens to PostgreSQL for a hub: one connection a process, taken up again when it breaks."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

import psycopg

from .hub import Hub, signal_of
from .signalling import CHANNEL

RETRY_S: Final = 0.5
RETRY_MAX_S: Final = 10.0
QUIET_S: Final = 30.0  # after so long without a word, ask whether anybody is still there
_log = logging.getLogger(__name__)


class Ear:
    """Hears every signal of the market and tells the hub; `listening` says whether it does now."""

    def __init__(self, hub: Hub, database_url: str) -> None:
        """Take whom to tell, and which database to listen to."""
        self._hub, self._url = hub, database_url
        self.listening = False

    async def listen_for_ever(self) -> None:
        """Listen until cancelled. What was said while nobody listened is lost, so the hub forgets
        what it knew and pages look for themselves."""
        pause_s = RETRY_S
        while True:
            try:
                await self._listen()
            except (psycopg.Error, OSError) as error:
                _log.warning("nobody listens: %s; trying again", type(error).__name__)
            if self.listening:
                self.listening, pause_s = False, RETRY_S
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, RETRY_MAX_S)

    async def _listen(self) -> None:
        connection = await psycopg.AsyncConnection.connect(
            self._url, autocommit=True, connect_timeout=5, application_name="rethread-live"
        )
        async with connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            self._hub.forget()
            self.listening = True
            while True:
                async for said in connection.notifies(timeout=QUIET_S):
                    self._hear(said.payload)
                await connection.execute("SELECT 1")

    def _hear(self, payload: str) -> None:
        try:
            self._hub.hear(signal_of(payload))
        except ValueError:
            _log.warning("something else speaks on %s", CHANNEL)
