# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tables of the README and of docs/operations.md say what the code does, and no operation lacks a module."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from ansible_collections.camunda.platform.tests.tools import tables

CHECKOUT = Path(os.environ.get("COLLECTION_CHECKOUT", tables.ROOT))
CONTRACT = CHECKOUT.parent / "shared" / "contract" / "saas-openapi.json"


@pytest.mark.parametrize("file", sorted(tables.TABLES))
def test_table_is_up_to_date(file: str) -> None:
    """Run `python tests/tools/tables.py` if this fails."""
    name, make = tables.TABLES[file]
    text = (tables.ROOT / file).read_text(encoding="utf-8")
    assert tables.with_table(text, name, make()) == text


def test_every_operation_of_the_contract_has_a_module() -> None:
    """A new operation in the contract fails here until a module serves it."""
    if not CONTRACT.exists():
        pytest.skip(f"the API contract is not there: {CONTRACT.name}")
    paths = json.loads(CONTRACT.read_text(encoding="utf-8"))["paths"]
    wanted = {operation["operationId"] for methods in paths.values() for operation in methods.values()}
    served = {operation for operation, modules in tables.serving().items() if modules}
    assert wanted == served
