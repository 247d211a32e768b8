# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Proxies, certificates and keys: what is used, and an error with the name of what has to be mended."""

from __future__ import annotations

import os
import ssl
import subprocess
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result, Spec, execute
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, OptionError
from ansible_collections.camunda.platform.plugins.module_utils._http.tls import checked_ca_path, checked_client_cert
from ansible_collections.camunda.platform.plugins.module_utils._http.transport import Transport, TransportSettings
from ansible_collections.camunda.platform.plugins.module_utils._http.urls import is_loopback
from ansible_collections.camunda.platform.plugins.modules.camunda_cluster_info import SPEC as INFO
from ansible_collections.camunda.platform.plugins.modules.camunda_token import SPEC as TOKEN
from ansible_collections.camunda.platform.tests.unit.plugins.certificates import make_certificate
from ansible_collections.camunda.platform.tests.unit.plugins.options import validated
from ansible_collections.camunda.platform.tests.unit.plugins.scripted import Reply, ScriptedServer

pytestmark = pytest.mark.usefixtures("fast_clock", "bare")
VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "requests_ca_bundle", "curl_ca_bundle")


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin without a proxy and without certificates in the environment."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def transport(**settings: Any) -> Transport:
    """Make a transport that repeats nothing."""
    return Transport(TransportSettings(**{"connect_timeout": 2.0, "timeout": 2.0, "retries": 0, **settings}))


def run(spec: Spec, warnings: list[str] | None = None, **options: Any) -> Result:
    """Run a module."""
    params = validated(spec, {"retries": 0, "token_cache_disable": True, **options})
    return execute(spec, Context(params=params, warn=([] if warnings is None else warnings).append))


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.0.0.2", "127.1"])
def test_this_machine_is_never_reached_through_a_proxy(
    monkeypatch: pytest.MonkeyPatch, variable: str, host: str
) -> None:
    """Neither the token endpoint nor the API: the proxy would get the client secret in plain text."""
    with ScriptedServer(Reply(200, "{}")) as proxy, ScriptedServer(Reply(200, '{"access_token": "t"}')) as server:
        monkeypatch.setenv(variable, proxy.url)
        # Only this address listens, but whoever is asked is asked without the proxy.
        run(TOKEN, client_id="i", client_secret="s", oauth_url=server.url.replace("127.0.0.1", host))
        assert proxy.requests == []
        assert len(server.requests) == (host != "127.0.0.2")


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LocalHost.",
        "api.localhost",
        "127.0.0.1",
        "127.255.0.3",
        "127.1",
        "2130706433",
        "0x7f.0.0.1",
        "::1",
        "[::1]",
        "0:0:0:0:0:0:0:1",
        "::ffff:127.0.0.1",
    ],
)
def test_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["camunda.test", "localhost.test", "127.0.0.1.test", "10.0.0.1", "::2", "128.1", ""])
def test_other_machines(host: str) -> None:
    assert not is_loopback(host)


def test_other_hosts_are_reached_through_the_proxy_unless_excepted(monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(Reply(200, "[]")) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        assert transport().send("GET", "http://camunda.test/x", operation="x").text == "[]"
        monkeypatch.setenv("NO_PROXY", "other.test,camunda.test")
        with pytest.raises(CamundaError, match=r"no connection to camunda\.test"):
            transport().send("GET", "http://camunda.test/x", operation="x")
        assert [request.target for request in proxy.requests] == ["http://camunda.test/x"]


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
@pytest.mark.parametrize(
    "proxy",
    [
        "http://u:p-ssw@",
        "http://u:p-ssw@host:port",
        "foo://u:p-ssw@host",
        "http://u:p-ssw@[::1",
        "socks5://u:p-ssw@h:1",
    ],
)
@pytest.mark.parametrize("spec", [INFO, TOKEN])
def test_a_proxy_of_no_use(monkeypatch: pytest.MonkeyPatch, spec: Spec, proxy: str, variable: str) -> None:
    monkeypatch.setenv(variable, proxy)
    result = run(spec, client_id="i", client_secret="s", base_url="https://c.test", oauth_url="https://c.test/token")
    assert result["code"] == "unusable_proxy"
    assert f"Environment variable {variable}" in result["msg"]
    assert "p-ssw" not in result["msg"]


def test_a_proxy_that_repeats_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(Reply(407, "you are me:geheim, bWU6Z2VoZWlt")) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url.replace("//", "//me:geheim@"))
        answer = transport().send("GET", "http://camunda.test", operation="x")
    assert answer.failure() == "HTTP 407: you are ********, ********."


