# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The token cache: real files, real locks, real processes."""

from __future__ import annotations

import json
import os
import stat
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.camunda.platform.plugins.module_utils._auth.token_cache import (
    Rejection,
    Token,
    TokenCache,
    as_result,
    cache_key,
    default_directory,
)
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, OptionError
from ansible_collections.camunda.platform.plugins.module_utils._files.private_directory import (
    LockBusy,
    PrivateDirectory,
)
from ansible_collections.camunda.platform.tests.unit.plugins import processes
from ansible_collections.camunda.platform.tests.unit.sandbox.support import wait_until

TOKEN = Token("abc.def", "Bearer", 1000.0, 87400.0, "a b")
SECONDS = st.floats(0, 4e9, allow_nan=False)


def mode_of(path: Path) -> int:
    """Return the permission bits of a file."""
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(params=["directory", "memory"])
def cache(request: pytest.FixtureRequest, tmp_path: Path) -> TokenCache:
    """Give a cache of each kind."""
    return TokenCache(tmp_path if request.param == "directory" else None)


@pytest.mark.parametrize("entry", [TOKEN, Token("x"), Rejection(5.5, "words\nmore")])
def test_entries_come_back(cache: TokenCache, entry: Token | Rejection) -> None:
    assert cache.read("key") is None
    cache.write("key", entry)
    assert cache.read("key") == entry
    assert cache.read("other") is None
    assert cache.evict("key")
    assert cache.read("key") is None
    assert not cache.evict("key")


def test_files_are_private_and_tell_nothing(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    cache, warning = TokenCache.open(str(tmp_path), disabled=False)
    assert warning is None
    key = cache_key("https://host/token", "client", None, None, "hash of the secret")
    with cache.lock(key):
        cache.write(key, TOKEN)
    place = tmp_path / "camunda-platform-tokens"
    assert mode_of(tmp_path) == 0o755, "a directory of the user's own is left as it is"
    assert mode_of(place) == 0o700
    files = {file.name: mode_of(file) for file in place.iterdir()}
    assert files == {f"{key}.json": 0o600, f"{key}.lock": 0o600}
    assert "client" not in key


def test_keys_differ_in_every_part() -> None:
    parts = ["url", "id", None, "scope", "hash"]
    changed = [cache_key(*parts[:place], "x", *parts[place + 1 :]) for place in range(len(parts))]
    assert len({cache_key(*parts), *changed, cache_key(*parts, None), cache_key("urlid", *parts[2:])}) == 8


def test_a_directory_that_others_can_read_is_closed(tmp_path: Path) -> None:
    place = tmp_path / "camunda-platform-tokens"
    place.mkdir(mode=0o777)
    place.chmod(0o777)
    TokenCache.open(str(tmp_path), disabled=False)
    assert mode_of(place) == 0o700


def test_a_named_directory_that_cannot_be_used_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OptionError, match=r"Option 'token_cache_dir': the token cache .*/file/.* cannot be used"):
        TokenCache.open(str(tmp_path / "file"), disabled=False)


def test_a_default_directory_that_cannot_be_used_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    cache, warning = TokenCache.open(None, disabled=False)
    assert warning is not None
    assert "requests its own token" in warning
    cache.write("key", TOKEN)
    assert cache.read("key") == TOKEN


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_directory_of_somebody_else_is_not_used(tmp_path: Path) -> None:
    place = tmp_path / "camunda-platform-tokens"
    place.mkdir()
    os.chown(place, 65534, 65534)
    with pytest.raises(OptionError, match="belongs to another user"):
        TokenCache.open(str(tmp_path), disabled=False)


def test_default_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_directory() == (tmp_path / "camunda.platform" / "tokens", True)
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    assert default_directory() == (tmp_path / "me" / ".cache" / "camunda.platform" / "tokens", True)
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert default_directory() == (tmp_path / "me" / ".cache" / "camunda.platform" / "tokens", True)
    TokenCache.open(None, disabled=True)
    assert not (tmp_path / "me").exists(), "a cache that is off makes no directory"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"null",
        b"5",
        b"[]",
        b'"rejected_at"',
        b'["rejected_at"]',
        b"{}",
        b'{"access_token": "x", "unknown": 1}',
        b'{"access_token": null, "issued_at": 0, "expires_at": 9e9}',
        b'{"access_token": "x", "issued_at": 0, "expires_at": "soon"}',
        b'{"access_token": "x", "issued_at": [], "expires_at": 9e9}',
        b'{"access_token": "x", "issued_at": null, "expires_at": 9e9}',
        b'{"rejected_at": "now", "words": "w"}',
        b'{"rejected_at": 1}',
    ],
)
def test_damaged_entries_count_as_nothing(tmp_path: Path, content: bytes) -> None:
    cache = TokenCache(tmp_path)
    (tmp_path / "key.json").write_bytes(content)
    assert cache.read("key") is None
    cache.write("key", TOKEN)
    assert cache.read("key") == TOKEN


@given(SECONDS, st.floats(0, 1e6), SECONDS)
def test_usable_tokens_last_for_another_request(issued: float, lifetime: float, now: float) -> None:
    token = Token("x", issued_at=issued, expires_at=issued + lifetime)
    if token.usable(now):
        left = issued + lifetime - now
        assert left > min(30.0, lifetime / 10) - 1e-3
        assert now >= issued - 30.0, "a clock that was set back makes it unusable"
    # Once it is not usable any more, it never is again.
    if now >= issued and not token.usable(now):
        assert not token.usable(now + 1)


