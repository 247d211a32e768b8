# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The file of a client's credentials as a part of the client's state."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.camunda.platform.plugins.module_utils._engine.plan import Action, make_plan
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._errors import ForbiddenChange, OptionError
from ansible_collections.camunda.platform.plugins.module_utils._files.credentials import FORMATS
from ansible_collections.camunda.platform.plugins.module_utils._resources._kept_credentials import (
    ARGUMENTS,
    FIELDS,
    KeptCredentials,
)
from ansible_collections.camunda.platform.tests.unit.plugins.options import validated

SPEC = Spec(run=lambda context: {}, arguments=ARGUMENTS)
VARIABLES = {"ZEEBE_CLIENT_ID": "id", "ZEEBE_CLIENT_SECRET": "word", "CAMUNDA_CLUSTER_ID": "cluster"}


def place_at(path: Path, **options: Any) -> KeptCredentials:
    """Read the file as a task does."""
    place = KeptCredentials.of(validated(SPEC, {"dest": str(path), **options}))
    assert place is not None
    return place


def planned(place: KeptCredentials, client_id: str = "id", **options: Any) -> Action:
    """Plan what has to be done to the file of a client that exists."""
    return make_plan("Client 'x'", FIELDS, place.wanted(), place.current(client_id), **options).action


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Give a credentials file as a task leaves it."""
    path = tmp_path / "file"
    with place_at(path).prove() as pending:
        pending.commit(FORMATS["env"](VARIABLES))
    return path


def test_no_place_is_named() -> None:
    assert KeptCredentials.of(validated(SPEC, {})) is None
    with pytest.raises(OptionError, match="it is empty"):
        KeptCredentials.of(validated(SPEC, {"dest": ""}))


def test_what_was_written_is_as_wanted(kept: Path) -> None:
    place = place_at(kept)
    assert place.holds("id")
    assert (place.client_id, place.cluster_uuid) == ("id", "cluster")
    assert planned(place) is Action.NONE


@pytest.mark.parametrize(
    "options",
    [
        {"format": "json"},
        {"format": "yaml"},
        {"mode": "0640"},
        {"mode": 0o640},
        pytest.param({"owner": "65534"}, marks=pytest.mark.skipif(os.geteuid() != 0, reason="only root can do so")),
        pytest.param({"group": "65534"}, marks=pytest.mark.skipif(os.geteuid() != 0, reason="only root can do so")),
    ],
)
def test_another_form_is_an_update_that_keeps_the_content(kept: Path, options: dict[str, Any]) -> None:
    place = place_at(kept, **options)
    assert planned(place) is Action.UPDATE
    place.rewrite()
    again = place_at(kept, **options)
    assert planned(again) is Action.NONE
    assert again.variables == VARIABLES


@pytest.mark.parametrize(
    "content",
    [
        None,
        "",
        FORMATS["env"]({"ZEEBE_CLIENT_ID": "other", "ZEEBE_CLIENT_SECRET": "word"}),
        FORMATS["env"]({"ZEEBE_CLIENT_ID": "id"}),
        FORMATS["json"]({"ZEEBE_CLIENT_ID": "id", "ZEEBE_CLIENT_SECRET": ""}),
        "notes\n",
    ],
)
def test_a_secret_that_is_lost_needs_a_new_client(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "file").write_text(content)
    place = place_at(tmp_path / "file")
    with pytest.raises(ForbiddenChange, match="A secret is shown only once") as refused:
        planned(place)
    assert f"credentials is 'not in {tmp_path}/file', wanted 'in {tmp_path}/file'" in refused.value.message
    assert planned(place, may_replace=True) is Action.REPLACE


def test_other_files_are_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("notes\n")
    with pytest.raises(OptionError, match=r"is a file that holds no Camunda credentials. Nothing was done"):
        place_at(tmp_path / "file").refuse_foreign_file()
    (tmp_path / "file").write_text("")
    place_at(tmp_path / "file").refuse_foreign_file()
    place_at(tmp_path / "missing").refuse_foreign_file()


def test_the_file_goes_with_its_client_only(kept: Path) -> None:
    place_at(kept).remove_if_of("other")
    assert kept.exists()
    place_at(kept).remove_if_of("id")
    assert not kept.exists()


def test_the_secret_is_in_no_view(kept: Path) -> None:
    place = place_at(kept)
    assert "word" not in f"{place.current('id')} {place.current('other')} {place.wanted()}"
