# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where an inventory comes from: files and their options, secrets in them, the cache, and all that can go wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ansible.parsing.vault import VaultLib, VaultSecret

from ansible_collections.camunda.platform.tests.integration.faults import asked, tokens_asked
from ansible_collections.camunda.platform.tests.integration.play import Player
from ansible_collections.camunda.platform.tests.integration.secret_play import (
    CONSOLE_SECRET,
    ECHO,
    files_below,
    seen,
    telling_parts,
)
from ansible_collections.camunda.platform.tests.integration.source import (
    PLUGIN,
    list_source,
    list_sources,
    write_source,
)
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

# Sources that are refused, and what has to be told.
WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "misspelled": ({"filtres": []}, "There is no option 'filtres'. Valid: "),
    "guess": ({"filtres": []}, "Did you mean 'filters'?"),
    "prefix": ({"prefix": "1_"}, "Option 'prefix': no name of a variable can begin with '1_'."),
    "hostname": ({"hostname": "id"}, "hostname"),
    "kind": ({"retries": "many"}, "retries"),
    "negative": ({"retries": -1}, "Option 'retries': -1 is less than 0."),
    "url": ({"base_url": "http://camunda.example.com"}, "would send credentials unencrypted"),
    "empty": ({"client_id": "", "access_token": ""}, "No credentials for Camunda: set client_id"),
    "undefined": ({"client_id": "{{ nobody_set_this }}"}, "nobody_set_this"),
    "filter": ({"filters": [{"include": "true", "only": "x"}]}, "only"),
    "both": ({"filters": [{"include": "true", "exclude": "true"}]}, "mutually exclusive"),
    "neither": ({"filters": [{}]}, "include, exclude"),
    "failing": ({"filters": [{"exclude": "camunda_stat == 'x'"}]}, "has no answer for cluster orders"),
    "text": ({"filters": [{"exclude": "camunda_name"}]}, "has no answer for cluster orders"),
}
# What servers do, which request it hits, and what has to be told.
FAULTS: list[tuple[str, str, dict[str, Any], str]] = [
    ("GET", "/clusters", {"kind": "status", "status": 403, "body": ECHO}, "HTTP 403: you sent ********, and that"),
    ("GET", "/clusters", {"kind": "status", "status": 500, "body": ECHO}, "HTTP 500: you sent ********, and that"),
    ("GET", "/clusters", {"kind": "lost"}, "broke before the answer"),
    ("GET", "/clusters", {"kind": "html"}, "is not JSON: an HTML page titled 'Sign in'"),
    ("GET", "/clusters", {"kind": "malformed"}, "is not JSON"),
    ("GET", "/clusters", {"kind": "status", "status": 200, "body": "{}"}, "was answered with JSON, but not a list"),
    ("GET", "/clusters", {"kind": "status", "status": 401, "times": 2}, "The API does not accept the token"),
]


def test_names_of_files(player: Player, sandbox: Caller) -> None:
    """Leave files alone that are not named as this plugin's; of the others, some are not for it either."""
    sandbox.create_cluster()
    directory = player.directory
    good = [write_source(directory, {}, name) for name in ("camunda.yaml", "x.camunda.yml", "y.camunda.yaml")]
    bad = [write_source(directory, {}, name) for name in ("clusters.yml", "mycamunda.yml", "camunda.json")]
    other = directory / "other.camunda.yml"
    other.write_text("all: {hosts: {elsewhere: {}}}\n", encoding="utf-8")
    listed = list_sources(player, *good, *bad, other)
    assert listed.groups["camunda_clusters"] == ["orders"]
    assert listed.groups["ungrouped"] == ["elsewhere"]
    # Before ansible-core 2.19, warnings are wrapped, even within the name of a file.
    said = listed.output.replace(" ", "")
    unparsed = [path for path in [*good, *bad, other] if f"Unabletoparse{path}asaninventorysource" in said]
    assert unparsed == bad, listed.output


def test_wrong_options(player: Player, sandbox: Caller) -> None:
    """Say what is wrong with an option, without a traceback, and ask nobody for what cannot be used."""
    sandbox.create_cluster()
    sandbox.control("DELETE", "requests")
    paths = [
        write_source(player.directory, options, f"{name}.camunda.yml") for name, (options, _words) in WRONG.items()
    ]
    listed = list_sources(player, *paths)
    missing = {name: words for name, (_options, words) in WRONG.items() if words not in listed.output}
    assert missing == {}, listed.output
    assert listed.hosts == {}
    assert "Traceback" not in listed.output
    # Two of them are filters, which are applied to what is there.
    assert len(asked(sandbox, "GET", "/clusters")) == 2


