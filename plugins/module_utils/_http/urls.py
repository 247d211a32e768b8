# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""URLs: what is accepted as an option, and how a path is put together."""

from __future__ import annotations

import ipaddress
import re
import socket
import typing as t
from collections.abc import Iterable, Mapping
from urllib.parse import SplitResult, quote, unquote, urlsplit

from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError

_MASK = "********"
_ENDS = re.compile(r"[?#;]")


def checked_url(option: str, value: str, *, allow_http: bool) -> str:
    """Return the URL without trailing slash; raise OptionError if it is not a URL or sends secrets in plain text."""
    url = value.strip()
    shown = repr(redacted(url))
    parts, why = _parts_of(url, ("http", "https"))
    if parts is None:
        raise OptionError(f"Option '{option}': {shown} is not a URL: {why}. It looks like https://host/path.")
    # Behind a slash too: a password with a slash makes a host of the user name.
    if "@" in url:
        raise OptionError(f"Option '{option}': {shown} must not contain a user name or password.")
    if parts.query or parts.fragment:
        raise OptionError(f"Option '{option}': {shown} must not have a query or a fragment.")
    if parts.scheme == "http" and not allow_http and not is_loopback(str(parts.hostname)):
        raise OptionError(
            f"Option '{option}': {shown} would send credentials unencrypted. Use https, or set allow_http to true"
            " if the way to that host is protected by other means."
        )
    return url.rstrip("/")


def _parts_of(url: str, schemes: Iterable[str]) -> tuple[SplitResult | None, str]:
    """Return the parts of a URL, or None and why it is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None, "its host is not valid"
    # urlsplit drops line breaks and tabs, which the libraries below take for a part of the host or the path.
    if not url.isprintable() or " " in url:
        return None, "it contains a space or a line break"
    if parts.scheme not in schemes:
        return None, f"it does not begin with {' or '.join(f'{scheme}://' for scheme in schemes)}"
    if not parts.hostname:
        return None, "it has no host"
    try:
        port_is_valid = parts.port is None or parts.port > 0
    except ValueError:
        port_is_valid = False
    # No text of the error, which holds the port: this may be a part of a password.
    return (parts, "") if port_is_valid else (None, "its port is not a number from 1 to 65535")


_PROXY_SCHEMES = ("http", "https", "socks4", "socks4a", "socks5", "socks5h")


def checked_proxy(source: str, value: str) -> SplitResult:
    """Return the parts of a proxy's URL; raise OptionError, naming where it comes from, if it is none."""
    parts, why = _parts_of(value if "://" in value else f"http://{value}", _PROXY_SCHEMES)
    if parts is not None:
        try:
            unquote(f"{parts.username}{parts.password}").encode("latin-1")
        except UnicodeError:
            parts, why = None, "a user name or password can only contain characters of Latin-1"
    if parts is None:
        raise OptionError(
            f"{source}: {redacted(value)!r} is not the URL of a proxy: {why}. It looks like http://host:port, or"
            " http://user:password@host:port with special characters in percent-encoding.",
            code="unusable_proxy",
        )
    return parts


def redacted(url: str) -> str:
    """Return a URL, valid or not, without what may be secret: user name, password, query, fragment, a wrong port."""
    scheme, colon, rest = url.rpartition("://") if url.count("://") == 1 else ("", "", url)
    before, at, rest = rest.rpartition("@")
    if at and _ENDS.search(before):
        # Either a part of a password, or a query with this character in it.
        return f"{scheme}{colon}{_MASK}"
    end = _ENDS.search(rest)
    if end:
        rest = rest[: end.end()] + _MASK
    # Without a host behind it, a password stands where the port would.
    rest = re.sub(r"^([^/\[\]]*|\[[^/]*\]):(?!\d+(?:/|$))[^/]+", rf"\1:{_MASK}", rest)
    return f"{scheme}{colon}{_MASK + at if at else ''}{rest}"


def urls_with_secrets(params: Mapping[str, t.Any]) -> set[str]:
    """Return the options that are URLs with a secret in them, to hide them in the arguments of the task."""
    urls = {value for name, value in params.items() if name.endswith("_url") and isinstance(value, str)}
    return {url for url in urls if redacted(url) != url}


def is_loopback(host: str) -> bool:
    """Return whether a host name or address is this machine, in any way of writing that the system resolves itself."""
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return _is_short_loopback(name)
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def _is_short_loopback(name: str) -> bool:
    """Return whether a name is a short or a single number for 127.0.0.0/8, such as 127.1."""
    try:
        return socket.inet_aton(name)[0] == 127
    except (OSError, UnicodeError, ValueError):
        return False


def quoted_path(*segments: str) -> str:
    """Build ``/a/b`` from segments, each percent-encoded; raise OptionError for one that would change the path."""
    for segment in segments:
        # Dots survive percent-encoding, and HTTP libraries resolve them: '..' would address another resource.
        if segment in ("", ".", ".."):
            raise OptionError(f"{segment!r} cannot be used as a name or id.")
    try:
        return "".join("/" + quote(segment, safe="") for segment in segments)
    except UnicodeEncodeError:
        # Half of a surrogate pair, which UTF-8 cannot encode.
        named = ", ".join(repr(segment) for segment in segments)
        raise OptionError(f"One of {named} cannot be used as a name or id: it is not valid Unicode.") from None
