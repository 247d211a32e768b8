# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What AWX demands of credential types, surveys, answers and schedules, and how it hands them to a job.

After AWX's own source: awx/main/fields.py (CredentialTypeInputField, CredentialTypeInjectorField),
awx/main/models/credential.py (inject_credential, unique_hash), awx/main/models/mixins.py (SurveyJobTemplateMixin),
awx/main/utils/safe_yaml.py, awx/api/serializers.py (validate_rrule) and awx/api/views (JobTemplateSurveySpec).
"""

from __future__ import annotations

import configparser
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
import jsonschema
from jinja2.sandbox import ImmutableSandboxedEnvironment

# Where jobs and updates of inventories look for collections, in this order (awx/main/tasks/jobs.py): first what
# collections/requirements.yml has brought, then what the execution environment has.
AWX_COLLECTION_PATHS = [
    "/runner/requirements_collections",
    "~/.ansible/collections",
    "/usr/share/ansible/collections",
]
_NAME = "^[a-zA-Z_]+[a-zA-Z0-9_]*$"
_FIELD = {
    "type": "object",
    "properties": {
        "type": {"enum": ["string", "boolean"]},
        "format": {"enum": ["ssh_private_key", "url"]},
        "choices": {"type": "array", "minItems": 1, "items": {"type": "string"}, "uniqueItems": True},
        "id": {"type": "string", "pattern": _NAME},
        "label": {"type": "string"},
        "help_text": {"type": "string"},
        "multiline": {"type": "boolean"},
        "secret": {"type": "boolean"},
        "ask_at_runtime": {"type": "boolean"},
        "default": {},
    },
    "additionalProperties": False,
    "required": ["id", "label"],
}
_INPUTS = {
    "type": "object",
    "properties": {
        "required": {"type": "array", "items": {"type": "string"}},
        "fields": {"type": "array", "items": _FIELD},
    },
    "additionalProperties": False,
}


def _texts(names: str, text: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "patternProperties": {names: {"type": "string", **text}}, "additionalProperties": False}


_INJECTORS = {
    "type": "object",
    "properties": {
        "file": _texts(r"^template(\.[a-zA-Z_]+[a-zA-Z0-9_]*)?$", {}),
        "env": _texts(_NAME, {"pattern": "^[\x00-\x7f]*$"}),
        "extra_vars": _texts(_NAME, {}),
    },
    "additionalProperties": False,
}
_ANSWERS: dict[str, type] = {
    **dict.fromkeys(("text", "textarea", "password", "multiplechoice", "multiselect"), str),
    "integer": int,
    "float": float,
}


class Refused(Exception):
    """AWX would answer with status 400."""


def _require(condition: object, message: str) -> None:
    if not condition:
        raise Refused(message)


def _conforms(value: Any, schema: Mapping[str, Any]) -> None:
    try:
        jsonschema.validate(value, schema)
    except jsonschema.ValidationError as exc:
        raise Refused(exc.message) from exc


def check_inputs(inputs: Any) -> None:
    """Refuse an input configuration that AWX refuses; a missing type of a field becomes ``string``, as in AWX."""
    _conforms(inputs, _INPUTS)
    names = [field["id"] for field in inputs.get("fields", [])]
    _require(len(names) == len(set(names)), "field IDs must be unique")
    _require("tower" not in names, '"tower" is a reserved field name')
    _require(set(inputs.get("required", [])) <= set(names), "a required field is not defined")
    for field in inputs.get("fields", []):
        kind = field.setdefault("type", "string")
        wanted = {"string": str, "boolean": bool}[kind]
        _require("default" not in field or isinstance(field["default"], wanted), f"{field['id']}: default")
        only_texts = {"choices", "multiline", "format", "secret"} & set(field)
        _require(kind == "string" or not only_texts, f"{field['id']}: {only_texts} not allowed for {kind}")


def check_injectors(inputs: Any, injectors: Any) -> None:
    """Refuse an injector configuration that AWX refuses: unknown fields, reserved variables, templates that fail."""
    _conforms(injectors, _INJECTORS)
    files = [name for name in injectors.get("file", {}) if name.startswith("template")]
    _require("template" not in files or len(files) == 1, "Must use multi-file syntax when injecting multiple files")
    values = {field["id"]: "EXAMPLE" for field in inputs.get("fields", [])}
    named = SimpleNamespace(**{name.partition(".")[2]: "FILE" for name in files if "." in name})
    tower = SimpleNamespace(**{"filename": "FILE" if "template" in files else named} if files else {})
    environment = ImmutableSandboxedEnvironment(undefined=jinja2.StrictUndefined)
    for variable in injectors.get("env", {}):
        _require(not variable.startswith("ANSIBLE_"), f"{variable} may affect Ansible configuration")
    for injector in injectors.values():
        for name, template in injector.items():
            try:
                environment.from_string(template).render(values, tower=tower)
            except jinja2.TemplateError as exc:
                raise Refused(f"{name}: {exc}") from exc


def check_survey(survey: Any) -> None:
    """Refuse a survey that AWX refuses."""
    kinds = {"name": str, "description": str, "spec": list}
    for name, kind in kinds.items():
        _require(isinstance(survey.get(name), kind), f"Field '{name}' is missing from survey spec, or of another type.")
    _require(survey["spec"], "'spec' doesn't contain any items.")
    variables = [question.get("variable") for question in survey["spec"]]
    _require(len(variables) == len(set(variables)), "'variable' duplicated")
    for question in survey["spec"]:
        _check_question(question)


def _check_question(question: dict[str, Any]) -> None:
    for name, kind in {"type": str, "question_name": str, "variable": str, "required": bool}.items():
        _require(isinstance(question.get(name), kind), f"'{name}' missing from a survey question, or of another type")
    where, kind, default = question["variable"], question["type"], question.get("default", "")
    _require(kind in _ANSWERS, f"{where}: type {kind}")
    _require(default == "" or isinstance(default, _ANSWERS[kind]), f"{where}: default {default!r}")
    for limit in ("min", "max"):
        _require(question.get(limit) is None or isinstance(question[limit], int), f"{where}: {limit}")
    if kind in ("multiplechoice", "multiselect"):
        _require("choices" in question, f"{where}: must specify choices")
        defaults = str(default).splitlines()
        _require(kind == "multiselect" or len(defaults) <= 1, f"{where}: only one default value")
        _require(all(entry in question["choices"] for entry in defaults), f"{where}: default is no choice")


def check_answers(questions: Sequence[Mapping[str, Any]], answers: Mapping[str, Any]) -> None:
    """Refuse answers to a survey that AWX refuses, those of a schedule for example: defaults do not count there."""
    known = {question["variable"]: question for question in questions}
    others = sorted(set(answers) - set(known))
    _require(not others, f"Variables {', '.join(others)} are not allowed on launch.")
    for name, question in known.items():
        _require(name in answers or not question["required"], f"'{name}' value missing")
        if name in answers:
            _check_answer(name, question, answers[name])


def _check_answer(name: str, question: Mapping[str, Any], answer: Any) -> None:
    wanted = _ANSWERS[question["type"]]
    if answer in (None, "") and not question["required"]:
        return
    _require(type(answer) is wanted, f"Value {answer} for '{name}' expected to be {wanted.__name__}.")
    if wanted is int:
        for limit, is_beyond in (("min", answer < (question.get("min") or 0)), ("max", _is_over(question, answer))):
            _require(not is_beyond, f"'{name}' value {answer} is beyond {limit}")
    if question["type"] == "multiplechoice":
        _require(answer in question["choices"], f"Value {answer} for '{name}' expected to be one of the choices.")


def _is_over(question: Mapping[str, Any], answer: int) -> bool:
    return question.get("max") not in (None, "") and answer > question["max"]


def check_rrule(rule: Any) -> None:
    """Refuse a time of a schedule that AWX refuses."""
    _require(isinstance(rule, str) and rule, "rrule: This field is required.")
    starts = re.findall(r"DTSTART(?:;TZID=[^:]+:[0-9]{8}T[0-9]{6}|:[0-9]{8}T[0-9]{6}Z)", rule)
    _require(len(starts) == 1, "Valid DTSTART required in rrule. Value should start with: DTSTART:YYYYMMDDTHHMMSSZ")
    rules = re.findall(r"\bRRULE:(\S+)", rule)
    _require(rules, "One or more rule required in rrule.")
    for part in rules:
        _require("INTERVAL=" in part, "INTERVAL required in rrule.")
        _require("SECONDLY" not in part, "SECONDLY is not supported.")


def credential_slot(credential: Mapping[str, Any]) -> tuple[Any, str]:
    """Return what no two credentials of a job template can share."""
    vault = credential["inputs"].get("vault_id", "") if credential["kind"] == "vault" else ""
    return credential["credential_type"], vault


def collection_paths(settings: str) -> list[str]:
    """Return the paths of collections in the text of an ansible.cfg."""
    parser = configparser.ConfigParser()
    parser.read_string(settings)
    return parser["defaults"]["collections_path"].split(":")


def as_awx_writes(answers: Mapping[str, Any]) -> str:
    """Return answers to a survey as the file of extra variables that AWX hands to a job."""
    lines = [f"!unsafe {_quoted(name)}: {_written(value)}" for name, value in answers.items()]
    return "\n".join(["---", *lines, ""])


def _written(value: Any) -> str:
    if isinstance(value, str):
        return f"!unsafe {_quoted(value)}"
    return "null" if value is None else json.dumps(value)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''").replace("\n", "\n\n") + "'"


def injected(inputs: Any, injectors: Any, values: Mapping[str, str], directory: Path) -> dict[str, str]:
    """Return the environment of a job with a credential; its file is written into a directory.

    As in AWX, a field without a value is not defined in the templates, and its variable is set to what they give.
    """
    known = {field["id"] for field in inputs["fields"]}
    assert set(values) <= known, set(values) - known
    given = {name: value for name, value in values.items() if value}
    environment = ImmutableSandboxedEnvironment()
    tower = SimpleNamespace()
    for name, template in injectors.get("file", {}).items():
        file = directory / f"injected-{name}"
        file.write_text(environment.from_string(template).render(given), encoding="utf-8")
        tower.filename = str(file)
    templates = injectors.get("env", {})
    return {name: environment.from_string(template).render(given, tower=tower) for name, template in templates.items()}
