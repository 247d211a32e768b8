# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes the virtual environment that the Makefile's targets run in, in one pip call, and only if something changed."""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import shutil
import subprocess
import sys
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
# Each level contains those before it.
LEVELS = ("demo", "test", "gate")


def main(arguments: list[str]) -> None:
    """Set up the environment. The arguments: directory, ansible-core version ("newest" or such as 2.16), level."""
    directory, core, level = Path(arguments[0]), arguments[1], arguments[2]
    directory.parent.mkdir(parents=True, exist_ok=True)
    with (directory.parent / f"{directory.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if stamp(directory, level).exists() and stamp(directory, level).read_text() == digest(directory, core, level):
            return
        started = time.monotonic()
        print(f"Setting up {directory.name} for {level} ...", flush=True)
        create(directory)
        install(directory, core, level)
        for contained in LEVELS[: LEVELS.index(level) + 1]:
            stamp(directory, contained).write_text(digest(directory, core, contained))
        print(f"Setting up {directory.name} took {time.monotonic() - started:.0f} s", flush=True)


def stamp(directory: Path, level: str) -> Path:
    """Return the file that says for what requirements a level was installed."""
    return directory / f".stamp-{level}"


def digest(directory: Path, core: str, level: str) -> str:
    """Return a hash of all that decides what is in the environment, its path too: programs do not survive a move."""
    parts = [str(directory), sys.version, sys.executable, *install_arguments(core, level)]
    parts += [path.read_text() for path in requirement_files(TESTS / f"requirements-{level}.txt")]
    parts.append((TESTS / "requirements-core.txt").read_text())
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def requirement_files(path: Path) -> list[Path]:
    """Return a requirements file and those that it includes by -r lines."""
    found = [path]
    for line in path.read_text().splitlines():
        if line.startswith("-r "):
            found += requirement_files((path.parent / line[3:].strip()).resolve())
    return found


def install_arguments(core: str, level: str) -> list[str]:
    """Return pip's arguments that name what to install."""
    ansible = ["-r", str(TESTS / "requirements-core.txt")] if core == "newest" else [f"ansible-core~={core}.0"]
    return [*ansible, "-r", str(TESTS / f"requirements-{level}.txt")]


def create(directory: Path) -> None:
    """Create the environment unless one that works is there."""
    python = directory / "bin" / "python"
    script = "import sys, pip; print(sys.prefix, sys.version)"
    if python.exists():
        answer = subprocess.run([python, "-c", script], capture_output=True, text=True, check=False)
        if answer.returncode == 0 and answer.stdout.strip() == f"{directory} {sys.version}".strip():
            return
    if any(importlib.util.find_spec(name) is None for name in ("venv", "ensurepip")):
        version = ".".join(map(str, sys.version_info[:2]))
        sys.exit(
            f"error: {sys.executable} lacks Python's own modules venv and ensurepip.\n"
            f"Debian, Ubuntu: apt-get install python{version}-venv; or name another Python: make PYTHON=python3.x ..."
        )
    shutil.rmtree(directory, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", directory], check=True)
    subprocess.run([python, TESTS / "tools" / "get_pip.py"], check=True)


def install(directory: Path, core: str, level: str) -> None:
    """Install a level's requirements; pip's own words are the message if that fails."""
    # Without compiling what is never imported: a quarter of the time.
    options = ["--quiet", "--disable-pip-version-check", "--no-compile"]
    pip = [str(directory / "bin" / "python"), "-m", "pip", "install", *options]
    done = subprocess.run([*pip, *install_arguments(core, level)], check=False)
    if done.returncode:
        sys.exit(f"error: the packages for {level} could not be installed into {directory}")


if __name__ == "__main__":
    main(sys.argv[1:])
