# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Words that make readers stop are found in the documentation, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.camunda.platform.tests.tools import words

LIST = words.Words({"tells?": "shows", "for ever": "permanently"})


def hits(path: Path, text: str) -> list[tuple[int, str]]:
    """Return line and word of the hits in a file."""
    path.write_text(text, encoding="utf-8")
    return [(hit.line, hit.word) for hit in words.count([path], LIST)[1]]


def test_whole_words_are_found_in_markdown_with_their_lines(tmp_path: Path) -> None:
    """In any case, also over the end of a line; not in code, and not in other words."""
    text = "# A page\n\nTells what `tell` is.\nA teller stays for\never.\n"
    assert hits(tmp_path / "page.md", text) == [(3, "Tells"), (4, "for\never")]


def test_only_the_documentation_of_python_files_is_read(tmp_path: Path) -> None:
    """Not their messages, nor options in the markup of Ansible."""
    text = 'DOCUMENTATION = """\nname: x\nnotes: O(tell) tells.\n"""\nMESSAGE = "It tells."\nLONG = """It tells."""\n'
    assert hits(tmp_path / "module.py", text) == [(3, "tells")]


def test_the_limit_is_for_all_of_the_documentation(capsys: pytest.CaptureFixture[str]) -> None:
    """The documentation of this collection keeps to it, and the figure is printed."""
    assert words.main([]) == 0
    assert "in 10,000" in capsys.readouterr().out.splitlines()[-1]


def test_too_many_are_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a list of its own that accepts none."""
    (tmp_path / "page.md").write_text("It tells.\n", encoding="utf-8")
    (tmp_path / "words.yml").write_text("limit: 3\nfiles: ['*.md']\nwords: {tells: shows}\n", encoding="utf-8")
    monkeypatch.setattr(words, "ROOT", tmp_path)
    monkeypatch.setattr(words, "LIST", tmp_path / "words.yml")
    assert words.main([]) == 1
