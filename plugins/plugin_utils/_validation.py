# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Messages of Ansible's validation of options outside of modules."""

from __future__ import annotations

from ansible.module_utils.common.arg_spec import ValidationResult
from ansible.module_utils.errors import UnsupportedError


def validation_messages(validation: ValidationResult) -> list[str]:
    """Return what is wrong; of options that do not exist, Ansible leaves that to whom it hands the error."""
    return [
        f"Unsupported parameters: {error}" if isinstance(error, UnsupportedError) else str(error)
        for error in validation.errors.errors
    ]
