# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A name never leads out of the folder that it is put into."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.camunda.platform.plugins.filter.provision_faults import provision_faults
from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._files.places import place_key, place_of

PLACE = {"backend": "file", "dest": "creds/{name}.env", "options": {"list": ["{cluster}", 1]}}
UNFIT = [
    *(
        "../evil/x",
        "/etc/passwd",
        "a/b",
        "a\\b",
        "..",
        ".",
        "a..b",
        "~root",
        "",
        " ",
        "a\0b",
        "a\nb",
        "a\x1bb",
        "\u202e",
    ),
    *("x" * 256, "x" * 252, "ä" * 128, "\ud800"),
]


@pytest.mark.parametrize("name", UNFIT, ids=ascii)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(OptionError, match=r"client .* of cluster 'orders'") as refused:
        place_of(PLACE, "orders", name)
    assert refused.value.code == "unfit_for_path"
    assert repr(name) in refused.value.message


@pytest.mark.parametrize("cluster", [name for name in UNFIT if len(name) != 252], ids=ascii)
def test_the_name_of_a_cluster_counts_as_well(cluster: str) -> None:
    with pytest.raises(OptionError, match="client 'worker' of cluster"):
        place_of(PLACE, cluster, "worker")


def test_usual_names_are_filled_in_once() -> None:
    assert place_of(PLACE, "Büro 1", "{cluster} x") == {
        "backend": "file",
        "dest": "creds/{cluster} x.env",
        "options": {"list": ["Büro 1", 1]},
    }


def test_a_name_counts_only_where_it_is_used() -> None:
    assert place_of({"backend": "file", "dest": "creds/a.env"}, "a/b", "../x")["dest"] == "creds/a.env"


def test_the_same_file_is_the_same_place(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    one = {"backend": "file", "dest": str(tmp_path / "a.env")}
    assert place_key(one) == place_key({**one, "format": "json", "dest": f"{tmp_path}/link/./x/../a.env"})
    assert place_key(one) != place_key({**one, "dest": str(tmp_path / "b.env")})


@pytest.mark.parametrize("name", ["../evil/x", "..", "a/b"])
@pytest.mark.parametrize("kind", ["clients", "monitoring_clients"])
def test_the_role_provision_refuses_it_before_anything_is_done(kind: str, name: str) -> None:
    key = "name" if kind == "clients" else "username"
    clusters = [{"name": "orders", kind: [{key: name}]}]
    variables = {"provision_clusters": clusters, "provision_to": {"backend": "file", "dest": "creds/{name}.env"}}
    (fault,) = provision_faults(variables)
    assert f"client {name!r} of cluster 'orders'" in fault


def test_the_role_provision_refuses_two_clients_with_one_file(tmp_path: Path) -> None:
    clients = [
        {"name": "a", "dest": f"{tmp_path}/b.env"},
        {"name": "b", "to": {"backend": "file", "dest": f"{tmp_path}/./{{name}}.env"}},
    ]
    (fault,) = provision_faults({"provision_clusters": [{"name": "orders", "clients": clients}]})
    assert "clients[0]' and 'provision_clusters[0].clients[1]': the clients have the same place" in fault


def test_clients_without_a_place_share_none() -> None:
    clusters = [{"name": "orders", "clients": [{"name": "a"}, {"name": "../b"}]}]
    assert provision_faults({"provision_clusters": clusters, "provision_to": {}}) == []
