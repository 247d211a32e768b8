# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The clients that a rotation is about, from what was found and from the options of the role."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping, Sequence


def rotated_clients(found: Sequence[Mapping[str, t.Any]], options: Mapping[str, t.Any]) -> list[dict[str, t.Any]]:
    """Return the clients that a loop of camunda_client_rotation_info found, as they are to be rotated."""
    verify = {"retries": options["verify_retries"], "delay": options["verify_delay"]} if options["verify"] else None
    return [
        _rotated(client, result[result["ansible_loop_var"]], options, verify)
        for result in found
        for client in result["clients"]
    ]


def _rotated(
    client: Mapping[str, t.Any],
    entry: Mapping[str, t.Any],
    options: Mapping[str, t.Any],
    verify: Mapping[str, t.Any] | None,
) -> dict[str, t.Any]:
    max_age_days = entry.get("max_age_days")
    return {
        "cluster": entry["cluster"],
        "cluster_uuid": client["cluster_uuid"],
        "name": client["name"],
        "to": entry["to"],
        "cluster_credentials_path": entry.get("cluster_credentials_path"),
        "permissions": entry.get("permissions"),
        "max_age_days": options["max_age_days"] if max_age_days is None else max_age_days,
        "force": options["force"],
        "allow_replace": True,
        "allow_create": False,
        # The old one ends after all deliveries.
        "finish": False,
        "verify": verify,
    }
