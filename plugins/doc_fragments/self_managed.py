# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The option of modules that read a Self-Managed installation."""

from __future__ import annotations


class ModuleDocFragment:
    """Which API of the installation to use."""

    DOCUMENTATION = r"""
options:
  api:
    description:
      - Which API of a Self-Managed installation to use. It has no effect on SaaS.
      - V(admin_api) is the Administration API of Console, up to Camunda 8.9 (C(/admin-api)).
      - V(v1) and V(v2) are those of Camunda Hub, which replaces Console in Camunda 8.10, (C(/api/v1), deprecated, and
        C(/api/v2), which has to be enabled there). O(base_url) is then the URL of the Hub.
      - V(auto) requests the clusters at C(/admin-api), C(/api/v2) and C(/api/v1), in this order and once in a task, and
        uses the first that exists. HTTP 404, 405 or 410, a redirect, and a web page mean that a path does not exist.
        After HTTP 401 or 403, the module tries the other paths as well.
    type: str
    choices: [auto, admin_api, v1, v2]
    default: auto
"""
