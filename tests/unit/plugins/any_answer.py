# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Answers that no server should give: every part of a real one in the place of which anything else can stand."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

Path = tuple[str | int, ...]
MISSING = object()
_HUGE = 10**30
VALUES: list[Any] = [
    *(None, True, False, 0, -1, 1, 3.5, _HUGE, -_HUGE, 10**280, "", " ", "x", "..", "/", "a/b?c#d", "a\nb\x1b[2J"),
    *(
        "\u2028",
        "\ud800",
        "\u202e",
        "\0",
        "x" * 5000,
        "Healthy",
        "8.8",
        "2026-13-45T99:99:99Z",
        "-1e999",
        "{{ 7 * 7 }}",
    ),
    *([], {}, [[]], [None], [1, "x"], [{}], {"": None}, {"uuid": None}, {"name": []}, {"uuid": "x", "name": "y"}),
    *({"ready": {}}, ["member"], {"changed": True, "failed": True, "ansible_facts": {"x": 1}}, MISSING),
]
# What JSON cannot say, or what this program's own encoder would not write.
WHOLE: list[bytes] = [
    *(b"", b" ", b"null", b"NaN", b"[NaN]", b"1e400", b"[1e400]", b"-Infinity", b"{", b"[", b'"', b"x", b"\xff\xfe"),
    *(b"[" * 100_000, b"[" * 5_000 + b"]" * 5_000, b'{"a":' * 900 + b"1" + b"}" * 900, b"[" * 100 + b"]" * 100),
    *(b"\xef\xbb\xbf[]", b"\xef\xbb\xbf{}", b'{"uuid": "a", "uuid": "b"}', b'{"clientSecret": "a", "clientSecret": 1}'),
    *(
        b"9" * 10_000,
        b"[" + b"9" * 10_000 + b"]",
        b"<html><title>x</title>",
        b"\0" * 50,
        b'{"error": "x"}',
        b'["\\ud800"]',
    ),
]


def places(value: Any, here: Path = ()) -> Iterator[Path]:
    """Give the place of every part of a value, itself first."""
    yield here
    parts: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from places(part, (*here, key))


def replaced(value: Any, place: Path, by: Any) -> Any:
    """Return a copy of a value with another one at a place, or with nothing there."""
    if not place:
        return by
    key, *rest = place
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    if not rest and by is MISSING:
        del copy[key]
    else:
        copy[key] = replaced(value[key], tuple(rest), by)
    return copy


def nested(by: Any, depth: int) -> Any:
    """Return a value in so many lists."""
    for _level in range(depth):
        by = [by]
    return by


def change(body: bytes, choose: random.Random) -> bytes:
    """Return an answer in which one to three things are not as they were."""
    try:
        data = json.loads(body)
    except ValueError:
        data = MISSING
    if data is MISSING or choose.random() < 0.1:
        return choose.choice(WHOLE)
    for _number in range(choose.choice((1, 1, 1, 2, 3))):
        place = choose.choice(list(places(data)))
        by = choose.choice(VALUES)
        if by is MISSING and not place:
            return b""
        data = replaced(data, place, nested(by, choose.choice((0,) * 20 + (1, 30, 200))) if by is not MISSING else by)
        if not isinstance(data, (dict, list)):
            break
    return json.dumps(data).encode()
