# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every code block of every guide works as it is written, for a user with a home and an empty folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from camunda_sandbox.core import DEFAULT_CLIENTS, Sandbox

from ansible_collections.camunda.platform.tests.integration.guides import GUIDES, ROOT, Block, Reader, blocks_of
from ansible_collections.camunda.platform.tests.integration.listener import closed_port
from ansible_collections.camunda.platform.tests.integration.play import Player
from ansible_collections.camunda.platform.tests.integration.role import changes
from ansible_collections.camunda.platform.tests.integration.tunnel import clusters_behind_a_tunnel
from ansible_collections.camunda.platform.tests.unit.plugins.certificates import make_certificate
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller, serving

# Where the clusters of the guides' region have their APIs.
CLUSTERS = "bru-2.zeebe.camunda.io"
BLOCKS = [block for guide in GUIDES for block in blocks_of(guide)]
# Where the guides of Self-Managed suppose an installation.
INSTALLATION = {
    "https://camunda.example.com/console": "{url}/console",
    "https://camunda.example.com/auth": "{url}/auth",
}
PORT_FORWARDS = {"http://localhost:8087": "{url}/console", "http://localhost:18080/auth": "{url}/auth"}


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
    """Return a reader who has done what matters of Getting started: there is a cluster with a client."""
    reader = Reader(player, places)
    shown = [block for block in BLOCKS if block.guide == "getting-started.md"]
    for block in shown:
        if block.file == "clusters.yml" or block.text.startswith(("export ", "mkdir ")):
            reader.follow(block)
    [commands] = [block for block in shown if "--check --diff" in block.text]
    reader.type(commands, commands.text.splitlines()[1])
    return reader


def follow(reader: Reader, guide: str) -> None:
    """Follow all blocks of a guide that are run."""
    for block in to_follow(guide):
        reader.follow(block)


def to_follow(guide: str) -> list[Block]:
    """Return the blocks of a guide that are run."""
    return [block for block in BLOCKS if block.guide == guide and not block.reason and not block.shown]


@pytest.mark.parametrize("guide", ["README.md", "getting-started.md"])
def test_a_first_guide_works_in_an_empty_folder(player: Player, organization: Caller, guide: str) -> None:
    """They end with a cluster and a client whose credentials are in the user's home; nothing is left to change."""
    reader = Reader(player, {})
    follow(reader, guide)
    assert reader.last
    assert changes(reader.last) == 0, reader.last.output
    assert [cluster["name"] for cluster in organization.get("/clusters")] == ["orders"]
    assert "ZEEBE_CLIENT_SECRET" in (reader.home / "camunda" / "order-worker.env").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("guide", "places"),
    [
        ("adopting.md", {}),
        ("awx.md", {}),
        ("ci.md", {}),
        ("from-terraform.md", {}),
        ("inventory.md", INSTALLATION),
        ("rotation.md", {}),
        ("secrets.md", {"https://secrets.example.com": ""}),
        # A ring is watched for half a day, and a cluster needs time to answer.
        ("upgrade.md", {"pause: 43200 ": "pause: 0 ", "delay: 30": "delay: 0"}),
    ],
)
def test_a_guide_works_after_getting_started(
    player: Player, organization: Caller, tmp_path: Path, guide: str, places: dict[str, str]
) -> None:
    """Its blocks work one after the other."""
    organization.settings(console_context_path="/console")
    with clusters_behind_a_tunnel(tmp_path, CLUSTERS) as (_tunnel, environment):
        person = {"GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": "ann@example.com"}
        person |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in person.items()}
        player.environment.update({**environment, **person})
        reader = started(player, here(places, organization.url))
        follow(reader, guide)
    assert reader.replaced == set(reader.places), "remove what the guides do not need any more"


@pytest.mark.parametrize("guide", ["self-managed.md", "authentication.md"])
def test_a_guide_works_with_an_installation(player: Player, organization: Caller, guide: str) -> None:
    """Where the guides suppose an installation is the sandbox; no other address can be reached."""
    organization.settings(console_context_path="/console")
    with closed_port() as port:
        player.environment |= {"HTTPS_PROXY": f"http://127.0.0.1:{port}", "https_proxy": f"http://127.0.0.1:{port}"}
        reader = Reader(player, here({**INSTALLATION, **PORT_FORWARDS}, organization.url))
        (reader.home / "camunda").mkdir()
        make_certificate(reader.home / "camunda")
        (reader.home / "camunda" / "127.0.0.1.pem").rename(reader.home / "camunda" / "company-ca.pem")
        for block in to_follow(guide):
            organization.settings(console_authentication="auth: none" not in block.text)
            reader.follow(block)


def here(places: dict[str, str], url: str) -> dict[str, str]:
    """Return what places that guides make up are while the sandbox is at an URL."""
    return {made_up: real.format(url=url) for made_up, real in places.items()}


def test_the_variables_of_awx_setup_are_options_of_the_role() -> None:
    """Only a real AWX can run them."""
    [block] = [block for block in to_follow("awx.md") if block.file == "awx.yml"]
    specs = yaml.safe_load((ROOT / "roles" / "awx_setup" / "meta" / "argument_specs.yml").read_text(encoding="utf-8"))
    result = ArgumentSpecValidator(specs["argument_specs"]["main"]["options"]).validate(yaml.safe_load(block.text))
    assert not result.error_messages


def test_pipelines_run_commands_of_the_guide() -> None:
    """A pipeline needs GitHub or GitLab; its commands are those that are run above."""
    shown = {line.split("  ")[0] for block in BLOCKS if not block.reason for line in block.text.splitlines()}
    for block in BLOCKS:
        if block.reason and block.language == "yaml":
            for command in re.findall(r"ansible-playbook .*", block.text):
                assert command in shown, f"{block}: {command}"


def test_the_blocks_that_are_not_run_are_few() -> None:
    """The others are run by the tests above."""
    skipped = [f"{block}: {block.reason}" for block in BLOCKS if block.reason]
    assert len(skipped) <= 14, "\n".join(skipped)


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_blocks_are_for_an_ordinary_user(block: Block) -> None:
    """They name a language, and no place outside of the user's home and folder."""
    assert block.language, "without a language"
    places = re.findall(r"(?:^|[\s'\"=@])(/(?:etc|var|srv|usr|opt|root|home)\S*)", block.text)
    assert block.shown or not places, places


def test_every_guide_is_followed() -> None:
    """By the tests above, or by one of its own."""
    source = "".join(file.read_text(encoding="utf-8") for file in Path(__file__).parent.glob("test_*.py"))
    for block in BLOCKS:
        assert block.shown or block.reason or f'"{block.guide}"' in source, f"{block.guide} is not followed"


def test_all_fences_are_found() -> None:
    """A block that the tests above cannot read would not be run."""
    for guide in GUIDES:
        fences = re.findall(r"^[ >]*(?:```|~~~)", guide.read_text(encoding="utf-8"), re.MULTILINE)
        assert len(fences) == 2 * sum(block.guide == guide.name for block in BLOCKS), guide
