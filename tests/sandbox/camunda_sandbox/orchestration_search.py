# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bodies of a cluster's own API, and its searches: filter, order, pages. Unknown members are refused."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from .access_rules import Refused

Json = dict[str, Any]
Id = Annotated[str, Field(pattern=r"^[a-zA-Z0-9_~@.+-]+$", min_length=1, max_length=256)]
TenantId = Annotated[str, Field(pattern=r"^(<default>|[\w.-]{1,31})$")]
DEFAULT_LIMIT = 100
MAX_LIMIT = 10000


class Body(BaseModel):
    """A body in camel case, without members that are not declared."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel, populate_by_name=True)


class Page(Body):
    """Which part of what is found is wanted."""

    # An alias of its own, because "from" is a word of Python.
    start: int | None = Field(default=None, alias="from", ge=0)
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)
    after: str | None = None
    before: str | None = None


class SortField(Body):
    """A field to sort by."""

    field: str
    order: str = "ASC"


class Search(Body):
    """The body of every search."""

    filter: Json = Field(default_factory=dict)
    sort: list[SortField] = Field(default_factory=list)
    page: Page = Field(default_factory=Page)


def found(search: Search | None, items: Sequence[Json], filters: Sequence[str]) -> Json:
    """Return the answer of a search; raises Refused for a filter that there is not."""
    search = search or Search()
    unknown = [name for name in search.filter if name not in filters]
    if unknown:
        raise Refused(400, "INVALID_ARGUMENT", f"Unknown filters: {', '.join(unknown)}.")
    kept = [item for item in items if all(_fits(item, name, want) for name, want in search.filter.items())]
    for sort in reversed(search.sort):
        kept.sort(key=lambda item, field=sort.field: str(item.get(field)), reverse=sort.order == "DESC")  # type: ignore[misc]
    start = _start(search.page)
    part = kept[start : start + search.page.limit]
    return {
        "items": part,
        "page": {
            "totalItems": min(len(kept), MAX_LIMIT),
            "startCursor": _cursor(start) if part else None,
            "endCursor": _cursor(start + len(part)) if part else None,
            "hasMoreTotalItems": len(kept) > MAX_LIMIT,
        },
    }


def _fits(item: Json, name: str, wanted: Any) -> bool:
    """Tell whether an item is wanted; an empty list is no condition, as official clients send unset ones so."""
    if name in ("resourceIds", "resourcePropertyNames"):
        return not wanted or item.get({"resourceIds": "resourceId"}.get(name, "resourcePropertyName")) in wanted
    value = item.get(name)
    if not isinstance(wanted, dict):
        return bool(value == wanted)
    none_of, one_of = wanted.get("$notIn") or (), wanted.get("$in")
    return ("$eq" not in wanted or value == wanted["$eq"]) and value not in none_of and (not one_of or value in one_of)


def _cursor(position: int) -> str:
    return base64.b64encode(str(position).encode()).decode()


def _start(page: Page) -> int:
    if page.after is None:
        return page.start or 0
    try:
        return int(base64.b64decode(page.after, validate=True))
    except (binascii.Error, ValueError):
        # As the real one does with an empty cursor.
        raise Refused(500, "Internal Server Error", "The cursor cannot be read.") from None
