# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tests do between two tasks of a play: steer the sandbox, look at files. Quicker than Ansible's own modules."""

from __future__ import annotations

import json
import os
import stat
import typing as t
from collections.abc import Sequence
from pathlib import Path
from urllib.request import ProxyHandler, Request, build_opener

from ansible.plugins.action import ActionBase

Result = dict[str, t.Any]


class ActionModule(ActionBase):
    """Carries out the one thing that the arguments name; the same in check mode."""

    def run(self, tmp: t.Any = None, task_vars: dict[str, t.Any] | None = None) -> Result:
        """Return what the thing returns."""
        ((name, argument),) = self._task.args.items()
        return {"changed": False, **getattr(self, f"_{name}")(argument)}

    def _control(self, call: Sequence[t.Any]) -> Result:
        """Call ``[method, path below /_sandbox, body]``; the last may be left out."""
        method, path, *body = call
        data = json.dumps(body[0]).encode() if body else None
        url = f"{os.environ['SANDBOX_URL']}/_sandbox/{path}"
        request = Request(url, data, {"Content-Type": "application/json"}, method=method)
        with build_opener(ProxyHandler({})).open(request, timeout=60) as answer:
            return {"answer": json.load(answer)}

    def _requests(self, path: str) -> Result:
        """Return what was asked since the last step of this kind."""
        return {"requests": self._control(("GET", "requests"))["answer"], **self._control(("DELETE", "requests"))}

    def _write(self, file: Result) -> Result:
        """Write ``content`` to the file ``dest``; what ansible-core before 2.19 has parsed, as JSON."""
        content = file["content"] if isinstance(file["content"], str) else json.dumps(file["content"])
        Path(file["dest"]).write_text(content, encoding="utf-8")
        return {}

    def _read(self, path: str) -> Result:
        """Return content, mode, owner and group of a file."""
        info = Path(path).stat()
        content = Path(path).read_text(encoding="utf-8")
        return {"content": content, "mode": f"{stat.S_IMODE(info.st_mode):04o}", "ids": [info.st_uid, info.st_gid]}

    def _remove(self, path: str) -> Result:
        """Remove a file."""
        Path(path).unlink()
        return {}
