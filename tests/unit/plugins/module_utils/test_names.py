# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names and UUIDs of things to choose from."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._names import (
    is_uuid,
    only,
    pick,
    refers_to,
    snake_case,
)

CAMEL_CASE = st.lists(st.sampled_from(["Id", "Name", "Plan", "Type", "K8s"]), min_size=1, max_size=3).map(
    lambda words: words[0].lower() + "".join(words[1:])
)
UUIDS = [f"00000000-0000-4000-8000-00000000000{digit}" for digit in "abcd"]
STABLE = {"uuid": UUIDS[0], "name": "Stable"}
ALPHA = {"uuid": UUIDS[1], "name": "Alpha"}
SMALL_ALPHA = {"uuid": UUIDS[2], "name": "alpha"}
ALPHA_AGAIN = {"uuid": UUIDS[3], "name": "Alpha"}


@pytest.mark.parametrize(
    ("value", "entries", "expected"),
    [
        ("Stable", [ALPHA, STABLE], STABLE),
        ("sTABLE", [ALPHA, STABLE], STABLE),
        (UUIDS[1], [ALPHA, STABLE], ALPHA),
        (UUIDS[1].upper(), [ALPHA, STABLE], ALPHA),
        ("Alpha", [ALPHA, SMALL_ALPHA], ALPHA),
        ("alpha", [ALPHA, SMALL_ALPHA], SMALL_ALPHA),
        (UUIDS[3], [ALPHA, ALPHA_AGAIN], ALPHA_AGAIN),
        ("Alpha", [{"uuid": UUIDS[0]}, ALPHA], ALPHA),
        ("Alpha", [{"uuid": UUIDS[0], "name": None}, ALPHA], ALPHA),
    ],
)
def test_pick(value: str, entries: list[dict[str, Any]], expected: dict[str, Any]) -> None:
    assert pick("channel", value, entries) is expected


@pytest.mark.parametrize(
    ("value", "entries", "uuids"),
    [("Alpha", [ALPHA, ALPHA_AGAIN, STABLE], (1, 3)), ("ALPHA", [ALPHA, SMALL_ALPHA], (1, 2))],
)
def test_ambiguous_names_are_refused_with_the_uuids(
    value: str, entries: list[dict[str, Any]], uuids: tuple[int, int]
) -> None:
    with pytest.raises(OptionError) as refused:
        pick("channel", value, entries)
    listed = ", ".join(UUIDS[index] for index in uuids)
    assert refused.value.message == (f"Option 'channel': 2 are named {value!r}. Give one of their UUIDs: {listed}.")


@pytest.mark.parametrize("value", ["Stabel", "", "none", UUIDS[2]])
def test_unknown_names_are_refused_with_the_valid_ones(value: str) -> None:
    with pytest.raises(OptionError, match="Valid: 'Alpha', 'Stable'") as refused:
        pick("channel", value, [STABLE, ALPHA])
    assert refused.value.message.startswith(f"Option 'channel': {value!r} is unknown.")


@pytest.mark.parametrize(
    ("value", "entry", "expected"),
    [
        ("Stable", STABLE, True),
        (UUIDS[0], STABLE, True),
        (UUIDS[0].upper(), STABLE, True),
        ("stable", STABLE, False),
        (UUIDS[1], STABLE, False),
        ("", {"name": "x"}, False),
        ("none", {"name": "x", "uuid": None}, False),
    ],
)
def test_refers_to(value: str, entry: dict[str, Any], expected: bool) -> None:
    assert refers_to(value, entry) is expected


def test_only_one_needs_no_choice() -> None:
    assert only("region", [STABLE], "to create a cluster") is STABLE


def test_more_than_one_needs_a_choice() -> None:
    with pytest.raises(OptionError) as refused:
        only("region", [STABLE, ALPHA], "to create a cluster")
    assert refused.value.message == "Option 'region' is needed to create a cluster. Valid: 'Alpha', 'Stable'."
    with pytest.raises(OptionError, match="Valid: none"):
        only("region", [], "to create a cluster")


@given(st.uuids())
def test_uuids_are_recognized(uuid: object) -> None:
    assert is_uuid(str(uuid))
    assert is_uuid(str(uuid).upper())


@pytest.mark.parametrize("change", [lambda u: u[:-1], lambda u: u + "\n", lambda u: "{" + u + "}", lambda u: u * 2])
def test_what_only_looks_like_a_uuid(change: Any) -> None:
    assert not is_uuid(change(UUIDS[0]))


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("name", "name"),
        ("planType", "plan_type"),
        ("clusterPlanTypes", "cluster_plan_types"),
        ("identityBackendChecksEnabled", "identity_backend_checks_enabled"),
        ("ZEEBE_ADDRESS", "zeebe_address"),
        ("k8sContext", "k8s_context"),
        ("already_there", "already_there"),
    ],
)
def test_snake_case(key: str, expected: str) -> None:
    inside = {"keepsIts": ["ownNames"]}
    assert snake_case({key: inside}) == {expected: inside}


@given(st.dictionaries(CAMEL_CASE, st.integers()))
def test_snake_case_loses_nothing(data: dict[str, int]) -> None:
    renamed = snake_case(data)
    assert list(renamed.values()) == list(data.values())
    assert snake_case(renamed) == renamed
