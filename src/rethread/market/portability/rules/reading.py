"""Open what somebody sent as an archive, without trusting a byte of it.

Everything is decided from the list of files before any is unpacked: how many, how large, how they
are called. What is unpacked afterwards is read up to the announced size and no further.
"""

from __future__ import annotations

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, TypeVar

import msgspec
from django.utils.translation import gettext as _
from msgspec import Struct

from ..errors import ArchiveRefused
from .format import FORMAT, MANIFEST, OUTSIDE, SIGNATURE, VERSION, FileEntry, Manifest

FILES_MAX = 60_000
LIST_BYTES_MAX = 24_000_000  # of the list of files at an archive's end, which is read whole
NAME_CHARS_MAX = 200
DOCUMENT_BYTES_MAX = 64_000_000
SIGNATURE_BYTES_MAX = 1_000
RATIO_MAX = 200  # text of listings shrinks to a tenth; a bomb to a thousandth
RATIO_FROM_BYTES = 1_000_000
PART_BYTES = 1_048_576
SYMLINK = 0o120000
_END, _END64_LOCATOR, _END64 = b"PK\x05\x06", b"PK\x06\x07", b"PK\x06\x06"
_END_SEARCH_BYTES = 65_557
Document = TypeVar("Document", bound=Struct)
# What zipfile and zlib raise on damaged data differs by where the damage is.
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A manifest, the exact bytes that are signed, and the signature."""

    manifest: Manifest
    signed: bytes
    signature: str


@contextmanager
def opened(file: BinaryIO, bytes_max: int) -> Iterator[zipfile.ZipFile]:
    """Open an archive whose list of files is harmless.

    Raises:
        ArchiveRefused: it is no ZIP file, or its list of files announces harm; says which file.
    """
    _check_end(file)
    try:
        archive = zipfile.ZipFile(file)
    except DAMAGE as error:
        raise _not_an_archive() from error
    with archive:
        _check_list(archive.infolist(), bytes_max)
        yield archive


def names_of(archive: zipfile.ZipFile) -> list[str]:
    """Return the names of the files, folders left out, in the order they are stored."""
    return [info.filename for info in archive.infolist() if not info.is_dir()]


def read(archive: zipfile.ZipFile, name: str, bytes_max: int) -> bytes:
    """Return one file, read no further than `bytes_max`.

    Raises:
        ArchiveRefused: `file_missing`, `too_large` or `file_changed`.
    """
    try:
        with archive.open(name) as file:
            data = file.read(bytes_max + 1)
    except KeyError as error:
        raise ArchiveRefused("file_missing", _("This file is missing."), name) from error
    except DAMAGE as error:
        raise _changed(name) from error
    if len(data) > bytes_max:
        raise ArchiveRefused(
            "too_large",
            _("This file has more than %(size)d MB.") % {"size": max(1, bytes_max // 1_000_000)},
            name,
        )
    return data


def read_seal(archive: zipfile.ZipFile) -> Sealed:
    """Read the manifest and its signature; that it is whole is not known before it is checked.

    Raises:
        ArchiveRefused: there is none, it is not of a version we read, or it is damaged.
    """
    names = set(names_of(archive))
    for name in (MANIFEST, SIGNATURE):
        if name not in names:
            raise ArchiveRefused("no_manifest", _("This file is missing."), name)
    signed = read(archive, MANIFEST, DOCUMENT_BYTES_MAX)
    _check_version(signed)
    try:
        manifest = msgspec.json.decode(signed, type=Manifest)
        signature = read(archive, SIGNATURE, SIGNATURE_BYTES_MAX).decode("ascii").strip()
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ArchiveRefused(
            "bad_manifest", _("This is not a manifest as described: %(why)s") % {"why": error},
            MANIFEST,
        ) from error  # fmt: skip
    return Sealed(manifest, signed, signature)


def _check_version(signed: bytes) -> None:
    class Head(Struct):
        format: str = ""
        version: int = 0

    try:
        head = msgspec.json.decode(signed, type=Head)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ArchiveRefused("bad_manifest", _("This is not JSON."), MANIFEST) from error
    if head.format != FORMAT or head.version != VERSION:
        raise ArchiveRefused(
            "unknown_version",
            _("We read %(ours)s version %(our_version)d; this says %(theirs)s version %(version)d.")
            % {
                "ours": FORMAT,
                "our_version": VERSION,
                "theirs": head.format[:40] or "?",
                "version": head.version,
            },
            MANIFEST,
        )


def check_listed(archive: zipfile.ZipFile, manifest: Manifest) -> list[FileEntry]:
    """Return the files that the manifest lists, after making sure that they and no others exist.

    Raises:
        ArchiveRefused: `file_missing`, `file_unexpected`, `name_twice` or `file_changed`.
    """
    there = {info.filename: info for info in archive.infolist() if not info.is_dir()}
    listed = {entry.path for entry in manifest.files}
    if len(listed) != len(manifest.files):
        raise ArchiveRefused("name_twice", _("It lists a file twice."), MANIFEST)
    for name in there:
        if name not in listed and name not in OUTSIDE:
            raise ArchiveRefused("file_unexpected", _("The manifest does not list it."), name)
    for entry in manifest.files:
        if entry.path not in there:
            raise ArchiveRefused("file_missing", _("This file is missing."), entry.path)
        if there[entry.path].file_size != entry.size:
            raise _changed(entry.path)
    return manifest.files


def check_file(archive: zipfile.ZipFile, entry: FileEntry) -> None:
    """Compare one file with its hash, reading it in parts.

    Raises:
        ArchiveRefused: `file_changed`; names the file.
    """
    digest = hashlib.sha256()
    try:
        with archive.open(entry.path) as file:
            while part := file.read(PART_BYTES):
                digest.update(part)
    except (*DAMAGE, KeyError) as error:
        raise _changed(entry.path) from error
    if digest.hexdigest() != entry.sha256:
        raise _changed(entry.path)


def read_document(archive: zipfile.ZipFile, name: str, shape: type[Document]) -> Document:
    """Read one document of the archive as its record.

    Raises:
        ArchiveRefused: `bad_document`, or why it cannot be read; names the file and the place.
    """
    data = read(archive, name, DOCUMENT_BYTES_MAX)
    try:
        return msgspec.json.decode(data, type=shape)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ArchiveRefused(
            "bad_document", _("Not as described: %(why)s") % {"why": error}, name
        ) from error


def _check_end(file: BinaryIO) -> None:
    """Look at the record at an archive's end by itself: what it announces is about to be read."""
    file.seek(0, 2)
    length = file.tell()
    file.seek(max(0, length - _END_SEARCH_BYTES))
    tail = file.read(_END_SEARCH_BYTES)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise _not_an_archive()
    count, size = struct.unpack_from("<HI", tail, at + 10)
    if count == 0xFFFF or size == 0xFFFFFFFF:
        count, size = _end64(file, tail, at, length)
    file.seek(0)
    if count > FILES_MAX or size > LIST_BYTES_MAX:
        raise ArchiveRefused(
            "too_many_files", _("It has more than %(count)d files.") % {"count": FILES_MAX}
        )


