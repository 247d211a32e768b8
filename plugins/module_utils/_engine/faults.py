# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All errors of a description at once, each with its subject."""

from __future__ import annotations

import typing as t
from collections.abc import Sequence

from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError, common_code
from ansible_collections.camunda.platform.plugins.module_utils._paragraph import several


class Fault(t.NamedTuple):
    """Something that is impossible: an error, and which thing of which kind and owner it is about, if it is one."""

    kind: str | None
    owner: str | None
    name: str | None
    error: CamundaError


def refuse_faults(faults: Sequence[Fault]) -> None:
    """Raise one error about all faults; nothing was done yet."""
    if not faults:
        return
    messages = [fault.error.message for fault in faults]
    listed = [
        {"kind": f.kind, "cluster": f.owner, "name": f.name, "msg": f.error.message, "code": f.error.code}
        for f in faults
    ]
    before = f"{len(faults)} faults were found, so nothing was done." if len(faults) > 1 else ""
    details = {**faults[0].error.details, "failures": listed, "code": common_code(f.error for f in faults)}
    raise CamundaError(several(messages, before=before), **details)
