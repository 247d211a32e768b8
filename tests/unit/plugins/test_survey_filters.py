# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filters for answers to a survey: which file a name means, and what a missing answer means."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.camunda.platform.plugins.filter.project_file import project_file
from ansible_collections.camunda.platform.plugins.filter.survey_answer import survey_answer


@pytest.fixture
def clusters(tmp_path: Path) -> Path:
    """Return a directory with files, and with a secret file next to it."""
    directory = tmp_path / "clusters"
    (directory / "folder.yml").mkdir(parents=True)
    for name in ("orders.yml", "eu.prod.yaml", "7.yml", "notes.txt", ".hidden.yml"):
        (directory / name).touch()
    (tmp_path / "secret.yml").touch()
    (directory / "outside.yml").symlink_to(tmp_path / "secret.yml")
    (directory / "alias.yml").symlink_to("orders.yml")
    return directory


@pytest.mark.parametrize(
    ("name", "file"), [("orders", "orders.yml"), ("eu.prod", "eu.prod.yaml"), (7, "7.yml"), ("alias", "alias.yml")]
)
def test_a_file_is_found_by_its_name(clusters: Path, name: Any, file: str) -> None:
    assert project_file(name, str(clusters)) == str(clusters / file)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "nosuch",
            "../secret",
            "orders.yml",
            "./orders",
            "folder",
            "notes",
            "outside",
            "orders\n",
            "orders\0",
            "/etc/passwd",
        ),
        *("", None, True, [], {"a": 1}, "a" * 5000),
    ],
)
def test_other_names_are_refused_with_the_valid_ones(clusters: Path, name: Any) -> None:
    with pytest.raises(AnsibleFilterError) as caught:
        project_file(name, str(clusters), "file")
    message = str(caught.value)
    assert "'file'" in message
    assert "Valid: '.hidden', '7', 'alias', 'eu.prod', 'orders'" in message
    assert len(message) < 500
    assert "\n" not in message


def test_a_directory_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(AnsibleFilterError, match=r"nowhere.* cannot be read"):
        project_file("orders", str(tmp_path / "nowhere"))


@pytest.mark.parametrize(
    ("answer", "result"), [(None, "x"), ("", "x"), (" \n", "x"), (False, False), (0, 0), ("false", "false"), ([], [])]
)
def test_only_a_missing_answer_is_replaced(answer: Any, result: Any) -> None:
    assert survey_answer(answer, "x") == result
