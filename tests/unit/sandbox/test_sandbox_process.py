# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sandbox as a process: command line, port file, state file, TLS, start and stop."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import camunda_sandbox
import pytest
import requests
from camunda_sandbox.__main__ import main
from camunda_sandbox.core import Sandbox
from camunda_sandbox.state import StateFileError, Store

from ansible_collections.camunda.platform.tests.unit.sandbox.support import Caller, serving, wait_until

Launch = Callable[..., "Process"]


class Process:
    """A running `python -m camunda_sandbox`."""

    def __init__(self, directory: Path, number: int, *options: str) -> None:
        # Each has its own file: one that was killed leaves its behind.
        self.port_file = directory / f"port{number}"
        self._command = start(directory, "--port", "0", "--port-file", str(self.port_file), *options)
        wait_until(lambda: self.port_file.exists() or self._command.poll() is not None)
        assert self._command.poll() is None, self._command.communicate()[1]
        self.url = f"http://127.0.0.1:{int(self.port_file.read_text())}"

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str, float]:
        """Stop it by a signal; returns the exit code, what it wrote to stderr, and the seconds that it took."""
        before = time.monotonic()
        if self._command.poll() is None:
            self._command.send_signal(number)
        errors = self._command.communicate(timeout=60)[1]
        return self._command.returncode, errors, time.monotonic() - before


def start(directory: Path, *options: str) -> subprocess.Popen[str]:
    """Start the command line in a directory."""
    source = str(Path(camunda_sandbox.__file__).parents[1])
    return subprocess.Popen(
        [sys.executable, "-m", "camunda_sandbox", *options],
        cwd=directory,
        env={**os.environ, "PYTHONPATH": source},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Launch]:
    """Give a function that starts a sandbox; all are stopped in the end."""
    started: list[Process] = []

    def launch_one(*options: str) -> Process:
        started.append(Process(tmp_path, len(started), *options))
        return started[-1]

    yield launch_one
    for process in started:
        process.stop()


def test_options_and_stop_while_a_request_waits(launch: Launch) -> None:
    process = launch("--client", "me:with:colons", "--client", "other:x", "--token-rate", "0", "--max-clusters", "1")
    caller = Caller(process.url)
    assert caller.ask_token().status_code == 401
    assert caller.ask_token(client_id="other", client_secret="x").status_code == 200
    caller.token = caller.ask_token(client_id="me", client_secret="with:colons").json()["access_token"]
    assert caller.control("GET", "settings")["max_clusters"] == 1
    caller.control("POST", "faults", {"path": "/clusters", "kind": "slow", "seconds": 60})
    answers: list[int] = []
    waiting = threading.Thread(target=lambda: answers.append(caller.api("GET", "/clusters").status_code))
    waiting.start()
    other = Caller(process.url)
    wait_until(lambda: other.control("GET", "requests")[-1]["path"] == "/clusters")
    code, errors, seconds = process.stop()
    waiting.join(5)
    assert code == 0
    assert seconds < 3  # one, and what a loaded machine adds; the request would wait for 60
    assert answers == [200]
    assert errors.splitlines() == [f"Camunda sandbox on {process.url} (stop it with Ctrl-C or SIGTERM)"]
    assert not process.port_file.exists()


def test_state_survives_a_restart_with_its_tokens(launch: Launch, tmp_path: Path) -> None:
    state_file = tmp_path / "state.json"
    options = ("--state-file", str(state_file), "--creation-seconds", "0")
    process = launch(*options)
    caller = Caller(process.url)
    uuid = caller.create_cluster(stageLabel="test")
    client = caller.create_client(uuid)
    cluster, clients = caller.get(f"/clusters/{uuid}"), caller.get(f"/clusters/{uuid}/clients")
    assert stat.S_IMODE(state_file.stat().st_mode) == 0o600
    assert client["clientSecret"] not in state_file.read_text()
    # Not by a signal that it could handle: the file must be complete after each change.
    process.stop(signal.SIGKILL)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["port0", "state.json"]

    caller.url = launch(*options).url
    assert caller.get(f"/clusters/{uuid}") == cluster
    assert caller.get(f"/clusters/{uuid}/clients") == clients
    assert caller.control("GET", "requests")[0]["path"] == f"/clusters/{uuid}", "no new token was needed"
    caller.api("DELETE", f"/clusters/{uuid}")
    assert json.loads(state_file.read_text())["clusters"] == {}


def test_answers_are_quick(caller: Caller) -> None:
    """Guards TCP_NODELAY: without it the answers of a kept connection take 40 ms each."""
    caller.get("/clusters")

    def seconds() -> float:
        before = time.monotonic()
        caller.get("/clusters")
        return time.monotonic() - before

    # One is enough: others may use the machine, too.
    assert any(seconds() < 0.03 for _dummy in range(200))


def test_interrupt_is_an_ordinary_end(launch: Launch) -> None:
    code, errors, _dummy = launch().stop(signal.SIGINT)
    assert code == 0
    assert "Traceback" not in errors


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (("--token-rate", "-1"), "token_rate: Input should be greater than or equal to 0"),
        (("--client", "no-colon"), "must be ID:SECRET"),
        (("--tls-cert", "x.pem"), "--tls-cert and --tls-key go together"),
        (("--tls-cert", "x.pem", "--tls-key", "x.pem"), "No such file"),
        (("--state-file", "missing/state.json"), "cannot write the state file missing/state.json: No such file"),
        (("--port-file", "missing/port", "--port", "0"), "No such file"),
        (("--host", "192.0.2.1", "--port", "0"), "cannot listen on 192.0.2.1 port 0: "),
    ],
)
def test_wrong_options(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    options: tuple[str, ...],
    text: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    # The handlers are for a process of its own.
    monkeypatch.setattr(signal, "signal", lambda *ignored: None)
    try:
        code: str | int | None = main(options)
    except SystemExit as error:  # argparse's own
        code = error.code
    assert code == 2
    errors = capfd.readouterr().err
    assert text in errors
    assert "Traceback" not in errors


def test_wrong_option_ends_the_process(tmp_path: Path) -> None:
    command = start(tmp_path, "--max-clients", "-1")
    errors = command.communicate(timeout=60)[1]
    assert command.returncode == 2
    assert errors == "camunda_sandbox: max_clients: Input should be greater than or equal to 0\n"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"version": 2}', '{"clusters": {"a": {"uuid": 1}}}'])
def test_unusable_state_file(tmp_path: Path, content: str) -> None:
    file = tmp_path / "state.json"
    file.write_text(content)
    with pytest.raises(StateFileError, match="is not usable"):
        Store(file)
    assert file.read_text() == content


def test_save_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "state.json"
    store = Store(file)
    before = file.read_bytes()

    def fail(*dummy: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="disk full"), store.change() as state:
        state.token_generation += 1
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


def test_tls(tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is needed to make a certificate")
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-days", "2", "-subj", "/CN=sandbox", "-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    with serving(Sandbox(), (certificate, key)) as url:
        assert url.startswith("https://")
        caller = Caller(url, verify=str(certificate))
        assert caller.get("/clusters") == []
        caller.control("POST", "faults", {"kind": "lost"})
        with pytest.raises(requests.ConnectionError):
            caller.api("GET", "/clusters")
        with pytest.raises(requests.exceptions.SSLError):
            Caller(url).ask_token()
