# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Text of foreign origin stays on its line, shows all its characters, and is no formula."""

from __future__ import annotations

import csv
import io

import pytest
from ansible import constants as C
from ansible import context as cli
from ansible.utils.context_objects import CLIArgs

from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError
from ansible_collections.camunda.platform.plugins.module_utils._resources.activity import harmless_table
from ansible_collections.camunda.platform.plugins.module_utils._text import harmless_cell
from ansible_collections.camunda.platform.plugins.plugin_utils._output import stdout_is_for_people

HOSTILE = [
    *("\x1b[2J", "\r", "\n", "\x0b", "\x85", "\x9b31m", "\x7f", "\u2028", "\u2029", "\u202e", "\u2066", "\u200b"),
    *("\u200f", "\ufeff", "\u061c", "\u00ad", "\u3164", "\U000e0041", "\ud800", "\x00", "\t"),
]


@pytest.mark.parametrize("char", HOSTILE, ids=ascii)
def test_a_message_shows_every_character_on_one_line(char: str) -> None:
    text = f"a{char}fatal: [localhost]: FORGED"
    shown: list[str] = [CamundaError(text).message, str(CamundaError(text))]
    context = Context(params={}, warn=shown.append, progress=shown.append)
    context.warn(text)
    context.progress(text)
    assert len(shown) == 4
    for line in shown:
        assert line.isprintable()
        assert char not in line
        assert line.startswith("a\\")
        assert line.endswith("fatal: [localhost]: FORGED")


def test_a_usual_message_stays_as_it_is() -> None:
    assert CamundaError("Büro 'ä' \\ 日本").message == "Büro 'ä' \\ 日本"


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\tx", "\r=1", " =1", "\uff1d1"], ids=ascii)
def test_a_formula_is_no_formula_any_more(cell: str) -> None:
    assert harmless_cell(cell).startswith("'")
    table = f'user,what\n"{cell}","a, ""b"""\n'
    assert list(csv.reader(io.StringIO(harmless_table(table)))) == [["user", "what"], [harmless_cell(cell), 'a, "b"']]
    if "\r" not in cell and "\t" not in cell:
        assert list(csv.reader(io.StringIO(harmless_table(f"user;what\nb;{cell}\n")), delimiter=";"))[1][1][0] == "'"


@pytest.mark.parametrize("cell", ["", "a", "-5", "+1.5", "2026-11-25", 5, -5, None])
def test_what_is_no_formula_stays(cell: object) -> None:
    assert harmless_cell(cell) == cell


def test_a_table_without_formulas_stays_as_the_api_wrote_it() -> None:
    table = 'user,what\r\n"a",b\r\n'
    assert harmless_table(table) == table


@pytest.mark.parametrize(
    ("callback", "module", "people"),
    [
        ("default", None, True),
        ("ansible.builtin.default", None, True),
        *((name, None, False) for name in ("json", "ansible.posix.jsonl", "oneline", "minimal", "tree", "awx_display")),
        ("default", "camunda.platform.camunda_cluster_info", False),
    ],
)
def test_stdout_is_left_to_programs(
    monkeypatch: pytest.MonkeyPatch, callback: str, module: str | None, people: bool
) -> None:
    monkeypatch.setattr(C, "DEFAULT_STDOUT_CALLBACK", callback)
    monkeypatch.setattr(cli, "CLIARGS", CLIArgs({"module_name": module}))
    assert stdout_is_for_people() is people
