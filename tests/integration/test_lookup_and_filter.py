# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lookup token and the filter credentials, in playbooks and ad hoc."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from ansible_collections.camunda.platform.plugins.module_utils._files.credentials import FORMATS
from ansible_collections.camunda.platform.tests.integration.faults import fault, squeezed, tokens_asked
from ansible_collections.camunda.platform.tests.integration.play import Player, Task
from ansible_collections.camunda.platform.tests.integration.secret_play import CONSOLE_SECRET, ECHO
from ansible_collections.camunda.platform.tests.integration.story import named
from ansible_collections.camunda.platform.tests.integration.threads import running
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller

TOKEN = "lookup('camunda.platform.token'{})"
CREDENTIALS = "camunda.platform.credentials"


def fact(expression: str, **keywords: Any) -> Task:
    """Return a task that registers the value of an expression."""
    return {"ansible.builtin.set_fact": {"found": f"{{{{ {expression} }}}}"}, **keywords}


def token(**options: str) -> str:
    """Return a call of the lookup; options are expressions."""
    return TOKEN.format("".join(f", {name}={value}" for name, value in options.items()))


@contextmanager
def orchestration_cluster() -> Iterator[tuple[str, list[dict[str, list[str]]]]]:
    """Serve a token endpoint for every client and audience, and an API below /v2; give its URL and the forms sent."""
    forms: list[dict[str, list[str]]] = []

    class Handler(BaseHTTPRequestHandler):
        def _answer(self, body: dict[str, Any], status: int = 200) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            forms.append(form)
            self._answer({"access_token": f"for-{form['audience'][0]}", "expires_in": 300, "token_type": "Bearer"})

        def do_GET(self) -> None:
            authorized = self.headers["Authorization"] == "Bearer for-zeebe.camunda.io"
            self._answer({"path": self.path, "authorized": authorized}, 200 if authorized else 401)

        def log_message(self, *_arguments: Any) -> None:
            """Keep quiet."""

    with running(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as server:
        yield f"http://127.0.0.1:{server.server_port}", forms


def test_lookup(player: Player, sandbox: Caller) -> None:
    """Share one token with the modules; ask for another audience; hand the token to a module of Ansible's own."""
    cluster = sandbox.create_cluster()
    sandbox.control("DELETE", "requests")
    with orchestration_cluster() as (url, forms):
        other = {
            "client_id": "worker.client.client_id",
            "client_secret": "worker.client_secret",
            "oauth_url": f"'{url}/oauth/token'",
            "audience": "worker.connection.audience",
        }
        bearer = {"Authorization": f"Bearer {{{{ {token(**other)} }}}}"}
        played = player.play(
            *named(
                token={"camunda_token": {}},
                same=fact(token()),
                items=fact("item", loop=f"{{{{ query('camunda.platform.token') + [{token()}] }}}}"),
                used={"camunda_cluster_info": {"access_token": f"{{{{ {token()} }}}}", "client_id": ""}},
                worker={"camunda_client": {"cluster": cluster, "name": "worker", "permissions": ["Zeebe"]}},
                topology={"ansible.builtin.uri": {"url": f"{url}/v2/topology", "headers": bearer}, "no_log": True},
                again={"ansible.builtin.uri": {"url": f"{url}/v2/topology", "headers": bearer}, "no_log": True},
            )
        )
        registered = played["token"]["access_token"]
        assert played["same"]["ansible_facts"]["found"] == registered, played.output
        assert [item["ansible_facts"]["found"] for item in played["items"]["results"]] == [registered] * 2
        assert [found["uuid"] for found in played["used"]["clusters"]] == [cluster]
        assert played["topology"]["json"] == played["again"]["json"] == {"path": "/v2/topology", "authorized": True}
        # The sandbox was asked by the fixture, which made the cluster, as well.
        assert tokens_asked(sandbox) == [200]
        (form,) = forms
        assert form["client_id"] == [played["worker"]["client"]["client_id"]]
        assert form["client_secret"] == [played["worker"]["client_secret"]]


def test_what_the_lookup_refuses(player: Player, sandbox: Caller) -> None:
    """Say what is wrong, without a traceback or a secret."""
    wrong = {
        "misspelled": (token(audiance="'x'"), "There is no option 'audiance'. Valid: "),
        "terms": ("lookup('camunda.platform.token', 'x')", "takes options only"),
        "kind": (token(retries="'many'"), "retries"),
        "missing": (token(client_secret="''"), "No credentials for Camunda: set client_secret"),
        "refused": (token(), "HTTP 403: you sent ********, and that is xxx"),
        "html": (token(retries="0"), "contains no access_token. Is its URL that of a token endpoint?"),
        "unknown": (token(client_secret="'wrong'"), "HTTP 401: access_denied: Unauthorized."),
        "unreachable": (token(oauth_url="'http://127.0.0.1:1'", retries="0"), "no connection to 127.0.0.1:1"),
    }
    before = {
        "refused": fault("POST", "/oauth/token", kind="status", status=403, body=ECHO),
        "html": fault("POST", "/oauth/token", kind="html"),
    }
    tasks: list[Task] = []
    for name, (expression, _words) in wrong.items():
        tasks += [{**before[name], "no_log": True}] if name in before else []
        tasks.append({"name": name, **fact(expression)})
    played = player.play(*tasks)
    found = {name: squeezed(str(played[name]["msg"])) for name in wrong}
    assert {name: found[name] for name, (_expression, words) in wrong.items() if words not in found[name]} == {}
    assert "Traceback" not in played.output
    assert CONSOLE_SECRET not in played.output + json.dumps(found)


def test_ad_hoc(player: Player, sandbox: Caller) -> None:
    """Use both from the command line."""
    sandbox.create_cluster(name="orders")
    message = f"{{{{ {token()} | length > 100 }}}} {{{{ {{'ZEEBE_CLIENT_ID': 'x'}} | {CREDENTIALS} }}}}"
    arguments = json.dumps({"msg": message})
    done = player.run("ansible", "localhost", "-m", "ansible.builtin.debug", "-a", arguments)
    assert done.returncode == 0, done.output
    assert "True export ZEEBE_CLIENT_ID='x'" in done.output


def test_filter(player: Player, sandbox: Caller) -> None:
    """Render, in every format, what the module keeps in a file."""
    cluster = sandbox.create_cluster(name="orders")
    client = {"cluster": cluster, "permissions": ["Zeebe"]}
    tasks = named(
        **{
            name: {
                "camunda_client": {
                    **client,
                    "name": name,
                    "dest": str(player.directory / name),
                    "format": name,
                    "omit_secret": False,
                }
            }
            for name in FORMATS
        },
        many={"camunda_clients": {"cluster": cluster, "clients": [{"name": "bulk", "permissions": ["Zeebe"]}]}},
        **{f"as_{name}": fact(f"{name} | {CREDENTIALS}('{name}')", no_log=True) for name in FORMATS},
        default=fact(f"env | {CREDENTIALS}", no_log=True),
        variables=fact(f"env.environment | {CREDENTIALS}(format='json')", no_log=True),
        bulk=fact(f"many.clients[0] | {CREDENTIALS}('json')", no_log=True),
        # Before 2.19, what looks like JSON becomes a dictionary in set_fact; in a text it stays what it is.
        there={"camunda_client": {**client, "name": "env"}},
    )
    played = player.play(*tasks)
    for name in FORMATS:
        file = (player.directory / name).read_text(encoding="utf-8")
        rendered = played[f"as_{name}"]["ansible_facts"]["found"]
        assert rendered == file or rendered == json.loads(file), name
        assert str(played[name]["client_secret"]) in file
        assert str(played[name]["client_secret"]) not in played.output
    assert played["default"]["ansible_facts"]["found"] == played["as_env"]["ansible_facts"]["found"]
    assert "ZEEBE_CLIENT_SECRET" in json.dumps(played["variables"])
    assert played["many"]["clients"][0]["client_secret"] in json.dumps(played["bulk"])


def test_what_the_filter_refuses(player: Player, sandbox: Caller) -> None:
    """Name the valid formats, and never what came in."""
    cluster = sandbox.create_cluster(name="orders")
    secret = "s3cret-of-somebody"
    wrong = {
        "format": (f"{{'ZEEBE_CLIENT_ID': '{secret}'}} | {CREDENTIALS}('ymal')", "Valid: 'env', 'json', 'yaml'. Did"),
        "text": (f"'{secret}' | {CREDENTIALS}", "the input is not the result of camunda_client"),
        "nested": (f"{{'a': {{'b': '{secret}'}}}} | {CREDENTIALS}", "the variables are not a dictionary of texts"),
        "nothing": (f"{{}} | {CREDENTIALS}", "the input has no credentials"),
        "there": (f"kept | {CREDENTIALS}", "only in the run that created the client"),
    }
    sandbox.create_client(cluster, "there", permissions=["Zeebe"])
    tasks: list[Task] = [{"name": "kept", "camunda_client": {"cluster": cluster, "name": "there"}}]
    tasks += [{"name": name, **fact(expression)} for name, (expression, _words) in wrong.items()]
    played = player.play(*tasks)
    assert secret not in str(played["text"]["msg"]) + str(played["nested"]["msg"])
    output = squeezed(played.output)
    assert [words for _expression, words in wrong.values() if words not in output] == [], played.output
    assert "Traceback" not in output
