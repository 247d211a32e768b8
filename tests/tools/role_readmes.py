# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes the README.md of each role, which Galaxy demands, from its argument spec; with --check only checks them.

Usage: python tests/tools/role_readmes.py [--check]
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
# This file's own, in which the name of the license is found by those who look for it only once.
_HEADER = "\n".join(
    [
        "<!--",
        *(line.removeprefix("# ") for line in Path(__file__).read_text(encoding="utf-8").splitlines()[:3]),
        "Written by tests/tools/role_readmes.py from meta/argument_specs.yml.",
        "-->\n",
    ]
)
_CODE = re.compile(r"\b([OVCEMP]|RV)\(((?:[^()\\]|\\.)*)\)")
# An option whose suboptions are those of a module's option, without the ones that the paragraph names.
_LIKE_A_MODULE = re.compile(r"suboptions of O\(camunda\.platform\.(\w+)#module:(\w+)\)")
_NAMED = re.compile(r"C\((\w+)\)")
_BOLD = re.compile(r"\b[BI]\(([^()]*)\)")


def markdown(text: str) -> str:
    """Return a text of Ansible's documentation markup as Markdown for one cell of a table."""
    # O(name) and O(plugin#type:name) alike: the name is what one has to know.
    text = _CODE.sub(lambda match: f"`{re.sub(r'^.*?:(?=[a-z_])|#[a-z]+$', '', match[2])}`", text)
    return _BOLD.sub(r"**\1**", text).replace("|", "\\|").replace("\n", " ").strip()


def paragraphs(description: str | list[str]) -> list[str]:
    """Return the paragraphs of a description."""
    return [markdown(text) for text in ([description] if isinstance(description, str) else description)]


def kind_of(option: dict[str, Any]) -> str:
    """Return the type of an option, and what it is without being given."""
    kind = str(option.get("type", "str"))
    if option.get("elements"):
        kind += f" of {option['elements']}"
    if option.get("required"):
        return f"{kind}, required"
    return f"{kind}, `{json.dumps(option['default'])}`" if "default" in option else kind


def rows(options: dict[str, Any], prefix: str = "") -> Iterator[str]:
    """Give a row for each option, those inside of others behind them."""
    for name, option in options.items():
        text = " ".join(paragraphs(option["description"]))
        if option.get("choices"):
            text += " One of " + ", ".join(f"`{choice}`" for choice in option["choices"]) + "."
        yield f"| `{prefix}{name}` | {kind_of(option)} | {text} |"
        nested = "[]." if option.get("type") == "list" else "."
        inside = option.get("options") or option.get("suboptions") or {}
        yield from rows(inside, f"{prefix}{name}{nested}")
        yield from rows_of_module(name, option["description"])


def rows_of_module(name: str, description: str | list[str]) -> Iterator[str]:
    """Give the rows of an option whose suboptions a module documents."""
    for paragraph in [description] if isinstance(description, str) else description:
        like = _LIKE_A_MODULE.search(paragraph)
        if like:
            left_out = _NAMED.findall(paragraph)
            options = documented_options(like[1])[like[2]]["suboptions"]
            found = rows({key: value for key, value in options.items() if key not in left_out}, f"{like[2]}[].")
            # The option has another name here, in references as well.
            yield from (row.replace(f"`{like[2]}[]", f"`{name}[]") for row in found)


def documented_options(module: str) -> dict[str, Any]:
    """Return the options in the documentation of a module."""
    for node in ast.parse((ROOT / "plugins" / "modules" / f"{module}.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "DOCUMENTATION":
            return dict(yaml.safe_load(ast.literal_eval(node.value))["options"])
    raise ValueError(f"{module} has no DOCUMENTATION")


def readme(role: Path) -> str:
    """Return the README of a role."""
    specs = yaml.safe_load((role / "meta" / "argument_specs.yml").read_text(encoding="utf-8"))["argument_specs"]
    parts = [_HEADER, f"# camunda.platform.{role.name}\n"]
    for entry, spec in specs.items():
        if entry != "main":
            parts.append(f"## Entry point {entry}\n")
        parts.append(f"{markdown(spec['short_description'])}.\n")
        parts += [f"- {text}" for text in paragraphs(spec.get("description", []))]
        table = list(rows(spec.get("options") or {}))
        if table:
            parts += ["", "| variable | type, default | what it is |", "|---|---|---|", *table]
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def main() -> int:
    """Write or check all of them; return the exit code."""
    stale = []
    for role in sorted((ROOT / "roles").iterdir()):
        file, wanted = role / "README.md", readme(role)
        if not file.exists() or file.read_text(encoding="utf-8") != wanted:
            stale.append(str(file.relative_to(ROOT)))
            if "--check" not in sys.argv:
                file.write_text(wanted, encoding="utf-8")
    if stale:
        print(f"{'stale' if '--check' in sys.argv else 'written'}: {', '.join(stale)}")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
