# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every code block of every guide works as it is written, for a user with a home and an empty folder."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from camunda_sandbox.core import DEFAULT_CLIENTS, Sandbox

from ansible_collections.camunda.platform.tests.integration.guides import GUIDES, Block, Reader, blocks_of
from ansible_collections.camunda.platform.tests.integration.play import Player
from ansible_collections.camunda.platform.tests.integration.role import changes
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller, serving

DOCS = Path(__file__).parents[2] / "docs"
BLOCKS = [block for guide in GUIDES for block in blocks_of(guide)]
# Where the guides of Self-Managed suppose an installation.
INSTALLATION = {
    "https://camunda.example.com/console": "{url}/console",
    "http://localhost:8087": "{url}/console",
    "https://camunda.example.com/auth": "{url}/auth",
    "http://localhost:18080/auth": "{url}/auth",
}


@pytest.fixture(scope="module")
def guide_url() -> Iterator[str]:
    """Serve a sandbox that accepts the credentials that the guides show, which are dots."""
    with serving(Sandbox(credentials={**DEFAULT_CLIENTS, "...": "..."})) as url:
        yield url


@pytest.fixture
def organization(guide_url: str) -> Iterator[Caller]:
    """Give a caller of the empty sandbox, with the features of Enterprise."""
    caller = Caller(guide_url)
    caller.control("POST", "reset")
    caller.settings(token_rate=0, creation_seconds=0, backup_seconds=0, ipallowlist_visible=True)
    yield caller
    caller.session.close()


@pytest.fixture
def player(organization: Caller, tmp_path: Path) -> Player:
    """Give a player whose terminal is a new one: it has no credentials yet."""
    player = Player(tmp_path, organization.url)
    for name in ("CAMUNDA_CONSOLE_CLIENT_ID", "CAMUNDA_CONSOLE_CLIENT_SECRET"):
        del player.environment[name]
    return player


def started(player: Player, places: dict[str, str]) -> Reader:
    """Return a reader who has followed Getting started."""
    reader = Reader(player, places)
    follow(reader, "getting-started.md")
    return reader


def follow(reader: Reader, guide: str) -> None:
    """Follow all blocks of a guide that are run."""
    for block in BLOCKS:
        if block.guide == guide and not block.reason and not block.shown:
            reader.follow(block)


@pytest.mark.parametrize("guide", ["README.md", "getting-started.md"])
def test_a_first_guide_works_in_an_empty_folder(player: Player, organization: Caller, guide: str) -> None:
    """They end with a cluster and a client whose credentials are in the user's home; nothing is left to change."""
    reader = Reader(player, {})
    follow(reader, guide)
    assert reader.last and changes(reader.last) == 0, reader.last
    assert [cluster["name"] for cluster in organization.get("/clusters")] == ["orders"]
    assert "ZEEBE_CLIENT_SECRET" in (reader.home / "camunda" / "order-worker.env").read_text(encoding="utf-8")


def test_the_blocks_that_are_not_run_are_few() -> None:
    """The others are run by the tests above."""
    skipped = [f"{block}: {block.reason}" for block in BLOCKS if block.reason]
    assert len(skipped) <= 12, "\n".join(skipped)


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_blocks_are_for_an_ordinary_user(block: Block) -> None:
    """They name a language, and no place outside of the user's home and folder."""
    assert block.language, "without a language"
    places = re.findall(r"(?:^|[\s'\"=@])(/(?:etc|var|srv|usr|opt|root|home)\S*)", block.text)
    assert block.shown or not places, places


def test_all_fences_are_found() -> None:
    """A block that the tests above cannot read would not be run."""
    for guide in GUIDES:
        fences = re.findall(r"^[ >]*(?:```|~~~)", guide.read_text(encoding="utf-8"), re.MULTILINE)
        assert len(fences) == 2 * sum(block.guide == guide.name for block in BLOCKS), guide
