"""What every object store must do, run against each implementation."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from rethread.platform.kernel import new_id
from rethread.platform.storage import BadKey, FolderStore, ObjectNotFound, ObjectStore
from rethread.platform.storage import errors as storage_errors
from rethread.platform.storage import folder as folder_module
from rethread.platform.storage.store import install_photo_store, open_object


@pytest.fixture(params=["folder"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    return {"folder": FolderStore(tmp_path / "photos")}[request.param]


def key(name: str = "320.webp") -> str:
    return f"{new_id()}/p1/{name}"


def test_what_is_put_is_got_and_has_an_address(store: ObjectStore) -> None:
    where = key()
    assert not store.exists(where)
    store.put(where, b"one")
    assert store.exists(where)
    assert store.get(where) == b"one"
    assert store.url(where) == f"/media/{where}"


def test_putting_again_replaces_the_whole_object(store: ObjectStore) -> None:
    where = key()
    store.put(where, b"a long first version")
    store.put(where, b"short")
    assert store.get(where) == b"short"


def test_a_file_is_stored_in_parts_and_opened_at_any_place(
    store: ObjectStore, tmp_path: Path
) -> None:
    source = tmp_path / "big"
    source.write_bytes(b"0123456789" * 300_000)
    where = key("archive.zip")
    store.put_file(where, source)
    with store.open(where) as file:
        file.seek(2_999_995)
        assert file.read() == b"56789"
    assert source.exists()
    with pytest.raises(ObjectNotFound):
        store.open(key("archive.zip"))


def test_what_is_not_there_is_said_to_be_missing_and_deleting_it_is_no_error(
    store: ObjectStore,
) -> None:
    where = key()
    with pytest.raises(ObjectNotFound) as missing:
        store.get(where)
    assert missing.value.code == "storage.not_found"
    store.delete(where)
    store.put(where, b"x")
    store.delete(where)
    assert not store.exists(where)


@pytest.mark.parametrize(
    "bad",
    [
        "", "a", "../../etc/passwd", "/etc/passwd", "x/../../y/320.webp", "a/b/c/d.webp",
        "00000000-0000-7000-8000-000000000000/p1/../320.webp",
        "00000000-0000-7000-8000-000000000000/p1/320.webp\n",
        "00000000-0000-7000-8000-000000000000/p1/320.webp\x00",
        "00000000-0000-7000-8000-000000000000/P1/320.webp",
    ],
)  # fmt: skip
def test_a_key_that_is_not_of_our_form_is_refused_everywhere(store: ObjectStore, bad: str) -> None:
    attempts = (store.get, store.open, store.exists, store.delete, lambda k: store.put(k, b"x"))
    for attempt in attempts:
        with pytest.raises(BadKey) as refusal:
            attempt(bad)
        assert refusal.value.code == "storage.bad_key"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "storage.full"),
        (errno.EROFS, "storage.read_only"),
        (errno.EACCES, "storage.read_only"),
        (errno.EIO, "storage.failed"),
    ],
)
def test_a_folder_that_cannot_be_written_says_so_and_keeps_what_it_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    store = FolderStore(tmp_path)
    where = key()
    store.put(where, b"kept")

    def fail(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(folder_module.os, "fsync", fail)
    with pytest.raises(storage_errors.StorageFailed) as refusal:
        store.put(where, b"lost")
    assert refusal.value.code == code
    monkeypatch.undo()
    assert store.get(where) == b"kept"
    assert [path.name for path in store.path_of(where).parent.iterdir()] == ["320.webp"]


def test_objects_are_opened_for_serving_with_their_size_and_never_outside(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "photos")
    (tmp_path / "secret.txt").write_text("secret")
    install_photo_store(store)
    try:
        where = key()
        store.put(where, b"12345")
        file, size = open_object(where)
        with file:
            assert (file.read(), size) == (b"12345", 5)
        with pytest.raises(BadKey):
            open_object("../secret.txt")
        with pytest.raises(ObjectNotFound):
            open_object(key())
    finally:
        install_photo_store(None)
