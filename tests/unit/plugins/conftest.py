# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Property tests without flakiness, a sandbox emptied for each test, and a clock by which pauses pass at once."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.configuration import set_hypothesis_home_dir

from ansible_collections.camunda.platform.plugins.module_utils._clock import using
from ansible_collections.camunda.platform.tests.unit.plugins.clocks import FastClock
from ansible_collections.camunda.platform.tests.unit.sandbox.conftest import caller, sandbox_url

__all__ = ["caller", "sandbox_url"]

# Not into the copy that the tests run from: there it would count as a file of the collection.
set_hypothesis_home_dir(Path(os.environ.get("COLLECTION_CACHE", tempfile.gettempdir()), "hypothesis"))
# A busy machine is no defect: neither a deadline for an example, nor for making them.
settings.register_profile("quick", max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("quick"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "quick")


@pytest.fixture
def fast_clock() -> Iterator[FastClock]:
    """Let pauses pass at once; gives the clock that counts them."""
    clock = FastClock()
    with using(clock):
        yield clock
