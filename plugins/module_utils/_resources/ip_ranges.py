# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The addresses that Camunda SaaS calls out from; anybody may read them."""

from __future__ import annotations

import ipaddress
import typing as t
from collections.abc import Mapping

from ansible_collections.camunda.platform.plugins.module_utils._engine.converge import unchanged
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Context, Result
from ansible_collections.camunda.platform.plugins.module_utils._resources._connection import connect


def addresses_of(ranges: Mapping[str, t.Any]) -> list[str]:
    """Return the addresses of all products, each once, in numerical order; what is no address comes last."""
    lists = (values for values in ranges.values() if isinstance(values, list))
    return sorted({value for values in lists for value in values if isinstance(value, str)}, key=_order)


def _order(text: str) -> tuple[int, int, int, str]:
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        return (7, 0, 0, text)
    return (network.version, int(network.network_address), network.prefixlen, text)


def run_info(context: Context) -> Result:
    """Return the addresses by product, and all together (camunda_ip_ranges_info); sends no credentials."""
    ranges = connect(context, anonymous=True).api.get_ip_ranges()
    return unchanged(ip_ranges=ranges, addresses=addresses_of(ranges))
