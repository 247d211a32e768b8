# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options for a cluster's own API."""

from __future__ import annotations


class ModuleDocFragment:
    """Which cluster, and who calls its API."""

    DOCUMENTATION = r"""
options:
  cluster:
    description:
      - Name or UUID of a cluster of Camunda SaaS. The module reads its address from the Administration API, with
        O(client_id) and O(client_secret), and accepts names of clients.
      - Set one of O(cluster), O(cluster_url) and O(cluster_credentials_path).
    type: str
  cluster_url:
    description:
      - Address of the cluster's REST API, with or without C(/v2), such as
        V(https://bru-2.zeebe.camunda.io/12345678-90ab-cdef-1234-567890abcdef) or V(https://camunda.example.com/core).
      - If not set, the value of the environment variable E(CAMUNDA_REST_ADDRESS) is used.
    type: str
  cluster_auth:
    description:
      - How to authenticate to the cluster.
      - With V(oauth), with a token that the module requests with O(cluster_client_id).
      - With V(basic), with O(cluster_username) and O(cluster_password) in each request. The module keeps no cookies.
      - With V(none), without credentials, for a cluster with an unprotected API.
      - If not set, the value of the environment variable E(CAMUNDA_AUTH_STRATEGY) is used, in upper or lower case.
        Without that, it is V(basic) if O(cluster_username) is set, and V(oauth) otherwise.
    type: str
    choices: [oauth, basic, none]
  cluster_client_id:
    description:
      - Client ID of a client of this cluster with the permissions for the task. On SaaS, it also needs the permission
        C(Zeebe). A client for the Administration API does not work here.
      - If not set, the value of the environment variable E(CAMUNDA_CLIENT_ID) is used.
    type: str
  cluster_client_secret:
    description:
      - Client secret that belongs to O(cluster_client_id).
      - If not set, the value of the environment variable E(CAMUNDA_CLIENT_SECRET) is used.
    type: str
  cluster_audience:
    description:
      - Audience of the token for the cluster.
      - If not set, the value of the environment variable E(CAMUNDA_TOKEN_AUDIENCE) is used. Without that, it is
        V(zeebe.camunda.io) for SaaS, and none is requested for Self-Managed.
    type: str
  cluster_username:
    description:
      - Name of a user of the cluster, for O(cluster_auth=basic).
      - If not set, the value of the environment variable E(CAMUNDA_BASIC_AUTH_USERNAME) is used.
    type: str
  cluster_password:
    description:
      - Password that belongs to O(cluster_username).
      - If not set, the value of the environment variable E(CAMUNDA_BASIC_AUTH_PASSWORD) is used.
    type: str
  cluster_access_token:
    description: A token for the cluster to use instead of requesting one. It is not refreshed.
    type: str
  cluster_credentials_path:
    description:
      - File with the credentials of a client of the cluster, as this collection writes it (the option
        O(camunda.platform.camunda_client#module:dest)). The file also contains the address of the cluster.
      - Mutually exclusive with O(cluster_client_id) and O(cluster_client_secret).
    type: path
notes:
  - The module calls the cluster's own API with credentials of the cluster. O(oauth_url), O(keycloak_url) or
    O(issuer_url)
    is the source of tokens for both APIs; O(client_id), O(client_secret), O(audience) and O(base_url) are for the
    Administration API, which the module calls only to find O(cluster).
  - This module was developed without a live cluster, from public documentation and source code, and tested against a
    sandbox.
"""

    WRITING = r"""
options:
  consistency_timeout:
    description:
      - Seconds to wait until the cluster returns what was written. Reads lag behind by some seconds.
      - After that, the module warns and does not fail.
    type: float
    default: 30.0
"""

    ADMINISTRATOR = r"""
options:
  cluster_client_id:
    description:
      - Client id of the access administrator of the cluster, for clusters with authorizations. With it, a client that
        takes the place of another one gets the rights of that one, by authorizations and by memberships in roles,
        groups and tenants, and the rights of deleted clients are removed.
      - The new client proves its rights with its own token before its credentials are returned or written. If it
        cannot, it is deleted again, and the task fails with the code V(rights_not_proved). Before Camunda 8.10, a
        client can prove memberships only.
      - Not read from the environment, where the credentials of a worker may be.
    type: str
  cluster_client_secret:
    description: Client secret that belongs to O(cluster_client_id).
    type: str
  cluster_credentials_path:
    description: File with the credentials of the access administrator, as this collection writes it, instead of
      O(cluster_client_id).
    type: path
  consistency_timeout:
    description:
      - Seconds to wait until readings of the cluster's own API show what was granted. After that there is a warning.
      - The new client has twice as long to prove its rights.
    type: float
    default: 30.0
"""

    STATE = r"""
options:
  state:
    description:
      - V(present) creates or changes the object as described.
      - V(absent) deletes it.
    type: str
    choices: [present, absent]
    default: present
"""

    MEMBERS = r"""
options:
  clients:
    description:
      - Clients. With O(cluster), by name or client id; otherwise by client id.
      - If not set, the module neither reads nor changes these members.
    type: list
    elements: str
  users:
    description:
      - Users, by their user names.
      - If not set, the module neither reads nor changes these members.
    type: list
    elements: str
  mapping_rules:
    description:
      - Mapping rules, by their ids.
      - If not set, the module neither reads nor changes these members.
    type: list
    elements: str
  prune_members:
    description: Whether to remove members that are not listed, for the kinds of members that are listed.
    type: bool
    default: false
"""
