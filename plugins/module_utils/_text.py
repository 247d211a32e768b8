# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Text of foreign origin, made fit to be shown: short, on one line, without secrets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from ansible_collections.camunda.platform.plugins.module_utils._json import parse

_LENGTH = 500
_MASK = "********"


def masked(text: str, secrets: Iterable[str]) -> str:
    """Replace every secret in a text, the longest first."""
    for secret in sorted((s for s in secrets if s), key=len, reverse=True):
        text = text.replace(secret, _MASK)
    return text


def spellings(secret: str) -> list[str]:
    """Return a secret as it may stand in a server's answer: as it is, and within JSON."""
    return [secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]]


def printable(text: str) -> str:
    """Return a text on one line, with everything escaped that does not show, or changes how the rest is shown."""
    return "".join(char if char.isprintable() else _escaped(char) for char in text)


def _escaped(char: str) -> str:
    """Return an escape that Python, JSON and YAML have in common, as far as they have one for it."""
    number = ord(char)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def shortened(text: str, length: int = _LENGTH) -> str:
    """Put a text on one line of at most ``length`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length] + " [cut]"


def is_page(body: str, content_type: str) -> bool:
    """Tell whether a body is meant for a browser."""
    return "html" in content_type or body.lstrip()[:1] == "<"


def server_words(body: str, content_type: str) -> str:
    """Take what a server says out of an error body: plain text, JSON or HTML."""
    if is_page(body, content_type):
        title = re.search(r"<title[^>]*>(.*?)</title>", body, re.IGNORECASE | re.DOTALL)
        return shortened(f"an HTML page titled {' '.join(title.group(1).split())!r}" if title else "an HTML page")
    return shortened(_json_message(body) or body)


def _json_message(body: str) -> str | None:
    try:
        data = parse(body)
    except ValueError:
        return None
    if isinstance(data, str):
        return data
    if not isinstance(data, dict):
        return None
    # Plain errors, OAuth errors (RFC 6749, 5.2) and problem details (RFC 9457), in this order of usefulness.
    found = [data[key] for key in ("error", "title", "error_description", "message", "detail") if data.get(key)]
    return ": ".join(dict.fromkeys(str(part) for part in found)) or None
