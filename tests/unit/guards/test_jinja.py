# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Roles and playbooks hold no programs in Jinja: what computes is a filter or a module, typed and tested."""

from __future__ import annotations

import re

from ansible_collections.camunda.platform.tests.unit.guards.collection import files, text_of

# What makes a program of a template: statements, values that are changed, results that are passed on as text, and
# expressions that nobody reads at a glance.
STATEMENT = re.compile(r"\{%[-+]?\s*(?!end|else\b)\w+")
# A page repeats and leaves out parts; what is in them is computed elsewhere.
OF_PAGES = re.compile(r"\{%[-+]?\s*(?:for|if|elif|macro|include)\b")
CHANGE = re.compile(r"\.(?:append|extend|insert|pop|remove|setdefault|update)\(")
TEXT_PARSED_AGAIN = re.compile(r"\|\s*from_(?:yaml|json)\b")
# The usual way to read a file of the role.
FILE_PARSED = re.compile(r"lookup\('(?:ansible\.builtin\.)?file',[^{}]*?\)\s*\|\s*from_(?:yaml|json)\b")
EXPRESSION = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
LONGEST_EXPRESSION = 300


def programs_in(text: str, page: bool = False) -> list[str]:
    """Return the parts of templates, or of the template of a page, that belong into Python."""
    text = OF_PAGES.sub("", FILE_PARSED.sub("", text)) if page else FILE_PARSED.sub("", text)
    parts = [found[0] for pattern in (STATEMENT, CHANGE, TEXT_PARSED_AGAIN) for found in pattern.finditer(text)]
    expressions = (" ".join(found[1].split()) for found in EXPRESSION.finditer(text))
    return parts + [expression for expression in expressions if len(expression) > LONGEST_EXPRESSION]


def test_templates_hold_no_programs() -> None:
    assert programs_in("{%- set x = [] -%}{%- for a in b -%}{%- set _ = x.append(a) -%}{%- endfor -%}") == [
        *("{%- set", "{%- for", "{%- set", ".append(")
    ]
    assert programs_in("{{ lookup('file', x ~ '.yml') | from_yaml | combine(y) }}") == []
    templates = [name for name in files() if re.match(r"(?:roles|playbooks)/.*\.(?:ya?ml|j2)$", name)]
    assert programs_in("{% for a in b %}{% set x = a %}{% endfor %}", page=True) == ["{% set"]
    found = {name: parts for name in templates if (parts := programs_in(text_of(name), name.endswith(".html.j2")))}
    assert found == {}, "write a filter (plugins/filter), an action of the role or a module instead"
