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
from ansible_collections.camunda.platform.plugins.module_utils._api.self_managed import SelfManagedApi
from ansible_collections.camunda.platform.plugins.module_utils._arguments import (
    CONNECTION,
    open_transport,
    token_cache,
    token_source,
)
from ansible_collections.camunda.platform.plugins.module_utils._auth import Anonymous
from ansible_collections.camunda.platform.plugins.module_utils._client import Client
from ansible_collections.camunda.platform.plugins.module_utils._http import Transport
from ansible_collections.camunda.platform.plugins.module_utils._locks import CreationLock
from ansible_collections.camunda.platform.plugins.module_utils._platform import api_url, require_saas
from ansible_collections.camunda.platform.plugins.module_utils._spec import Context
from ansible_collections.camunda.platform.plugins.module_utils._token_cache import TokenCache

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
    """The API of SaaS, what was read from it in this task, and the locks on creating in it."""

    def __init__(self, api: SaasApi, base_url: str, cache: TokenCache) -> None:
        self.api = api
        self.memo = Memo()
        self._base_url = base_url
        self._cache = cache

    def creation_lock(self, *place: str) -> CreationLock:
        """Return the lock on creating in a place of this API."""
        return CreationLock(self._cache, self._base_url, *place)


class SelfManagedConnection:
    """The API of a Self-Managed installation, which is only read, and what was read from it in this task."""

    def __init__(self, api: SelfManagedApi) -> None:
        self.api = api
        self.memo = Memo()


_Opened = t.TypeVar("_Opened", Connection, SelfManagedConnection)

# One entry at most: of the task that runs. Keyed by process as well, so that a fork never shares a socket.
_open: dict[tuple[t.Any, ...], t.Any] = {}


def connect(context: Context, anonymous: bool = False) -> Connection:
    """Return the connection to SaaS that the context's options describe; raises OptionError, for Self-Managed too."""
    require_saas(context.params)
    return _kept(context, lambda: _connect(context, anonymous), "saas", anonymous)


def connect_self_managed(context: Context) -> SelfManagedConnection:
    """Return the connection to Self-Managed that the context's options describe; raises OptionError."""
    return _kept(context, lambda: _connect_self_managed(context), "self-managed")


def _kept(context: Context, make: Callable[[], _Opened], *kind: t.Any) -> _Opened:
    key = (*_key(context), *kind)
    if key not in _open:
        connection = make()
        if any(known[:2] != key[:2] for known in _open):
            _open.clear()
        _open[key] = connection
    return t.cast(_Opened, _open[key])


def _connect(context: Context, anonymous: bool) -> Connection:
    base_url = api_url(context.params)
    transport, cache = _tools(context)
    source = Anonymous() if anonymous else token_source(context.params, transport, cache)
    return Connection(SaasApi(Client(transport, base_url, source)), base_url, cache)


def _connect_self_managed(context: Context) -> SelfManagedConnection:
    base_url = api_url(context.params)
    transport, cache = _tools(context)
    return SelfManagedConnection(
        SelfManagedApi(Client(transport, base_url, token_source(context.params, transport, cache)))
    )


def _tools(context: Context) -> tuple[Transport, TokenCache]:
    cache, warning = token_cache(context.params)
    if warning:
        context.warn(warning)
    cache.report_to(context.warn, context.progress)
    return open_transport(context.params, context.warn), cache


def _key(context: Context) -> tuple[t.Any, ...]:
    options = tuple(context.params[name] for name in sorted(CONNECTION))
    proxies = tuple(os.environ.get(name) or os.environ.get(name.upper()) for name in _PROXY_VARIABLES)
    return (os.getpid(), context.task, options, proxies)
