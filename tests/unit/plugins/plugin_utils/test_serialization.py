# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The borders of in-process execution: types that must not pass, secrets, environment and directory."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from ansible.module_utils.common.parameters import remove_values
from ansible.parsing.dataloader import DataLoader
from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.camunda.platform.plugins.plugin_utils._serialization import (
    plain_arguments,
    plain_result,
    surroundings,
)


def kinds_in(value: Any) -> set[type]:
    """Return all types in a structure."""
    parts = [*value.keys(), *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    return {type(value)}.union(*map(kinds_in, parts))


def test_arguments_are_of_plain_types() -> None:
    loaded = DataLoader().load("{name: x, number: 1, list: [a, {b: true}], nothing: null, float: 1.5}")
    arguments = {**loaded, "unsafe": wrap_var({"a": ["b"]})}
    plain = plain_arguments(arguments)
    assert plain == {
        "name": "x",
        "number": 1,
        "list": ["a", {"b": True}],
        "nothing": None,
        "float": 1.5,
        "unsafe": {"a": ["b"]},
    }
    assert kinds_in(plain) <= {dict, list, str, int, float, bool, type(None)}


def test_results_are_masked_and_plain() -> None:
    result = plain_result({"msg": "s3cr3t here", "list": [wrap_var("s3cr3t")], "count": 1, "tuple": (1,)}, {"s3cr3t"})
    assert "s3cr3t" not in str(result)
    assert (result["count"], result["tuple"]) == (1, [1])
    assert kinds_in(result) <= {dict, list, str, int}


def test_a_short_secret_does_not_turn_flags_into_text() -> None:
    result = plain_result(
        {"changed": True, "failed": False, "cluster": None, "name": "xTrue"}, {"True", "False", "None"}
    )
    assert (result["changed"], result["failed"], result["cluster"]) == (True, False, None)
    assert "True" not in result["name"]


@pytest.mark.parametrize("value", ["s3cr3t", "1234", "1.5", "\0", "a\0b", "é", "True"])
def test_what_is_masked_is_what_ansible_masks(value: str) -> None:
    """Values are searched for at once, and found in whatever text or number they are."""
    for text in (value, f"x{value}y", "other", 1234, 51234, 1.5, ["deep", {"key": value}], (value,), "a\0b", "é"):
        result = {"found": text}
        expected = remove_values({"found": list(text) if isinstance(text, tuple) else text}, {value, "unused"})
        assert plain_result(result, {value, "unused"}) == expected


def test_many_secrets_cost_little() -> None:
    """Searching 4,000 results for 4,000 secrets one by one takes seconds."""
    secrets = {f"value-of-a-secret-{number}" for number in range(4000)}
    result = {"resources": [{"name": f"client-{n}", "id": f"id-{n}", "more": ["a", "b"]} for n in range(4000)]}
    began = time.process_time()
    assert plain_result(result, secrets) == result
    assert time.process_time() - began < 1


def test_surroundings_are_applied_and_restored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UT_CHANGED", "before")
    monkeypatch.delenv("UT_NEW", raising=False)
    before, directory = dict(os.environ), os.getcwd()
    with surroundings({"UT_CHANGED": "inside", "UT_NEW": 5}, str(tmp_path)):
        assert (os.environ["UT_CHANGED"], os.environ["UT_NEW"]) == ("inside", "5")
        assert os.getcwd() == str(tmp_path)
        del os.environ["PATH"]
        os.environ["UT_OF_THE_TASK"] = "x"
    assert (dict(os.environ), os.getcwd()) == (before, directory)


def test_surroundings_are_restored_after_an_error(tmp_path: Path) -> None:
    before, directory = dict(os.environ), os.getcwd()
    with pytest.raises(ZeroDivisionError), surroundings({"UT_NEW": "x"}, str(tmp_path)):
        raise ZeroDivisionError
    assert (dict(os.environ), os.getcwd()) == (before, directory)


@pytest.mark.parametrize(
    ("environment", "place"),
    [({"UT_NEW": "x", "UT_BAD": "a\0b"}, "."), ({"UT_NEW": "x", "UT=BAD": "y"}, "."), ({"UT_NEW": "x"}, "missing")],
)
def test_surroundings_that_cannot_be_applied_are_restored(
    tmp_path: Path, environment: dict[str, str], place: str
) -> None:
    before, directory = dict(os.environ), os.getcwd()
    with pytest.raises((ValueError, OSError)), surroundings(environment, str(tmp_path / place)):
        raise AssertionError
    assert (dict(os.environ), os.getcwd()) == (before, directory)


def test_a_directory_that_is_gone_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with surroundings({}, str(tmp_path)):
        assert os.getcwd() == str(tmp_path)
