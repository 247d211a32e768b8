# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Credentials: three file formats that others read, and connection details out of links."""

from __future__ import annotations

import json
import subprocess

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.camunda.platform.plugins.module_utils._files.credentials import (
    FORMATS,
    connection_details,
    environment,
    parse,
)

UUID = "6bdf0d1c-3d5a-4df6-8d03-762682964d85"
OAUTH = "https://login.cloud.camunda.io/oauth/token"
# All but NUL, which no environment can hold.
TRICKY = st.text(st.sampled_from("'\"\\$`\n\r\t#: \x7f\x85\u2028é😀export="))
VALUE = st.one_of(TRICKY, st.text()).map(lambda value: value.replace("\0", ""))
VARIABLES = st.dictionaries(st.from_regex(r"CAMUNDA_[A-Z0-9_]{1,9}", fullmatch=True), VALUE, max_size=5).flatmap(
    lambda others: VALUE.map(lambda client_id: {"ZEEBE_CLIENT_ID": client_id, **others})
)


@pytest.mark.parametrize("name", FORMATS)
@given(variables=VARIABLES)
def test_every_format_is_read_back(name: str, variables: dict[str, str]) -> None:
    assert parse(FORMATS[name](variables)) == (name, variables)


@given(VARIABLES)
def test_shells_read_the_env_format(variables: dict[str, str]) -> None:
    script = FORMATS["env"](variables) + "exec /usr/bin/env -0\n"
    done = subprocess.run(["/bin/sh"], input=script.encode(), stdout=subprocess.PIPE, env={}, check=True)
    read = dict(line.split("=", 1) for line in done.stdout.decode().split("\0") if line)
    assert {name: read[name] for name in variables} == variables


@given(VARIABLES)
def test_yaml_libraries_read_the_yaml_format(variables: dict[str, str]) -> None:
    assert yaml.safe_load(FORMATS["yaml"](variables)) == variables


@given(VARIABLES)
def test_json_libraries_read_the_json_format(variables: dict[str, str]) -> None:
    assert json.loads(FORMATS["json"](variables)) == variables


def test_env_format_is_that_of_the_console() -> None:
    assert FORMATS["env"]({"ZEEBE_CLIENT_ID": "id", "X": "it's"}) == (
        "export ZEEBE_CLIENT_ID='id'\nexport X='it'\\''s'\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "# a note",
        "export ZEEBE_CLIENT_ID=",
        "export CAMUNDA_CLIENT_ID='x'\n",
        "ZEEBE_CLIENT_ID",
        "{}",
        "[]",
        '"ZEEBE_CLIENT_ID"',
        "null",
        '{"CAMUNDA_CLIENT_ID": "x"}',
        "---\nCAMUNDA_CLIENT_ID: x\n",
        "-----BEGIN PRIVATE KEY-----\nabc\n",
    ],
)
def test_other_files_are_no_credentials(text: str) -> None:
    assert parse(text) is None


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    found = parse(text)
    assert found is None or "ZEEBE_CLIENT_ID" in found[1]


@pytest.mark.parametrize(
    ("zeebe", "region", "zone"),
    [
        (f"{UUID}.syd-1.zeebe.camunda.io", "syd-1", "zeebe.camunda.io"),
        (f"{UUID}.bru-2.zeebe.camunda.io:443", "bru-2", "zeebe.camunda.io"),
        (f"https://{UUID}.bru-2.zeebe.camunda.io", "bru-2", "zeebe.camunda.io"),
        (f"grpcs://{UUID}.lhr-1.zeebe.camunda.io:443", "lhr-1", "zeebe.camunda.io"),
        (f"https://ont-1.zeebe.camunda.io:443/{UUID}", "ont-1", "zeebe.camunda.io"),
        (f"https://jfk-1.zeebe.camunda.io/{UUID}/v2/", "jfk-1", "zeebe.camunda.io"),
        (f"{UUID.upper()}.syd-1.zeebe.ultrawombat.com:443", "syd-1", "zeebe.ultrawombat.com"),
    ],
)
def test_forms_of_the_zeebe_link(zeebe: str, region: str, zone: str) -> None:
    assert connection_details(UUID, {"zeebe": zeebe}, None, OAUTH) == {
        "cluster_uuid": UUID,
        "region": region,
        "zeebe_address": f"{UUID}.{region}.{zone}:443",
        "grpc_address": f"grpcs://{UUID}.{region}.{zone}:443",
        "rest_address": f"https://{region}.{zone}:443/{UUID}",
        "oauth_url": OAUTH,
        "audience": zone,
    }


