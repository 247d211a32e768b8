# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files that keep secrets: real ones, with their modes and owners, and what is left when writing fails."""

from __future__ import annotations

import os
import resource
import stat
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, OptionError
from ansible_collections.camunda.platform.plugins.module_utils._files.secret_file import SecretFile, parse_mode

IS_ROOT = os.geteuid() == 0
NOBODY = 65534


def names(directory: Path) -> set[str]:
    """Return what is in a directory."""
    return {entry.name for entry in directory.iterdir()}


def write(file: SecretFile, content: str) -> None:
    """Write a file as the modules do."""
    with file.prove() as pending:
        pending.commit(content)


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Let the system refuse longer files, as a full disk or a quota does: a part is written, then comes an error."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o666, 0o700])
@pytest.mark.parametrize("umask", [0o022, 0o077, 0o000])
def test_the_mode_is_the_wanted_one(tmp_path: Path, mode: int, umask: int) -> None:
    file = SecretFile(tmp_path / "file", mode)
    before = os.umask(umask)
    try:
        write(file, "secret\n")
    finally:
        os.umask(before)
    assert file.attributes() == (mode, os.geteuid(), os.getegid())
    assert file.read() == "secret\n"
    assert names(tmp_path) == {"file"}


@pytest.fixture(params=["unnamed", "named"])
def _drafts(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the system have files without a name, or none."""
    if request.param == "named":
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)


@pytest.mark.usefixtures("_drafts")
def test_nobody_else_can_read_what_is_pending(tmp_path: Path) -> None:
    with SecretFile(tmp_path / "file", 0o666).prove() as pending:
        for draft in tmp_path.iterdir():
            assert draft.name.startswith(".file.camunda-")
            assert stat.S_IMODE(draft.stat().st_mode) == 0o600
            assert draft.stat().st_size >= 8192, "space on the disk is proved"
        pending.commit("x")
    assert names(tmp_path) == {"file"}


@pytest.mark.usefixtures("_drafts")
def test_proving_leaves_nothing_behind(tmp_path: Path) -> None:
    file = SecretFile(tmp_path / "file")
    (tmp_path / "file").write_text("old")
    with file.prove():
        assert (tmp_path / "file").read_text() == "old"
    assert names(tmp_path) == {"file"}
    with pytest.raises(ZeroDivisionError), file.prove():
        raise ZeroDivisionError
    assert names(tmp_path) == {"file"}
    assert file.read() == "old"
    pending = file.prove()
    pending.discard()
    pending.discard()
    assert names(tmp_path) == {"file"}


@given(st.text())
def test_every_text_comes_back(text: str) -> None:
    with tempfile.TemporaryDirectory() as directory:
        file = SecretFile(Path(directory, "file"))
        write(file, text)
        assert file.read() == text
        assert file.path.stat().st_size == len(text.encode())


def test_text_longer_than_the_stand_in(tmp_path: Path) -> None:
    file = SecretFile(tmp_path / "file")
    write(file, "x" * 100_000)
    assert file.read() == "x" * 100_000
    write(file, "short")
    assert file.read() == "short"


def test_readers_never_see_a_part(tmp_path: Path) -> None:
    file, contents = SecretFile(tmp_path / "file"), ("a" * 50_000, "b" * 70_000)
    write(file, contents[0])
    seen: set[str | None] = set()
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            seen.add(file.read())

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(40):
        write(file, contents[number % 2])
    stop.set()
    reader.join()
    assert seen <= set(contents)


def test_a_full_disk_shows_when_it_is_proved(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old")
    with files_of_at_most(4096), pytest.raises(OptionError, match="it cannot be written: File too large"):
        SecretFile(tmp_path / "file").prove()
    assert names(tmp_path) == {"file"}
    assert (tmp_path / "file").read_text() == "old"


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    file = SecretFile(tmp_path / "file", 0o640)
    write(file, "old")
    pending = file.prove()
    with files_of_at_most(10), pytest.raises(CamundaError, match=r"/file' could not be written: File too large\.$"):
        pending.commit("a new secret that is longer")
    assert (file.read(), file.attributes()) == ("old", (0o640, os.geteuid(), os.getegid()))
    assert names(tmp_path) == {"file"}
    pending.discard()


@pytest.mark.usefixtures("_drafts")
@pytest.mark.parametrize("step", ["fsync", "fchmod", "rename", "ftruncate"])
def test_every_step_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    file = SecretFile(tmp_path / "file")
    write(file, "old")
    pending = file.prove()

    def fail(*_arguments: Any, **_named: Any) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, step, fail)
        with pytest.raises(CamundaError, match="could not be written: Input/output error"):
            pending.commit("new")
    assert file.read() == "old"
    assert names(tmp_path) == {"file"}


def test_the_secret_is_in_no_error(tmp_path: Path) -> None:
    pending = SecretFile(tmp_path / "file").prove()
    with files_of_at_most(0), pytest.raises(CamundaError) as failed:
        pending.commit("topsecret")
    assert "topsecret" not in str(failed.value)


def test_places_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "directory").mkdir()
    (tmp_path / "plain").touch()
    for path, why in (
        (tmp_path / "missing" / "file", "the directory '.*/missing' does not exist"),
        (tmp_path / "plain" / "file", "the directory '.*/plain' does not exist"),
        (tmp_path / "directory", "it is a directory"),
    ):
        for action in (SecretFile(path).check, SecretFile(path).prove):
            with pytest.raises(OptionError, match=f"Option 'dest': .* cannot be used: {why}"):
                action()
    assert names(tmp_path) == {"directory", "plain"}


@pytest.mark.skipif(IS_ROOT, reason="root may write everywhere")
def test_a_directory_without_rights_cannot_be_used(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OptionError, match="is not writable"):
        SecretFile(tmp_path / "file").check()


def test_reading(tmp_path: Path) -> None:
    assert SecretFile(tmp_path / "missing").read() is None
    assert SecretFile(tmp_path / "missing").attributes() is None
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    with pytest.raises(OptionError, match="it cannot be read"):
        SecretFile(tmp_path / "binary").read()
    with pytest.raises(OptionError, match="it is a directory"):
        SecretFile(tmp_path).read()


def test_removing(tmp_path: Path) -> None:
    file = SecretFile(tmp_path / "file")
    write(file, "x")
    file.remove()
    file.remove()
    assert names(tmp_path) == set()


def test_owner_and_group_by_name_or_number(tmp_path: Path) -> None:
    path = tmp_path / "file"
    assert SecretFile(path).ids() == (-1, -1)
    assert SecretFile(path, owner="root", group="root").ids() == (0, 0)
    assert SecretFile(path, owner="12345").ids() == (12345, -1)
    assert SecretFile(path, group="54321").ids() == (-1, 54321)
    for file in (SecretFile(path, owner="no-such-name"), SecretFile(path, group="no-such-name")):
        with pytest.raises(OptionError, match=r"the owner or group does not exist: .*no-such-name"):
            file.check()


@pytest.mark.skipif(not IS_ROOT, reason="only root can give files away")
def test_owner_and_group_are_set(tmp_path: Path) -> None:
    file = SecretFile(tmp_path / "file", 0o640, owner=str(NOBODY), group=str(NOBODY))
    write(file, "x")
    assert file.attributes() == (0o640, NOBODY, NOBODY)


@pytest.mark.skipif(not IS_ROOT, reason="only root can give files away")
def test_owner_is_who_writes(tmp_path: Path) -> None:
    """The owner of the old file may be somebody who has put it there to get the secret."""
    file = SecretFile(tmp_path / "file", 0o640)
    write(file, "old")
    os.chown(file.path, NOBODY, NOBODY)
    write(file, "new")
    assert file.attributes() == (0o640, os.geteuid(), os.getegid())
    write(SecretFile(file.path, 0o640, group=str(NOBODY)), "new")
    assert file.attributes() == (0o640, os.geteuid(), NOBODY)
    write(file, "newer")
    assert file.attributes() == (0o640, os.geteuid(), NOBODY), "a file of one's own keeps its group"


def test_owner_that_cannot_be_set_shows_when_it_is_proved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "fchown", refuse)
    with pytest.raises(OptionError, match="it cannot be written: Operation not permitted"):
        SecretFile(tmp_path / "file", owner="root").prove()
    assert names(tmp_path) == set()


@pytest.mark.parametrize(
    ("value", "mode"),
    [
        ("0600", 0o600),
        ("600", 0o600),
        ("0o640", 0o640),
        ("0777", 0o777),
        (0o600, 0o600),
        (416, 0o640),
    ],
)
def test_modes(value: Any, mode: int) -> None:
    assert parse_mode("mode", value) == mode


@pytest.mark.parametrize(
    "value", ["", "u=rw", "0x1ff", "0888", "-600", "01600", "4600", 600, 640, 4096, -1, 6.0, True, None, []]
)
def test_what_is_no_mode(value: Any) -> None:
    with pytest.raises(OptionError, match=r"Option 'mode': .* is not a file mode"):
        parse_mode("mode", value)


@pytest.mark.parametrize("value", ["0400", "0200", "0", "0077", 0])
def test_modes_that_lock_the_owner_out(value: Any) -> None:
    with pytest.raises(OptionError, match="the owner would be unable to read and replace the file"):
        parse_mode("mode", value)
