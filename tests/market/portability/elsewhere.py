"""Archives of other markets, and what a person does with one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rethread.market.catalogue.selectors import list_own_listings
from rethread.market.portability.selectors import (
    access_import,
)
from rethread.market.portability.services import (
    SentFile,
    confirm_import,
    receive_import,
    run_import,
)
from rethread.market.portability.types import ImportView
from rethread.platform.kernel import Actor
from rethread.platform.vault import signing

from .shops import archive_of, document, exported, files_of, zipped

ELSEWHERE = "https://elsewhere.example"


def sent(actor: Actor, data: bytes, tmp_path: Path, name: str = "shop.zip") -> ImportView:
    path = tmp_path / "upload"
    path.write_bytes(data)
    return receive_import(actor=actor, files=[SentFile(name, path)])


def looked_at(actor: Actor, data: bytes, tmp_path: Path) -> ImportView:
    view = sent(actor, data, tmp_path)
    assert run_import(view.import_id)
    return access_import(actor=actor, import_id=view.import_id)


def brought(actor: Actor, data: bytes, tmp_path: Path, **choices: Any) -> ImportView:
    view = looked_at(actor, data, tmp_path)
    assert view.status == "asking", view.failure
    confirm_import(actor=actor, import_id=view.import_id, **choices)
    for _ in range(50):
        if not run_import(view.import_id):
            break
    return access_import(actor=actor, import_id=view.import_id)


def signed_again(files: Mapping[str, bytes], key: Path, **changes: Any) -> bytes:
    """Return the archive as another market with another key would have made it."""
    import hashlib

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(str(key).encode()).digest())
    public = signing.PublicKey(signing.to_text(private.public_key().public_bytes_raw()))
    made = dict(files)
    reviews = json.loads(made["reviews.json"])
    for review in reviews["reviews"]:
        review.pop("signature", None)
        review |= {"key_id": public.key_id, "market_url": ELSEWHERE}
        plain = json.dumps(review, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        review["signature"] = signing.to_text(private.sign(plain.encode()))
    made["reviews.json"] = json.dumps(reviews).encode()
    manifest = json.loads(made["manifest.json"]) | changes
    manifest["market"] = {
        "name": "Elsewhere", "url": ELSEWHERE, "key_id": public.key_id, "public_key": public.value,
    }  # fmt: skip
    manifest["files"] = [
        {"path": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in made.items()
        if not name.startswith("manifest.")
    ]
    made["manifest.json"] = json.dumps(manifest).encode()
    made["manifest.sig"] = signing.to_text(private.sign(made["manifest.json"])).encode()
    return zipped(made)


def review(rating: int, text: str) -> dict[str, Any]:
    return {
        "format": "rethread-review", "version": 1, "id": f"r{rating}", "market_name": "Elsewhere",
        "market_url": ELSEWHERE, "key_id": "", "archive_owner": "", "shop": "ada", "about": "Coat",
        "author": "Bo", "rating": rating, "text": text, "written_at": "2026-02-03T10:00:00+00:00",
    }  # fmt: skip


def from_elsewhere(seller_id: Any, tmp_path: Path, **changes: Any) -> bytes:
    """Return a shop as another market with two reviews would have packed it."""
    files = files_of(archive_of(exported(seller_id)))
    reviews = document(files, "reviews.json")
    reviews["reviews"] = [review(5, "Lovely."), review(1, "Late.")]
    files["reviews.json"] = json.dumps(reviews).encode()
    return signed_again(files, tmp_path, **changes)


def said(listings: Any) -> list[tuple[object, ...]]:
    """Return what listings say, without ids and times."""
    return [
        (
            one.title, one.description, one.type, one.department, one.brand_label, one.size,
            one.size_system, one.condition, one.colours, one.styles, one.era, one.material,
            one.pattern, one.measurements, one.parcel_size, one.price, len(one.photos), one.status,
        )
        for one in listings
    ]  # fmt: skip


def rail(actor: Actor) -> list[tuple[object, ...]]:
    return sorted(said(list_own_listings(actor=actor)), key=str)
