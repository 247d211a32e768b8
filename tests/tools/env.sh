#!/usr/bin/env bash
# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Sourced by the scripts beside it. Sets
#   ROOT        the checkout
#   CACHE       its .cache: virtual environments, the copy that everything runs from, the tools' caches
#   TREE        the collection's copy, $CACHE/tree/ansible_collections/camunda/platform
#   BASE_PYTHON the interpreter to build with, MINOR its version (3.13)
#   VENV        the virtual environment of that interpreter and of $CORE (newest, or a version such as 2.16)
# for them, and clears what a caller's shell may hold: nothing here may ever talk to the caller's own Camunda organization.

# shellcheck disable=SC2034  # they are used where this is sourced

OLDEST_MINOR=10
NEWEST_MINOR=14

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# A usable place for the cache. Neither Ansible (interpreter paths) nor ansible-test can cope with a space or the like
# in a path, so .cache is then a link to a directory elsewhere.
cache_directory() {
    local link="$ROOT/.cache" target
    if [[ $ROOT != *[!A-Za-z0-9_./@+-]* ]]; then
        target=$link
        [[ ! -L $link ]] || rm "$link"
    else
        target="${XDG_CACHE_HOME:-$HOME/.cache}/camunda-platform/$(printf '%s' "$ROOT" | cksum | tr ' ' -)"
        [[ $target != *[!A-Za-z0-9_./@+-]* ]] || fail "neither $ROOT nor $target is a path that ansible-test can use"
        if [[ ! -L $link || $(readlink "$link") != "$target" ]]; then
            rm -rf "$link"
            ln -s "$target" "$link"
        fi
    fi
    mkdir -p "$target/home"
    printf '%s\n' "$target"
}

# Whether $1 is a Python that starts and is new enough.
is_usable() {
    "$1" -c "import sys; sys.exit(sys.version_info < (3, $OLDEST_MINOR))" >/dev/null 2>&1
}

# Prints a working Python 3.$1, from PATH or one that pyenv or uv installed; fails if there is none.
find_minor() {
    local candidate
    for candidate in "$(type -P "python3.$1" || true)" \
        "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3."$1"[.-]*/bin/python3."$1" \
        "${XDG_DATA_HOME:-$HOME/.local/share}"/uv/python/cpython-3."$1".*/bin/python3."$1"; do
        if [[ -x $candidate ]] && is_usable "$candidate"; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    return 1
}

# Prints the Python to use: $PYTHON if it can be used. The default one may be too old: then the newest that is there.
find_python() {
    local wanted=${PYTHON:-python3} minor
    if is_usable "$wanted"; then
        printf '%s\n' "$wanted"
        return
    fi
    [[ $wanted == python3 ]] || fail "$wanted is not a Python 3.$OLDEST_MINOR or newer that works"
    for ((minor = NEWEST_MINOR; minor >= OLDEST_MINOR; minor--)); do
        ! find_minor "$minor" || return 0
    done
    fail "no Python 3.$OLDEST_MINOR or newer found; name one: make PYTHON=/path/to/python3 ..."
}

# Git's own variables (set while a hook runs) would make every git command below work on the outer repository.
unset "${!GIT_@}" "${!ANSIBLE_@}" "${!CAMUNDA_@}" "${!ZEEBE_@}" PYTHONPATH PYTHONHOME VIRTUAL_ENV
# Without compiled files, each of thousands of processes would compile Ansible again: more than half of the time.
unset PYTHONDONTWRITEBYTECODE

TOOLS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
ROOT=$(cd "$TOOLS/../.." && pwd -P)
CACHE=$(cache_directory)
TREE=$CACHE/tree/ansible_collections/camunda/platform
PYTHON=$(find_python)
# The interpreter itself instead of a version manager's stand-in, which may pick another one from another directory.
read -r MINOR BASE_PYTHON < <("$PYTHON" -c 'import sys; print("%d.%d" % sys.version_info[:2], sys.executable)')
CORE=${CORE:-newest}
VENV=$CACHE/venv-$MINOR-$CORE
# The copy stays as it is in git, and an environment as it was installed.
export PYTHONPYCACHEPREFIX=$CACHE/pycache
