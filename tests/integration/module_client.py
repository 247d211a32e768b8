# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Takes the place of Python for a module: hands all that a process has on to module_server.py, and ends as it ends.

It imports nothing but what is built in: it is started for each module.
"""

from __future__ import annotations

import _socket
import marshal
import posix
import sys


def main(server: str, arguments: list[str]) -> int:
    """Have a module run; returns its status."""
    connection = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    connection.connect(server)
    mask = posix.umask(0)
    process = marshal.dumps((arguments, posix.environ, posix.getcwdb(), mask))
    standard = b"".join(number.to_bytes(4, sys.byteorder) for number in (0, 1, 2))
    connection.sendmsg([len(process).to_bytes(4, "big")], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, standard)])
    connection.sendall(process)
    status = connection.recv(1)
    # Nothing is answered by a process that was killed.
    return status[0] if status else 137


if __name__ == "__main__":
    posix._exit(main(sys.argv[1], sys.argv[2:]))
