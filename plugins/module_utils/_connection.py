# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The connection of a task: made once, used by all items of a loop, gone with the task."""

from __future__ import annotations

import os
import threading
import typing as t
from collections.abc import Callable

from ansible_collections.camunda.platform.plugins.module_utils._api.saas import SaasApi
from ansible_collections.camunda.platform.plugins.module_utils._arguments import (
    CONNECTION,
    token_cache,
    token_source,
    transport_settings,
)
from ansible_collections.camunda.platform.plugins.module_utils._auth import Anonymous
from ansible_collections.camunda.platform.plugins.module_utils._client import Client
from ansible_collections.camunda.platform.plugins.module_utils._http import Transport
from ansible_collections.camunda.platform.plugins.module_utils._locks import CreationLock
from ansible_collections.camunda.platform.plugins.module_utils._spec import Context
from ansible_collections.camunda.platform.plugins.module_utils._token_cache import TokenCache
from ansible_collections.camunda.platform.plugins.module_utils._urls import checked_url, quoted_path

T = t.TypeVar("T")

_PROXY_VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


class Memo:
    """Lists that were read in this task. Whoever writes drops what the write changed."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], t.Any] = {}
        # A bulk module works in several threads. One may read while it holds the lock, and so needs it again.
        self._lock = threading.RLock()

    def get(self, key: tuple[str, ...], read: Callable[[], T]) -> T:
        """Return what is known under a key, read once."""
        with self._lock:
            if key not in self._known:
                self._known[key] = read()
            return t.cast(T, self._known[key])

    def put(self, key: tuple[str, ...], value: t.Any) -> None:
        """Know from now on what a write made of it."""
        with self._lock:
            self._known[key] = value

    def drop(self, *key: str) -> None:
        """Forget what was read under a key."""
        with self._lock:
            self._known.pop(key, None)


class Connection:
    """The API, what was read from it in this task, and the locks on creating in it."""

    def __init__(self, api: SaasApi, base_url: str, cache: TokenCache, transport: Transport) -> None:
        self.api = api
        self.memo = Memo()
        self._base_url = base_url
        self._cache = cache
        self._transport = transport

    def creation_lock(self, *place: str) -> CreationLock:
        """Return the lock on creating in a place of this API."""
        return CreationLock(self._cache, self._base_url, *place)

    def repeat_posts(self, *segments: str) -> None:
        """Let POSTs to a path, and to all below it, be repeated: for those that set a state."""
        self._transport.repeat_posts(self._base_url + quoted_path(*segments))


# One entry at most: of the task that runs. Keyed by process as well, so that a fork never shares a socket.
_open: dict[tuple[t.Any, ...], Connection] = {}


def connect(context: Context, anonymous: bool = False) -> Connection:
    """Return the connection that the context's options describe; raises OptionError."""
    key = (*_key(context), anonymous)
    if key not in _open:
        connection = _connect(context, anonymous)
        if any(known[:2] != key[:2] for known in _open):
            _open.clear()
        _open[key] = connection
    return _open[key]


def _connect(context: Context, anonymous: bool) -> Connection:
    params = context.params
    base_url = checked_url("base_url", params["base_url"], allow_http=params["allow_http"])
    cache, warning = token_cache(params)
    if warning:
        context.warn(warning)
    transport = Transport(transport_settings(params))
    source = Anonymous() if anonymous else token_source(params, transport, cache)
    connection = Connection(SaasApi(Client(transport, base_url, source)), base_url, cache, transport)
    # Inviting a member sets a state.
    connection.repeat_posts("members")
    return connection


def _key(context: Context) -> tuple[t.Any, ...]:
    options = tuple(context.params[name] for name in sorted(CONNECTION))
    proxies = tuple(os.environ.get(name) or os.environ.get(name.upper()) for name in _PROXY_VARIABLES)
    return (os.getpid(), context.task, options, proxies)
