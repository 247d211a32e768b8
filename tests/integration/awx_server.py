# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A stand-in for the part of AWX's API that the role awx_setup uses, with AWX's own checks of what is posted."""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uvicorn
from camunda_sandbox.server import bind
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ansible_collections.camunda.platform.tests.integration.awx_rules import (
    Refused,
    check_answers,
    check_injectors,
    check_inputs,
    check_rrule,
    check_survey,
    credential_slot,
)
from ansible_collections.camunda.platform.tests.unit.sandbox.support import wait_until

TOKEN = "awx-token"
_PREFIX = "/api/v2/"
_SECRET = "$encrypted$"
_PROMPTS = (
    *("credential", "diff_mode", "execution_environment", "inventory", "job_type", "limit", "scm_branch"),
    *("labels", "skip_tags", "tags", "variables", "verbosity"),
)
# The fields of each kind of object that can be written, with AWX's defaults.
_FIELDS: dict[str, dict[str, Any]] = {
    "organizations": {"name": None, "description": ""},
    "credential_types": {
        "name": None,
        "description": "",
        "kind": None,
        "inputs": {},
        "injectors": {},
        "managed": False,
    },
    "credentials": {"name": None, "description": "", "organization": None, "credential_type": None, "inputs": {}},
    "execution_environments": {"name": None, "description": "", "image": None, "pull": "", "organization": None},
    "projects": {
        **dict.fromkeys(("name", "organization", "credential", "default_environment")),
        **dict.fromkeys(("description", "scm_type", "scm_url", "scm_branch", "scm_refspec"), ""),
        **dict.fromkeys(("scm_clean", "scm_update_on_launch", "allow_override"), False),
        "scm_update_cache_timeout": 0,
    },
    "inventories": {
        **dict.fromkeys(("name", "organization", "host_filter")),
        **dict.fromkeys(("description", "kind", "variables"), ""),
    },
    "inventory_sources": {
        **dict.fromkeys(("name", "inventory", "source_project", "credential", "execution_environment")),
        **dict.fromkeys(("description", "source", "source_path", "source_vars"), ""),
        **dict.fromkeys(("overwrite", "overwrite_vars", "update_on_launch"), False),
        "update_cache_timeout": 0,
    },
    "job_templates": {
        **dict.fromkeys(("name", "organization", "project", "inventory", "execution_environment")),
        **dict.fromkeys(("description", "playbook", "extra_vars"), ""),
        **dict.fromkeys(("diff_mode", "survey_enabled"), False),
        **dict.fromkeys((f"ask_{what}_on_launch" for what in _PROMPTS), False),
        "job_type": "run",
    },
    "workflow_job_templates": {
        **dict.fromkeys(("name", "organization", "inventory")),
        **dict.fromkeys(("description", "extra_vars"), ""),
        **dict.fromkeys(("survey_enabled", "allow_simultaneous", "ask_variables_on_launch"), False),
    },
    "workflow_job_template_nodes": {
        **dict.fromkeys(("identifier", "workflow_job_template", "unified_job_template")),
        "extra_data": {},
        "all_parents_must_converge": False,
        # It is the kind of the object, which awx.awx sends along.
        "type": "workflow_job_template_node",
    },
    "workflow_approval_templates": {"name": None, "description": "", "timeout": 0},
    "schedules": {
        **dict.fromkeys(("name", "unified_job_template", "rrule")),
        "description": "",
        "extra_data": {},
        "enabled": True,
    },
}
_REFERENCES = {
    "organization": "organizations",
    "credential": "credentials",
    "credential_type": "credential_types",
    "execution_environment": "execution_environments",
    "project": "projects",
    "source_project": "projects",
    "inventory": "inventories",
    "workflow_job_template": "workflow_job_templates",
}
# What jobs can be started from; they share one list in AWX.
_LAUNCHED = ("job_templates", "workflow_job_templates", "projects", "inventory_sources", "workflow_approval_templates")
_ATTACHED = ("credentials", "success_nodes", "failure_nodes", "always_nodes")
_SCM = ("scm_type", "scm_url", "scm_branch", "scm_refspec")
_PLAYBOOK = re.compile(r"^\s*-?\s*(?:hosts|(?:ansible\.builtin\.)?import_playbook):", re.MULTILINE)


