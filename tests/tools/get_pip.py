# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Puts pip into the virtual environment of the Python that runs this, from the wheel that Python itself brings.

Stands in for the get-pip.py that ansible-test would download for the environments of its sanity tests, and calls with
pip's options and the packages that it wants there: pip, and for older versions setuptools and wheel. Any pip will do.
Unpacking takes a tenth of the time of `python -m ensurepip`.
"""

from __future__ import annotations

import ensurepip
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Install pip and the packages among the arguments; returns the exit status."""
    with zipfile.ZipFile(bundled_wheel()) as wheel:
        wheel.extractall(sysconfig.get_path("purelib"))
    packages = [argument for argument in arguments if not argument.startswith(("-", "pip=="))]
    if not packages:
        return 0
    # With GET_PIP set, ansible-test's pip would run this file in pip's place.
    environment = {name: value for name, value in os.environ.items() if name != "GET_PIP"}
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    return subprocess.run([*pip, *packages], env=environment, check=False).returncode


def bundled_wheel() -> Path:
    """Return the pip wheel of this Python; some distributions keep it in a directory of their own."""
    places = [Path(ensurepip.__file__).parent / "_bundled", Path(sysconfig.get_config_var("WHEEL_PKG_DIR") or ".")]
    for place in places:
        for wheel in place.glob("pip-*.whl"):
            return wheel
    sys.exit(f"error: the pip that belongs to {sys.executable} is missing")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
