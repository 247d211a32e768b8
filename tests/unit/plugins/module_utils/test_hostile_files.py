# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Places that are no files, files of others, and what killed writers leave: through the logic of the modules."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, execute
from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._files.secret_file import SecretFile, absolute_path
from ansible_collections.camunda.platform.plugins.module_utils._resources._files import Files
from ansible_collections.camunda.platform.plugins.module_utils._resources._kept_credentials import KeptCredentials
from ansible_collections.camunda.platform.plugins.modules import camunda_credentials_file, camunda_token
from ansible_collections.camunda.platform.tests.unit.plugins.options import validated

IS_ROOT = os.geteuid() == 0
NOBODY = 65534
ENVIRONMENT = {"ZEEBE_CLIENT_ID": "id", "ZEEBE_CLIENT_SECRET": "secret"}


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        # The path of a socket is short.
        before = os.getcwd()
        os.chdir(path.parent)
        try:
            server.bind(path.name)
        finally:
            os.chdir(before)


def _device(path: Path) -> None:
    os.mknod(path, 0o600 | stat.S_IFCHR, os.makedev(1, 7))


def _link(path: Path) -> None:
    (path.parent / "other").write_text("other")
    path.symlink_to("other")


PLACES: dict[str, tuple[Callable[[Path], Any], str]] = {
    "fifo": (os.mkfifo, "it is a named pipe"),
    "socket": (_socket, "it is a socket"),
    "link": (_link, "it is a symbolic link"),
    "dangling link": (lambda path: path.symlink_to("nowhere"), "it is a symbolic link"),
    "link to itself": (lambda path: path.symlink_to(path.name), "it is a symbolic link"),
    "link to a device": (lambda path: path.symlink_to("/dev/full"), "it is a symbolic link"),
    "directory": (Path.mkdir, "it is a directory"),
}
if IS_ROOT:
    PLACES["device"] = (_device, "it is a device")


def run(place: Path, *, check: bool = False, **options: Any) -> dict[str, Any]:
    """Write credentials as the module does."""
    spec = camunda_credentials_file.SPEC
    params = validated(spec, {"dest": str(place), "environment": ENVIRONMENT, **options})
    return execute(spec, Context(params=params, check_mode=check))


def snapshot(directory: Path) -> dict[str, tuple[int, int]]:
    """Return what is in a directory: kind and size."""
    return {entry.name: (entry.lstat().st_mode, entry.lstat().st_size) for entry in directory.iterdir()}


@pytest.mark.parametrize("state", ["present", "writable"])
@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize("kind", PLACES)
def test_only_regular_files_are_read_or_replaced(tmp_path: Path, kind: str, check: bool, state: str) -> None:
    make, why = PLACES[kind]
    make(tmp_path / "place")
    before = snapshot(tmp_path)
    result = run(tmp_path / "place", check=check, state=state)
    assert result["failed"]
    assert (result["code"], result["changed"]) == ("not_a_regular_file", False)
    assert f"'{tmp_path}/place' cannot be used: {why}" in result["msg"]
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("path", ["/dev/full", "/dev/null", "/dev/zero", "/dev/stdout"])
def test_devices_of_the_system(path: str) -> None:
    before = os.lstat(path)
    places: list[Callable[[], object]] = [SecretFile(Path(path)).check, Files({"dest": path}, {"dest": 0o644}).read]
    for place in places:
        with pytest.raises(OptionError, match="only a regular file is read or replaced"):
            place()
    assert os.path.samestat(before, os.lstat(path))


