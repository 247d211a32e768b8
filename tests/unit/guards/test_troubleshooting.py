# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The messages that docs/troubleshooting.md quotes are those that the code has."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence

import pytest

from ansible_collections.camunda.platform.tests.unit.guards.collection import files, python_files, text_of, tree_of

DOCUMENT = "docs/troubleshooting.md"
# Stands for what is put into a message when it is made.
HOLE = "\0"


def texts_of(tree: ast.AST) -> Iterator[str]:
    """Give all texts of a Python file, with a hole for each expression of an f-string."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else HOLE for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield re.sub(r"\{\w*\}", HOLE, node.value.strip())


def texts_of_yaml(text: str) -> str:
    """Return a YAML file as one line, with a hole for each template, and texts within templates as they are."""
    return re.sub(r"\s+", " ", re.sub(r"' ~ [\w.]+ ~ '", HOLE, text))


def all_texts() -> list[str]:
    """Return the texts of all plugins and roles."""
    yaml = [name for name in files() if name.startswith("roles/") and name.endswith(".yml")]
    found = [text for name in python_files() for text in texts_of(tree_of(name))]
    return found + [texts_of_yaml(text_of(name)) for name in yaml]


def quotes(document: str) -> list[str]:
    """Return what stands in code marks in the first column of the table of messages."""
    table = document.split("| what the message says |")[1].split("\n\n")[0]
    cells = [line.split(" | ")[0] for line in table.splitlines()[2:]]
    return [quote for cell in cells for quote in re.findall(r"`([^`]+)`", cell)]


def occurs(quote: str, texts: Iterable[str]) -> bool:
    """Tell whether each part of a quote, between dots, occurs; a number or a last word may be put in by the code."""
    known = list(texts)
    return all(_occurs(part.strip(), known) for part in quote.split("...") if part.strip())


def _occurs(part: str, texts: Sequence[str]) -> bool:
    def somewhere(words: str) -> bool:
        return any(words in text for text in texts)

    def put_in(words: str) -> bool:
        return any(text.startswith(words) for text in texts)

    part = re.sub(r"\b\d+\b", HOLE, part)
    # As it is, or with what one text says put into the hole of another one, or with one word of the server's.
    halves = [(part[: space.start()], part[space.end() :]) for space in re.finditer(" ", part)]
    return (
        somewhere(part)
        or any(somewhere(f"{left} {HOLE}") and put_in(right) for left, right in halves)
        or (bool(halves) and somewhere(f"{halves[-1][0]} {HOLE}"))
    )


def test_messages_are_quoted_as_they_are() -> None:
    found = quotes(text_of(DOCUMENT))
    texts = all_texts()
    assert len(found) > 20
    assert [quote for quote in found if not occurs(quote, texts)] == []


@pytest.mark.parametrize(
    ("quote", "there"),
    [
        ("HTTP 412", True),
        ("HTTPS 412", False),
        ("Waiting for ... took longer than", True),
        ("Waiting for ... took more than", False),
        ("in the state Unhealthy", True),
        ("in the condition Unhealthy", False),
        ("ended ... in the condition", False),
        ("there is no cluster", True),
        ("answered with HTTP 401", True),
        ("answered with HTTPS 401", False),
        ("answered by HTTP 401", False),
    ],
)
def test_a_message_of_another_wording_is_seen(quote: str, there: bool) -> None:
    tree = ast.parse(
        "f'Waiting for {what} took longer than' f' {n} s'\n"
        "f'It ended in the state {s}.'\n"
        "f'HTTP {n}: {words}'\n"
        "f'The request was answered with {answer}'\n"
        "'Option: there is no cluster {}.'"
    )
    assert occurs(quote, texts_of(tree)) is there
