# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A token cache that others have changed, a disk that is full, a process that is stopped, a user without a home."""

from __future__ import annotations

import json
import os
import resource
import signal
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._auth.token_cache import (
    Rejection,
    Token,
    TokenCache,
    default_directory,
)
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, OptionError
from ansible_collections.camunda.platform.tests.unit.plugins import processes
from ansible_collections.camunda.platform.tests.unit.sandbox.support import wait_until

IS_ROOT = os.geteuid() == 0
NOBODY = 65534
TOKEN = Token("abc.def", "Bearer", 1000.0, 87400.0, "a b")
ENTRY = b'{"access_token": "x", "issued_at": 0, "expires_at": 9e9}'


def opened(parent: Path) -> tuple[TokenCache, Path]:
    """Open the cache as the modules do, and return it with its place."""
    return TokenCache.open(str(parent), disabled=False)[0], parent / "camunda-platform-tokens"


def names(directory: Path) -> set[str]:
    """Return what is in a directory."""
    return {entry.name for entry in directory.iterdir()}


@pytest.mark.parametrize(
    "content",
    [
        b'{"access_token": "x", "issued_at": 0, "expires_at": Infinity}',
        b'{"access_token": "x", "issued_at": 0, "expires_at": 1e999}',
        b'{"access_token": "x", "issued_at": NaN, "expires_at": 9e9}',
        b'{"access_token": "x", "issued_at": -Infinity, "expires_at": 9e9}',
        b'{"access_token": "x", "issued_at": 0, "expires_at": 1' + b"0" * 400 + b"}",
        b'{"access_token": "x", "issued_at": 0, "expires_at": true}',
        b'{"access_token": "x\\r\\nEvil: 1", "issued_at": 0, "expires_at": 9e9}',
        b'{"access_token": "\\ud800", "issued_at": 0, "expires_at": 9e9}',
        b'{"access_token": "", "issued_at": 0, "expires_at": 9e9}',
        b'{"access_token": "x", "token_type": [], "issued_at": 0, "expires_at": 9e9}',
        b'{"access_token": "x", "scope": {}, "issued_at": 0, "expires_at": 9e9}',
        b'{"rejected_at": Infinity, "words": "w"}',
        b'{"rejected_at": 1e400, "words": "w"}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"9" * 5000,
        b" " * (2 << 20) + ENTRY,
    ],
    ids=lambda content: content[:60].decode(),
)
def test_a_corrupt_entry_is_not_there(tmp_path: Path, content: bytes) -> None:
    cache, place = opened(tmp_path)
    file = place / "key.json"
    file.write_bytes(content)
    file.chmod(0o600)
    assert cache.read("key") is None
    cache.write("key", TOKEN)
    assert cache.read("key") == TOKEN


def _plant(kind: str, place: Path, name: str, content: bytes) -> None:
    """Put something in a file's place."""
    file, elsewhere = place / name, place.parent / "elsewhere"
    elsewhere.write_bytes(content)
    elsewhere.chmod(0o600)
    if kind == "link":
        file.symlink_to(elsewhere)
    elif kind == "dangling link":
        file.symlink_to(place.parent / "nowhere")
    elif kind == "hard link":
        file.hardlink_to(elsewhere)
    elif kind == "pipe":
        os.mkfifo(file, 0o600)
    else:
        file.write_bytes(content)
        file.chmod(0o666 if kind == "writable" else 0o600)
        if kind == "foreign":
            os.chown(file, NOBODY, NOBODY)


KINDS = ["link", "dangling link", "hard link", "pipe", "writable", *(["foreign"] if IS_ROOT else [])]


@pytest.mark.parametrize("kind", KINDS)
def test_what_others_have_put_there_is_not_read(tmp_path: Path, kind: str) -> None:
    cache, place = opened(tmp_path)
    _plant(kind, place, "key.json", ENTRY)
    _plant(kind, place, "name.note", b"planted")
    assert cache.read("key") is None
    assert cache.note("name") == ""
    cache.write("key", TOKEN)
    cache.set_note("name", "text")
    assert (cache.read("key"), cache.note("name")) == (TOKEN, "text")
    assert (tmp_path / "elsewhere").read_bytes() == b"planted"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("kind", KINDS)
def test_what_others_have_put_there_is_no_lock(tmp_path: Path, kind: str) -> None:
    cache, place = opened(tmp_path)
    _plant(kind, place, "name.lock", b"untouched")
    with cache.creation_lock("name"):
        info = (place / "name.lock").lstat()
        assert stat.S_ISREG(info.st_mode)
        assert (info.st_uid, info.st_nlink, stat.S_IMODE(info.st_mode)) == (os.geteuid(), 1, 0o600)
    assert (tmp_path / "elsewhere").read_bytes() == b"untouched"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("mode", [0o777, 0o1777, 0o770, 0o722])
def test_nothing_is_kept_of_a_directory_that_others_could_write_to(tmp_path: Path, mode: int) -> None:
    place = tmp_path / "camunda-platform-tokens"
    place.mkdir()
    for name in ("key.json", "name.note"):
        (place / name).write_bytes(ENTRY)
        (place / name).chmod(0o600)
    place.chmod(mode)
    cache, _place = opened(tmp_path)
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert (cache.read("key"), cache.note("name")) == (None, "")


def test_a_directory_that_is_opened_to_others_later_is_not_used(tmp_path: Path) -> None:
    cache, place = opened(tmp_path)
    cache.write("key", TOKEN)
    place.chmod(0o777)
    assert cache.read("key") is None
    with pytest.raises(CamundaError, match="other users can write to it"):
        cache.creation_lock("name").__enter__()