@pytest.mark.parametrize(
    ("now", "usable"),
    [(969.9, False), (970.0, True), (1000.0, True), (87369.9, True), (87370.0, False), (87400.0, False)],
)
def test_usable_until_half_a_minute_before_the_end(now: float, usable: bool) -> None:
    assert TOKEN.usable(now) is usable


def test_usable_short_lifetimes_and_unknown_ones() -> None:
    short = Token("x", issued_at=1000.0, expires_at=1010.0)
    assert short.usable(1008.9)
    assert not short.usable(1009.0)
    assert not Token("x", issued_at=1000.0).usable(1000.0), "one without a known end is not kept"


@pytest.mark.parametrize(("age", "counts"), [(-1.0, False), (0.0, True), (29.9, True), (30.0, False)])
def test_rejections_count_for_half_a_minute(age: float, counts: bool) -> None:
    assert Rejection(1000.0, "words").counts(1000.0 + age) is counts


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    (tmp_path / "number").write_text("0")
    processes.finish(processes.start(3, processes.add_slowly, tmp_path, 20))
    assert (tmp_path / "number").read_text() == "60"


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    holder = processes.start(1, processes.hold_lock, tmp_path)[0]
    wait_until((tmp_path / "held").exists)
    killed = time.monotonic()
    holder.kill()
    with TokenCache(tmp_path).lock("name"):
        assert time.monotonic() - killed < 5
    holder.join(5)


def test_readers_never_see_a_part(tmp_path: Path) -> None:
    long = Token("x" * 100_000, expires_at=1.0)
    writers = processes.start(1, processes.keep_writing, tmp_path, long)
    cache = TokenCache(tmp_path)
    wait_until(lambda: cache.read("key") is not None)
    readings = [cache.read("key") for _dummy in range(300)]
    (tmp_path / "stop").touch()
    processes.finish(writers)
    assert all(reading == long for reading in readings)
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".new-")] == []


def test_pace_starts_bodies_apart(tmp_path: Path) -> None:
    cache = TokenCache(tmp_path)
    ended = 0.0
    for _dummy in range(3):
        with cache.pace("name", 0.15):
            assert time.time() - ended >= 0.145
            time.sleep(0.05)
            ended = time.time()
    with cache.pace("other", 60):
        assert time.time() - ended < 5


# The last one is a time far ahead, as after a clock was set back; written out, because two runners have to agree on it.
@pytest.mark.parametrize("note", ["", "garbage", "\0", "1e999", "99999999999"])
def test_pace_never_waits_long(tmp_path: Path, note: str) -> None:
    """For a damaged file, and for a clock that was set back."""
    cache = TokenCache(tmp_path)
    cache.set_note("name", note)
    started = time.monotonic()
    with cache.pace("name", 0.05):
        assert time.monotonic() - started < 5


def test_pace_counts_a_failed_body(tmp_path: Path) -> None:
    cache = TokenCache(tmp_path)
    with pytest.raises(ZeroDivisionError), cache.pace("name", 0.1):
        raise ZeroDivisionError
    started = time.monotonic()
    with cache.pace("name", 0.1):
        assert time.monotonic() - started >= 0.09


def test_notes(tmp_path: Path) -> None:
    cache = TokenCache(tmp_path)
    assert cache.note("name") == ""
    cache.set_note("name", "text")
    assert cache.note("name") == "text"
    assert TokenCache(None).note("name") == ""


def test_a_cache_that_breaks_later_costs_no_task(tmp_path: Path) -> None:
    """A token is requested again by the next process; creating without a lock would be creating twice."""
    cache = TokenCache(tmp_path / "gone")
    warnings: list[str] = []
    cache.report_to(warnings.append, warnings.append)
    reason = f"The token cache '{tmp_path}/gone' cannot be used: No such file or directory."
    with cache.lock("key"):
        cache.write("key", TOKEN)
    assert warnings == [
        f"{reason} This task requests its own token.",
        f"{reason} The token is kept for this task only.",
    ]
    assert cache.read("key") == TOKEN
    with pytest.raises(CamundaError, match=r"The token cache .* cannot be used: No such file or directory"):
        cache.creation_lock("key").__enter__()


@pytest.mark.parametrize(
    ("expires_at", "shown", "iso"),
    [(1800000000.9, 1800000000, "2027-01-15T08:00:00Z"), (None, None, None), (0.0, 0, "1970-01-01T00:00:00Z")],
)
def test_as_result(expires_at: float | None, shown: int | None, iso: str | None) -> None:
    result: dict[str, Any] = as_result(Token("x", "Bearer", 0.0, expires_at, None))
    assert result == {
        "access_token": "x",
        "token_type": "Bearer",
        "expires_at": shown,
        "expires_at_iso": iso,
        "scope": None,
    }
    json.dumps(result)


def test_creations_are_locked_without_tokens_too(tmp_path: Path) -> None:
    """A cache that is switched off keeps no tokens; its directory has the locks all the same."""
    cache, warning = TokenCache.open(str(tmp_path), disabled=True)
    assert warning is None
    with cache.creation_lock("cluster"):
        (lock,) = tmp_path.rglob("cluster.lock")
        assert (mode_of(lock), mode_of(lock.parent)) == (0o600, 0o700)
        with pytest.raises(LockBusy), PrivateDirectory(lock.parent).lock(lock.name, 0, print):
            raise AssertionError("two have the lock")
    with PrivateDirectory(lock.parent).lock(lock.name, 0, print):
        assert not list(tmp_path.rglob("*.json"))
