# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Puts the collections awx.awx and community.general into .cache/awx; `make setup-awx` runs it.

They are for the tests of the roles awx_setup, self_managed_application and report: of community.general, its modules
for Keycloak and for mail. They are taken out of the community package `ansible`, which the package index has; about
57 MB are downloaded for 2 MB. Without them those tests are skipped, but for the validation against
tests/unit/guards/awx_argument_specs.json, which has the argument specs of this version:
`python tests/tools/awx.py DIRECTORY --specs` prints them.
"""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

# The last one for which a release of awx.awx was made is 24.6.1, which is in this. It has community.general 10.7.6.
PACKAGE = "ansible==11.13.0"
AWX = "ansible_collections/awx/awx/"
GENERAL = "ansible_collections/community/general/"
# What the tests need of each, and what they do not.
NEEDED = re.compile(
    rf"{AWX}(?!test|images)|{GENERAL}(?:MANIFEST\.json|meta/runtime\.yml|(?!tests/).*(?:keycloak|version\.py|/mail\.py))"
)
# What shows that all of it is there, in the order in which they are unpacked.
LAST = (f"{GENERAL}plugins/modules/mail.py", f"{AWX}MANIFEST.json", f"{GENERAL}MANIFEST.json")
MODULES = (
    *("credential", "credential_type", "execution_environment", "inventory", "inventory_source", "job_template"),
    *("project", "project_update", "schedule", "workflow_job_template", "workflow_job_template_node"),
)


def main(target: Path) -> int:
    """Download and unpack, unless it is there; returns pip's status."""
    if all((target / name).exists() for name in LAST):
        return 0
    with tempfile.TemporaryDirectory() as directory:
        # For a Python that the package allows, whichever runs this: only its files are wanted.
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        options = ["--only-binary=:all:", "--python-version=3.12", "--dest", directory]
        done = subprocess.run([*pip, *options, PACKAGE], check=False)
        if done.returncode:
            return done.returncode
        [wheel] = Path(directory).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            names = [name for name in archive.namelist() if NEEDED.match(name)]
            names.sort(key=lambda name: LAST.index(name) if name in LAST else -1)
            archive.extractall(target, names)
    return 0


def argument_specs(target: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the argument specs of the modules that the role uses, without what JSON cannot hold."""

    class Known(Exception):
        """Ends a module as soon as its argument spec is known."""

    def take(self: Any, argument_spec: dict[str, Any], **_more: Any) -> None:
        raise Known(argument_spec)

    sys.path.insert(0, str(target))
    package = "ansible_collections.awx.awx.plugins"
    # The package of the collections themselves may be loaded already, from another place.
    collections = importlib.import_module("ansible_collections")
    collections.__path__ = [*collections.__path__, str(target / "ansible_collections")]
    api = importlib.import_module(f"{package}.module_utils.controller_api")
    common, api.ControllerAPIModule.__init__ = api.ControllerModule.AUTH_ARGSPEC, take
    found = {}
    for name in MODULES:
        try:
            importlib.import_module(f"{package}.modules.{name}").main()
        except Known as known:
            spec = {**common, **known.args[0]}
            found[name] = {
                option: {key: value for key, value in sorted(given.items()) if key != "fallback"}
                for option, given in sorted(spec.items())
            }
    return found


if __name__ == "__main__":
    if "--specs" in sys.argv:
        print(json.dumps(argument_specs(Path(sys.argv[1])), indent=1))
        sys.exit()
    sys.exit(main(Path(sys.argv[1])))