def test_a_link_is_no_directory(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o755)
    (tmp_path / "camunda-platform-tokens").symlink_to("elsewhere")
    with pytest.raises(OptionError, match="it is a symbolic link"):
        opened(tmp_path)
    assert stat.S_IMODE((tmp_path / "elsewhere").stat().st_mode) == 0o755
    assert names(tmp_path / "elsewhere") == set()


@contextmanager
def full_disk() -> Iterator[None]:
    """Let the system refuse every write to a file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("drafts", ["unnamed", "named"])
def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, drafts: str) -> None:
    if drafts == "named":
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    cache, place = opened(tmp_path)
    cache.write("old", TOKEN)
    warnings: list[str] = []
    cache.report_to(warnings.append, warnings.append)
    newer = Token("newer", issued_at=2000.0, expires_at=9e9)
    with full_disk(), cache.lock("name"), cache.creation_lock("other"):
        cache.write("old", newer)
        cache.set_note("name", "text")
        with cache.pace("pace", 0.0):
            pass
    assert cache.read("old") == newer, "kept in memory"
    assert cache.note("name") == ""
    assert {warning.partition(": ")[2].partition(".")[0] for warning in warnings} == {"File too large"}
    assert {name.partition(".")[2] for name in names(place)} == {"lock"}
    with full_disk(), pytest.raises(OptionError, match="File too large"):
        opened(tmp_path)


@pytest.mark.parametrize("optional", [True, False])
def test_a_stopped_process_is_not_waited_for_long(tmp_path: Path, optional: bool) -> None:
    holder = processes.start(1, processes.hold_lock, tmp_path)[0]
    wait_until((tmp_path / "held").exists)
    assert holder.pid is not None
    os.kill(holder.pid, signal.SIGSTOP)
    cache = TokenCache(tmp_path)
    warnings: list[str] = []
    progress: list[str] = []
    cache.report_to(warnings.append, progress.append)
    started = time.monotonic()
    try:
        if optional:
            with cache.lock("name"):
                pass
            assert "requests its own token" in warnings[0]
        else:
            with pytest.raises(CamundaError, match="Resume or end that process") as failed:
                cache.creation_lock("name").__enter__()
            assert failed.value.code == "lock_busy"
            warnings = [failed.value.message]
        assert time.monotonic() - started < 15
        assert f"process {holder.pid}, which is stopped," in warnings[0]
        assert progress == [
            f"Waiting for a lock that process {holder.pid}, which is stopped, holds in {str(tmp_path)!r}"
        ]
    finally:
        holder.kill()
        holder.join(5)


def as_user_without_entry(action: Callable[[], Any]) -> Any:
    """Return what an action returns in a process of a user whom the system does not know."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        outcome: Any = None
        try:
            os.setgroups([])
            os.setgid(54321)
            os.setuid(54321)
            outcome = action()
        except BaseException as exc:  # the child must not return into the test runner
            outcome = repr(exc)
        finally:
            os.write(writer, json.dumps(outcome).encode())
            os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader) as answer:
        return json.loads(answer.read())


@pytest.mark.skipif(not IS_ROOT, reason="only root can become another user")
@pytest.mark.parametrize("home", [None, "", "relative"])
def test_a_user_without_a_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str | None) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    if home is None:
        monkeypatch.delenv("HOME")
    else:
        monkeypatch.setenv("HOME", home)
    temporary, playbook = Path("/tmp", f"camunda-home-{os.getpid()}"), tmp_path / "playbook"
    temporary.mkdir()
    temporary.chmod(0o1777)
    playbook.mkdir()
    playbook.chmod(0o777)
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    monkeypatch.chdir(playbook)

    def use_cache() -> list[Any]:
        cache, warning = TokenCache.open(None, disabled=False)
        cache.write("key", TOKEN)
        again, _dummy = TokenCache.open(None, disabled=False)
        return [warning, again.read("key") == TOKEN]

    place = temporary / "camunda.platform-54321"
    try:
        warning = f"The user 54321 has no home directory, so tokens are kept in '{place}/tokens'."
        assert as_user_without_entry(use_cache) == [warning, True]
        assert names(playbook) == set()
        assert (place.stat().st_uid, stat.S_IMODE(place.stat().st_mode)) == (54321, 0o700)
        # Somebody else may be there first.
        os.chown(place, NOBODY, NOBODY)
        place.chmod(0o755)
        warning, _dummy = as_user_without_entry(use_cache)
        assert "it belongs to another user. Every process requests its own token" in warning
        with pytest.raises(OptionError, match="token_cache_dir"):
            TokenCache.open("~no-such-user/cache", disabled=False)
    finally:
        for directory, _names, files in os.walk(temporary, topdown=False):
            for file in files:
                Path(directory, file).unlink()
            Path(directory).rmdir()


def test_the_home_of_the_system_counts_without_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    expected = Path(os.path.expanduser("~"), ".cache")
    monkeypatch.delenv("HOME")
    place, at_home = default_directory()
    assert at_home
    assert place.is_absolute()
    assert place.parent.parent.name == expected.name


def test_a_rejection_comes_back(tmp_path: Path) -> None:
    cache, _place = opened(tmp_path)
    cache.write("key", Rejection(5.5, "words\nmore"))
    assert cache.read("key") == Rejection(5.5, "words\nmore")
