# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The memory that a worker shares with the process that it was forked from."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def old_objects_left_alone() -> Iterator[None]:
    """Keep the garbage collector off what was there before, all of Ansible and the whole playbook.

    It would find nothing there, and marks each object that it looks at, which copies the page to this process.
    """
    if gc.get_freeze_count():
        # A part of a task for which that was done.
        yield
        return
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
