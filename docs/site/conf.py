# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Settings of Sphinx for the documentation site, which `make docs-site` builds without the network."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes

project = "camunda.platform"
copyright = "camunda.platform contributors"
title = html_short_title = "Ansible collection camunda.platform"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx_antsibull_ext"]
source_suffix = {".rst": "restructuredtext", ".md": "markdown"}
# Links to a heading, as GitHub makes them.
myst_heading_anchors = 3
highlight_language = "YAML+Jinja"

html_theme = "sphinx_ansible_theme"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_theme_options = {
    "collapse_navigation": False,
    "documentation_home_url": "index.html",
    "titles_only": True,
    "vcs_pageview_mode": "edit",
}
html_use_smartypants = True

# Labels of Ansible's own documentation. Its index would have to be fetched, and only these are ever referred to.
_ANSIBLE = "https://docs.ansible.com/ansible/latest/"
_LABELS = {
    "action_plugins": "plugins/action.html",
    "ansible_configuration_settings": "reference_appendices/config.html",
    "common_return_values": "reference_appendices/common_return_values.html",
}
_PLUGIN = re.compile(r"ansible_collections\.(?!camunda\.platform\.)(\w+)\.(\w+)\.(\w+?)(?:__\w+.*)?$")


def outside(_app: Any, _environment: Any, node: Any, content: Any) -> Any:
    """Link references to plugins of other collections to Ansible's documentation; None leaves a warning."""
    label = node.get("reftarget", "")
    plugin = _PLUGIN.match(label)
    page = f"collections/{'/'.join(plugin.groups())}.html" if plugin else _LABELS.get(label)
    return nodes.reference("", "", content, internal=False, refuri=_ANSIBLE + page) if page else None


def setup(app: Any) -> None:
    """Let Sphinx ask for references that it does not find."""
    app.connect("missing-reference", outside)
