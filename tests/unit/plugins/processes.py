# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests run in processes of their own; importable, so that a new interpreter can find it."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from ansible_collections.camunda.platform.plugins.module_utils._auth.client_auth import SecretPost
from ansible_collections.camunda.platform.plugins.module_utils._auth.token_cache import TokenCache
from ansible_collections.camunda.platform.plugins.module_utils._auth.tokens import Credential, Tokens
from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError
from ansible_collections.camunda.platform.plugins.module_utils._http.transport import Transport, TransportSettings


def start(count: int, target: Callable[..., None], *arguments: Any) -> list[SpawnProcess]:
    """Start processes; a fork could inherit a lock that a thread of the sandbox holds."""
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=target, args=(*arguments, number), daemon=True) for number in range(count)]
    for process in processes:
        process.start()
    return processes


def finish(processes: list[SpawnProcess]) -> None:
    """Wait for processes and expect that none failed."""
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * len(processes)


def add_slowly(directory: Path, times: int, _number: int) -> None:
    """Add to a number in a file, in a way that loses additions if two do it at a time."""
    cache, file = TokenCache(directory), directory / "number"
    for _dummy in range(times):
        with cache.lock("name"):
            number = int(file.read_text())
            time.sleep(0.002)
            file.write_text(str(number + 1))


def hold_lock(directory: Path, number: int) -> None:
    """Hold a lock until killed."""
    with TokenCache(directory).lock("name"):
        (directory / "held").write_text(str(os.getpid()))
        time.sleep(60)


def keep_writing(directory: Path, entry: Any, number: int) -> None:
    """Write an entry of the token cache over and over, until told to stop."""
    cache = TokenCache(directory)
    while not (directory / "stop").exists():
        cache.write("key", entry)
        time.sleep(0.0005)


def get_token(directory: Path, token_url: str, secrets: list[str], number: int) -> None:
    """Get a token through the cache when all processes are ready, and note it, or the message of the error."""
    credential = Credential(token_url, "sandbox-client", SecretPost(secrets[number]), "api.cloud.camunda.io")
    tokens = Tokens(credential, Transport(TransportSettings(retries=0)), TokenCache(directory))
    (directory / f"ready{number}").touch()
    while not (directory / "go").exists():
        time.sleep(0.005)
    try:
        outcome = tokens.get()
    except CamundaError as exc:
        outcome = exc.message
    (directory / f"outcome{number}").write_text(outcome)
