# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""HTML in which nothing is markup unless it was made here, pure."""

from __future__ import annotations

import html
import typing as t

from ansible_collections.camunda.platform.plugins.module_utils._text import printable

_VOID = frozenset({"meta", "br"})


class Html(str):
    """Text that is markup already."""


def tag(element: str, /, *children: t.Any, **attributes: t.Any) -> Html:
    """Return an element; children and attributes that are not Html are escaped, None is left out.

    A trailing underscore of an attribute's name is dropped (``class_``), the others become dashes.
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escaped(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if element in _VOID:
        return Html(f"<{element}{given}>")
    return Html(f"<{element}{given}>{join(*children)}</{element}>")


def join(*children: t.Any) -> Html:
    """Return children one after the other; lists are flattened, None is left out."""
    return Html("".join(_rendered(child) for child in children))


def escaped(value: t.Any) -> Html:
    """Return a value as text: no markup, and no character that does not show or turns the direction of writing."""
    return value if isinstance(value, Html) else Html(html.escape(printable(str(value)), quote=True))


def _rendered(child: t.Any) -> str:
    if child is None:
        return ""
    if isinstance(child, (list, tuple)):
        return join(*child)
    return escaped(child)
