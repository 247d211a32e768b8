# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clusters as hosts: names that mean one host and nothing else, groups, and texts that are no templates."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.camunda.platform.plugins.plugin_utils._hosts import group_part, host_names, hosts_of, unsafe

try:
    from ansible.template import is_trusted_as_template
except ImportError:
    is_trusted_as_template = None

ONE, TWO = "11111111-0000-4000-8000-000000000001", "22222222-0000-4000-8000-000000000002"
SIMILAR = "11111111-0000-4000-8000-000000000003"


def named(*pairs: tuple[str, str]) -> list[dict[str, Any]]:
    """Return clusters with these names and UUIDs."""
    return [{"name": name, "uuid": uuid} for name, uuid in pairs]


@pytest.mark.parametrize(
    ("clusters", "names"),
    [
        (named(("a", ONE), ("b", TWO)), ["a", "b"]),
        (named(("a", ONE), ("a", TWO)), ["a-11111111", "a-22222222"]),
        (named(("a", ONE), ("b", TWO), ("a", SIMILAR)), [f"a-{ONE}", "b", f"a-{SIMILAR}"]),
        (named(("My (own), cluster!", ONE)), ["My_own_cluster"]),
        (named(("a b", ONE), ("a/b", TWO)), ["a_b-11111111", "a_b-22222222"]),
        (named(("a", ONE), ("a", TWO), ("a-11111111", SIMILAR)), [f"a-{ONE}", "a-22222222", f"a-11111111-{SIMILAR}"]),
        (named(("localhost", ONE), ("all", TWO)), ["localhost-11111111", "all-22222222"]),
        (named(("???", ONE), ("", TWO)), ["11111111", "22222222"]),
        (named(("-x", ONE), ("größe", TWO)), ["x", "größe"]),
        ([{"uuid": ONE}, {}], ["None-11111111", "None-None"]),
        ([], []),
    ],
)
def test_names(clusters: list[dict[str, Any]], names: list[str]) -> None:
    assert host_names(clusters) == names


@given(st.lists(st.tuples(st.text(alphabet="ab -!", max_size=4), st.uuids().map(str)), unique_by=lambda pair: pair[1]))
def test_names_are_unique(pairs: list[tuple[str, str]]) -> None:
    names = host_names(named(*pairs))
    assert len(set(names)) == len(pairs)
    assert all(name and name not in ("all", "localhost") for name in names)


@pytest.mark.parametrize(
    ("text", "part"),
    [("Camunda 8.8+gen25", "camunda_8_8_gen25"), ("Belgium, Europe (europe-west1)", "belgium_europe_europe_west1")],
)
def test_parts_of_groups(text: str, part: str) -> None:
    assert group_part(text) == part


def test_a_cluster_that_tells_little() -> None:
    """Every variable is there, whatever the API leaves out, and there are no groups of nothing."""
    (host,) = hosts_of([{"name": "a"}], "saas", "c_")
    assert host.groups == ["c_clusters", "c_platform_saas", "c_status_unknown"]
    (full,) = hosts_of(
        [{"name": "a", "uuid": ONE, "region": {"name": "R"}, "channel": "C"}], "saas", "c_", by_uuid=True
    )
    assert full.name == ONE
    assert set(host.variables) == set(full.variables)
    assert (full.variables["c_region"], full.variables["c_channel"], host.variables["c_region"]) == ("R", "C", "")


@pytest.mark.parametrize(
    "text",
    ["{{ 1 }}", "{% x %}", "a}", "#jinja2: variable_start_string:'['", "lookup('pipe', 'id')", "x | y", "a = 1"],
)
def test_texts_that_are_marked(text: str) -> None:
    (marked,) = unsafe({"key": [text]})["key"]
    assert marked == text
    if is_trusted_as_template is None:
        assert getattr(marked, "__UNSAFE__", False)
    else:
        assert not is_trusted_as_template(marked)


@pytest.mark.parametrize("text", ["", "Basic 1x", "https://bru-2.operate.camunda.io/a:1", "2026-01-01T00:00:00.000Z"])
def test_texts_that_are_not_marked(text: str) -> None:
    found = unsafe(text)
    assert found == text
    assert not getattr(found, "__UNSAFE__", False)
    assert is_trusted_as_template is None or is_trusted_as_template(found)


def test_other_values_stay_as_they_are() -> None:
    assert unsafe({"a": [1, None, True, 1.5]}) == {"a": [1, None, True, 1.5]}
