"""What was changed on the way, means harm or is too much is refused, and nothing comes in."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest

from rethread.market.catalogue.models import Listing
from rethread.market.portability.errors import (
    ArchiveRefused,
)
from rethread.market.portability.models import (
    ImportItem,
    ShopImport,
)
from rethread.market.portability.selectors import (
    access_import,
)
from rethread.market.portability.services import (
    SentFile,
    receive_import,
    run_import,
)
from rethread.market.portability.services.receiving import sent_key
from rethread.platform.kernel import Actor
from rethread.platform.storage import photo_store
from tests.support.factories import make_user
from tests.support.outbox import emitted

from .elsewhere import looked_at, sent
from .shops import archive_of, exported, files_of, furnish, zipped


@pytest.mark.django_db
def test_every_file_that_is_changed_is_named_and_nothing_comes_in(tmp_path: Path) -> None:
    one, two = make_user(), make_user()
    furnish(one.id)
    files = files_of(archive_of(exported(one.id)))
    actor = Actor.user(two.id)
    assert {"manifest.json", "manifest.sig", "listings.json", "reviews.json"} <= set(files)
    for name, data in files.items():
        flipped = bytes([data[len(data) // 2] ^ 1])
        changed = data[: len(data) // 2] + flipped + data[len(data) // 2 + 1 :]
        view = looked_at(actor, zipped({**files, name: changed}), tmp_path)
        assert view.status == "refused", name
        sealed = name.startswith("manifest.")
        codes = ("bad_signature", "bad_manifest") if sealed else ("file_changed",)
        assert view.failure_code.removeprefix("portability.") in codes, (name, view.failure)
        assert view.failed_file == ("manifest.json" if sealed else name)
    for name in set(files) - {"manifest.json", "manifest.sig"}:
        without = {key: data for key, data in files.items() if key != name}
        view = looked_at(actor, zipped(without), tmp_path)
        assert (view.failure_code, view.failed_file) == ("portability.file_missing", name)
    view = looked_at(actor, zipped({**files, "extra.txt": b"x"}), tmp_path)
    assert (view.failure_code, view.failed_file) == ("portability.file_unexpected", "extra.txt")
    assert not Listing.objects.filter(seller_id=two.id).exists()
    assert not ImportItem.objects.exists()
    assert emitted("portability.import_refused")[-1]["code"] == "portability.file_unexpected"


def hostile() -> dict[str, tuple[bytes, str, str]]:
    """Return files that nobody should open, with the code and the file that the refusal names."""

    def one(name: str, data: bytes = b"x", **attributes: Any) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            for key, value in attributes.items():
                setattr(info, key, value)
            archive.writestr(info, data)
        return out.getvalue()

    def several(count: int, where: int = 0) -> bytes:
        end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0, 0)
        locator = struct.pack("<IIQI", 0x07064B50, 0, where, 1)
        record = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, count, count, 10**12, 0)
        return record + locator + end

    plain = one("a.csv")
    twice = io.BytesIO()
    with zipfile.ZipFile(twice, "w") as archive:
        archive.writestr("a.csv", "title\nx")
        archive.writestr("A.CSV", "title\nx")
    locked = bytearray(plain)
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = plain.index(mark) + (6 if mark[2] == 3 else 8)
        locked[at] |= 1
    return {
        "no zip": (b"PK\x03\x04 nothing", "not_an_archive", ""),
        "cut short": (plain[:-10], "not_an_archive", ""),
        "climbing": (one("../../etc/passwd"), "unsafe_name", "../../etc/passwd"),
        "absolute": (one("/etc/passwd"), "unsafe_name", "/etc/passwd"),
        "drive": (one("C:evil.csv"), "unsafe_name", "C:evil.csv"),
        "link": (one("a.csv", external_attr=0o120777 << 16), "unsafe_name", "a.csv"),
        "long": (one("a" * 300), "unsafe_name", "a" * 80),
        "bomb": (one("a.csv", b"0" * 30_000_000), "compressed_too_much", "a.csv"),
        "twice": (twice.getvalue(), "name_twice", "A.CSV"),
        "locked": (bytes(locked), "encrypted", "a.csv"),
        "a million files": (several(1_000_000), "too_many_files", ""),
        "a list that is nowhere": (several(1, where=2**64 - 1), "not_an_archive", ""),
        "nothing to read": (one("a.jpg"), "no_table", ""),
        "no signature": (one("manifest.json", b"{}"), "no_manifest", "manifest.sig"),
        "version 2": (
            zipped({"manifest.json": b'{"format":"rethread-shop","version":2}',
                    "manifest.sig": b"x"}),
            "unknown_version", "manifest.json",
        ),
        "no manifest inside": (
            zipped({"manifest.json": b'{"format":"rethread-shop","version":1}',
                    "manifest.sig": b"x"}),
            "bad_manifest", "manifest.json",
        ),
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("kind", list(hostile()))
def test_what_means_harm_is_refused_with_what_and_where(kind: str, tmp_path: Path) -> None:
    data, code, file = hostile()[kind]
    seller = make_user()
    actor = Actor.user(seller.id)
    path = tmp_path / "upload"
    path.write_bytes(data)
    view = receive_import(actor=actor, files=[SentFile("shop.zip", path)])
    photo_store().put(sent_key(view.import_id), data)  # as if it had been taken for a ZIP
    assert run_import(view.import_id)
    view = access_import(actor=actor, import_id=view.import_id)
    assert (view.status, view.failure_code) == ("refused", f"portability.{code}"), view.failure
    assert view.failed_file == file
    assert not Listing.objects.exists()
    assert not photo_store().exists(sent_key(view.import_id))


@pytest.mark.django_db
def test_more_than_allowed_is_refused_before_anything_is_kept(tmp_path: Path) -> None:
    from dataclasses import replace

    from rethread.platform.kernel import settings as typed
    from rethread.platform.kernel.settings import install_settings

    before = typed()
    install_settings(replace(before, carry_bytes_max=10))
    try:
        with pytest.raises(ArchiveRefused) as refusal:
            sent(Actor.user(make_user().id), b"more than ten bytes", tmp_path)
    finally:
        install_settings(before)
    assert refusal.value.code == "portability.too_large"
    assert not ShopImport.objects.exists()
