# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The connection of a task: made once, used by all items of a loop, gone with the task."""

from __future__ import annotations

import math
import os
import threading
import typing as t
from collections.abc import Callable, Mapping

from ansible_collections.camunda.platform.plugins.module_utils import _clock as time
from ansible_collections.camunda.platform.plugins.module_utils._api.client import Client
from ansible_collections.camunda.platform.plugins.module_utils._api.cluster_options import ClusterLogin
from ansible_collections.camunda.platform.plugins.module_utils._api.options import (
    CONNECTION,
    open_transport,
    token_cache,
    token_source,
)
from ansible_collections.camunda.platform.plugins.module_utils._api.orchestration import ADVICE, OrchestrationApi
from ansible_collections.camunda.platform.plugins.module_utils._api.platform import api_url, require_saas
from ansible_collections.camunda.platform.plugins.module_utils._api.saas import SaasApi
from ansible_collections.camunda.platform.plugins.module_utils._api.self_managed import SelfManagedApi
from ansible_collections.camunda.platform.plugins.module_utils._auth.token_cache import TokenCache
from ansible_collections.camunda.platform.plugins.module_utils._auth.tokens import (
    Anonymous,
    BasicUser,
    TokenSource,
    claims_in,
)
from ansible_collections.camunda.platform.plugins.module_utils._engine.locks import CreationLock
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context
from ansible_collections.camunda.platform.plugins.module_utils._engine.wait import last_wait
from ansible_collections.camunda.platform.plugins.module_utils._http.transport import Transport

T = t.TypeVar("T")

_PROXY_VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


# What was read by one item of a loop counts for the next ones so many seconds.
_FRESH_SECONDS = 5.0


class Memo:
    """Lists that were read in this task. Whoever writes drops what the write changed.

    Within a run of a module, what was read counts until it is dropped. The next run (of the next item of a loop) uses
    only what is fresh.
    """

    def __init__(self) -> None:
        # With the time at which reading began: a list is as old as that.
        self._known: dict[tuple[str, ...], tuple[t.Any, float]] = {}
        # A bulk module works in several threads. Each list is read by one of them, while others may read other lists;
        # who reads one may need it again, and so the locks can be taken twice.
        self._locks: dict[tuple[str, ...], threading.RLock] = {}
        self._lock = threading.Lock()

    def get(self, key: tuple[str, ...], read: Callable[[], T]) -> T:
        """Return what is known under a key, read once."""
        with self._lock_of(key):
            entry = self._known.get(key)
            if entry is None:
                began = time.monotonic()
                entry = self._known[key] = (read(), began)
            return t.cast(T, entry[0])

    def put(self, key: tuple[str, ...], value: t.Any) -> None:
        """Store the result of a write; the age of the value stays that of the last read."""
        with self._lock_of(key):
            known = self._known.get(key)
            self._known[key] = (value, known[1] if known else time.monotonic())

    def change(self, key: tuple[str, ...], read: Callable[[], T], change: Callable[[T], T]) -> None:
        """Update the stored value with the result of a write, under the lock of its key."""
        with self._lock_of(key):
            self.put(key, change(self.get(key, read)))

    def drop(self, *key: str) -> None:
        """Forget what was read under a key."""
        with self._lock_of(key):
            self._known.pop(key, None)

    def clear(self) -> None:
        """Forget everything."""
        for key in list(self._known):
            self.drop(*key)

    def begin_run(self, fresh: bool) -> None:
        """Forget what the next run must not decide on; everything if it has to be ``fresh``."""
        oldest = math.inf if fresh else max(time.monotonic() - _FRESH_SECONDS, last_wait())
        self._known = {key: entry for key, entry in self._known.items() if entry[1] > oldest}

    def _lock_of(self, key: tuple[str, ...]) -> threading.RLock:
        with self._lock:
            return self._locks.setdefault(key, threading.RLock())


class _Shared:
    """What all runs of a task share with one another."""

    def __init__(self, cache: TokenCache) -> None:
        self.memo = Memo()
        self._cache = cache
        self._run: object = None
        self._begin = threading.Lock()

    def begin_run(self, context: Context) -> None:
        """Begin the run of a context, unless it has begun: a bulk module has several contexts of one run."""
        with self._begin:
            if self._run is not context.run:
                # A module process has nothing from before, and each attempt of `until` reads for itself.
                self.memo.begin_run(context.fresh or not context.task)
                self._run = context.run
        self._cache.report_to(context.warn, context.progress)


