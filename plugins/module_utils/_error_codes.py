# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All codes of failures, with cause and remedy: docs/troubleshooting.md is generated from this table.

A code stays the same when its messages change. A new one needs an entry here and a test that compares it.
"""

from __future__ import annotations

import typing as t


class Entry(t.NamedTuple):
    """A row of the table of codes, in Markdown."""

    cause: str
    remedy: str


CODES: t.Final = {
    "invalid_option": Entry(
        "The value of an option is not valid.",
        "The message names the option, its value and the valid ones. See also the messages below.",
    ),
    "null_option": Entry(
        "An option, or a part of one, is null. `options` has the paths.",
        "Set a value or omit the option; in a template, use `default(omit, true)`.",
    ),
    "empty_option": Entry(
        "A path or the value of a secret is empty, often because a variable is not set.",
        "Set the variable. To store an empty value, set `allow_empty_value: true`.",
    ),
    "not_text": Entry(
        ("The value of an option for text is a mapping, list or boolean; for a secret, a number or a date as well."),
        ("Quote the value, or use `to_json`. See [Null, empty and text](behaviour.md#null-empty-and-text)."),
    ),
    "uuid_of_another_name": Entry(
        "`uuid` and `name` belong to different clusters.",
        "Correct one of them. To rename the cluster, set `allow_rename: true`.",
    ),
    "ambiguous_name": Entry(
        "Several monitoring clients have the same user name. `uuids` has their ids.",
        "Delete those that are not in use.",
    ),
    "usage_all_zero": Entry(
        "With `fail_on_zero`, all numbers of a cluster are zero.",
        "Grant the application the rights in the message, or check the period.",
    ),
    "collection_missing": Entry(
        "The role needs a collection that is not installed, or too old.",
        "Install it with `ansible-galaxy collection install`, or add it to your execution environment.",
    ),
    "async_refused": Entry(
        "A task whose result may contain a secret has `async`. Ansible would write the result to a file.",
        "Remove `async` from the task.",
    ),
    "host_unreachable": Entry(
        "Ansible cannot connect to the machine on which the role writes a file or runs a module.",
        "Check the inventory and the connection of that machine.",
    ),
    "delivery_failed": Entry(
        "The role cannot write credentials to their destination, or cannot create a client.",
        "Correct the destination or its permissions, then run the role again: it delivers the missing credentials.",
    ),
    "keycloak_failed": Entry(
        "Keycloak did not accept a change of the role `self_managed_application`.",
        "The message contains the response of Keycloak. See [Self-Managed](self-managed.md).",
    ),
    "awx_project_failed": Entry(
        "AWX cannot update the project, or the project lacks a playbook.",
        "Open the last job of the project in AWX, and push the files that the message names.",
    ),
    "check_failed": Entry(
        "A check found problems, and `report_fail` or `self_managed_check_fail` is true.",
        "`errors` has the problems; the report has the details.",
    ),
    "role_failed": Entry(
        "A role continued after errors with the other clusters, and failed at its end.",
        "`errors` has the error of each cluster. Correct the causes and run the role again.",
    ),
    "change_not_possible": Entry(
        ("The existing object differs in a field that the API cannot change. `differences` has the fields."),
        (
            "Change your description, or create a new object. For a client, see [When a secret is "
            "lost](secrets.md#when-a-secret-is-lost)."
        ),
    ),
    "cluster_missing": Entry(
        "No option selects the cluster.",
        "Set `cluster`, `cluster_url` or `cluster_credentials_path`.",
    ),
    "cluster_credentials_missing": Entry(
        "There are no credentials for the cluster's own API.",
        (
            "Set `cluster_client_id` and `cluster_client_secret`, or `cluster_credentials_path`. Credentials of "
            "the Administration API do not work there. See [Access](access.md)."
        ),
    ),
    "cluster_address_unknown": Entry(
        "The links of a cluster do not contain the address of its own API.",
        "Set `cluster_url`.",
    ),
    "rights_not_proved": Entry(
        (
            "A new client does not have the rights of the one that it replaces, or the API does not return them. The"
            " module deleted the new client, or kept the old one."
        ),
        "Run the task again; increase `consistency_timeout` if the cluster is slow. See [Access](access.md#rotation).",
    ),
    "access_not_readable": Entry(
        (
            "The client or user may not read roles, authorizations or variables of the cluster. The cluster "
            "returns empty lists instead of an error."
        ),
        "Grant it the right to read, or use a client that has the role `admin`. See [Access](access.md).",
    ),
    "default_role_protected": Entry(
        "The task would change or delete one of Camunda's default roles, or its authorizations.",
        "Create your own role. Members of default roles can be changed.",
    ),
    "unknown_container": Entry(
        "The role or tenant of a client is not described and does not exist.",
        "Describe it, or correct its id.",
    ),
    "lockout_refused": Entry(
        "The task would remove permissions that its own client or user needs.",
        "Use another client, or set `allow_lockout` to true.",
    ),
    "unfit_for_path": Entry(
        "A name in place of `{name}` or `{cluster}` would lead outside the directory.",
        "Rename the client or cluster, or remove the placeholder from the path.",
    ),
    "not_a_regular_file": Entry(
        "The path is a symbolic link, device, named pipe, socket or directory.",
        "Use the path of a regular file, or of a file that does not exist yet.",
    ),
    "file_of_another_user": Entry(
        "The file belongs to another user, and all users can write to its directory, such as `/tmp`.",
        "Use a directory of your own.",
    ),
    "file_too_large": Entry(
        "The file is larger than the limit.",
        "Check the path.",
    ),
    "unusable_file": Entry(
        "A file or its directory does not exist, or cannot be read or written.",
        "Create the directory in an earlier task; correct the permissions.",
    ),
    "unknown_home": Entry(
        "The path begins with `~`, and the user has no home directory.",
        "Use an absolute path.",
    ),
    "text_not_encodable": Entry(
        (
            "An option, or text of the API for a file, contains half of a surrogate pair, which neither files nor "
            "requests can contain."
        ),
        "Correct the option, or change the text in Camunda.",
    ),
    "library_missing": Entry(
        "The Python that runs the task does not have the library requests.",
        "Install it there, or set `ansible_python_interpreter`.",
    ),
    "unusable_tls_file": Entry(
        "A file or directory of certificates cannot be used. The message names the option or variable.",
        ("Check the path on the machine where the task runs. For a directory, run `openssl rehash DIRECTORY`."),
    ),
    "encrypted_key": Entry(
        "The private key is encrypted, and modules cannot decrypt it.",
        "Use a key without a password that only its owner can read.",
    ),
    "unusable_proxy": Entry(
        "`HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY` is not the URL of a proxy, or needs PySocks.",
        "Correct the variable; percent-encode special characters of the password.",
    ),
    "connection_failed": Entry(
        "The connection failed: name, address, firewall or proxy. The module sent no request.",
        "Try the URL with curl on the same machine; check `HTTPS_PROXY` and `NO_PROXY`.",
    ),
    "certificate_not_trusted": Entry(
        "A proxy or a private authority signed the certificate of the server. The module sent no request.",
        "Set `ca_path` to its certificate. Do not use `validate_certs: false`.",
    ),
    "answer_lost": Entry(
        "The module sent the request, and received no complete response within `timeout`.",
        "Run the task again: it reads the current state first. If this happens often, increase `timeout`.",
    ),
    "response_too_large": Entry(
        "The response is larger than `max_response_mib`.",
        "Check `base_url`; increase the limit if the response is valid.",
    ),
    "unexpected_answer": Entry(
        "The response is not one of this operation.",
        "Check that `base_url` or `oauth_url` is the URL of the API or token endpoint.",
    ),
    "html_page_instead_of_answer": Entry(
        "The response is a web page, such as the login page of a proxy.",
        "Check `base_url`.",
    ),
    "outcome_unknown": Entry(
        "The response to a creation was lost, and the module could not read whether the object exists.",
        "Run the task again: it reads the current state first.",
    ),
    "created_by_another_process": Entry(
        ("Other processes created and deleted the same object three times while this task tried to create it."),
        "Run only one playbook at a time; add `run_once: true`.",
    ),
    "lock_busy": Entry(
        (
            "Another process on this machine creates an object of the same kind, and has not completed for ten "
            "minutes, or is stopped."
        ),
        "Resume or end that process.",
    ),
    "no_usable_secret": Entry(
        "The module created a client, but no response contained a usable secret. It deleted the client again.",
        "Run the task again; if it fails again, contact the support of Camunda.",
    ),
    "token_refused": Entry(
        "The token endpoint refused the request.",
        (
            "The message contains the message of the provider. See the messages below and "
            "[Authentication](authentication.md)."
        ),
    ),
    "bad_request": Entry(
        "HTTP 400: the API does not accept a value.",
        "Read the message of the server in the error.",
    ),
    "unauthorized": Entry(
        (
            "HTTP 401: the API does not accept the token. `base_url` and the token endpoint belong to "
            "different installations."
        ),
        "Check `base_url`, `oauth_url` and `audience` together.",
    ),
    "forbidden": Entry(
        (
            "HTTP 403: the API client lacks a permission, the object belongs to another organization, or a "
            "limit of the plan is reached."
        ),
        "Edit the permissions of the API client in the Console; compare them with the message of the server.",
    ),
    "not_found": Entry(
        "HTTP 404: the object no longer exists.",
        "List the objects with the `_info` module.",
    ),
    "conflict": Entry(
        "HTTP 409: the state of the object does not allow the change, or another change is in progress.",
        "Read the message of the server; run the task again later.",
    ),
    "not_ready": Entry(
        "HTTP 412: the cluster is not ready.",
        "Wait with `camunda_cluster_wait`.",
    ),
    "too_many_requests": Entry(
        "HTTP 429, also after repetitions.",
        "Use fewer forks, or run later.",
    ),
    "service_unavailable": Entry(
        "HTTP 503, also after repetitions.",
        "Run later.",
    ),
    "server_error": Entry(
        "HTTP 5xx: the server failed.",
        "Run the task again.",
    ),
    "http_error": Entry(
        "Another status.",
        "Run the task again. For 3xx, check `base_url`: redirects are not followed.",
    ),
    "wait_timeout": Entry(
        "The wait reached `wait_timeout`.",
        "Run the task again, which continues to wait; increase `wait_timeout`.",
    ),
    "wait_failed": Entry(
        "The wait ended in an unexpected state, such as Unhealthy.",
        "Check the cluster in the Console.",
    ),
    "several_failures": Entry(
        "Parts of a task failed for different reasons. `failures` has the code of each.",
        "Look up each code.",
    ),
    "internal_error": Entry(
        (
            "A bug in the collection. The message contains the type and the location of the exception, but not "
            "its text, which may contain a secret."
        ),
        "Check the state in Camunda, and report the message to the project.",
    ),
    "failed": Entry(
        "Anything else.",
        "Read the message.",
    ),
}

# What a status means for a program, where the kind of the error does not say more.
_OF_STATUS = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    409: "conflict",
    412: "not_ready",
    429: "too_many_requests",
    503: "service_unavailable",
}


def code_of(status: int) -> str:
    """Return the code of an answer with a status that is not a success."""
    return _OF_STATUS.get(status, "server_error" if status >= 500 else "http_error")
