# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tables of the README and of docs/operations.md say what the code does, and no operation lacks a module."""

from __future__ import annotations

import pytest

from ansible_collections.camunda.platform.tests.tools import tables
from ansible_collections.camunda.platform.tests.tools.contract import load, operations_of


@pytest.mark.parametrize("name", sorted(tables.TABLES))
def test_table_is_up_to_date(name: str) -> None:
    """Run `python tests/tools/tables.py` if this fails."""
    file, make = tables.TABLES[name]
    text = (tables.ROOT / file).read_text(encoding="utf-8")
    assert tables.with_table(text, name, make()) == text


@pytest.mark.parametrize(("api", "records"), [("saas", ["saas"]), ("self_managed", ["self-managed", "hub"])])
def test_every_operation_of_the_contract_has_a_module(api: str, records: list[str]) -> None:
    """A new operation in a contract fails here until a module serves it."""
    wanted = {operation for record in records for operation in operations_of(load(record))}
    assert wanted == {operation for operation, modules in tables.serving(api).items() if modules}
