# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The token cache: one file a credential, readable by its owner only, one writer at a time."""

from __future__ import annotations

import hashlib
import json
import math
import os
import pwd
import re
import tempfile
import time
import typing as t
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from ansible_collections.camunda.platform.plugins.module_utils import _clock
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, OptionError
from ansible_collections.camunda.platform.plugins.module_utils._files.private_directory import (
    LockBusy,
    PrivateDirectory,
)

# A rejected credential is answered slowly when it is repeated, and counts against the rate limit all the same.
REJECTION_SECONDS = 30.0
_LONGEST_MARGIN = 30.0
# The year 5138: what is beyond is no time.
_LAST_TIME = 1e11
# Seconds to wait for another process that requests a token, and for one that creates something.
_LONGEST_WAIT = 120.0
_LONGEST_WAIT_TO_CREATE = 600.0
_NO_TOKEN = re.compile(r"[^\x21-\x7e]")


@dataclass(frozen=True)
class Token:
    """A bearer token; times in seconds since the epoch. ``expires_at`` is None if the server names no lifetime."""

    access_token: str
    token_type: str = "Bearer"
    issued_at: float = 0.0
    expires_at: float | None = None
    scope: str | None = None

    def __post_init__(self) -> None:
        """Raise TypeError for what a damaged file may hold."""
        _refuse_unless(isinstance(self.access_token, str), _is_time(self.issued_at), _is_time(self.expires_at or 0))

    def usable(self, now: float) -> bool:
        """Return whether the token will last for another request: 30 s, or a tenth of a short lifetime."""
        if self.expires_at is None:
            return False
        margin = min(_LONGEST_MARGIN, (self.expires_at - self.issued_at) / 10)
        # A clock that was set back would make a token last too long.
        return self.issued_at <= now + _LONGEST_MARGIN and now < self.expires_at - margin


@dataclass(frozen=True)
class Rejection:
    """A client's rejection by the token endpoint, remembered so that the next tasks and forks do not repeat it."""

    rejected_at: float
    message: str
    status: int = 401

    def __post_init__(self) -> None:
        """Raise TypeError for what a damaged file may hold."""
        _refuse_unless(_is_time(self.rejected_at), isinstance(self.message, str), _is_time(self.status))

    def counts(self, now: float) -> bool:
        """Return whether the rejection is younger than 30 s."""
        return 0 <= now - self.rejected_at < REJECTION_SECONDS


def _is_time(value: t.Any) -> bool:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number and math.isfinite(value) and 0 <= value <= _LAST_TIME


def _entry_of(text: bytes) -> Token | Rejection | None:
    """Return the entry that a file holds, None if it is damaged."""
    try:
        data = json.loads(text)
        if "rejected_at" in data:
            return Rejection(**data)
        token = Token(**data)
        texts = isinstance(token.token_type, str) and isinstance(token.scope, (str, type(None)))
        return token if texts and token.access_token and not _NO_TOKEN.search(token.access_token) else None
    except (ValueError, TypeError, RecursionError, OverflowError):
        return None


def _refuse_unless(*valid: bool) -> None:
    if not all(valid):
        raise TypeError("not an entry of the token cache")


