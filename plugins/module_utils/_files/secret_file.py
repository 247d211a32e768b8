# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A file that keeps a secret: proved writable before the secret exists, then written whole or not at all."""

from __future__ import annotations

import errno
import grp
import os
import pwd
import stat
import typing as t
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, OptionError
from ansible_collections.camunda.platform.plugins.module_utils._files.filesystem import (
    Draft,
    is_sticky_for_all,
    open_directory,
    open_regular,
    read_all,
    remove_abandoned,
    require_regular,
    write_all,
)

# Far more than any credentials need.
_LARGEST_SECRET = 1 << 20
LARGEST_DOCUMENT = 256 << 20


def absolute_path(option: str, text: str, directory: str = "") -> Path:
    """Return the path that an option names, in a directory unless it is absolute; raise OptionError for no file."""
    if text.startswith("~"):
        # Ansible has left it as it is, so it would become a directory of that name.
        raise OptionError(
            f"Option '{option}': the home directory in {text!r} is unknown. Give an absolute path, or ./"
            " before"
            " a name that begins with ~.",
            code="unknown_home",
        )
    if "\0" in text or not Path(text).name:
        raise OptionError(f"Option '{option}': {text!r} is not the name of a file.", code="unusable_file")
    try:
        return Path(directory, text).absolute()
    except OSError as exc:
        raise OptionError(f"Option '{option}': the current directory no longer exists.", code="unusable_file") from exc


