# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sandbox as one object: settings, credentials, state, faults and log; every part of the API gets it from here."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from .console_tokens import TokenJudge
from .faults import FaultList
from .ratelimit import RateLimiter
from .requestlog import RequestLog
from .settings import Settings
from .state import Store

DEFAULT_CLIENTS = {"sandbox-client": "sandbox-secret"}


@dataclass
class Sandbox:
    """What lives as long as the process; `store` is the part that can outlive it."""

    start_settings: Settings = field(default_factory=Settings)
    credentials: Mapping[str, str] = field(default_factory=lambda: dict(DEFAULT_CLIENTS))
    store: Store = field(default_factory=Store)
    faults: FaultList = field(default_factory=FaultList)
    log: RequestLog = field(default_factory=RequestLog)
    token_limiter: RateLimiter = field(default_factory=RateLimiter)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    # Decides on the tokens that Console and Hub are sent; None: only those of the sandbox's own Keycloak are accepted.
    token_judge: TokenJudge | None = None
    settings: Settings = field(init=False)

    def __post_init__(self) -> None:
        self.settings = self.start_settings

    def reset(self) -> None:
        """Go back to the start: no clusters, faults or log, settings as given at the start. Tokens stay valid."""
        self.settings = self.start_settings
        self.store.clear()
        self.faults.clear()
        self.log.clear()
        self.token_limiter.clear()
