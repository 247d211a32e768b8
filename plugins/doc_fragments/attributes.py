# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Attributes that all modules document."""

from __future__ import annotations


class ModuleDocFragment:
    """The attributes of a module of this collection."""

    DOCUMENTATION = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/camunda.platform.all) in C(module_defaults) to set the connection options of all modules.
    support: full
    membership:
      - camunda.platform.all
  async:
    description: Supports the C(async) keyword.
    support: partial
    details:
      - A task with C(async) always runs as a separate module process.
      - Modules whose result can contain a secret (client secret, token, password, values of connector secrets) refuse
        C(async), because Ansible then stores the result in a file that other users of the machine can read, and prints
        it in a way that this collection cannot prevent.
  platform:
    description: Platforms that the module runs on.
    platforms: posix
    support: full
notes:
  - With a local connection, the code of the module runs in Ansible's worker process, which takes about 10 ms per item
    of a loop. It runs as an ordinary module with C(async), C(become), another connection or another Python interpreter,
    and if the variable C(camunda_platform_in_process) or the environment variable E(CAMUNDA_PLATFORM_IN_PROCESS) is
    false.
"""

    WRITING = r"""
options: {}
attributes:
  check_mode:
    description: Can run in C(check_mode) and predict what would change, without changing anything.
    support: full
  diff_mode:
    description: Returns details on what has changed (or possibly needs changing in C(check_mode)), when in diff mode.
    support: full
    details:
      - The diff never contains a secret. It is the same in check mode and in a run.
  idempotent:
    description: A second run with the same options changes nothing.
    support: full
"""

    INFO = r"""
options: {}
attributes:
  check_mode:
    description: Can run in C(check_mode) and predict what would change, without changing anything.
    support: full
    details:
      - This module changes nothing.
  diff_mode:
    description: Returns details on what has changed (or possibly needs changing in C(check_mode)), when in diff mode.
    support: N/A
    details:
      - This module changes nothing.
  idempotent:
    description: A second run with the same options changes nothing.
    support: full
    details:
      - This module changes nothing.
"""