class Connection(_Shared):
    """The API of SaaS, what was read from it in this task, and the locks on creating in it."""

    def __init__(self, api: SaasApi, base_url: str, cache: TokenCache) -> None:
        super().__init__(cache)
        self.api = api
        self._base_url = base_url

    def creation_lock(self, *place: str) -> CreationLock:
        """Return the lock on creating in a place of this API."""
        return CreationLock(self._cache, self._base_url, *place)


class SelfManagedConnection(_Shared):
    """The API of a Self-Managed installation, which is only read, and what was read from it in this task."""

    def __init__(self, api: SelfManagedApi, cache: TokenCache, tokens: TokenSource) -> None:
        super().__init__(cache)
        self.api = api
        self._tokens = tokens

    def claims(self) -> Mapping[str, t.Any]:
        """Return what the token in use holds, as far as it can be read; raises what getting a token raises."""
        return claims_in(self._tokens.get() or "")


class ClusterConnection(_Shared):
    """The own API of a cluster, and what was read from it in this task."""

    def __init__(self, api: OrchestrationApi, cache: TokenCache) -> None:
        super().__init__(cache)
        self.api = api


_Opened = t.TypeVar("_Opened", Connection, SelfManagedConnection, ClusterConnection)

# One entry at most: of the task that runs. Keyed by process as well, so that a fork never shares a socket.
_open: dict[tuple[t.Any, ...], t.Any] = {}
# The parts of an organization are connected to their clusters from several threads.
_opening = threading.Lock()


def connect(context: Context, anonymous: bool = False) -> Connection:
    """Return the connection to SaaS that the context's options describe; raises OptionError, for Self-Managed too."""
    require_saas(context.params)
    return _kept(context, lambda: _connect(context, anonymous), "saas", anonymous)


def connect_self_managed(context: Context) -> SelfManagedConnection:
    """Return the connection to Self-Managed that the context's options describe; raises OptionError."""
    return _kept(context, lambda: _connect_self_managed(context), "self-managed")


def connect_cluster(context: Context, address: str, login: ClusterLogin) -> ClusterConnection:
    """Return the connection to a cluster's own API (an address that ends with /v2); raises OptionError."""
    return _kept(context, lambda: _connect_cluster(context, address, login), "cluster", address, login)


def connect_cluster_anonymously(context: Context, address: str) -> ClusterConnection:
    """Return the connection to what a cluster's own API offers to anybody."""
    return connect_cluster(context, address, ClusterLogin("none"))


def _kept(context: Context, make: Callable[[], _Opened], *kind: t.Any) -> _Opened:
    key = (*_key(context), *kind)
    with _opening:
        kept = t.cast("_Opened | None", _open.get(key))
    if kept is None:
        # It may read over HTTP, so do not hold the lock of other threads.
        made = make()
        with _opening:
            if any(known[:2] != key[:2] for known in _open):
                _open.clear()
            kept = t.cast(_Opened, _open.setdefault(key, made))
    kept.begin_run(context)
    return kept


def _connect(context: Context, anonymous: bool) -> Connection:
    base_url = api_url(context.params)
    transport, cache = _tools(context)
    source = Anonymous() if anonymous else token_source(context.params, transport, cache)
    return Connection(SaasApi(Client(transport, base_url, source)), base_url, cache)


def _connect_self_managed(context: Context) -> SelfManagedConnection:
    base_url = api_url(context.params)
    transport, cache = _tools(context)
    source = token_source(context.params, transport, cache)
    return SelfManagedConnection(SelfManagedApi(Client(transport, base_url, source)), cache, source)


def _connect_cluster(context: Context, address: str, login: ClusterLogin) -> ClusterConnection:
    transport, cache = _tools(context)
    source = login.source(context.params, transport, cache)
    basic = source.header() if isinstance(source, BasicUser) else None
    return ClusterConnection(OrchestrationApi(Client(transport, address, source, ADVICE, basic)), cache)


def _tools(context: Context) -> tuple[Transport, TokenCache]:
    cache, warning = token_cache(context.params)
    if warning:
        context.warn(warning)
    return open_transport(context.params, context.warn), cache


def _key(context: Context) -> tuple[t.Any, ...]:
    options = tuple(context.params[name] for name in sorted(CONNECTION))
    proxies = tuple(os.environ.get(name) or os.environ.get(name.upper()) for name in _PROXY_VARIABLES)
    return (os.getpid(), context.task, options, proxies)
