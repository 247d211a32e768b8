# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The token cache: one file a credential, readable by its owner only, one writer at a time."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import tempfile
import time
import typing as t
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, OptionError

# A rejected credential is answered slowly when it is repeated, and counts against the rate limit all the same.
REJECTION_SECONDS = 30.0
_LONGEST_MARGIN = 30.0


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
        """Tell whether the token will last for another request: 30 s, or a tenth of a short lifetime."""
        if self.expires_at is None:
            return False
        margin = min(_LONGEST_MARGIN, (self.expires_at - self.issued_at) / 10)
        # A clock that was set back would make a token last too long.
        return self.issued_at <= now + _LONGEST_MARGIN and now < self.expires_at - margin


@dataclass(frozen=True)
class Rejection:
    """A client's rejection by the token endpoint, remembered so that the next tasks and forks do not repeat it."""

    rejected_at: float
    words: str
    status: int = 401

    def __post_init__(self) -> None:
        """Raise TypeError for what a damaged file may hold."""
        _refuse_unless(_is_time(self.rejected_at), isinstance(self.words, str), _is_time(self.status))

    def counts(self, now: float) -> bool:
        """Tell whether the rejection is younger than 30 s."""
        return 0 <= now - self.rejected_at < REJECTION_SECONDS


def _is_time(value: t.Any) -> bool:
    return isinstance(value, (int, float))


def _refuse_unless(*valid: bool) -> None:
    if not all(valid):
        raise TypeError("not an entry of the token cache")


def cache_key(*parts: str | None) -> str:
    """Hash what identifies a credential into a file name that tells nothing."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def default_directory() -> Path:
    """Return the cache directory of this user."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base, "camunda.platform", "tokens")


class TokenCache:
    """A directory of tokens, or memory alone if ``directory`` is None; the same interface for both."""

    def __init__(self, directory: Path | None) -> None:
        self._directory = directory
        self._memory: dict[str, Token | Rejection] = {}

    @classmethod
    def open(cls, directory: str | None, disabled: bool) -> tuple[TokenCache, str | None]:
        """Open the cache; return it with a warning if it has to be in memory. Raises OptionError for a named place."""
        if disabled:
            return cls(None), None
        # A directory of the user's own may serve others too, so it keeps its mode: the tokens get one below it.
        place = Path(directory).expanduser() / "camunda-platform-tokens" if directory else default_directory()
        try:
            _make_private(place)
        except OSError as exc:
            reason = f"the token cache {str(place)!r} cannot be used: {exc.strerror or exc}"
            if directory:
                raise OptionError(f"Option 'token_cache_dir': {reason}.") from exc
            return cls(None), f"{reason[0].upper()}{reason[1:]}. Every process now requests a token of its own."
        return cls(place), None

    def read(self, key: str) -> Token | Rejection | None:
        """Return what is known under a key; a file that cannot be read or understood counts as nothing."""
        if self._directory is None:
            return self._memory.get(key)
        try:
            data = json.loads(self._file(key).read_text(encoding="utf-8"))
            return Rejection(**data) if "rejected_at" in data else Token(**data)
        except (OSError, ValueError, TypeError):
            return None

    def write(self, key: str, entry: Token | Rejection) -> None:
        """Store an entry at once and whole, readable by the owner only."""
        if self._directory is None:
            self._memory[key] = entry
            return
        # mkstemp makes the file 0600, and the rename never shows half of it.
        with self._told():
            handle, name = tempfile.mkstemp(dir=self._directory, prefix=".new-")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(entry), file)
            os.replace(name, self._file(key))

    def evict(self, key: str) -> bool:
        """Forget a key; tell whether there was anything."""
        if self._directory is None:
            return self._memory.pop(key, None) is not None
        try:
            self._file(key).unlink()
        except FileNotFoundError:
            return False
        return True

    @contextmanager
    def lock(self, name: str) -> Iterator[None]:
        """Hold an inter-process lock, released by the system even if the holder is killed."""
        if self._directory is None:
            yield
            return
        with self._told():
            handle = os.open(self._directory / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            with self._told():
                fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    @contextmanager
    def pace(self, name: str, seconds: float) -> Iterator[None]:
        """Start the body at least ``seconds`` after the last one of this name ended, over all processes."""
        with self.lock(name):
            try:
                pause = seconds - (time.time() - float(self.note(name)))
            except ValueError:
                pause = 0.0  # The first time, or the file is damaged.
            # A clock that was set back must not make anybody wait for long.
            time.sleep(min(max(pause, 0.0), seconds))
            try:
                yield
            finally:
                self.set_note(name, f"{time.time():.3f}")

    def note(self, name: str) -> str:
        """Return the text that was last noted at a lock, the empty text if there is none."""
        if self._directory is None:
            return ""
        try:
            return (self._directory / f"{name}.lock").read_text(encoding="utf-8")
        except OSError:
            return ""

    def set_note(self, name: str, text: str) -> None:
        """Note a text at a lock that this process holds."""
        if self._directory is not None:
            with self._told():
                (self._directory / f"{name}.lock").write_text(text, encoding="utf-8")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the system refuses (a full disk, a directory that went, no locks) into an error for the user."""
        try:
            yield
        except OSError as exc:
            reason = exc.strerror or exc
            raise CamundaError(f"The token cache {str(self._directory)!r} cannot be used: {reason}.") from exc

    def _file(self, key: str) -> Path:
        return t.cast(Path, self._directory) / f"{key}.json"


def _make_private(place: Path) -> None:
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    info = place.stat()
    if info.st_uid != os.geteuid():
        raise PermissionError(1, "it belongs to another user")
    if info.st_mode & 0o077:
        place.chmod(0o700)
    # Read-only file systems and full quotas show here rather than after a token was spent.
    handle, name = tempfile.mkstemp(dir=place, prefix=".probe-")
    os.close(handle)
    with suppress(OSError):
        os.unlink(name)


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
