# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Counts words that make readers stop, in the documentation; the list and the limit are in words.yml.

Usage: python tests/tools/words.py [FILE...]. Prints file:line of each hit. Without files, it fails beyond the limit.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
LIST = Path(__file__).with_suffix(".yml")
_WORD = re.compile(r"[A-Za-z][\w'-]*")
_DOCUMENTATION = re.compile(r"[A-Z_]+")
# What is written for machines: names in code spans and in Ansible's markup.
_CODE = re.compile(r"`[^`\n]*`|\b(?:[OVCEMPL]|RV)\([^()\n]*\)")


@dataclass(frozen=True)
class Hit:
    """A word of the list in a file."""

    file: str
    line: int
    word: str
    instead: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.word!r} (instead: {self.instead})"


class Words:
    """The list of words."""

    def __init__(self, entries: dict[str, str]) -> None:
        self._entries = [
            (re.compile(rf"\b(?:{word})\b".replace(" ", r"\s+"), re.IGNORECASE), better)
            for word, better in entries.items()
        ]

    def hits(self, file: str, line: int, text: str) -> Iterator[Hit]:
        """Give the hits in a text that begins at a line of a file."""
        text = _CODE.sub(lambda match: re.sub(r"\S", "0", match[0]), text)
        for pattern, instead in self._entries:
            for match in pattern.finditer(text):
                yield Hit(file, line + text.count("\n", 0, match.start()), match[0], instead)


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Give the documentation in a file: line and text."""
    content = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield 1, content
        return
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            name = getattr(node.targets[0], "id", "")
            if _DOCUMENTATION.fullmatch(name) and "\n" in node.value.value:
                yield node.value.lineno, node.value.value


def count(paths: list[Path], words: Words) -> tuple[int, list[Hit]]:
    """Return how many words the files have, and the hits."""
    total = 0
    found: list[Hit] = []
    for path in paths:
        name = str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
        for line, text in texts(path):
            total += len(_WORD.findall(text))
            found += words.hits(name, line, text)
    return total, sorted(found, key=lambda hit: (hit.file, hit.line))


def main(arguments: list[str]) -> int:
    """Print the hits and the figure; return the exit code."""
    settings: dict[str, Any] = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    patterns = settings["files"]
    paths = [Path(name).resolve() for name in arguments] or sorted({p for name in patterns for p in ROOT.glob(name)})
    total, found = count(paths, Words(settings["words"]))
    for hit in found:
        print(hit)
    rate = 10_000 * len(found) / max(total, 1)
    print(f"{len(found)} marker words in {total} words: {rate:.1f} in 10,000 (limit: {settings['limit']})")
    return 1 if rate > settings["limit"] and not arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
