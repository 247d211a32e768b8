# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Choosing what a new cluster is made of."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import Memo
from ansible_collections.camunda.platform.plugins.module_utils._resources.parameters import (
    backup_name,
    choose,
    choose_backup_region,
    choose_channel,
    choose_generation,
    read_parameters,
)

NEW, OLD = {"uuid": "g2", "name": "Camunda 8.9+gen6"}, {"uuid": "g1", "name": "Camunda 8.8+gen25"}
STABLE = {"uuid": "c1", "name": "Stable", "defaultGeneration": NEW, "allowedGenerations": [OLD, NEW]}
ALPHA = {"uuid": "c2", "name": "Alpha", "defaultGeneration": OLD, "allowedGenerations": [OLD]}
GERMANY = {"uuid": "b1", "regions": [{"id": "europe-west3", "label": "Germany"}]}
TWO_PLACES = {"uuid": "b2", "regions": [{"id": "r1", "label": "Oregon"}, {"id": "r2", "label": "Iowa"}]}
BELGIUM = {"uuid": "r1", "name": "Belgium", "backups": [GERMANY, TWO_PLACES]}


def connection_with(**parameters: Any) -> Any:
    """Return as much of a connection as choosing needs."""
    return SimpleNamespace(memo=Memo(), api=SimpleNamespace(get_parameters=lambda: parameters))


def test_parameters_are_read_once() -> None:
    calls: list[int] = []
    connection = connection_with()

    def get_parameters() -> dict[str, list[str]]:
        calls.append(1)
        return {"regions": []}

    connection.api.get_parameters = get_parameters
    assert read_parameters(connection) == read_parameters(connection) == {"regions": []}
    assert len(calls) == 1


def test_the_stable_channel_is_the_default() -> None:
    connection = connection_with(channels=[ALPHA, STABLE])
    assert choose_channel(connection, None) is STABLE
    assert choose_channel(connection, "alpha") is ALPHA
    assert choose_channel(connection, "c2") is ALPHA
    with pytest.raises(OptionError, match=r"'Beta' is unknown. Valid: 'Alpha', 'Stable'"):
        choose_channel(connection, "Beta")


def test_without_a_stable_channel_the_only_one_is_taken() -> None:
    assert choose_channel(connection_with(channels=[ALPHA]), None) is ALPHA
    with pytest.raises(OptionError, match=r"Option 'channel' is needed to create a cluster. Valid: 'Alpha', 'Beta'"):
        choose_channel(connection_with(channels=[ALPHA, {"name": "Beta"}]), None)


@pytest.mark.parametrize("parameters", [{}, {"channels": None}, {"channels": []}])
def test_no_channels_at_all(parameters: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match="Valid: none"):
        choose_channel(connection_with(**parameters), None)


def test_the_default_generation_of_the_channel() -> None:
    assert choose_generation(STABLE, None) is NEW
    assert choose_generation(STABLE, "Camunda 8.8+gen25") is OLD
    assert choose_generation(STABLE, "g1") is OLD
    with pytest.raises(OptionError, match=r"Option 'generation': 'Camunda 8.7' is unknown. Valid: 'Camunda 8.8"):
        choose_generation(STABLE, "Camunda 8.7")


def test_channels_that_tell_less() -> None:
    assert choose_generation({"defaultGeneration": NEW}, "g2") is NEW
    assert choose_generation({"allowedGenerations": [OLD]}, None) is OLD
    with pytest.raises(OptionError, match="Option 'generation' is needed"):
        choose_generation({"allowedGenerations": [OLD, NEW]}, None)
    with pytest.raises(OptionError, match=r"is unknown. Valid: none"):
        choose_generation({"defaultGeneration": None}, "g2")


def test_regions_and_plan_types() -> None:
    other = {"uuid": "r2", "name": "Iowa"}
    connection = connection_with(regions=[BELGIUM, other], clusterPlanTypes=[other])
    assert choose(connection, "region", "regions", "belgium") is BELGIUM
    assert choose(connection, "plan_type", "clusterPlanTypes", None) is other
    with pytest.raises(OptionError, match=r"Option 'region' is needed to create a cluster. Valid: 'Belgium', 'Iowa'"):
        choose(connection, "region", "regions", None)


@pytest.mark.parametrize(
    ("value", "uuid"),
    [
        ("b1", "b1"),
        ("europe-west3", "b1"),
        ("Germany", "b1"),
        ("germany", "b1"),
        ("Iowa", "b2"),
        ("Oregon, Iowa", "b2"),
    ],
)
def test_backup_regions(value: str, uuid: str) -> None:
    assert choose_backup_region(BELGIUM, value)["uuid"] == uuid


def test_backup_regions_that_cannot_be_chosen() -> None:
    with pytest.raises(OptionError, match=r"Option 'backup_region': 'x' is unknown. Valid: 'Germany', 'Oregon, Iowa'"):
        choose_backup_region(BELGIUM, "x")
    for region in ({"backups": None}, {}):
        with pytest.raises(OptionError, match="Valid: none"):
            choose_backup_region(region, "x")
    twice = {"backups": [GERMANY, {**GERMANY, "uuid": "b3"}]}
    with pytest.raises(OptionError, match=r"2 are named 'Germany'. Give one of their UUIDs: b1, b3"):
        choose_backup_region(twice, "Germany")


def test_backup_locations_without_regions_are_named_by_their_uuid() -> None:
    assert backup_name({"uuid": "b9", "regions": None}) == "b9"
    assert backup_name(TWO_PLACES) == "Oregon, Iowa"