def test_faults(player: Player, sandbox: Caller) -> None:
    """Say what a server did, and go on with the next source."""
    sandbox.create_cluster(name="survivor")
    paths = []
    for index, (method, path, details, _words) in enumerate(FAULTS):
        sandbox.control("POST", "faults", {"method": method, "path": path, **details})
        paths.append(write_source(player.directory, {"retries": 0}, f"{index}.camunda.yml"))
    paths.append(write_source(player.directory, {}, "good.camunda.yml"))
    paths.append(write_source(player.directory, {"client_secret": "wrong"}, "wrong.camunda.yml"))
    paths.append(write_source(player.directory, {"base_url": "http://127.0.0.1:1", "retries": 0}, "nobody.camunda.yml"))
    listed = list_sources(player, *paths, arguments=("-vv",))
    told = [words for _method, _path, _details, words in FAULTS]
    told += ["HTTP 401: access_denied: Unauthorized.", "no connection to 127.0.0.1:1"]
    assert [words for words in told if words not in listed.output] == [], listed.output
    assert list(listed.hosts) == ["survivor"]
    assert "Traceback" not in listed.output
    assert seen(telling_parts([]), {"output": listed.output.replace("sandbox-client", "")}) == []


def test_vault_and_templates(player: Player, sandbox: Caller) -> None:
    """Take the secret from a vault and the id from the command line; without the vault's password nothing is told."""
    sandbox.create_cluster()
    for name in ("CAMUNDA_CONSOLE_CLIENT_ID", "CAMUNDA_CONSOLE_CLIENT_SECRET"):
        del player.environment[name]
    (player.directory / "password").write_text("of the vault", encoding="utf-8")
    vault = VaultLib([("default", VaultSecret(b"of the vault"))])
    ciphertext = vault.encrypt(CONSOLE_SECRET).decode().replace("\n", "\n  ")
    path = player.directory / "camunda.yml"
    path.write_text(
        f"plugin: {PLUGIN}\nclient_id: '{{{{ whose }}}}-client'\nclient_secret: !vault |\n  {ciphertext}\n",
        encoding="utf-8",
    )
    who = ("-e", "whose=sandbox", "-vvv")
    listed = list_sources(player, path, arguments=(*who, "--vault-password-file", "password"))
    assert list(listed.hosts) == ["orders"], listed.output
    assert tokens_asked(sandbox)[-1] == 200
    (player.directory / "password").write_text("of another vault", encoding="utf-8")
    for arguments in (who, (*who, "--vault-password-file", "password")):
        without = list_sources(player, path, arguments=arguments)
        assert without.hosts == {}
        assert "Unable to parse" in without.output
        listed.output += without.output
    assert CONSOLE_SECRET not in listed.output


def cached(directory: Path) -> dict[str, Any]:
    """Return options that keep the clusters in a directory."""
    return {"cache": True, "cache_plugin": "ansible.builtin.jsonfile", "cache_connection": str(directory)}


def test_cache(player: Player, sandbox: Caller) -> None:
    """Ask once, until the cache is flushed; another organization is asked for itself, and no secret is kept."""
    sandbox.create_cluster(name="first")
    sandbox.control("DELETE", "requests")
    options = {**cached(player.directory / "clusters"), "compose": {"later": "camunda_name ~ '!'"}}
    first = list_source(player, options)
    sandbox.create_cluster(name="second")
    again = list_source(player, {**options, "filters": [{"exclude": "camunda_name == 'x'"}]})
    assert again.content == first.content
    assert list(again.hosts) == ["first"]
    assert len(asked(sandbox, "GET", "/clusters")) == 1
    # ansible-inventory does not have this option in every version.
    (player.directory / "play.yml").write_text("- hosts: camunda_clusters\n", encoding="utf-8")
    flushed = player.playbook("-i", "camunda.yml", "--flush-cache", "--list-hosts", "play.yml")
    assert "hosts (2)" in flushed.output, flushed.output
    assert len(asked(sandbox, "GET", "/clusters")) == 2
    assert sorted(list_source(player, options).hosts) == ["first", "second"]
    other = list_source(player, {**options, "access_token": sandbox.token})
    assert sorted(other.hosts) == ["first", "second"]
    assert len(asked(sandbox, "GET", "/clusters")) == 3
    kept = files_below(player.directory / "clusters")
    assert len(kept) == 2
    assert seen(telling_parts([str(sandbox.token)]), kept) == []
    # A file that somebody broke is told of, or asked for again, but never a traceback.
    for path in kept:
        Path(path).write_text('[{"name": ', encoding="utf-8")
    broken = list_sources(player, player.directory / "camunda.yml")
    assert "Traceback" not in broken.output
    assert "corrupt" in broken.output


REFRESHED = """
- hosts: localhost
  gather_facts: false
  tasks:
    - step: {control: [PUT, "clusters/{{ uuid }}/status", {status: Suspended}]}
    - ansible.builtin.meta: refresh_inventory
    - ansible.builtin.debug: {msg: "now {{ groups.camunda_status_suspended }}"}
"""


@pytest.mark.parametrize("cache", [False, True], ids=["no-cache", "cache"])
def test_refresh(player: Player, sandbox: Caller, cache: bool) -> None:
    """Ask again within a play, cache or not."""
    uuid = sandbox.create_cluster()
    path = write_source(player.directory, cached(player.directory / "clusters") if cache else {})
    (player.directory / "play.yml").write_text(REFRESHED, encoding="utf-8")
    played = player.playbook("-i", str(path), "play.yml", "-e", f"uuid={uuid}")
    assert "now ['orders']" in played.output, played.output
