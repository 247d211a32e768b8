# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of the modules that read the whole organization."""

from __future__ import annotations


class ModuleDocFragment:
    """Which clusters to read, and how fast."""

    DOCUMENTATION = r"""
options:
  cluster_patterns:
    description:
      - Names, UUIDs or patterns of names of the clusters to read. C(*) matches any characters, C(?) one character, and
        C([ab]) one of several. By default, all clusters.
      - An entry that matches no cluster is an error.
    type: list
    elements: str
  cluster_access:
    description:
      - Credentials for the APIs of clusters. For these clusters, the module also reads roles, tenants, groups and
        authorizations.
      - The client needs the permission to read roles and authorizations, for example from the role C(admin).
      - The result has no access of a cluster without an entry, and the reason if the access cannot be read.
    type: list
    elements: dict
    suboptions:
      cluster:
        description: Name or UUID of the cluster. Not necessary with C(cluster_credentials_path).
        type: str
      cluster_client_id:
        description: Client id of a client of this cluster.
        type: str
      cluster_client_secret:
        description: Client secret that belongs to C(cluster_client_id).
        type: str
      cluster_credentials_path:
        description: File with the credentials of a client of this cluster, as this collection writes it.
        type: path
  parallel:
    description: Maximum number of parallel requests, 1 to 32.
    type: int
    default: 8
"""
