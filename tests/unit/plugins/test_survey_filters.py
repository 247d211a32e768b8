# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filters for answers to a survey: which file a name means, and what a missing answer means."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.camunda.platform.plugins.filter.awx_answers import awx_answers
from ansible_collections.camunda.platform.plugins.filter.awx_credentials import awx_credentials
from ansible_collections.camunda.platform.plugins.filter.awx_survey import awx_survey
from ansible_collections.camunda.platform.plugins.filter.project_file import project_file
from ansible_collections.camunda.platform.plugins.filter.survey_answer import survey_answer
from ansible_collections.camunda.platform.tests.integration.awx_rules import check_answers


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


SAAS, VAULT = 2, 3
KNOWN = [
    {"id": 1, "name": "main", "credential_type": SAAS, "kind": "cloud", "inputs": {}},
    {"id": 2, "name": "other", "credential_type": SAAS, "kind": "cloud", "inputs": {}},
    {"id": 3, "name": "vault", "credential_type": VAULT, "kind": "vault", "inputs": {}},
    {"id": 4, "name": "vault prod", "credential_type": VAULT, "kind": "vault", "inputs": {"vault_id": "prod"}},
    {"id": 5, "name": "twin", "credential_type": SAAS, "kind": "cloud", "inputs": {}},
    {"id": 6, "name": "twin", "credential_type": SAAS, "kind": "cloud", "inputs": {}},
]


@pytest.mark.parametrize(
    ("attached", "names", "result"),
    [
        ([], [], []),
        ([], ["main", "vault", "main"], ["1", "3"]),
        ([1, 4], ["main"], ["4", "1"]),
        ([1, 3, 4], ["other"], ["3", "4", "2"]),
        ([1, 3, 4], ["vault prod"], ["1", "3", "4"]),
        ([1], [], ["1"]),
    ],
)
def test_credentials_stay_unless_one_takes_their_place(attached: list[int], names: list[str], result: Any) -> None:
    assert awx_credentials([KNOWN[number - 1] for number in attached], KNOWN, names) == result


@pytest.mark.parametrize(("name", "words"), [("nosuch", "no credential with the name"), ("twin", "2 credentials")])
def test_a_credential_has_to_be_known(name: str, words: str) -> None:
    with pytest.raises(AnsibleFilterError, match=words):
        awx_credentials([], KNOWN, [name])


QUESTIONS: list[dict[str, Any]] = [
    {"variable": "camunda_file", "type": "text", "required": True, "default": "example"},
    {"variable": "camunda_max_age", "type": "integer", "required": True, "default": 90},
    {
        "variable": "camunda_force",
        "type": "multiplechoice",
        "required": True,
        "choices": ["false", "true"],
        "default": "false",
    },
    {"variable": "camunda_clusters", "type": "textarea", "required": False, "default": ""},
]
DEFAULTS = {"camunda_file": "example", "camunda_max_age": 90, "camunda_force": "false"}


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        ({}, {}),
        ({"camunda_force": True}, {"camunda_force": "true"}),
        ({"camunda_file": 7, "camunda_max_age": 30}, {"camunda_file": "7", "camunda_max_age": 30}),
        ({"camunda_clusters": ["a", "b"]}, {"camunda_clusters": "a\nb"}),
        ({"camunda_clusters": None}, {"camunda_clusters": None}),
    ],
)
def test_answers_of_a_schedule_are_what_awx_accepts(answers: dict[str, Any], result: dict[str, Any]) -> None:
    given = awx_answers(QUESTIONS, answers)
    assert given == {**DEFAULTS, **result}
    check_answers(QUESTIONS, given)


def test_an_answer_needs_a_question() -> None:
    with pytest.raises(AnsibleFilterError, match=r"variable 'camunda_fiel'.*'camunda_file'"):
        awx_answers(QUESTIONS, {"camunda_fiel": "x"})


def test_questions_of_a_person_stay() -> None:
    theirs = {"variable": "ticket"}
    survey = {"name": "n", "description": "d", "spec": QUESTIONS}
    existing = {"spec": [{"variable": "camunda_gone"}, theirs]}
    assert awx_survey(survey, existing)["spec"] == [*QUESTIONS, theirs]
    assert awx_survey(survey, {}) == survey
