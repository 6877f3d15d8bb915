"""Pagefind's index in one order, so that the same pages give the same bytes.

Pagefind writes what pages are filtered by in the order of a hash table, which is another one each
time, and names files by their content. Here those lists are sorted, and the files that hold them
are written anew. They are CBOR, of which Pagefind uses numbers, texts and lists.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    Value = int | str | list["Value"]

SIGNATURE = b"pagefind_dcd"
FILTERS = 3
"""Where the list of filters is in the description of an index."""

_NUMBER, _TEXT, _LIST = 0, 3, 4


def put_in_order(folder: Path) -> None:
    """Sort the filters of the index in a folder."""
    entry = folder / "pagefind-entry.json"
    index = json.loads(entry.read_text(encoding="utf-8"))
    for language in index["languages"].values():
        path = folder / f"pagefind.{language['hash']}.pf_meta"
        about = _read(path)
        assert isinstance(about, list)
        filters = about[FILTERS]
        assert isinstance(filters, list)
        about[FILTERS] = sorted((_sort_filter(folder, each) for each in filters), key=str)
        language["hash"] = _write(path, about, "pagefind.", 13)
    entry.write_text(json.dumps(index, separators=(",", ":"), ensure_ascii=False), encoding="utf-8")


def _sort_filter(folder: Path, listed: Value) -> Value:
    """Sort the values of a filter, which the index lists by its name and its file."""
    assert isinstance(listed, list)
    name, file = listed
    path = folder / "filter" / f"{file}.pf_filter"
    held = _read(path)
    assert isinstance(held, list)
    values = held[1]
    assert isinstance(values, list)
    return [name, _write(path, [held[0], sorted(values, key=str)], "", 7)]


def _read(path: Path) -> Value:
    data = gzip.decompress(path.read_bytes())
    value, end = _decode(data, len(SIGNATURE))
    if not data.startswith(SIGNATURE) or end != len(data):
        msg = f"{path.name} is not written as Pagefind 1.5 writes it"
        raise ValueError(msg)
    return value


def _write(path: Path, value: Value, before: str, length: int) -> str:
    """Write a file under a name that is made of its content, in place of the one before."""
    data = SIGNATURE + _encode(value)
    language = path.stem.removeprefix(before).rpartition("_")[0]
    name = f"{language}_{hashlib.sha256(data).hexdigest()[:length]}"
    path.unlink()
    (path.parent / f"{before}{name}{path.suffix}").write_bytes(gzip.compress(data, mtime=0))
    return name


def _decode(data: bytes, start: int) -> tuple[Value, int]:
    """Return the value that begins at a place, and where it ends."""
    kind, number = data[start] >> 5, data[start] & 31
    place = start + 1
    if number > 23:
        width = 1 << (number - 24)
        number = int.from_bytes(data[place : place + width], "big")
        place += width
    match kind:
        case 0:  # a number
            return number, place
        case 3:  # a text
            return data[place : place + number].decode(), place + number
        case 4:  # a list
            items: list[Value] = []
            for _ in range(number):
                item, place = _decode(data, place)
                items.append(item)
            return items, place
    msg = f"CBOR of kind {kind} is not what Pagefind 1.5 writes"
    raise ValueError(msg)


def _encode(value: Value) -> bytes:
    match value:
        case int():
            return _head(_NUMBER, value)
        case str():
            text = value.encode()
            return _head(_TEXT, len(text)) + text
        case list():
            return _head(_LIST, len(value)) + b"".join(map(_encode, value))


def _head(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes([kind << 5 | number])
    width = next(width for width in (1, 2, 4, 8) if number < 1 << 8 * width)
    return bytes([kind << 5 | 23 + width.bit_length()]) + number.to_bytes(width, "big")
