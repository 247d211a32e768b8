# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Variable files for people, pure: YAML with comments, in which every text reads back as it is, templates included."""

from __future__ import annotations

import json
import re
import textwrap
import typing as t
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError
from ansible_collections.camunda.platform.plugins.module_utils._text import can_be_encoded, printable, shortened

_WIDTH = 116
# Starts with a letter, so it is no number and no indicator; no hash, quote or bracket, and no colon before a space or
# the end, that YAML could read. Beside that UUIDs and networks, which are no numbers either.
_WORD = r"(?:[A-Za-z0-9_./()+@=,-]|:(?=[A-Za-z0-9/*:]))"
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_NETWORK = r"[0-9]+(?:\.[0-9]+){3}/[0-9]+"
_PLAIN = re.compile(rf"[A-Za-z]{_WORD}*(?: {_WORD}+)*|{_UUID}|{_NETWORK}")
_PLAIN_IN_FLOW = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*")
# Words that YAML 1.1 reads as something else than a text.
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
UNSAFE = "!unsafe "
_TEMPLATE = re.compile(r"\{[{%#]|#jinja2:")
# No template, not even with delimiters of its own ("#jinja2:"): for that it would need other characters. All that YAML
# could read as a number, a date, a truth value or nothing is among these texts. That matters because ansible-core 2.19
# and later read !unsafe "007" as 7 and !unsafe "" as nothing.
_NO_TEMPLATE = re.compile(r"[A-Za-z0-9_ \t\n+.:~=<>!&*/@,()$?;|-]*")
# YAML wants a question mark before keys that are longer.
_LONGEST_KEY = 512
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


@dataclass(frozen=True)
class Noted:
    """A value with comments that stand above it."""

    value: t.Any
    comments: Sequence[str] = ()


def document(content: Mapping[str, t.Any], header: Iterable[str]) -> str:
    """Return a file: comments, then a mapping of texts, numbers, truth values, lists and mappings."""
    return "\n".join([*comments(header, 0), "---", *_block(content, 0), ""])


def comments(lines: Iterable[str], depth: int) -> list[str]:
    """Return comment lines; nothing within a text can end the comment."""
    margin = " " * depth + "# "
    return [
        wrapped
        for line in lines
        for wrapped in textwrap.wrap(
            printable(line),
            _WIDTH,
            initial_indent=margin,
            subsequent_indent=margin,
            break_long_words=False,
            break_on_hyphens=False,
        )
        or [margin.rstrip()]
    ]


def scalar(value: t.Any, plain: re.Pattern[str] = _PLAIN) -> str:
    """Return a value as YAML; ``!unsafe`` keeps Ansible from reading a template in it.

    Raises CamundaError for a text that no YAML file can hold.
    """
    if not isinstance(value, str):
        return json.dumps(value)
    if plain.fullmatch(value) and value.lower() not in _WORDS:
        return value
    if not can_be_encoded(value):
        raise CamundaError(
            f"The text {shortened(printable(value))!r} has half of a surrogate pair, which no YAML file can hold."
            " Change the text in Camunda.",
            code="text_not_encodable",
        )
    quoted = "".join(_SHORT.get(char) or printable(char) for char in value)
    return f'{unsafe_tag(value)}"{quoted}"'


def unsafe_tag(text: str) -> str:
    """Return what goes before a quoted text so that Ansible never reads a template in it."""
    return "" if _NO_TEMPLATE.fullmatch(text) else UNSAFE


def is_template(text: str) -> bool:
    """Return whether Ansible could take a text for a template: with the usual delimiters, or with those of a header."""
    return bool(_TEMPLATE.search(text))


def _block(value: t.Any, depth: int) -> list[str]:
    """Return the lines of a mapping or list that is not empty."""
    lines: list[str] = []
    if isinstance(value, Mapping):
        for key, entry in value.items():
            name = scalar(key)
            lead = f"{name}:" if len(name) <= _LONGEST_KEY else f"? {name}\n{' ' * depth}:"
            lines += _entry(lead, entry, depth, 2)
        return lines
    for entry in value:
        lines += _entry("-", entry, depth, 2)
    return lines


def _entry(lead: str, entry: t.Any, depth: int, step: int) -> list[str]:
    """Return an entry of a mapping (the lead is its key) or of a list (the lead is a dash)."""
    margin = " " * depth
    if isinstance(entry, Noted):
        return comments(entry.comments, depth) + _entry(lead, entry.value, depth, step)
    inline = _inline(entry)
    if inline is not None:
        return [f"{margin}{lead} {inline}"]
    inside = _block(entry, depth + step)
    if lead != "-":
        return [f"{margin}{lead}", *inside]
    # The first key of a mapping stands beside the dash.
    first = next(index for index, line in enumerate(inside) if not line.lstrip().startswith("#"))
    return [*inside[:first], f"{margin}- {inside[first].lstrip()}", *inside[first + 1 :]]


def _inline(value: t.Any) -> str | None:
    """Return what fits on the line of its key: a scalar, nothing, or a short list of words."""
    if not isinstance(value, (Mapping, list, tuple)):
        return scalar(value)
    if not value:
        return "{}" if isinstance(value, Mapping) else "[]"
    if isinstance(value, Mapping) or not all(isinstance(entry, str) for entry in value):
        return None
    items = [scalar(entry, _PLAIN_IN_FLOW) for entry in value]
    line = f"[{', '.join(items)}]"
    return line if len(line) < _WIDTH // 2 and not any(word.endswith('"') for word in items) else None
