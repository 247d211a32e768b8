# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The check of an installation as lines, as Markdown, as a page, and as metrics for Prometheus."""

from __future__ import annotations

import typing as t
from collections.abc import Sequence
from pathlib import Path

import jinja2
from markupsafe import Markup

from ansible_collections.camunda.platform.plugins.module_utils._text import printable
from ansible_collections.camunda.platform.plugins.plugin_utils._installation_check import COUNTED, Check, is_url
from ansible_collections.camunda.platform.plugins.plugin_utils._report_style import STYLE

_TEMPLATES = Path(__file__).resolve().parents[2] / "roles" / "self_managed_check" / "templates"
_TONES = {
    **dict.fromkeys(("Healthy", "healthy", "valid"), "good"),
    **dict.fromkeys(("Unknown", "unknown", "expiring", "invalid"), "warning"),
}


def summary(check: Check) -> list[str]:
    """Return lines for people."""
    types = iter(str(cluster.get("type") or "") for cluster in check.clusters)
    lines = [
        f"- {part.app} {part.generation or 'of unknown generation'}: {part.status}"
        if part.app is not None
        else f"{part.cluster} ({next(types)}, {part.generation}): {part.status}"
        for part in check.parts
    ]
    lines += [f"license of {entry.cluster}: {_license_text(entry)}" for entry in check.licenses]
    lines += [f"{COUNTED[entry.name]}: {_usage_text(entry)}" for entry in check.usage]
    lines += [f"problem: {problem}" for problem in check.problems]
    last = f"{len(check.problems)} problems" if check.problems else "no problems"
    return [*map(printable, lines), last]


def markdown(check: Check) -> str:
    """Return a report in Markdown."""
    problems = check.problems
    lines = ["# Camunda Self-Managed", ""]
    lines += ["Problems:", "", *(f"- {problem}" for problem in problems)] if problems else ["No problems."]
    rows = [(part.cluster, part.app or "", part.generation, part.status) for part in check.parts]
    lines += _table(("cluster", "app", "generation", "health"), rows)
    if check.licenses:
        entries = [(entry.cluster, entry.kind, entry.state, entry.expires) for entry in check.licenses]
        lines += _table(("cluster", "license", "state", "expires"), entries)
    if check.usage:
        title = f"usage from {check.period['start']} to {check.period['end']}"
        lines += _table((title, "total", "limit"), [_usage_row(entry) for entry in check.usage])
    return "\n".join(line.replace("|  |", "| |") for line in lines) + "\n"


def page(check: Check, title: str) -> str:
    """Return a page of HTML: what is not markup of the template is escaped, and has no character that does not show."""
    environment = jinja2.Environment(
        autoescape=True,
        loader=jinja2.FileSystemLoader(str(_TEMPLATES)),
        undefined=jinja2.StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("check.html.j2")
    sick = sum(not part.is_healthy for part in check.parts if part.app is None)
    return template.render(
        title=title,
        check=check,
        clusters=sum(part.app is None for part in check.parts),
        apps=sum(part.app is not None for part in check.parts),
        sick=sick,
        style=Markup(STYLE),
        tone=lambda word: _TONES.get(word, "bad"),
        is_url=is_url,
        counted=COUNTED,
        number=_number,
    )


def prometheus(check: Check, now: float) -> str:
    """Return metrics in the text format of Prometheus, for the textfile collector of the node exporter."""
    health: list[str] = []
    for part in check.parts:
        labels = {"cluster": part.cluster, **({"app": part.app} if part.app else {})}
        name = "camunda_app_healthy" if part.app else "camunda_cluster_healthy"
        health.append(_sample(name, int(part.is_healthy), **labels))
    licenses = [
        _sample("camunda_license_valid", int(entry.state in ("valid", "expiring")), cluster=entry.cluster)
        for entry in check.licenses
    ]
    licenses += [
        _sample("camunda_license_expiry_timestamp_seconds", entry.expires_at, cluster=entry.cluster)
        for entry in check.licenses
        if entry.expires_at is not None
    ]
    usage = [
        _sample(f"camunda_usage_{kind}", value, counted=entry.name)
        for entry in check.usage
        for kind, value in (("total", entry.total), ("limit", entry.limit))
        if value is not None
    ]
    own = [_sample("camunda_check_timestamp_seconds", int(now)), _sample("camunda_check_problems", len(check.problems))]
    samples = [*own, *health, *licenses, *usage]
    lines: list[str] = []
    for name in dict.fromkeys(_name_of(sample) for sample in samples):
        lines += [f"# TYPE {name} gauge", *(sample for sample in samples if _name_of(sample) == name)]
    return "\n".join(lines) + "\n"


def _shown(value: t.Any) -> t.Any:
    return value if isinstance(value, Markup) else printable(str(value))


def _license_text(entry: t.Any) -> str:
    return f"{entry.state}, {entry.kind or 'of unknown type'}" + (f", until {entry.expires}" if entry.expires else "")


def _usage_text(entry: t.Any) -> str:
    return _number(entry.total) + (f" of {entry.limit}" if entry.limit is not None else "")


def _usage_row(entry: t.Any) -> tuple[str, str, str]:
    return COUNTED[entry.name], _number(entry.total), "" if entry.limit is None else str(entry.limit)


def _number(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.0f}"


def _table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    head = ["", f"| {' | '.join(titles)} |", f"|{'---|' * len(titles)}"]
    return [*head, *(f"| {' | '.join(map(_cell, row))} |" for row in rows)]


def _cell(text: str) -> str:
    return printable(text).replace("|", r"\|")


def _sample(name: str, value: float, **labels: str) -> str:
    quoted = ",".join(f'{label}="{_quoted(text)}"' for label, text in labels.items())
    return f"{name}{{{quoted}}} {value:.16g}" if labels else f"{name} {value:.16g}"


def _quoted(text: str) -> str:
    return printable(text).replace("\\", "\\\\").replace('"', '\\"')


def _name_of(sample: str) -> str:
    return sample.partition(" ")[0].partition("{")[0]
