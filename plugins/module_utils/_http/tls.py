# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The files of TLS: whether they can be used, and which option or variable is wrong if not."""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Callable
from contextlib import suppress

from ansible_collections.camunda.platform.plugins.module_utils._errors import OptionError
from ansible_collections.camunda.platform.plugins.module_utils._files.filesystem import read_regular

# The variables that requests takes the trusted certificates from, the first one first.
TRUST_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")

_CA_PATH = "Option 'ca_path'"
_CERT, _KEY = "client_cert_path", "client_key_path"
# What OpenSSL finds a certificate by in a directory: the hash of its subject, and a number.
_HASHED = re.compile(r"[0-9a-f]{8}\.[0-9]+")
_ENCRYPTED = re.compile(rb"-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type:\s*4,\s*ENCRYPTED")
_PRIVATE_KEY = re.compile(rb"-----BEGIN (?:[A-Z0-9]+ )?PRIVATE KEY-----")
_CERTIFICATE = re.compile(rb"-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----")
_WORDS = re.compile(r"\] (.*?) ?\(_ssl\.c")


def checked_ca_path(value: str | None) -> str | None:
    """Return the path of CA certificates; raise OptionError if they cannot be used. The empty text is no path."""
    return _checked_trust(_CA_PATH, value) if value else None


def trust_of_environment() -> str | None:
    """Return the path of the CA certificates that the environment names, None for the public ones."""
    for name in TRUST_VARIABLES:
        value = os.environ.get(name)
        if value:
            return _checked_trust(f"Environment variable {name}", value)
    return None


def source_of_trust(ca_path: str | None) -> str:
    """Return where the trusted certificates come from, as the end of a sentence."""
    if ca_path:
        hint = ", where it has to be hashed: run openssl rehash after each change" if os.path.isdir(ca_path) else ""
        return f"the option ca_path ({ca_path}{hint})"
    for name in TRUST_VARIABLES:
        if os.environ.get(name):
            return f"the environment variable {name} ({os.environ[name]})"
    return "the public authorities of the Python library certifi"


def _checked_trust(source: str, path: str) -> str:
    if not _is_directory(source, path):
        _load(source, path)
        return path
    hashed = [name for name in sorted(os.listdir(path)) if _HASHED.fullmatch(name)]
    for name in hashed:
        with suppress(OptionError):
            _load(source, os.path.join(path, name))
            return path
    why = "no certificate in PEM format is behind" if hashed else "no certificate has one of"
    raise _unusable(
        source,
        path,
        f"in this directory, {why} the names that OpenSSL looks for, such as 5ed36f99.0. Run `openssl rehash"
        f" {path}`, or name a file that contains the certificates",
    )


def _load(source: str, path: str) -> None:
    content = _content(source, path)
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
    except OSError as exc:
        raise _unusable(source, path, _lack(content, _CERTIFICATE, "certificate") or _reason(exc)) from exc


def checked_client_cert(certificate: str, key: str | None) -> tuple[str, str | None]:
    """Return the files of a client's certificate and key; raise OptionError if they cannot be used."""
    holder = (_KEY, key) if key else (_CERT, certificate)
    _load(f"Option {_CERT!r}", certificate)
    check_key(*holder, file_content(*holder))
    try:
        # Without the function, OpenSSL would read a password from the terminal, and wait.
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain(certificate, key, password=_refuse_key(*holder))
    except OSError as exc:
        raise _unusable(f"Option {holder[0]!r}", holder[1], _mismatch(exc, certificate)) from exc
    return certificate, key


def check_key(option: str, path: str, content: bytes) -> None:
    """Raise OptionError if a file cannot hold a private key that is readable without a password."""
    if _ENCRYPTED.search(content):
        raise encrypted_key(option, path)
    lack = _lack(content, _PRIVATE_KEY, "private key")
    if lack:
        raise _unusable(f"Option {option!r}", path, lack)


def encrypted_key(option: str, path: str) -> OptionError:
    """Return the error for a key that needs a password."""
    return OptionError(
        f"Option '{option}': {path!r} cannot be used: the private key is encrypted, and there is no option for its"
        f" password. Create a key without one: `openssl pkey -in {path} -out NEW`, with mode 0600.",
        code="encrypted_key",
    )


def file_content(option: str, path: str) -> bytes:
    """Return the content of a file that an option names; raises OptionError."""
    return _content(f"Option {option!r}", path)


def _refuse_key(option: str, path: str) -> Callable[[], str]:
    def no_password() -> str:
        raise encrypted_key(option, path)

    return no_password


def _mismatch(exc: OSError, certificate: str) -> str:
    if isinstance(exc, ssl.SSLError) and exc.reason in ("KEY_VALUES_MISMATCH", "NO_CERTIFICATE_ASSIGNED"):
        return f"its private key does not belong to the certificate in {certificate!r}"
    return _reason(exc)


def _lack(content: bytes, needed: re.Pattern[bytes], what: str) -> str | None:
    """Return why a file does not hold something in PEM format, None if it seems to."""
    if needed.search(content):
        return None
    if not content.strip():
        return "it is empty"
    if content[:1] == b"\x30":
        return f"it is in DER format, not in PEM format. Convert it with `openssl {_COMMANDS[what]} -inform DER`"
    return f"it contains no {what} in PEM format"


_COMMANDS = {"certificate": "x509", "private key": "pkey"}


def _is_directory(source: str, path: str) -> bool:
    try:
        if not os.path.isdir(path):
            return False
        if not os.access(path, os.R_OK | os.X_OK):
            raise _unusable(source, path, "the directory cannot be read")
    except ValueError as exc:
        raise _unusable(source, path, "it is not a path") from exc
    return True


# In bytes: more than the certificates of all authorities.
_LARGEST = 16 << 20


def _content(source: str, path: str) -> bytes:
    """Return what is in a file; raise OptionError for what is none, cannot be read, or is too large."""
    try:
        # A link is fine, as the certificates of a pod are links.
        return read_regular(path, _LARGEST, follow=True)
    except ValueError as exc:
        raise _unusable(source, path, "it is not a path") from exc
    except OSError as exc:
        raise _unusable(source, path, _reason(exc)) from exc


def _reason(exc: OSError) -> str:
    """Return why a file cannot be used, in words."""
    if isinstance(exc, FileNotFoundError):
        return "it does not exist"
    if not isinstance(exc, ssl.SSLError):
        reason = exc.strerror or str(exc)
        return reason if reason.startswith("it is ") else f"it cannot be read: {reason}"
    found = _WORDS.search(str(exc))
    message = found[1] if found else str(exc)
    return "OpenSSL cannot read its PEM format" if message == "PEM lib" else f"OpenSSL refuses it: {message}"


def _unusable(source: str, path: str, why: str) -> OptionError:
    return OptionError(f"{source}: {path!r} cannot be used: {why}.", code="unusable_tls_file")
