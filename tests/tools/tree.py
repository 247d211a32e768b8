# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Copies the files of the checkout that git knows to the place where Ansible looks for a collection.

ansible-test demands a path that ends in ansible_collections/camunda/platform, and refuses links. It and other tools ask
git which files are the project's, and the outer repository ignores the copy: so the copy is a repository of its own,
with the same files in its index and no commit.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

# Kept in the copy although the checkout does not have them: git's own, and what tools write there.
KEPT = {".git", ".ansible", "__pycache__", "tests/output"}


def main(checkout: Path, copy: Path) -> None:
    """Make the copy equal to the checkout; files that did not change are not touched."""
    copy.mkdir(parents=True, exist_ok=True)
    with (copy.parents[2] / "tree.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = known_files(checkout)
        for name in wanted:
            update(checkout / name, copy / name)
        gone = remove_others(copy, wanted)
        if shutil.which("git"):
            make_index(copy, wanted | gone)


def make_index(copy: Path, names: set[str]) -> None:
    """Make the copy a repository and tell it of files that are there or gone, whatever some .gitignore says."""
    if not (copy / ".git").exists():
        subprocess.run(["git", "init", "--quiet", copy], check=True)
    command = ["git", "update-index", "--add", "--remove", "-z", "--stdin"]
    subprocess.run(command, cwd=copy, input=os.fsencode("\0".join(sorted(names))), check=True)


def known_files(checkout: Path) -> set[str]:
    """Return the relative paths of tracked and of new, not ignored files; without git, of all but .cache."""
    if (checkout / ".git").exists() and shutil.which("git"):
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        output = subprocess.run(command, cwd=checkout, check=True, stdout=subprocess.PIPE).stdout
        names = set(filter(None, os.fsdecode(output).split("\0")))
    else:
        names = set(walk(checkout))
    # Files deleted but not yet committed are still known to git.
    return {name for name in names if os.path.lexists(checkout / name)}


def walk(top: Path) -> list[str]:
    """Return the relative paths of all files below a directory, except in .cache and what is kept in the copy."""
    found = []
    for directory, subdirectories, files in os.walk(top):
        here = os.path.relpath(directory, top)
        skipped = {name for name in subdirectories if {name, os.path.join(here, name)} & (KEPT | {".cache"})}
        # Links to directories count as files.
        links = {name for name in subdirectories if os.path.islink(os.path.join(directory, name))}
        subdirectories[:] = [name for name in subdirectories if name not in skipped | links]
        found += [os.path.normpath(os.path.join(here, name)) for name in [*files, *links - skipped]]
    return [name for name in found if name != ".cache"]


def update(source: Path, target: Path) -> None:
    """Copy a file, mode and time included, if one of them or the size differs. In one step, as tests may be running."""
    there = os.lstat(source)
    if os.path.lexists(target):
        here = os.lstat(target)
        if (there.st_mode, there.st_size, there.st_mtime_ns) == (here.st_mode, here.st_size, here.st_mtime_ns):
            return
        if stat.S_ISDIR(here.st_mode):
            shutil.rmtree(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.new")
    shutil.copy2(source, temporary, follow_symlinks=False)
    os.replace(temporary, target)


def remove_others(copy: Path, wanted: set[str]) -> set[str]:
    """Remove copies of files that the checkout no longer has, and return their names; emptied directories go too."""
    gone = set(walk(copy)) - wanted
    for name in gone:
        path = copy / name
        path.unlink()
        for parent in path.parents:
            if parent == copy or set(os.listdir(parent)) - {"__pycache__"}:
                break
            shutil.rmtree(parent)
    return gone


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
