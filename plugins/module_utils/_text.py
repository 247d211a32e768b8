# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Text of foreign origin, made fit to be shown: short, on one line, without secrets."""

from __future__ import annotations

import base64
import functools
import re
import typing as t
from collections.abc import Iterable, Iterator
from html.entities import html5
from urllib.parse import quote_plus

from ansible_collections.camunda.platform.plugins.module_utils._json import parse

_LENGTH = 500
# Letters and marks that Python takes for printable, and that leave nothing to be seen.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?", re.ASCII)
_MASK = "********"
# Characters of Base64 that are enough to be masked wherever they stand.
_TELLING = 8
_URLSAFE = str.maketrans("+/", "-_")
_SHORT_ESCAPES = {
    " ": (r"\+", r"\s"),
    "\n": (r"\\+n", r"\s"),
    "\r": (r"\\+r", r"\s"),
    "\t": (r"\\+t", r"\s"),
    "\b": (r"\\+b",),
    "\f": (r"\\+f", r"\s"),
    "\\": (r"\\+",),
}
_NAME = r"(?:access|refresh|id|bearer)_?token|client_?secret|secret_?value|client_?assertion|password|api_?key"
_BY_NAME = (
    # JSON, also within JSON, and forms.
    re.compile(rf"(?P<before>(?i:{_NAME})\\*[\"']\s*:\s*\\*[\"'])[^\"'\\]+"),
    re.compile(rf"(?P<before>\b(?i:{_NAME})=)[^&\s\"'<>\\]+"),
)
_JWT = re.compile(r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*")


def masked(text: str, secrets: Iterable[str]) -> str:
    """Replace every secret in a text, however it is spelled there, the longest first."""
    for secret in sorted({secret for secret in secrets if secret}, key=len, reverse=True):
        for pattern in _patterns(secret):
            text = pattern.sub(_MASK, text)
    return text


@functools.lru_cache(maxsize=64)
def _patterns(secret: str) -> tuple[re.Pattern[str], ...]:
    """Return what finds a secret in an answer that repeats a request: as text of any format, and within Base64."""
    texts = dict.fromkeys([secret, *_in_base64(secret), *_in_base64(quote_plus(secret, errors="replace"))])
    return tuple(re.compile("".join(map(_any_spelling, text))) for text in texts)


def _in_base64(secret: str) -> Iterator[str]:
    """Give the Base64 of a secret, and the part of it that is the same whatever stands before and after the secret."""
    data = secret.encode(errors="replace")
    yield base64.b64encode(data).decode()
    # A byte is a part of one or two characters; those that it shares with its neighbours reveal little of the secret.
    for before, shared in ((0, 0), (1, 2), (2, 3)):
        whole = base64.b64encode(b"." * before + data).decode().rstrip("=")
        inner = whole[shared : len(whole) - bool((before + len(data)) % 3)]
        if len(inner) >= _TELLING:
            yield inner
            yield inner.translate(_URLSAFE)


@functools.lru_cache(maxsize=1024)
def _any_spelling(char: str) -> str:
    """Return a regular expression for a character as it is, escaped in JSON, HTML, URLs or a shell, once or twice."""
    if char.isascii() and char.isalnum():
        return char
    code, data = ord(char), char.encode(errors="surrogatepass")
    halves = char.encode("utf-16-be", errors="surrogatepass").hex()
    units = [halves[at : at + 4] for at in range(0, len(halves), 4)]
    spelled = [
        r"\\*" + re.escape(char),
        *_SHORT_ESCAPES.get(char, ()),
        "".join(rf"\\+u(?i:{unit})" for unit in units),
        "".join(rf"\\+x(?i:{byte:02x})" for byte in data),
        "".join(f"%(?:25)*(?i:{byte:02x})" for byte in data),
        rf"\\*&(?:amp;)*#(?:0*{code}|(?i:x)0*(?i:{code:x}));?",
        *(rf"\\*&(?:amp;)*{name};?" for name in _entities().get(char, ())),
    ]
    if not char.isascii():
        # In Latin-1, or as UTF-8 that was taken for Latin-1.
        spelled += [re.escape(data.decode("latin-1")), "\ufffd{1,4}"] + [f"%(?:25)*(?i:{code:02x})"] * (code < 0x100)
    return f"(?:{'|'.join(spelled)})"


@functools.lru_cache(maxsize=1)
def _entities() -> dict[str, list[str]]:
    """Return the names that HTML has for characters."""
    names: dict[str, list[str]] = {}
    for name, char in html5.items():
        names.setdefault(char, []).append(name.rstrip(";"))
    return names


def without_tokens(text: str) -> str:
    """Mask what is a token or a secret by its name or its shape, although its value is not known."""
    for pattern in _BY_NAME:
        text = pattern.sub(rf"\g<before>{_MASK}", text)
    return _JWT.sub(_MASK, text)


def printable(text: str) -> str:
    """Return a text on one line, with everything escaped that does not show, or changes how the rest is shown."""
    if text.isprintable() and _INVISIBLE.isdisjoint(text):
        return text
    return "".join(char if char.isprintable() and char not in _INVISIBLE else _escaped(char) for char in text)


def harmless_cell(value: t.Any) -> t.Any:
    """Return a cell of a table that no spreadsheet takes for a formula, on one line; numbers stay numbers.

    OWASP, CSV Injection: a single quote goes before what begins with one of these characters.
    """
    if not isinstance(value, str):
        return value
    shown = printable(value)
    risky = value.lstrip()[:1] in tuple("=+-@\uff1d\uff0b\uff0d\uff20") or value[:1] in ("\t", "\r", "\n")
    return f"'{shown}" if value and risky and not _NUMBER.fullmatch(value) else shown


def can_be_encoded(text: str) -> bool:
    """Return whether a text can be encoded: half of a surrogate pair is not a character."""
    try:
        return text.isascii() or bool(text.encode())
    except UnicodeEncodeError:
        return False


def _escaped(char: str) -> str:
    """Return an escape that Python, JSON and YAML have in common, as far as they have one for it."""
    number = ord(char)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def shortened(text: str, length: int = _LENGTH) -> str:
    """Put a text on one line of at most ``length`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length] + " [cut]"


def is_page(body: str, content_type: str) -> bool:
    """Return whether a body is meant for a browser."""
    return "html" in content_type or body.lstrip()[:1] == "<"


def server_message(body: str, content_type: str) -> str:
    """Return the server's message from an error body: plain text, JSON or HTML."""
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