def test_a_link_among_the_parents_is_fine(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    assert run(tmp_path / "link" / "file")["changed"]
    assert list(snapshot(tmp_path / "real")) == ["file"]
    assert run(tmp_path / "link" / "file")["changed"] is False


def test_reading_has_a_limit(tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate(21 << 30)
    result = run(tmp_path / "large")
    assert result["code"] == "file_too_large"
    assert "it is larger than 1048576 bytes" in result["msg"]
    with pytest.raises(OptionError, match="it is larger than"):
        Files({"dest": str(tmp_path / "large")}, {"dest": 0o644}).read()


@pytest.mark.skipif(not IS_ROOT, reason="only root can give files away")
@pytest.mark.parametrize("mode", [0o1777, 0o1770])
def test_a_file_of_somebody_else_where_all_may_write(tmp_path: Path, mode: int) -> None:
    place = tmp_path / "file"
    place.write_text("")
    os.chown(place, NOBODY, NOBODY)
    tmp_path.chmod(mode)
    for check in (True, False):
        result = run(place, check=check)
        assert result["code"] == "file_of_another_user"
        assert "belongs to the user 65534" in result["msg"]
    # Whoever is to own the file may have it already.
    assert run(place, owner=str(NOBODY))["changed"]
    assert run(place, owner=str(NOBODY))["changed"] is False
    tmp_path.chmod(0o755)
    assert run(place, mode="0640")["changed"]
    assert SecretFile(place).attributes() == (0o640, os.geteuid(), os.getegid())


@pytest.mark.parametrize("text", ["~/x.env", "~nobody-of-that-name/x.env"])
def test_an_unknown_home_is_no_directory_of_that_name(text: str) -> None:
    with pytest.raises(OptionError, match=r"the home directory in .* is unknown") as failed:
        absolute_path("dest", text)
    assert failed.value.details["code"] == "unknown_home"
    params = {"dest": text, "mode": "0600", "owner": None}
    with pytest.raises(OptionError, match="is unknown"):
        KeptCredentials.of({**params, "group": None, "format": "env"})
    assert absolute_path("dest", "./~x").name == "~x"


@pytest.mark.parametrize("text", ["a\0b", "/", ""])
def test_what_is_no_name_of_a_file(text: str) -> None:
    with pytest.raises(OptionError, match="is not the name of a file"):
        absolute_path("dest", text)


@pytest.mark.parametrize("name", ["x" * 300, "x" * 250, "ä" * 120])
def test_long_names(tmp_path: Path, name: str) -> None:
    """A name that is too long is refused, one that is nearly so is written."""
    result = run(tmp_path / name)
    if len(os.fsencode(name)) > 255:
        assert "File name too long" in result["msg"]
    else:
        assert result["changed"]
        assert list(snapshot(tmp_path)) == [name]


WRITER = """
import os, signal, sys, time
from pathlib import Path
# A shell that runs tests in the background has SIGINT ignored, and its children inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)
if sys.argv[2] == "named" and hasattr(os, "O_TMPFILE"):
    del os.O_TMPFILE
from ansible_collections.camunda.platform.plugins.module_utils._files.secret_file import SecretFile
with SecretFile(Path(sys.argv[1])).prove() as pending:
    print("proved", flush=True)
    time.sleep(60)
"""


def pending_writer(place: Path, drafts: str) -> subprocess.Popen[str]:
    """Start a process that has proved a place and does not write yet."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(place), drafts], stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "proved\n"
    return writer


@pytest.mark.parametrize("signum", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("drafts", ["unnamed", "named"])
def test_a_killed_writer_leaves_nothing_for_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, drafts: str, signum: int
) -> None:
    if drafts == "named":
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    (tmp_path / ".file.original").write_text("a copy that somebody made")
    with pending_writer(tmp_path / "file", drafts) as writer:
        writer.send_signal(signum)
        writer.wait(10)
    if drafts == "unnamed" and sys.platform == "linux":
        assert list(snapshot(tmp_path)) == [".file.original"], "nothing is left at once"
    assert run(tmp_path / "file")["changed"]
    assert sorted(snapshot(tmp_path)) == [".file.original", "file"]


def test_a_lost_secret_leaves_no_draft_either(tmp_path: Path) -> None:
    """The next run fails because the secret is lost, before it writes anything."""
    with pending_writer(tmp_path / "file", "named") as writer:
        writer.kill()
        writer.wait(10)
    assert len(snapshot(tmp_path)) == 1
    params = {"dest": str(tmp_path / "file"), "mode": "0600", "owner": None}
    place = KeptCredentials.of({**params, "group": None, "format": "env"})
    assert place is not None
    assert place.current("id") == {"credentials": f"not in {tmp_path}/file"}
    assert snapshot(tmp_path) == {}


def test_the_draft_of_a_living_writer_stays(tmp_path: Path) -> None:
    with pending_writer(tmp_path / "file", "named") as writer:
        drafts = set(snapshot(tmp_path))
        assert len(drafts) == 1
        assert run(tmp_path / "file")["changed"]
        assert set(snapshot(tmp_path)) == {"file", *drafts}
        writer.terminate()


@pytest.mark.parametrize("option", ["ca_path", "client_cert_path", "client_key_path"])
@pytest.mark.parametrize("place", ["/dev/zero", "fifo"])
def test_keys_and_certificates_are_files(tmp_path: Path, option: str, place: str) -> None:
    os.mkfifo(tmp_path / "fifo")
    spec = camunda_token.SPEC
    others = {"client_auth_method": "private_key_jwt"} if option == "client_key_path" else {"client_secret": "s"}
    params = validated(spec, {"client_id": "id", **others, option: str(tmp_path / place)})
    result = execute(spec, Context(params=params))
    assert "only a regular file is read" in result["msg"]
    assert f"Option '{option}'" in result["msg"]