def hashed(directory: Path, certificate: Path) -> Path:
    """Make a directory as `openssl rehash` would make it."""
    directory.mkdir()
    name = subprocess.run(
        ["openssl", "x509", "-hash", "-noout", "-in", str(certificate)], capture_output=True, text=True, check=True
    )
    os.symlink(certificate, directory / f"{name.stdout.strip()}.0")
    return directory


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """Give files of TLS of every kind."""
    certificate, _context = make_certificate(tmp_path)
    key = serialization.load_pem_private_key(certificate.with_suffix(".key").read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    other = ec.generate_private_key(ec.SECP256R1())
    pem, der = serialization.Encoding.PEM, serialization.Encoding.DER
    pkcs8, old = serialization.PrivateFormat.PKCS8, serialization.PrivateFormat.TraditionalOpenSSL
    none, word = serialization.NoEncryption(), serialization.BestAvailableEncryption(b"word")
    contents = {
        "locked": key.private_bytes(pem, pkcs8, word),
        "locked_old": key.private_bytes(pem, old, word),
        "other_key": other.private_bytes(pem, pkcs8, none),
        "der_key": key.private_bytes(der, pkcs8, none),
        "der": ssl.PEM_cert_to_DER_cert(certificate.read_text()),
        "empty": b"",
        "text": b"no certificate",
        "cut": certificate.read_bytes()[:200] + b"\n-----END CERTIFICATE-----\n",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    for name in ("plain", "dangling"):
        (tmp_path / name).mkdir()
    (tmp_path / "plain" / "ca.pem").write_bytes(certificate.read_bytes())
    os.symlink("nowhere", tmp_path / "dangling" / "0123abcd.0")
    os.mkfifo(tmp_path / "pipe")
    names = (*contents, "plain", "dangling", "pipe", "missing")
    made = {"good": str(certificate), "key": str(certificate.with_suffix(".key"))}
    return {**made, **{name: str(tmp_path / name) for name in names}, "null": "a\0b"}


UNTRUSTED = {
    "missing": "it does not exist",
    "plain": "in this directory, no certificate has one of the names that OpenSSL looks for",
    "dangling": "no certificate in PEM format is behind the names that OpenSSL looks for",
    "empty": "it is empty",
    "text": "it contains no certificate in PEM format",
    "key": "it contains no certificate in PEM format",
    "der": "it is in DER format",
    "cut": "OpenSSL",
    "pipe": "only a regular file is read",
    "null": "it is not a path",
}


@pytest.mark.parametrize("kind", UNTRUSTED)
def test_certificates_that_cannot_be_trusted(files: dict[str, str], kind: str) -> None:
    with pytest.raises(OptionError, match="Option 'ca_path': ") as refused:
        checked_ca_path(files[kind])
    assert UNTRUSTED[kind] in refused.value.message
    assert refused.value.code == "unusable_tls_file"


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
@pytest.mark.parametrize("kind", [kind for kind in UNTRUSTED if kind != "null"])
@pytest.mark.parametrize("spec", [INFO, TOKEN])
def test_certificates_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, files: dict[str, str], spec: Spec, kind: str, variable: str
) -> None:
    monkeypatch.setenv(variable, files[kind])
    result = run(spec, client_id="i", client_secret="s", base_url="https://c.test", oauth_url="https://c.test/token")
    assert f"Environment variable {variable}: " in result["msg"]
    assert UNTRUSTED[kind] in result["msg"]
    assert result["code"] == "unusable_tls_file"


def test_certificates_that_are_trusted(monkeypatch: pytest.MonkeyPatch, files: dict[str, str], tmp_path: Path) -> None:
    certificate = Path(files["good"])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_suffix(".key"))
    directory = hashed(tmp_path / "hashed", certificate)
    with ScriptedServer(*[Reply(200, "[]")] * 4, tls=context) as server:
        for path in (str(certificate), str(directory)):
            assert checked_ca_path(path) == path
            assert transport(ca_path=path).send("GET", server.url, operation="x").status == 200
            monkeypatch.setenv("CURL_CA_BUNDLE", path)
            assert transport().send("GET", server.url, operation="x").status == 200


