"""What cannot work is said in one line, with exit code 2, before anything is started."""

from __future__ import annotations

import errno
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

import click
import httpx
import pytest

from rethread.cli.main import main
from rethread.config.embedded_postgres import EmbeddedPostgres
from rethread.config.environment import variable_of
from rethread.platform.kernel import Settings
from tests.support.factories import photo_bytes

from .market import Market, new_folder

Make = Callable[..., Market]


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[None]:
    """Mount a small file system of its own on a folder; skip aloud where that is not allowed."""
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)],
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        pytest.skip(f"this test may not mount a file system here: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill_up(file: Path) -> None:
    """Write until the disk takes no more."""
    with file.open("wb", buffering=0) as filler:
        try:
            while True:
                filler.write(bytes(4096))
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise


@pytest.mark.parametrize("offset", [0, 1])
def test_a_taken_port_is_named_and_nothing_is_made(new_market: Make, offset: int) -> None:
    market = new_market()
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", market.port + offset))
        other.listen()
        refused = market.run("demo")
    assert (refused.returncode, refused.stdout) == (2, "")
    first, second = refused.stderr.splitlines()
    assert first.startswith(f"rethread: Port {market.port + offset} of 127.0.0.1 cannot be used")
    assert "--port" in first
    assert "demo.port_taken" in second
    assert not market.home.exists()


def test_a_home_that_is_a_file_is_explained(new_market: Make, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("mine")
    refused = new_market(tmp_path / "home").run("demo")
    assert refused.returncode == 2
    assert f"Cannot write to {tmp_path / 'home'}" in refused.stderr
    assert (tmp_path / "home").read_text() == "mine"


def test_a_read_only_home_is_explained(new_market: Make) -> None:
    folder = new_folder()
    try:
        with mounted(folder / "disk", "ro,size=1m"):
            refused = new_market(folder / "disk" / "home").run("demo")
            assert (refused.returncode, refused.stdout) == (2, "")
            first = refused.stderr.splitlines()[0]
            assert first == (
                f"rethread: Cannot write to {folder / 'disk' / 'home'} (Read-only file system). "
                "Set RETHREAD_HOME elsewhere."
            )
            assert list((folder / "disk").iterdir()) == []
    finally:
        (folder / "disk").rmdir()
        folder.rmdir()


def test_a_full_disk_at_the_first_start_is_explained(new_market: Make) -> None:
    folder = new_folder()
    try:
        with mounted(folder / "disk", "size=8m,mode=711"):
            market = new_market(folder / "disk" / "home")
            refused = market.run("demo")
            assert refused.returncode == 2
            assert "No space left on device" in refused.stderr
            assert "Traceback" not in refused.stderr
            assert market.running() == []
            assert not (market.home / "postgres" / "data").exists()
    finally:
        (folder / "disk").rmdir()
        folder.rmdir()


@pytest.mark.slow
def test_a_photo_for_which_there_is_no_space_leaves_nothing(filled_market: Market) -> None:
    market = filled_market
    disk = market.home / "photos" / "disk"
    (market.home / "photos").rename(market.home / "kept")
    with mounted(market.home / "photos", "size=1m"):
        market.start("up")
        market.wait_ready()
        token = market.look("key")["token"]
        before = market.look("photos")

        def upload() -> httpx.Response:
            return httpx.post(
                f"{market.base}/api/v1/photos",
                content=photo_bytes(seed=3),
                headers={"Authorization": f"Bearer {token}", "Content-Type": "image/jpeg"},
                timeout=30,
                trust_env=False,
            )

        fill_up(disk)
        refused = upload()
        assert (refused.status_code, refused.json()["code"]) == (503, "storage.full")
        assert refused.headers["Content-Type"] == "application/problem+json"
        files = [path for path in (market.home / "photos").rglob("*") if path.is_file()]
        assert files == [disk]
        assert market.look("photos") == before
        disk.unlink()
        assert upload().status_code == 201
        assert market.interrupt() == 0
    assert market.running() == []


@pytest.mark.slow
def test_a_home_too_long_for_a_socket_works(new_market: Make) -> None:
    folder = new_folder()
    market = new_market(folder / ("long" * 30) / ("longer" * 20))
    market.start("up")
    market.wait_ready()
    assert len(str(market.home)) > 240
    assert market.interrupt() == 0
    assert market.running() == []
    subprocess.run(["rm", "-rf", str(folder)], check=True)


@pytest.mark.slow
def test_a_database_of_one_s_own_works_the_same_and_is_left_running(new_market: Make) -> None:
    folder = new_folder()
    server = EmbeddedPostgres(folder / "postgres")
    server.prepare()
    process = server.spawn()
    try:
        server.wait_ready(process)
        server.create_database()
        market = new_market(DATABASE_URL=server.url())
        market.start("up")
        market.wait_ready()
        doctor = market.run("doctor")
        assert "FAIL" not in doctor.stdout
        assert market.interrupt() == 0
        assert process.poll() is None
        assert server.answers()
        assert not (market.home / "postgres").exists()
        assert market.running() == []
    finally:
        server.stop(process)
        subprocess.run(["rm", "-rf", str(folder)], check=True)


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("RETHREAD_PORTT", "rethread: Unknown setting: RETHREAD_PORTT."),
        ("RETHREAD_PORT", "rethread: RETHREAD_PORT='much' is not a whole number."),
    ],
)
def test_a_wrong_setting_is_named(new_market: Make, variable: str, text: str) -> None:
    market = new_market()
    market.environ[variable] = "much"
    for command in ("demo", "up", "doctor", "migrate", "web", "worker"):
        refused = market.run(command)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert refused.stderr.splitlines()[0] == text
    assert not market.home.exists()


def test_the_settings_reference_lists_every_setting(new_market: Make) -> None:
    printed = new_market().run("settings")
    assert printed.returncode == 0
    for field in fields(Settings):
        variable = variable_of(field.name, field.metadata)
        assert f"| `{variable}` |" in printed.stdout
        assert field.metadata["doc"] in printed.stdout


def commands(group: click.Group = main, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name)


@pytest.mark.parametrize("path", list(commands())[1:], ids=" ".join)
def test_every_command_explains_itself_and_each_of_its_options(path: tuple[str, ...]) -> None:
    command: click.Command = main
    for name in path:
        assert isinstance(command, click.Group)
        command = command.commands[name]
    assert command.help
    assert command.get_short_help_str(limit=60).endswith(".")
    assert "..." not in command.get_short_help_str(limit=60)
    for option in command.params:
        if isinstance(option, click.Argument):
            assert option.human_readable_name in command.help  # there is no other place for it
            continue
        assert isinstance(option, click.Option)
        assert (option.help or "").endswith((".", ")."))
