# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Credentials of a cluster's client as environment variables and as files, pure: names, formats, and back again."""

from __future__ import annotations

import json
import re
import typing as t
from collections.abc import Callable, Mapping

from ansible_collections.camunda.platform.plugins.module_utils._errors import UnexpectedAnswer
from ansible_collections.camunda.platform.plugins.module_utils._files.yaml import UNSAFE, is_template

Environment = dict[str, str]

_ZEEBE_HOST = re.compile(r"^(?:\w+://)?(?:[0-9a-f-]{36}\.)?(?P<region>[^./:]+)\.(?P<zone>zeebe\.[^/:]+)", re.IGNORECASE)
_PERMISSION_LINKS = {
    "Tasklist": ("tasklist", "CAMUNDA_TASKLIST_BASE_URL"),
    "Operate": ("operate", "CAMUNDA_OPERATE_BASE_URL"),
    "Optimize": ("optimize", "CAMUNDA_OPTIMIZE_BASE_URL"),
}


def issued(answer: Mapping[str, t.Any], identifier: str, secret: str, known: Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return an answer that issues a secret, with what is ``known`` anyway in the place of what is of no use.

    Raises UnexpectedAnswer without a usable id and secret: what was issued then has to be looked up, and taken back.
    """
    for name in (identifier, secret):
        if not is_usable(answer.get(name)):
            raise UnexpectedAnswer(f"The answer holds no usable {name}, which has to be a text on one line.")
    permissions = answer.get("permissions")
    has_permissions = isinstance(permissions, list) and all(map(is_usable, permissions))
    found = {
        **answer,
        **{name: answer[name] if is_usable(answer.get(name)) else value for name, value in known.items()},
        "audience": answer["audience"] if is_usable(answer.get("audience")) else None,
        "links": links_in(answer),
    }
    if "permissions" in known:
        found["permissions"] = permissions if has_permissions else known["permissions"]
    return found


def is_usable(value: t.Any) -> bool:
    """Return whether a value is a text that can be written anywhere: not empty, on one line, and Unicode."""
    return isinstance(value, str) and value.isprintable() and value.strip() not in ("", ".", "..")


def links_in(answer: Mapping[str, t.Any]) -> dict[str, str]:
    """Return the links of a client or a cluster, as far as they are of use."""
    links = answer.get("links")
    return {name: url for name, url in links.items() if is_usable(url)} if isinstance(links, Mapping) else {}


def connection_details(
    cluster_uuid: str, links: Mapping[str, str], audience: str | None, oauth_url: str
) -> dict[str, str | None]:
    """Derive how a client reaches its cluster; None for what the links do not contain."""
    link = links.get("zeebe") or ""
    found = _ZEEBE_HOST.match(link)
    region, zone = (found["region"], found["zone"]) if found else (None, None)
    return {
        "cluster_uuid": cluster_uuid,
        # The API has no field for the short code of a region: it is a part of the links' host names.
        "region": region,
        "zeebe_address": f"{cluster_uuid}.{region}.{zone}:443" if found else None,
        "grpc_address": f"grpcs://{cluster_uuid}.{region}.{zone}:443" if found else None,
        "rest_address": f"https://{region}.{zone}:443/{cluster_uuid}" if found else _rest_address(link, cluster_uuid),
        "oauth_url": links.get("oauth") or oauth_url,
        "audience": audience or zone,
    }


def _rest_address(link: str, cluster_uuid: str) -> str | None:
    """Return a link that is the address of the cluster's own API already; None for any other."""
    return link if link.startswith(("https://", "http://")) and link.endswith(f"/{cluster_uuid}") else None


def environment(
    client: Mapping[str, t.Any], details: Mapping[str, str | None], links: Mapping[str, str]
) -> Environment:
    """Return the variables of Camunda's downloadable credentials file, and those that newer SDKs read.

    Names: Camunda docs, manage-api-clients.md; camunda-8-js-sdk README; connectors configuration; c8ctl README.
    """
    client_id, secret = client["clientId"], client["clientSecret"]
    permissions = list(client.get("permissions") or [])
    variables: dict[str, str | None] = {
        "ZEEBE_ADDRESS": details["zeebe_address"],
        "ZEEBE_CLIENT_ID": client_id,
        "ZEEBE_CLIENT_SECRET": secret,
        "ZEEBE_AUTHORIZATION_SERVER_URL": details["oauth_url"],
        "ZEEBE_TOKEN_AUDIENCE": details["audience"],
        "CAMUNDA_CLUSTER_ID": details["cluster_uuid"],
        "CAMUNDA_CLUSTER_REGION": details["region"],
        "CAMUNDA_CREDENTIALS_SCOPES": ",".join(permissions),
        **{name: links.get(key) for scope, (key, name) in _PERMISSION_LINKS.items() if scope in permissions},
        "CAMUNDA_OAUTH_URL": details["oauth_url"],
        "ZEEBE_GRPC_ADDRESS": details["grpc_address"],
        "ZEEBE_REST_ADDRESS": details["rest_address"],
        "CAMUNDA_CLIENT_MODE": "saas",
        "CAMUNDA_CLIENT_AUTH_CLIENTID": client_id,
        "CAMUNDA_CLIENT_AUTH_CLIENTSECRET": secret,
        "CAMUNDA_CLIENT_CLOUD_CLUSTERID": details["cluster_uuid"],
        "CAMUNDA_CLIENT_CLOUD_REGION": details["region"],
        "CAMUNDA_BASE_URL": details["rest_address"],
        "CAMUNDA_REST_ADDRESS": details["rest_address"],
        "CAMUNDA_CLIENT_ID": client_id,
        "CAMUNDA_CLIENT_SECRET": secret,
        "CAMUNDA_TOKEN_AUDIENCE": details["audience"],
        "CAMUNDA_AUTH_STRATEGY": "OAUTH",
    }
    return {name: value for name, value in variables.items() if value}


def _shell_quoted(value: str) -> str:
    return "'" + value.replace("'", "'\\''") + "'"


def _render_env(variables: Environment) -> str:
    return "".join(f"export {name}={_shell_quoted(value)}\n" for name, value in variables.items())


def _render_json(variables: Environment) -> str:
    return json.dumps(variables, indent=2) + "\n"


def _render_yaml(variables: Environment) -> str:
    return "---\n" + "".join(f"{name}: {_tag(value)}{_yaml_quoted(value)}\n" for name, value in variables.items())


def _tag(value: str) -> str:
    # Only where it has to be: other programs than Ansible read the file as well, and refuse the tag.
    return UNSAFE if is_template(value) else ""


def _yaml_quoted(value: str) -> str:
    """Write a JSON string that is a YAML string too: no YAML library is needed on the machine where the task runs."""
    # YAML does not join the two halves that JSON splits a character beyond U+FFFF into, and it wants DEL escaped.
    parts = (character if character > "\uffff" else json.dumps(character)[1:-1] for character in value)
    return '"' + "".join(parts).replace("\x7f", "\\u007f") + '"'


FORMATS: dict[str, Callable[[Environment], str]] = {"env": _render_env, "json": _render_json, "yaml": _render_yaml}

# A quoted value may go on over lines, and holds a quote only as an end, an escaped quote and another beginning.
_ENV_EXPORT = re.compile(r"^export ([A-Z0-9_]+)='((?:[^']|'\\'')*)'\r?$", re.MULTILINE)
_YAML_LINE = re.compile(r'^([A-Z0-9_]+): (?:!unsafe )?(".*")$')


def parse(text: str, identifier: str = "ZEEBE_CLIENT_ID") -> tuple[str, Environment] | None:
    """Return the format and the variables of a credentials file; None if it lacks the identifying variable."""
    for name, reader in (("json", _parse_json), ("env", _parse_env), ("yaml", _parse_yaml)):
        variables = reader(text)
        if variables and identifier in variables:
            return name, variables
    return None


def _parse_json(text: str) -> Environment | None:
    try:
        data = json.loads(text)
    except ValueError:
        return None
    return {str(name): str(value) for name, value in data.items()} if isinstance(data, dict) else None


def _parse_env(text: str) -> Environment:
    return {name: value.replace("'\\''", "'") for name, value in _ENV_EXPORT.findall(text)}


def _parse_yaml(text: str) -> Environment:
    variables: Environment = {}
    for match in filter(None, map(_YAML_LINE.match, text.splitlines())):
        try:
            variables[match[1]] = json.loads(match[2])
        except ValueError:
            continue
    return variables
