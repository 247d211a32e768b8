# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A mail server on loopback that keeps what it gets (RFC 5321, as far as a client without extensions needs it)."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage


@dataclass
class MailServer:
    """Where it listens, and each message with its recipients."""

    port: int = 0
    received: list[tuple[list[str], EmailMessage]] = field(default_factory=list)


@contextmanager
def serving_mail() -> Iterator[MailServer]:
    """Serve until the end of the context."""
    served = MailServer()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            recipients: list[str] = []
            self._say("220 ready")
            for line in self.rfile:
                command = line.decode().strip()
                if command.upper() == "DATA":
                    self._say("354 go on")
                    message = email.message_from_bytes(self._data(), policy=email.policy.default)
                    assert isinstance(message, EmailMessage)
                    served.received.append((recipients, message))
                    recipients = []
                elif command.upper().startswith("RCPT TO:"):
                    recipients.append(command.partition("<")[2].partition(">")[0])
                self._say("250 OK" if command.upper() != "QUIT" else "221 bye")

        def _data(self) -> bytes:
            lines: list[bytes] = []
            for line in self.rfile:
                if line.rstrip(b"\r\n") == b".":
                    break
                lines.append(line.removeprefix(b"."))
            return b"".join(lines)

        def _say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        served.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield served
        server.shutdown()
