# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs camunda_cluster_access in the controller's worker where that is equivalent."""

from __future__ import annotations

from ansible_collections.camunda.platform.plugins.modules.camunda_cluster_access import SPEC
from ansible_collections.camunda.platform.plugins.plugin_utils._in_process import InProcessAction


class ActionModule(InProcessAction):
    """The action behind the module camunda_cluster_access."""

    spec = SPEC