def test_where_trust_comes_from_is_in_the_error(
    monkeypatch: pytest.MonkeyPatch, files: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "another").mkdir()
    another, _context = make_certificate(tmp_path / "another")
    certificate = Path(files["good"])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_suffix(".key"))
    with ScriptedServer(tls=context) as server:
        with pytest.raises(CamundaError, match=r"the option ca_path .*openssl rehash after each change"):
            transport(ca_path=str(hashed(tmp_path / "dir", another))).send("GET", server.url, operation="x")
        with pytest.raises(CamundaError, match="come from the public authorities"):
            transport().send("GET", server.url, operation="x")
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(another))
        with pytest.raises(CamundaError, match=r"the environment variable REQUESTS_CA_BUNDLE \(.*127\.0\.0\.1\.pem\)"):
            transport().send("GET", server.url, operation="x")


def test_a_file_that_goes_away_after_it_was_checked(files: dict[str, str]) -> None:
    sender = transport(ca_path=files["missing"])
    with pytest.raises(CamundaError, match="invalid path") as failed:
        sender.send("POST", "https://127.0.0.1:9", operation="x")
    assert not failed.value.outcome_unknown


KEYS = [
    ("good", "locked", "Option 'client_key_path': .*locked' cannot be used: the private key is encrypted"),
    ("good", "locked_old", "Option 'client_key_path': .* the private key is encrypted"),
    ("good", "other_key", "Option 'client_key_path': .* does not belong to the certificate in .*127.0.0.1.pem"),
    ("good", "der_key", "Option 'client_key_path': .* in DER format"),
    ("good", "empty", "Option 'client_key_path': .* it is empty"),
    ("good", "good", "Option 'client_key_path': .* it contains no private key in PEM format"),
    ("good", "plain", "Option 'client_key_path': .* only a regular file is read"),
    ("good", "missing", "Option 'client_key_path': .* it does not exist"),
    ("good", None, "Option 'client_cert_path': .* it contains no private key in PEM format"),
    ("key", "key", "Option 'client_cert_path': .* it contains no certificate in PEM format"),
    ("plain", "key", "Option 'client_cert_path': .* only a regular file is read"),
    ("missing", "key", "Option 'client_cert_path': .* it does not exist"),
    ("der", "key", "Option 'client_cert_path': .* in DER format"),
    ("cut", "key", "Option 'client_cert_path': .* OpenSSL"),
]


@pytest.mark.parametrize(("certificate", "key", "words"), KEYS)
def test_certificates_and_keys_of_no_use(files: dict[str, str], certificate: str, key: str | None, words: str) -> None:
    with pytest.raises(OptionError, match=words):
        checked_client_cert(files[certificate], files[key] if key else None)


@pytest.mark.parametrize("key", ["locked", "locked_old", "empty", "good", "plain", "missing", "der_key", "text"])
@pytest.mark.parametrize("spec", [INFO, TOKEN])
def test_keys_for_assertions(files: dict[str, str], spec: Spec, key: str) -> None:
    """Refused before anything is sent, by name and reason."""
    given: dict[str, Any] = {
        "client_id": "i",
        "client_auth_method": "private_key_jwt",
        "client_key_path": files[key],
    }
    with ScriptedServer() as server:
        result = run(spec, oauth_url=server.url, base_url=server.url, **given)
        assert server.requests == []
    assert result["msg"].startswith(f"Option 'client_key_path': {files[key]!r} cannot be used: ")
    assert result["code"] == ("encrypted_key" if key.startswith("locked") else "unusable_tls_file")


@pytest.mark.parametrize("spec", [INFO, TOKEN])
def test_one_warning_where_certificates_are_not_verified(spec: Spec) -> None:
    warnings: list[str] = []
    with ScriptedServer(*[Reply(200, '{"access_token": "t", "expires_in": 90}')] * 2) as server:
        given: dict[str, Any] = {
            "client_id": "i",
            "client_secret": "s",
            "oauth_url": server.url,
            "base_url": server.url,
        }
        run(spec, warnings, validate_certs=False, **given)
    found = [warning for warning in warnings if "validate_certs" in warning]
    assert len(found) == 1
    assert "is not verified" in found[0]
