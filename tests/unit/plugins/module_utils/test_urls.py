# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""URLs and paths: nothing that a user can name leads to another resource or sends secrets in plain text."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from urllib3.util import parse_url

from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._http.urls import checked_url, is_loopback, quoted_path

PATH_CHARACTERS = st.sampled_from("./%?#;&=+ \\@:2eEfF~\n")
SEGMENT = st.one_of(st.text(min_size=1), st.text(PATH_CHARACTERS, min_size=1)).filter(lambda s: s not in (".", ".."))
SEGMENTS = st.lists(SEGMENT, min_size=1, max_size=4)


@given(SEGMENTS)
def test_segments_come_back(segments: list[str]) -> None:
    parts = urlsplit("https://host" + quoted_path(*segments))
    assert [unquote(part) for part in parts.path.split("/")[1:]] == segments
    assert (parts.netloc, parts.query, parts.fragment) == ("host", "", "")


@given(SEGMENTS)
def test_requests_sends_the_same_segments(segments: list[str]) -> None:
    """Both libraries below rewrite paths: they resolve dots and normalize percent-encoding."""
    prepared = requests.Request("GET", "https://host" + quoted_path(*segments)).prepare()
    sent = parse_url(str(prepared.url)).request_uri
    assert [unquote(part) for part in sent.split("/")[1:]] == segments


@pytest.mark.parametrize("segment", ["", ".", ".."])
@pytest.mark.parametrize("others", [(), ("clusters",), ("clusters", "x")])
def test_segments_that_would_change_the_path_are_refused(segment: str, others: tuple[str, ...]) -> None:
    for place in range(len(others) + 1):
        with pytest.raises(OptionError, match="cannot be used as a name or id"):
            quoted_path(*others[:place], segment, *others[place:])


def test_slashes_and_dots_are_quoted() -> None:
    assert quoted_path("clusters", "a/../b", "c?d#e") == "/clusters/a%2F..%2Fb/c%3Fd%23e"


@pytest.mark.parametrize(
    ("value", "result"),
    [
        ("https://api.cloud.camunda.io", "https://api.cloud.camunda.io"),
        ("https://api.cloud.camunda.io/", "https://api.cloud.camunda.io"),
        (" https://host/a/b//\n", "https://host/a/b"),
        ("HTTPS://Host:8443/Path", "HTTPS://Host:8443/Path"),
        ("https://[2001:db8::1]:443/x", "https://[2001:db8::1]:443/x"),
        ("https://bücher.example/x", "https://bücher.example/x"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://LOCALHOST", "http://LOCALHOST"),
        ("http://127.0.0.1:1/x", "http://127.0.0.1:1/x"),
        ("http://127.8.9.10", "http://127.8.9.10"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_urls_that_are_accepted(value: str, result: str) -> None:
    assert checked_url("base_url", value, allow_http=False) == result


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("", "is not a URL"),
        ("api.cloud.camunda.io", "is not a URL"),
        ("//host/path", "is not a URL"),
        ("https://", "is not a URL"),
        ("https:///path", "is not a URL"),
        ("ftp://host", "is not a URL"),
        ("file:///etc/passwd", "is not a URL"),
        ("https://host:0", "is not a URL"),
        ("https://host:port", "is not a URL"),
        ("https://host:65536", "is not a URL"),
        ("https://[::1", "is not a URL"),
        ("https://a b/", "is not a URL"),
        ("https://ho\nst/", "is not a URL"),
        ("https://host/a\tb", "is not a URL"),
        ("https://user@host", "user name or password"),
        ("https://user:word@host", "user name or password"),
        ("https://:word@host", "user name or password"),
        ("https://good.example\\@bad.example/", "user name or password"),
        ("https://host?query", "query or a fragment"),
        ("https://host/#part", "query or a fragment"),
        ("http://api.cloud.camunda.io", "unencrypted"),
        ("http://localhost.bad.example", "unencrypted"),
        ("http://127.0.0.1.bad.example", "unencrypted"),
        ("http://0.0.0.0", "unencrypted"),
        ("http://[2001:db8::1]", "unencrypted"),
    ],
)
def test_urls_that_are_refused(value: str, why: str) -> None:
    with pytest.raises(OptionError, match=why) as refused:
        checked_url("oauth_url", value, allow_http=False)
    assert refused.value.message.startswith("Option 'oauth_url': ")
    assert "word" not in refused.value.message.replace("password", "")


def test_plain_http_only_if_the_user_says_so() -> None:
    assert checked_url("base_url", "http://camunda.example/x/", allow_http=True) == "http://camunda.example/x"


@pytest.mark.parametrize(
    ("host", "expected"),
    [("localhost", True), ("127.0.0.1", True), ("::1", True), ("localhost.example", False), ("10.0.0.1", False)],
)
def test_loopback(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
