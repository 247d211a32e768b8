# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Destinations of credentials with names in their paths, pure: a name never leads outside its folder."""

from __future__ import annotations

import json
import os
import re
import typing as t
from collections.abc import Mapping

from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError

_PLACEHOLDER = re.compile(r"\{(name|cluster)\}")
# What file systems allow for one part of a path.
_LONGEST_PART = 255


def place_of(to: t.Any, cluster: str, name: str) -> t.Any:
    """Return a place with C({name}) and C({cluster}) filled in; raise OptionError for a name that is unfit for it."""
    return _filled(to, {"name": str(name), "cluster": str(cluster)})


def place_key(to: Mapping[str, t.Any]) -> str:
    """Return a text that two places have in common if they are the same place."""
    if to.get("backend") == "file":
        # Whatever the format or the mode, it is one file.
        return "file:" + os.path.realpath(os.path.expanduser(str(to.get("dest"))))
    return json.dumps(to, sort_keys=True, default=str)


def unfit_for_path(name: str) -> str | None:
    """Return why a name cannot be a part of a path, None if it can."""
    if not name.strip():
        return "it is empty"
    if not name.isprintable():
        return "it contains an invisible character"
    if "/" in name or "\\" in name:
        return "it contains a slash or a backslash"
    if name.strip() in (".", "..") or ".." in name:
        return "it contains '..', or is '.'"
    if name.startswith("~"):
        return "it begins with '~'"
    if len(name.encode(errors="replace")) > _LONGEST_PART:
        return f"it is longer than {_LONGEST_PART} bytes"
    return None


def _filled(value: t.Any, names: Mapping[str, str]) -> t.Any:
    if isinstance(value, Mapping):
        return {key: _filled(part, names) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_filled(part, names) for part in value]
    if not isinstance(value, str) or not _PLACEHOLDER.search(value):
        return value
    for placeholder in dict.fromkeys(_PLACEHOLDER.findall(value)):
        reason = unfit_for_path(names[placeholder])
        if reason is not None:
            raise _refusal(value, placeholder, reason, names)
    # In one go: what looks like a placeholder within a name is none.
    filled = _PLACEHOLDER.sub(lambda match: names[match[1]], value)
    if any(len(part.encode(errors="replace")) > _LONGEST_PART for part in filled.split("/")):
        raise _refusal(value, "name", f"with it, a part of the path is longer than {_LONGEST_PART} bytes", names)
    return filled


def _refusal(pattern: str, placeholder: str, reason: str, names: Mapping[str, str]) -> OptionError:
    who = f"client {names['name']!r} of cluster {names['cluster']!r}"
    return OptionError(
        f"The place {pattern!r} cannot be used for {who}: the {placeholder} cannot be part of the path, because"
        f" {reason}."
        f" Nothing was done. Rename it, or give a place without {{{placeholder}}}.",
        code="unfit_for_path",
    )
