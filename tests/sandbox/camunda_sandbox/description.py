# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an API says of itself, so that it can be compared with its contract."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI


class SandboxApi(FastAPI):
    """FastAPI whose description of itself can be compared with the contract."""

    def openapi(self) -> dict[str, Any]:
        """Describe the API without the 422 that FastAPI adds to every operation and this API never sends."""
        if self.openapi_schema is None:
            description = super().openapi()
            for operations in description["paths"].values():
                for operation in operations.values():
                    if operation["responses"].get("422", {}).get("description") == "Validation Error":
                        del operation["responses"]["422"]
        assert self.openapi_schema is not None
        return self.openapi_schema