@dataclass(frozen=True)
class SecretFile:
    """Where a secret is kept, and who may read it; ``owner`` None is the writer, ``group`` None stays as it is."""

    path: Path
    mode: int = 0o600
    owner: str | None = None
    group: str | None = None
    # The option that names it, for errors.
    option: str = "dest"
    limit: int = _LARGEST_SECRET

    def check(self) -> None:
        """Raise OptionError if the file could not be written, as far as that shows without writing."""
        directory = self.path.parent
        if not directory.is_dir():
            raise self._unusable(f"the directory {str(directory)!r} does not exist")
        self._require_replaceable()
        if not os.access(directory, os.W_OK | os.X_OK):
            raise self._unusable(f"the directory {str(directory)!r} is not writable")
        self.ids()

    def ids(self) -> tuple[int, int]:
        """Return the numbers of owner and group, -1 for the writer's; raise OptionError for one that is unknown."""
        try:
            uid = -1 if self.owner is None else _number(self.owner, lambda name: pwd.getpwnam(name).pw_uid)
            gid = -1 if self.group is None else _number(self.group, lambda name: grp.getgrnam(name).gr_gid)
        except KeyError as exc:
            raise self._unusable(f"the owner or group does not exist: {exc.args[0]}") from exc
        return uid, gid

    def read(self) -> str | None:
        """Return the content, None if there is no file; raise OptionError if it cannot be read."""
        self._require_replaceable()
        try:
            handle = open_regular(self.path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as exc:
            raise self._unreadable(exc) from exc
        try:
            # As bytes, because reading as text would change line ends.
            return read_all(handle, self.limit).decode()
        except (OSError, UnicodeDecodeError) as exc:
            raise self._unreadable(exc) from exc
        finally:
            os.close(handle)

    def attributes(self) -> tuple[int, int, int] | None:
        """Return mode, owner and group of the file as numbers, None if there is no file."""
        try:
            info = self.path.lstat()
        except OSError:
            return None
        return stat.S_IMODE(info.st_mode), info.st_uid, info.st_gid

    def prove(self) -> PendingFile:
        """Reserve space for the file, with its owner; raise OptionError if that fails."""
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

    def clear_up(self) -> None:
        """Remove what a run that was killed has left of writing the file."""
        with suppress(OSError), open_directory(self.path.parent) as directory:
            remove_abandoned(directory, self.path.name)

    def _require_replaceable(self) -> None:
        """Raise OptionError for what is there and is neither read nor replaced."""
        try:
            info = self.path.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as exc:
            raise self._unreadable(exc) from exc
        try:
            require_regular(info)
        except OSError as exc:
            raise self._unusable(str(exc.strerror), "not_a_regular_file") from exc
        if info.st_uid not in (os.geteuid(), self.ids()[0]) and is_sticky_for_all(self.path.parent.stat()):
            raise self._unusable(
                f"it belongs to the user {info.st_uid}, and all users can write to its directory",
                "file_of_another_user",
            )

    def _unreadable(self, exc: Exception) -> OptionError:
        reason = (exc.strerror or str(exc)) if isinstance(exc, OSError) else str(exc)
        large = isinstance(exc, OSError) and exc.errno == errno.EFBIG
        return self._unusable(f"it cannot be read: {reason}", "file_too_large" if large else "unusable_file")

    def _unusable(self, why: str, code: str = "unusable_file") -> OptionError:
        return OptionError(f"Option '{self.option}': {str(self.path)!r} cannot be used: {why}.", code=code)


class PendingFile:
    """A file about to be written: space on the disk and all rights are proved, the content comes with ``commit``."""

    # As long as any content that will be written, so that a full disk or a quota shows before the secret exists.
    _FILLER = b"\n" * 8192

    def __init__(self, target: SecretFile) -> None:
        self._target = target
        with open_directory(target.path.parent) as directory:
            self._directory = os.dup(directory)
        try:
            # In the same directory, and so on the same file system; 0600 until the content is complete.
            self._draft = Draft(self._directory, target.path.name)
        except OSError:
            os.close(self._directory)
            raise
        try:
            write_all(self._draft.handle, self._FILLER)
            self._keep_group()
            os.fchown(self._draft.handle, *target.ids())
            os.fchmod(self._draft.handle, target.mode & 0o600)
            os.fsync(self._draft.handle)
        except OSError:
            self.discard()
            raise

    def _keep_group(self) -> None:
        """Keep the group of the user's own file; another user may have created the file to read the secret."""
        there = self._target.attributes()
        if there is not None and there[1] == os.geteuid():
            with suppress(PermissionError):
                os.fchown(self._draft.handle, -1, there[2])

    def commit(self, content: str) -> None:
        """Replace the file by the content, whole and on the disk; raises CamundaError."""
        data, handle = content.encode(), self._draft.handle
        try:
            os.lseek(handle, 0, os.SEEK_SET)
            write_all(handle, data)
            os.ftruncate(handle, len(data))
            os.fchmod(handle, self._target.mode)
            os.fsync(handle)
            self._draft.commit()
            os.fsync(self._directory)
        except OSError as exc:
            raise CamundaError(f"{str(self._target.path)!r} could not be written: {exc.strerror or exc}.") from exc
        finally:
            self.discard()

    def discard(self) -> None:
        """Remove what was reserved, unless it has become the file."""
        self._draft.discard()
        if self._directory >= 0:
            os.close(self._directory)
            self._directory = -1

    def __enter__(self) -> PendingFile:
        return self

    def __exit__(self, *_exc: t.Any) -> None:
        self.discard()


def parse_mode(option: str, value: t.Any) -> int:
    """Return a file mode from a number or an octal text; raise OptionError for anything else."""
    mode: int | None = value if isinstance(value, int) and not isinstance(value, bool) else None
    if isinstance(value, str):
        with suppress(ValueError):
            mode = int(value, 8)
    if mode is None or not 0 <= mode <= 0o777:
        raise OptionError(f"Option '{option}': {value!r} is not a file mode. It looks like '0600', in quotes.")
    if mode & 0o600 != 0o600:
        raise OptionError(f"Option '{option}': with {value!r} the owner would be unable to read and replace the file.")
    return mode


def _number(name: str, find: t.Callable[[str], int]) -> int:
    return int(name) if name.isdigit() else find(name)
