# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Draws the README's picture of a plan from the output of the demo: DEMO_COLOR=1 make demo | picture.py FILE.svg."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

WIDTH = 122
# From the first headline of the demo to the line after its recap: the plan.
RUN = re.compile(r"########## 1\. .*?\n(.*?PLAY RECAP[^\n]*\n[^\n]*)", re.DOTALL)
# Tasks that only check the input, and those that print nothing.
DULL = re.compile(r"TASK \[[^\n]*(?:Validating|Set the facts|Deliver credentials)[^\n]*\n.*?\n\n", re.DOTALL)
# The fonts of the template come from the network.
FONT_FACES = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def main(destination: str) -> None:
    """Read the demo's output from standard input and write the picture."""
    found = RUN.search(sys.stdin.read())
    if found is None:
        sys.exit("error: that is not the output of the demo")
    shown = DULL.sub("", found.group(1)).replace("camunda.platform.provision : ", "")
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    for line in shown.splitlines():
        text = Text.from_ansi(line)
        text.truncate(WIDTH, overflow="ellipsis")
        console.print(text)
    picture = FONT_FACES.sub("", console.export_svg(title="make demo", unique_id="demo"))
    Path(destination).write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
