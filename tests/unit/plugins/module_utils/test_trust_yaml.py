# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Texts in files that this collection writes come back through Ansible itself, as they were, never as templates."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from hypothesis import example, given
from hypothesis import strategies as st

from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError
from ansible_collections.camunda.platform.plugins.module_utils._files.credentials import FORMATS, parse
from ansible_collections.camunda.platform.plugins.module_utils._files.yaml import document

HEADER = "#jinja2:variable_start_string:'[%',variable_end_string:'%]'\n[% 6 * 7 %]"
ODD = (
    *("", " ", " a ", "007", "0x1f", "1_000", "1:30", "1e3", ".inf", "on", "Yes", "n", "null", "~", "Null", "=", "<<"),
    *("2026-11-25", "2026-11-25 10:00:00", "007\n", "on\n", "\n", "!", "&", "*", "- a", "a: b", "# a", "'", '"', "\\"),
    *("{{ 6 * 7 }}", "{% raw %}", "{# a #}", HEADER, "\ufeff", "a\x85b", "a\r\nb\rc", "\u2028", "\u202e", "\t", "a\tb"),
    *("\x00\x1b[31m", "\x7f", "\U0001f600", "\uffff", "x" * 2000, "a\nb\n\n", "%YAML 1.2", "---", "...", "@a", "`a`"),
)
TEXTS = st.sampled_from(ODD) | st.text(st.characters(codec="utf-8"), max_size=20)


def loaded(text: str, folder: Path) -> Any:
    """Return what `-e @file` and vars_files read, and what it is after it was templated."""
    path = folder / "variables.yml"
    path.write_bytes(text.encode())
    loader = DataLoader()
    # ansible-core 2.19 and later takes texts for templates only where they come from a trusted file, as these do.
    known = inspect.signature(loader.load_from_file).parameters
    trusted = {"trusted_as_template": True} if "trusted_as_template" in known else {}
    content = loader.load_from_file(str(path), **trusted)
    return content, Templar(loader=loader, variables={}).template(content)


@pytest.fixture(scope="module", name="folder")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("variables")


@pytest.mark.parametrize("text", ODD, ids=ascii)
def test_an_odd_text_comes_back(text: str, folder: Path) -> None:
    content = {"as_value": text, "in_list": [text, "plain"], "as_key": {text: "value", "other": {text: [text]}}}
    assert loaded(document(content, []), folder) == (content, content)


@given(key=TEXTS, value=TEXTS)
@example(key="\ufeff{{ 1 }}", value="{{")
def test_any_text_comes_back(folder: Path, key: str, value: str) -> None:
    content = {"variable": {key: value}, "list": [{key: value}]}
    assert loaded(document(content, []), folder) == (content, content)


@pytest.mark.parametrize("value", ODD, ids=ascii)
def test_a_secret_in_a_yaml_credentials_file_comes_back(value: str, folder: Path) -> None:
    variables = {"ZEEBE_CLIENT_ID": "id", "ZEEBE_CLIENT_SECRET": value}
    written = FORMATS["yaml"](variables)
    assert loaded(written, folder) == (variables, variables)
    assert parse(written) == ("yaml", variables)


def test_what_no_file_can_hold_is_refused() -> None:
    with pytest.raises(CamundaError, match="surrogate") as refused:
        document({"name": "a\ud800"}, [])
    assert refused.value.code == "text_not_encodable"
