# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Messages that fit into one paragraph: long values and lists are cut, the beginning and the next step are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ansible_collections.camunda.platform.plugins.module_utils._text import printable

# The most characters of a message.
LONGEST = 500
CUT = "[cut]"
# The most of a value without spaces, of a value in quotes, and of the end that is kept in any case.
_WORD = 72
_VALUE = 96
_END = 240
_SHOWN = 3

_WORDS = re.compile(rf"\S{{{_WORD + 1},}}")
_QUOTED = re.compile(r"(?<![^\s(\[:/=])(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")(?![^\s)\].,;:])")
_ITEM = r"(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|[^\s,'\"]+)"
_LIST = re.compile(rf"(?<!\S){_ITEM}(?:, {_ITEM}){{{_SHOWN + 1},}}(?: and (?P<more>\d+) more)?")
_SENTENCE = re.compile(r"(?<=[.?!] )(?=[A-Z'\"])")


def paragraph(text: str, limit: int = LONGEST) -> str:
    """Return a text on one visible line of at most ``limit`` characters.

    A longer one loses, in this order, the middle of long values, the ends of long lists, and its own middle.
    """
    line = printable(text)
    if len(line) <= limit:
        return line
    line = _QUOTED.sub(lambda found: _without_middle(found[0], _VALUE), line)
    line = _WORDS.sub(lambda found: _without_middle(found[0], _WORD), line)
    line = _with_shorter_lists(line, limit)
    return line if len(line) <= limit else _with_both_ends(line, limit)


def several(messages: Sequence[str], *, before: str = "", after: str = "", rest: str = "failures") -> str:
    """Return one paragraph of several messages: as many as fit, and how many more the key ``rest`` of a result has."""
    whole = " ".join(filter(None, (before, *messages, after)))
    if len(messages) < 2 or len(whole) <= LONGEST:
        return paragraph(whole)
    after = paragraph(after, _END)
    more = f"'{rest}' in the result has all {len(messages)}."
    room = LONGEST - sum(len(part) + 1 for part in (before, more, after) if part)
    shown: list[str] = []
    while len(shown) < len(messages) and sum(len(one) + 1 for one in [*shown, messages[len(shown)]]) <= room:
        shown.append(messages[len(shown)])
    few = min(len(messages), _SHOWN)
    if len(shown) < few:
        # Too long for the rest: a part of each of the first.
        shown = [paragraph(message, max(room // few - 1, _WORD)) for message in messages[:few]]
    return paragraph(" ".join(filter(None, (before, *shown, more, after))))


def listed(names: Iterable[str], most: int) -> str:
    """Return names in quotes, so many of them at most, and how many more there are."""
    quoted = [repr(name) for name in names]
    more = len(quoted) - most
    return f"{', '.join(quoted[:most])} and {more} more" if more > 0 else ", ".join(quoted)


def _without_middle(value: str, length: int) -> str:
    """Keep the beginning and the end of a value, with its quotes."""
    if len(value) <= length:
        return value
    end = length // 4
    return f"{value[: length - end - len(CUT)]}{CUT}{value[-end:]}"


def _with_shorter_lists(line: str, limit: int) -> str:
    """Leave out the last items of the longest lists, until the line fits or a few items are left of each."""
    for found in sorted(_LIST.finditer(line), key=lambda one: -len(one[0])):
        if len(line) <= limit:
            break
        items = re.findall(_ITEM, found[0].split(" and ")[0] if found["more"] else found[0])
        more, excess = int(found["more"] or 0), len(line) - limit + len(" and 1000 more")
        kept = len(items)
        while kept > _SHOWN and excess > 0:
            kept -= 1
            excess -= len(items[kept]) + 2
        end = found[0][-1:] if found[0][-1:] in ".:;" and not found["more"] else ""
        shorter = f"{', '.join(items[:kept])} and {more + len(items) - kept} more{end}"
        line = line.replace(found[0], shorter, 1)
    return line


def _with_both_ends(line: str, limit: int) -> str:
    """Leave out the middle of a line, from within a sentence to the beginning of one."""
    room = min(_END, limit // 2)
    starts = [found.start() for found in _SENTENCE.finditer(line) if len(line) - found.start() <= room]
    end = line[min(starts) :] if starts else line[-room:].partition(" ")[2] or line[-room:]
    begin = line[: limit - len(end) - len(CUT) - 2]
    begin = begin.rpartition(" ")[0] or begin
    return f"{begin} {CUT} {end}"