def cache_key(*parts: str | None) -> str:
    """Hash what identifies a credential into a file name that reveals nothing."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def default_directory() -> tuple[Path, bool]:
    """Return the cache directory of this user, and whether it is below a home directory."""
    cache = os.environ.get("XDG_CACHE_HOME") or ""
    home = _home()
    # A relative path would be a different one for each playbook (XDG Base Directory Specification: ignore it).
    if os.path.isabs(cache):
        return Path(cache, "camunda.platform", "tokens"), True
    if home:
        return Path(home, ".cache", "camunda.platform", "tokens"), True
    return Path(tempfile.gettempdir(), f"camunda.platform-{os.geteuid()}", "tokens"), False


def _named(directory: str) -> Path:
    # A directory of the user's own may serve others too, so it keeps its mode: the tokens get one below it.
    return Path(directory).expanduser().absolute() / "camunda-platform-tokens"


def _place_of_locks(directory: str | None) -> Path:
    if directory and "\0" not in directory:
        with suppress(RuntimeError, ValueError):
            return _named(directory)
    return default_directory()[0]


def _make(directory: PrivateDirectory) -> None:
    """Make a directory of this module; the default one of a user without a home has a private parent as well."""
    if (directory.path, False) == default_directory():
        # A user who can write to the parent directory could replace this one.
        PrivateDirectory(directory.path.parent).make()
    directory.make()


def _home() -> str | None:
    """Return the home directory, None for a user without one, as in a container that runs with any number."""
    home = os.environ.get("HOME") or ""
    if not os.path.isabs(home):
        try:
            home = pwd.getpwuid(os.geteuid()).pw_dir
        except KeyError:
            return None
    return home if os.path.isabs(home) else None


def _silent(message: str) -> None:
    """Drop a message."""


class TokenCache:
    """A directory of tokens, or memory alone if ``directory`` is None; the same interface for both.

    What goes wrong with the directory later costs the sharing of tokens, and a warning, but no task.
    """

    def __init__(self, directory: Path | None, locks: Path | None = None) -> None:
        self._directory = PrivateDirectory(directory) if directory else None
        # Where locks on creations lie. Without tokens, the directory is made when something is created.
        self._locks = self._directory or (PrivateDirectory(locks) if locks else None)
        self._is_made = directory is not None
        self._memory: dict[str, Token | Rejection] = {}
        self._warn: Callable[[str], None] = _silent
        self._progress: Callable[[str], None] = _silent

    @classmethod
    def open(cls, directory: str | None, disabled: bool) -> tuple[TokenCache, str | None]:
        """Open the cache; return it with a warning if it has to be in memory. Raises OptionError for a named place."""
        if disabled:
            return cls(None, _place_of_locks(directory)), None
        if directory:
            return cls._open_named(directory), None
        place, at_home = default_directory()
        try:
            _make(PrivateDirectory(place))
        except OSError as exc:
            reason = f"The token cache {str(place)!r} cannot be used: {exc.strerror or exc}"
            return cls(None), f"{reason}. Every process requests its own token."
        if at_home:
            return cls(place), None
        return cls(place), f"The user {os.geteuid()} has no home directory, so tokens are kept in {str(place)!r}."

    @classmethod
    def _open_named(cls, directory: str) -> TokenCache:
        place = Path(directory)
        try:
            place = _named(directory)
            PrivateDirectory(place).make()
        except (OSError, RuntimeError, ValueError) as exc:
            reason = (exc.strerror if isinstance(exc, OSError) else None) or exc
            raise OptionError(
                f"Option 'token_cache_dir': the token cache {str(place)!r} cannot be used: {reason}."
            ) from exc
        return cls(place)

    def report_to(self, warn: Callable[[str], None], progress: Callable[[str], None]) -> None:
        """Report warnings and progress with these functions from now on."""
        self._warn, self._progress = warn, progress

    def read(self, key: str) -> Token | Rejection | None:
        """Return the entry of a key, None if there is none or its file is damaged."""
        text = self._directory.read(f"{key}.json") if self._directory else None
        return self._memory.get(key) if text is None else _entry_of(text)

    def write(self, key: str, entry: Token | Rejection) -> None:
        """Store an entry at once and whole, readable by the owner only."""
        self._memory.pop(key, None)
        try:
            if self._directory is not None:
                self._directory.write(f"{key}.json", json.dumps(asdict(entry)).encode())
                return
        except OSError as exc:
            self._warn(f"{self._unusable(exc)} The token is kept for this task only.")
            # What is there is older, and would be found first.
            self.evict(key)
        self._memory[key] = entry

    def evict(self, key: str) -> bool:
        """Remove the entry of a key; return whether there was one."""
        known = self._memory.pop(key, None) is not None
        return (self._directory is not None and self._directory.remove(f"{key}.json")) or known

    @contextmanager
    def lock(self, name: str) -> Iterator[None]:
        """Hold an inter-process lock, or warn and do without it if another process does not release it."""
        with ExitStack() as stack:
            try:
                self._enter(stack, self._locks if self._is_made else None, name, _LONGEST_WAIT)
            except (OSError, LockBusy) as exc:
                message = exc.message if isinstance(exc, LockBusy) else self._unusable(exc)
                self._warn(f"{message} This task requests its own token.")
            yield

    @contextmanager
    def creation_lock(self, name: str) -> Iterator[None]:
        """Hold an inter-process lock on creating something; raise CamundaError if that is not possible."""
        with ExitStack() as stack:
            try:
                self._enter(stack, self._locks_made(), name, _LONGEST_WAIT_TO_CREATE)
            except OSError as exc:
                raise CamundaError(self._unusable(exc)) from exc
            yield

    def _enter(self, stack: ExitStack, directory: PrivateDirectory | None, name: str, longest: float) -> None:
        if directory is not None:
            stack.enter_context(directory.lock(f"{name}.lock", longest, self._progress))

    def _locks_made(self) -> PrivateDirectory | None:
        """Return the directory of locks on creations, made if need be; None, with a warning, if it cannot be made."""
        if not self._is_made and self._locks is not None:
            try:
                _make(self._locks)
                self._is_made = True
            except OSError as exc:
                self._warn(
                    f"The directory {str(self._locks.path)!r} for locks cannot be used: {exc.strerror or exc}. Creating"
                    " the same resource from several processes at a time is not prevented."
                )
                self._locks = None
        return self._locks

    @contextmanager
    def pace(self, name: str, seconds: float) -> Iterator[None]:
        """Start the body at least ``seconds`` after the last one of this name ended, over all processes."""
        with self.lock(name):
            try:
                pause = seconds - (time.time() - float(self.note(name)))
            except ValueError:
                pause = 0.0  # The first time, or the file is damaged.
            # A clock that was set back must not cause a long pause.
            _clock.sleep(min(max(pause, 0.0), seconds))
            try:
                yield
            finally:
                self.set_note(name, f"{time.time():.3f}")

    def note(self, name: str) -> str:
        """Return the text that was last noted under a name, the empty text if there is none."""
        text = self._locks.read(f"{name}.note") if self._locks else None
        return (text or b"").decode(errors="replace")

    def set_note(self, name: str, text: str) -> None:
        """Note a text for the next process."""
        if self._is_made and self._locks is not None:
            try:
                self._locks.write(f"{name}.note", text.encode())
            except OSError as exc:
                self._warn(f"{self._unusable(exc)} Other processes cannot use its result.")

    def _unusable(self, exc: OSError) -> str:
        """Return what the system refuses (a full disk, a directory that went, no locks) as a sentence."""
        place = self._locks.path if self._locks else None
        return f"The token cache {str(place)!r} cannot be used: {exc.strerror or exc}."


def as_result(token: Token) -> dict[str, t.Any]:
    """Return a token as the fields of a module's result."""
    return {
        "access_token": token.access_token,
        "token_type": token.token_type,
        "expires_at": None if token.expires_at is None else int(token.expires_at),
        "expires_at_iso": None
        if token.expires_at is None
        else time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(token.expires_at)),
        "scope": token.scope,
    }
