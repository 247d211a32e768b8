# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How reports look, which the template of the role report has: one style for a desktop, a phone and paper."""

from __future__ import annotations

from pathlib import Path

_FILE = Path(__file__).parents[2] / "roles" / "report" / "templates" / "report.css"
# Without the comment of Jinja2 at its head.
STYLE = _FILE.read_text(encoding="utf-8").partition("#}\n")[2]
