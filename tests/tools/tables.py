# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes the tables of the README and of the documentation from the code; with --check only checks them.

Usage: python tests/tools/tables.py [--check]
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import yaml

from ansible_collections.camunda.platform.plugins.module_utils._error_codes import CODES

ROOT = Path(__file__).parents[2]
MODULES = ROOT / "plugins" / "modules"
UTILS = ROOT / "plugins" / "module_utils"
_PREFIX = "ansible_collections.camunda.platform.plugins.module_utils."

# Files of resources are shared, so that more modules reach some operations than have them for their purpose.
_PURPOSE = {
    "GetClusters": ["camunda_cluster_info", "camunda_cluster", "camunda_cluster_wait"],
    "GetCluster": ["camunda_cluster"],
    "GetParameters": ["camunda_parameters_info", "camunda_cluster"],
    "GetBackups": ["camunda_backup_info", "camunda_backup", "camunda_backups"],
    "CreateBackup": ["camunda_backup", "camunda_backups"],
    "DeleteBackup": ["camunda_backup", "camunda_backups"],
    "GetSchedule": ["camunda_backup_schedule"],
    "ActivateMonitoring": ["camunda_monitoring"],
    "DeactivateMonitoring": ["camunda_monitoring"],
    "getUsageMetrics": ["camunda_usage_metrics_info"],
    "GET /api/v1/clusters/usage-metrics": ["camunda_usage_metrics_info"],
    "GET /api/v2/clusters/usage-metrics": ["camunda_usage_metrics_info"],
}
# The resource files that call Self-Managed; all others call SaaS. Both APIs have methods of the same name.
_SELF_MANAGED = {"_self_managed.py"}
# These write files, of what camunda_organization_info reads.
_WRITERS_OF_FILES = ("camunda_export",)


def documentation(module: Path) -> dict[str, object]:
    """Return the parsed DOCUMENTATION of a module."""
    for node in ast.parse(module.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "DOCUMENTATION":
            return dict(yaml.safe_load(ast.literal_eval(node.value)))
    raise ValueError(f"{module.name} has no DOCUMENTATION")


def modules() -> list[Path]:
    """Return the files of all modules, by name."""
    return sorted(MODULES.glob("camunda_*.py"))


def operations(api: str = "saas") -> dict[str, str]:
    """Return the operation of each method of an API class, as its docstring names it: by id, or by method and path."""
    tree = ast.parse((UTILS / "_api" / f"{api}.py").read_text(encoding="utf-8"))
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            match = re.search(r"\((\w+|[A-Z]+ /[\w/-]+)\)\.$", (ast.get_docstring(node) or "").split("\n")[0])
            if match:
                found[node.name] = match[1]
    return found


def _imported(file: Path) -> set[Path]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(_PREFIX.rstrip(".")):
            path = UTILS / node.module.removeprefix(_PREFIX.rstrip(".")).strip(".").replace(".", "/")
            found |= {path / f"{alias.name}.py" for alias in node.names} | {path.with_suffix(".py")}
    return {path for path in found if path.parent.name == "_resources" and path.is_file()}


def resources_of(module: Path) -> set[Path]:
    """Return the resource files that a module reaches through imports."""
    reached: set[Path] = set()
    todo = _imported(module)
    while todo:
        file = todo.pop()
        reached.add(file)
        todo |= _imported(file) - reached
    return reached


def serving(api: str = "saas") -> dict[str, list[str]]:
    """Return, for each operation of an API, the modules whose own resource files call it."""
    methods = operations(api)
    result: dict[str, list[str]] = {operation: [] for operation in methods.values()}
    for module in modules():
        if module.stem in _WRITERS_OF_FILES:
            continue
        files = [file for file in resources_of(module) if (file.name in _SELF_MANAGED) is (api == "self_managed")]
        text = "".join(file.read_text(encoding="utf-8") for file in files)
        for method, operation in methods.items():
            # An info module shares files with the modules that write, but calls nothing that does.
            reads_only = module.stem.endswith("_info") and not operation.lower().startswith("get")
            if not reads_only and re.search(rf"\b_?api\.{method}\b", text):
                result[operation].append(module.stem)
    purpose = {operation: names for operation, names in _PURPOSE.items() if operation in result}
    for operation, names in purpose.items():
        strangers = set(names) - set(result[operation])
        if strangers:
            raise ValueError(f"{operation} is not reached by {', '.join(sorted(strangers))}")
    return result | purpose


def module_table() -> str:
    """Return the README's table of modules."""
    rows = [f"| `{module.stem}` | {documentation(module)['short_description']} |" for module in modules()]
    return "\n".join(["| module | what it is for |", "|---|---|", *rows])


def plugin_table() -> str:
    """Return the README's table of plugins that are no modules, and of roles."""
    plugins = [
        (kind, file.stem, str(documentation(file)["short_description"]))
        for kind in ("inventory", "lookup", "filter")
        for file in sorted((ROOT / "plugins" / kind).glob("*.py"))
    ]
    for file in sorted((ROOT / "roles").glob("*/meta/argument_specs.yml")):
        specs = yaml.safe_load(file.read_text(encoding="utf-8"))["argument_specs"]
        plugins.append(("role", file.parts[-3], specs["main"]["short_description"]))
    rows = [f"| {kind} | `camunda.platform.{name}` | {purpose} |" for kind, name, purpose in plugins]
    return "\n".join(["| kind | name | what it is for |", "|---|---|---|", *rows])


def operation_table(api: str = "saas") -> str:
    """Return the table of operations with the modules that serve them."""
    rows = [
        f"| {operation} | {', '.join(f'`{name}`' for name in names) or '**none**'} |"
        for operation, names in sorted(serving(api).items())
    ]
    return "\n".join(["| operation | modules |", "|---|---|", *rows])


def self_managed_table() -> str:
    """Return the table of operations of Self-Managed."""
    return operation_table("self_managed")


def code_table() -> str:
    """Return the table of the codes of failures."""
    rows = [f"| `{code}` | {entry.cause} | {entry.remedy} |" for code, entry in CODES.items()]
    return "\n".join(["| `code` | cause | what to do |", "|---|---|---|", *rows])


# The tables by name: the file that each is in, and how it is made.
TABLES = {
    "modules": ("README.md", module_table),
    "plugins": ("README.md", plugin_table),
    "operations": ("docs/operations.md", operation_table),
    "codes": ("docs/troubleshooting.md", code_table),
    "self-managed operations": ("docs/operations.md", self_managed_table),
}


def with_table(text: str, name: str, table: str) -> str:
    """Return a text with the table between its two marks."""
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    head, rest = text.split(begin)
    return f"{head}{begin}\n{table}\n{end}{rest.split(end)[1]}"


def main() -> int:
    """Write or check the tables; return the exit code."""
    stale = []
    for name, (file, make) in TABLES.items():
        path = ROOT / file
        text = path.read_text(encoding="utf-8")
        wanted = with_table(text, name, make())
        if wanted != text:
            stale.append(file)
            if "--check" not in sys.argv:
                path.write_text(wanted, encoding="utf-8")
    if stale:
        print(f"{'stale' if '--check' in sys.argv else 'written'}: {', '.join(stale)}")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
