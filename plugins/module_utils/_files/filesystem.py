# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files that others may have tampered with: opened without following links, and replaced whole or not at all.

Everything here raises OSError, with a reason for people as its ``strerror``.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_KINDS = {
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFDIR: "a directory",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
}
_LONGEST_NAME = 255
# Errors of a file system that has no unnamed files, or cannot link them later.
_NO_UNNAMED = frozenset(
    {errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOSYS, errno.ENOENT, errno.EXDEV, errno.EPERM, errno.EACCES}
)


def require_regular(info: os.stat_result) -> None:
    """Raise OSError for anything but a regular file."""
    if not stat.S_ISREG(info.st_mode):
        kind = _KINDS.get(stat.S_IFMT(info.st_mode), "not a regular file")
        raise OSError(errno.EINVAL, f"it is {kind}, and only a regular file is read or replaced")


def open_regular(name: str | os.PathLike[str], *, directory: int | None = None, follow: bool = False) -> int:
    """Open a regular file for reading: nothing is followed, and nothing waits for the other end of a pipe."""
    # Looked at before as well, because opening a device may have an effect.
    require_regular(os.stat(name, dir_fd=directory, follow_symlinks=follow))
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC | (0 if follow else os.O_NOFOLLOW)
    handle = os.open(name, flags, dir_fd=directory)
    try:
        require_regular(os.fstat(handle))
    except OSError:
        os.close(handle)
        raise
    return handle


def read_all(handle: int, limit: int) -> bytes:
    """Return what an open file holds; raise OSError if that is more than the limit, in bytes."""
    blocks, left = [], limit + 1
    while left > 0 and (block := os.read(handle, min(left, 1 << 20))):
        blocks.append(block)
        left -= len(block)
    if left <= 0:
        raise OSError(errno.EFBIG, f"it is larger than {limit} bytes")
    return b"".join(blocks)


def read_regular(name: str | os.PathLike[str], limit: int, *, follow: bool = False) -> bytes:
    """Return the content of a regular file of at most ``limit`` bytes."""
    handle = open_regular(name, follow=follow)
    try:
        return read_all(handle, limit)
    finally:
        os.close(handle)


def write_all(handle: int, data: bytes) -> None:
    """Write all of it: a disk that gets full shows as a write of a part first, and as an error only then."""
    while data:
        data = data[os.write(handle, data) :]


class Draft:
    """A file under work, which takes the place of another one in the end.

    Where the system can, it has no name until then, so that nothing of it is left by a process that is killed.
    Otherwise it has a hidden name and is locked as long as its writer lives, so that the next writer can remove it.
    """

    def __init__(self, directory: int, target: str) -> None:
        self._directory = directory
        self._target = target
        remove_abandoned(directory, target)
        self._name: str | None = None
        self.handle = self._unnamed()
        if self.handle < 0:
            self.handle, self._name = self._named()

    def commit(self) -> None:
        """Let the draft take the place of its target at once."""
        if self._name is None:
            self._name = _link(self.handle, self._directory, self._target)
        os.rename(self._name, self._target, src_dir_fd=self._directory, dst_dir_fd=self._directory)
        self._name = None
        self.discard()

    def discard(self) -> None:
        """Close it, and remove it unless it took its place."""
        if self.handle >= 0:
            if self._name is not None:
                with suppress(OSError):
                    os.unlink(self._name, dir_fd=self._directory)
            os.close(self.handle)
            self.handle = -1

    def _unnamed(self) -> int:
        """Return a file without a name that can be given one, -1 where the system has none."""
        if not hasattr(os, "O_TMPFILE"):
            return -1
        try:
            # A file can be given a name once only, so that another one shows whether it is possible.
            probe = self._open_unnamed()
            try:
                os.unlink(_link(probe, self._directory, self._target), dir_fd=self._directory)
            finally:
                os.close(probe)
            return self._open_unnamed()
        except OSError as exc:
            if exc.errno in _NO_UNNAMED:
                return -1
            raise

    def _open_unnamed(self) -> int:
        handle = os.open(".", os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o600, dir_fd=self._directory)
        with suppress(OSError):
            _lock(handle)
        return handle

    def _named(self) -> tuple[int, str]:
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        while True:
            name = _new_name(self._target)
            handle = os.open(name, flags, 0o600, dir_fd=self._directory)
            try:
                _lock(handle)
            except BlockingIOError:
                os.close(handle)  # Another process took it for abandoned, and removes it now.
                continue
            except OSError:
                return handle, name
            if _is_at(handle, name, self._directory):
                return handle, name
            os.close(handle)


def remove_abandoned(directory: int, target: str) -> None:
    """Remove the drafts of a file whose writers were killed; those of living ones are locked."""
    pattern = re.compile(re.escape(_prefix(target)) + r"[0-9a-f]{16}")
    for name in os.listdir(directory):
        if pattern.fullmatch(name):
            with suppress(OSError):
                _remove_unless_locked(name, directory)


def _remove_unless_locked(name: str, directory: int) -> None:
    handle = open_regular(name, directory=directory)
    try:
        _lock(handle)
        if _is_at(handle, name, directory):
            os.unlink(name, dir_fd=directory)
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    """Lock a draft; raise BlockingIOError if its writer is at work, and another OSError where there are no locks."""
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_at(handle: int, name: str, directory: int) -> bool:
    try:
        there = os.stat(name, dir_fd=directory, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return os.path.samestat(os.fstat(handle), there)


def _link(handle: int, directory: int, target: str) -> str:
    """Give a file that has no name a hidden one."""
    name = _new_name(target)
    # With a directory's descriptor, Python calls linkat(2), which alone can follow this link.
    os.link(f"/proc/self/fd/{handle}", name, dst_dir_fd=directory, follow_symlinks=True)
    return name


def _new_name(target: str) -> str:
    return _prefix(target) + secrets.token_hex(8)


def _prefix(target: str) -> str:
    prefix = f".{target}.camunda-"
    if len(os.fsencode(prefix)) + 16 > _LONGEST_NAME:
        prefix = f".{hashlib.sha256(os.fsencode(target)).hexdigest()[:32]}.camunda-"
    return prefix


def is_sticky_for_all(info: os.stat_result) -> bool:
    """Return whether all users can write to a directory, but not replace the files of other users."""
    return bool(info.st_mode & stat.S_ISVTX and info.st_mode & (stat.S_IWGRP | stat.S_IWOTH))


@contextmanager
def open_directory(path: str | os.PathLike[str]) -> Iterator[int]:
    """Hold a directory open; it may be named by a link."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield handle
    finally:
        os.close(handle)
