# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The garbage collector does not look at what was there before a task, which a worker would copy by that."""

from __future__ import annotations

import gc

from ansible_collections.camunda.platform.plugins.plugin_utils._memory import old_objects_left_alone


def test_old_objects_are_left_alone_until_the_task_ends() -> None:
    """For its parts as well, and only for what was there."""
    old: list[object] = [[]]
    with old_objects_left_alone():
        new: list[object] = [[]]
        with old_objects_left_alone():
            assert not any(found is old for found in gc.get_objects())
        looked_at = gc.get_objects()
        assert any(found is new for found in looked_at)
        assert not any(found is old for found in looked_at)
    assert any(found is old for found in gc.get_objects())
    assert gc.get_freeze_count() == 0
