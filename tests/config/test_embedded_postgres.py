"""The embedded PostgreSQL keeps what it acknowledged, whatever kills it."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from rethread.config import embedded_postgres
from rethread.config.embedded_postgres import EmbeddedPostgres, PostgresFailed


@pytest.fixture
def server() -> Iterator[EmbeddedPostgres]:
    with tempfile.TemporaryDirectory(prefix="rethread-pg-test-") as folder:
        Path(folder).chmod(0o711)
        yield EmbeddedPostgres(Path(folder) / "postgres")


def test_committed_rows_survive_a_killed_postmaster(server: EmbeddedPostgres) -> None:
    server.prepare()
    process = server.spawn()
    server.wait_ready(process)
    server.create_database()
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept VALUES (42)")
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    again = server.spawn()
    try:
        server.wait_ready(again)
        with psycopg.connect(server.url()) as connection:
            assert connection.execute("SELECT n FROM kept").fetchall() == [(42,)]
            assert connection.execute("SELECT lower('É')").fetchone() == ("é",)
    finally:
        server.stop(again)
    assert server.running_pid() is None


def test_a_second_server_on_the_same_folder_is_refused(server: EmbeddedPostgres) -> None:
    server.prepare()
    process = server.spawn()
    try:
        server.wait_ready(process)
        with pytest.raises(PostgresFailed) as refused:
            server.spawn()
        assert refused.value.code == "postgres.running"
    finally:
        server.stop(process)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another user")
def test_a_folder_the_server_s_user_cannot_enter_is_explained(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(PostgresFailed) as refused:
        EmbeddedPostgres(closed / "postgres").prepare()
    assert refused.value.code == "postgres.unreachable"
    assert "RETHREAD_HOME" in refused.value.message


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another user")
def test_a_root_shell_without_admin_folders_still_finds_useradd_or_hears_what_to_do(
    server: EmbeddedPostgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, admin = tmp_path / "asked", tmp_path / "sbin"
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(embedded_postgres, "ROOT_STAND_IN", "nobody-of-that-name")
    monkeypatch.setattr(embedded_postgres, "ADMIN_FOLDERS", (str(admin),))
    with pytest.raises(PostgresFailed, match="system user named nobody-of-that-name") as refused:
        server.prepare()
    assert refused.value.code == "postgres.no_user"
    admin.mkdir()
    useradd = admin / "useradd"
    useradd.write_text(f'#!/bin/sh\necho "$@" > {asked}\n')
    useradd.chmod(0o755)
    with pytest.raises(KeyError):  # the stand-in for useradd makes nobody
        server.prepare()
    assert asked.read_text().split()[-1] == "nobody-of-that-name"
