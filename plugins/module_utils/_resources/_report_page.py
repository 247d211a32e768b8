# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report as one page of HTML, pure: no script, nothing to fetch, for a screen, a phone and paper."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping, Sequence

from ansible_collections.camunda.platform.plugins.module_utils._resources._html import Html, join, tag
from ansible_collections.camunda.platform.plugins.module_utils._resources._report import ago, duration
from ansible_collections.camunda.platform.plugins.module_utils._resources._report_style import STYLE

Json = Mapping[str, t.Any]

# How a status looks; what is not here is 'bad', as nobody knows it.
_STATUS = {
    "Healthy": "good",
    **dict.fromkeys(("Creating", "Updating", "Resuming"), "note"),
    **dict.fromkeys(("Suspended", "Maintenance", "WaitingForInput"), "warning"),
}
_BACKUP = {"Complete": "good", "In progress": "note", "Failed": "bad"}
_LEVELS = {"bad": "Act", "warning": "Look", "note": "Note"}
_ACTIONS = {
    "create": ("would be created", "warning"),
    "update": ("would be changed", "warning"),
    "replace": ("would be replaced", "bad"),
    "delete": ("would be deleted", "bad"),
    "fail": ("cannot be reached", "bad"),
}
_KINDS = {
    "clusters": "Cluster",
    "clients": "Client",
    "secrets": "Secret",
    "allowlists": "IP allowlist",
    "schedules": "Backup schedule",
    "monitoring": "Monitoring",
    "monitoring_clients": "Monitoring client",
    "connections": "Private connection",
    "members": "Member",
    "role": "Role",
}


