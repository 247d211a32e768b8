# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A file that keeps a secret: proved writable before the secret exists, then written whole or not at all."""

from __future__ import annotations

import grp
import os
import pwd
import stat
import tempfile
import typing as t
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, OptionError


@dataclass(frozen=True)
class SecretFile:
    """Where a secret is kept, and who may read it; ``owner`` and ``group`` None leave them as they are."""

    path: Path
    mode: int = 0o600
    owner: str | None = None
    group: str | None = None
    # The option that names it, for errors.
    option: str = "credentials_dest"

    def check(self) -> None:
        """Raise OptionError if the file could not be written, as far as that shows without writing."""
        directory = self.path.parent
        if not directory.is_dir():
            raise self._unusable(f"the directory {str(directory)!r} does not exist")
        if self.path.is_dir():
            raise self._unusable("it is a directory")
        if not os.access(directory, os.W_OK | os.X_OK):
            raise self._unusable(f"the directory {str(directory)!r} is not writable")
        self.ids()

    def ids(self) -> tuple[int, int]:
        """Return the numbers of owner and group, -1 for 'as it is'; raise OptionError for one that is unknown."""
        try:
            uid = -1 if self.owner is None else _number(self.owner, lambda name: pwd.getpwnam(name).pw_uid)
            gid = -1 if self.group is None else _number(self.group, lambda name: grp.getgrnam(name).gr_gid)
        except KeyError as exc:
            raise self._unusable(f"there is no such owner or group: {exc.args[0]}") from exc
        return uid, gid

    def read(self) -> str | None:
        """Return the content, None if there is no file; raise OptionError if it cannot be read."""
        try:
            # As bytes, because reading as text would change line ends.
            return self.path.read_bytes().decode()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as exc:
            raise self._unusable(f"it cannot be read: {exc}") from exc

    def attributes(self) -> tuple[int, int, int] | None:
        """Return mode, owner and group of the file as numbers, None if there is no file."""
        try:
            info = self.path.stat()
        except OSError:
            return None
        return stat.S_IMODE(info.st_mode), info.st_uid, info.st_gid

    def prove(self) -> PendingFile:
        """Write a stand-in beside the file, with its mode and owner; raise OptionError if that fails."""
        self.check()
        try:
            return PendingFile(self)
        except OSError as exc:
            raise self._unusable(f"it cannot be written: {exc.strerror or exc}") from exc

    def remove(self) -> None:
        """Delete the file if it is there; raises CamundaError."""
        try:
            self.path.unlink(missing_ok=True)
        except OSError as exc:
            raise CamundaError(f"{str(self.path)!r} could not be deleted: {exc.strerror or exc}.") from exc

    def _unusable(self, why: str) -> OptionError:
        return OptionError(f"Option '{self.option}': {str(self.path)!r} cannot be used: {why}.")


class PendingFile:
    """The stand-in: space on the disk and all rights are proved, the content comes with ``commit``."""

    # As long as any content that will be written, so that a full disk or a quota shows before the secret exists.
    _FILLER = b"\n" * 8192

    def __init__(self, target: SecretFile) -> None:
        self._target = target
        # mkstemp makes it 0600 in the same directory: readable by nobody else, and on the same file system.
        self._handle, self._name = tempfile.mkstemp(dir=target.path.parent, prefix=f".{target.path.name}.")
        try:
            self._write(self._FILLER)
            self._keep_owner()
            os.fchown(self._handle, *target.ids())
            os.fchmod(self._handle, target.mode & 0o600)
            os.fsync(self._handle)
        except OSError:
            self.discard()
            raise

    def commit(self, content: str) -> None:
        """Replace the file by the content, whole and on the disk; raises CamundaError."""
        data = content.encode()
        try:
            os.lseek(self._handle, 0, os.SEEK_SET)
            self._write(data)
            os.ftruncate(self._handle, len(data))
            os.fchmod(self._handle, self._target.mode)
            os.fsync(self._handle)
            os.rename(self._name, self._target.path)
            self._sync_directory()
        except OSError as exc:
            self.discard()
            raise CamundaError(f"{str(self._target.path)!r} could not be written: {exc.strerror or exc}.") from exc
        os.close(self._handle)
        self._handle = -1

    def discard(self) -> None:
        """Remove the stand-in, if it is still there."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
            with suppress(OSError):
                os.unlink(self._name)

    def __enter__(self) -> PendingFile:
        return self

    def __exit__(self, *_exc: t.Any) -> None:
        self.discard()

    def _keep_owner(self) -> None:
        """Give the stand-in the owner and group of the file that it replaces, as far as this user may."""
        there = self._target.attributes()
        if there is not None:
            with suppress(PermissionError):
                os.fchown(self._handle, *there[1:])

    def _write(self, data: bytes) -> None:
        # A disk that gets full shows as a write of a part first, and as an error only then.
        while data:
            data = data[os.write(self._handle, data) :]

    def _sync_directory(self) -> None:
        handle = os.open(self._target.path.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def parse_mode(option: str, value: t.Any) -> int:
    """Return a file mode from a number or an octal text; raise OptionError for anything else."""
    mode: int | None = value if isinstance(value, int) and not isinstance(value, bool) else None
    if isinstance(value, str):
        with suppress(ValueError):
            mode = int(value, 8)
    if mode is None or not 0 <= mode <= 0o777:
        raise OptionError(f"Option '{option}': {value!r} is not a file mode. It looks like '0600', in quotes.")
    if mode & 0o600 != 0o600:
        raise OptionError(f"Option '{option}': with {value!r} the owner could not read and replace the file.")
    return mode


def _number(name: str, find: t.Callable[[str], int]) -> int:
    return int(name) if name.isdigit() else find(name)