class Awx:
    """The objects of an AWX that has an organization, and a project's repository in a directory."""

    def __init__(self, repository: Path) -> None:
        self.repository = repository
        self.objects: dict[str, dict[int, dict[str, Any]]] = {kind: {} for kind in _FIELDS}
        self.surveys: dict[int, Any] = {}
        # The ids of what is attached to an object, by the name of the relation.
        self.attached: dict[tuple[int, str], list[int]] = {}
        self.writes: list[str] = []
        # How many of the next updates of projects fail, for a repository that cannot be reached.
        self.failing_updates = 0
        self.updates: dict[int, dict[str, Any]] = {}
        # The names of templates that were launched, with the data.
        self.launched: list[tuple[str, Any]] = []
        self.url = ""
        self._next = 1
        self.write("organizations", {"name": "Default"})

    def named(self, kind: str, name: str) -> dict[str, Any]:
        """Return the one object of a kind with a name."""
        [found] = [entry for entry in self.objects[kind].values() if entry["name"] == name]
        return found

    def attach(self, kind: str, name: str, relation: str, number: int) -> None:
        """Attach an object to one with a name, as a person does; raises Refused."""
        self._attach(self.named(kind, name)["id"], relation, {"id": number})

    def add_job_template(self, name: str) -> None:
        """Create a job template, with a project and an inventory of its own."""
        organization = self.named("organizations", "Default")["id"]
        project = self.write("projects", {"name": name, "organization": organization, "scm_type": "git"})
        wanted = {"name": name, "project": project["id"], "playbook": "report.yml"}
        self.write("job_templates", wanted)

    def write(self, kind: str, data: dict[str, Any], number: int | None = None) -> dict[str, Any]:
        """Create an object, or change the one with a number; raises Refused."""
        unknown = set(data) - set(_FIELDS[kind])
        if unknown:
            raise Refused(f"{kind} has no field {sorted(unknown)}")
        current = self.objects[kind].get(number or 0, _FIELDS[kind])
        wanted = {**{name: current[name] for name in _FIELDS[kind]}, **data}
        if kind == "job_templates" and wanted["project"]:
            # It is the project's, and cannot be set.
            wanted["organization"] = self.objects["projects"][wanted["project"]]["organization"]
        self._check(kind, wanted, number)
        needs_update = kind == "projects" and any(wanted[name] != current[name] for name in _SCM)
        if number is None:
            number, self._next = self._next, self._next + 1
        url = f"{_PREFIX}{kind}/{number}/"
        related = {name: f"{url}{name}/" for name in ("survey_spec", "update", "launch")}
        organization = self.objects["organizations"].get(wanted.get("organization") or 0)
        if kind == "workflow_job_template_nodes" and wanted["unified_job_template"]:
            launched = self._launched()[wanted["unified_job_template"]]
            related["unified_job_template"] = launched["url"]
        self.objects[kind][number] = {
            "playbooks": [],
            "status": "never updated",
            **current,
            **wanted,
            "id": number,
            "url": url,
            "type": kind.removesuffix("s"),
            "related": related,
            "summary_fields": {"organization": {"name": organization["name"]}} if organization else {},
            "scm_revision": "",
        }
        if needs_update:
            self.objects[kind][number]["summary_fields"]["current_update"] = {"id": self._update(number)["id"]}
        return self.objects[kind][number]

    def _update(self, number: int) -> dict[str, Any]:
        """Run an update of a project, which knows its playbooks only by the last one that succeeded."""
        failed = self.failing_updates > 0
        self.failing_updates -= failed
        project = self.objects["projects"][number]
        project["status"] = "failed" if failed else "successful"
        if not failed:
            files = [path for path in self.repository.glob("*.yml") if _PLAYBOOK.search(path.read_text("utf-8"))]
            project["playbooks"] = sorted(path.name for path in files)
        identity, self._next = self._next, self._next + 1
        self.updates[identity] = {
            "id": identity,
            "url": f"{_PREFIX}project_updates/{identity}/",
            "status": project["status"],
            "failed": failed,
            "finished": "2026-01-01T00:00:00Z",
            "scm_revision": "",
        }
        return self.updates[identity]

    def _launched(self) -> dict[int, dict[str, Any]]:
        return {number: entry for kind in _LAUNCHED for number, entry in self.objects[kind].items()}

    def _check(self, kind: str, wanted: dict[str, Any], number: int | None) -> None:
        for name, others in _REFERENCES.items():
            if wanted.get(name) is not None and wanted[name] not in self.objects[others]:
                raise Refused(f"{name}: object {wanted[name]} does not exist")
        if wanted.get("unified_job_template") is not None and wanted["unified_job_template"] not in self._launched():
            raise Refused(f"unified_job_template: object {wanted['unified_job_template']} does not exist")
        unique = ("identifier", "workflow_job_template") if "identifier" in wanted else ("name", "organization")
        same = [
            entry["id"]
            for entry in self.objects[kind].values()
            if all(entry.get(name) == wanted.get(name) for name in (*unique, "inventory"))
        ]
        if not wanted[unique[0]] or [one for one in same if one != number]:
            raise Refused(f"{kind}: the name {wanted[unique[0]]!r} is missing, or there already")
        check = getattr(self, f"_check_{kind}", None)
        if check:
            check(wanted)

    def _check_credential_types(self, wanted: dict[str, Any]) -> None:
        if wanted["kind"] not in ("cloud", "net", "vault"):
            raise Refused(f"kind {wanted['kind']!r}")
        check_inputs(wanted["inputs"])
        check_injectors(wanted["inputs"], wanted["injectors"])

    def _check_credentials(self, wanted: dict[str, Any]) -> None:
        inputs = self.objects["credential_types"][wanted["credential_type"]]["inputs"]
        unknown = set(wanted["inputs"]) - {field["id"] for field in inputs["fields"]}
        missing = set(inputs.get("required", [])) - set(wanted["inputs"])
        if unknown or missing:
            raise Refused(f"inputs: unknown {sorted(unknown)}, missing {sorted(missing)}")

    def _check_inventory_sources(self, wanted: dict[str, Any]) -> None:
        if wanted["source"] != "scm" or not wanted["source_project"]:
            raise Refused("source")
        if not (self.repository / wanted["source_path"]).is_file():
            raise Refused(f"source_path {wanted['source_path']} is not in the project")

    def _check_job_templates(self, wanted: dict[str, Any]) -> None:
        if wanted["playbook"] not in self.objects["projects"][wanted["project"]]["playbooks"]:
            raise Refused("Playbook not found for project.")

    def _check_schedules(self, wanted: dict[str, Any]) -> None:
        check_rrule(wanted["rrule"])
        template = self._launched()[wanted["unified_job_template"]]
        check_answers(self.surveys.get(template["id"], {}).get("spec", []), wanted["extra_data"])

    def shown(self, kind: str, entry: dict[str, Any]) -> dict[str, Any]:
        """Return an object as a GET does, without secrets."""
        if kind == "workflow_job_template_nodes":
            return {**entry, "success_nodes": self.attached.get((entry["id"], "success_nodes"), [])}
        if kind != "credentials":
            return entry
        credential_type = self.objects["credential_types"][entry["credential_type"]]
        secret = {field["id"] for field in credential_type["inputs"]["fields"] if field.get("secret")}
        return {
            **entry,
            "kind": credential_type["kind"],
            "inputs": {name: _SECRET if name in secret else value for name, value in entry["inputs"].items()},
        }

    async def answer(self, request: Request) -> Response:
        """Answer any request below /api/v2/."""
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return JSONResponse({"detail": "Authentication credentials were not provided."}, 401)
        data = await request.json() if request.method in ("POST", "PATCH") else {}
        if request.method != "GET":
            self.writes.append(f"{request.method} {request.url.path}")
        kind, *more = request.path_params["path"].strip("/").split("/")
        try:
            return self._route(request, kind, more, data)
        except Refused as exc:
            return JSONResponse({"error": str(exc), "__all__": [str(exc)]}, 400)

    def _route(self, request: Request, kind: str, more: list[str], data: Any) -> Response:
        if kind == "project_updates":
            return JSONResponse(self.updates[int(more[0])])
        if kind == "config":
            return JSONResponse({"version": "24.6.1"})
        if kind == "jobs":
            return JSONResponse(_job(int(more[0])))
        if not more and request.method == "GET":
            return self._listed(kind, dict(request.query_params))
        if not more:
            return JSONResponse(self.shown(kind, self.write(kind, data)), 201)
        number = int(more[0])
        if more[1:]:
            return self._part(request.method, kind, number, more[1], data)
        if request.method == "GET":
            return JSONResponse(self.shown(kind, self.objects[kind][number]))
        assert request.method == "PATCH", request.url
        return JSONResponse(self.shown(kind, self.write(kind, data, number)))

    def _part(self, method: str, kind: str, number: int, part: str, data: Any) -> Response:
        if part == "survey_spec":
            return self._survey(method, number, data)
        if part in _ATTACHED and (part == "credentials") == (kind == "job_templates"):
            return self._associations(method, number, part, data)
        if (kind, part, method) == ("job_templates", "launch", "POST"):
            self.launched.append((self.objects[kind][number]["name"], data))
            return JSONResponse(_job(len(self.launched)), 201)
        if (kind, part) == ("projects", "playbooks"):
            return JSONResponse(self.objects[kind][number]["playbooks"])
        if (kind, part, method) == ("projects", "update", "POST"):
            return JSONResponse({**self._update(number), "status": "pending"}, 202)
        if (kind, part, method) == ("workflow_job_template_nodes", "create_approval_template", "POST"):
            created = self.write("workflow_approval_templates", data)
            self.write(kind, {"unified_job_template": created["id"]}, number)
            return JSONResponse(created, 201)
        return JSONResponse({"detail": "Not found."}, 404)

    def _listed(self, kind: str, wanted: dict[str, str]) -> Response:
        entries = self._launched() if kind == "unified_job_templates" else self.objects[kind]
        either = {name.removeprefix("or__"): value for name, value in wanted.items() if name.startswith("or__")}
        results = [
            self.shown(kind, entry)
            for entry in entries.values()
            if all(self._fits(entry, name, value) for name, value in wanted.items() if not name.startswith("or__"))
            and (not either or any(self._fits(entry, name, value) for name, value in either.items()))
        ]
        return JSONResponse({"count": len(results), "next": None, "results": results})

    def _fits(self, entry: dict[str, Any], name: str, value: str) -> bool:
        """Whether a filter of a list lets an object through."""
        if name == "page_size":
            return True
        if name == "organization__name":
            organization = self.objects["organizations"].get(entry.get("organization") or 0, {})
            return organization.get("name") == value
        if name.endswith("__startswith"):
            return str(entry[name.removesuffix("__startswith")]).startswith(value)
        return str(entry.get(name)) == value

    def _survey(self, method: str, number: int, data: Any) -> Response:
        if method == "GET":
            return JSONResponse(self.surveys.get(number, {}))
        check_survey(data)
        self.surveys[number] = data
        return JSONResponse({})

    def _associations(self, method: str, number: int, relation: str, data: Any) -> Response:
        if method == "GET":
            kind = "credentials" if relation == "credentials" else "workflow_job_template_nodes"
            found = [self.shown(kind, self.objects[kind][one]) for one in self.attached.get((number, relation), [])]
            return JSONResponse({"count": len(found), "next": None, "results": found})
        self._attach(number, relation, data)
        return Response(status_code=204)

    def _attach(self, number: int, relation: str, data: dict[str, Any]) -> None:
        attached = self.attached.setdefault((number, relation), [])
        if data.get("disassociate"):
            attached.remove(data["id"])
            return
        if relation == "credentials":
            slots = [credential_slot(self.shown(relation, self.objects[relation][one])) for one in attached]
            if credential_slot(self.shown(relation, self.objects[relation][data["id"]])) in slots:
                raise Refused("Cannot assign multiple credentials of one type.")
        attached.append(data["id"])


def _job(number: int) -> dict[str, Any]:
    """Return a job that has succeeded."""
    facts = {"status": "successful", "failed": False, "artifacts": {}, "created": "2026-01-01T00:00:00Z", "type": "job"}
    return {"id": number, "url": f"{_PREFIX}jobs/{number}/", "name": "", "extra_vars": "{}", **facts}


@contextlib.contextmanager
def serving_awx(awx: Awx) -> Iterator[Awx]:
    """Serve it in a thread, on a free port of loopback."""
    listener = bind("127.0.0.1", 0)
    app = Starlette(routes=[Route(_PREFIX + "{path:path}", awx.answer, methods=["GET", "POST", "PATCH"])])
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        wait_until(lambda: server.started)
        awx.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        yield awx
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()