@pytest.mark.parametrize("links", [{}, {"zeebe": ""}, {"zeebe": None}, {"zeebe": "https://camunda.example/x"}])
def test_missing_links_are_unknown(links: dict[str, str]) -> None:
    details = connection_details(UUID, links, None, OAUTH)
    assert details == {
        **dict.fromkeys(("region", "zeebe_address", "grpc_address", "rest_address", "audience")),
        "cluster_uuid": UUID,
        "oauth_url": OAUTH,
    }
    created = {"clientId": "id", "clientSecret": "word", "permissions": ["Operate"]}
    variables = environment(created, details, links)
    assert set(variables) >= {"ZEEBE_CLIENT_ID", "ZEEBE_CLIENT_SECRET", "CAMUNDA_CLUSTER_ID", "CAMUNDA_OAUTH_URL"}
    assert not {"ZEEBE_ADDRESS", "CAMUNDA_CLUSTER_REGION", "CAMUNDA_OPERATE_BASE_URL"} & set(variables)


def test_what_the_answer_says_comes_first() -> None:
    links = {"zeebe": f"{UUID}.bru-2.zeebe.camunda.io", "oauth": "https://other.example/token"}
    details = connection_details(UUID, links, "own-audience", OAUTH)
    assert (details["oauth_url"], details["audience"]) == ("https://other.example/token", "own-audience")


@pytest.mark.parametrize(
    ("permissions", "with_links"),
    [
        (["Zeebe"], set()),
        (["Tasklist", "Optimize"], {"CAMUNDA_TASKLIST_BASE_URL", "CAMUNDA_OPTIMIZE_BASE_URL"}),
        (["Operate", "Secrets"], {"CAMUNDA_OPERATE_BASE_URL"}),
    ],
)
def test_environment_by_permission(permissions: list[str], with_links: set[str]) -> None:
    names = ("operate", "tasklist", "optimize", "connectors")
    links = {"zeebe": f"{UUID}.bru-2.zeebe.camunda.io"} | {name: f"https://bru-2.{name}.camunda.io/x" for name in names}
    created = {"clientId": "id", "clientSecret": "word", "permissions": permissions}
    variables = environment(created, connection_details(UUID, links, "zeebe.camunda.io", OAUTH), links)
    assert {name for name in variables if name.endswith("_BASE_URL")} == with_links | {"CAMUNDA_BASE_URL"}
    assert {name: variables[name] for name in with_links} == {
        name: links[name.split("_")[1].lower()] for name in with_links
    }
    assert variables["CAMUNDA_CREDENTIALS_SCOPES"] == ",".join(permissions)


def test_environment_has_all_names_that_are_read_elsewhere() -> None:
    links = {"zeebe": f"{UUID}.bru-2.zeebe.camunda.io"}
    created = {"clientId": "id", "clientSecret": "word", "permissions": ["Zeebe"]}
    host = "bru-2.zeebe.camunda.io"
    assert environment(created, connection_details(UUID, links, None, OAUTH), links) == {
        # Camunda docs, manage-api-clients.md: the file that the Console offers.
        "ZEEBE_ADDRESS": f"{UUID}.{host}:443",
        "ZEEBE_CLIENT_ID": "id",
        "ZEEBE_CLIENT_SECRET": "word",
        "ZEEBE_AUTHORIZATION_SERVER_URL": OAUTH,
        "ZEEBE_TOKEN_AUDIENCE": "zeebe.camunda.io",
        "CAMUNDA_CLUSTER_ID": UUID,
        "CAMUNDA_CLUSTER_REGION": "bru-2",
        "CAMUNDA_CREDENTIALS_SCOPES": "Zeebe",
        "CAMUNDA_OAUTH_URL": OAUTH,
        # README of camunda-8-js-sdk.
        "ZEEBE_GRPC_ADDRESS": f"grpcs://{UUID}.{host}:443",
        "ZEEBE_REST_ADDRESS": f"https://{host}:443/{UUID}",
        # Configuration of the connectors and of the Java client.
        "CAMUNDA_CLIENT_MODE": "saas",
        "CAMUNDA_CLIENT_AUTH_CLIENTID": "id",
        "CAMUNDA_CLIENT_AUTH_CLIENTSECRET": "word",
        "CAMUNDA_CLIENT_CLOUD_CLUSTERID": UUID,
        "CAMUNDA_CLIENT_CLOUD_REGION": "bru-2",
        # README of c8ctl.
        "CAMUNDA_BASE_URL": f"https://{host}:443/{UUID}",
        "CAMUNDA_REST_ADDRESS": f"https://{host}:443/{UUID}",
        "CAMUNDA_CLIENT_ID": "id",
        "CAMUNDA_CLIENT_SECRET": "word",
        "CAMUNDA_TOKEN_AUDIENCE": "zeebe.camunda.io",
        "CAMUNDA_AUTH_STRATEGY": "OAUTH",
    }


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_env_file_that_went_through_an_editor_is_read(end: str) -> None:
    text = "# orders\n\nexport ZEEBE_CLIENT_ID='id'\nexport ZEEBE_CLIENT_SECRET='word'\n".replace("\n", end)
    assert parse(text) == ("env", {"ZEEBE_CLIENT_ID": "id", "ZEEBE_CLIENT_SECRET": "word"})
