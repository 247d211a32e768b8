# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the operations of the Administration API of SaaS answer, as far as it is used (names as in the contract).

Only that is required without which an answer is of no use, or would be misunderstood: servers leave out fields that the
contract has as required.
"""

from __future__ import annotations

from collections.abc import Mapping

from ansible_collections.camunda.platform.plugins.module_utils._api.shape import (
    Reader,
    Shape,
    boolean,
    either,
    identifier,
    list_of,
    map_of,
    mapping,
    number,
    secret,
    text,
    texts,
)


def _all(reader: Reader, *names: str) -> Mapping[str, Reader]:
    return dict.fromkeys(names, reader)


REFERENCE = Shape({"uuid": identifier}, {"name": text})
RANGES = list_of(Shape({"ip": identifier}, {"description": text}))

CLUSTER = Shape(
    {"uuid": identifier, "name": text},
    {
        **_all(text, "description", "ownerId", "created"),
        **_all(REFERENCE, "planType", "region", "backupRegion", "generation", "channel"),
        **_all(RANGES, "ipallowlist", "ipwhitelist"),
        "autoUpdate": boolean,
        "labels": list_of(text),
        "links": texts,
        "status": texts,
        "encryption": texts,
    },
)
CLUSTERS = list_of(CLUSTER)
CLUSTER_CREATED = Shape({"clusterId": identifier})
# The answer to a change of the keys completes what is known of the cluster.
CLUSTER_PART = Shape({}, {**CLUSTER.required, **CLUSTER.optional})
PARAMETERS = Shape(
    {},
    {
        "channels": list_of(
            Shape(
                REFERENCE.required,
                {
                    "name": text,
                    "defaultGeneration": REFERENCE,
                    "allowedGenerations": list_of(Shape(REFERENCE.required, _all(text, "name", "classification"))),
                },
            )
        ),
        "clusterPlanTypes": list_of(REFERENCE),
        "regions": list_of(
            Shape(
                REFERENCE.required,
                {
                    **_all(text, "name", "provider"),
                    "backups": list_of(
                        Shape({}, {"uuid": identifier, "regions": list_of(Shape({}, _all(text, "id", "label")))})
                    ),
                },
            )
        ),
    },
)

CLIENT = Shape({"clientId": identifier, "name": text}, {"permissions": list_of(text)})
CLIENTS = list_of(CLIENT)
CLIENT_CREATED = Shape(
    {"clientId": identifier, "clientSecret": secret},
    {**_all(text, "name", "uuid", "audience"), "permissions": list_of(text), "links": texts},
)
CLIENT_CONNECTION = Shape({}, _all(text, "name", "ZEEBE_ADDRESS", "ZEEBE_CLIENT_ID", "ZEEBE_AUTHORIZATION_SERVER_URL"))

SECRETS = map_of(text)

UPGRADE = Shape({}, {"orgId": text, **_all(texts, "cluster", "oldGeneration", "newGeneration")})
# A step is "ok", or an object with its error.
FAILOVER = Shape({"newClusterId": identifier}, {"results": map_of(either(text, mapping))})

BACKUP = Shape(
    {"uuid": identifier},
    _all(
        text,
        *("name", "status", "created", "completed", "generationName", "generationUuid", "incidentLink"),
        *("operateStatus", "optimizeStatus", "tasklistStatus", "zeebeStatus"),
    ),
)
BACKUPS = list_of(BACKUP)
SCHEDULE = Shape({"schedule": text}, {"name": text})
# By its UUID a restore is distinguished from an older one of the same backup.
RESTORE = Shape({"uuid": identifier, "state": text}, _all(text, "backupId", "startTimestamp", "completionTimestamp"))

_CONDITIONS = list_of(
    Shape(
        {},
        {
            **_all(text, "type", "status", "reason", "message", "lastTransitionTime"),
            "observedGeneration": number,
        },
    )
)
MONITORING_CLIENT = Shape(
    {"uuid": identifier, "username": text},
    _all(text, "name", "created", "createdBy", "createdByName", "lastUsed"),
)
MONITORING = Shape(
    {
        "clients": list_of(MONITORING_CLIENT),
        # Empty where monitoring is off: one that is not readable must not look so.
        "status": Shape({}, {"conditions": list_of(mapping), "metricsEndpoint": texts}),
    }
)
# The name of a new client is that of the request.
MONITORING_CLIENT_CREATED = Shape(
    {"uuid": identifier, "password": secret}, {**MONITORING_CLIENT.optional, "username": text}
)
MONITORING_PASSWORD = Shape({"password": secret}, {**MONITORING_CLIENT.optional, "username": text, "uuid": text})

CONNECTIVITY = Shape(
    {
        "status": Shape(
            {},
            {
                "metadata": mapping,
                "spec": Shape({}, _all(list_of(text), "allowedPrincipals", "allowedRegions")),
                "status": Shape(
                    {},
                    {
                        "conditions": _CONDITIONS,
                        "endpoint": texts,
                        "endpointConnections": list_of(texts),
                        "endpointConnectionCount": number,
                        "observedGeneration": number,
                    },
                ),
            },
        )
    }
)

MEMBERS = list_of(Shape({"email": identifier}, {"name": text, "roles": list_of(text), "invitePending": boolean}))
ACTIVITY = list_of(
    Shape(
        {},
        {
            **_all(text, "audit", "auditType", "entity", "entityAttribute", "entityAttributeValueFrom", "entityId"),
            **_all(text, "entityAttributeValueTo", "orgId", "parentEntity", "parentEntityId", "service", "userId"),
            "timestamp": number,
        },
    )
)
IP_RANGES = map_of(list_of(text))
