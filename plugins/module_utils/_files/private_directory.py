# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A directory for one user alone: files that only this user can have written, and locks between processes."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError
from ansible_collections.camunda.platform.plugins.module_utils._files.filesystem import (
    Draft,
    open_regular,
    read_all,
    write_all,
)

_LARGEST_FILE = 1 << 20
# Seconds after which a user sees what is waited for.
_SECONDS_OF_SILENCE = 2.0
# A stopped process may never be resumed.
_SECONDS_FOR_STOPPED = 5.0
_LONGEST_PAUSE = 0.05


class LockBusy(CamundaError):
    """Another process has held a lock for too long."""

    code = "lock_busy"


class PrivateDirectory:
    """Opened again for every access, without following links; raises OSError where that is not possible."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def make(self) -> None:
        """Make the directory, close it to others, and prove that it can be written to."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            self.path.mkdir(mode=0o700)
        handle = _open(self.path)
        try:
            mode = os.fstat(handle).st_mode
            if mode & 0o077:
                os.fchmod(handle, 0o700)
            if mode & 0o022:
                # Others may have put files here, or exchanged those that were.
                _remove_files(handle)
            # Read-only file systems and full quotas show here rather than after a token was spent.
            _write(handle, "probe", b"\n", keep=False)
        finally:
            os.close(handle)

    def read(self, name: str) -> bytes | None:
        """Return the content of a file, None for one that is not there or that others can have written."""
        with suppress(OSError), self._opened() as directory:
            handle = open_regular(name, directory=directory)
            try:
                return read_all(handle, _LARGEST_FILE) if _is_own(os.fstat(handle)) else None
            finally:
                os.close(handle)
        return None

    def write(self, name: str, data: bytes) -> None:
        """Write a file at once and whole."""
        with self._opened() as directory:
            _write(directory, name, data)

    def remove(self, name: str) -> bool:
        """Remove a file; return whether it was there."""
        try:
            with self._opened() as directory:
                os.unlink(name, dir_fd=directory)
        except OSError:
            return False
        return True

    @contextmanager
    def lock(self, name: str, longest: float, show: Callable[[str], None]) -> Iterator[None]:
        """Hold a lock, which the system releases even if its holder is killed; raise LockBusy after ``longest`` s."""
        handle = self._lock_file(name)
        try:
            _await_lock(handle, longest, lambda text: show(f"{text} in {str(self.path)!r}"))
            yield
        finally:
            os.close(handle)

    def _lock_file(self, name: str) -> int:
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
        with self._opened() as directory:
            for _attempt in range(3):
                try:
                    handle = os.open(name, flags, 0o600, dir_fd=directory)
                except OSError as exc:
                    if exc.errno not in (errno.ELOOP, errno.ENXIO):
                        raise
                else:
                    if _is_own(os.fstat(handle)):
                        return handle
                    os.close(handle)
                # Not a lock of this user: a link, a pipe, or a file of another user.
                os.unlink(name, dir_fd=directory)
        raise OSError(errno.EINVAL, "other users can create files in it")

    @contextmanager
    def _opened(self) -> Iterator[int]:
        handle = _open(self.path)
        try:
            if os.fstat(handle).st_mode & 0o022:
                raise PermissionError(errno.EPERM, "other users can write to it")
            yield handle
        finally:
            os.close(handle)


def _open(path: Path) -> int:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as exc:
        if exc.errno in (errno.ELOOP, errno.ENOTDIR) and path.is_symlink():
            raise OSError(errno.ELOOP, "it is a symbolic link") from exc
        raise
    if os.fstat(handle).st_uid != os.geteuid():
        os.close(handle)
        raise PermissionError(errno.EPERM, "it belongs to another user")
    return handle


def _is_own(info: os.stat_result) -> bool:
    """Return whether only this user can have written a file, under this name."""
    closed = stat.S_ISREG(info.st_mode) and not info.st_mode & 0o077
    # None at all if it was replaced since it was opened.
    return closed and info.st_uid == os.geteuid() and info.st_nlink <= 1


def _write(directory: int, name: str, data: bytes, keep: bool = True) -> None:
    draft = Draft(directory, name)
    try:
        write_all(draft.handle, data)
        if keep:
            draft.commit()
    finally:
        draft.discard()


def _remove_files(directory: int) -> None:
    for name in os.listdir(directory):
        with suppress(IsADirectoryError, FileNotFoundError):
            os.unlink(name, dir_fd=directory)


def _await_lock(handle: int, longest: float, show: Callable[[str], None]) -> None:
    started, pause, silent = time.monotonic(), 0.001, True
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass
        else:
            return
        waited = time.monotonic() - started
        if waited >= _SECONDS_OF_SILENCE:
            holder, stopped = _holder(os.fstat(handle).st_ino)
            if waited >= (min(longest, _SECONDS_FOR_STOPPED) if stopped else longest):
                raise LockBusy(f"Waited {waited:.0f} s for a lock that {holder} holds. Resume or end that process.")
            if silent:
                show(f"Waiting for a lock that {holder} holds")
                silent = False
        time.sleep(pause)
        pause = min(pause * 1.5, _LONGEST_PAUSE)


def _holder(inode: int) -> tuple[str, bool]:
    """Return who holds the lock on a file, as far as the system shows it, and whether that process is stopped."""
    with suppress(OSError, ValueError, IndexError):
        for line in Path("/proc/locks").read_text(encoding="ascii").splitlines():
            fields = line.split()
            if fields[1:2] == ["FLOCK"] and int(fields[5].split(":")[2]) == inode and int(fields[4]) > 0:
                state = Path(f"/proc/{fields[4]}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
                stopped = state in ("T", "t")
                return f"process {fields[4]}{', which is stopped,' if stopped else ''}", stopped
    return "another process", False
