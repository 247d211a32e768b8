# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""URLs: what is accepted as an option, and how a path is put together."""

from __future__ import annotations

import ipaddress
from urllib.parse import quote, urlsplit

from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError


def checked_url(option: str, value: str, *, allow_http: bool) -> str:
    """Return the URL without trailing slash; raise OptionError if it is no URL or sends secrets in plain text."""
    url = value.strip()
    try:
        parts = urlsplit(url)
        port_is_valid = parts.port is None or parts.port > 0
    except ValueError as exc:
        raise OptionError(f"Option '{option}': {value!r} is not a URL: {exc}.") from exc
    # urlsplit drops line breaks and tabs, which the libraries below take for a part of the host or the path.
    one_word = url.isprintable() and " " not in url
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_valid or not one_word:
        raise OptionError(f"Option '{option}': {value!r} is not a URL. It looks like https://host/path.")
    if parts.username or parts.password:
        raise OptionError(f"Option '{option}': the URL must not hold a user name or password.")
    if parts.query or parts.fragment:
        raise OptionError(f"Option '{option}': {value!r} must not have a query or a fragment.")
    if parts.scheme == "http" and not allow_http and not is_loopback(parts.hostname):
        raise OptionError(
            f"Option '{option}': {value!r} would send credentials unencrypted. Use https, or set allow_http to true"
            " if the way to that host is protected by other means."
        )
    return url.rstrip("/")


def is_loopback(host: str) -> bool:
    """Tell whether a host name or address is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def quoted_path(*segments: str) -> str:
    """Build ``/a/b`` from segments, each percent-encoded; raise OptionError for one that would change the path."""
    for segment in segments:
        # Dots survive percent-encoding, and HTTP libraries resolve them: '..' would address another resource.
        if segment in ("", ".", ".."):
            raise OptionError(f"{segment!r} cannot be used as a name or id.")
    return "".join("/" + quote(segment, safe="") for segment in segments)
