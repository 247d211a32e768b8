# Copyright: (c) 2026, camunda.platform contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The vault secrets of the run: what a playbook is started with to read its encrypted files."""

from __future__ import annotations

import typing as t

from ansible import constants as C
from ansible.errors import AnsibleError
from ansible.parsing.vault import VaultLib, is_encrypted, match_encrypt_secret

from ansible_collections.camunda.platform.plugins.module_utils._errors import CamundaError


class RunVault:
    """Encrypts and decrypts as ansible-vault does, with the secrets that ``loader`` (the run's DataLoader) has."""

    def __init__(self, loader: t.Any, vault_id: str | None) -> None:
        # Neither ansible-core 2.16 nor 2.21 offers them by a public name; its own lookups and CLI take them from here.
        self._secrets = loader._vault.secrets or []
        # As `ansible-vault encrypt` chooses: by name, by the setting vault_encrypt_identity, or the first one.
        self._vault_id = vault_id or C.DEFAULT_VAULT_ENCRYPT_IDENTITY

    def is_encrypted(self, text: str) -> bool:
        """Return whether a text is encrypted by ansible-vault."""
        return bool(is_encrypted(text))

    def decrypt(self, text: str, name: str) -> str:
        """Return the plain text; raises CamundaError."""
        try:
            return str(VaultLib(self._secrets).decrypt(text).decode())
        except (AnsibleError, UnicodeDecodeError) as exc:
            raise CamundaError(
                f"{name!r} cannot be decrypted with the vault secrets of this run. Start it with the vault password"
                " that the file was encrypted with."
            ) from exc

    def encrypt(self, text: str) -> str:
        """Return the text encrypted; raises CamundaError."""
        try:
            # None if the run has no secret at all, an error if it has none of that id.
            found = match_encrypt_secret(self._secrets, encrypt_vault_id=self._vault_id)
        except AnsibleError as exc:
            raise self._no_secret() from exc
        if found is None:
            raise self._no_secret()
        return str(VaultLib(self._secrets).encrypt(text, secret=found[1], vault_id=self._vault_id).decode())

    def _no_secret(self) -> CamundaError:
        known = ", ".join(repr(name) for name, _secret in self._secrets) or "none"
        wanted = f" of the id {self._vault_id!r}" if self._vault_id else ""
        return CamundaError(
            f"This run has no vault secret{wanted} to encrypt with. It has: {known}. Start it with --vault-id,"
            " --vault-password-file or --ask-vault-pass."
        )
