# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""TLS, proxies, ~/.netrc and exit codes: the server is reached as the options say, or the error tells why not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from camunda_sandbox.core import Sandbox

from ansible_collections.camunda.platform.tests.integration.direct import Direct
from ansible_collections.camunda.platform.tests.integration.faults import CLUSTER, asked, squeezed
from ansible_collections.camunda.platform.tests.integration.listener import (
    NO_PROXIES,
    Listener,
    closed_port,
    listening,
)
from ansible_collections.camunda.platform.tests.integration.play import Player
from ansible_collections.camunda.platform.tests.integration.test_errors import info, said
from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller, serving

NOT_TRUSTED = "no trusted TLS connection to 127.0.0.1:"


def proxies(scheme: str, url: str, around: str = "") -> dict[str, str]:
    """Return an environment with one proxy, used for all hosts but those ``around`` it."""
    # An empty variable in lower case would hide the one in upper case.
    names = {f"{scheme}_proxy": url, "no_proxy": around}
    return {**NO_PROXIES, **names, **{name.upper(): value for name, value in names.items()}}


@pytest.fixture
def authority(tmp_path: Path) -> trustme.CA:
    """Give a private authority; its certificate is in ca.pem."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    return authority


@pytest.fixture
def tls_player(tmp_path: Path, authority: trustme.CA) -> Iterator[Direct]:
    """Give a player of a sandbox whose certificate, for 127.0.0.1 only, is from the private authority."""
    certificate = authority.issue_cert("127.0.0.1")
    certificate.private_key_pem.write_to_path(tmp_path / "key.pem")
    for blob in certificate.cert_chain_pems:
        blob.write_to_path(tmp_path / "cert.pem", append=True)
    with serving(Sandbox(), tls=(tmp_path / "cert.pem", tmp_path / "key.pem")) as url:
        yield Direct(tmp_path, url)


def test_tls(tls_player: Direct) -> None:
    """Trust nobody, the authority, another name, anybody: told with the next step, or it works, and without noise."""
    directory = tls_player.directory
    other = tls_player.environment["CAMUNDA_CONSOLE_BASE_URL"].replace("127.0.0.1", "localhost")
    (directory / "no.pem").write_text("no certificate", encoding="utf-8")
    trustme.CA().cert_pem.write_to_path(directory / "other.pem")
    played = Player(directory, tls_player.environment["SANDBOX_URL"]).play(
        {"name": "unknown", **info(retries=0)},
        {"name": "another_name", **info(ca_path=str(directory / "ca.pem"), base_url=other)},
        {"name": "no_certificate", **info(ca_path=str(directory / "no.pem"))},
        {"name": "authority", **info(ca_path=str(directory / "ca.pem"))},
        {"name": "anybody", **info(validate_certs=False)},
        # An authority of the shell must not stand in for the option.
        environment={"REQUESTS_CA_BUNDLE": str(directory / "other.pem")},
        arguments=["-vvv"],
    )
    assert not played["authority"].get("failed"), played.output
    assert not played["anybody"].get("failed"), played.output
    assert "InsecureRequestWarning" not in played.output
    said(played, "unknown", "Requesting a token from https://127.0.0.1:", NOT_TRUSTED, "option ca_path")
    said(played, "another_name", "no trusted TLS connection to localhost:", "Hostname mismatch")
    said(played, "no_certificate", "Option 'ca_path': ", "no.pem' cannot be used: it contains no certificate")


def test_the_authority_by_environment(tls_player: Direct) -> None:
    """Name the authority as Camunda's SDKs do."""
    authority = {"CAMUNDA_CUSTOM_ROOT_CERT_PATH": str(tls_player.directory / "ca.pem")}
    assert not tls_player.play(info(), environment=authority).messages


def test_a_dead_proxy(tls_player: Direct) -> None:
    """Send HTTPS through a proxy that is not there: told, without its password; this machine needs no proxy."""
    trusted = info(ca_path=str(tls_player.directory / "ca.pem"), retries=0)
    elsewhere = info(base_url="https://camunda.test", oauth_url="https://camunda.test/token", retries=0)
    with closed_port() as port:
        proxy = f"http://me:geheim@127.0.0.1:{port}"
        through = tls_player.play(
            {"name": "dead", **elsewhere}, environment=proxies("https", proxy), arguments=["-vvv"]
        )
        around = tls_player.play(trusted, environment=proxies("https", proxy))
    said(through, "dead", "through the proxy", "that the environment variable", "NO_PROXY")
    assert "geheim" not in through.output
    assert not around.messages, around.output


def test_a_proxy_is_used(direct: Direct, sandbox: Caller, listener: Listener) -> None:
    """Send HTTP through a proxy, which a listener stands in for: it gets the request, the server does not."""
    played = direct.play(
        info(access_token="for-the-proxy", base_url="http://camunda.test", allow_http=True),
        environment=proxies("http", listener.url),
    )
    assert played[0]["clusters"] == [], played.output
    (heard,) = listener.heard
    assert heard.startswith("GET http://camunda.test/clusters HTTP/1.1\n")
    assert asked(sandbox) == []


@pytest.fixture
def listener() -> Iterator[Listener]:
    """Serve something that is not Camunda."""
    with listening() as listener:
        yield listener


def test_netrc_replaces_no_token(direct: Direct, sandbox: Caller) -> None:
    """Have an entry for the host in ~/.netrc: the token is requested and used all the same."""
    home = direct.directory / "home"
    home.mkdir()
    (home / ".netrc").write_text("machine 127.0.0.1 login somebody password else\n", encoding="utf-8")
    (home / ".netrc").chmod(0o600)
    played = direct.play(info(), environment={"HOME": str(home)})
    assert not played.messages, played.output
    assert [entry["status"] for entry in asked(sandbox)] == [200, 200]


# Ad-hoc commands: module, arguments, exit code, and what is to be read. All messages are in test_errors.py.
AD_HOC = {
    "token": ("camunda_token", "", 0, "SUCCESS"),
    "wrong_secret": ("camunda_token", "client_secret=wrong", 2, "HTTP 401: access_denied: Unauthorized."),
    "cluster": ("camunda_cluster", "name=orders region='{region}' plan_type='{plan_type}' wait=false", 0, "CHANGED"),
}


@pytest.mark.parametrize("name", AD_HOC)
def test_ad_hoc(player: Player, sandbox: Caller, name: str) -> None:
    """Run a module by ``ansible``: the exit code and the message are right, and no token is printed."""
    module, arguments, code, words = AD_HOC[name]
    arguments = arguments.format(**CLUSTER)
    done = player.run("ansible", "localhost", "-m", f"camunda.platform.{module}", "-a", arguments)
    assert done.returncode == code, done.output
    assert words in squeezed(done.output)
    assert "Traceback" not in done.output
    assert "eyJ" not in done.output


def test_a_failed_task_ends_the_play(player: Player, sandbox: Caller) -> None:
    """Let a play fail: the exit code says so, and the next task does not run."""
    (player.directory / "play.yml").write_text(
        "- hosts: localhost\n  gather_facts: false\n  tasks:\n"
        "    - camunda.platform.camunda_cluster: {name: orders, region: Atlantis, plan_type: Trial Cluster}\n"
        "    - camunda.platform.camunda_cluster: {name: later, state: absent}\n",
        encoding="utf-8",
    )
    done = player.playbook("play.yml")
    assert done.returncode == 2, done.output
    assert "'Atlantis' is unknown." in squeezed(done.output)
    assert "ok=0" in done.output
