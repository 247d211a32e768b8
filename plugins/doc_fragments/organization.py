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
      - Credentials for the own APIs of the clusters whose roles, tenants, groups and authorizations are to be read as
        well, one entry for each cluster.
      - Their client needs the right to read roles and authorizations, such as by the role C(admin). It only reads.
      - A cluster without an entry, and one whose access cannot be read, is shown without it, and with the reason.
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
    description: How many requests to send in parallel, 1 to 32.
    type: int
    default: 8
"""