def _end64(file: BinaryIO, tail: bytes, at: int, length: int) -> tuple[int, int]:
    if at < 20 or tail[at - 20 : at - 16] != _END64_LOCATOR:
        return struct.unpack_from("<HI", tail, at + 10)  # the numbers are meant as they stand
    (where,) = struct.unpack_from("<Q", tail, at - 12)
    if where > length:
        raise _not_an_archive()
    file.seek(where)
    record = file.read(56)
    if len(record) < 56 or record[:4] != _END64:
        raise _not_an_archive()
    count, size = struct.unpack_from("<QQ", record, 32)
    return count, size


def _check_list(infos: list[zipfile.ZipInfo], bytes_max: int) -> None:
    if len(infos) > FILES_MAX:
        raise ArchiveRefused(
            "too_many_files", _("It has more than %(count)d files.") % {"count": FILES_MAX}
        )
    seen: set[str] = set()
    total = 0
    for info in infos:
        _check_name(info)
        folded = info.filename.casefold()
        if folded in seen:
            raise ArchiveRefused("name_twice", _("Two files have this name."), info.filename)
        seen.add(folded)
        _check_packing(info)
        total += info.file_size
        if total > bytes_max:
            raise ArchiveRefused(
                "too_large",
                _("Unpacked, it has more than %(size)d MB.") % {"size": bytes_max // 1_000_000},
                info.filename,
            )


def _check_name(info: zipfile.ZipInfo) -> None:
    # `orig_filename` is what was sent: zipfile cuts a name at a zero byte and turns slashes.
    name = info.orig_filename
    parts = name.rstrip("/").split("/")
    unsafe = (
        not name
        or len(name) > NAME_CHARS_MAX
        or name.startswith("/")
        or "\\" in name
        or parts[0][1:2] == ":"
        or any(part in {"", ".", ".."} for part in parts)
        or any(ord(character) < 32 for character in name)
        or (info.external_attr >> 16) & 0o170000 == SYMLINK
    )
    if unsafe:
        raise ArchiveRefused(
            "unsafe_name", _("A file may not be called this, or lie there."), name[:80]
        )


def _check_packing(info: zipfile.ZipInfo) -> None:
    if info.flag_bits & 0x1:
        raise ArchiveRefused("encrypted", _("It is locked with a password."), info.filename)
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise ArchiveRefused("not_an_archive", _("It is packed in a way we do not read."),
                             info.filename)  # fmt: skip
    if info.file_size > RATIO_FROM_BYTES and info.file_size > RATIO_MAX * max(
        1, info.compress_size
    ):
        raise ArchiveRefused(
            "compressed_too_much",
            _("It unpacks to more than %(count)d times its size.") % {"count": RATIO_MAX},
            info.filename,
        )


def _not_an_archive() -> ArchiveRefused:
    return ArchiveRefused("not_an_archive", _("This is not a ZIP file, or it is incomplete."))


def _changed(name: str) -> ArchiveRefused:
    return ArchiveRefused("file_changed", _("This file was changed after it was signed."), name)
