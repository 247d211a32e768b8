# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Variable files read back as they were written, whatever is in them."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.camunda.platform.plugins.module_utils._files.yaml import Noted, document


class Unsafe(str):
    """A text that Ansible takes for no template."""

    __slots__ = ()


class Loader(yaml.SafeLoader):
    """Reads YAML as Ansible does."""


def unsafe(loader: Loader, node: yaml.ScalarNode) -> Unsafe:
    """Construct a text that Ansible takes for no template."""
    return Unsafe(loader.construct_scalar(node))


Loader.add_constructor("!unsafe", unsafe)

TEXTS = st.text(max_size=30) | st.text("ab1 :#-{}%[]\"'\\,&*!|>?@`~\n\t.=yesno", max_size=12)
COMMENTS = st.lists(st.text(max_size=20), max_size=2)
VALUES = st.recursive(
    TEXTS | st.booleans() | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


def noted(value: Any, comments: list[str]) -> Any:
    """Add comments to all entries of a mapping or list."""
    if isinstance(value, dict):
        return {key: Noted(noted(entry, comments), comments) for key, entry in value.items()}
    if isinstance(value, list) and value:
        return [Noted(noted(entry, comments), comments) for entry in value]
    return value


def texts(value: Any) -> list[str]:
    """Return all texts in a value, keys too."""
    if isinstance(value, dict):
        return [text for key, entry in value.items() for text in (key, *texts(entry))]
    if isinstance(value, list):
        return [text for entry in value for text in texts(entry)]
    return [value] if isinstance(value, str) else []


@given(content=st.dictionaries(TEXTS, VALUES, min_size=1, max_size=3), comments=COMMENTS)
def test_everything_reads_back(content: dict[str, Any], comments: list[str]) -> None:
    written = document(noted(content, comments), comments)
    read = yaml.load(written, Loader)
    assert read == content
    for text in texts(read):
        if any(begin in text for begin in ("{{", "{%", "{#")) or text.startswith("#jinja2:"):
            assert isinstance(text, Unsafe)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Belgium, Europe (europe-west1)", "v: Belgium, Europe (europe-west1)"),
        ("arn:aws:iam::123456789012:root", "v: arn:aws:iam::123456789012:root"),
        ("00000000-0000-0000-0000-000000000000", "v: 00000000-0000-0000-0000-000000000000"),
        ("203.0.113.0/24", "v: 203.0.113.0/24"),
        ("0 2 * * *", 'v: "0 2 * * *"'),
        ("yes", 'v: "yes"'),
        ("1e5", 'v: "1e5"'),
        ("", 'v: ""'),
        ("{{ a }}", 'v: !unsafe "{{ a }}"'),
        ("a\x85b\u2028c\ufeff", 'v: !unsafe "a\\x85b\\u2028c\\ufeff"'),
        (["Zeebe", "Operate"], "v: [Zeebe, Operate]"),
        (["a b"], "v:\n  - a b"),
        ([], "v: []"),
        ({}, "v: {}"),
        ([{"a": 1, "b": ["x y"]}], "v:\n  - a: 1\n    b:\n      - x y"),
    ],
)
def test_it_is_for_people(value: Any, written: str) -> None:
    assert document({"v": value}, ["Head", "", "line\nbreak"]) == f"# Head\n#\n# line\\x0abreak\n---\n{written}\n"
