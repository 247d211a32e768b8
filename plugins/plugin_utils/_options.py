# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of inventory, lookup and the like, taken as the modules take theirs: one argument spec for all."""

from __future__ import annotations

import hashlib
import json
import typing as t
from collections.abc import Iterable, Mapping

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.camunda.platform.plugins.module_utils._api.options import CONNECTION, TRANSPORT
from ansible_collections.camunda.platform.plugins.module_utils._engine.raw_options import refusal
from ansible_collections.camunda.platform.plugins.module_utils._engine.spec import Spec
from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError, valid_names
from ansible_collections.camunda.platform.plugins.plugin_utils._serialization import plain_arguments


def checked_options(given: Mapping[str, t.Any], spec: Spec, others: Iterable[str] = ()) -> dict[str, t.Any]:
    """Validate options as a module does, with defaults and environment variables; raise OptionError.

    Ansible itself ignores options that a plugin does not have, so a misspelled one would have no effect. ``others`` are
    the names that are valid, but not in the spec, and not returned.
    """
    others = set(others)
    valid = {*spec.arguments, *others}
    for name in given:
        if name not in valid:
            raise OptionError(f"There is no option {name!r}. {valid_names(str(name), valid)}")
    mine = {name: value for name, value in given.items() if name not in others}
    refused = refusal(spec.arguments, mine)
    if refused is not None:
        raise refused
    validation = ArgumentSpecValidator(**spec.validation()).validate(plain_arguments(mine))
    if validation.errors.errors:
        raise OptionError(f"Wrong options: {validation.errors.msg.rstrip('.')}.")
    return dict(validation.validated_parameters)


def origin_of(params: Mapping[str, t.Any]) -> str:
    """Return a short name for the account of the connection options, which reveals none of them."""
    # A secret that was changed leads to the same data as before. Another token may not.
    secret = {name for name, option in CONNECTION.items() if option.get("no_log")} - {"access_token"}
    telling = {name: params[name] for name in CONNECTION if name not in TRANSPORT and name not in secret}
    return hashlib.sha256(json.dumps(telling, sort_keys=True).encode()).hexdigest()[:16]
