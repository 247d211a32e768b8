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
    check_injectors,
    check_inputs,
    check_survey,
)
from ansible_collections.camunda.platform.tests.unit.sandbox.support import wait_until

TOKEN = "awx-token"
_PREFIX = "/api/v2/"
_SECRET = "$encrypted$"
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
        **dict.fromkeys(("diff_mode", "survey_enabled", "ask_credential_on_launch", "ask_job_type_on_launch"), False),
        "job_type": "run",
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
}
_PLAYBOOK = re.compile(r"^\s*-?\s*(?:hosts|(?:ansible\.builtin\.)?import_playbook):", re.MULTILINE)


class Awx:
    """The objects of an AWX that has an organization, and a project's repository in a directory."""

    def __init__(self, repository: Path) -> None:
        self.repository = repository
        self.objects: dict[str, dict[int, dict[str, Any]]] = {kind: {} for kind in _FIELDS}
        self.surveys: dict[int, Any] = {}
        self.attached: dict[int, list[int]] = {}
        self.writes: list[str] = []
        self.url = ""
        self._next = 1
        self.write("organizations", {"name": "Default"})

    def named(self, kind: str, name: str) -> dict[str, Any]:
        """Return the one object of a kind with a name."""
        [found] = [entry for entry in self.objects[kind].values() if entry["name"] == name]
        return found

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
        if number is None:
            number, self._next = self._next, self._next + 1
        url = f"{_PREFIX}{kind}/{number}/"
        self.objects[kind][number] = {
            **wanted,
            "id": number,
            "url": url,
            "type": kind.removesuffix("s"),
            "related": {"survey_spec": f"{url}survey_spec/", "update": f"{url}update/"},
            "summary_fields": {"current_update": {"id": 1}} if kind == "projects" else {},
            "scm_revision": "",
        }
        return self.objects[kind][number]

    def _check(self, kind: str, wanted: dict[str, Any], number: int | None) -> None:
        for name, others in _REFERENCES.items():
            if wanted.get(name) is not None and wanted[name] not in self.objects[others]:
                raise Refused(f"{name}: object {wanted[name]} does not exist")
        same = [
            entry["id"]
            for entry in self.objects[kind].values()
            if all(entry.get(name) == wanted.get(name) for name in ("name", "organization", "inventory"))
        ]
        if not wanted["name"] or [one for one in same if one != number]:
            raise Refused(f"{kind}: the name {wanted['name']!r} is missing, or there already")
        check = getattr(self, f"_check_{kind}", None)
        if check:
            check(wanted)

    def _check_credential_types(self, wanted: dict[str, Any]) -> None:
        if wanted["kind"] not in ("cloud", "net"):
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
        file = self.repository / wanted["playbook"]
        if not file.is_file() or not _PLAYBOOK.search(file.read_text(encoding="utf-8")):
            raise Refused("Playbook not found for project.")

    def shown(self, kind: str, entry: dict[str, Any]) -> dict[str, Any]:
        """Return an object as a GET does, without secrets."""
        if kind != "credentials":
            return entry
        fields = self.objects["credential_types"][entry["credential_type"]]["inputs"]["fields"]
        secret = {field["id"] for field in fields if field.get("secret")}
        return {
            **entry,
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
            return JSONResponse({"id": 1, "status": "successful"})
        if not more and request.method == "GET":
            return self._listed(kind, dict(request.query_params))
        if not more:
            return JSONResponse(self.shown(kind, self.write(kind, data)), 201)
        number = int(more[0])
        if more[1:] == ["survey_spec"]:
            return self._survey(request.method, number, data)
        if more[1:] == ["credentials"]:
            return self._credentials(request.method, number, data)
        assert request.method == "PATCH", request.url
        return JSONResponse(self.shown(kind, self.write(kind, data, number)))

    def _listed(self, kind: str, wanted: dict[str, str]) -> Response:
        results = [
            self.shown(kind, entry)
            for entry in self.objects[kind].values()
            if all(str(entry[name]) == value for name, value in wanted.items())
        ]
        return JSONResponse({"count": len(results), "next": None, "results": results})

    def _survey(self, method: str, number: int, data: Any) -> Response:
        if method == "GET":
            return JSONResponse(self.surveys.get(number, {}))
        check_survey(data)
        self.surveys[number] = data
        return JSONResponse({})

    def _credentials(self, method: str, number: int, data: Any) -> Response:
        attached = self.attached.setdefault(number, [])
        if method == "GET":
            results = [{"id": one} for one in attached]
            return JSONResponse({"count": len(results), "next": None, "results": results})
        attached.append(data["id"])
        return Response(status_code=204)


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
