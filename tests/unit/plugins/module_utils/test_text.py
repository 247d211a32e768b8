# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Foreign text: short, on one line, without secrets, and with what the server wanted to say."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.camunda.platform.plugins.module_utils._text import masked, server_message, shortened

LETTERS = st.text("abc", max_size=12)


@given(LETTERS, st.lists(LETTERS))
def test_no_secret_is_left(text: str, secrets: list[str]) -> None:
    result = masked(text, secrets)
    assert not [secret for secret in secrets if secret and secret in result]


@given(st.text(), st.lists(st.sampled_from(["", "never-in-there"])))
def test_text_without_a_secret_stays(text: str, secrets: list[str]) -> None:
    assert masked(text, secrets) == text


def test_longer_secrets_are_masked_before_their_parts() -> None:
    assert masked("token=abcdef", ["abc", "abcdef"]) == "token=********"


@given(st.text(), st.integers(1, 40))
def test_shortened_is_one_short_line(text: str, length: int) -> None:
    result = shortened(text, length)
    assert len(result.splitlines()) <= 1
    assert len(result.removesuffix(" [cut]")) <= length
    if len(text) <= length:
        assert result == " ".join(text.split())


def test_cut_is_told() -> None:
    assert shortened("x" * 501) == "x" * 500 + " [cut]"
    assert shortened("x" * 500) == "x" * 500


PROBLEM = {"type": "about:blank", "title": "Not ready", "status": 412, "detail": "Wait for it."}
LOGIN = "<!DOCTYPE html>\n<html><head><title lang='en'>Sign\n in</title></head><body>secret form</body></html>"


@pytest.mark.parametrize(
    ("body", "content_type", "words"),
    [
        ("Cluster is not yours", "text/plain", "Cluster is not yours"),
        ("two\n  lines", "text/plain", "two lines"),
        ("", "text/plain", ""),
        ("", "", ""),
        ('"No reservations left"', "application/json", "No reservations left"),
        ('{"message": "gone"}', "text/plain", "gone"),
        ('{"error": "access_denied", "error_description": "Unauthorized"}', "", "access_denied: Unauthorized"),
        ('{"error": "invalid_request"}', "application/json", "invalid_request"),
        (json.dumps(PROBLEM), "application/problem+json", "Not ready: Wait for it."),
        ('{"error": "Bad Request", "message": "Bad Request"}', "application/json", "Bad Request"),
        ('{"error": null, "message": 5}', "application/json", "5"),
        ('{"code": 7}', "application/json", '{"code": 7}'),
        ('["a", "b"]', "application/json", '["a", "b"]'),
        ("{broken", "application/json", "{broken"),
        (LOGIN, "text/html", "an HTML page titled 'Sign in'"),
        ("<p>no title</p>", "text/html", "an HTML page"),
        ("  <html><TITLE>It</TITLE>", "", "an HTML page titled 'It'"),
        ("Gateway timeout", "text/html", "an HTML page"),
    ],
)
def test_server_words(body: str, content_type: str, words: str) -> None:
    assert server_message(body, content_type) == words


@given(st.one_of(st.text(), st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps)))
def test_any_body_gives_one_short_line(body: str) -> None:
    assert len(server_message(body, "application/json")) <= 506
    assert len(server_message(body, "text/html").splitlines()) <= 1
