# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Command line: `python -m camunda_sandbox --help`."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, Literal, NoReturn, get_args, get_origin

from pydantic import ValidationError

from .errors import validation_text
from .settings import Settings

DEFAULT_PORT = 8280


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the sandbox until it is stopped; the exit code is 0 then, 2 if it cannot start."""
    options = _parser().parse_args(arguments)
    try:
        settings = _settings(options)
    except ValidationError as error:
        return _fail(validation_text(error.errors()))
    if bool(options.tls_cert) != bool(options.tls_key):
        return _fail("--tls-cert and --tls-key go together")
    try:
        if options.port_file is not None:
            # One of a run that was killed would send those who wait for it to a wrong place.
            options.port_file.unlink(missing_ok=True)
    except OSError as error:
        return _fail(str(error))
    # uvicorn stops gracefully and then raises the signal again: that shall be an ordinary end.
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    return _serve(options, settings)


def _serve(options: argparse.Namespace, settings: Settings) -> int:
    # Only now: these take half a second, which --help and a wrong option need not wait for.
    from .core import DEFAULT_CLIENTS, Sandbox
    from .jwks import JwksJudge
    from .server import SandboxServer, bind
    from .state import StateFileError, Store

    try:
        sandbox = Sandbox(settings, dict(options.client or DEFAULT_CLIENTS.items()), Store(options.state_file))
        listener = bind(options.host, options.port)
    except StateFileError as error:
        return _fail(str(error))
    except OSError as error:
        return _fail(f"cannot listen on {options.host} port {options.port}: {error.strerror or error}")
    tls = (options.tls_cert, options.tls_key) if options.tls_cert else None
    try:
        if options.jwks_url:
            audiences, permissions = options.audience or (), options.permission or ()
            sandbox.token_judge = JwksJudge(options.jwks_url, options.jwks_ca, audiences, permissions)
        SandboxServer(sandbox, listener, options.port_file, tls).serve_here()
    except OSError as error:  # includes ssl.SSLError
        return _fail(str(error))
    return 0


def _settings(options: argparse.Namespace) -> Settings:
    """Return the settings that the command line gives; raises pydantic.ValidationError."""
    given = {name: value for name, value in vars(options).items() if name in Settings.model_fields}
    return Settings.model_validate(given)


def _parser() -> argparse.ArgumentParser:
    """Describe the command line; the options of the settings are made from the settings."""
    parser = argparse.ArgumentParser(
        prog="python -m camunda_sandbox", description="A local stand-in for Camunda SaaS and Self-Managed."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="0 = any free one (default: %(default)s)")
    parser.add_argument("--port-file", type=Path, help="where to write the port once it listens")
    parser.add_argument("--state-file", type=Path, help="JSON file to load the state from and to keep it in")
    parser.add_argument(
        "--client",
        action="append",
        type=_credentials,
        metavar="ID:SECRET",
        help="credentials to accept, repeatable (default: sandbox-client:sandbox-secret)",
    )
    parser.add_argument("--tls-cert", type=Path, help="certificate (PEM) to serve https with")
    parser.add_argument("--tls-key", type=Path, help="its private key (PEM)")
    parser.add_argument("--jwks-url", help="public keys of a real provider, whose tokens Console then takes instead")
    parser.add_argument("--jwks-ca", type=Path, help="certificate (PEM) of the authority to trust for --jwks-url")
    parser.add_argument("--audience", action="append", help="audience that these tokens need (default: Console's)")
    parser.add_argument("--permission", action="append", help="permission that they need (default: any)")
    for name, field in Settings.model_fields.items():
        text = f"{field.description} (default: {field.default})"
        option = f"--{name.replace('_', '-')}"
        if field.annotation in (int, float, str):
            kinds: dict[Any, Callable[[str], Any]] = {int: int, float: float, str: str}
            parser.add_argument(option, type=kinds[field.annotation], default=field.default, help=text)
        elif get_origin(field.annotation) is Literal:
            parser.add_argument(option, choices=get_args(field.annotation), default=field.default, help=text)
    return parser


def _credentials(text: str) -> tuple[str, str]:
    """Split ID:SECRET; the secret may contain colons."""
    client_id, colon, secret = text.partition(":")
    if not (client_id and colon and secret):
        raise argparse.ArgumentTypeError("must be ID:SECRET")
    return client_id, secret


def _leave(signal_number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)


def _fail(text: str) -> int:
    print(f"camunda_sandbox: {text}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
