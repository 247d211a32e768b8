# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be changed while the sandbox runs, and what each setting starts with."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Settings(BaseModel):
    """The behaviour that the command line starts with and PATCH /_sandbox/settings changes."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)

    token_rate: float = Field(default=1.0, ge=0, description="token requests a second and source; 0 = unlimited")
    token_lifetime: int = Field(default=86400, ge=0, description="seconds that a new token is valid")
    creation_seconds: float = Field(default=2.0, ge=0, description="Creating or Resuming -> Healthy")
    deletion_seconds: float = Field(default=0.0, ge=0, description="a deleted cluster stays readable that long")
    latency_ms: float = Field(default=0.0, ge=0, description="milliseconds before every answer")
    max_clients: int = Field(default=1000, ge=0, description="clients of one cluster; 403 beyond")
    max_clusters: int = Field(default=1000, ge=0, description="clusters of the organization; 400 beyond")
    auto_update_moves: bool = Field(default=False, description="autoUpdate clusters follow the channel's newest")
    extra_fields: bool = Field(default=False, description="answers carry fields that the contract does not have")
    ipallowlist_visible: bool = Field(default=False, description="clusters are returned with their ipallowlist")

    def changed(self, values: dict[str, Any]) -> Settings:
        """Return a copy with these values; raises pydantic.ValidationError on an unknown name or a bad value."""
        return Settings.model_validate(self.model_dump() | values)