def page(report: Json) -> str:
    """Return the page."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="generator", content="camunda.platform.camunda_report"),
        tag("title", report["title"]),
        tag("style", Html(STYLE)),
    )
    header = tag(
        "header",
        tag("p", "Camunda 8 SaaS · state report", class_="kicker"),
        tag("h1", report["title"]),
        tag("p", report["generated_at"], class_="date"),
    )
    main = tag(
        "main",
        _tiles(report["summary"]),
        _attention(report),
        _differences(report),
        _overview(report["clusters"]),
        [_cluster(cluster) for cluster in report["clusters"]],
        _members(report["members"]),
    )
    footer = tag("footer", "Made by camunda.platform.report. Holds names only, no value of a secret.")
    return f'<!DOCTYPE html>\n<html lang="en">{head}<body>{join(header, main, footer)}</body></html>\n'


def _tiles(summary: Json) -> Html:
    sick = summary["clusters"] - summary["healthy"]
    health = f"{sick} not healthy" if sick else "all healthy"
    tiles = [
        ("Clusters", summary["clusters"], health if summary["clusters"] else "", "bad" if sick else "good"),
        ("Clients", summary["clients"], *_unmanaged(summary["unmanaged_clients"])),
        ("Secrets", summary["secrets"], "names only", ""),
        ("Members", "?" if summary["members"] is None else summary["members"], "", ""),
    ]
    if summary["differences"] is not None:
        different = summary["differences"]
        said = "from the variable file" if different else "as described"
        tiles.append(("Differences", different, said, "warning" if different else "good"))
    return tag(
        "section",
        [
            tag(
                "div",
                tag("span", label, class_="label"),
                tag("strong", number),
                tag("span", said or Html("&nbsp;"), class_=f"said {tone}"),
                class_="tile",
            )
            for label, number, said, tone in tiles
        ],
        class_="tiles",
        aria_label="Summary",
    )


def _unmanaged(number: int | None) -> tuple[str, str]:
    if number is None:
        return "", ""
    return (f"{number} not described", "warning") if number else ("all described", "good")


def _attention(report: Json) -> Html:
    items = report["attention"]
    if not items:
        calm = tag("p", "Nothing needs attention.", class_="calm")
        return tag("section", tag("h2", "Attention"), calm, class_="card")
    rows = [
        tag(
            "li",
            _badge(_LEVELS[item["level"]], item["level"]),
            tag(
                "span",
                [tag("a", item["cluster"], href=f"#{_anchor(item['cluster_uuid'])}"), " "] if item["cluster"] else None,
                item["text"],
            ),
        )
        for item in items
    ]
    return tag("section", tag("h2", "Attention"), tag("ul", rows, class_="attention"), class_="card")


def _differences(report: Json) -> Html | None:
    if report["summary"]["differences"] is None:
        return None
    title = tag("h2", "Differences from the variable file")
    if not report["drift"]:
        calm = tag("p", "The organization is as described.", class_="calm")
        return tag("section", title, calm, class_="card")
    rows = [_difference(row) for row in report["drift"]]
    return tag("section", title, tag("ul", rows, class_="drift"), class_="card")


def _difference(row: Json) -> Html:
    said, tone = _ACTIONS.get(row["action"], (row["action"], "warning"))
    names = [name for name in (row["cluster"], row["name"]) if name]
    where = " / ".join(dict.fromkeys(names)) or "provision"
    fields = [
        tag(
            "li",
            tag("span", entry["field"], class_="field"),
            " ",
            tag("del", entry["before"]),
            Html(" &rarr; "),
            tag("ins", entry["after"]),
        )
        for entry in row["fields"]
    ]
    return tag(
        "li",
        tag("div", _badge(said, tone), " ", _KINDS.get(row["kind"], row["kind"]), " ", tag("strong", where)),
        tag("ul", fields) if fields else None,
        tag("p", row["message"], class_="muted") if row["message"] else None,
    )


def _overview(clusters: Sequence[Json]) -> Html:
    if not clusters:
        return tag("section", tag("h2", "Clusters"), tag("p", "There are no clusters.", class_="calm"), class_="card")
    titles = ("Cluster", "Status", "Generation", "Region", "Plan", "Age")
    rows = [
        (
            tag("a", cluster["name"] or cluster["uuid"], href=f"#{_anchor(cluster['uuid'])}"),
            _badge(cluster["status"], _STATUS.get(cluster["status"], "bad")),
            cluster["generation"] or "?",
            cluster["region"] or "?",
            cluster["plan_type"] or "?",
            "?" if cluster["age"] is None else duration(cluster["age"]),
        )
        for cluster in clusters
    ]
    return tag("section", tag("h2", "Clusters"), _table(titles, rows), class_="card overview")


def _cluster(cluster: Json) -> Html:
    head = tag(
        "div",
        tag("h2", cluster["name"] or cluster["uuid"]),
        _badge(cluster["status"], _STATUS.get(cluster["status"], "bad")),
        _badge(cluster["stage_label"], "plain") if cluster["stage_label"] else None,
        _badge("not described", "warning") if cluster["managed"] is False else None,
        class_="head",
    )
    notes = [
        tag("li", _badge(_LEVELS[item["level"]], item["level"]), tag("span", _sentence(item["text"])))
        for item in cluster["attention"]
    ]
    return tag(
        "section",
        head,
        tag("p", cluster["description"], class_="muted") if cluster["description"] else None,
        tag("ul", notes, class_="attention") if notes else None,
        _facts(cluster),
        _clients(cluster),
        _names("Connector secrets", cluster["secrets"], cluster["unknown"].get("secrets")),
        _allowlist(cluster),
        _backups(cluster),
        id=_anchor(cluster["uuid"]),
        class_="card cluster",
    )


def _facts(cluster: Json) -> Html:
    created = "?" if cluster["age"] is None else f"{str(cluster['created'])[:10]}, {ago(cluster['age'])}"
    facts = [
        ("UUID", tag("code", cluster["uuid"])),
        ("Generation", cluster["generation"]),
        ("Channel", cluster["channel"]),
        ("Region", cluster["region"]),
        ("Plan", cluster["plan_type"]),
        ("Updates", {True: "by Camunda", False: "by hand"}.get(cluster["auto_update"])),
        ("Created", created),
        ("Metrics", _monitoring(cluster)),
        ("Private connection", _connectivity(cluster)),
    ]
    return tag("dl", [tag("div", tag("dt", name), tag("dd", said or "?")) for name, said in facts], class_="facts")


def _monitoring(cluster: Json) -> str | None:
    monitoring = cluster["monitoring"]
    if monitoring is None or not monitoring["active"]:
        return None if monitoring is None else "off"
    names = ", ".join(str(client.get("username")) for client in monitoring["clients"])
    return f"on, for {names}" if names else "on, without clients"


def _connectivity(cluster: Json) -> str | None:
    connection = cluster["secure_connectivity"]
    if connection is None or not connection["active"]:
        return None if connection is None else "off"
    return f"{', '.join(connection['allowed_principals'])} from {', '.join(connection['allowed_regions'])}"


def _clients(cluster: Json) -> Html:
    clients, reason = cluster["clients"], cluster["unknown"].get("clients")
    if not clients:
        return _part("Clients", None, "none" if clients is not None else reason)
    rows = [
        (
            [client["name"], " ", _badge("not described", "warning") if client["managed"] is False else None],
            [[tag("span", permission, class_="chip"), " "] for permission in client["permissions"]] or "none",
        )
        for client in clients
    ]
    return _part(f"Clients ({len(clients)})", _table(("Name", "Permissions"), rows))


def _names(title: str, entries: Sequence[Json] | None, reason: str | None) -> Html:
    if not entries:
        return _part(title, None, "none" if entries is not None else reason)
    chips = [
        [tag("span", entry["name"], class_="chip warning" if entry["managed"] is False else "chip"), " "]
        for entry in entries
    ]
    return _part(f"{title} ({len(entries)})", tag("p", chips))


def _allowlist(cluster: Json) -> Html:
    rules = cluster["ip_allowlist"]
    if not rules:
        said = "not shown by the API" if rules is None else "empty: every address can reach the cluster"
        return _part("IP allowlist", None, said)
    rows = [
        (tag("code", str(rule.get("ip", "")).replace(",", ", ")), rule.get("description") or Html("&ndash;"))
        for rule in rules
    ]
    return _part(f"IP allowlist ({len(rules)})", _table(("Addresses", "Description"), rows))


def _backups(cluster: Json) -> Html:
    backups, reason = cluster["backups"], cluster["unknown"].get("backups")
    schedule = cluster["backup_schedule"]
    said = tag("p", "Schedule: ", tag("code", schedule), " (UTC)", class_="muted") if schedule else None
    if not backups:
        return _part("Backups", said, "none" if backups is not None else reason)
    rows = [
        (
            [backup["name"], " ", _badge("incident", "plain") if backup["incident"] else None],
            _badge(backup["status"], _BACKUP.get(backup["status"], "warning")),
            ago(backup["age"]),
        )
        for backup in backups
    ]
    return _part(f"Backups ({len(backups)})", join(said, _table(("Name", "Status", "Begun"), rows)))


def _members(members: Sequence[Json] | None) -> Html:
    if members is None:
        said = tag("p", "The members could not be read.", class_="muted")
        return tag("section", tag("h2", "Members"), said, class_="card")
    rows = [
        (
            [
                tag("span", member["email"]),
                " ",
                _badge("invited", "note") if member["pending"] else None,
                _badge("not described", "warning") if member["managed"] is False else None,
            ],
            [[tag("span", role, class_="chip"), " "] for role in member["roles"]] or "none",
        )
        for member in members
    ]
    return tag(
        "section", tag("h2", f"Members ({len(members)})"), _table(("Address", "Roles"), rows), class_="card members"
    )


def _part(title: str, content: t.Any, missing: str | None = "") -> Html:
    """Return a part of a cluster; ``missing`` says why there is nothing in it, None that nobody knows."""
    said = tag("p", missing or "could not be read", class_="muted") if missing != "" else None
    return tag("div", tag("h3", title), content, said, class_="part")


def _table(titles: Sequence[str], rows: Sequence[Sequence[t.Any]]) -> Html:
    """Return a table that a phone shows as blocks, with the titles beside the values."""
    head = tag("thead", tag("tr", [tag("th", title, scope="col") for title in titles]))
    body = [
        tag("tr", [tag("td", tag("div", value), data_label=title) for title, value in zip(titles, row, strict=True)])
        for row in rows
    ]
    return tag("table", head, tag("tbody", body))


def _badge(text: str, tone: str) -> Html:
    return tag("span", text, class_=f"badge {tone}")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _anchor(uuid: t.Any) -> str:
    return f"cluster-{uuid}"
