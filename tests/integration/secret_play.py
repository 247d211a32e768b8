# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks that handle every secret there is, and the search for what must not be seen of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ansible_collections.camunda.platform.tests.integration.faults import fault
from ansible_collections.camunda.platform.tests.integration.play import Task

CONSOLE_SECRET = "sandbox-secret"
# A server's answer with the secret in it, twice: the second time where error messages are cut, after 490 characters.
ECHO = f"you sent {CONSOLE_SECRET}, and that is ".ljust(490, "x") + CONSOLE_SECRET
_HALF = "xsandbox"
_FROM_FILE = "{{ lookup('ansible.builtin.file', 'secret') }}"
_FROM_ENVIRONMENT = "{{ lookup('ansible.builtin.env', 'CAMUNDA_CONSOLE_CLIENT_SECRET') }}"
# A truncated secret is one as well. The header of a JWT, its first part, is the same for all.
_TELLING = 16


def short_play(cluster: str) -> list[Task]:
    """Return tasks whose results hold secrets, alone and in a loop, and one that uses a registered secret."""
    return [
        {"name": "token", "camunda_token": {}},
        {"name": "single", "camunda_client": {"cluster": cluster, "name": "single", "permissions": ["Zeebe"]}},
        {"name": "looped", "camunda_client": {"cluster": cluster, "name": "{{ item }}"}, "loop": ["one", "two"]},
        # With this token alone, and no credentials, the API lets in.
        {
            "name": "used",
            "camunda_cluster_info": {"access_token": "{{ token.access_token }}", "client_id": "", "client_secret": ""},
        },
    ]


def failing_play(cluster: str, directory: Path) -> list[Task]:
    """Return tasks that fail because of something with a secret, and one that keeps a secret in a file."""
    dest = f"{directory}/{{{{ item }}}}.credentials"
    file = {"dest": dest, "format": "{{ item }}", "omit_secret": False}
    return [
        {"name": "filed", "camunda_client": {"cluster": cluster, "name": "filed-{{ item }}", **file}, "loop": ["env"]},
        {**fault("GET", "/clusters", kind="status", status=500, body=ECHO), "no_log": True},
        {"name": "echoed", "camunda_cluster_info": {}},
        {**fault("POST", "/oauth/token", kind="status", status=403, body=ECHO), "no_log": True},
        {"name": "refused", "camunda_token": {"force": True}},
    ]


def failing_more(cluster: str) -> list[Task]:
    """Return a loop that fails after its first item, and a client whose answer is lost."""
    return [
        {"name": "broken", "camunda_client": {"cluster": cluster, "name": "{{ item }}"}, "loop": ["three", " "]},
        fault("POST", f"/clusters/{cluster}/clients", kind="malformed"),
        {"name": "lost", "camunda_client": {"cluster": cluster, "name": "lost"}},
    ]


def more_play(cluster: str, directory: Path) -> list[Task]:
    """Return what is left: secrets as options and in a task's environment, more formats, a client that is
    there, replaced and removed."""
    client = {"cluster": cluster, "name": "single"}
    dest = f"{directory}/{{{{ item }}}}.credentials"
    file = {"dest": dest, "format": "{{ item }}", "omit_secret": False}
    return [
        {"name": "given", "camunda_cluster_info": {"client_secret": _FROM_ENVIRONMENT}},
        {"name": "wrong", "camunda_cluster_info": {"client_secret": _FROM_ENVIRONMENT + "-not"}},
        {
            "name": "formats",
            "camunda_client": {"cluster": cluster, "name": "filed-{{ item }}", **file},
            "loop": ["json", "yaml"],
        },
        {"name": "rewritten", "camunda_client": {"cluster": cluster, "name": "filed-json", **file}, "loop": ["json"]},
        {"name": "kept", "camunda_client": client},
        {"name": "replaced", "camunda_client": {**client, "permissions": ["Operate"], "allow_replace": True}},
        {"name": "tokens", "camunda_token": {"force": "{{ item }}"}, "loop": [True, False]},
        {"name": "removed", "camunda_client": {**client, "state": "absent"}},
        # As many playbooks give it.
        {"name": "handed", "camunda_cluster_info": {}, "environment": {"CAMUNDA_CONSOLE_CLIENT_SECRET": _FROM_FILE}},
    ]


def secrets_in(results: Any) -> set[str]:
    """Return the secrets that registered results hold."""
    if isinstance(results, Mapping):
        found = {str(results[key]) for key in ("client_secret", "access_token") if results.get(key)}
        invocation = ("invocation",)
        return found.union(*(secrets_in(value) for key, value in results.items() if key not in invocation))
    if isinstance(results, (list, tuple)):
        return set().union(*map(secrets_in, results))
    return set()


def telling_parts(secrets: Iterable[str]) -> set[str]:
    """Return texts that must not be seen: the beginning of every secret, for a token of each part but the header."""
    parts = {CONSOLE_SECRET, _HALF}
    for secret in secrets:
        parts.update(part[:_TELLING] for part in (secret.split(".")[1:] if secret.startswith("eyJ") else [secret]))
    return parts


def seen(parts: Iterable[str], texts: Mapping[str, str]) -> list[str]:
    """Return where a part is to be seen, with some text around it; the texts have names, for where they are from."""
    found = []
    for where, text in texts.items():
        for part in parts:
            position = text.find(part)
            if position >= 0:
                found.append(f"{where}: ...{text[max(0, position - 60) : position + 60]!r}...")
    return found


def files_below(directory: Path) -> dict[str, str]:
    """Return the texts of all files below a directory, with their names among them."""
    files = [path for path in directory.rglob("*") if path.is_file()]
    return {str(path): f"{path}\n{path.read_text(encoding='utf-8', errors='replace')}" for path in files}
